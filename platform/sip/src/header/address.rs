//! name-addr and addr-spec: From, To, Contact, Route, Refer-To and their kin.

use std::borrow::Cow;

use super::params::{Params, unquote};
use crate::uri::{Parts, UriRef};
use crate::wire::chars::{saturating_number, skip_blanks, skip_quoted};
use crate::wire::{MAX_MESSAGE_BYTES, ParseError, Span};

/// A name-addr or addr-spec with parameters: From, To, Route, Record-Route, Path, Refer-To, P-Asserted-Identity …
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    text: &'a str,
    parts: AddressParts,
}

/// Where the parts of an address stand in its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AddressParts {
    display: Span,
    uri: Span,
    uri_parts: Parts,
    params: Span,
}

const fn bad(what: &'static str, at: usize) -> ParseError {
    ParseError::bad("address", what, at)
}

impl AddressParts {
    pub(crate) fn read(text: &str) -> Result<Self, ParseError> {
        if text.len() > MAX_MESSAGE_BYTES {
            return Err(bad("too long", MAX_MESSAGE_BYTES));
        }
        let bytes = text.as_bytes();
        let start = skip_blanks(bytes, 0);
        let open = if bytes.get(start) == Some(&b'"') {
            let end = skip_quoted(bytes, start).ok_or(bad("an open quoted string", start))?;
            let open = skip_blanks(bytes, end);
            if bytes.get(open) != Some(&b'<') {
                return Err(bad("a display name must be followed by <", open));
            }
            Some((open, Span::new(start, end)))
        } else {
            match memchr::memchr2(b'<', b'"', bytes) {
                Some(open) if bytes[open] == b'<' => Some((open, display_tokens(bytes, start, open)?)),
                _ => None,
            }
        };
        match open {
            Some((open, display)) => Self::read_bracketed(text, open, display),
            None => Self::read_bare(text, start),
        }
    }

    fn read_bracketed(text: &str, open: usize, display: Span) -> Result<Self, ParseError> {
        let bytes = text.as_bytes();
        let close = open + memchr::memchr(b'>', &bytes[open..]).ok_or(bad("an open angle bracket", open))?;
        let uri = Span::new(open + 1, close);
        let uri_parts = Parts::read(uri.of(text)).map_err(|err| shifted(err, open + 1))?;
        let params = Span::new(close + 1, text.len());
        Params::check(params.of(text), "address", close + 1)?;
        Ok(AddressParts { display, uri, uri_parts, params })
    }

    /// Without brackets the first semicolon begins the header's parameters, and a question mark or comma is
    /// forbidden (RFC 3261 §20.10).
    fn read_bare(text: &str, start: usize) -> Result<Self, ParseError> {
        let bytes = text.as_bytes();
        let end = memchr::memchr(b';', bytes).unwrap_or(bytes.len());
        let trimmed = bytes[start.min(end)..end].trim_ascii_end().len() + start.min(end);
        let uri = Span::new(start.min(end), trimmed);
        if let Some(found) = memchr::memchr2(b'?', b',', &bytes[uri.range()]) {
            return Err(bad("a URI with ? or , must stand in angle brackets", start + found));
        }
        let uri_parts = Parts::read(uri.of(text)).map_err(|err| shifted(err, start))?;
        let params = Span::new(end, text.len());
        Params::check(params.of(text), "address", end)?;
        Ok(AddressParts { display: Span::default(), uri, uri_parts, params })
    }
}

fn shifted(err: ParseError, by: usize) -> ParseError {
    ParseError { at: err.at + by, ..err }
}

/// An unquoted display name. Beyond the grammar's tokens it may hold what is in no way structure (such as letters
/// beyond ASCII): phones send that.
fn display_tokens(bytes: &[u8], start: usize, open: usize) -> Result<Span, ParseError> {
    let name = bytes[start..open].trim_ascii_end();
    match name.iter().position(|byte| byte.is_ascii_control() || b",;:?>\\".contains(byte)) {
        Some(found) if name[found] != b'\t' => Err(bad("an unquoted display name", start + found)),
        _ => Ok(Span::new(start, start + name.len())),
    }
}

impl<'a> Address<'a> {
    /// Reads one value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        Ok(Address { text, parts: AddressParts::read(text)? })
    }

    /// Invariant: `parts` was read from this very text.
    pub(crate) fn from_parts(text: &'a str, parts: AddressParts) -> Self {
        Address { text, parts }
    }

    /// As sent, parameters included.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The display name as sent, quotes kept; `None` when absent or empty.
    pub fn display_raw(&self) -> Option<&'a str> {
        Some(self.parts.display.of(self.text)).filter(|name| !name.is_empty())
    }

    /// The display name, unquoted.
    pub fn display(&self) -> Option<Cow<'a, str>> {
        self.display_raw().map(unquote).filter(|name| !name.is_empty())
    }

    /// The URI.
    pub fn uri(&self) -> UriRef<'a> {
        UriRef::from_parts(self.parts.uri.of(self.text), self.parts.uri_parts)
    }

    /// The header parameters (after the closing bracket).
    pub fn params(&self) -> Params<'a> {
        Params::over(self.parts.params.of(self.text))
    }

    /// One header parameter's value; without a value `Some("")`.
    pub fn param(&self, name: &str) -> Option<&'a str> {
        self.params().find(name)
    }

    /// The tag.
    pub fn tag(&self) -> Option<&'a str> {
        self.param("tag").filter(|tag| !tag.is_empty())
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

