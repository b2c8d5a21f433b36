//! What arrives.

#![expect(clippy::todo, reason = "face first")]

use bytes::Bytes;
use sip::flow::Flow;

/// Something that arrived.
#[derive(Debug)]
pub enum Inbound {
    /// A whole message: a datagram, or one framed from a stream. Keep-alives are answered inside.
    Message {
        /// Its bytes, in a buffer of their own.
        bytes: Bytes,
        /// Where it came from.
        flow: Flow,
    },
    /// A connection ended, or could not be made.
    Closed {
        /// The connection.
        flow: Flow,
        /// Why.
        why: Closed,
    },
}

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The other side closed it.
    Peer,
    /// It could not be made: refused, unreachable, bad certificate, out of time.
    NotConnected,
    /// Nothing came for too long.
    Idle,
    /// A message was begun and not finished in time, or a write was not taken in time.
    Stuck,
    /// What came is no SIP, or too big.
    Malformed,
    /// We closed it.
    Ours,
}

/// The receiving half of a transport.
#[derive(Debug)]
pub struct Inbox {}

impl Inbox {
    /// Waits until something arrives and appends all that is there (at most some hundreds) to `batch`.
    ///
    /// It also writes out what [`crate::Transport::send`] has gathered, so it must be polled all the time; it may be
    /// dropped at any await point without losing a message.
    pub async fn recv(&mut self, batch: &mut Vec<Inbound>) {
        let _ = batch;
        todo!()
    }
}
