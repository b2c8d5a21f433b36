//! Names of headers.

use std::fmt;

macro_rules! header_names {
    ($($variant:ident = $name:literal $(| $compact:literal)?,)*) => {
        /// The name of a header. Known names compare by variant; others without regard to case.
        #[derive(Debug, Clone, Copy)]
        #[expect(missing_docs, reason = "the variants are the headers' names")]
        pub enum HeaderName<'a> {
            $($variant,)*
            /// Any other, as sent.
            Other(&'a str),
        }

        /// Every known name with its writings: full, then compact where there is one.
        const KNOWN: &[(HeaderName<'static>, &[&str])] =
            &[$((HeaderName::$variant, &[$name $(, $compact)?]),)*];

        /// The variants' places in `KNOWN`.
        #[repr(u8)]
        enum Place {
            $($variant,)*
        }

        impl<'a> HeaderName<'a> {
            /// The full name in its customary writing; of an unknown header as sent.
            pub fn as_str(&self) -> &'a str {
                match self {
                    $(HeaderName::$variant => $name,)*
                    HeaderName::Other(name) => name,
                }
            }

            fn place(&self) -> u8 {
                match self {
                    $(HeaderName::$variant => Place::$variant as u8,)*
                    HeaderName::Other(_) => HeaderId::OTHER.0,
                }
            }
        }
    };
}

header_names! {
    Accept = "Accept",
    AcceptContact = "Accept-Contact" | "a",
    AcceptEncoding = "Accept-Encoding",
    AcceptLanguage = "Accept-Language",
    AlertInfo = "Alert-Info",
    Allow = "Allow",
    AllowEvents = "Allow-Events" | "u",
    AuthenticationInfo = "Authentication-Info",
    Authorization = "Authorization",
    CallId = "Call-ID" | "i",
    CallInfo = "Call-Info",
    Contact = "Contact" | "m",
    ContentDisposition = "Content-Disposition",
    ContentEncoding = "Content-Encoding" | "e",
    ContentLanguage = "Content-Language",
    ContentLength = "Content-Length" | "l",
    ContentType = "Content-Type" | "c",
    CSeq = "CSeq",
    Date = "Date",
    Diversion = "Diversion",
    ErrorInfo = "Error-Info",
    Event = "Event" | "o",
    Expires = "Expires",
    FlowTimer = "Flow-Timer",
    From = "From" | "f",
    HistoryInfo = "History-Info",
    Identity = "Identity" | "y",
    InReplyTo = "In-Reply-To",
    Join = "Join",
    MaxForwards = "Max-Forwards",
    MimeVersion = "MIME-Version",
    MinExpires = "Min-Expires",
    MinSe = "Min-SE",
    Organization = "Organization",
    PAssertedIdentity = "P-Asserted-Identity",
    Path = "Path",
    PPreferredIdentity = "P-Preferred-Identity",
    Priority = "Priority",
    Privacy = "Privacy",
    ProxyAuthenticate = "Proxy-Authenticate",
    ProxyAuthorization = "Proxy-Authorization",
    ProxyRequire = "Proxy-Require",
    RAck = "RAck",
    Reason = "Reason",
    RecordRoute = "Record-Route",
    ReferSub = "Refer-Sub",
    ReferTo = "Refer-To" | "r",
    ReferredBy = "Referred-By" | "b",
    RejectContact = "Reject-Contact" | "j",
    RemotePartyId = "Remote-Party-ID",
    Replaces = "Replaces",
    ReplyTo = "Reply-To",
    RequestDisposition = "Request-Disposition" | "d",
    Require = "Require",
    RetryAfter = "Retry-After",
    Route = "Route",
    RSeq = "RSeq",
    Server = "Server",
    ServiceRoute = "Service-Route",
    SessionExpires = "Session-Expires" | "x",
    SipEtag = "SIP-ETag",
    SipIfMatch = "SIP-If-Match",
    Subject = "Subject" | "s",
    SubscriptionState = "Subscription-State",
    Supported = "Supported" | "k",
    Timestamp = "Timestamp",
    To = "To" | "t",
    Unsupported = "Unsupported",
    UserAgent = "User-Agent",
    Via = "Via" | "v",
    Warning = "Warning",
    WwwAuthenticate = "WWW-Authenticate",
}

/// A known name in one byte, for the index of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeaderId(u8);

impl HeaderId {
    /// No known name.
    pub(crate) const OTHER: HeaderId = HeaderId(u8::MAX);

    pub(crate) fn name(self) -> Option<HeaderName<'static>> {
        KNOWN.get(usize::from(self.0)).map(|(name, _)| *name)
    }

    /// Recognises a name by its bytes.
    pub(crate) fn recognise(name: &[u8]) -> Self {
        if name.is_empty() {
            return HeaderId::OTHER;
        }
        let mut slot = hash(name);
        loop {
            let (place, writing) = SLOTS[slot];
            if place == HeaderId::OTHER.0 {
                return HeaderId::OTHER;
            }
            // Most senders write it as we do.
            if writing == name || writing.eq_ignore_ascii_case(name) {
                return HeaderId(place);
            }
            slot = (slot + 1) % SLOT_COUNT;
        }
    }
}

