//! Digits sent as telephone-events (RFC 4733).

/// One telephone-event payload (RFC 4733 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TelephoneEvent {
    /// Event code: 0–15 are the DTMF digits, 16 flash.
    pub code: u8,
    /// The event is over.
    pub end: bool,
    /// Power, dBm0 without its sign.
    pub volume: u8,
    /// Duration so far in units of the RTP clock.
    pub duration: u16,
}

impl TelephoneEvent {
    /// Reads the first event of a payload.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let [code, flags, high, low] = *payload.first_chunk::<4>()?;
        let duration = u16::from_be_bytes([high, low]);
        Some(Self { code, end: flags & 0x80 != 0, volume: flags & 0x3f, duration })
    }

    /// The payload.
    pub const fn to_bytes(self) -> [u8; 4] {
        let [high, low] = self.duration.to_be_bytes();
        [self.code, (self.volume & 0x3f) | if self.end { 0x80 } else { 0 }, high, low]
    }
}

/// The digit of an event code, nothing for other events.
pub fn digit(code: u8) -> Option<char> {
    const DIGITS: &[u8; 16] = b"0123456789*#ABCD";
    DIGITS.get(usize::from(code)).map(|digit| char::from(*digit))
}

/// A digit that was pressed and let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digit {
    /// `0`–`9`, `*`, `#`, `A`–`D`.
    pub digit: char,
    /// How long, in units of the RTP clock.
    pub duration: u32,
}

/// Silence after which an event without an end counts as ended, µs (RFC 4733 §2.6.1.4 leaves the time open; senders
/// report every 20 to 50 ms).
pub const LOST_END_US: u64 = 200_000;

/// Puts the packets of events together, so that each digit is told once however often its packets are repeated, lost or
/// late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Assembler {
    open: Option<Open>,
    /// Timestamp and duration of the event that ended last: its repeated end packets are known by it.
    ended: Option<(u32, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    code: u8,
    /// Timestamp of the present segment.
    timestamp: u32,
    /// Duration of the segments before it (RFC 4733 §2.5.1.3).
    before: u32,
    duration: u16,
    seen_us: u64,
}

impl Open {
    const fn total(&self) -> u32 {
        self.before.saturating_add(self.duration as u32)
    }

    fn digit(&self) -> Option<Digit> {
        Some(Digit { digit: digit(self.code)?, duration: self.total() })
    }
}

impl Assembler {
    /// Whether an event goes on, so that [`Assembler::handle_timeout`] is needed.
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes a packet; `tell` gets each digit that ended by it (an earlier one whose end was lost, and its own).
    pub fn handle(
        &mut self,
        event: TelephoneEvent,
        timestamp: u32,
        now_us: u64,
        mut tell: impl FnMut(Digit),
    ) {
        if self.is_old(timestamp) {
            return;
        }
        match &mut self.open {
            Some(open) if open.code == event.code && open.timestamp == timestamp => {
                open.duration = open.duration.max(event.duration);
                open.seen_us = now_us;
            }
            // Longer than 16 bits of clock: the next segment begins where this one ends.
            Some(open)
                if open.code == event.code
                    && timestamp == open.timestamp.wrapping_add(u32::from(open.duration)) =>
            {
                let before = open.total();
                *open = Open { timestamp, before, duration: event.duration, seen_us: now_us, ..*open };
            }
            _ => {
                if let Some(digit) = self.close() {
                    tell(digit);
                }
                self.open = Some(Open {
                    code: event.code,
                    timestamp,
                    before: 0,
                    duration: event.duration,
                    seen_us: now_us,
                });
            }
        }
        if event.end
            && let Some(digit) = self.close()
        {
            tell(digit);
        }
    }

    /// Tells the digit whose end has been lost.
    pub fn handle_timeout(&mut self, now_us: u64) -> Option<Digit> {
        self.open.filter(|open| now_us.saturating_sub(open.seen_us) >= LOST_END_US)?;
        self.close()
    }

    fn close(&mut self) -> Option<Digit> {
        let open = self.open.take()?;
        self.ended = Some((open.timestamp, open.total()));
        open.digit()
    }

