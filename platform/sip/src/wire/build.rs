//! Writes messages into a reusable buffer; what is written always parses again.

#![expect(clippy::todo, reason = "face first")]

use std::fmt::Display;
use std::net::SocketAddr;

use bytes::BytesMut;

use super::{Message, Method, ParseError};
use crate::header::HeaderName;

/// Why a message was not built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A value holds CR, LF, NUL or another control character.
    #[error("control character in {0}")]
    Control(&'static str),
    /// A name is no token.
    #[error("{0} is no token")]
    NotToken(&'static str),
    /// What was written does not parse: a mandatory header is missing, given twice, malformed or too long.
    #[error("the message built is not valid")]
    Invalid(#[source] ParseError),
}

/// Writes one message: start line, headers in the order of the calls, Content-Length and body last.
/// The first error sticks and is told by [`finish`](Self::finish), which then leaves nothing in the buffer.
#[derive(Debug)]
pub struct MessageBuilder<'b> {
    _out: &'b mut BytesMut,
}

impl<'b> MessageBuilder<'b> {
    /// Begins a request.
    pub fn request(_out: &'b mut BytesMut, _method: &Method, _uri: impl Display) -> Self {
        todo!()
    }
    /// Begins a response. `reason` may be empty.
    pub fn response(_out: &'b mut BytesMut, _status: u16, _reason: &str) -> Self {
        todo!()
    }
    /// Adds a header line; `value` is anything displayed: `&str`, a number, `format_args!(…)`, a typed value.
    /// Content-Length is written by [`finish`](Self::finish) and refused here.
    #[must_use]
    pub fn header(self, _name: HeaderName<'_>, _value: impl Display) -> Self {
        todo!()
    }
    /// Adds a header line whose value may be other than UTF-8.
    #[must_use]
    pub fn header_bytes(self, _name: HeaderName<'_>, _value: &[u8]) -> Self {
        todo!()
    }
    /// Copies all lines of this name, in order.
    #[must_use]
    pub fn copy(self, _from: &Message, _name: HeaderName<'_>) -> Self {
        todo!()
    }
    /// Sets body and Content-Type.
    #[must_use]
    pub fn body(self, _content_type: &str, _body: &[u8]) -> Self {
        todo!()
    }
    /// Ends the message: Content-Length, body; splits it off the buffer and parses it.
    pub fn finish(self) -> Result<Message, BuildError> {
        todo!()
    }
}

/// A response to a request: copies Via, From, To, Call-ID, CSeq and, in a 100, Timestamp (RFC 3261 §8.2.6).
#[derive(Debug, Clone, Copy)]
pub struct Reply<'r> {
    _request: &'r Message,
}

impl<'r> Reply<'r> {
    /// A reply with this status; an empty `reason` means the customary one.
    pub fn new(_request: &'r Message, _status: u16, _reason: &'r str) -> Self {
        todo!()
    }
    /// Adds this tag to To when it has none.
    #[must_use]
    pub fn tagged(self, _to_tag: &'r str) -> Self {
        todo!()
    }
    /// Fills `received` and `rport` of the top Via (RFC 3261 §18.2.1, RFC 3581).
    #[must_use]
    pub fn received_from(self, _source: SocketAddr) -> Self {
        todo!()
    }
    /// Writes the start line and copied headers; add more, then `finish`.
    pub fn begin(self, _out: &mut BytesMut) -> MessageBuilder<'_> {
        todo!()
    }
}
