//! What the sip thread shows to other threads: figures and the active calls of each tenant.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kernel::Timestamp;
use kernel::id::{CallId, TenantId};

use crate::handle::{ActiveCall, Counters};

/// One figure.
#[derive(Debug, Default)]
pub struct Figure(AtomicU64);

impl Figure {
    /// One more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// Its value from now on.
    pub fn set(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The figures of [`Counters`].
#[derive(Debug, Default)]
pub struct Figures {
    pub calls_total: Figure,
    pub answered_total: Figure,
    pub shed_total: Figure,
    pub registered_total: Figure,
    pub auth_failed_total: Figure,
    pub silenced_total: Figure,
    pub banned_total: Figure,
    pub bans: Figure,
    pub received_total: Figure,
    pub sent_total: Figure,
    pub malformed_total: Figure,
    pub panics_total: Figure,
    pub lag_us: Figure,
    pub sessions: Figure,
    pub transactions: Figure,
}

type Calls = HashMap<TenantId, HashMap<CallId, ActiveCall>>;

/// Shared between the sip thread, which writes, and the handles, which read.
#[derive(Debug, Default)]
pub struct Shared {
    /// Figures.
    pub figures: Figures,
    calls: Mutex<Calls>,
    peaks: Mutex<HashMap<TenantId, Peak>>,
}

/// The most calls at one time on a day (UTC).
#[derive(Debug, Clone, Copy, Default)]
struct Peak {
    day: i64,
    calls: usize,
}

const DAY_MICROS: i64 = 86_400_000_000;

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows a call as it stands now.
    pub fn show(&self, tenant: TenantId, call: ActiveCall) {
        let day = call.since.micros().div_euclid(DAY_MICROS);
        let mut calls = self.lock();
        let own = calls.entry(tenant).or_default();
        if own.insert(call.id, call).is_some() {
            return;
        }
        let now = own.len();
        drop(calls);
        let mut peaks = self.peaks.lock().unwrap_or_else(PoisonError::into_inner);
        let peak = peaks.entry(tenant).or_default();
        let most = if peak.day == day { peak.calls.max(now) } else { now };
        *peak = Peak { day, calls: most };
    }

    /// The most calls that the tenant has had at one time on the day (UTC) of this moment.
    pub fn peak(&self, tenant: TenantId, now: Timestamp) -> usize {
        let peaks = self.peaks.lock().unwrap_or_else(PoisonError::into_inner);
        let known = peaks.get(&tenant).filter(|peak| peak.day == now.micros().div_euclid(DAY_MICROS));
        let most = known.map_or(0, |peak| peak.calls);
        drop(peaks);
        most.max(self.count(tenant))
    }

    /// A call has ended.
    pub fn hide(&self, tenant: TenantId, call: CallId) {
        let mut calls = self.lock();
        if let Some(own) = calls.get_mut(&tenant) {
            own.remove(&call);
            if own.is_empty() {
                calls.remove(&tenant);
            }
        }
    }

    /// The tenant's calls, oldest first.
    pub fn active(&self, tenant: TenantId) -> Vec<ActiveCall> {
        let calls = self.lock();
        let mut own: Vec<_> = calls.get(&tenant).into_iter().flat_map(HashMap::values).cloned().collect();
        drop(calls);
        own.sort_by_key(|call| call.id);
        own
    }

    /// How many calls a tenant has.
    pub fn count(&self, tenant: TenantId) -> usize {
        self.lock().get(&tenant).map_or(0, HashMap::len)
    }

    /// Whether a tenant has this call.
    pub fn has(&self, tenant: TenantId, call: CallId) -> bool {
        self.lock().get(&tenant).is_some_and(|own| own.contains_key(&call))
    }

    /// How many calls there are.
    pub fn total(&self) -> usize {
        self.lock().values().map(HashMap::len).sum()
    }

    /// The figures at this moment.
    pub fn counters(&self) -> Counters {
        let figures = &self.figures;
        Counters {
            calls: self.total() as u64,
            calls_total: figures.calls_total.read(),
            answered_total: figures.answered_total.read(),
            shed_total: figures.shed_total.read(),
            registered_total: figures.registered_total.read(),
            auth_failed_total: figures.auth_failed_total.read(),
            silenced_total: figures.silenced_total.read(),
            banned_total: figures.banned_total.read(),
            bans: figures.bans.read(),
            received_total: figures.received_total.read(),
            sent_total: figures.sent_total.read(),
            malformed_total: figures.malformed_total.read(),
            panics_total: figures.panics_total.read(),
            lag_us: figures.lag_us.read(),
            sessions: figures.sessions.read(),
            transactions: figures.transactions.read(),
        }
    }
}
