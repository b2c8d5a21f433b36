//! Which events a person is shown: all of a slice's, or those that bear something of the person's own.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::id::UserId;
use tenancy::TenantScope;

use crate::{Grants, PermissionFacts, Result};

/// Who sees the events whose name begins so.
#[derive(Clone)]
pub struct Shown {
    /// How the events' names begin.
    pub beginning: &'static str,
    /// Who sees all of them.
    pub all: PermissionFacts,
    /// Who sees those that bear something of the own, and what that is.
    pub own: Option<(PermissionFacts, Arc<dyn Own>)>,
}

/// Tells what is a person's own. A slice implements it over its rows.
#[async_trait]
pub trait Own: Send + Sync + 'static {
    /// Ids, one of which stands in the body of every event that is the person's.
    ///
    /// # Errors
    /// When the database is away.
    async fn of(&self, scope: &TenantScope, user: UserId) -> Result<Vec<String>>;

    /// The durable event after which it may be something else.
    fn changed_by(&self) -> &'static str;
}

/// What one listener is shown.
pub(crate) struct Sight {
    /// Beginnings of events of which the listener sees the own ones, and the ids that make them so.
    own: Vec<(&'static str, Vec<String>)>,
    /// Objects whose events were shown for being the own.
    seen: HashSet<String>,
}

/// What becomes of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Told,
    Untold,
    /// Of an object that was the person's and is not any more: what the client knows of it is stale.
    Lost,
}

impl Sight {
    pub(crate) async fn of(
        shown: &[Shown],
        grants: &Grants,
        (scope, user): (&TenantScope, UserId),
    ) -> Result<Self> {
        let mut own = Vec::new();
        for shown in shown {
            if let Some((_, ids)) = shown.own.as_ref().filter(|(permission, _)| grants.allow(permission))
                && !grants.allow(&shown.all)
            {
                own.push((shown.beginning, ids.of(scope, user).await?));
            }
        }
        Ok(Self { own, seen: HashSet::new() })
    }

    /// Takes over what is the own now.
    pub(crate) fn renew(&mut self, now: Self) {
        self.own = now.own;
    }

    /// Whether this event may change what is the own.
    pub(crate) fn depends_on(&self, shown: &[Shown], event: &str) -> bool {
        let mut owners = shown.iter().filter_map(|shown| shown.own.as_ref());
        !self.own.is_empty() && owners.any(|(_, own)| own.changed_by() == event)
    }

    /// By default `slice.what` needs `slice.read`.
    pub(crate) fn fate(&mut self, shown: &[Shown], grants: &Grants, name: &str, body: &str) -> Fate {
        let all = match shown.iter().find(|shown| name.starts_with(shown.beginning)) {
            Some(shown) => grants.allow(&shown.all),
            None => name.split_once('.').is_some_and(|(slice, _)| grants.holds(&format!("{slice}.read"))),
        };
        if all {
            return Fate::Told;
        }
        let Some((_, ids)) = self.own.iter().find(|(beginning, _)| name.starts_with(beginning)) else {
            return Fate::Untold;
        };
        let object = object_of(body).unwrap_or_default();
        let is_own = ids.iter().any(|id| body.contains(id.as_str()));
        match (is_own, self.seen.contains(object)) {
            (true, _) if name.ends_with(".ended") => {
                self.seen.remove(object);
            }
            (true, false) => {
                self.seen.insert(object.to_owned());
            }
            (false, true) => {
                self.seen.remove(object);
                return Fate::Lost;
            }
            (true, true) => {}
            (false, false) => return Fate::Untold,
        }
        Fate::Told
    }
}

/// The id of the object that an event is about: the first in its body.
fn object_of(body: &str) -> Option<&str> {
    body.split_once("\"id\":\"")?.1.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_is_told_until_it_is_lost() {
        let all = PermissionFacts::of::<crate::SignedIn>();
        let shown =
            [Shown { beginning: "call.", all: PermissionFacts { name: "calls.read", ..all }, own: None }];
        let grants = Grants::none();
        let own = vec![("call.", vec!["end_1".to_owned()])];
        let mut sight = Sight { own, seen: HashSet::new() };
        let mut fate = |name: &str, call: &str, endpoint: &str| {
            let body = format!(r#"{{"id":"{call}","caller":{{"endpoint":"{endpoint}"}}}}"#);
            sight.fate(&shown, &grants, name, &body)
        };
        assert_eq!(fate("call.ringing", "cal_1", "end_2"), Fate::Untold);
        assert_eq!(fate("call.ringing", "cal_2", "end_1"), Fate::Told);
        assert_eq!(fate("call.answered", "cal_2", "end_2"), Fate::Lost);
        assert_eq!(fate("call.ended", "cal_2", "end_2"), Fate::Untold);
        assert_eq!(fate("trunks.state", "trk_1", "end_1"), Fate::Untold);
    }
}
