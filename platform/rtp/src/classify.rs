//! What a datagram on a media port is, by its first byte (RFC 7983, RFC 9443).

/// Kinds of datagrams which share a media port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// STUN (RFC 8489).
    Stun,
    /// ZRTP (RFC 6189).
    Zrtp,
    /// DTLS (RFC 9147).
    Dtls,
    /// TURN channel data (RFC 8656).
    TurnChannel,
    /// RTP (RFC 3550), plain or secured.
    Rtp,
    /// RTCP (RFC 3550), plain or secured, told from RTP by the second byte (RFC 5761 §4).
    Rtcp,
    /// Nothing known.
    Unknown,
}

impl Class {
    /// Classifies a datagram.
    pub const fn of(datagram: &[u8]) -> Self {
        match datagram {
            [0..=3, ..] => Self::Stun,
            [16..=19, ..] => Self::Zrtp,
            [20..=63, ..] => Self::Dtls,
            [64..=79, ..] => Self::TurnChannel,
            [128..=191, 192..=223, ..] => Self::Rtcp,
            [128..=191, ..] => Self::Rtp,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_and_its_edges() {
        let cases = [
            (0, Class::Stun),
            (3, Class::Stun),
            (4, Class::Unknown),
            (16, Class::Zrtp),
            (19, Class::Zrtp),
            (20, Class::Dtls),
            (63, Class::Dtls),
            (64, Class::TurnChannel),
            (79, Class::TurnChannel),
            (80, Class::Unknown),
            (127, Class::Unknown),
            (128, Class::Rtp),
            (191, Class::Rtp),
            (192, Class::Unknown),
        ];
        for (first, class) in cases {
            assert_eq!(Class::of(&[first, 0]), class, "{first}");
        }
        assert_eq!(Class::of(&[]), Class::Unknown);
    }

    #[test]
    fn reports_are_told_from_audio_by_the_second_byte() {
        assert_eq!(Class::of(&[0x80, 200]), Class::Rtcp);
        assert_eq!(Class::of(&[0x80, 223]), Class::Rtcp);
        assert_eq!(Class::of(&[0x80, 0x80 | 8]), Class::Rtp, "PCMA with marker");
        assert_eq!(Class::of(&[0x80, 191]), Class::Rtp);
        assert_eq!(Class::of(&[0x80, 224]), Class::Rtp);
    }
}
