//! Which sources guess secrets or scan, and what they get: answers, late answers, none (OPS-41).
//!
//! Pure: time comes in. Failures are counted per source address and per terminal user from that address; so are
//! requests without credentials from sources that never show right ones, which weigh little, since a whole office
//! that starts at once sends many before the first of them comes back with its answer.
//! Invariant: an address behind which a phone is registered is never silenced as a whole; a user guessed at from
//! there is. An IPv6 source counts by its /64, since one host owns at least that much.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use crate::config::GuardConfig;

/// What a source gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// An answer.
    Answer,
    /// An answer after this time.
    Late(Duration),
    /// Nothing.
    Silence,
}

/// What an address is banned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffenceKind {
    /// It guesses secrets.
    Guessing,
    /// It asks and asks, and never shows credentials.
    Scanning,
}

/// Enough for a ban.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offence {
    /// What for.
    pub kind: OffenceKind,
    /// Whether the ban may be longer than a first one. It may not for one phone that tries its wrong secret again and
    /// again, slowly, nor for scanning, whose source nothing proves.
    pub grows: bool,
}

#[derive(Debug, Clone, Copy)]
struct Tally {
    failures: u32,
    /// Requests without credentials.
    bare: u32,
    /// Failures, of which those beyond a few users and those of scanners count more.
    score: u32,
    /// How many users were tried, known or not.
    users: u32,
    first: Instant,
    last: Instant,
}

/// So many requests without credentials weigh as much as one wrong secret.
const BARE: u32 = 100;

/// A scanner's requests and failures count so many times; its name alone, which anybody may bear, counts nothing.
const SCANNER: u32 = 3;
/// From the user after this one on, a wrong secret counts twice: an office has few phones with wrong ones.
const FEW_USERS: u32 = 3;
/// Secrets tried so fast are guessed, even of one user.
const FAST: Duration = Duration::from_secs(120);
/// A source without credentials is a scanner after this time at the earliest: an office that starts has shown some.
const SCANS_FOR: Duration = Duration::from_secs(60);

/// Most sources and users remembered; beyond it the oldest are forgotten.
const REMEMBERED: usize = 50_000;

/// Counts failures.
#[derive(Debug)]
pub struct Guard {
    config: GuardConfig,
    /// The score at which a source is to be banned.
    ban_after: u32,
    sources: HashMap<IpAddr, Tally>,
    users: HashMap<(IpAddr, Box<str>), Tally>,
}

impl Guard {
    /// Knows nobody.
    pub fn new(config: GuardConfig, ban_after: u32) -> Self {
        Self { config, ban_after: ban_after.max(1), sources: HashMap::new(), users: HashMap::new() }
    }

    /// Whether nobody has failed lately: then nothing need be asked.
    pub fn is_calm(&self) -> bool {
        self.sources.is_empty()
    }

    /// What a request from `source`, that names `user` in its credentials, gets. `known`: a phone is registered
    /// from there.
    pub fn treatment(&self, now: Instant, source: IpAddr, user: Option<&str>, known: bool) -> Treatment {
        let source = block(source);
        let whole = self.fresh(now, self.sources.get(&source)).filter(|_| !known);
        let guessed = user.filter(|_| !self.users.is_empty());
        let single = guessed.and_then(|user| self.fresh(now, self.users.get(&(source, Box::from(user)))));
        let failures = |tally: Option<Tally>| tally.map_or(0, |tally| tally.failures);
        let worst = failures(whole).max(failures(single));
        // Whoever shows credentials is heard: right ones clear the source.
        let scans =
            user.is_none() && whole.is_some_and(|tally| tally.bare / BARE >= self.config.silence_after);
        if worst >= self.config.silence_after || scans {
            Treatment::Silence
        } else if worst >= self.config.slow_after {
            let steps = worst - self.config.slow_after + 1;
            Treatment::Late(Duration::from_millis(u64::from(steps.min(10)) * 200))
        } else {
            Treatment::Answer
        }
    }

    fn fresh(&self, now: Instant, tally: Option<&Tally>) -> Option<Tally> {
        tally.filter(|tally| now.saturating_duration_since(tally.last) < self.memory()).copied()
    }

