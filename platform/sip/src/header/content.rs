//! Content-Type.

use super::params::Params;
use super::session::head_and_params;
use crate::wire::ParseError;
use crate::wire::chars::{is_token, trim};

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

impl<'a> ContentType<'a> {
    /// Reads the value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        let (media, params) = head_and_params(text, "Content-Type")?;
        let (kind, subtype) =
            media.split_once('/').ok_or(ParseError::bad("Content-Type", "no type and subtype", 0))?;
        let (kind, subtype) = (trim(kind), trim(subtype));
        if !is_token(kind.as_bytes()) || !is_token(subtype.as_bytes()) {
            return Err(ParseError::bad("Content-Type", "no type and subtype", 0));
        }
        Ok(ContentType { kind, subtype, params })
    }

    /// Whether it is this type and subtype, without regard to case.
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        let read = ContentType::parse("Multipart / Mixed;boundary=\"a;b\"").unwrap();
        assert!(read.is("multipart", "mixed"));
        assert_eq!(read.params.find("boundary"), Some("\"a;b\""));
        assert!(ContentType::parse("application/sdp").unwrap().is("application", "SDP"));
        for text in ["", "application", "application/", "/sdp", "a b/c"] {
            assert!(ContentType::parse(text).is_err(), "{text}");
        }
    }
}
