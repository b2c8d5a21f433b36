//! Cuts a byte stream into messages (RFC 3261 §18.3) and keep-alives (RFC 5626 §3.5.1).

use bytes::{Buf, Bytes, BytesMut};

use super::essentials::read_content_length;
use super::lines::{Line, after_first_line, read_line, unfold};
use super::{MAX_MESSAGE_BYTES, ParseError};
use crate::header::HeaderName;

/// Longest head on a stream: what is longer is refused before it is whole.
const MAX_HEAD_BYTES: usize = 32 * 1024;

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
    /// The head as far as it was received, for [`salvage`](super::salvage()).
    pub head: Bytes,
}

/// Collects bytes of one connection. Bounded: never holds more than one message of the greatest size and what one
/// read brought.
#[derive(Debug)]
pub struct StreamFramer {
    side: Side,
    buffer: BytesMut,
    /// Up to here no end of a head was found.
    searched: usize,
    /// Length of the message at the front, once its head is whole.
    wanted: Option<usize>,
}

impl StreamFramer {
    /// An empty framer.
    pub fn new(side: Side) -> Self {
        StreamFramer { side, buffer: BytesMut::new(), searched: 0, wanted: None }
    }

    /// Where to read into (`read_buf`); follow with [`poll_frame`](Self::poll_frame) until `None`.
    pub fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// Appends what was received.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole frame, `Ok(None)` when more bytes are needed. After an error the framer holds nothing.
    pub fn poll_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        if self.wanted.is_none() {
            if let Some(frame) = self.keep_alive() {
                return Ok(Some(frame));
            }
            self.wanted = self.measure().map_err(|error| self.give_up(error))?;
        }
        let Some(wanted) = self.wanted.filter(|wanted| self.buffer.len() >= *wanted) else { return Ok(None) };
        self.wanted = None;
        self.searched = 0;
        // A copy of its own size: it may outlive what else the buffer holds.
        let message = Bytes::copy_from_slice(self.buffer.get(..wanted).unwrap_or(&[]));
        self.buffer.advance(message.len());
        Ok(Some(Frame::Message(message)))
    }

    /// Whether a message has begun and is not whole yet (a slow sender is closed by its owner's timer).
    pub fn is_mid_message(&self) -> bool {
        self.wanted.is_some() || !matches!(&self.buffer[..], b"" | b"\r" | b"\r\n" | b"\r\n\r")
    }

    /// Takes CRLFs from the front: between messages they are keep-alives or nothing (RFC 3261 §7.5).
    fn keep_alive(&mut self) -> Option<Frame> {
        loop {
            let pair = self.buffer.starts_with(b"\r\n\r\n");
            match self.side {
                Side::Accepted if pair => {
                    self.buffer.advance(4);
                    return Some(Frame::Ping);
                }
                // Its other half may be under way.
                Side::Accepted if self.buffer.len() <= 2 || self.buffer.starts_with(b"\r\n\r") => {
                    return None;
                }
                Side::Accepted if self.buffer.starts_with(b"\r\n") => self.buffer.advance(2),
                Side::Connected if self.buffer.starts_with(b"\r\n") => {
                    self.buffer.advance(2);
                    return Some(Frame::Pong);
                }
                _ => return None,
            }
        }
    }

    /// The length of the message at the front, once its head is whole.
    fn measure(&mut self) -> Result<Option<usize>, ParseError> {
        if self.buffer.len() < 4 || self.buffer.starts_with(b"\r\n") {
            return Ok(None);
        }
        let Some(end) = memchr::memmem::find(&self.buffer[self.searched..], b"\r\n\r\n") else {
            // The last three bytes may be the beginning of the end.
            self.searched = self.buffer.len() - 3;
            if self.buffer.len() > MAX_HEAD_BYTES {
                return Err(too_long());
            }
            return Ok(None);
        };
        let head = self.searched + end + 4;
        if head > MAX_HEAD_BYTES {
            return Err(too_long());
        }
        let body = content_length(&self.buffer[..head])?;
        match head.checked_add(body).filter(|length| *length <= MAX_MESSAGE_BYTES) {
            Some(length) => Ok(Some(length)),
            None => Err(too_long()),
        }
    }

    fn give_up(&mut self, error: ParseError) -> FrameError {
        self.searched = 0;
        let mut head = self.buffer.split();
        head.truncate(MAX_HEAD_BYTES);
        FrameError { error, head: head.freeze() }
    }
}

