//! Who guesses and scans, summed up per address: what the log of security events is told once a minute.
//!
//! Pure and bounded: beyond [`MOST`] addresses in a minute the rest are one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use kernel::Network;
use kernel::id::TenantId;

/// Addresses told apart in a minute.
const MOST: usize = 2_000;
/// Tenants told apart of one address.
const MOST_TENANTS: usize = 16;
/// A user agent is kept up to this length, in characters.
const MAX_AGENT: usize = 80;

/// What came from one address in a minute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attack {
    /// Wrong secrets.
    pub failures: u32,
    /// Requests that got no answer because the source asks without ever showing credentials.
    pub silenced: u32,
    /// How the sender calls itself.
    pub agent: Option<String>,
    /// The tenants whose terminal users were tried.
    pub touched: Vec<Touched>,
}

/// A tenant that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Which.
    pub tenant: TenantId,
    /// The terminal user that was tried first.
    pub user: Arc<str>,
    /// Wrong secrets.
    pub failures: u32,
}

/// The minute under way.
#[derive(Debug, Default)]
pub struct Watch(HashMap<Network, Attack>);

impl Watch {
    /// A wrong secret; `account` where the terminal user exists.
    pub fn failed(&mut self, source: IpAddr, account: Option<(TenantId, &Arc<str>)>, agent: Option<&str>) {
        let attack = self.of(source);
        attack.failures = attack.failures.saturating_add(1);
        if attack.agent.is_none() {
            attack.agent = agent.map(|agent| agent.chars().take(MAX_AGENT).collect());
        }
        let Some((tenant, user)) = account else { return };
        let known = attack.touched.iter().position(|touched| touched.tenant == tenant);
        if let Some(touched) = known.and_then(|place| attack.touched.get_mut(place)) {
            touched.failures = touched.failures.saturating_add(1);
        } else if attack.touched.len() < MOST_TENANTS {
            attack.touched.push(Touched { tenant, user: Arc::clone(user), failures: 1 });
        }
    }

    /// A request that got no answer.
    pub fn silenced(&mut self, source: IpAddr) {
        let attack = self.of(source);
        attack.silenced = attack.silenced.saturating_add(1);
    }

    /// The tenants that an address has touched in this minute.
    pub fn touched(&self, source: IpAddr) -> Vec<TenantId> {
        let attack = self.0.get(&Network::of_host(source));
        attack.into_iter().flat_map(|attack| &attack.touched).map(|touched| touched.tenant).collect()
    }

    /// Ends the minute. The block of all addresses stands for those that were too many.
    pub fn close(&mut self) -> Vec<(Network, Attack)> {
        std::mem::take(&mut self.0).into_iter().collect()
    }

    fn of(&mut self, source: IpAddr) -> &mut Attack {
        let mut network = Network::of_host(source);
        if self.0.len() >= MOST && !self.0.contains_key(&network) {
            network = Network::new(Ipv4Addr::UNSPECIFIED.into(), 0);
        }
        self.0.entry(network).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    #[test]
    fn a_flood_from_everywhere_stays_bounded_and_tenants_are_named() {
        let (mut watch, user) = (Watch::default(), Arc::<str>::from("acme1001"));
        let acme = TenantId(Uuid::from_u128(1));
        let guesser: IpAddr = "203.0.113.7".parse().unwrap();
        watch.failed(guesser, None, Some("friendly-scanner"));
        watch.failed(guesser, Some((acme, &user)), None);
        watch.failed(guesser, Some((acme, &user)), None);
        assert_eq!(watch.touched(guesser), [acme]);
        for number in 0..5_000_u32 {
            watch.silenced(IpAddr::from(number.to_be_bytes()));
        }
        let closed = watch.close();
        assert_eq!(closed.len(), MOST + 1);
        let attack =
            &closed.iter().find(|(network, _)| network.contains(guesser) && network.length() > 0).unwrap().1;
        assert_eq!((attack.failures, attack.touched[0].failures), (3, 2));
        assert_eq!(attack.agent.as_deref(), Some("friendly-scanner"));
        assert_eq!(closed.iter().map(|(_, attack)| attack.silenced).sum::<u32>(), 5_000);
        assert!(watch.close().is_empty());
    }
}
