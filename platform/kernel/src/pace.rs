//! When a thread looks at its sockets: at each arrival while there are few, once a tick while there are many.
//!
//! Waking a thread costs the system more than most of what it wakes for; a tick pays for it once for all that came.

use std::time::Duration;

/// The rate is measured over so long, µs.
const WINDOW_US: u64 = 32_000;
/// From so many arrivals in 1,000 ticks on, ticks cost less than waking for each.
const TICK_FROM: u64 = 1500;
/// Below so many, waking for each costs less.
const TICK_DOWN_TO: u64 = 800;

/// Decides between ticking and waiting by the rate of arrivals.
#[derive(Debug)]
pub struct Pace {
    tick_us: u64,
    ticking: bool,
    window_us: u64,
    arrivals: u64,
    ticked_us: u64,
}

impl Pace {
    /// With ticks this long, µs: the longest that anything waits.
    pub const fn every(tick_us: u64) -> Self {
        Self { tick_us, ticking: false, window_us: 0, arrivals: 0, ticked_us: 0 }
    }

    /// Counts what came since the last time, at `now_us` on any clock that only goes forward.
    pub const fn note(&mut self, arrivals: u64, now_us: u64) {
        self.arrivals += arrivals;
        let elapsed = now_us.saturating_sub(self.window_us);
        if elapsed >= WINDOW_US {
            let in_1000_ticks = self.arrivals * 1000 * self.tick_us / elapsed;
            self.ticking = in_1000_ticks >= if self.ticking { TICK_DOWN_TO } else { TICK_FROM };
            self.window_us = now_us;
            self.arrivals = 0;
        }
    }

    /// How long to rest until the next tick; nothing when each arrival is to be waited for.
    pub const fn rest(&mut self, now_us: u64) -> Option<Duration> {
        if !self.ticking {
            return None;
        }
        let due = self.ticked_us + self.tick_us;
        if now_us >= due {
            // Late by more than a tick: no attempt to make up for it.
            self.ticked_us = if now_us >= due + self.tick_us { now_us } else { due };
            return Some(Duration::ZERO);
        }
        self.ticked_us = due;
        Some(Duration::from_micros(due - now_us))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `rate` arrivals a second for a second, beginning at `from_us`.
    fn feed(pace: &mut Pace, rate: u64, from_us: u64) -> u64 {
        for step in 1..=1000 {
            let due = (rate * step / 1000) - (rate * (step - 1) / 1000);
            pace.note(due, from_us + step * 1000);
        }
        from_us + 1_000_000
    }

    #[test]
    fn few_arrivals_are_waited_for_and_many_are_fetched_by_the_tick() {
        let mut pace = Pace::every(1000);
        let now = feed(&mut pace, 1000, 0);
        assert_eq!(pace.rest(now), None);
        let now = feed(&mut pace, 3000, now);
        assert!(pace.rest(now).is_some());
        let now = feed(&mut pace, 1000, now);
        assert!(pace.rest(now).is_some(), "no flutter between the two");
        let now = feed(&mut pace, 100, now);
        assert_eq!(pace.rest(now), None);
    }

    #[test]
    fn a_longer_tick_pays_from_a_lower_rate_on() {
        let mut pace = Pace::every(4000);
        let now = feed(&mut pace, 300, 0);
        assert_eq!(pace.rest(now), None);
        let now = feed(&mut pace, 400, now);
        assert!(pace.rest(now).is_some());
    }

    #[test]
    fn ticks_keep_their_beat_and_do_not_hurry_after_a_delay() {
        let mut pace = Pace::every(1000);
        let now = feed(&mut pace, 80_000, 0);
        assert_eq!(pace.rest(now), Some(Duration::ZERO), "the first one is due");
        assert_eq!(pace.rest(now + 300), Some(Duration::from_micros(700)));
        assert_eq!(pace.rest(now + 1400), Some(Duration::from_micros(600)));
        assert_eq!(pace.rest(now + 9000), Some(Duration::ZERO));
        assert_eq!(pace.rest(now + 9200), Some(Duration::from_micros(800)), "one rest, not seven ticks");
    }
}
