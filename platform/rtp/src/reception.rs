//! What arrived of a source: sequence, loss and jitter (RFC 3550 A.1, A.3, A.8).

use crate::rtcp::Block;

/// A jump forward of fewer numbers is a gap, of more a restart (RFC 3550 A.1).
pub const MAX_DROPOUT: u16 = 3000;
/// Numbers up to so far behind are late packets (RFC 3550 A.1).
pub const MAX_MISORDER: u16 = 100;

/// Figures of one stream as received. When its source changes, what was counted stays counted.
///
/// Probation (RFC 3550 A.1) is left out: a relay passes on the first packet, so it counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reception {
    base: u16,
    highest: u16,
    cycles: u32,
    /// The number that would show that the source has begun anew after a jump.
    bad: Option<u16>,
    received: u64,
    /// Expected and received by sources and runs before the present one.
    earlier_expected: u64,
    earlier_received: u64,
    transit: Option<u32>,
    /// Scaled by 16, in clock units (RFC 3550 A.8).
    jitter: u32,
    jitter_max: u32,
    reported_expected: u64,
    reported_received: u64,
}

impl Reception {
    /// Counts a packet. The first one sets the base. What jumps too far is counted as soon as a second one confirms it.
    pub fn handle_sequence(&mut self, sequence: u16) {
        if self.received == 0 {
            self.base = sequence;
            self.highest = sequence;
            self.received = 1;
            return;
        }
        let ahead = sequence.wrapping_sub(self.highest);
        if ahead < MAX_DROPOUT {
            if sequence < self.highest {
                self.cycles = self.cycles.wrapping_add(1);
            }
            self.highest = sequence;
        } else if ahead <= u16::MAX - MAX_MISORDER {
            if self.bad != Some(sequence) {
                self.bad = Some(sequence.wrapping_add(1));
                return;
            }
            self.restart();
            self.base = sequence.wrapping_sub(1);
            self.highest = sequence;
            self.received = 2;
            return;
        }
        self.bad = None;
        self.received += 1;
    }

    /// Takes a packet's transit time into the jitter. `arrival_us` is when it came, `clock_rate` the payload's (Hz).
    /// Not to be called for telephone-events, whose timestamp stands still.
    pub fn handle_timing(&mut self, timestamp: u32, arrival_us: u64, clock_rate: u32) {
        let arrival = (arrival_us.wrapping_mul(u64::from(clock_rate)) / 1_000_000) as u32;
        let transit = arrival.wrapping_sub(timestamp);
        if let Some(before) = self.transit {
            let difference = transit.wrapping_sub(before).cast_signed().unsigned_abs();
            // A step of over a second is a new clock at the sender, not jitter.
            if difference < clock_rate {
                self.jitter = self.jitter.wrapping_add(difference).wrapping_sub((self.jitter + 8) >> 4);
                self.jitter_max = self.jitter_max.max(self.jitter);
            }
        }
        self.transit = Some(transit);
    }

    /// A new source begins: keeps the totals, forgets sequence and transit.
    pub fn restart(&mut self) {
        let (expected, received) = (self.expected(), self.received());
        *self = Self {
            earlier_expected: expected,
            earlier_received: received,
            jitter: self.jitter,
            jitter_max: self.jitter_max,
            reported_expected: self.reported_expected,
            reported_received: self.reported_received,
            ..Self::default()
        };
    }

    /// Packets received, late and doubled ones included.
    pub const fn received(&self) -> u64 {
        self.earlier_received + self.received
    }

    /// Packets that were sent, as far as sequence numbers tell.
    pub const fn expected(&self) -> u64 {
        if self.received == 0 {
            return self.earlier_expected;
        }
        self.earlier_expected + (self.extended() as u64 - self.base as u64) + 1
    }

    /// Packets missing; negative when doubles outnumber them (RFC 3550 A.3).
    pub const fn lost(&self) -> i64 {
        self.expected() as i64 - self.received() as i64
    }

    /// Part of the expected packets that is missing, 0–1.
    pub fn loss_ratio(&self) -> f32 {
        match (self.expected(), self.lost()) {
            (0, _) | (_, ..=0) => 0.0,
            (expected, lost) => (lost as f64 / expected as f64) as f32,
        }
    }

    /// Highest sequence number with its cycles (RFC 3550 §6.4.1).
    pub const fn extended(&self) -> u32 {
        (self.cycles << 16) | self.highest as u32
    }

    /// Whether a packet with this number may follow: neither restart nor a stranger's guess.
    pub const fn continues(&self, sequence: u16) -> bool {
        let ahead = sequence.wrapping_sub(self.highest);
        self.received == 0 || ahead < MAX_DROPOUT || ahead > u16::MAX - MAX_MISORDER
    }

    /// Jitter in clock units.
    pub const fn jitter(&self) -> u32 {
        self.jitter >> 4
    }

