//! The ban of addresses from the sign-in of the pages: who is refused again and again waits longer and longer.
//!
//! Pure but for its lock's holder: time comes in. It stands behind the throttle, which slows each account and network
//! down first; telephones from the same address are not concerned.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use kernel::{Fault, FaultKind, Network, Timestamp};
use switch::{Ban, BanConfig, Bans};

/// Refusals within the hour after which an address is banned.
const REFUSALS: u32 = 100;
const HOUR: Duration = Duration::from_secs(3600);
/// Addresses counted; beyond it the oldest are forgotten.
const MOST: usize = 50_000;

/// This address may not sign in for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts from this address; it is banned for a while")]
pub struct AddressBanned;

impl Fault for AddressBanned {
    fn kind(&self) -> FaultKind {
        FaultKind::Throttled
    }
    fn code(&self) -> &'static str {
        "session.address_banned"
    }
}

/// The table.
#[derive(Debug)]
pub(crate) struct Doors {
    bans: Bans,
    refusals: HashMap<Network, (u32, Instant)>,
}

impl Default for Doors {
    fn default() -> Self {
        Self { bans: Bans::new(BanConfig::default()), refusals: HashMap::new() }
    }
}

impl Doors {
    /// Until when an address is banned, if it is: `Some(None)` is until it is lifted.
    pub(crate) fn until(&self, now: Timestamp, source: IpAddr) -> Option<Option<Timestamp>> {
        if self.bans.is_empty() { None } else { self.bans.until(now, source) }
    }

    /// Somebody was refused; answers a ban when that was once too often.
    pub(crate) fn refused(&mut self, clock: (Instant, Timestamp), source: IpAddr) -> Option<Ban> {
        let (now, wall) = clock;
        if self.refusals.len() >= MOST {
            self.refusals.retain(|_, (_, since)| now.saturating_duration_since(*since) < HOUR);
        }
        if self.refusals.len() >= MOST {
            self.refusals.clear();
        }
        let network = Network::of_host(source);
        let (count, since) = self.refusals.entry(network).or_insert((0, now));
        if now.saturating_duration_since(*since) >= HOUR {
            (*count, *since) = (0, now);
        }
        *count += 1;
        if *count < REFUSALS {
            return None;
        }
        self.refusals.remove(&network);
        self.bans.strike(wall, source, true)
    }

    /// Somebody got in: the address is one that people work from.
    pub(crate) fn succeeded(&mut self, source: IpAddr) {
        self.refusals.remove(&Network::of_host(source));
    }

    /// The table of bans, to change it.
    pub(crate) const fn bans(&mut self) -> &mut Bans {
        &mut self.bans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_refused_all_the_time_is_banned_and_one_where_people_work_is_not() {
        let (mut doors, now, wall) = (Doors::default(), Instant::now(), Timestamp::EPOCH);
        let (office, attacker): (IpAddr, IpAddr) =
            ("192.0.2.1".parse().unwrap(), "203.0.113.7".parse().unwrap());
        for attempt in 0..REFUSALS * 2 {
            assert_eq!(doors.refused((now, wall), office), None);
            if attempt % 50 == 0 {
                doors.succeeded(office);
            }
        }
        let banned: Vec<_> = (0..REFUSALS).filter_map(|_| doors.refused((now, wall), attacker)).collect();
        assert_eq!(banned.len(), 1);
        assert_eq!(doors.until(wall, attacker), Some(banned[0].until));
        assert_eq!(doors.until(wall, office), None);
        let spread =
            (0..REFUSALS * 2).filter_map(|hour| doors.refused((now + HOUR * (hour + 1), wall), office));
        assert_eq!(spread.count(), 0, "one an hour is nobody's attack");
    }
}
