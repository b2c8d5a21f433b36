//! The machine's clock and randomness: the only place that reads them (lint: `clippy.toml`).

use std::cell::RefCell;
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

/// The randomness of the operating system, fetched some hundreds of bytes at a time: a call draws a dozen small pieces.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

/// Bytes fetched at once.
const FETCHED: usize = 512;

/// What one thread has fetched and not given out yet. Bytes given out are wiped.
struct Fetched {
    bytes: [u8; FETCHED],
    left: usize,
}

thread_local! {
    static FETCHED_HERE: RefCell<Fetched> = const { RefCell::new(Fetched { bytes: [0; FETCHED], left: 0 }) };
}

impl Fetched {
    fn give(&mut self, buffer: &mut [u8]) {
        if self.left < buffer.len() {
            fetch(&mut self.bytes);
            self.left = FETCHED;
        }
        let from = self.left - buffer.len();
        let piece = &mut self.bytes[from..self.left];
        buffer.copy_from_slice(piece);
        piece.fill(0);
        self.left = from;
    }
}

fn fetch(buffer: &mut [u8]) {
    // A machine that cannot give randomness must not make secrets: stopping is the only safe answer.
    getrandom::fill(buffer).expect("the operating system gives randomness");
}

impl Rng for SystemRng {
    fn fill(&self, buffer: &mut [u8]) {
        if buffer.len() > FETCHED / 8 {
            return fetch(buffer);
        }
        FETCHED_HERE.with_borrow_mut(|fetched| fetched.give(buffer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_piece_comes_twice_and_what_was_given_is_wiped() {
        let mut seen = HashSet::new();
        for _ in 0..1000 {
            let mut piece = [0; 16];
            SystemRng.fill(&mut piece);
            assert!(seen.insert(piece));
        }
        FETCHED_HERE.with_borrow(|fetched| {
            assert!(fetched.bytes[fetched.left..].iter().all(|byte| *byte == 0));
            assert!(fetched.bytes[..fetched.left].chunks_exact(16).all(|piece| piece != [0; 16]));
        });
        let mut long = [0; 400];
        SystemRng.fill(&mut long);
        assert_ne!(long[..200], long[200..]);
    }
}
