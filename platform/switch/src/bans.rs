//! Which addresses are banned, and for how long (OPS-41): a table that is asked before a packet is parsed.
//!
//! Pure: time comes in, decisions come out. An address is banned for longer each time it offends again within some
//! days. Invariant: what is on the allow list is never banned, and a lookup costs one hash per distinct length of the
//! blocks in the table, which is one where nothing was added by hand.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::time::Duration;

use kernel::{Network, Timestamp};
use serde::{Deserialize, Serialize};

/// Most blocks remembered; beyond it nobody new is banned until old ones are forgotten.
const MOST: usize = 50_000;

/// When an address is banned, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BanConfig {
    /// Wrong secrets after which an address is banned; several users tried and a scanner's name make it fewer.
    pub after: u32,
    /// The first ban, in seconds.
    pub first_secs: u32,
    /// Each further one is longer by this factor.
    pub factor: u32,
    /// The longest ban, in seconds.
    pub longest_secs: u32,
    /// After so long without offence a ban is forgotten and the next one is a first one, in seconds.
    pub remember_secs: u32,
}

impl Default for BanConfig {
    fn default() -> Self {
        Self { after: 20, first_secs: 600, factor: 6, longest_secs: 86_400, remember_secs: 7 * 86_400 }
    }
}

/// A banned block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ban {
    /// Who.
    pub network: Network,
    /// Since when.
    pub since: Timestamp,
    /// Until when; none: until it is lifted.
    pub until: Option<Timestamp>,
    /// How many times in a row.
    pub strikes: u32,
}

impl Ban {
    /// Whether it is in force.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    ban: Ban,
    hits: u64,
}

/// The table.
#[derive(Debug)]
pub struct Bans {
    config: BanConfig,
    banned: Blocks<Entry>,
    allowed: Blocks<()>,
}

/// Blocks by length, found by an address within.
#[derive(Debug)]
struct Blocks<T> {
    blocks: HashMap<Network, T>,
    /// How many blocks have this length, by family.
    lengths: BTreeMap<(bool, u8), usize>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: HashMap::new(), lengths: BTreeMap::new() }
    }
}

impl<T> Blocks<T> {
    fn put(&mut self, network: Network, value: T) {
        if self.blocks.insert(network, value).is_none() {
            *self.lengths.entry(family(network)).or_default() += 1;
        }
    }

    fn remove(&mut self, network: Network) -> bool {
        if self.blocks.remove(&network).is_none() {
            return false;
        }
        if let Some(count) = self.lengths.get_mut(&family(network)) {
            *count -= 1;
            if *count == 0 {
                self.lengths.remove(&family(network));
            }
        }
        true
    }

    /// The blocks around an address.
    fn around(&self, address: IpAddr) -> impl Iterator<Item = Network> + '_ {
        let v4 = address.to_canonical().is_ipv4();
        let lengths = self.lengths.range((v4, 0)..=(v4, u8::MAX));
        lengths.map(move |((_, length), _)| Network::new(address, *length))
    }

    fn has(&self, address: IpAddr) -> bool {
        self.around(address).any(|network| self.blocks.contains_key(&network))
    }
}

fn family(network: Network) -> (bool, u8) {
    (network.address().is_ipv4(), network.length())
}

impl Bans {
    /// Nobody is banned.
    pub fn new(config: BanConfig) -> Self {
        Self { config, banned: Blocks::default(), allowed: Blocks::default() }
    }

    /// Whether the table is empty: then nothing need be asked.
    pub fn is_empty(&self) -> bool {
        self.banned.blocks.is_empty()
    }

    /// How many bans are in force.
    pub fn count(&self, now: Timestamp) -> usize {
        self.banned.blocks.values().filter(|entry| entry.ban.holds(now)).count()
    }

    /// Whether what comes from this address is dropped; counts it when so.
    pub fn drops(&mut self, now: Timestamp, source: IpAddr) -> bool {
        let held = |network: &Network| self.banned.blocks.get(network).is_some_and(|it| it.ban.holds(now));
        let Some(network) = self.banned.around(source).find(held) else { return false };
        if self.allowed.has(source) {
            return false;
        }
        if let Some(entry) = self.banned.blocks.get_mut(&network) {
            entry.hits += 1;
        }
        true
    }

    /// Until when this address is banned, if it is: `Some(None)` is until it is lifted.
    pub fn until(&self, now: Timestamp, source: IpAddr) -> Option<Option<Timestamp>> {
        if self.allowed.has(source) {
            return None;
        }
        let entries = self.banned.around(source).filter_map(|network| self.banned.blocks.get(&network));
        entries.filter(|entry| entry.ban.holds(now)).map(|entry| entry.ban.until).max_by_key(
            // What has no end lasts longest.
            |until| until.map_or((true, Timestamp::EPOCH), |until| (false, until)),
        )
    }

    /// An offence that deserves a ban. None where the address is banned already, is allowed, or the table is full.
    /// Where `grows` is not set the ban is a first one whatever came before.
    pub fn strike(&mut self, now: Timestamp, source: IpAddr, grows: bool) -> Option<Ban> {
        let network = Network::of_host(source);
        let before = self.banned.blocks.get(&network).map(|entry| entry.ban);
        let held = before.is_some_and(|ban| ban.holds(now));
        let full = before.is_none() && self.banned.blocks.len() >= MOST;
        if held || full || self.allowed.has(source) {
            return None;
        }
        let strikes = before.map_or(0, |ban| ban.strikes).saturating_add(u32::from(grows)).max(1);
        let length = if grows { strikes } else { 1 };
        let ban = Ban { network, since: now, until: Some(now + self.length(length)), strikes };
        self.put(ban);
        Some(ban)
    }

