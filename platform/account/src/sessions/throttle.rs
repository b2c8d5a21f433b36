//! Slows down guessing: per account and network, per network, and per account from networks it does not know.
//!
//! Pure: time comes in. An attacker elsewhere slows only strangers to the account down, never the owner, who
//! comes from a network that signed in before (SGN-9).

use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

use kernel::id::Uuid;
use web::Net;

/// Failures that cost nothing, by kind of counter.
const FREE_PAIR: u32 = 5;
const FREE_NET: u32 = 30;
const FREE_ACCOUNT: u32 = 20;
const FREE_CODES: u32 = 5;
/// The longest waits.
const LONGEST_PAIR: Duration = Duration::from_secs(15 * 60);
const LONGEST_NET: Duration = Duration::from_secs(60);
const LONGEST_ACCOUNT: Duration = Duration::from_secs(60);
/// Of a million codes three are right at any time: some sixteen guesses an hour are one chance in twenty thousand, for
/// somebody who has the password already.
const LONGEST_CODES: Duration = Duration::from_secs(15 * 60);
/// The first wait; each further failure doubles it.
const SHORTEST: Duration = Duration::from_secs(5);
/// A counter without failures for so long is forgotten.
const FORGET: Duration = Duration::from_secs(3600);
const KEYS_KEPT: usize = 100_000;

/// An attempt under way: it counts as failed until it is known to have succeeded.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    account: String,
    net: Net,
    familiar: bool,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Instant,
}

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    pairs: HashMap<(String, Net), Failures>,
    nets: HashMap<Net, Failures>,
    accounts: HashMap<String, Failures>,
    codes: HashMap<CodesOf, Failures>,
}

/// Whose codes are guessed, and whether from a network that the user has signed in from: wherever else guesses come from,
/// they are counted together, and hold up nobody at home.
type CodesOf = (Uuid, bool);

impl Throttle {
    /// Begins an attempt, which is counted at once: a thousand in parallel are a thousand.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) fn begin(
        &mut self,
        now: Instant,
        account: &str,
        net: Net,
        familiar: bool,
    ) -> Result<Attempt, Duration> {
        let pair = (account.to_owned(), net);
        let mut wait = left(self.pairs.get(&pair), FREE_PAIR, LONGEST_PAIR, now);
        wait = wait.max(left(self.nets.get(&net), FREE_NET, LONGEST_NET, now));
        if !familiar {
            wait = wait.max(left(self.accounts.get(account), FREE_ACCOUNT, LONGEST_ACCOUNT, now));
        }
        if wait > Duration::ZERO {
            return Err(wait);
        }
        count(&mut self.pairs, pair, now);
        count(&mut self.nets, net, now);
        if !familiar {
            count(&mut self.accounts, account.to_owned(), now);
        }
        Ok(Attempt { account: account.to_owned(), net, familiar })
    }

    /// Begins an attempt at a code of an app, which is counted at once.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) fn begin_code(&mut self, now: Instant, of: CodesOf) -> Result<(), Duration> {
        let wait = left(self.codes.get(&of), FREE_CODES, LONGEST_CODES, now);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        count(&mut self.codes, of, now);
        Ok(())
    }

    /// The code was right.
    pub(crate) fn forget_codes(&mut self, of: CodesOf) {
        self.codes.remove(&of);
    }

    /// The attempt had the right password: the pair begins anew, the other counters lose what it cost.
    pub(crate) fn succeed(&mut self, attempt: &Attempt) {
        self.pairs.remove(&(attempt.account.clone(), attempt.net));
        forgive(&mut self.nets, &attempt.net);
        if !attempt.familiar {
            forgive(&mut self.accounts, &attempt.account);
        }
    }
}

/// What is left of the wait after the last failure: 5, 10, 20 … seconds once the free ones are used up.
fn left(failures: Option<&Failures>, free: u32, longest: Duration, now: Instant) -> Duration {
    let Some(failures) = failures.filter(|it| it.count >= free) else { return Duration::ZERO };
    let wait = (SHORTEST * (1 << (failures.count - free).min(16))).min(longest);
    wait.saturating_sub(now.saturating_duration_since(failures.last))
}

