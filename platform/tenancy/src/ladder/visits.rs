//! Who stepped down where lately: one line in the log per visit, not per request.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::Duration;

use kernel::Timestamp;
use kernel::id::{SupportGrantId, TenantId, Uuid};

use crate::Actor;

/// A visit ends when nothing was asked for so long.
const VISIT: Duration = Duration::from_mins(10);
/// Beyond this many, ended visits are swept out.
const SWEEP_AT: usize = 1_000;

type Visitor = (Uuid, Option<IpAddr>, Option<SupportGrantId>, TenantId);

/// The visits under way. Actors without an id (the console, jobs) make a new one each time.
#[derive(Debug, Default)]
pub(crate) struct Visits(Mutex<HashMap<Visitor, Timestamp>>);

impl Visits {
    /// Whether this step begins a visit; one under way is prolonged.
    pub(crate) fn is_new(&self, actor: &Actor, tenant: TenantId, now: Timestamp) -> bool {
        let Some(visitor) = visitor(actor, tenant) else { return true };
        let mut visits = crate::lock(&self.0);
        match visits.get_mut(&visitor) {
            Some(latest) if now.since(*latest) < VISIT => {
                *latest = now;
                false
            }
            _ => true,
        }
    }

    /// The visit stands in the log.
    pub(crate) fn note(&self, actor: &Actor, tenant: TenantId, now: Timestamp) {
        let Some(visitor) = visitor(actor, tenant) else { return };
        let mut visits = crate::lock(&self.0);
        if visits.len() >= SWEEP_AT {
            visits.retain(|_, latest| now.since(*latest) < VISIT);
        }
        visits.insert(visitor, now);
    }
}

fn visitor(actor: &Actor, tenant: TenantId) -> Option<Visitor> {
    Some((actor.id?, actor.source, actor.grant, tenant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_noted_once_until_it_ended() {
        let visits = Visits::default();
        let actor = Actor { id: Some(Uuid::from_u128(1)), ..Actor::system("staff") };
        let (tenant, other) = (TenantId(Uuid::from_u128(2)), TenantId(Uuid::from_u128(3)));
        let at = |minutes| Timestamp::EPOCH + Duration::from_mins(minutes);
        assert!(visits.is_new(&actor, tenant, at(0)));
        visits.note(&actor, tenant, at(0));
        assert!(!visits.is_new(&actor, tenant, at(9)));
        assert!(!visits.is_new(&actor, tenant, at(18)));
        assert!(visits.is_new(&actor, other, at(18)));
        assert!(visits.is_new(&actor, tenant, at(28)));
    }
}
