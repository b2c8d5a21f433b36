//! Session-Expires, Replaces and Join.

use super::params::Params;
use crate::wire::chars::{is_word, saturating_number, trim};
use crate::wire::{MAX_MESSAGE_BYTES, ParseError};

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

impl SessionExpires {
    /// Reads the value. An unknown refresher counts as unnamed.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let (secs, params) = head_and_params(text, "Session-Expires")?;
        let secs =
            saturating_number(secs).ok_or(ParseError::bad("Session-Expires", "no number of seconds", 0))?;
        let refresher = match params.find("refresher") {
            Some(who) if who.eq_ignore_ascii_case("uac") => Some(Refresher::Uac),
            Some(who) if who.eq_ignore_ascii_case("uas") => Some(Refresher::Uas),
            _ => None,
        };
        Ok(SessionExpires { secs, refresher })
    }
}

impl std::fmt::Display for SessionExpires {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.refresher {
            Some(Refresher::Uac) => write!(f, "{};refresher=uac", self.secs),
            Some(Refresher::Uas) => write!(f, "{};refresher=uas", self.secs),
            None => write!(f, "{}", self.secs),
        }
    }
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
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        let (call_id, params) = head_and_params(text, "Replaces")?;
        if !is_word(call_id.as_bytes()) {
            return Err(ParseError::bad("Replaces", "no Call-ID", 0));
        }
        let tag = |name| params.find(name).filter(|tag| !tag.is_empty());
        match (tag("to-tag"), tag("from-tag")) {
            (Some(to_tag), Some(from_tag)) => {
                Ok(Replaces { call_id, to_tag, from_tag, early_only: params.find("early-only").is_some() })
            }
            _ => Err(ParseError::bad("Replaces", "both tags must be given", call_id.len())),
        }
    }
}

impl std::fmt::Display for Replaces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{};to-tag={};from-tag={}", self.call_id, self.to_tag, self.from_tag)?;
        f.write_str(if self.early_only { ";early-only" } else { "" })
    }
}

/// What stands before the first semicolon, trimmed, and the checked parameters from there.
pub(super) fn head_and_params<'a>(
    text: &'a str,
    place: &'static str,
) -> Result<(&'a str, Params<'a>), ParseError> {
    if text.len() > MAX_MESSAGE_BYTES {
        return Err(ParseError::bad(place, "too long", MAX_MESSAGE_BYTES));
    }
    let (head, params) = text.split_at(text.find(';').unwrap_or(text.len()));
    Params::check(params, place, head.len())?;
    Ok((trim(head), Params::over(params)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_expires() {
        let read = SessionExpires::parse("1800 ; refresher = UAS").unwrap();
        assert_eq!(read, SessionExpires { secs: 1800, refresher: Some(Refresher::Uas) });
        assert_eq!(read.to_string(), "1800;refresher=uas");
        assert_eq!(SessionExpires::parse("90").unwrap().refresher, None);
        assert!(SessionExpires::parse("soon").is_err());
        assert!(SessionExpires::parse("90;;").is_err());
    }

    #[test]
    fn replaces() {
        let text = "c1@h;to-tag=t;from-tag=f;early-only";
        let read = Replaces::parse(text).unwrap();
        assert_eq!(read, Replaces { call_id: "c1@h", to_tag: "t", from_tag: "f", early_only: true });
        assert_eq!(read.to_string(), text);
        for text in ["", "c1", "c1;to-tag=t", ";to-tag=t;from-tag=f", "c 1;to-tag=t;from-tag=f"] {
            assert!(Replaces::parse(text).is_err(), "{text}");
        }
    }
}
