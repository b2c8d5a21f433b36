//! RTCP compound packets (RFC 3550 §6): sender and receiver reports, source description, goodbye.

mod build;
mod parse;

pub use build::Builder;
pub use parse::{Blocks, Compound, Packet, Packets, SdesItem};

/// Payload type of a sender report.
pub const SENDER_REPORT: u8 = 200;
/// Payload type of a receiver report.
pub const RECEIVER_REPORT: u8 = 201;
/// Payload type of a source description.
pub const SOURCE_DESCRIPTION: u8 = 202;
/// Payload type of a goodbye.
pub const GOODBYE: u8 = 203;

/// What a sender tells about itself (RFC 3550 §6.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SenderInfo {
    /// Wall clock in NTP form: seconds since 1900 in the upper half, fraction in the lower.
    pub ntp: u64,
    /// The same moment in the clock of its RTP timestamps.
    pub rtp_timestamp: u32,
    /// Packets sent so far.
    pub packets: u32,
    /// Payload bytes sent so far.
    pub bytes: u32,
}

impl SenderInfo {
    /// The middle 32 bits of the NTP time, as reports refer to it.
    pub const fn middle(&self) -> u32 {
        (self.ntp >> 16) as u32
    }
}

/// One reception report block (RFC 3550 §6.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Block {
    /// The source reported on.
    pub ssrc: u32,
    /// Part of packets lost since the last report, in 1/256.
    pub fraction_lost: u8,
    /// Packets lost so far, 24 bits with sign.
    pub lost: i32,
    /// Highest sequence number received, extended by the count of its cycles.
    pub highest_sequence: u32,
    /// Interarrival jitter in units of the RTP clock.
    pub jitter: u32,
    /// Middle 32 bits of the NTP time in the last sender report, 0 if none came.
    pub last_report: u32,
    /// Delay since that report, in 1/65536 s.
    pub delay: u32,
}

/// Round trip in µs (RFC 3550 §6.4.1): `elapsed_us` since we passed on the sender report to which a block
/// refers, less the time the reporter held it. Nothing when clocks disagree.
pub fn round_trip_us(elapsed_us: u64, block: &Block) -> Option<u32> {
    let held_us = (u64::from(block.delay) * 1_000_000) >> 16;
    u32::try_from(elapsed_us.checked_sub(held_us)?).ok()
}
