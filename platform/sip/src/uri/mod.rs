//! URIs: sip, sips, tel and any other scheme.

mod compare;
mod escape;
mod read;

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

pub use escape::escape_user;
pub(crate) use read::{Parts, read_host};

use crate::header::Params;
use crate::wire::ParseError;

/// The scheme of a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme<'a> {
    /// `sip:`
    Sip,
    /// `sips:`
    Sips,
    /// `tel:`
    Tel,
    /// Any other, as sent.
    Other(&'a str),
}

/// A URI read in place.
#[derive(Clone, Copy)]
pub struct UriRef<'a> {
    text: &'a str,
    parts: Parts,
}

/// A URI of its own.
#[derive(Clone)]
pub struct Uri {
    text: Box<str>,
    parts: Parts,
}

impl<'a> UriRef<'a> {
    /// Reads a URI that fills the whole text.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        Ok(UriRef { text, parts: Parts::read(text)? })
    }

    /// Invariant: `parts` was read from this very text.
    pub(crate) fn from_parts(text: &'a str, parts: Parts) -> Self {
        UriRef { text, parts }
    }

    /// As sent.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Its scheme.
    pub fn scheme(&self) -> Scheme<'a> {
        let scheme = self.parts.scheme.of(self.text);
        if scheme.eq_ignore_ascii_case("sip") {
            Scheme::Sip
        } else if scheme.eq_ignore_ascii_case("sips") {
            Scheme::Sips
        } else if scheme.eq_ignore_ascii_case("tel") {
            Scheme::Tel
        } else {
            Scheme::Other(scheme)
        }
    }

    /// The user part as sent, escapes kept; of a tel URI the number. `None` when absent.
    pub fn user(&self) -> Option<&'a str> {
        self.parts.user.map(|span| span.of(self.text))
    }

    /// The user part with escapes undone; borrowed where there are none. Bytes that are not UTF-8 read as U+FFFD.
    pub fn user_unescaped(&self) -> Option<Cow<'a, str>> {
        self.user().map(escape::unescape)
    }

    /// The password as sent.
    pub fn password(&self) -> Option<&'a str> {
        self.parts.password.map(|span| span.of(self.text))
    }

    /// The host, an IPv6 address with its brackets; empty for tel and unknown schemes.
    pub fn host(&self) -> &'a str {
        self.parts.host.of(self.text)
    }

    /// The host as an address, when it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        host_ip(self.host())
    }

    /// The port, when given.
    pub fn port(&self) -> Option<u16> {
        self.parts.port
    }

    /// The URI parameters.
    pub fn params(&self) -> Params<'a> {
        Params::over(self.parts.params.of(self.text))
    }

    /// One parameter's value; a parameter without a value is `Some("")`.
    pub fn param(&self, name: &str) -> Option<&'a str> {
        self.params().find(name)
    }

    /// The header part after `?`, as sent.
    pub fn headers(&self) -> Option<&'a str> {
        self.parts.headers.map(|span| span.of(self.text))
    }

    /// One header of the header part, with escapes undone.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            escape::unescape(key).eq_ignore_ascii_case(name).then(|| escape::unescape(value).into_owned())
        })
    }

    /// The URI up to its header part: what a request sent to it carries as its Request-URI (RFC 3261 §19.1.5).
    pub fn without_headers(&self) -> &'a str {
        match self.parts.headers {
            Some(span) => self.text.get(..span.start().saturating_sub(1)).unwrap_or(self.text),
            None => self.text,
        }
    }

    /// A URI of its own.
    pub fn to_owned(&self) -> Uri {
        Uri { text: self.text.into(), parts: self.parts }
    }
}

/// The address a host stands for, when it is one; brackets may stand around IPv6.
pub(crate) fn host_ip(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

impl fmt::Display for UriRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl fmt::Debug for UriRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.text)
    }
}

impl Uri {
    /// The view with all getters.
    pub fn view(&self) -> UriRef<'_> {
        UriRef { text: &self.text, parts: self.parts }
    }

    /// As sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Uri {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        UriRef::parse(text).map(|uri| uri.to_owned())
    }
}

impl PartialEq for Uri {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_of_a_sip_uri() {
        let uri = UriRef::parse(
            "sips:100;x=1:pw@[2001:db8::7]:5071;transport=tcp;lr?Subject=a%20b&Priority=urgent",
        )
        .unwrap();
        assert_eq!(uri.scheme(), Scheme::Sips);
        assert_eq!(uri.user(), Some("100;x=1"));
        assert_eq!(uri.password(), Some("pw"));
        assert_eq!(uri.host(), "[2001:db8::7]");
        assert_eq!(uri.ip(), Some("2001:db8::7".parse().unwrap()));
        assert_eq!(uri.port(), Some(5071));
        assert_eq!(uri.param("LR"), Some(""));
        assert_eq!(uri.param("transport"), Some("tcp"));
        assert_eq!(uri.header("subject").as_deref(), Some("a b"));
        assert_eq!(uri.without_headers(), "sips:100;x=1:pw@[2001:db8::7]:5071;transport=tcp;lr");
    }

    #[test]
    fn tel_and_foreign_schemes() {
        let tel = UriRef::parse("tel:+34-911-22-33-44;phone-context=example.com").unwrap();
        assert_eq!(tel.scheme(), Scheme::Tel);
        assert_eq!(tel.user(), Some("+34-911-22-33-44"));
        assert_eq!(tel.host(), "");
        assert_eq!(tel.param("phone-context"), Some("example.com"));
        let other = UriRef::parse("urn:service:sos").unwrap();
        assert_eq!(other.scheme(), Scheme::Other("urn"));
    }

    #[test]
    fn escapes_in_the_user_part() {
        let uri = UriRef::parse("sip:a%40b%23@host").unwrap();
        assert_eq!(uri.user_unescaped().as_deref(), Some("a@b#"));
        assert_eq!(escape_user("a@b c\u{f1}"), "a%40b%20c%C3%B1");
        let owned: Uri = format!("sip:{}@host", escape_user("a@b\0")).parse().unwrap();
        assert_eq!(owned.view().user_unescaped().as_deref(), Some("a@b\0"));
    }

    #[test]
    fn parameters_and_headers_are_counted() {
        let with = |count| format!("sip:h{}", ";p".repeat(count));
        assert!(UriRef::parse(&with(64)).is_ok());
        assert!(UriRef::parse(&with(65)).is_err());
        assert!(UriRef::parse(&format!("sip:h?{}", "a=b&".repeat(66))).is_err());
    }

    #[test]
    fn refused() {
        for text in [
            "",
            "sip:",
            "sip:@host",
            "sip:a@",
            "alice@host",
            "sip:a@b@c",
            "sip:a b@c",
            "sip:a@host:",
            "sip:a@host:99999",
            "sip:a@host:x",
            "sip:a@[::1",
            "sip:a@[zz]",
            "sip:%zz@host",
            "sip:%4",
            "sip:a@ho%41st",
            "<sip:a@b>",
            "tel:",
            "sip:a@host;",
            "sip:a@host;=x",
            "sip:a@host?",
            ":x",
            "5ip:a@b",
            "sip:a@h\u{f1}st",
            "sip:\u{f1}@host",
        ] {
            assert!(UriRef::parse(text).is_err(), "{text}");
        }
    }
}
