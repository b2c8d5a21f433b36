//! CSeq and RAck.

use crate::wire::chars::{is_blank, is_token};
use crate::wire::{Method, ParseError};

/// CSeq.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CSeq<'a> {
    /// Below 2³¹ (RFC 3261 §8.1.1.5).
    pub number: u32,
    /// The method.
    pub method: &'a Method,
}

/// RAck (RFC 3262 §7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RAck<'a> {
    /// The RSeq acknowledged.
    pub rseq: u32,
    /// The CSeq number of the response acknowledged.
    pub cseq: u32,
    /// Its method.
    pub method: &'a str,
}

/// The number and method name of a CSeq.
pub(crate) fn read_cseq(text: &str) -> Result<(u32, &str), ParseError> {
    let (number, method) = digits_then_rest(text, "CSeq")?;
    if number >= 1 << 31 {
        return Err(ParseError::bad("CSeq", "the number must be below 2^31", 0));
    }
    if !is_token(method.as_bytes()) {
        return Err(ParseError::bad("CSeq", "no method", text.len() - method.len()));
    }
    Ok((number, method))
}

impl<'a> RAck<'a> {
    /// Reads the value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        let (rseq, rest) = digits_then_rest(text, "RAck")?;
        let (cseq, method) = digits_then_rest(rest, "RAck")?;
        if !is_token(method.as_bytes()) {
            return Err(ParseError::bad("RAck", "no method", text.len() - method.len()));
        }
        Ok(RAck { rseq, cseq, method })
    }
}

/// A number, blanks, and what follows.
fn digits_then_rest<'a>(text: &'a str, place: &'static str) -> Result<(u32, &'a str), ParseError> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    let number = digits.parse().map_err(|_| ParseError::bad(place, "no number of 32 bits", 0))?;
    if !rest.bytes().next().is_some_and(is_blank) {
        return Err(ParseError::bad(place, "no blank after the number", end));
    }
    Ok((number, rest.trim_start_matches([' ', '\t'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cseq() {
        assert_eq!(read_cseq("0009\t INVITE"), Ok((9, "INVITE")));
        assert_eq!(read_cseq("2147483647 X"), Ok((2_147_483_647, "X")));
        for text in [
            "",
            "1",
            "1 ",
            "INVITE",
            "-1 INVITE",
            "2147483648 INVITE",
            "36893488147419103232 X",
            "1 IN VITE",
            "1INVITE",
        ] {
            assert!(read_cseq(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rack() {
        assert_eq!(RAck::parse("776656 1 INVITE"), Ok(RAck { rseq: 776_656, cseq: 1, method: "INVITE" }));
        for text in ["", "1 2", "1 INVITE", "x 1 INVITE"] {
            assert!(RAck::parse(text).is_err(), "{text}");
        }
    }
}