const fn too_long() -> ParseError {
    ParseError { what: "the message is too long", place: "head", at: 0, answer: Some(513) }
}

/// On a stream every message has a Content-Length (RFC 3261 §20.14), and only one.
fn content_length(head: &[u8]) -> Result<usize, ParseError> {
    let mut at = after_first_line(head);
    let mut found = None;
    loop {
        match read_line(head, at)? {
            Line::Field(field, next) => {
                at = next;
                if field.id.name() == Some(HeaderName::ContentLength) {
                    let value = head.get(field.value.range()).unwrap_or(&[]);
                    let length = read_content_length(std::str::from_utf8(value).unwrap_or(""))?;
                    if found.replace(length).is_some() {
                        return Err(ParseError::bad("Content-Length", "stands twice", 0));
                    }
                }
            }
            Line::Fold => {
                let mut unfolded = head.to_vec();
                unfold(&mut unfolded);
                // Without folds now, but for one right after the start line, which is none of ours to forgive.
                return match read_line(&unfolded, after_first_line(&unfolded))? {
                    Line::Fold => Err(ParseError::bad("head", "a continuation of no header", 0)),
                    _ => content_length(&unfolded),
                };
            }
            Line::End(_) => return found.ok_or(ParseError::bad("Content-Length", "missing on a stream", 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(framer: &mut StreamFramer) -> Vec<Frame> {
        std::iter::from_fn(|| framer.poll_frame().unwrap()).collect()
    }

    const ONE: &[u8] = b"OPTIONS sip:h SIP/2.0\r\nContent-Length: 4\r\n\r\nbody";

    #[test]
    fn messages_byte_by_byte() {
        let mut framer = StreamFramer::new(Side::Accepted);
        let mut frames = Vec::new();
        for byte in [ONE, b"\r\n", ONE, b"\r\n\r\n", ONE].concat() {
            framer.push(&[byte]);
            frames.extend(drain(&mut framer));
        }
        let one = Frame::Message(Bytes::from_static(ONE));
        assert_eq!(frames, [one.clone(), one.clone(), Frame::Ping, one]);
        assert!(!framer.is_mid_message());
    }

    #[test]
    fn several_messages_in_one_read() {
        let mut framer = StreamFramer::new(Side::Connected);
        framer.push(&[ONE, ONE, b"\r\n\r\n", &ONE[..30]].concat());
        assert_eq!(drain(&mut framer).len(), 4);
        assert!(framer.is_mid_message());
    }

    #[test]
    fn folded_and_compact_lengths() {
        for head in
            ["A sip:h SIP/2.0\r\nX: a\r\n b\r\nl :\r\n  3\r\n\r\nabc", "A sip:h SIP/2.0\r\nL:3\r\n\r\nabc"]
        {
            let mut framer = StreamFramer::new(Side::Accepted);
            framer.push(head.as_bytes());
            assert_eq!(drain(&mut framer), [Frame::Message(Bytes::copy_from_slice(head.as_bytes()))]);
        }
    }

    #[test]
    fn what_cannot_be_cut_ends_the_stream() {
        for (head, answer) in [
            ("A sip:h SIP/2.0\r\nX: a\r\n\r\n", Some(400)),
            ("A sip:h SIP/2.0\r\nl: -1\r\n\r\n", Some(400)),
            ("A sip:h SIP/2.0\r\nl: 1\r\nl: 1\r\n\r\n", Some(400)),
            ("A sip:h SIP/2.0\r\nl: 99999999999\r\n\r\n", Some(513)),
            ("A sip:h SIP/2.0\r\n fold\r\nl: 0\r\n\r\n", Some(400)),
            ("garbage\r\nno colon\r\n\r\n", Some(400)),
        ] {
            let mut framer = StreamFramer::new(Side::Accepted);
            framer.push(head.as_bytes());
            assert_eq!(framer.poll_frame().unwrap_err().error.answer, answer, "{head:?}");
            assert!(!framer.is_mid_message());
        }
    }

    #[test]
    fn a_head_without_end_is_bounded() {
        let mut framer = StreamFramer::new(Side::Accepted);
        let mut pushed = 0;
        loop {
            framer.push(&[b'x'; 1000]);
            pushed += 1000;
            match framer.poll_frame() {
                Ok(frame) => assert_eq!(frame, None),
                Err(err) => {
                    assert_eq!(err.error.answer, Some(513));
                    break;
                }
            }
        }
        assert!(pushed <= MAX_HEAD_BYTES + 1000);
    }
}
