//! The head of a message cut into header lines.

use super::chars::{is_blank, skip_blanks, skip_token};
use super::{MAX_LINE_BYTES, ParseError, Span};
use crate::header::HeaderId;

/// One header line: which name, and where name and value stand in the head.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) id: HeaderId,
    pub(super) name: Span,
    pub(super) value: Span,
}

/// What a line of the head is.
pub(super) enum Line {
    /// A header line, and where the next line begins.
    Field(Field, usize),
    /// The empty line that ends the head, and where the body begins.
    End(usize),
    /// A line that continues the one before it.
    Fold,
}

const fn bad(what: &'static str, at: usize) -> ParseError {
    ParseError::bad("head", what, at)
}

/// The end of the line that begins at `at`, without its CRLF. Bare CR and bare LF are refused: whoever else reads
/// the message might see other lines in it.
pub(super) fn line_end(head: &[u8], at: usize) -> Result<usize, ParseError> {
    let rest = head.get(at..).unwrap_or(&[]);
    let length = memchr::memchr2(b'\r', b'\n', rest).ok_or(bad("the head does not end", head.len()))?;
    match (rest[length], rest.get(length + 1)) {
        (b'\r', Some(b'\n')) => Ok(at + length),
        (b'\r', None) => Err(bad("the head does not end", head.len())),
        (b'\r', _) => Err(bad("a bare CR", at + length)),
        _ => Err(bad("a bare LF", at + length)),
    }
}

/// Reads the line that begins at `at`.
pub(super) fn read_line(head: &[u8], at: usize) -> Result<Line, ParseError> {
    let end = line_end(head, at)?;
    let next = end + 2;
    if end == at {
        return Ok(Line::End(next));
    }
    if is_blank(head[at]) {
        return Ok(Line::Fold);
    }
    if end - at > MAX_LINE_BYTES {
        return Err(bad("a header line is too long", at).answered(Some(513)));
    }
    let line = &head[at..end];
    let name_end = skip_token(line, 0);
    let colon = skip_blanks(line, name_end);
    if name_end == 0 || line.get(colon) != Some(&b':') {
        return Err(bad("no header name and colon", at));
    }
    let value = skip_blanks(line, colon + 1);
    let blanks = line[value..].iter().rev().take_while(|byte| is_blank(**byte)).count();
    let value_end = line.len() - blanks;
    let field = Field {
        id: HeaderId::recognise(&line[..name_end]),
        name: Span::new(at, at + name_end),
        value: Span::new(at + value, at + value_end),
    };
    Ok(Line::Field(field, next))
}

/// The start of the second line, when `head` has one.
pub(super) fn after_first_line(head: &[u8]) -> usize {
    memchr::memchr(b'\n', head).map_or(head.len(), |end| end + 1)
}

/// Writes spaces over each CRLF of the head that is followed by a blank: offsets stay, folds are gone (RFC 3261 §7.3.1).
/// What follows the empty line is left alone.
pub(super) fn unfold(head: &mut [u8]) {
    let start = after_first_line(head);
    for at in start..head.len().saturating_sub(2) {
        if head[at..].starts_with(b"\r\n\r\n") {
            return;
        }
        if head[at] == b'\r' && head[at + 1] == b'\n' && is_blank(head[at + 2]) {
            head[at] = b' ';
            head[at + 1] = b' ';
        }
    }
}

/// Writes U+001A over each NUL and each byte that is not part of UTF-8: offsets stay, the text is a `str`.
pub(super) fn substitute_foreign(head: &mut [u8]) {
    head.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = 0x1a);
    let mut from = 0;
    while let Err(err) = std::str::from_utf8(&head[from..]) {
        let start = from + err.valid_up_to();
        let end = err.error_len().map_or(head.len(), |length| start + length);
        head[start..end].fill(0x1a);
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_become_spaces_of_the_same_length() {
        let mut head = b"INVITE\r\nA: b\r\n\tc\r\nD: e\r\n f\r\n\r\n body\r\n x".to_vec();
        unfold(&mut head);
        assert_eq!(head, b"INVITE\r\nA: b  \tc\r\nD: e   f\r\n\r\n body\r\n x");
    }

    #[test]
    fn foreign_bytes_become_substitutes() {
        let mut head = b"caf\xe9\0\xc3\xb1 \xff\xf0\x9f".to_vec();
        substitute_foreign(&mut head);
        assert_eq!(std::str::from_utf8(&head), Ok("caf\x1a\x1a\u{f1} \x1a\x1a\x1a"));
    }
}
