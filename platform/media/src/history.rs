//! How a stream went over time: losses and jitter by spans, which grow as the stream gets older. Pure.

use std::time::Duration;

/// The first spans; a stream that ends within one leaves no history.
const FIRST_SPAN_US: u64 = 5_000_000;
/// When there are so many, pairs become one and spans twice as long: after ten minutes there are 60 of 10 s.
const MOST_SPANS: usize = 120;

/// What came within a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Packets which the peer sent, as far as sequence numbers tell.
    pub expected: u32,
    /// Packets that came.
    pub received: u32,
    /// Jitter at its end, µs; the higher one of two spans that became one.
    pub jitter_us: u32,
}

impl Span {
    fn and(self, other: Self) -> Self {
        Self {
            expected: self.expected.saturating_add(other.expected),
            received: self.received.saturating_add(other.received),
            jitter_us: self.jitter_us.max(other.jitter_us),
        }
    }

    /// Part of the expected packets that did not come, 0–1.
    pub fn loss(&self) -> f32 {
        let lost = self.expected.saturating_sub(self.received);
        if self.expected == 0 { 0.0 } else { lost as f32 / self.expected as f32 }
    }
}

/// The spans of a stream, the first from its first packet on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// How long each is.
    pub span: Duration,
    /// In order; the last one may be shorter.
    pub spans: Vec<Span>,
}

/// The history while it is written.
#[derive(Debug)]
pub(crate) struct Recorder {
    span_us: u64,
    /// When the present span ends; never before the first packet.
    ends_us: u64,
    expected: u64,
    received: u64,
    spans: Vec<Span>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self { span_us: FIRST_SPAN_US, ends_us: u64::MAX, expected: 0, received: 0, spans: Vec::new() }
    }
}

impl Recorder {
    /// The first packet came.
    pub(crate) const fn begin(&mut self, now_us: u64) {
        self.ends_us = now_us.saturating_add(self.span_us);
    }

    /// Whether the present span has ended: asked for each packet, before it is counted.
    #[inline]
    pub(crate) const fn is_due(&self, now_us: u64) -> bool {
        now_us >= self.ends_us
    }

    /// Ends the spans that are over. What came since the last one came in the first of them: then there was silence.
    pub(crate) fn note(&mut self, now_us: u64, expected: u64, received: u64, jitter_us: u32) {
        if self.spans.capacity() == 0 {
            // Once in a stream's life, so that no packet after it touches the heap.
            self.spans.reserve_exact(MOST_SPANS);
        }
        let mut span = self.take(expected, received, jitter_us);
        while self.is_due(now_us) {
            self.push(std::mem::take(&mut span));
            self.ends_us = self.ends_us.saturating_add(self.span_us);
        }
    }

    fn take(&mut self, expected: u64, received: u64, jitter_us: u32) -> Span {
        let span = self.open(expected, received, jitter_us);
        (self.expected, self.received) = (expected, received);
        span
    }

    fn open(&self, expected: u64, received: u64, jitter_us: u32) -> Span {
        let since = |now: u64, before: u64| u32::try_from(now.saturating_sub(before)).unwrap_or(u32::MAX);
        Span { expected: since(expected, self.expected), received: since(received, self.received), jitter_us }
    }

    fn push(&mut self, span: Span) {
        self.spans.push(span);
        if self.spans.len() == MOST_SPANS {
            for place in 0..MOST_SPANS / 2 {
                self.spans[place] = self.spans[2 * place].and(self.spans[2 * place + 1]);
            }
            self.spans.truncate(MOST_SPANS / 2);
            self.span_us *= 2;
        }
    }

    /// What is known until now. Empty for a stream that did not last.
    pub(crate) fn until(&self, expected: u64, received: u64, jitter_us: u32) -> History {
        let mut spans = self.spans.clone();
        let last = self.open(expected, received, jitter_us);
        if !spans.is_empty() && last.expected > 0 {
            spans.push(last);
        }
        History { span: Duration::from_micros(self.span_us), spans }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    /// 50 packets a second, some of them lost.
    fn run(seconds: u64, lost: impl Fn(u64) -> bool) -> History {
        let (mut recorder, mut received) = (Recorder::default(), 0);
        let packets = seconds * 50;
        for packet in 0..packets {
            let now = packet * SECOND / 50;
            if packet == 0 {
                recorder.begin(now);
            }
            if lost(packet) {
                continue;
            }
            if recorder.is_due(now) {
                recorder.note(now, packet, received, 100);
            }
            received += 1;
        }
        recorder.until(packets, received, 100)
    }

    #[test]
    fn a_short_stream_leaves_none() {
        assert_eq!(run(4, |_| false).spans, []);
    }

    #[test]
    fn losses_stand_in_the_span_in_which_they_happened() {
        // Seconds 10 to 15 lose every tenth.
        let history = run(22, |packet| (500..750).contains(&packet) && packet % 10 == 5);
        assert_eq!(history.span, Duration::from_secs(5));
        let losses: Vec<u32> = history.spans.iter().map(|span| span.expected - span.received).collect();
        assert_eq!(losses, [0, 0, 25, 0, 0]);
        assert_eq!(history.spans.iter().map(|span| span.expected).sum::<u32>(), 22 * 50);
        assert!((history.spans[2].loss() - 0.1).abs() < 1e-6);
    }

    #[test]
    fn silence_is_spans_of_nothing() {
        let mut recorder = Recorder::default();
        recorder.begin(0);
        recorder.note(22 * SECOND, 100, 100, 7);
        let spans: Vec<u32> = recorder.until(150, 150, 7).spans.iter().map(|span| span.received).collect();
        assert_eq!(spans, [100, 0, 0, 0, 50]);
        assert!(!recorder.is_due(24 * SECOND) && recorder.is_due(25 * SECOND));
    }

    #[test]
    fn a_long_stream_keeps_all_in_longer_spans_without_growing() {
        let history = run(3_600, |_| false);
        assert_eq!(history.span, Duration::from_secs(40));
        assert_eq!(history.spans.len(), 90);
        assert_eq!(history.spans.iter().map(|span| u64::from(span.received)).sum::<u64>(), 3_600 * 50);
        assert!(history.spans.iter().all(|span| span.received == 2_000), "{:?}", history.spans);
    }
}
