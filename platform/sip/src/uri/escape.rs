//! Percent escapes (RFC 3261 §19.1.2).

use std::borrow::Cow;
use std::fmt::Write;

/// Undoes escapes; borrowed where there are none. Bytes that are not UTF-8 read as U+FFFD.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let plain: Vec<u8> = Units(text.as_bytes()).map(|unit| unit.byte).collect();
    Cow::Owned(
        String::from_utf8(plain).unwrap_or_else(|err| String::from_utf8_lossy(err.as_bytes()).into_owned()),
    )
}

/// One character of an escaped text, a broken escape being its percent sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) byte: u8,
    /// Reserved characters differ from their escaped form; all others do not (RFC 3261 §19.1.4).
    pub(super) reserved_escaped: bool,
}

pub(super) struct Units<'a>(pub(super) &'a [u8]);

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        match *self.0 {
            [b'%', high, low, ref rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                self.0 = rest;
                let byte = nibble(high) << 4 | nibble(low);
                Some(Unit { byte, reserved_escaped: is_reserved(byte) })
            }
            [byte, ref rest @ ..] => {
                self.0 = rest;
                Some(Unit { byte, reserved_escaped: false })
            }
            [] => None,
        }
    }
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    }
}

fn is_reserved(byte: u8) -> bool {
    matches!(byte, b';' | b'/' | b'?' | b':' | b'@' | b'&' | b'=' | b'+' | b'$' | b',')
}

/// Escapes a text as the user part of a SIP URI (RFC 3261 §25.1 `user`).
pub fn escape_user(text: &str) -> Cow<'_, str> {
    if text.bytes().all(needs_no_escape) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if needs_no_escape(byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    Cow::Owned(escaped)
}

fn needs_no_escape(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_'
                | b'.'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
                | b'&'
                | b'='
                | b'+'
                | b'$'
                | b','
                | b';'
                | b'?'
                | b'/'
        )
}