    const fn memory(&self) -> Duration {
        Duration::from_secs(self.config.memory_secs)
    }

    /// Wrong credentials for `user`, who may not exist: both count the same.
    pub fn failed(&mut self, now: Instant, source: IpAddr, user: &str, scanner: bool) -> Option<Offence> {
        let source = block(source);
        let memory = self.memory();
        let mut another = false;
        if self.users.len() < REMEMBERED {
            let key = (source, Box::from(user));
            another = self.fresh(now, self.users.get(&key)).is_none();
            self.users.entry(key).or_insert(Tally::new(now)).add(now, memory, 1, 0);
        }
        let tally = self.add(now, source, 1, 0)?;
        tally.users += u32::from(another);
        let more = if scanner { SCANNER } else { 1 } + u32::from(tally.users > FEW_USERS);
        tally.score = tally.score.saturating_add(more);
        let (score, fast) = (tally.score, now.saturating_duration_since(tally.first) < FAST);
        let grows = fast || tally.users > 1;
        (score >= self.ban_after).then_some(Offence { kind: OffenceKind::Guessing, grows })
    }

    /// A request without credentials.
    pub fn challenged(&mut self, now: Instant, source: IpAddr, scanner: bool) -> Option<Offence> {
        let tally = self.add(now, block(source), 0, if scanner { SCANNER } else { 1 })?;
        let (bare, lasted) = (tally.bare / BARE, now.saturating_duration_since(tally.first) >= SCANS_FOR);
        let scans = lasted && bare >= self.ban_after;
        scans.then_some(Offence { kind: OffenceKind::Scanning, grows: false })
    }

    fn add(&mut self, now: Instant, source: IpAddr, failures: u32, bare: u32) -> Option<&mut Tally> {
        let memory = self.memory();
        if self.sources.len() >= REMEMBERED {
            self.forget(now);
        }
        if self.sources.len() >= REMEMBERED {
            return None;
        }
        let tally = self.sources.entry(source).or_insert(Tally::new(now));
        tally.add(now, memory, failures, bare);
        Some(tally)
    }

    /// The source is banned, or a ban of it was lifted: it begins anew.
    pub fn forgive(&mut self, source: IpAddr) {
        let source = block(source);
        self.sources.remove(&source);
        self.users.retain(|(of, _), _| *of != source);
    }

    /// Right credentials: the address is no stranger's, and the user is at home there.
    pub fn succeeded(&mut self, source: IpAddr, user: &str) {
        if self.sources.is_empty() {
            return;
        }
        let source = block(source);
        self.sources.remove(&source);
        if !self.users.is_empty() {
            self.users.remove(&(source, Box::from(user)));
        }
    }

    /// Forgets what is old.
    pub fn forget(&mut self, now: Instant) {
        let memory = self.memory();
        self.sources.retain(|_, tally| now.saturating_duration_since(tally.last) < memory);
        self.users.retain(|_, tally| now.saturating_duration_since(tally.last) < memory);
    }
}

impl Tally {
    const fn new(now: Instant) -> Self {
        Self { failures: 0, bare: 0, score: 0, users: 0, first: now, last: now }
    }

    fn add(&mut self, now: Instant, memory: Duration, failures: u32, bare: u32) {
        if now.saturating_duration_since(self.last) >= memory {
            *self = Self::new(now);
        }
        self.failures = self.failures.saturating_add(failures);
        self.bare = self.bare.saturating_add(bare);
        self.last = now;
    }
}

