//! Requests per minute of one key (tenant, address), as a leaky bucket without a timer (GCRA).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const KEYS_KEPT: usize = 50_000;
const MINUTE: Duration = Duration::from_secs(60);
/// How many seconds' worth of requests may come at once.
const BURST: Duration = Duration::from_secs(20);

/// Counts requests by key. Forgets keys that have been silent.
#[derive(Debug)]
pub(crate) struct Budget<K>(Mutex<HashMap<K, Instant>>);

impl<K> Default for Budget<K> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<K: Eq + Hash> Budget<K> {
    /// Takes one request out of the budget of `key`, which grows by `per_minute`.
    ///
    /// # Errors
    /// How long to wait when it is used up.
    pub(crate) fn take(&self, key: K, per_minute: u32, now: Instant) -> Result<(), Duration> {
        let step = MINUTE / per_minute.max(1);
        let mut paid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paid.len() >= KEYS_KEPT {
            paid.retain(|_, until| *until > now);
        }
        if paid.len() >= KEYS_KEPT {
            // More keys than can be kept are at work: forgetting all is kinder than growing, and soon counted anew.
            paid.clear();
        }
        let until = paid.get(&key).copied().unwrap_or(now).max(now);
        let debt = until - now;
        let burst = BURST.max(step);
        if debt + step > burst {
            return Err(debt + step - burst);
        }
        paid.insert(key, until + step);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_rate_holds_and_others_notice_nothing() {
        let (budget, start) = (Budget::default(), Instant::now());
        let passed = (0..100).filter(|_| budget.take("a", 60, start).is_ok()).count();
        assert_eq!(passed, 20);
        assert!(budget.take("b", 60, start).is_ok());
        assert_eq!(budget.take("a", 60, start), Err(Duration::from_secs(1)));
        assert!(budget.take("a", 60, start + Duration::from_secs(1)).is_ok());
        assert!(budget.take("a", 60, start + Duration::from_secs(1)).is_err());
    }
}
