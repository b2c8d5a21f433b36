//! Sums up repetitions: the first event of its kind in a minute passes at once, the others become one at its end.
//!
//! Pure. Invariant: a tenant gets a bounded number of rows per minute, whatever is thrown at it: beyond
//! [`MOST_ROWS`] distinct events the rest are told apart by their kind alone.

use std::collections::HashMap;

use bus::{Noted, SecurityEvent};
use kernel::id::TenantId;

/// Distinct events of one tenant in a minute.
const MOST_ROWS: u32 = 200;

/// The minute under way.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// By what makes events the same: the last of them, and how many repetitions wait.
    seen: HashMap<(TenantId, String), (Noted, u32)>,
    rows: HashMap<TenantId, u32>,
}

impl Gathering {
    /// Takes an event; hands it back when it is to be written now.
    pub(super) fn take(&mut self, mut noted: Noted) -> Option<Noted> {
        let mut key = (noted.tenant, face(&noted.event));
        let rows = self.rows.entry(noted.tenant).or_default();
        if *rows >= MOST_ROWS && !self.seen.contains_key(&key) {
            let SecurityEvent { kind, count, .. } = noted.event;
            noted.event = SecurityEvent::new(kind).count(count).with("many", true);
            key.1 = face(&noted.event);
        }
        if let Some((last, waiting)) = self.seen.get_mut(&key) {
            *waiting = waiting.saturating_add(noted.event.count);
            last.at = noted.at;
            return None;
        }
        *rows += 1;
        self.seen.insert(key, (noted.clone(), 0));
        Some(noted)
    }

    /// Ends the minute: what was repeated in it, once each, with how often.
    pub(super) fn close(&mut self) -> Vec<Noted> {
        self.rows.clear();
        let repeated = self.seen.drain().filter(|(_, (_, waiting))| *waiting > 0);
        let mut repeated: Vec<_> = repeated
            .map(|(_, (mut noted, waiting))| {
                noted.event.count = waiting;
                noted
            })
            .collect();
        repeated.sort_by_key(|noted| noted.at);
        repeated
    }
}

/// All of an event but how often it happened.
fn face(event: &SecurityEvent) -> String {
    let SecurityEvent { kind, user, account, source, count: _, detail } = event;
    format!("{} {user:?} {account:?} {source:?} {detail:?}", kind.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bus::SecurityKind;
    use kernel::Timestamp;
    use kernel::id::Uuid;

    fn noted(tenant: u128, account: &str, secs: i64) -> Noted {
        let event = SecurityEvent::new(SecurityKind::SignInFailed).account(account);
        let (tenant, at) = (TenantId(Uuid::from_u128(tenant)), Timestamp::from_micros(secs * 1_000_000));
        Noted { tenant, at, event }
    }

    #[test]
    fn the_first_passes_and_repetitions_become_one_at_the_end_of_the_minute() {
        let mut gathering = Gathering::default();
        assert!(gathering.take(noted(1, "ana", 1)).is_some());
        assert!(gathering.take(noted(1, "beto", 1)).is_some());
        assert!(gathering.take(noted(2, "ana", 1)).is_some());
        assert!(gathering.take(noted(1, "ana", 2)).is_none());
        assert!(gathering.take(noted(1, "ana", 3)).is_none());
        let closed = gathering.close();
        assert_eq!(closed.len(), 1);
        assert_eq!((closed[0].event.count, closed[0].at), (2, noted(1, "ana", 3).at));
        assert!(gathering.close().is_empty());
        assert!(gathering.take(noted(1, "ana", 61)).is_some());
    }

    #[test]
    fn a_flood_of_names_costs_a_bounded_number_of_rows_and_none_of_another_tenant() {
        let mut gathering = Gathering::default();
        let passed =
            (0..5_000).filter(|n| gathering.take(noted(1, &format!("user{n}"), 1)).is_some()).count();
        assert_eq!(passed, usize::try_from(MOST_ROWS).unwrap() + 1);
        assert!(gathering.take(noted(2, "ana", 1)).is_some());
        let closed = gathering.close();
        assert_eq!(closed.len(), 1);
        assert_eq!(closed[0].event.count, 5_000 - MOST_ROWS - 1);
        assert_eq!(closed[0].event.account, None);
    }
}
