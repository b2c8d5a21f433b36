//! RTP payload formats: `a=rtpmap`, static payload types (RFC 3551), and what two sides share.
#![expect(clippy::todo, reason = "face first")]

use crate::Session;
use smallvec::SmallVec;

/// One payload type with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codec {
    /// RTP payload type, 0–127.
    pub payload_type: u8,
    /// Encoding name as written: `PCMA`, `opus`, `telephone-event`. Compared without case.
    pub name: String,
    /// RTP clock rate in Hz (8000 for G.722, by RFC 3551).
    pub clock_rate: u32,
    /// Channels, 1 unless said.
    pub channels: u8,
    /// `a=fmtp` of this payload type.
    pub fmtp: Option<String>,
}

/// Codecs in order of preference.
pub type Codecs = SmallVec<[Codec; 6]>;

impl Codec {
    /// Same encoding, whatever its payload type.
    pub fn same_encoding(&self, _other: &Self) -> bool {
        todo!()
    }

    /// Whether it carries speech: not telephone-event, comfort noise or redundancy.
    pub fn is_speech(&self) -> bool {
        todo!()
    }
}

/// Whether the audio streams of both descriptions share a speech codec, so that packets may pass unchanged in kind.
pub fn has_common_audio_codec(_a: &Session, _b: &Session) -> bool {
    todo!()
}

/// Whether two legs, each with the description its peer sent, may be joined without a new offer: they share a speech
/// codec and every payload type which both use means the same.
pub fn payload_types_agree(_a: &Session, _b: &Session) -> bool {
    todo!()
}
