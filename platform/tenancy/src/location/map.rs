//! Bindings in memory: shards by tenant, and one alarm per endpoint for the next binding that lapses.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use kernel::id::{EndpointId, TenantId};
use kernel::{Binding, Timestamp};

use crate::directory::{read, write};
use crate::lock;

const SHARDS: usize = 64;
/// Distinct User-Agent texts kept once for all; beyond it each binding keeps its own.
const MOST_AGENTS: usize = 1_000;

pub(super) struct Map {
    shards: [RwLock<Shard>; SHARDS],
    hasher: RandomState,
    /// How many bindings came from each address.
    sources: RwLock<HashMap<IpAddr, u32>>,
    agents: Mutex<HashMap<Arc<str>, ()>>,
    empty: Arc<[Binding]>,
    len: AtomicUsize,
    generation: AtomicU64,
}

#[derive(Default)]
struct Shard {
    tenants: HashMap<TenantId, Tenant>,
    /// Invariant: an endpoint with bindings has an alarm at or before the first of them lapses. Refreshing
    /// moves no alarm: it goes off early, finds nothing lapsed and is set anew. An alarm that is not its
    /// endpoint's current one (removed since, or shortened) means nothing.
    alarms: BinaryHeap<Reverse<(Timestamp, TenantId, EndpointId)>>,
}

#[derive(Default)]
struct Tenant {
    endpoints: HashMap<EndpointId, Entry>,
    count: usize,
}

struct Entry {
    bindings: Arc<[Binding]>,
    /// The earliest alarm set for it.
    alarm: Timestamp,
}

impl Default for Map {
    fn default() -> Self {
        Self {
            shards: std::array::from_fn(|_| RwLock::default()),
            hasher: RandomState::new(),
            sources: RwLock::default(),
            agents: Mutex::default(),
            empty: Arc::new([]),
            len: AtomicUsize::new(0),
            generation: AtomicU64::new(0),
        }
    }
}

impl Map {
    pub(super) fn put(&self, mut binding: Binding) {
        binding.user_agent = binding.user_agent.map(|agent| self.intern(agent));
        let (tenant, endpoint, expires) = (binding.tenant, binding.endpoint, binding.expires);
        let source = binding.source.ip();
        let mut shard = write(self.shard(tenant));
        let shard = &mut *shard;
        let of_tenant = shard.tenants.entry(tenant).or_default();
        let entry = of_tenant.endpoints.entry(endpoint).or_insert_with(|| Entry {
            bindings: self.empty.clone(),
            alarm: Timestamp::from_micros(i64::MAX),
        });
        let before =
            entry.bindings.iter().find(|other| other.device == binding.device).map(|other| other.source.ip());
        entry.bindings = match before {
            // A refresh keeps its place.
            Some(_) => {
                let replaced =
                    |other: &Binding| if other.device == binding.device { &binding } else { other }.clone();
                entry.bindings.iter().map(replaced).collect()
            }
            None => entry.bindings.iter().cloned().chain([binding]).collect(),
        };
        let sooner = expires < entry.alarm;
        if sooner {
            entry.alarm = expires;
        }
        if before.is_none() {
            of_tenant.count += 1;
            self.len.fetch_add(1, Ordering::Relaxed);
        }
        if sooner {
            shard.alarms.push(Reverse((expires, tenant, endpoint)));
            shard.sweep();
        }
        if before != Some(source) {
            self.move_source(before, Some(source));
        }
        self.changed();
    }

    /// Replaces all bindings of an endpoint: what a record of the file says.
    pub(super) fn restore(&self, tenant: TenantId, endpoint: EndpointId, bindings: Vec<Binding>) {
        self.remove(tenant, endpoint, |_| true);
        bindings.into_iter().for_each(|binding| self.put(binding));
    }

    pub(super) fn remove(
        &self,
        tenant: TenantId,
        endpoint: EndpointId,
        goes: impl Fn(&Binding) -> bool,
    ) -> Vec<Binding> {
        self.remove_in(&mut write(self.shard(tenant)), tenant, endpoint, goes)
    }

    pub(super) fn of(&self, tenant: TenantId, endpoint: EndpointId) -> Arc<[Binding]> {
        let shard = read(self.shard(tenant));
        let entry = shard.tenants.get(&tenant).and_then(|tenant| tenant.endpoints.get(&endpoint));
        entry.map_or_else(|| self.empty.clone(), |entry| entry.bindings.clone())
    }

    pub(super) fn all(&self, tenant: TenantId) -> Vec<Binding> {
        let shard = read(self.shard(tenant));
        let entries = shard.tenants.get(&tenant).into_iter().flat_map(|tenant| tenant.endpoints.values());
        entries.flat_map(|entry| entry.bindings.iter().cloned()).collect()
    }

    /// Every endpoint's list, shard by shard, for a snapshot: no lock is held while the caller works.
    pub(super) fn lists(&self) -> impl Iterator<Item = Arc<[Binding]>> {
        self.shards.iter().flat_map(|shard| {
            let shard = read(shard);
            let endpoints = shard.tenants.values().flat_map(|tenant| tenant.endpoints.values());
            endpoints.map(|entry| entry.bindings.clone()).collect::<Vec<_>>()
        })
    }

