//! Reason (RFC 3326).

use std::borrow::Cow;

use super::params::{Params, unquote};
use super::session::head_and_params;
use crate::wire::ParseError;
use crate::wire::chars::is_token;

/// One value of Reason.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// `Q.850`, `SIP` or another.
    pub protocol: &'a str,
    /// The cause in the numbering of the protocol.
    pub cause: Option<u16>,
    params: Params<'a>,
}

impl<'a> Reason<'a> {
    /// Reads one value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        let (protocol, params) = head_and_params(text, "Reason")?;
        if !is_token(protocol.as_bytes()) {
            return Err(ParseError::bad("Reason", "no protocol", 0));
        }
        Ok(Reason { protocol, cause: params.find("cause").and_then(|cause| cause.parse().ok()), params })
    }

    /// The words, unquoted.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        self.params.find("text").map(unquote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons() {
        let read = Reason::parse("Q.850 ;cause=16 ;text=\"Normal; clearing\"").unwrap();
        assert_eq!((read.protocol, read.cause), ("Q.850", Some(16)));
        assert_eq!(read.text().as_deref(), Some("Normal; clearing"));
        assert!(Reason::parse("").is_err());
    }
}