    /// Jitter in µs for this clock rate (Hz); 0 for a rate of 0.
    pub fn jitter_us(&self, clock_rate: u32) -> u32 {
        scaled_us(self.jitter, clock_rate)
    }

    /// The highest jitter so far, µs.
    pub fn jitter_max_us(&self, clock_rate: u32) -> u32 {
        scaled_us(self.jitter_max, clock_rate)
    }

    /// A report block on this source; the part lost is that since the last call (RFC 3550 A.3). The caller fills in
    /// what it knows of the source's last sender report.
    pub fn report(&mut self, ssrc: u32) -> Block {
        let expected = self.expected() - self.reported_expected;
        let received = self.received() - self.reported_received;
        self.reported_expected = self.expected();
        self.reported_received = self.received();
        let fraction = expected.saturating_sub(received) * 256 / expected.max(1);
        Block {
            ssrc,
            fraction_lost: u8::try_from(fraction).unwrap_or(u8::MAX),
            lost: i32::try_from(self.lost().clamp(-0x80_0000, 0x7f_ffff)).unwrap_or_default(),
            highest_sequence: self.extended(),
            jitter: self.jitter(),
            last_report: 0,
            delay: 0,
        }
    }
}

fn scaled_us(jitter: u32, clock_rate: u32) -> u32 {
    let us = u64::from(jitter) * 1_000_000 / 16 / u64::from(clock_rate.max(1));
    u32::try_from(us).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(sequence: impl IntoIterator<Item = u16>) -> Reception {
        let mut reception = Reception::default();
        sequence.into_iter().for_each(|number| reception.handle_sequence(number));
        reception
    }

    #[test]
    fn a_whole_stream_loses_nothing_across_the_wrap() {
        let reception = received((65_000..=u16::MAX).chain(0..500));
        assert_eq!((reception.received(), reception.lost()), (1036, 0));
        assert_eq!(reception.extended(), 0x1_0000 + 499);
    }

    #[test]
    fn every_tenth_missing_is_a_tenth_lost() {
        let reception = received((0..1001).filter(|number| number % 10 != 5));
        assert_eq!(reception.lost(), 100);
        assert!((reception.loss_ratio() - 0.0999).abs() < 0.001);
    }

    #[test]
    fn late_packets_are_not_lost_and_doubles_count_against_loss() {
        assert_eq!(received([1, 2, 5, 3, 4, 6]).lost(), 0);
        assert_eq!(received([1, 2, 2, 2, 3]).lost(), -2);
        assert_eq!(received([1, 2, 2, 2, 3]).loss_ratio(), 0.0);
    }

    #[test]
    fn a_jump_counts_once_confirmed_and_is_no_loss() {
        let lone = received([1, 2, 30_000, 3, 4]);
        assert_eq!((lone.received(), lone.lost()), (4, 0));
        let restarted = received([1, 2, 30_000, 30_001, 30_002]);
        assert_eq!((restarted.received(), restarted.lost()), (5, 0));
    }

    #[test]
    fn a_new_source_keeps_the_totals() {
        let mut reception = received([1, 2, 4]);
        reception.restart();
        [9000, 9001, 9003].into_iter().for_each(|number| reception.handle_sequence(number));
        assert_eq!((reception.received(), reception.lost()), (6, 2));
    }

    #[test]
    fn only_near_numbers_continue() {
        let reception = received([1000]);
        for (number, near) in [(1001, true), (3999, true), (4000, false), (950, true), (800, false)] {
            assert_eq!(reception.continues(number), near, "{number}");
        }
    }

    #[test]
    fn even_spacing_has_no_jitter_and_uneven_has_its_measure() {
        let run = |wobble_us: u64| {
            let mut reception = Reception::default();
            for number in 0..400_u32 {
                let wobble = if number % 2 == 0 { 0 } else { wobble_us };
                reception.handle_timing(number * 160, u64::from(number) * 20_000 + wobble, 8000);
            }
            reception.jitter_us(8000)
        };
        assert_eq!(run(0), 0);
        let jitter = run(5000);
        assert!((4500..=5500).contains(&jitter), "every transit differs by 5 ms from the last: {jitter}");
    }

    #[test]
    fn a_new_clock_at_the_sender_is_not_jitter() {
        let mut reception = Reception::default();
        reception.handle_timing(0, 0, 8000);
        reception.handle_timing(4_000_000_000, 20_000, 8000);
        assert_eq!(reception.jitter_us(8000), 0);
    }

    #[test]
    fn a_report_tells_the_part_lost_since_the_last() {
        let mut reception = received((0..100).filter(|number| number % 4 != 1));
        let first = reception.report(7);
        assert_eq!((first.ssrc, first.lost, first.fraction_lost), (7, 25, 64));
        (100..200).for_each(|number| reception.handle_sequence(number));
        let second = reception.report(7);
        assert_eq!((second.lost, second.fraction_lost, second.highest_sequence), (25, 0, 199));
    }
}
