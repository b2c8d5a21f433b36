//! What is left of a broken request that suffices to answer it.

#![expect(clippy::todo, reason = "face first")]

use std::net::SocketAddr;

use bytes::{Bytes, BytesMut};

/// The lines a response must copy (RFC 3261 §8.2.6.2), found in a request that failed to parse.
#[derive(Debug, Clone)]
pub struct Salvaged {
    _private: (),
}

/// Looks for Via, From, To, Call-ID and CSeq in a request that [`Message::parse`](super::Message::parse) refused.
/// `None`: not a request, an ACK, or too broken to be answered; it is dropped then.
pub fn salvage(_bytes: &Bytes) -> Option<Salvaged> {
    todo!()
}

impl Salvaged {
    /// The stateless answer: copied lines, To with `to_tag` when it has none, no body.
    pub fn answer(
        &self,
        _out: &mut BytesMut,
        _status: u16,
        _reason: &str,
        _to_tag: &str,
        _source: SocketAddr,
    ) -> Option<Bytes> {
        todo!()
    }
}
