//! Headers as typed views: read in place, without allocation, when asked for.

#![expect(clippy::todo, reason = "face first")]

mod name;

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

pub use name::HeaderName;

use crate::uri::UriRef;
use crate::wire::{Method, ParseError};

/// `;name=value` parameters. Iterates over (name, value as sent); a parameter without a value has `None`.
#[derive(Debug, Clone, Copy)]
pub struct Params<'a>(&'a str);

impl<'a> Params<'a> {
    /// One parameter's value, quotes kept; a parameter without a value is `Some("")`.
    pub fn find(&self, _name: &str) -> Option<&'a str> {
        todo!()
    }
    /// As sent, from the first `;`.
    pub fn as_str(&self) -> &'a str {
        self.0
    }
}

impl<'a> Iterator for Params<'a> {
    type Item = (&'a str, Option<&'a str>);
    fn next(&mut self) -> Option<Self::Item> {
        todo!()
    }
}

/// Undoes quotes and quoted pairs, when the text is a quoted string; borrowed where nothing changes.
pub fn unquote(_text: &str) -> Cow<'_, str> {
    todo!()
}

/// Displays a text as a quoted string; CR, LF and NUL become spaces.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a>(pub &'a str);

/// A name-addr or addr-spec with parameters: From, To, Route, Record-Route, Path, Refer-To, P-Asserted-Identity …
#[derive(Debug, Clone, Copy)]
pub struct Address<'a>(&'a str);

impl<'a> Address<'a> {
    /// Reads one value.
    pub fn parse(_text: &'a str) -> Result<Self, ParseError> {
        todo!()
    }
    /// As sent, parameters included.
    pub fn as_str(&self) -> &'a str {
        self.0
    }
    /// The display name as sent, quotes kept; `None` when absent or empty.
    pub fn display_raw(&self) -> Option<&'a str> {
        todo!()
    }
    /// The display name, unquoted.
    pub fn display(&self) -> Option<Cow<'a, str>> {
        todo!()
    }
    /// The URI.
    pub fn uri(&self) -> UriRef<'a> {
        todo!()
    }
    /// The header parameters (after the closing bracket).
    pub fn params(&self) -> Params<'a> {
        todo!()
    }
    /// One header parameter's value; without a value `Some("")`.
    pub fn param(&self, _name: &str) -> Option<&'a str> {
        todo!()
    }
    /// The tag.
    pub fn tag(&self) -> Option<&'a str> {
        todo!()
    }
}

/// One value of Contact.
#[derive(Debug, Clone, Copy)]
pub enum Contact<'a> {
    /// `*`: all bindings of the address of record.
    Star,
    /// An address with its parameters.
    Address(ContactAddress<'a>),
}

/// A contact address.
#[derive(Debug, Clone, Copy)]
pub struct ContactAddress<'a> {
    /// Address, URI and parameters.
    pub address: Address<'a>,
}

impl<'a> ContactAddress<'a> {
    /// `expires` in seconds; malformed values read as 3600 (RFC 3261 §20.10), too great ones saturate.
    pub fn expires(&self) -> Option<u32> {
        todo!()
    }
    /// `q` in thousandths, 0–1000.
    pub fn q(&self) -> Option<u16> {
        todo!()
    }
    /// `+sip.instance` without quotes and angle brackets (RFC 5626).
    pub fn instance(&self) -> Option<&'a str> {
        todo!()
    }
    /// `reg-id` (RFC 5626).
    pub fn reg_id(&self) -> Option<u32> {
        todo!()
    }
    /// Whether the URI has `ob` (RFC 5626).
    pub fn is_outbound(&self) -> bool {
        todo!()
    }
}

/// One value of Via.
#[derive(Debug, Clone, Copy)]
pub struct Via<'a>(&'a str);

impl<'a> Via<'a> {
    /// Reads one value.
    pub fn parse(_text: &'a str) -> Result<Self, ParseError> {
        todo!()
    }
    /// As sent.
    pub fn as_str(&self) -> &'a str {
        self.0
    }
    /// `UDP`, `TCP`, `TLS`, `WS`, `WSS` or another token, as sent.
    pub fn transport(&self) -> &'a str {
        todo!()
    }
    /// The host of sent-by, an IPv6 address with its brackets.
    pub fn host(&self) -> &'a str {
        todo!()
    }
    /// The port of sent-by, when given.
    pub fn port(&self) -> Option<u16> {
        todo!()
    }
    /// `branch`.
    pub fn branch(&self) -> Option<&'a str> {
        todo!()
    }
    /// `received`.
    pub fn received(&self) -> Option<IpAddr> {
        todo!()
    }
    /// `rport`: asked for (`Some(None)`) or filled.
    pub fn rport(&self) -> Option<Option<u16>> {
        todo!()
    }
    /// The parameters.
    pub fn params(&self) -> Params<'a> {
        todo!()
    }
    /// Displays it as it came from this source: `received` where the host differs or `rport` is asked, `rport` filled
    /// (RFC 3261 §18.2.1, RFC 3581 §4).
    pub fn filled(&self, _source: SocketAddr) -> FilledVia<'a> {
        todo!()
    }
}