const SLOT_COUNT: usize = 512;

/// An open-addressed table from hash to (place in `KNOWN`, writing).
static SLOTS: [(u8, &[u8]); SLOT_COUNT] = slots();

const fn slots() -> [(u8, &'static [u8]); SLOT_COUNT] {
    let mut table: [(u8, &[u8]); SLOT_COUNT] = [(u8::MAX, b""); SLOT_COUNT];
    let mut place = 0;
    while place < KNOWN.len() {
        let mut writing = 0;
        while writing < KNOWN[place].1.len() {
            let name = KNOWN[place].1[writing].as_bytes();
            let mut slot = hash(name);
            while table[slot].0 != u8::MAX {
                slot = (slot + 1) % SLOT_COUNT;
            }
            table[slot] = (place as u8, name);
            writing += 1;
        }
        place += 1;
    }
    table
}

/// Of length, first, middle and last letter, without regard to case. `name` must not be empty.
const fn hash(name: &[u8]) -> usize {
    let first = (name[0] | 0x20) as usize;
    let middle = (name[name.len() / 2] | 0x20) as usize;
    let last = (name[name.len() - 1] | 0x20) as usize;
    (first * 31 + middle * 7 + last * 3 + name.len() * 17) % SLOT_COUNT
}

impl<'a> HeaderName<'a> {
    /// Recognises a name, full or compact, without regard to case.
    pub fn of(name: &'a str) -> Self {
        HeaderId::recognise(name.as_bytes()).name().unwrap_or(HeaderName::Other(name))
    }

    /// The name for an error's place.
    pub(crate) fn known_str(&self) -> &'static str {
        self.id().name().map_or("header", |name| name.as_str())
    }

    pub(crate) fn id(&self) -> HeaderId {
        match self {
            HeaderName::Other(name) => HeaderId::recognise(name.as_bytes()),
            known => HeaderId(known.place()),
        }
    }
}

impl PartialEq for HeaderName<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (self.id(), other.id());
        one == two && (one != HeaderId::OTHER || self.as_str().eq_ignore_ascii_case(other.as_str()))
    }
}

impl Eq for HeaderName<'_> {}

impl fmt::Display for HeaderName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_is_recognised_whatever_its_case() {
        for (name, writings) in KNOWN {
            for writing in *writings {
                for text in [writing.to_string(), writing.to_uppercase(), writing.to_lowercase()] {
                    assert!(!matches!(HeaderName::of(&text), HeaderName::Other(_)), "{text}");
                    assert_eq!(HeaderName::of(&text), *name, "{text}");
                }
            }
        }
    }

    #[test]
    fn compact_forms() {
        for (compact, name) in [("v", HeaderName::Via), ("T", HeaderName::To), ("i", HeaderName::CallId)] {
            assert_eq!(HeaderName::of(compact), name);
        }
        assert_eq!(HeaderName::Other("m"), HeaderName::Contact);
    }

    #[test]
    fn unknown_names_keep_their_writing() {
        let name = HeaderName::of("X-Trace");
        assert_eq!(name.as_str(), "X-Trace");
        assert_eq!(name, HeaderName::Other("x-trace"));
        assert_ne!(name, HeaderName::Other("x-trick"));
        assert_ne!(name, HeaderName::Via);
        assert_eq!(HeaderName::of(""), HeaderName::Other(""));
    }

    #[test]
    fn the_table_has_short_chains() {
        let used = SLOTS.iter().filter(|(place, _)| *place != u8::MAX).count();
        assert_eq!(used, KNOWN.iter().map(|(_, writings)| writings.len()).sum::<usize>());
        assert!(used * 3 < SLOT_COUNT);
    }
}
