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
    /// What views read: `bytes`, or a copy of its head in which folds are spaces, foreign bytes and NULs U+001A.
    /// Invariant: its first `body` bytes are UTF-8.
    pub(super) text: Bytes,
    pub(super) start: StartLine,
    pub(super) fields: Fields,
    pub(super) essentials: Essentials,
    /// Where the body begins.
    pub(super) body: usize,
}

/// The header lines of a head without folds, and where the body begins.
type Lines = (Fields, usize);

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
    let mut text = bytes.clone();
    let mut lines = read_lines(&text)?;
    if lines.is_none() {
        text = rewritten(&text, unfold);
        lines = read_lines(&text)?;
    }
    let (fields, body) = lines.ok_or(ParseError::bad("head", "a continuation of no header", 0))?;
    if has_nuls(&text[..body])? || std::str::from_utf8(&text[..body]).is_err() {
        text = rewritten(&text[..body], substitute_foreign);
    }
    let head = std::str::from_utf8(&text[..body]).unwrap_or("");
    let first_line = head.get(..line_end(&text, 0)?).unwrap_or("");
    let start = StartLine::read(first_line)?;
    let found = essentials::read(head, &start, &fields)?;
    let available = bytes.len() - body;
    let length = found.content_length.unwrap_or(available);
    if length > available {
        return Err(ParseError::bad("Content-Length", "greater than the body", 0));
    }
    let bytes = bytes.slice(..body + length);
    Ok(Index { bytes, text, start, fields, essentials: found.essentials, body })
}

/// Whether there are NULs. The grammar knows them in quoted pairs alone.
fn has_nuls(head: &[u8]) -> Result<bool, ParseError> {
    let mut nuls = memchr::memchr_iter(0, head).peekable();
    let any = nuls.peek().is_some();
    match nuls.find(|at| *at == 0 || head[at - 1] != b'\\') {
        Some(at) => Err(ParseError::bad("head", "a NUL", at)),
        None => Ok(any),
    }
}

fn rewritten(head: &[u8], rewrite: fn(&mut [u8])) -> Bytes {
    let mut copy = BytesMut::from(head);
    rewrite(&mut copy);
    copy.freeze()
}

/// `None` when a line is folded.
fn read_lines(bytes: &[u8]) -> Result<Option<Lines>, ParseError> {
    let mut fields = Fields::new();
    let mut at = line_end(bytes, 0)? + 2;
    loop {
        match read_line(bytes, at)? {
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
            Line::End(body) => return Ok(Some((fields, body))),
        }
    }
}
