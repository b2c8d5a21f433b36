//! A view on an RTP packet (RFC 3550 §5.1), without copying.

/// Length of the fixed header.
pub const HEADER: usize = 12;

/// A packet whose lengths have been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Marker bit: first packet of a talk spurt or of a telephone-event.
    pub marker: bool,
    /// Payload type, 0–127.
    pub payload_type: u8,
    /// Sequence number.
    pub sequence: u16,
    /// Timestamp in units of the payload's clock.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
    /// Payload without padding.
    pub payload: &'a [u8],
}

impl<'a> Packet<'a> {
    /// Reads the header; nothing if the version is not 2 or a length does not fit (RFC 3550 A.1).
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (header, rest) = bytes.split_first_chunk::<HEADER>()?;
        let first = header[0];
        if first >> 6 != 2 {
            return None;
        }
        let payload = if first & 0x3f == 0 { rest } else { inner(first, rest)? };
        Some(Self {
            marker: header[1] & 0x80 != 0,
            payload_type: header[1] & 0x7f,
            sequence: u16::from_be_bytes([header[2], header[3]]),
            timestamp: u32::from_be_bytes([header[4], header[5], header[6], header[7]]),
            ssrc: u32::from_be_bytes([header[8], header[9], header[10], header[11]]),
            payload,
        })
    }
}

/// What is left after contributing sources, header extension and padding.
fn inner(first: u8, rest: &[u8]) -> Option<&[u8]> {
    let mut rest = rest.get(usize::from(first & 0x0f) * 4..)?;
    if first & 0x10 != 0 {
        let (head, tail) = rest.split_first_chunk::<4>()?;
        rest = tail.get(usize::from(u16::from_be_bytes([head[2], head[3]])) * 4..)?;
    }
    if first & 0x20 != 0 {
        let padding = usize::from(*rest.last()?);
        if padding == 0 {
            return None;
        }
        rest = rest.get(..rest.len().checked_sub(padding)?)?;
    }
    Some(rest)
}

/// The fixed header of a packet of ours, to be followed by its payload.
pub fn header(marker: bool, payload_type: u8, sequence: u16, timestamp: u32, ssrc: u32) -> [u8; HEADER] {
    let mut out = [0; HEADER];
    out[0] = 0x80;
    out[1] = (payload_type & 0x7f) | if marker { 0x80 } else { 0 };
    out[2..4].copy_from_slice(&sequence.to_be_bytes());
    out[4..8].copy_from_slice(&timestamp.to_be_bytes());
    out[8..12].copy_from_slice(&ssrc.to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_fixed_header_is_read_as_written() {
        let mut bytes = header(true, 8, 0xfffe, 160, 0xdead_beef).to_vec();
        bytes.extend([1, 2, 3]);
        let expected = Packet {
            marker: true,
            payload_type: 8,
            sequence: 0xfffe,
            timestamp: 160,
            ssrc: 0xdead_beef,
            payload: &[1, 2, 3],
        };
        assert_eq!(Packet::parse(&bytes), Some(expected));
    }

    /// A packet with these flags in its first byte and these bytes after the fixed header.
    fn payload(flags: u8, rest: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = header(false, 0, 1, 2, 3).to_vec();
        bytes[0] |= flags;
        bytes.extend(rest);
        Packet::parse(&bytes).map(|packet| packet.payload.to_vec())
    }

    #[test]
    fn sources_extension_and_padding_are_skipped() {
        assert_eq!(payload(2, &[0, 0, 0, 1, 0, 0, 0, 2, 9]), Some(vec![9]));
        assert_eq!(payload(0x10, &[0xbe, 0xde, 0, 1, 1, 1, 1, 1, 9]), Some(vec![9]));
        assert_eq!(payload(0x20, &[9, 9, 0, 2]), Some(vec![9, 9]));
        assert_eq!(payload(0x31, &[0, 0, 0, 1, 0, 0, 0, 0, 7, 1]), Some(vec![7]));
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        assert_eq!(payload(1, &[0, 0, 0]), None, "contributing source cut");
        assert_eq!(payload(0x10, &[0, 0, 0, 2, 0, 0, 0, 0]), None, "extension cut");
        assert_eq!(payload(0x20, &[9, 3]), None, "more padding than payload");
        assert_eq!(payload(0x20, &[9, 0]), None, "padding of nothing");
        assert_eq!(Packet::parse(&header(false, 0, 1, 2, 3)[..11]), None);
        assert_eq!(payload(0x40, &[]), None, "version 3");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Some(packet) = Packet::parse(&bytes) {
                prop_assert!(packet.payload.len() + HEADER <= bytes.len());
            }
        }
    }
}
