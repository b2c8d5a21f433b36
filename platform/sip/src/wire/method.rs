//! Request methods.

#![expect(clippy::todo, reason = "face first")]

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::ParseError;

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

/// The name of a method this crate has no word for: always a token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension(Arc<str>);

impl Method {
    /// The name as it stands on the wire.
    pub fn as_str(&self) -> &str {
        todo!()
    }
}

impl FromStr for Method {
    type Err = ParseError;
    fn from_str(_name: &str) -> Result<Self, ParseError> {
        todo!()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
