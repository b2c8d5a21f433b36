//! Reading a compound packet in place.

use super::{Block, GOODBYE, RECEIVER_REPORT, SENDER_REPORT, SOURCE_DESCRIPTION, SenderInfo};

const BLOCK: usize = 24;

/// A datagram whose parts' lengths add up to its own.
#[derive(Debug, Clone, Copy)]
pub struct Compound<'a> {
    bytes: &'a [u8],
}

/// One part of a compound packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packet<'a> {
    /// Sender report.
    SenderReport {
        /// The sender.
        ssrc: u32,
        /// What it sent.
        info: SenderInfo,
        /// What it received from others.
        blocks: Blocks<'a>,
    },
    /// Receiver report.
    ReceiverReport {
        /// The receiver.
        ssrc: u32,
        /// What it received from others.
        blocks: Blocks<'a>,
    },
    /// Source description.
    SourceDescription(SdesItem<'a>),
    /// Goodbye.
    Goodbye {
        /// The first source that leaves, if one is named.
        ssrc: Option<u32>,
    },
    /// Another kind: feedback, extended reports, application-defined.
    Other {
        /// RTCP payload type.
        kind: u8,
        /// Who sends it, where the form has it.
        ssrc: Option<u32>,
    },
}

/// The canonical name in a source description's first chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdesItem<'a> {
    /// The source described.
    pub ssrc: Option<u32>,
    /// Its CNAME (item 1), raw bytes.
    pub cname: Option<&'a [u8]>,
}

impl<'a> Compound<'a> {
    /// Checks version and lengths of all parts (RFC 3550 A.2), but lets any kind come first (RFC 5506). Nothing when
    /// they do not add up.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = rest.get(part_length(rest)?..)?;
        }
        (!bytes.is_empty()).then_some(Self { bytes })
    }

    /// Its parts in order. Parts whose content does not fit their length are left out.
    pub fn packets(&self) -> Packets<'a> {
        Packets { rest: self.bytes }
    }

    /// Who sent it: the source of the first part that names one.
    pub fn sender(&self) -> Option<u32> {
        self.packets().find_map(|packet| match packet {
            Packet::SenderReport { ssrc, .. } | Packet::ReceiverReport { ssrc, .. } => Some(ssrc),
            Packet::SourceDescription(SdesItem { ssrc, .. })
            | Packet::Goodbye { ssrc }
            | Packet::Other { ssrc, .. } => ssrc,
        })
    }
}

/// Length in bytes of the part that stands first.
fn part_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.first_chunk::<4>()?;
    let kind_known = (192..=223).contains(&head[1]);
    (head[0] >> 6 == 2 && kind_known).then(|| (usize::from(u16::from_be_bytes([head[2], head[3]])) + 1) * 4)
}

/// Iterator over the parts of a [`Compound`].
#[derive(Debug, Clone)]
pub struct Packets<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Packets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        while !self.rest.is_empty() {
            let (part, rest) = self.rest.split_at_checked(part_length(self.rest)?)?;
            self.rest = rest;
            if let Some(packet) = read(part) {
                return Some(packet);
            }
        }
        None
    }
}

fn read(part: &[u8]) -> Option<Packet<'_>> {
    let (head, body) = part.split_first_chunk::<4>()?;
    let count = usize::from(head[0] & 0x1f);
    let ssrc = word(body, 0);
    Some(match head[1] {
        SENDER_REPORT => {
            let info = SenderInfo {
                ntp: u64::from(word(body, 4)?) << 32 | u64::from(word(body, 8)?),
                rtp_timestamp: word(body, 12)?,
                packets: word(body, 16)?,
                bytes: word(body, 20)?,
            };
            Packet::SenderReport { ssrc: ssrc?, info, blocks: Blocks::of(body.get(24..)?, count)? }
        }
        RECEIVER_REPORT => Packet::ReceiverReport { ssrc: ssrc?, blocks: Blocks::of(body.get(4..)?, count)? },
        SOURCE_DESCRIPTION => Packet::SourceDescription(SdesItem {
            ssrc: ssrc.filter(|_| count > 0),
            cname: body.get(4..).filter(|_| count > 0).and_then(cname),
        }),
        GOODBYE => Packet::Goodbye { ssrc: ssrc.filter(|_| count > 0) },
        kind => Packet::Other { kind, ssrc },
    })
}

/// Items are type, length, text, and end with type 0.
fn cname(mut items: &[u8]) -> Option<&[u8]> {
    loop {
        let ([kind, length], rest) = items.split_first_chunk::<2>()?;
        let (text, rest) = rest.split_at_checked(usize::from(*length))?;
        match kind {
            0 => return None,
            1 => return Some(text),
            _ => items = rest,
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|chunk| u32::from_be_bytes(*chunk))
}

/// Iterator over reception report blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks<'a> {
    rest: &'a [u8],
}

impl<'a> Blocks<'a> {
    fn of(bytes: &'a [u8], count: usize) -> Option<Self> {
        Some(Self { rest: bytes.get(..count * BLOCK)? })
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let (block, rest) = self.rest.split_first_chunk::<BLOCK>()?;
        self.rest = rest;
        let lost = word(block, 4)?;
        Some(Block {
            ssrc: word(block, 0)?,
            fraction_lost: block[4],
            lost: (lost << 8).cast_signed() >> 8,
            highest_sequence: word(block, 8)?,
            jitter: word(block, 12)?,
            last_report: word(block, 16)?,
            delay: word(block, 20)?,
        })
    }
}