    fn length(&self, strikes: u32) -> Duration {
        let factor = u64::from(self.config.factor.max(1)).saturating_pow(strikes.saturating_sub(1));
        let secs = u64::from(self.config.first_secs).saturating_mul(factor);
        Duration::from_secs(secs.min(self.config.longest_secs.into()))
    }

    /// Takes a ban over: from before a restart, or made by hand.
    pub fn put(&mut self, ban: Ban) {
        self.banned.put(ban.network, Entry { ban, hits: 0 });
    }

    /// Lifts a ban and forgets what came before it; answers whether there was one.
    pub fn lift(&mut self, network: Network) -> bool {
        self.banned.remove(network)
    }

    /// The addresses that are never banned, all of them.
    pub fn allow(&mut self, networks: &[Network]) {
        self.allowed = Blocks::default();
        for network in networks {
            self.allowed.put(*network, ());
        }
    }

    /// What was dropped since this was asked last.
    pub fn hits(&mut self) -> Vec<(Network, u64)> {
        let hit = self.banned.blocks.iter_mut().filter(|(_, entry)| entry.hits > 0);
        hit.map(|(network, entry)| (*network, std::mem::take(&mut entry.hits))).collect()
    }

    /// Forgets bans that ended long ago.
    pub fn forget(&mut self, now: Timestamp) {
        let remember = Duration::from_secs(self.config.remember_secs.into());
        let old = |ban: &Ban| ban.until.is_some_and(|until| until + remember <= now);
        let gone: Vec<_> =
            self.banned.blocks.values().map(|entry| entry.ban).filter(old).map(|ban| ban.network).collect();
        for network in gone {
            self.banned.remove(network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_micros(secs * 1_000_000)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn bans() -> Bans {
        Bans::new(BanConfig {
            first_secs: 10,
            factor: 6,
            longest_secs: 100,
            remember_secs: 1_000,
            ..BanConfig::default()
        })
    }

    #[test]
    fn each_ban_is_longer_and_what_is_long_ago_is_forgotten() {
        let (mut bans, who) = (bans(), ip("203.0.113.7"));
        assert!(bans.is_empty() && !bans.drops(at(0), who));
        let first = bans.strike(at(0), who, true).unwrap();
        assert_eq!((first.until, first.strikes), (Some(at(10)), 1));
        assert!(bans.drops(at(9), who) && !bans.drops(at(9), ip("203.0.113.8")));
        assert_eq!(bans.strike(at(9), who, true), None, "it is banned already");
        assert!(!bans.drops(at(10), who));
        assert_eq!(bans.strike(at(10), who, true).unwrap().until, Some(at(70)));
        assert_eq!(bans.strike(at(70), who, true).unwrap().until, Some(at(170)), "the longest");
        bans.forget(at(1_169));
        assert_eq!(bans.strike(at(1_169), who, false).unwrap().until, Some(at(1_179)), "it does not grow");
        bans.forget(at(2_179));
        assert!(bans.is_empty());
    }

    #[test]
    fn an_ipv6_host_cannot_change_its_face_and_blocks_by_hand_hold() {
        let mut bans = bans();
        bans.strike(at(0), ip("2001:db8::1"), true).unwrap();
        assert!(bans.drops(at(1), ip("2001:db8::ffff:1")) && !bans.drops(at(1), ip("2001:db8:0:1::1")));
        let network: Network = "198.51.100.0/24".parse().unwrap();
        bans.put(Ban { network, since: at(0), until: None, strikes: 1 });
        assert!(
            bans.drops(at(1_000_000), ip("198.51.100.9")) && bans.drops(at(1), ip("::ffff:198.51.100.9"))
        );
        assert_eq!(bans.until(at(1), ip("198.51.100.9")), Some(None));
        assert_eq!(bans.count(at(1)), 2);
        assert_eq!(bans.hits().iter().map(|(_, hits)| hits).sum::<u64>(), 3);
        assert!(bans.hits().is_empty());
        assert!(bans.lift(network) && !bans.lift(network));
        assert!(!bans.drops(at(1), ip("198.51.100.9")));
    }

    #[test]
    fn the_allow_list_beats_every_ban() {
        let mut bans = bans();
        let network: Network = "0.0.0.0/0".parse().unwrap();
        bans.put(Ban { network, since: at(0), until: None, strikes: 1 });
        bans.allow(&["192.0.2.0/24".parse().unwrap()]);
        assert!(!bans.drops(at(1), ip("192.0.2.1")) && bans.drops(at(1), ip("192.0.3.1")));
        assert_eq!(bans.until(at(1), ip("192.0.2.1")), None);
        assert_eq!(bans.strike(at(1), ip("192.0.2.1"), true), None);
        bans.allow(&[]);
        assert!(bans.drops(at(1), ip("192.0.2.1")));
    }

    #[test]
    fn the_table_is_bounded() {
        let mut bans = bans();
        for number in 0..u32::try_from(MOST).unwrap() + 10 {
            bans.strike(at(0), IpAddr::from(number.to_be_bytes()), true);
        }
        assert_eq!(bans.count(at(1)), MOST);
    }
}
