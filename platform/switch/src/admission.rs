//! Whether a new call may come in: drain, overload, bounds of the node and of its tenant (OPS-32).
//!
//! Pure: time comes in. Invariant: an emergency call (PBX-26) is refused by nothing here but the node's own bound.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use kernel::Cause;
use kernel::id::TenantId;

use crate::ports::TenantLimits;

/// Why a call is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The node is being drained.
    Draining,
    /// Input waits too long.
    Overloaded,
    /// The node has as many calls as it may.
    NodeFull,
    /// The tenant has as many calls as it may.
    TenantFull,
    /// The tenant starts calls too fast.
    TenantRate,
}

impl Refusal {
    /// SIP status, cause, and after how many seconds to try again.
    pub const fn answer(self) -> (u16, Cause, Option<u32>) {
        match self {
            Self::Draining => (503, Cause::TEMPORARY_FAILURE, Some(30)),
            Self::Overloaded | Self::NodeFull => (503, Cause::CONGESTION, Some(5)),
            Self::TenantFull => (503, Cause::NO_CIRCUIT, None),
            Self::TenantRate => (503, Cause::CONGESTION, Some(1)),
        }
    }

    /// In words, for the trace and logs.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Draining => "the exchange is being drained",
            Self::Overloaded => "the exchange is overloaded",
            Self::NodeFull => "the exchange has no free channel",
            Self::TenantFull => "the tenant has no free channel",
            Self::TenantRate => "the tenant starts calls too fast",
        }
    }
}

/// One new call.
const TOKEN: u64 = 1_000_000;

#[derive(Debug)]
struct Tenant {
    calls: u32,
    /// Tokens of new calls, in millionths: what a microsecond adds is whole, so that none is lost between two calls.
    tokens: u64,
    filled: Instant,
}

/// Counts calls and decides.
#[derive(Debug)]
pub struct Admission {
    max_calls: usize,
    shed_after: Duration,
    draining: bool,
    calls: usize,
    lag: Duration,
    tenants: HashMap<TenantId, Tenant>,
}

impl Admission {
    /// No calls yet.
    pub fn new(max_calls: usize, shed_after: Duration) -> Self {
        Self {
            max_calls,
            shed_after,
            draining: false,
            calls: 0,
            lag: Duration::ZERO,
            tenants: HashMap::new(),
        }
    }

    /// No new calls from now on.
    pub const fn drain(&mut self) {
        self.draining = true;
    }

    /// How long input waits at present.
    pub const fn set_lag(&mut self, lag: Duration) {
        self.lag = lag;
    }

    /// Whether new work of any kind is to be shed before anything is spent on it.
    pub fn sheds(&self) -> Option<Refusal> {
        if self.draining {
            Some(Refusal::Draining)
        } else if self.lag > self.shed_after {
            Some(Refusal::Overloaded)
        } else if self.calls >= self.max_calls {
            Some(Refusal::NodeFull)
        } else {
            None
        }
    }

    /// Whether even registrations are to be shed: they keep what there is, so they go last.
    pub fn sheds_registrations(&self) -> bool {
        self.lag > self.shed_after.saturating_mul(4)
    }

    /// Lets a call in or says why not. Whoever gets `Ok` must call [`Self::left`] at its end.
    pub fn enter(
        &mut self,
        now: Instant,
        tenant: TenantId,
        limits: TenantLimits,
        emergency: bool,
    ) -> Result<(), Refusal> {
        if let Some(refusal) = self.sheds().filter(|refusal| !emergency || *refusal == Refusal::NodeFull) {
            return Err(refusal);
        }
        let full = u64::from(limits.calls_per_sec.max(1)) * TOKEN;
        let load = self.tenants.entry(tenant).or_insert(Tenant { calls: 0, tokens: full, filled: now });
        let passed = now.saturating_duration_since(load.filled).as_micros();
        let gained =
            u64::try_from(passed).unwrap_or(u64::MAX).saturating_mul(u64::from(limits.calls_per_sec));
        load.tokens = load.tokens.saturating_add(gained).min(full);
        load.filled = now;
        if !emergency {
            if load.calls >= limits.max_calls {
                return Err(Refusal::TenantFull);
            }
            load.tokens = load.tokens.checked_sub(TOKEN).ok_or(Refusal::TenantRate)?;
        }
        load.calls += 1;
        self.calls += 1;
        Ok(())
    }

