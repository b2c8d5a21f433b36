//! URIs: sip, sips, tel and any other scheme.

#![expect(clippy::todo, reason = "face first")]

use std::fmt;
use std::str::FromStr;

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
pub struct UriRef<'a>(#[expect(dead_code, reason = "face first")] &'a str);

/// A URI of its own.
#[derive(Clone)]
pub struct Uri(Box<str>);

impl<'a> UriRef<'a> {
    /// Reads a URI that fills the whole text.
    pub fn parse(_text: &'a str) -> Result<Self, ParseError> {
        todo!()
    }
    /// As sent.
    pub fn as_str(&self) -> &'a str {
        todo!()
    }
    /// Its scheme.
    pub fn scheme(&self) -> Scheme<'a> {
        todo!()
    }
    /// The user part as sent, escapes kept; of a tel URI the number. `None` when absent.
    pub fn user(&self) -> Option<&'a str> {
        todo!()
    }
    /// The user part with escapes undone; borrowed where there are none.
    pub fn user_unescaped(&self) -> Option<std::borrow::Cow<'a, str>> {
        todo!()
    }
    /// The password as sent.
    pub fn password(&self) -> Option<&'a str> {
        todo!()
    }
    /// The host, an IPv6 address with its brackets; empty for tel and unknown schemes.
    pub fn host(&self) -> &'a str {
        todo!()
    }
    /// The host as an address, when it is one.
    pub fn ip(&self) -> Option<std::net::IpAddr> {
        todo!()
    }
    /// The port, when given.
    pub fn port(&self) -> Option<u16> {
        todo!()
    }
    /// The URI parameters.
    pub fn params(&self) -> Params<'a> {
        todo!()
    }
    /// One parameter's value; a parameter without a value is `Some("")`.
    pub fn param(&self, _name: &str) -> Option<&'a str> {
        todo!()
    }
    /// The header part after `?`, as sent.
    pub fn headers(&self) -> Option<&'a str> {
        todo!()
    }
    /// One header of the header part, with escapes undone.
    pub fn header(&self, _name: &str) -> Option<String> {
        todo!()
    }
    /// A URI of its own.
    pub fn to_owned(&self) -> Uri {
        todo!()
    }
}

/// Equal by RFC 3261 §19.1.4 (tel: RFC 3966 §4; other schemes: byte for byte).
impl PartialEq for UriRef<'_> {
    fn eq(&self, _other: &Self) -> bool {
        todo!()
    }
}

impl fmt::Display for UriRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for UriRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Uri {
    /// The view with all getters.
    pub fn view(&self) -> UriRef<'_> {
        todo!()
    }
    /// As sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Uri {
    type Err = ParseError;
    fn from_str(_text: &str) -> Result<Self, ParseError> {
        todo!()
    }
}

impl PartialEq for Uri {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Escapes a text as the user part of a SIP URI (RFC 3261 §25.1 `user`).
pub fn escape_user(_text: &str) -> std::borrow::Cow<'_, str> {
    todo!()
}
