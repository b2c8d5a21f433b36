//! Figures of one stream.

use crate::history::{History, Span};
use rtp::quality::{Codec, Conditions, mos};
use std::{net::SocketAddr, time::Duration};

/// Figures of one stream, live or final. *Received* is what came from its peer, *sent* what went there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stats {
    /// RTP packets accepted from the peer.
    pub received: u64,
    /// Their bytes, RTP header included.
    pub received_bytes: u64,
    /// RTP packets sent to the peer.
    pub sent: u64,
    /// Their bytes.
    pub sent_bytes: u64,
    /// Packets of the peer that never came (RFC 3550 A.3); negative when duplicates outnumber them.
    pub lost: i64,
    /// Interarrival jitter of the peer's packets (RFC 3550 A.8), µs.
    pub jitter_us: u32,
    /// The highest value it reached, µs.
    pub jitter_max_us: u32,
    /// Packets the peer missed of what we sent, as it said last by RTCP.
    pub remote_lost: Option<i32>,
    /// Jitter which the peer said last by RTCP, µs.
    pub remote_jitter_us: Option<u32>,
    /// Round trip between us and the peer, from its RTCP reports, µs.
    pub rtt_us: Option<u32>,
    /// Estimated mean opinion score of what came from the peer, 1.0–4.5 (ITU-T G.107 simplified).
    pub mos: Option<f32>,
    /// What it sent last.
    pub codec: Option<Codec>,
    /// Synchronisation source it uses.
    pub ssrc: Option<u32>,
    /// Where its packets come from.
    pub source: Option<SocketAddr>,
    /// Times its source moved to another address with the same SSRC.
    pub moved: u32,
    /// Datagrams refused by the source rule.
    pub refused: u64,
    /// Datagrams from an allowed source which are neither RTP nor RTCP.
    pub malformed: u64,
    /// RTCP packets accepted.
    pub rtcp_received: u64,
    /// Packets the system did not take for sending.
    pub send_failures: u64,
    /// From opening to the first RTP packet.
    pub first_packet_after: Option<Duration>,
    /// How it went over time; empty for a short stream.
    pub history: History,
    /// From opening to now or to closing.
    pub age: Duration,
}

impl Stats {
    /// Estimated mean opinion score of a span of its history, two places; `None` when nothing came.
    pub fn score(&self, span: &Span) -> Option<f32> {
        let conditions = Conditions {
            codec: self.codec.unwrap_or(Codec::Other),
            loss: span.loss(),
            delay_ms: self.rtt_us.unwrap_or(0) as f32 / 2000.0,
            jitter_ms: span.jitter_us as f32 / 1000.0,
        };
        (span.received > 0).then(|| (mos(&conditions) * 100.0).round() / 100.0)
    }
}
