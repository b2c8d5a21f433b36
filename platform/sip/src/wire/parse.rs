//! Parses a whole message into its index.

use bytes::{Buf, Bytes, BytesMut};
use smallvec::SmallVec;

use super::essentials::{self, Essentials};
use super::lines::{Field, Line, line_end, read_line, substitute_foreign, unfold};
use super::start_line::{StartLine, is_response};
use super::{MAX_HEADER_LINES, MAX_MESSAGE_BYTES, ParseError};

/// Header lines kept without an allocation of their own.
const INLINE_LINES: usize = 20;

pub(super) type Fields = SmallVec<[Field; INLINE_LINES]>;

/// Everything a message knows about its bytes.
#[derive(Debug)]
pub(super) struct Index {
    /// As received, from the start line to the end of the body.
    pub(super) bytes: Bytes,
    /// What views read: `bytes`, or a copy of its head in which folds are spaces and foreign bytes U+001A.
    /// Invariant: its first `body` bytes are UTF-8.
    pub(super) text: Bytes,
    pub(super) start: StartLine,
    pub(super) fields: Fields,
    pub(super) essentials: Essentials,
    /// Where the body begins.
    pub(super) body: usize,
}

/// A head without folds: start line, header lines, and where the body begins.
type Head = (StartLine, Fields, usize);

pub(super) fn parse(mut bytes: Bytes) -> Result<Index, ParseError> {
    while bytes.starts_with(b"\r\n") {
        bytes.advance(2);
    }
    if bytes.len() > MAX_MESSAGE_BYTES {
        return Err(refuse(
            &bytes,
            ParseError::bad("head", "the message is too long", 0).answered(Some(513)),
        ));
    }
    parse_message(&bytes).map_err(|err| refuse(&bytes, err))
}

/// Nothing is answered to what claims to be a response.
fn refuse(bytes: &[u8], err: ParseError) -> ParseError {
    if is_response(bytes) { err.answered(None) } else { err }
}

fn parse_message(bytes: &Bytes) -> Result<Index, ParseError> {
    let head_end = memchr::memmem::find(bytes, b"\r\n\r\n").map_or(bytes.len(), |found| found + 4);
    let mut text = bytes.clone();
    if std::str::from_utf8(&bytes[..head_end]).is_err() {
        text = rewritten(&bytes[..head_end], substitute_foreign);
    }
    let plain = match read_head(&text[..head_end])? {
        Some(plain) => Some(plain),
        None => {
            text = rewritten(&text[..head_end], unfold);
            read_head(&text)?
        }
    };
    let (start, fields, body) = plain.ok_or(ParseError::bad("head", "a continuation of no header", 0))?;
    let head = as_text(&text, body);
    let found = essentials::read(head, &start, &fields)?;
    let available = bytes.len() - body;
    let length = found.content_length.unwrap_or(available);
    if length > available {
        return Err(ParseError::bad("Content-Length", "greater than the body", 0));
    }
    let bytes = bytes.slice(..body + length);
    Ok(Index { bytes, text, start, fields, essentials: found.essentials, body })
}

fn rewritten(head: &[u8], rewrite: fn(&mut [u8])) -> Bytes {
    let mut copy = BytesMut::from(head);
    rewrite(&mut copy);
    copy.freeze()
}

/// The head as text; validated before, so that nothing is lost.
fn as_text(text: &[u8], end: usize) -> &str {
    text.get(..end).and_then(|head| std::str::from_utf8(head).ok()).unwrap_or("")
}

/// `None` when a line is folded.
fn read_head(head: &[u8]) -> Result<Option<Head>, ParseError> {
    let first_end = line_end(head, 0)?;
    let start = StartLine::read(as_text(head, first_end))?;
    if let Some(at) = memchr::memchr(0, head) {
        return Err(ParseError::bad("head", "a NUL", at));
    }
    let mut fields = Fields::new();
    let mut at = first_end + 2;
    loop {
        match read_line(head, at)? {
            Line::Field(field, next) => {
                if fields.len() == MAX_HEADER_LINES {
                    return Err(ParseError::bad("head", "too many header lines", at).answered(Some(513)));
                }
                fields.push(field);
                at = next;
            }
            Line::Fold if fields.is_empty() => {
                return Err(ParseError::bad("head", "a continuation of no header", at));
            }
            Line::Fold => return Ok(None),
            Line::End(body) => return Ok(Some((start, fields, body))),
        }
    }
}