fn count<K: Eq + Hash>(counters: &mut HashMap<K, Failures>, key: K, now: Instant) {
    if counters.len() >= KEYS_KEPT {
        counters.retain(|_, failures| now.saturating_duration_since(failures.last) < FORGET);
    }
    if counters.len() >= KEYS_KEPT {
        // A flood of keys: every second one goes, so that the work and the memory stay bounded.
        let mut keep = false;
        counters.retain(|_, _| {
            keep = !keep;
            keep
        });
    }
    let failures = counters.entry(key).or_insert(Failures { count: 0, last: now });
    if now.saturating_duration_since(failures.last) >= FORGET {
        failures.count = 0;
    }
    *failures = Failures { count: failures.count.saturating_add(1), last: now };
}

fn forgive<K: Eq + Hash>(counters: &mut HashMap<K, Failures>, key: &K) {
    if let Some(failures) = counters.get_mut(key) {
        failures.count = failures.count.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    fn net(last: u8) -> Net {
        Net::of(IpAddr::from([192, 0, 2, last]))
    }

    /// Guesses as fast as allowed for an hour; answers how many guesses there were.
    fn guesses_in_an_hour(mut next: impl FnMut(u32) -> Net) -> u32 {
        let (mut throttle, start) = (Throttle::default(), Instant::now());
        let (mut now, mut made) = (start, 0);
        while now - start < Duration::from_secs(3600) {
            match throttle.begin(now, "acme/ana", next(made), false) {
                Ok(_) => made += 1,
                Err(wait) => now += wait.min(Duration::from_secs(60)),
            }
        }
        made
    }

    #[test]
    fn a_few_mistakes_cost_nothing_then_each_costs_more() {
        let (mut throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..FREE_PAIR {
            assert!(throttle.begin(now, "acme/ana", net(1), true).is_ok());
        }
        assert_eq!(throttle.begin(now, "acme/ana", net(1), true).unwrap_err(), SHORTEST);
        let later = now + SHORTEST;
        assert!(throttle.begin(later, "acme/ana", net(1), true).is_ok());
        assert_eq!(throttle.begin(later, "acme/ana", net(1), true).unwrap_err(), SHORTEST * 2);
    }

    #[test]
    fn success_clears_the_way() {
        let (mut throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..FREE_PAIR - 1 {
            throttle.begin(now, "acme/ana", net(1), true).unwrap();
        }
        let attempt = throttle.begin(now, "acme/ana", net(1), true).unwrap();
        throttle.succeed(&attempt);
        assert!(throttle.begin(now, "acme/ana", net(1), true).is_ok());
    }

    #[test]
    fn an_attacker_from_everywhere_is_slow_and_the_owner_notices_nothing() {
        let from_everywhere =
            |guess: u32| Net::of(IpAddr::from(0x0A00_0000_u32.wrapping_add(guess).to_be_bytes()));
        assert!(guesses_in_an_hour(from_everywhere) < 100);
        assert!(guesses_in_an_hour(|_| net(1)) < 20);

        let (mut throttle, now) = (Throttle::default(), Instant::now());
        for guess in 0..1000 {
            let _ = throttle.begin(now, "acme/ana", from_everywhere(guess), false);
        }
        assert!(throttle.begin(now, "acme/ana", net(9), false).is_err(), "a stranger waits");
        assert!(throttle.begin(now, "acme/ana", net(9), true).is_ok(), "the owner does not");
    }

    #[test]
    fn codes_are_guessed_slowly_from_everywhere_together() {
        let (mut throttle, start) = (Throttle::default(), Instant::now());
        let (user, mut now, mut made) = (Uuid::from_u128(1), start, 0);
        while now - start < Duration::from_secs(3600) {
            match throttle.begin_code(now, (user, false)) {
                Ok(()) => made += 1,
                Err(wait) => now += wait,
            }
        }
        assert!(made < 20, "{made}");
        assert!(throttle.begin_code(now, (user, true)).is_ok(), "the owner at home does not wait");
        assert!(throttle.begin_code(now, (Uuid::from_u128(2), false)).is_ok(), "nor does anybody else");
        throttle.forget_codes((user, false));
        assert!(throttle.begin_code(now, (user, false)).is_ok());
    }

    #[test]
    fn counters_do_not_grow_without_bound() {
        let (mut throttle, now) = (Throttle::default(), Instant::now());
        for guess in 0..u32::try_from(KEYS_KEPT).unwrap() + 1000 {
            let net = Net::of(IpAddr::from(guess.to_be_bytes()));
            let _ = throttle.begin(now, &format!("acme/{guess}"), net, false);
        }
        for kept in [throttle.pairs.len(), throttle.nets.len(), throttle.accounts.len()] {
            assert!(kept <= KEYS_KEPT, "{kept}");
        }
    }
}
