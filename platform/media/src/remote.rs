//! Where a stream's peer is and what it sends.

use std::net::{IpAddr, SocketAddr};

/// The peer of a stream, as its description and its signalling tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Where it wants RTP. Nothing if it did not say (host name, held): packets go to where its own come from.
    pub rtp: Option<SocketAddr>,
    /// Where it wants RTCP.
    pub rtcp: Option<SocketAddr>,
    /// RTCP shares the RTP port (RFC 5761).
    pub rtcp_mux: bool,
    /// Address its signalling comes from: a source allowed besides the signalled one (a phone behind NAT).
    pub signalling: IpAddr,
    /// Payload types it sends.
    pub payloads: Vec<Payload>,
}

/// One payload type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payload {
    /// RTP payload type, 0–127.
    pub payload_type: u8,
    /// RTP clock rate, Hz.
    pub clock_rate: u32,
    /// What it carries.
    pub codec: rtp::quality::Codec,
}

impl Remote {
    /// From the audio stream of the description which the peer sent, and the address its signalling came from.
    pub fn of(audio: &sdp::Audio, signalling: IpAddr) -> Self {
        let payloads = payloads(audio).collect();
        Self { rtp: audio.rtp, rtcp: audio.rtcp, rtcp_mux: audio.rtcp_mux, signalling, payloads }
    }

    /// Adds what we told the peer: it sends with our numbers where they differ from its own (RFC 3264 §6.1).
    pub fn told(mut self, ours: &sdp::Audio) -> Self {
        self.payloads.retain(|payload| ours.codecs.iter().all(|c| c.payload_type != payload.payload_type));
        self.payloads.extend(payloads(ours));
        self
    }
}

fn payloads(audio: &sdp::Audio) -> impl Iterator<Item = Payload> {
    audio.codecs.iter().map(|codec| Payload {
        payload_type: codec.payload_type,
        clock_rate: codec.clock_rate,
        codec: rtp::quality::Codec::from_name(&codec.name),
    })
}
