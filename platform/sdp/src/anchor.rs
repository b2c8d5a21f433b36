//! Our end of one leg: what this leg was told so far, and what it must be told next.
#![expect(clippy::todo, reason = "face first")]

use crate::{Direction, Session};
use std::net::SocketAddr;

/// Why a description cannot be carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// No audio over plain RTP that is alive: answer 488 (RFC 3261 §21.4.26).
    #[error("no audio over plain RTP in the description")]
    NoAudio,
    /// No speech codec of the offer is in the answer: the leg must be refused with 488.
    #[error("no audio codec in common")]
    NoCommonCodec,
}

/// Our end of one leg. One lives as long as the leg's dialog and is asked for every description we send there.
///
/// Invariants: the session id never changes; the version rises by one exactly when the text changes (RFC 3264 §8);
/// media lines never vanish nor change their order.
#[derive(Debug, Clone)]
pub struct Anchor {
    session_id: u64,
    rtp: SocketAddr,
    rtcp: SocketAddr,
    last: Option<Session>,
}

impl Anchor {
    /// A new leg. `session_id` should be unique and hard to guess; `rtp` and `rtcp` are our addresses as this leg
    /// reaches them.
    pub fn new(session_id: u64, rtp: SocketAddr, rtcp: SocketAddr) -> Self {
        Self { session_id, rtp, rtcp, last: None }
    }

    /// The offer to this leg that carries what the other leg described (its offer, or its last description when
    /// calls are joined). Audio only; encryption, ICE and bundling lines are dropped; lines this leg has known
    /// before stay with port 0.
    ///
    /// # Errors
    /// [`RelayError::NoAudio`].
    pub fn offer(&mut self, _other: &Session) -> Result<Session, RelayError> {
        todo!()
    }

    /// The answer to `offer` (which came from this leg) that carries what the other leg answered. All lines but the
    /// relayed audio get port 0.
    ///
    /// # Errors
    /// [`RelayError::NoAudio`] when offer or answer have none, [`RelayError::NoCommonCodec`].
    pub fn answer(&mut self, _offer: &Session, _other: &Session) -> Result<Session, RelayError> {
        todo!()
    }

    /// An answer that refuses every line of the offer.
    pub fn refuse(&mut self, _offer: &Session) -> Session {
        todo!()
    }

    /// An offer of our own: PCMA, PCMU, G.722, Opus, telephone-event; for legs that were invited without an offer.
    pub fn offer_all(&mut self) -> Session {
        todo!()
    }

    /// What we told this leg last, with another direction and a new version: hold and resume of our own.
    /// Nothing when it was told nothing yet.
    pub fn redirect(&mut self, _direction: Direction) -> Option<Session> {
        todo!()
    }

    /// What we told this leg last.
    pub fn last(&self) -> Option<&Session> {
        self.last.as_ref()
    }

    /// Our RTP address on this leg.
    pub fn rtp(&self) -> SocketAddr {
        self.rtp
    }
}
