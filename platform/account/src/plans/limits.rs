//! How a tenant's limits follow its plan, and which are its own. Pure.

use kernel::id::PlanId;
use tenancy::{Limits, TakenPlan};

type Field = (&'static str, fn(&mut Limits) -> &mut Option<u32>);

const FIELDS: [Field; 7] = [
    ("users", |limits| &mut limits.users),
    ("endpoints", |limits| &mut limits.endpoints),
    ("devices_per_endpoint", |limits| &mut limits.devices_per_endpoint),
    ("concurrent_calls", |limits| &mut limits.concurrent_calls),
    ("calls_per_second", |limits| &mut limits.calls_per_second),
    ("api_per_minute", |limits| &mut limits.api_per_minute),
    ("storage_mb", |limits| &mut limits.storage_mb),
];

/// Taking a plan with these limits: those that differ are the tenant's own.
pub fn taken(id: PlanId, mut plan: Limits, mut wanted: Limits) -> TakenPlan {
    let own = FIELDS.iter().filter(|(_, field)| field(&mut plan) != field(&mut wanted));
    TakenPlan { id, own: own.map(|(name, _)| (*name).to_owned()).collect() }
}

/// A tenant's limits when its plan is changed: its own ones stay.
pub fn following(mut plan: Limits, mut present: Limits, own: &[String]) -> Limits {
    let mut after = present;
    for (name, field) in FIELDS {
        let kept = own.iter().any(|known| known == name);
        *field(&mut after) = if kept { *field(&mut present) } else { *field(&mut plan) };
    }
    after
}

/// The limits that are a tenant's own, the others absent.
pub fn own_of(mut limits: Limits, own: &[String]) -> Limits {
    let mut after = Limits::default();
    for (_, field) in FIELDS.iter().filter(|(name, _)| own.iter().any(|known| known == name)) {
        *field(&mut after) = *field(&mut limits);
    }
    after
}

/// A plan's limits with those that are given instead of the plan's.
pub fn overlaid(plan: Limits, mut given: Limits) -> Limits {
    let mut after = plan;
    for (_, field) in FIELDS {
        let wanted = *field(&mut given);
        let slot = field(&mut after);
        *slot = wanted.or(*slot);
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(users: Option<u32>, endpoints: Option<u32>) -> Limits {
        Limits { users, endpoints, ..Limits::default() }
    }

    #[test]
    fn what_differs_is_ones_own_and_stays_when_the_plan_changes() {
        let id = PlanId(kernel::id::Uuid::nil());
        let taken = taken(id, limits(Some(10), Some(20)), limits(Some(10), Some(25)));
        assert_eq!(taken.own, ["endpoints"]);
        let after = following(limits(Some(50), Some(60)), limits(Some(10), Some(25)), &taken.own);
        assert_eq!(after, limits(Some(50), Some(25)));
        assert_eq!(own_of(after, &taken.own), limits(None, Some(25)));
        assert_eq!(overlaid(limits(Some(50), Some(60)), limits(None, Some(25))), after);
    }
}