    /// A call has ended.
    pub fn left(&mut self, tenant: TenantId) {
        self.calls = self.calls.saturating_sub(1);
        if let Some(load) = self.tenants.get_mut(&tenant) {
            load.calls = load.calls.saturating_sub(1);
        }
    }

    /// Forgets tenants without calls whose bucket is full again.
    pub fn forget(&mut self, now: Instant) {
        let old = Duration::from_secs(2);
        self.tenants.retain(|_, load| load.calls > 0 || now.saturating_duration_since(load.filled) < old);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    const TENANT: TenantId = TenantId(Uuid::from_u128(1));
    const OTHER: TenantId = TenantId(Uuid::from_u128(2));
    const LIMITS: TenantLimits = TenantLimits { max_calls: 3, calls_per_sec: 2 };

    fn admission() -> (Admission, Instant) {
        (Admission::new(5, Duration::from_millis(100)), Instant::now())
    }

    #[test]
    fn a_tenant_is_held_to_its_rate_and_number_and_another_is_not() {
        let (mut admission, now) = admission();
        assert_eq!(admission.enter(now, TENANT, LIMITS, false), Ok(()));
        assert_eq!(admission.enter(now, TENANT, LIMITS, false), Ok(()));
        assert_eq!(admission.enter(now, TENANT, LIMITS, false), Err(Refusal::TenantRate));
        assert_eq!(admission.enter(now, OTHER, LIMITS, false), Ok(()));
        let later = now + Duration::from_secs(5);
        assert_eq!(admission.enter(later, TENANT, LIMITS, false), Ok(()));
        assert_eq!(admission.enter(later, TENANT, LIMITS, false), Err(Refusal::TenantFull));
        admission.left(TENANT);
        assert_eq!(admission.enter(later, TENANT, LIMITS, false), Ok(()));
    }

    #[test]
    fn a_rate_that_is_allowed_passes_however_close_its_calls_come() {
        let limits = TenantLimits { max_calls: u32::MAX, calls_per_sec: 1_500 };
        let mut admission = Admission::new(usize::MAX, Duration::from_millis(100));
        let start = Instant::now();
        let offered = (0..20_000).map(|call| start + Duration::from_micros(call * 500));
        let passed = offered.filter(|now| admission.enter(*now, TENANT, limits, false).is_ok()).count();
        // Ten seconds at twice the rate, after the one second that may come at once.
        assert!((16_400..=16_600).contains(&passed), "{passed}");
    }

    #[test]
    fn overload_and_drain_shed_all_but_emergencies() {
        let (mut admission, now) = admission();
        admission.set_lag(Duration::from_millis(101));
        assert_eq!(admission.enter(now, TENANT, LIMITS, false), Err(Refusal::Overloaded));
        assert_eq!(admission.enter(now, TENANT, LIMITS, true), Ok(()));
        assert!(!admission.sheds_registrations());
        admission.set_lag(Duration::from_millis(401));
        assert!(admission.sheds_registrations());
        admission.set_lag(Duration::ZERO);
        admission.drain();
        assert_eq!(admission.enter(now, TENANT, LIMITS, false), Err(Refusal::Draining));
        assert_eq!(admission.enter(now, TENANT, LIMITS, true), Ok(()));
    }

    #[test]
    fn an_emergency_passes_a_full_tenant_and_the_node_has_its_own_bound() {
        let (mut admission, now) = admission();
        for _ in 0..5 {
            assert_eq!(admission.enter(now, TENANT, LIMITS, true), Ok(()));
        }
        assert_eq!(admission.enter(now, OTHER, LIMITS, false), Err(Refusal::NodeFull));
        for _ in 0..5 {
            admission.left(TENANT);
        }
        for _ in 0..5 {
            assert_eq!(admission.enter(now, OTHER, LIMITS, true), Ok(()));
        }
    }
}
