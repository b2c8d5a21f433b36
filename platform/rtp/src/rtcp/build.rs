//! Writing a compound packet.

use super::{Block, GOODBYE, RECEIVER_REPORT, SENDER_REPORT, SOURCE_DESCRIPTION, SenderInfo};

/// Appends the parts of one compound packet to a buffer. RFC 3550 §6.1 wants a report first and a source description
/// in each.
#[derive(Debug)]
pub struct Builder<'a> {
    out: &'a mut Vec<u8>,
}

/// The count field has five bits.
const BLOCKS: usize = 31;

impl<'a> Builder<'a> {
    /// Writes behind what the buffer holds.
    pub const fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out }
    }

    /// A sender report; of more than 31 blocks the first 31.
    pub fn sender_report(&mut self, ssrc: u32, info: &SenderInfo, blocks: &[Block]) -> &mut Self {
        self.part(SENDER_REPORT, blocks.len().min(BLOCKS), |out| {
            out.extend(ssrc.to_be_bytes());
            out.extend(info.ntp.to_be_bytes());
            for word in [info.rtp_timestamp, info.packets, info.bytes] {
                out.extend(word.to_be_bytes());
            }
            write_blocks(out, blocks);
        })
    }

    /// A receiver report; of more than 31 blocks the first 31.
    pub fn receiver_report(&mut self, ssrc: u32, blocks: &[Block]) -> &mut Self {
        self.part(RECEIVER_REPORT, blocks.len().min(BLOCKS), |out| {
            out.extend(ssrc.to_be_bytes());
            write_blocks(out, blocks);
        })
    }

    /// A source description with the canonical name alone, cut at 255 bytes.
    pub fn cname(&mut self, ssrc: u32, cname: &str) -> &mut Self {
        self.part(SOURCE_DESCRIPTION, 1, |out| {
            let cname = cname.as_bytes();
            let length = u8::try_from(cname.len()).unwrap_or(u8::MAX);
            out.extend(ssrc.to_be_bytes());
            out.extend([1, length]);
            out.extend(&cname[..usize::from(length)]);
            out.push(0);
        })
    }

    /// A goodbye.
    pub fn goodbye(&mut self, ssrc: u32) -> &mut Self {
        self.part(GOODBYE, 1, |out| out.extend(ssrc.to_be_bytes()))
    }

    /// Header, body, zeros up to a multiple of four, length in words less one.
    fn part(&mut self, kind: u8, count: usize, body: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let start = self.out.len();
        self.out.extend([0x80 | count as u8, kind, 0, 0]);
        body(self.out);
        while !(self.out.len() - start).is_multiple_of(4) {
            self.out.push(0);
        }
        let words = u16::try_from((self.out.len() - start) / 4 - 1).unwrap_or(u16::MAX);
        self.out[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
        self
    }
}

fn write_blocks(out: &mut Vec<u8>, blocks: &[Block]) {
    for block in blocks.iter().take(BLOCKS) {
        let lost = block.lost.clamp(-0x80_0000, 0x7f_ffff).cast_unsigned() & 0xff_ffff;
        out.extend(block.ssrc.to_be_bytes());
        out.extend((u32::from(block.fraction_lost) << 24 | lost).to_be_bytes());
        for word in [block.highest_sequence, block.jitter, block.last_report, block.delay] {
            out.extend(word.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtcp::{Compound, Packet, SdesItem, round_trip_us};
    use proptest::prelude::*;

    fn block() -> impl Strategy<Value = Block> {
        (any::<u32>(), any::<u8>(), -0x80_0000..0x7f_ffff_i32, any::<[u32; 4]>()).prop_map(
            |(ssrc, fraction_lost, lost, [highest_sequence, jitter, last_report, delay])| Block {
                ssrc,
                fraction_lost,
                lost,
                highest_sequence,
                jitter,
                last_report,
                delay,
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            ssrc: u32, words: (u64, u32, u32, u32), blocks in prop::collection::vec(block(), 0..32), cname in "[ -~]{0,300}"
        ) {
            let (ntp, rtp_timestamp, packets, bytes) = words;
            let info = SenderInfo { ntp, rtp_timestamp, packets, bytes };
            let mut out = Vec::new();
            Builder::new(&mut out)
                .sender_report(ssrc, &info, &blocks)
                .receiver_report(ssrc, &blocks)
                .cname(ssrc, &cname)
                .goodbye(ssrc);
            let compound = Compound::parse(&out).unwrap();
            let parts: Vec<_> = compound.packets().collect();
            let Packet::SenderReport { ssrc: sender, info: told, blocks: read } = parts[0] else { panic!("{parts:?}") };
            prop_assert_eq!((sender, told), (ssrc, info));
            let sent = &blocks[..blocks.len().min(31)];
            prop_assert_eq!(&read.collect::<Vec<_>>(), sent);
            let Packet::ReceiverReport { blocks: read, .. } = parts[1] else { panic!("{parts:?}") };
            prop_assert_eq!(&read.collect::<Vec<_>>(), sent);
            let cname = &cname.as_bytes()[..cname.len().min(255)];
            prop_assert_eq!(parts[2], Packet::SourceDescription(SdesItem { ssrc: Some(ssrc), cname: Some(cname) }));
            prop_assert_eq!(parts[3], Packet::Goodbye { ssrc: Some(ssrc) });
            prop_assert_eq!(compound.sender(), Some(ssrc));
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..120), kind in 198u8..208) {
            let mut bytes = bytes;
            if let [first, second, _, third, ..] = bytes.as_mut_slice() {
                *first = 0x80 | (*first & 0x1f);
                *second = kind;
                *third &= 0x0f;
            }
            if let Some(compound) = Compound::parse(&bytes) {
                compound.packets().for_each(drop);
                compound.sender();
            }
        }
    }

    #[test]
    fn lengths_must_add_up() {
        let mut out = Vec::new();
        Builder::new(&mut out).receiver_report(1, &[]);
        assert!(Compound::parse(&out).is_some());
        assert!(Compound::parse(&out[..7]).is_none());
        assert!(Compound::parse(&[]).is_none());
        out[0] = 0x40;
        assert!(Compound::parse(&out).is_none(), "version 1");
    }

    #[test]
    fn more_blocks_than_bytes_is_no_report() {
        let mut out = Vec::new();
        Builder::new(&mut out).receiver_report(1, &[]);
        out[0] |= 1;
        assert_eq!(Compound::parse(&out).unwrap().packets().count(), 0);
    }

    #[test]
    fn the_round_trip_is_what_the_reporter_did_not_hold() {
        let held = |delay| Block { delay, ..Block::default() };
        assert_eq!(round_trip_us(1_100_000, &held(65_536)), Some(100_000));
        assert_eq!(round_trip_us(900_000, &held(65_536)), None, "held longer than passed");
    }
}
