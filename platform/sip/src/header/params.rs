//! Parameters, quoted strings and comma lists.

use std::borrow::Cow;
use std::fmt;

use crate::wire::ParseError;
use crate::wire::chars::{is_blank, skip_blanks, skip_quoted, skip_token, trim};

/// `;name=value` parameters. Iterates over (name, value as sent); a parameter without a value has `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Params<'a>(&'a str);

impl<'a> Params<'a> {
    /// `text` begins with `;` or is empty.
    pub(crate) fn over(text: &'a str) -> Self {
        Params(text)
    }

    /// One parameter's value, quotes kept; a parameter without a value is `Some("")`.
    pub fn find(&self, name: &str) -> Option<&'a str> {
        let mut params = *self;
        params.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then(|| value.unwrap_or("")))
    }

    /// As sent, from the first `;`.
    pub fn as_str(&self) -> &'a str {
        self.0
    }

    /// Checks `*(SEMI generic-param)` up to the end of the text; `place` and `offset` are told in the error.
    pub(crate) fn check(text: &str, place: &'static str, offset: usize) -> Result<(), ParseError> {
        let bytes = text.as_bytes();
        let mut at = skip_blanks(bytes, 0);
        while at < bytes.len() {
            if bytes[at] != b';' {
                return Err(ParseError::bad(place, "a parameter must begin with a semicolon", offset + at));
            }
            let name = skip_blanks(bytes, at + 1);
            let name_end = skip_token(bytes, name);
            if name_end == name {
                return Err(ParseError::bad(place, "a parameter without a name", offset + name));
            }
            at = skip_blanks(bytes, name_end);
            if bytes.get(at) == Some(&b'=') {
                let value = skip_blanks(bytes, at + 1);
                at = skip_value(bytes, value).ok_or(ParseError::bad(
                    place,
                    "an open quoted string",
                    offset + value,
                ))?;
                if at == value {
                    return Err(ParseError::bad(place, "a parameter with an empty value", offset + value));
                }
                at = skip_blanks(bytes, at);
            }
        }
        Ok(())
    }
}

/// The offset after a token, host or quoted string; `None` when a quoted string does not end.
fn skip_value(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at) == Some(&b'"') {
        return skip_quoted(bytes, at);
    }
    let mut end = at;
    while bytes.get(end).is_some_and(|byte| {
        *byte > b' ' && *byte != 0x7f && !matches!(byte, b';' | b',' | b'"' | b'<' | b'>')
    }) {
        end += 1;
    }
    Some(end)
}

impl<'a> Iterator for Params<'a> {
    type Item = (&'a str, Option<&'a str>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let text = self.0.trim_start_matches([' ', '\t', ';']);
            if text.is_empty() {
                self.0 = "";
                return None;
            }
            let end = find_outside_quotes(text.as_bytes(), b';').unwrap_or(text.len());
            let (param, rest) = text.split_at(end);
            self.0 = rest;
            let (name, value) = match param.split_once('=') {
                Some((name, value)) => (trim(name), Some(trim(value))),
                None => (trim(param), None),
            };
            if !name.is_empty() {
                return Some((name, value));
            }
        }
    }
}

/// The first such byte that does not stand in a quoted string.
fn find_outside_quotes(bytes: &[u8], wanted: u8) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'"' {
            at = skip_quoted(bytes, at)?;
        } else if *byte == wanted {
            return Some(at);
        } else {
            at += 1;
        }
    }
    None
}

/// The values of a comma list: split outside quotes and angle brackets, trimmed, empty ones left out.
#[derive(Debug, Clone)]
pub(crate) struct CommaList<'a>(pub(crate) &'a str);

impl<'a> Iterator for CommaList<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.0.is_empty() {
            let end = comma(self.0.as_bytes());
            let value = trim(self.0.get(..end).unwrap_or(""));
            self.0 = self.0.get(end + 1..).unwrap_or("");
            if !value.is_empty() {
                return Some(value);
            }
        }
        None
    }
}

