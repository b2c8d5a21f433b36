//! Cuts a byte stream into messages (RFC 3261 §18.3) and keep-alives (RFC 5626 §3.5.1).

#![expect(clippy::todo, reason = "face first")]

use bytes::{Bytes, BytesMut};

use super::ParseError;

/// Which side of the connection we are: it decides how a lone CRLF is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The peer connected to us: CRLF CRLF is its ping.
    Accepted,
    /// We connected: each CRLF is the pong to our ping.
    Connected,
}

/// What a stream carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// One whole message, to be given to [`Message::parse`](super::Message::parse).
    Message(Bytes),
    /// CRLF CRLF: answer with CRLF.
    Ping,
    /// CRLF: the answer to our ping.
    Pong,
}

/// The stream cannot be cut any further: answer if possible, then close the connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct FrameError {
    /// What is wrong.
    pub error: ParseError,
    /// The head as far as it was received, for [`salvage`](super::salvage).
    pub head: Bytes,
}

/// Collects bytes of one connection. Bounded: never holds more than one message of the greatest size and what one read brought.
#[derive(Debug)]
pub struct StreamFramer {
    _side: Side,
    _buffer: BytesMut,
}

impl StreamFramer {
    /// An empty framer.
    pub fn new(_side: Side) -> Self {
        todo!()
    }
    /// Where to read into (`read_buf`); follow with [`poll_frame`](Self::poll_frame) until `None`.
    pub fn buffer(&mut self) -> &mut BytesMut {
        todo!()
    }
    /// Appends what was received.
    pub fn push(&mut self, _bytes: &[u8]) {
        todo!()
    }
    /// The next whole frame, `Ok(None)` when more bytes are needed.
    pub fn poll_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        todo!()
    }
    /// Whether a message has begun and is not whole yet (a slow sender is closed by its owner's timer).
    pub fn is_mid_message(&self) -> bool {
        todo!()
    }
}