    /// Belongs to an event that ended, or lies before the open one.
    fn is_old(&self, timestamp: u32) -> bool {
        let behind = |mark: u32| timestamp.wrapping_sub(mark).cast_signed() < 0;
        let of_ended =
            self.ended.is_some_and(|(mark, _)| timestamp == mark || behind_little(timestamp, mark));
        of_ended || self.open.is_some_and(|open| behind(open.timestamp))
    }
}

/// Before `mark`, by less than some ten seconds at 8 kHz: late, not a sender's new clock.
const fn behind_little(timestamp: u32, mark: u32) -> bool {
    let behind = mark.wrapping_sub(timestamp);
    behind != 0 && behind < 80_000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds (code, end, duration, timestamp) every 20 ms and collects what is told.
    fn told(packets: &[(u8, bool, u16, u32)]) -> Vec<(char, u32)> {
        let mut assembler = Assembler::default();
        let mut digits = Vec::new();
        for (index, (code, end, duration, timestamp)) in packets.iter().enumerate() {
            let event = TelephoneEvent { code: *code, end: *end, volume: 10, duration: *duration };
            let event = TelephoneEvent::parse(&event.to_bytes()).unwrap();
            assembler
                .handle(event, *timestamp, index as u64 * 20_000, |d| digits.push((d.digit, d.duration)));
        }
        let last = packets.len() as u64 * 20_000;
        assert_eq!(assembler.handle_timeout(last), None, "too early");
        digits.extend(assembler.handle_timeout(last + LOST_END_US).map(|d| (d.digit, d.duration)));
        digits
    }

    #[test]
    fn a_digit_is_told_once_though_its_end_comes_three_times() {
        let packets = [
            (5, false, 160, 1000),
            (5, false, 320, 1000),
            (5, true, 480, 1000),
            (5, true, 480, 1000),
            (5, true, 480, 1000),
        ];
        assert_eq!(told(&packets), [('5', 480)]);
    }

    #[test]
    fn the_same_digit_twice_is_two_digits() {
        assert_eq!(
            told(&[(1, true, 400, 1000), (1, false, 160, 3000), (1, true, 400, 3000)]),
            [('1', 400), ('1', 400)]
        );
    }

    #[test]
    fn a_lost_end_is_made_up_by_the_next_event_or_by_time() {
        assert_eq!(told(&[(1, false, 160, 1000), (2, false, 160, 3000)]), [('1', 160), ('2', 160)]);
    }

    #[test]
    fn only_the_end_packet_arrives() {
        assert_eq!(told(&[(11, true, 800, 1000)]), [('#', 800)]);
    }

    #[test]
    fn late_packets_of_an_ended_digit_are_nothing_new() {
        assert_eq!(
            told(&[(1, true, 400, 1000), (2, false, 160, 3000), (1, true, 400, 1000), (2, true, 320, 3000)]),
            [('1', 400), ('2', 320)]
        );
        assert_eq!(told(&[(1, true, 400, 3000), (7, true, 400, 1000)]), [('1', 400)]);
    }

    #[test]
    fn segments_of_a_long_event_are_one_digit() {
        let long = [(3, false, 0xffff, 1000), (3, false, 160, 1000 + 0xffff), (3, true, 320, 1000 + 0xffff)];
        assert_eq!(told(&long), [('3', 0xffff + 320)]);
    }

    #[test]
    fn flash_and_tones_are_no_digits() {
        assert_eq!(told(&[(16, true, 400, 1000), (66, true, 400, 3000)]), []);
        assert_eq!((digit(10), digit(15), digit(16)), (Some('*'), Some('D'), None));
    }

    #[test]
    fn a_sender_that_begins_anew_is_heard_again() {
        assert_eq!(told(&[(1, true, 400, 4_000_000_000), (2, true, 400, 100)]), [('1', 400), ('2', 400)]);
    }

    #[test]
    fn short_payloads_are_none() {
        assert_eq!(TelephoneEvent::parse(&[1, 2, 3]), None);
    }
}