/// What stands before the first such comma, perhaps nothing, without blanks at its end.
pub(crate) fn first_value(text: &str) -> &str {
    text.get(..comma(text.as_bytes())).unwrap_or("").trim_end_matches([' ', '\t'])
}

/// The offset of the first comma outside quotes and angle brackets, else the end.
fn comma(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b',', b'"', b'<', bytes.get(at..).unwrap_or(&[])) {
        at += found;
        match bytes[at] {
            b',' => return at,
            b'"' => match skip_quoted(bytes, at) {
                Some(end) => at = end,
                None => return bytes.len(),
            },
            _ => match memchr::memchr(b'>', &bytes[at..]) {
                Some(end) => at += end + 1,
                None => return bytes.len(),
            },
        }
    }
    bytes.len()
}

/// Undoes quotes and quoted pairs, when the text is a quoted string; borrowed where nothing changes.
pub fn unquote(text: &str) -> Cow<'_, str> {
    let Some(inner) = unquote_raw(text) else { return Cow::Borrowed(text) };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut plain = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(letter) = chars.next() {
        match letter {
            '\\' => plain.extend(chars.next()),
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

/// What stands between the quotes, quoted pairs kept; `None` when the text is no quoted string.
pub(crate) fn unquote_raw(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

/// Displays a text as a quoted string; control characters become spaces.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        f.write_char('"')?;
        for letter in self.0.chars() {
            match letter {
                '"' | '\\' => {
                    f.write_char('\\')?;
                    f.write_char(letter)?;
                }
                letter if letter.is_ascii_control() => f.write_char(' ')?,
                letter => f.write_char(letter)?,
            }
        }
        f.write_char('"')
    }
}

/// Whether `text` begins with this token, followed by a blank or the end; the rest, trimmed at its start.
pub(crate) fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    let ends = rest.is_empty() || rest.bytes().next().is_some_and(is_blank);
    (ends && head.eq_ignore_ascii_case(scheme)).then(|| rest.trim_start_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_with_quotes_and_blanks() {
        let params = Params::over(" ; a = 1 ;b;c=\"x;\\\"y=,\" ; d=[::1]");
        assert_eq!(
            params.collect::<Vec<_>>(),
            [("a", Some("1")), ("b", None), ("c", Some("\"x;\\\"y=,\"")), ("d", Some("[::1]"))]
        );
        assert_eq!(params.find("B"), Some(""));
        assert_eq!(params.find("e"), None);
    }

    #[test]
    fn broken_parameters_are_refused() {
        for text in [";;a", ";", "a", ";a=", ";a=\"x", ";a b", ";a=<x>"] {
            assert!(Params::check(text, "test", 0).is_err(), "{text}");
        }
        for text in ["", "  ", ";a", "; a = b ; c", ";a=\"\"", ";%41=1"] {
            assert_eq!(Params::check(text, "test", 0), Ok(()), "{text}");
        }
    }

    #[test]
    fn commas_split_outside_quotes_and_brackets() {
        let list = CommaList("\"a, b\" <sip:x,y@h> ;p=\",\" ,, <sip:z@h>,");
        assert_eq!(list.collect::<Vec<_>>(), ["\"a, b\" <sip:x,y@h> ;p=\",\"", "<sip:z@h>"]);
        assert_eq!(CommaList("\"open, x").collect::<Vec<_>>(), ["\"open, x"]);
        assert_eq!(CommaList("<open, x").collect::<Vec<_>>(), ["<open, x"]);
    }

    #[test]
    fn quoting_and_back() {
        for text in ["", "plain", "a \"b\" \\ c", "ñ, <x>"] {
            assert_eq!(unquote(&Quoted(text).to_string()), text);
        }
        assert_eq!(unquote("token"), "token");
        assert_eq!(Quoted("a\r\nb\0").to_string(), "\"a  b \"");
    }
}