/// A Via with `received` and `rport` filled; see [`Via::filled`].
#[derive(Debug, Clone, Copy)]
pub struct FilledVia<'a> {
    _via: Via<'a>,
    _source: SocketAddr,
}

/// CSeq.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CSeq<'a> {
    /// Below 2³¹.
    pub number: u32,
    /// The method.
    pub method: &'a Method,
}

/// RAck (RFC 3262 §7.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RAck<'a> {
    /// The RSeq acknowledged.
    pub rseq: u32,
    /// The CSeq number of the response acknowledged.
    pub cseq: u32,
    /// Its method.
    pub method: &'a str,
}

/// Who refreshes a session (RFC 4028).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresher {
    /// The one who sent the request.
    Uac,
    /// The one who answers it.
    Uas,
}

/// Session-Expires (RFC 4028 §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionExpires {
    /// Seconds.
    pub secs: u32,
    /// The refresher, when named.
    pub refresher: Option<Refresher>,
}

/// Replaces (RFC 3891 §6.1) or Join (RFC 3911).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaces<'a> {
    /// Call-ID of the dialog meant.
    pub call_id: &'a str,
    /// The tag that is local to the receiver.
    pub to_tag: &'a str,
    /// The other tag.
    pub from_tag: &'a str,
    /// Only if the dialog is early.
    pub early_only: bool,
}

impl<'a> Replaces<'a> {
    /// Reads a value (of the header, or of an unescaped `Replaces` header of a Refer-To URI).
    pub fn parse(_text: &'a str) -> Result<Self, ParseError> {
        todo!()
    }
}

/// Event (RFC 6665 §8.2.1).
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// The package, such as `refer` or `message-summary`.
    pub package: &'a str,
    /// `id`.
    pub id: Option<&'a str>,
}

/// Subscription-State (RFC 6665 §8.2.3).
#[derive(Debug, Clone, Copy)]
pub struct SubscriptionState<'a> {
    /// `active`, `pending`, `terminated` or another.
    pub state: &'a str,
    /// `expires` in seconds.
    pub expires: Option<u32>,
    /// `reason`.
    pub reason: Option<&'a str>,
    /// `retry-after` in seconds.
    pub retry_after: Option<u32>,
}

/// Content-Type.
#[derive(Debug, Clone, Copy)]
pub struct ContentType<'a> {
    /// The type, such as `application`.
    pub kind: &'a str,
    /// The subtype, such as `sdp`.
    pub subtype: &'a str,
    /// Parameters such as `boundary`.
    pub params: Params<'a>,
}

impl ContentType<'_> {
    /// Whether it is this type and subtype, without regard to case.
    pub fn is(&self, _kind: &str, _subtype: &str) -> bool {
        todo!()
    }
}

/// Digest credentials (Authorization, Proxy-Authorization), quotes removed, pairs as sent.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the fields are the parameters' names, RFC 7616 §3.4")]
pub struct Authorization<'a> {
    pub username: &'a str,
    pub realm: &'a str,
    pub nonce: &'a str,
    pub uri: &'a str,
    pub response: &'a str,
    pub algorithm: Option<&'a str>,
    pub cnonce: Option<&'a str>,
    pub opaque: Option<&'a str>,
    pub qop: Option<&'a str>,
    pub nc: Option<&'a str>,
}

impl<'a> Authorization<'a> {
    /// Reads a value; `Ok(None)` when its scheme is not Digest.
    pub fn parse(_text: &'a str) -> Result<Option<Self>, ParseError> {
        todo!()
    }
}

/// A digest challenge (WWW-Authenticate, Proxy-Authenticate), quotes removed, pairs as sent.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the fields are the parameters' names, RFC 7616 §3.3")]
pub struct Challenge<'a> {
    pub realm: &'a str,
    pub nonce: &'a str,
    pub algorithm: Option<&'a str>,
    pub opaque: Option<&'a str>,
    pub qop: Option<&'a str>,
    pub stale: bool,
}

impl<'a> Challenge<'a> {
    /// Reads a value; `Ok(None)` when its scheme is not Digest.
    pub fn parse(_text: &'a str) -> Result<Option<Self>, ParseError> {
        todo!()
    }
}
