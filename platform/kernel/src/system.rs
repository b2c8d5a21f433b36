//! The machine's clock and randomness: the only place that reads them (lint: `clippy.toml`).

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::{Clock, Rng, Timestamp};

/// The clock of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the wall clock is read")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, buffer: &mut [u8]) {
        // A machine that cannot give randomness must not make secrets: stopping is the only safe answer.
        getrandom::fill(buffer).expect("the operating system gives randomness");
    }
}