    pub(super) fn poll_expired(&self, now: Timestamp) -> Vec<Binding> {
        let mut expired = Vec::new();
        for shard in &self.shards {
            if read(shard).alarms.peek().is_none_or(|Reverse((at, ..))| *at > now) {
                continue;
            }
            let mut shard = write(shard);
            while let Some(Reverse((at, tenant, endpoint))) = shard.alarms.peek().copied() {
                if at > now {
                    break;
                }
                shard.alarms.pop();
                if !shard.is_current(at, tenant, endpoint) {
                    continue;
                }
                expired
                    .extend(self.remove_in(&mut shard, tenant, endpoint, |binding| binding.expires <= now));
                shard.set_alarm(tenant, endpoint);
            }
        }
        expired
    }

    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        self.shards.iter().filter_map(|shard| read(shard).alarms.peek().map(|Reverse((at, ..))| *at)).min()
    }

    pub(super) fn count(&self, tenant: TenantId) -> usize {
        read(self.shard(tenant)).tenants.get(&tenant).map_or(0, |tenant| tenant.count)
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(super) fn is_known_source(&self, address: IpAddr) -> bool {
        read(&self.sources).contains_key(&address)
    }

    /// Looks at every binding: for what is rare.
    pub(super) fn tenants_at(&self, source: SocketAddr) -> Vec<TenantId> {
        if !self.is_known_source(source.ip()) {
            return Vec::new();
        }
        let here =
            |list: Arc<[Binding]>| list.iter().find(|binding| binding.source == source).map(|it| it.tenant);
        self.lists().filter_map(here).collect()
    }

    #[cfg(test)]
    pub(super) fn alarms(&self) -> usize {
        self.shards.iter().map(|shard| read(shard).alarms.len()).sum()
    }

    fn remove_in(
        &self,
        shard: &mut Shard,
        tenant: TenantId,
        endpoint: EndpointId,
        goes: impl Fn(&Binding) -> bool,
    ) -> Vec<Binding> {
        let Some(of_tenant) = shard.tenants.get_mut(&tenant) else { return Vec::new() };
        let Some(entry) = of_tenant.endpoints.get_mut(&endpoint) else { return Vec::new() };
        let (gone, stays): (Vec<_>, Vec<_>) =
            entry.bindings.iter().cloned().partition(|binding| goes(binding));
        if gone.is_empty() {
            return gone;
        }
        of_tenant.count -= gone.len();
        if stays.is_empty() {
            of_tenant.endpoints.remove(&endpoint);
        } else {
            entry.bindings = stays.into();
        }
        if of_tenant.endpoints.is_empty() {
            shard.tenants.remove(&tenant);
        }
        self.len.fetch_sub(gone.len(), Ordering::Relaxed);
        gone.iter().for_each(|binding| self.move_source(Some(binding.source.ip()), None));
        self.changed();
        gone
    }

    fn shard(&self, tenant: TenantId) -> &RwLock<Shard> {
        let hash = self.hasher.hash_one(tenant);
        &self.shards[usize::try_from(hash % SHARDS as u64).unwrap_or(0)]
    }

    fn move_source(&self, from: Option<IpAddr>, to: Option<IpAddr>) {
        let mut sources = write(&self.sources);
        if let Some(address) = to {
            *sources.entry(address).or_insert(0) += 1;
        }
        if let Some(address) = from
            && let Some(count) = sources.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                sources.remove(&address);
            }
        }
    }

    fn intern(&self, agent: Arc<str>) -> Arc<str> {
        let mut agents = lock(&self.agents);
        if let Some((known, ())) = agents.get_key_value(&agent) {
            return known.clone();
        }
        if agents.len() < MOST_AGENTS {
            agents.insert(agent.clone(), ());
        }
        agent
    }

    fn changed(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }
}

impl Shard {
    fn is_current(&self, at: Timestamp, tenant: TenantId, endpoint: EndpointId) -> bool {
        let entry = self.tenants.get(&tenant).and_then(|tenant| tenant.endpoints.get(&endpoint));
        entry.is_some_and(|entry| entry.alarm == at)
    }

    /// Throws out alarms that mean nothing when they are the most: coming and going grows nothing.
    fn sweep(&mut self) {
        let endpoints: usize = self.tenants.values().map(|tenant| tenant.endpoints.len()).sum();
        if self.alarms.len() <= 2 * endpoints + 64 {
            return;
        }
        let entries = self
            .tenants
            .iter()
            .flat_map(|(tenant, of)| of.endpoints.iter().map(|(id, entry)| (*tenant, *id, entry.alarm)));
        self.alarms = entries.map(|(tenant, endpoint, alarm)| Reverse((alarm, tenant, endpoint))).collect();
    }

    /// Sets the next alarm of an endpoint whose earliest one just went off.
    fn set_alarm(&mut self, tenant: TenantId, endpoint: EndpointId) {
        let Some(entry) =
            self.tenants.get_mut(&tenant).and_then(|tenant| tenant.endpoints.get_mut(&endpoint))
        else {
            return;
        };
        if let Some(first) = entry.bindings.iter().map(|binding| binding.expires).min() {
            entry.alarm = first;
            self.alarms.push(Reverse((first, tenant, endpoint)));
        }
    }
}
