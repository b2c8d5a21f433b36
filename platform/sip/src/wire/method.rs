//! Request methods.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::{ParseError, chars};

/// A request method. Case-sensitive (RFC 3261 §7.1); an unknown one keeps its name as sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the methods' names")]
pub enum Method {
    Invite,
    Ack,
    Bye,
    Cancel,
    Register,
    Options,
    Prack,
    Update,
    Info,
    Refer,
    Subscribe,
    Notify,
    Message,
    Publish,
    /// Any other token.
    Other(Extension),
}

/// The name of a method this crate has no word for. Invariant: a token, and none of the known names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension(Arc<str>);

impl Method {
    /// The methods with a word of their own.
    pub const KNOWN: [Method; 14] = [
        Method::Invite,
        Method::Ack,
        Method::Bye,
        Method::Cancel,
        Method::Register,
        Method::Options,
        Method::Prack,
        Method::Update,
        Method::Info,
        Method::Refer,
        Method::Subscribe,
        Method::Notify,
        Method::Message,
        Method::Publish,
    ];

    /// The name as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Method::Invite => "INVITE",
            Method::Ack => "ACK",
            Method::Bye => "BYE",
            Method::Cancel => "CANCEL",
            Method::Register => "REGISTER",
            Method::Options => "OPTIONS",
            Method::Prack => "PRACK",
            Method::Update => "UPDATE",
            Method::Info => "INFO",
            Method::Refer => "REFER",
            Method::Subscribe => "SUBSCRIBE",
            Method::Notify => "NOTIFY",
            Method::Message => "MESSAGE",
            Method::Publish => "PUBLISH",
            Method::Other(name) => &name.0,
        }
    }

    fn known(name: &str) -> Option<Self> {
        Some(match name {
            "INVITE" => Method::Invite,
            "ACK" => Method::Ack,
            "BYE" => Method::Bye,
            "CANCEL" => Method::Cancel,
            "REGISTER" => Method::Register,
            "OPTIONS" => Method::Options,
            "PRACK" => Method::Prack,
            "UPDATE" => Method::Update,
            "INFO" => Method::Info,
            "REFER" => Method::Refer,
            "SUBSCRIBE" => Method::Subscribe,
            "NOTIFY" => Method::Notify,
            "MESSAGE" => Method::Message,
            "PUBLISH" => Method::Publish,
            _ => return None,
        })
    }
}

impl FromStr for Method {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        if let Some(method) = Method::known(name) {
            return Ok(method);
        }
        if chars::is_token(name.as_bytes()) {
            Ok(Method::Other(Extension(name.into())))
        } else {
            Err(ParseError::bad("method", "no token", 0))
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_method_reads_back() {
        for method in Method::KNOWN {
            assert_eq!(method.as_str().parse(), Ok(method.clone()));
        }
    }

    #[test]
    fn unknown_methods_keep_their_name_and_case() {
        let method: Method = "Invite".parse().unwrap();
        assert_ne!(method, Method::Invite);
        assert_eq!(method.as_str(), "Invite");
        assert!("NO WAY".parse::<Method>().is_err());
        assert!("".parse::<Method>().is_err());
    }
}
