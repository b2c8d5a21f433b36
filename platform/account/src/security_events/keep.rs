//! Writes the log in batches, each event into its tenant and, without the name, into the homes of the staff above.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bus::{Noted, Publish as _, SecurityEvents};
use kernel::id::{SecurityEventId, TenantId};
use tenancy::{Directory, TenantKind};
use web::Result;

use super::gather::Gathering;
use super::store::{self, ActiveModel};
use super::{SecurityNoted, retention};
use crate::Account;

/// Repetitions are summed up over this time.
const MINUTE: Duration = Duration::from_secs(60);
/// What the database would not take waits so long.
const AGAIN: Duration = Duration::from_secs(5);
/// Rows that wait for a database that is away; beyond it the oldest are lost.
const MOST_WAITING: usize = 10_000;

/// What the log has in hand.
pub(crate) struct Log {
    events: SecurityEvents,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    gathering: Gathering,
    /// Taken and not written yet.
    waiting: Vec<Noted>,
}

impl Log {
    /// Opens the queue of this directory.
    pub(crate) fn open(directory: &Directory) -> Self {
        Self { events: SecurityEvents::open(directory), state: Mutex::default() }
    }

    /// Writes events as they come, and once an hour lets the old ones go. It does not end.
    pub(crate) async fn run(&self, account: &Account) {
        let mut minute = tokio::time::interval(MINUTE);
        minute.tick().await;
        let mut minutes = 0_u64;
        loop {
            tokio::select! {
                () = self.events.wait() => {}
                _ = minute.tick() => {
                    self.close_minute();
                    if minutes.is_multiple_of(60) {
                        retention::prune(account).await;
                    }
                    minutes += 1;
                }
            }
            if self.write(account.directory()).await > 0 {
                tokio::time::sleep(AGAIN).await;
            }
        }
    }

    /// Writes everything that is in hand: before the database is closed.
    pub(crate) async fn drain(&self, directory: &Directory) {
        self.gather();
        self.close_minute();
        let left = self.write(directory).await;
        if left > 0 {
            tracing::error!(left, "security events were not written");
        }
    }

    fn close_minute(&self) {
        let mut state = self.lock();
        let closed = state.gathering.close();
        state.waiting.extend(closed);
    }

    fn gather(&self) {
        let taken = self.events.take();
        let lost = self.events.lost();
        if lost > 0 {
            tracing::error!(lost, "more security events than could be taken");
        }
        let mut state = self.lock();
        let passed: Vec<_> = taken.into_iter().filter_map(|noted| state.gathering.take(noted)).collect();
        state.waiting.extend(passed);
    }

    /// Writes what waits; answers how much the database would not take.
    pub(crate) async fn write(&self, directory: &Directory) -> usize {
        self.gather();
        let waiting = std::mem::take(&mut self.lock().waiting);
        let mut refused = Vec::new();
        for (tenant, batch) in by_tenant(waiting) {
            if let Err(problem) = write_batch(directory, tenant, &batch).await {
                tracing::warn!(tenant.id = %tenant, cause = problem.causes(), "security events wait for the database");
                refused.extend(batch);
            }
        }
        let left = refused.len();
        let mut state = self.lock();
        refused.append(&mut state.waiting);
        let beyond = refused.len().saturating_sub(MOST_WAITING);
        refused.drain(..beyond);
        state.waiting = refused;
        left
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn by_tenant(waiting: Vec<Noted>) -> BTreeMap<TenantId, Vec<Noted>> {
    let mut batches: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for noted in waiting {
        batches.entry(noted.tenant).or_default().push(noted);
    }
    batches
}

/// One transaction: the tenant's own rows, and their copies in the homes above.
async fn write_batch(directory: &Directory, tenant: TenantId, batch: &[Noted]) -> Result<()> {
    // An erased tenant has no log any more.
    let Some(scope) = directory.envelope(tenant) else { return Ok(()) };
    let rng = &**directory.rng();
    let ids: Vec<_> = batch.iter().map(|noted| SecurityEventId::new(noted.at, rng)).collect();
    let told = || ids.iter().map(|id| SecurityNoted { id: *id }).collect::<Vec<_>>();
    let mut tx = directory.batch(&scope).await?;
    let own: Vec<ActiveModel> = ids.iter().zip(batch).map(|(id, noted)| store::row(*id, noted)).collect();
    tx.insert_many(own).await?;
    tx.publish_all(told()).await?;
    for home in homes_above(directory, tenant) {
        tx.turn(&home).await?;
        let copies: Vec<ActiveModel> =
            ids.iter().zip(batch).map(|(id, noted)| store::copy(*id, noted)).collect();
        tx.insert_many(copies).await?;
        tx.publish_all(told()).await?;
    }
    Ok(tx.commit().await?)
}

/// The homes of the reseller's and the operator's staff, where they are others.
fn homes_above(directory: &Directory, tenant: TenantId) -> Vec<tenancy::TenantScope> {
    let console = directory.console();
    let Some(facts) = directory.envelope(tenant).map(|scope| scope.facts()) else { return Vec::new() };
    if facts.kind == TenantKind::Operator {
        return Vec::new();
    }
    let reseller = facts.reseller.filter(|_| facts.kind == TenantKind::Customer);
    let home = reseller.and_then(|id| console.resellers().into_iter().find(|it| it.id == id));
    let home = home.and_then(|reseller| directory.envelope(reseller.home));
    home.into_iter().chain([console.home().clone()]).collect()
}
