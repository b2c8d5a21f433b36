//! The audio stream of a description: where it wants its packets, and which.
#![expect(clippy::todo, reason = "face first")]

use crate::{Codecs, Direction, Session};
use std::net::SocketAddr;

/// The audio stream that a call relays: the first live `m=audio` line of plain RTP (`RTP/AVP`, `RTP/AVPF`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audio {
    /// Index of its media line.
    pub line: usize,
    /// Where the writer receives RTP. Nothing when it gave a host name or the unspecified address (old hold form).
    pub rtp: Option<SocketAddr>,
    /// Where the writer receives RTCP: `a=rtcp` (RFC 3605), else the next port.
    pub rtcp: Option<SocketAddr>,
    /// `a=rtcp-mux` (RFC 5761): RTCP on the RTP port.
    pub rtcp_mux: bool,
    /// Effective direction seen by the writer: media level before session level; `c=0.0.0.0` takes receiving away.
    pub direction: Direction,
    /// Codecs in the writer's order, telephone-event and comfort noise included.
    pub codecs: Codecs,
    /// `a=ptime`, milliseconds.
    pub ptime: Option<u16>,
}

impl Audio {
    /// Reads it; nothing when the description has no such stream (refused, encrypted, no audio at all).
    pub fn of(_session: &Session) -> Option<Self> {
        todo!()
    }

    /// Whether the writer has put its peer on hold: it does not want to receive.
    pub const fn holds(&self) -> bool {
        !self.direction.receives()
    }
}
