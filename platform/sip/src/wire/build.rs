//! Writes messages into a reusable buffer; what is written always parses again.

use std::fmt::{Display, Write};

use bytes::{BufMut, Bytes, BytesMut};

use super::{Message, Method, ParseError, chars, reason_phrase};
use crate::header::HeaderName;

/// Why a message was not built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A value holds CR, LF or NUL: it might end its line and begin another.
    #[error("control character in {0}")]
    Control(&'static str),
    /// A name is no token.
    #[error("{0} is no token")]
    NotToken(&'static str),
    /// Content-Length is written by [`MessageBuilder::finish`] alone.
    #[error("Content-Length may not be set")]
    ContentLength,
    /// What was written does not parse: a mandatory header is missing, given twice, malformed or too long.
    #[error("the message built is not valid")]
    Invalid(#[source] ParseError),
}

/// Writes one message: start line, headers in the order of the calls, Content-Length and body last.
/// The first error sticks and is told by [`finish`](Self::finish). The buffer is as long after it as before, so that one
/// buffer serves any number of messages.
#[derive(Debug)]
pub struct MessageBuilder<'b> {
    out: &'b mut BytesMut,
    body: Vec<u8>,
    /// Where the message begins in `out`.
    begin: usize,
    error: Option<BuildError>,
}

impl<'b> MessageBuilder<'b> {
    /// Begins a request.
    pub fn request(out: &'b mut BytesMut, method: &Method, uri: impl Display) -> Self {
        let mut builder = Self::begin(out);
        builder.out.put_slice(method.as_str().as_bytes());
        builder.out.put_u8(b' ');
        builder.write("Request-URI", uri);
        builder.out.put_slice(b" SIP/2.0\r\n");
        builder
    }

    /// Begins a response. An empty `reason` means the customary one.
    pub fn response(out: &'b mut BytesMut, status: u16, reason: &str) -> Self {
        let mut builder = Self::begin(out);
        let reason = if reason.is_empty() { reason_phrase(status) } else { reason };
        builder.write("status line", format_args!("SIP/2.0 {status:03} {reason}"));
        builder.out.put_slice(b"\r\n");
        builder
    }

    fn begin(out: &'b mut BytesMut) -> Self {
        let begin = out.len();
        MessageBuilder { out, body: Vec::new(), begin, error: None }
    }

    /// Adds a header line; `value` is anything displayed: `&str`, a number, `format_args!(…)`, a typed value.
    /// Content-Length is written by [`finish`](Self::finish) and refused here.
    #[must_use]
    pub fn header(mut self, name: HeaderName<'_>, value: impl Display) -> Self {
        if self.write_name(name) {
            self.write(name.known_str(), value);
            self.out.put_slice(b"\r\n");
        }
        self
    }

    /// Adds a header line whose value may be other than UTF-8.
    #[must_use]
    pub fn header_bytes(mut self, name: HeaderName<'_>, value: &[u8]) -> Self {
        if self.write_name(name) {
            self.out.put_slice(value);
            self.check(name.known_str(), self.out.len() - value.len());
            self.out.put_slice(b"\r\n");
        }
        self
    }

    /// Copies all lines of this name, in order and byte for byte, but with folds undone.
    #[must_use]
    pub fn copy(mut self, from: &Message, name: HeaderName<'_>) -> Self {
        for line in from.header_lines_bytes(name) {
            self = self.copy_line(name, line, "");
        }
        self
    }

    /// Copies a line as received and adds to its end. NULs that the parser let pass do so again: the sender must find
    /// its own words in an answer.
    pub(super) fn copy_line(mut self, name: HeaderName<'_>, line: &[u8], added: &str) -> Self {
        if self.write_name(name) {
            let mut rest = line;
            while let Some(fold) = memchr::memchr2(b'\r', b'\n', rest) {
                self.out.put_slice(&rest[..fold]);
                rest = &rest[fold + 1..];
            }
            self.out.put_slice(rest);
            self.write(name.known_str(), added);
            self.out.put_slice(b"\r\n");
        }
        self
    }

    /// Sets body and Content-Type.
    #[must_use]
    pub fn body(self, content_type: &str, body: &[u8]) -> Self {
        self.content(body).header(HeaderName::ContentType, content_type)
    }

    /// Sets the body alone, where Content-Type is written as any header or copied.
    #[must_use]
    pub fn content(mut self, body: &[u8]) -> Self {
        self.body.clear();
        self.body.extend_from_slice(body);
        self
    }

    /// Ends the message: Content-Length, body; takes it out of the buffer and parses it.
    pub fn finish(mut self) -> Result<Message, BuildError> {
        if let Some(error) = self.error {
            self.out.truncate(self.begin);
            return Err(error);
        }
        self.out.put_slice(b"Content-Length: ");
        self.write("Content-Length", self.body.len());
        self.out.put_slice(b"\r\n\r\n");
        self.out.put_slice(&self.body);
        // A copy of its own size: a message may live as long as its call, and must not hold the whole buffer with it.
        let bytes = Bytes::copy_from_slice(self.out.get(self.begin..).unwrap_or(&[]));
        self.out.truncate(self.begin);
        Message::parse(bytes).map_err(BuildError::Invalid)
    }

    fn write_name(&mut self, name: HeaderName<'_>) -> bool {
        if name == HeaderName::ContentLength {
            self.fail(BuildError::ContentLength);
            return false;
        }
        if !chars::is_token(name.as_str().as_bytes()) {
            self.fail(BuildError::NotToken("header name"));
            return false;
        }
        self.out.put_slice(name.as_str().as_bytes());
        self.out.put_slice(b": ");
        true
    }

    fn write(&mut self, what: &'static str, value: impl Display) {
        let start = self.out.len();
        if write!(self.out, "{value}").is_err() {
            self.fail(BuildError::Control(what));
        }
        self.check(what, start);
    }

    fn check(&mut self, what: &'static str, start: usize) {
        if memchr::memchr3(b'\r', b'\n', 0, self.out.get(start..).unwrap_or(&[])).is_some() {
            self.fail(BuildError::Control(what));
        }
    }

    fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }
}