impl<'a> Contact<'a> {
    /// Reads one value.
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        if text == "*" {
            return Ok(Contact::Star);
        }
        let address = Address::parse(text).map_err(|err| err.within("Contact"))?;
        Ok(Contact::Address(ContactAddress { address }))
    }
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
        self.address.param("expires").map(|value| saturating_number(value).unwrap_or(3600))
    }

    /// `q` in thousandths, 0–1000; a malformed one counts as absent.
    pub fn q(&self) -> Option<u16> {
        thousandths(self.address.param("q")?)
    }

    /// `+sip.instance` without quotes and angle brackets (RFC 5626).
    pub fn instance(&self) -> Option<&'a str> {
        let value = self.address.param("+sip.instance")?;
        let value = value.trim_matches('"');
        Some(value.strip_prefix('<').and_then(|value| value.strip_suffix('>')).unwrap_or(value))
            .filter(|value| !value.is_empty())
    }

    /// `reg-id` (RFC 5626).
    pub fn reg_id(&self) -> Option<u32> {
        self.address.param("reg-id")?.parse().ok().filter(|id| *id != 0)
    }

    /// Whether the URI has `ob` (RFC 5626).
    pub fn is_outbound(&self) -> bool {
        self.address.uri().param("ob").is_some()
    }
}

/// A qvalue: `0`, `1`, or with up to three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = match whole {
        "" | "0" => 0,
        "1" => 1000,
        _ => return None,
    };
    let fraction =
        decimals.bytes().chain(*b"000").take(3).fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    Some(whole + fraction).filter(|q| *q <= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_display_name_with_everything() {
        let address = Address::parse("\"Vega, \\\"R\\\" <x>\" <sip:r@h;lr?a=b> ; tag = t1 ;x=\";\"").unwrap();
        assert_eq!(address.display().as_deref(), Some("Vega, \"R\" <x>"));
        assert_eq!(address.uri().as_str(), "sip:r@h;lr?a=b");
        assert_eq!(address.tag(), Some("t1"));
        assert_eq!(address.uri().param("lr"), Some(""));
    }

    #[test]
    fn bare_address_gives_parameters_to_the_header() {
        let address = Address::parse("sip:r@h;tag=9").unwrap();
        assert_eq!((address.uri().as_str(), address.tag()), ("sip:r@h", Some("9")));
        assert_eq!(address.uri().params().count(), 0);
        assert_eq!(address.display(), None);
    }

    #[test]
    fn unquoted_names() {
        assert_eq!(Address::parse("caller<sip:c@h>").unwrap().display_raw(), Some("caller"));
        assert_eq!(Address::parse("Peña del Río <sip:c@h>").unwrap().display_raw(), Some("Peña del Río"));
        assert_eq!(Address::parse("<sip:c@h>").unwrap().display_raw(), None);
        assert_eq!(Address::parse("\"\" <sip:c@h>").unwrap().display(), None);
    }

    #[test]
    fn refused() {
        for text in [
            "",
            " ",
            "\"open <sip:a@b>",
            "\"x\" sip:a@b",
            "Vega, R <sip:r@h>",
            "< sip:a@b>",
            "<sip:a@b",
            "<sip:a@b>x",
            "sip:a@b?x=y",
            "<>",
            "sip:a@b;",
            "<sip:a@b>;;tag=1",
            "\"x\"",
            "name sip:a@b",
            ";tag=1",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn contact_parameters() {
        let text = "<sip:a@h;ob>;q=0.75;expires=99999999999;+sip.instance=\"<urn:uuid:1>\";reg-id=2";
        let Contact::Address(contact) = Contact::parse(text).unwrap() else { panic!("an address") };
        assert_eq!(contact.q(), Some(750));
        assert_eq!(contact.expires(), Some(u32::MAX));
        assert_eq!(contact.instance(), Some("urn:uuid:1"));
        assert_eq!(contact.reg_id(), Some(2));
        assert!(contact.is_outbound());
        assert!(matches!(Contact::parse("*"), Ok(Contact::Star)));
        for (text, q) in [
            ("1", Some(1000)),
            ("1.0", Some(1000)),
            (".5", Some(500)),
            ("1.1", None),
            ("x", None),
            ("0.1234", None),
        ] {
            assert_eq!(thousandths(text), q, "{text}");
        }
    }
}