fn block(source: IpAddr) -> IpAddr {
    match source.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCANNER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7));

    fn guard() -> (Guard, Instant) {
        (Guard::new(GuardConfig { slow_after: 3, silence_after: 6, memory_secs: 60 }, 12), Instant::now())
    }

    #[test]
    fn wrong_secrets_are_slowed_then_met_with_silence_then_forgotten() {
        let (mut guard, now) = guard();
        let mut seen = Vec::new();
        for attempt in 0..7 {
            seen.push(guard.treatment(now, SCANNER, Some("user"), false));
            guard.failed(now, SCANNER, &format!("user{attempt}"), false);
        }
        assert_eq!(seen[..3], [Treatment::Answer; 3]);
        assert!(
            matches!(seen[3..6], [Treatment::Late(a), Treatment::Late(b), Treatment::Late(c)] if a < b && b < c)
        );
        assert_eq!(seen[6], Treatment::Silence);
        let later = now + Duration::from_secs(61);
        assert_eq!(guard.treatment(later, SCANNER, None, false), Treatment::Answer);
        guard.forget(later);
        assert!(guard.is_calm());
    }

    #[test]
    fn an_office_behind_one_address_is_not_silenced_but_the_guessed_user_is() {
        let (mut guard, now) = guard();
        for _ in 0..10 {
            guard.failed(now, SCANNER, "victim", false);
        }
        assert_eq!(guard.treatment(now, SCANNER, Some("colleague"), true), Treatment::Answer);
        assert_eq!(guard.treatment(now, SCANNER, None, true), Treatment::Answer);
        assert_eq!(guard.treatment(now, SCANNER, Some("victim"), true), Treatment::Silence);
        assert_eq!(guard.treatment(now, SCANNER, Some("colleague"), false), Treatment::Silence);
    }

    #[test]
    fn asking_without_ever_showing_credentials_is_borne_long_and_success_clears() {
        let (mut guard, now) = guard();
        for _ in 0..6 * BARE - 1 {
            guard.challenged(now, SCANNER, false);
        }
        assert_eq!(guard.treatment(now, SCANNER, None, false), Treatment::Answer);
        guard.challenged(now, SCANNER, false);
        assert_eq!(guard.treatment(now, SCANNER, None, false), Treatment::Silence);
        assert_eq!(guard.treatment(now, SCANNER, Some("user"), false), Treatment::Answer);
        guard.succeeded(SCANNER, "user");
        assert_eq!(guard.treatment(now, SCANNER, None, false), Treatment::Answer);
    }

    #[test]
    fn one_ipv6_host_cannot_change_its_face() {
        let (mut guard, now) = guard();
        for last in 0..6 {
            let from = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, last));
            guard.failed(now, from, "user", false);
        }
        let other = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 9, 9, 9, 9));
        assert_eq!(guard.treatment(now, other, None, false), Treatment::Silence);
    }

    /// After how many wrong secrets a source is to be banned, and whether for longer each time.
    fn banned_after(users: usize, pause: Duration, scanner: bool) -> (usize, bool) {
        let (mut guard, mut now) = guard();
        for attempt in 1..100 {
            let user = format!("user{}", attempt % users);
            if let Some(offence) = guard.failed(now, SCANNER, &user, scanner) {
                assert_eq!(offence.kind, OffenceKind::Guessing);
                return (attempt, offence.grows);
            }
            now += pause;
        }
        (0, false)
    }

    #[test]
    fn who_guesses_fast_or_many_users_is_banned_for_longer_than_a_phone_with_a_wrong_secret() {
        let (fast, slow) = (Duration::from_millis(10), Duration::from_secs(20));
        assert_eq!(banned_after(1, fast, false), (12, true));
        assert_eq!(banned_after(1, slow, false), (12, false));
        assert_eq!(banned_after(2, slow, false), (12, true));
        assert_eq!(banned_after(100, fast, false), (8, true), "three users are few, the others count twice");
        assert_eq!(banned_after(1, fast, true), (4, true));
    }

    #[test]
    fn who_never_shows_credentials_is_banned_when_it_lasts_and_an_office_that_starts_is_not() {
        let (mut guard, now) = guard();
        for _ in 0..BARE * 100 {
            assert_eq!(guard.challenged(now, SCANNER, true), None, "within a moment");
        }
        let later = now + Duration::from_secs(59);
        assert_eq!(guard.challenged(later, SCANNER, false), None);
        let offence = guard.challenged(later + Duration::from_secs(1), SCANNER, false).unwrap();
        assert_eq!((offence.kind, offence.grows), (OffenceKind::Scanning, false));
        guard.forgive(SCANNER);
        assert!(guard.is_calm());
        assert_eq!(guard.challenged(later, SCANNER, true), None, "the name alone is nothing");
    }
}
