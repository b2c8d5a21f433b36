//! What the application hands to a user agent to send.

use std::fmt;

use crate::flow::Flow;
use crate::header::Quoted;
use crate::wire::Message;

/// An INVITE to send.
#[derive(Debug, Clone)]
pub struct OutgoingInvite<'a> {
    /// Where it goes.
    pub flow: Flow,
    /// The Request-URI.
    pub uri: &'a str,
    /// Route headers to preload (a Path vector), each a whole value `<sip:…;lr>`.
    pub routes: &'a [&'a str],
    /// The From value without a tag: `"Name" <sip:user@host>`.
    pub from: &'a str,
    /// The To value: `<sip:user@host>`.
    pub to: &'a str,
    /// The user part of our Contact; empty for none.
    pub contact_user: &'a str,
    /// Max-Forwards: 70 for a call of our own, one less than the caller's for one passed on (RFC 3261 §16.6).
    pub max_forwards: u8,
    /// Further headers, name and value.
    pub headers: &'a [(&'a str, &'a str)],
    /// The offer (`application/sdp`); `None` asks the other side for one.
    pub offer: Option<&'a [u8]>,
    /// Name and password for challenges to this INVITE and to later requests of its session.
    pub credentials: Option<(&'a str, &'a str)>,
    /// Session timer to ask for, in seconds (RFC 4028); 0 for none.
    pub session_expires_secs: u32,
    /// Whether in-dialog requests go to the address in Contact or Record-Route when that is a literal one
    /// (carriers), instead of back over the flow (phones behind NAT).
    pub follow_target: bool,
}

/// A request outside any dialog: OPTIONS to a trunk, REGISTER, MESSAGE.
#[derive(Debug, Clone)]
pub struct RequestOutside<'a> {
    /// Where it goes.
    pub flow: Flow,
    /// The method.
    pub method: &'a str,
    /// The Request-URI.
    pub uri: &'a str,
    /// The From value without a tag.
    pub from: &'a str,
    /// The To value.
    pub to: &'a str,
    /// The Call-ID; `None` draws a new one. A registration keeps its own (RFC 3261 §10.2).
    pub call_id: Option<&'a str>,
    /// The CSeq number.
    pub cseq: u32,
    /// Further headers (Contact, Expires, Authorization), name and value.
    pub headers: &'a [(&'a str, &'a str)],
    /// Content type and body.
    pub body: Option<(&'a str, &'a [u8])>,
}

/// How to answer a request: status line, further headers, body.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// The status, 100 to 699.
    pub status: u16,
    /// The phrase; empty for the usual one.
    pub phrase: &'a str,
    /// Further headers, name and value.
    pub headers: &'a [(&'a str, &'a str)],
    /// The description (`application/sdp`).
    pub description: Option<&'a [u8]>,
}

impl<'a> Answer<'a> {
    /// An answer that is only a status.
    pub const fn status(status: u16) -> Self {
        Self { status, phrase: "", headers: &[], description: None }
    }

    /// An answer with a description.
    pub const fn with(status: u16, description: &'a [u8]) -> Self {
        Self { status, phrase: "", headers: &[], description: Some(description) }
    }
}

/// A Reason header value (RFC 3326): `Q.850;cause=16;text="Normal call clearing"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The protocol: `SIP` or `Q.850`.
    pub protocol: String,
    /// The cause in that protocol's numbers.
    pub cause: Option<u16>,
    /// The text.
    pub text: Option<String>,
}

impl Reason {
    /// The first Reason of a message.
    pub fn of(message: &Message) -> Option<Self> {
        message.reasons().next().map(|reason| Self {
            protocol: reason.protocol.into(),
            cause: reason.cause,
            text: reason.text().map(Into::into),
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.protocol)?;
        if let Some(cause) = self.cause {
            write!(f, ";cause={cause}")?;
        }
        match &self.text {
            Some(text) => write!(f, ";text={}", Quoted(text)),
            None => Ok(()),
        }
    }
}
