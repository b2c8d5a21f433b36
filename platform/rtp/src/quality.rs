//! How good it sounded: the E-model (ITU-T G.107), simplified to loss, delay and codec.

/// Codecs whose impairment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// G.711 µ-law.
    Pcmu,
    /// G.711 A-law.
    Pcma,
    /// G.722 at 64 kbit/s.
    G722,
    /// Opus.
    Opus,
    /// G.729.
    G729,
    /// GSM full rate.
    Gsm,
    /// Telephone events (RFC 4733).
    TelephoneEvent,
    /// Comfort noise (RFC 3389).
    ComfortNoise,
    /// Any other.
    Other,
}

impl Codec {
    /// From the encoding name of an `a=rtpmap` line, in any case.
    pub fn from_name(name: &str) -> Self {
        const NAMES: [(&str, Codec); 8] = [
            ("PCMU", Codec::Pcmu),
            ("PCMA", Codec::Pcma),
            ("G722", Codec::G722),
            ("opus", Codec::Opus),
            ("G729", Codec::G729),
            ("GSM", Codec::Gsm),
            ("telephone-event", Codec::TelephoneEvent),
            ("CN", Codec::ComfortNoise),
        ];
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or(Self::Other, |(_, codec)| *codec)
    }
}
