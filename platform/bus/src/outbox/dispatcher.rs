//! The dispatcher: hands pending events to their handlers, some tenants at a time, and marks what was taken.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

use kernel::Timestamp;
use kernel::id::TenantId;
use sea_orm::{ColumnTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use tenancy::{Micros, TenantScope};
use tokio::task::JoinSet;

use super::{Delivery, Outbox, Shared, lock, row};

/// Tenants served at one time: a slow handler of one holds up no other.
const AT_ONCE: usize = 8;
/// Events of one tenant before others have their turn.
const BATCH: u64 = 50;
/// A handler that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// An event that failed so often is given up, with an error in the log: by then hours have passed.
const MOST_ATTEMPTS: i64 = 40;

/// How fast failed things are tried again, and how often old events are pruned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) retry: Duration,
    pub(crate) most: Duration,
    pub(crate) prune: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { retry: Duration::from_secs(1), most: Duration::from_mins(5), prune: Duration::from_hours(1) }
    }
}

impl Pace {
    /// The wait after the `attempts`-th failure: doubling, up to the most.
    fn after(&self, attempts: i64) -> Duration {
        let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
        self.retry.saturating_mul(1 << doublings).min(self.most)
    }
}

/// What became of one turn of a tenant.
struct Turn {
    tenant: TenantId,
    again: Again,
}

enum Again {
    /// Nothing is pending.
    No,
    /// More is pending.
    Now,
    /// Something failed.
    After(Duration),
}

pub(super) async fn run(outbox: Outbox, pace: Pace) {
    let shared = outbox.shared.clone();
    let mut stopping = shared.stopping.subscribe();
    let mut turns = JoinSet::new();
    let mut later: BinaryHeap<Reverse<(Instant, TenantId)>> = BinaryHeap::new();
    let clock = outbox.directory.clock().clone();
    let mut prune_at = clock.instant() + pace.prune;
    loop {
        let now = clock.instant();
        while later.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            if let Some(Reverse((_, tenant))) = later.pop() {
                lock(&shared.queue).waiting.insert(tenant);
            }
        }
        if prune_at <= now {
            prune_at = now + pace.prune;
            if let Err(error) = outbox.prune(clock.now()).await {
                tracing::warn!(%error, "old events were not pruned");
            }
        }
        while turns.len() < AT_ONCE
            && let Some(scope) = next_tenant(&outbox)
        {
            turns.spawn(turn(outbox.clone(), scope, pace));
        }
        let wake_at = later.peek().map_or(prune_at, |Reverse((at, _))| prune_at.min(*at));
        tokio::select! {
            Some(ended) = turns.join_next() => match ended {
                Ok(Turn { tenant, again }) => finish(&shared, &mut later, clock.instant(), tenant, &again),
                Err(error) => tracing::error!(%error, "a turn of the outbox ended early"),
            },
            () = shared.bell.notified() => {}
            () = tokio::time::sleep_until(wake_at.into()) => {}
            _ = stopping.wait_for(|stopping| *stopping) => break,
        }
    }
    while turns.join_next().await.is_some() {}
}

/// A tenant that waits and has no turn under way.
fn next_tenant(outbox: &Outbox) -> Option<TenantScope> {
    let mut queue = lock(&outbox.shared.queue);
    loop {
        let tenant = queue.waiting.iter().find(|tenant| !queue.running.contains(*tenant)).copied()?;
        queue.waiting.remove(&tenant);
        if let Some(scope) = outbox.directory.envelope(tenant) {
            queue.running.insert(tenant);
            return Some(scope);
        }
        if queue.waiting.is_empty() && queue.running.is_empty() {
            outbox.shared.idle.notify_waiters();
        }
    }
}

fn finish(
    shared: &Shared,
    later: &mut BinaryHeap<Reverse<(Instant, TenantId)>>,
    now: Instant,
    tenant: TenantId,
    again: &Again,
) {
    let mut queue = lock(&shared.queue);
    queue.running.remove(&tenant);
    match again {
        Again::No => {}
        Again::Now => drop(queue.waiting.insert(tenant)),
        Again::After(wait) => later.push(Reverse((now + *wait, tenant))),
    }
    if queue.waiting.is_empty() && queue.running.is_empty() {
        shared.idle.notify_waiters();
    }
}

async fn turn(outbox: Outbox, scope: TenantScope, pace: Pace) -> Turn {
    let tenant = scope.tenant();
    let again = hand_over(&outbox, &scope, pace).await.unwrap_or_else(|error| {
        tracing::warn!(tenant.id = %tenant, %error, "events could not be handed over");
        Again::After(pace.after(3))
    });
    Turn { tenant, again }
}

async fn hand_over(outbox: &Outbox, scope: &TenantScope, pace: Pace) -> tenancy::Result<Again> {
    let now = scope.clock().now();
    let tx = scope.read().await?;
    let pending = tx.find::<row::Entity>().filter(row::Column::Pending.eq(true));
    let due = pending.filter(row::Column::Due.lte(Micros::from(now)));
    let rows = due.order_by_asc(row::Column::Number).limit(BATCH).all().await?;
    drop(tx);
    let full = rows.len() as u64 == BATCH;
    let (mut taken, mut failed) = (Vec::new(), Vec::new());
    for row in rows {
        match handle(&outbox.shared, scope, &row).await {
            Ok(()) => taken.push(row.id),
            Err(name) if row.attempts + 1 >= MOST_ATTEMPTS => {
                tracing::error!(tenant.id = %scope.tenant(), event = row.name, handler = name, "an event is given up");
                taken.push(row.id);
            }
            Err(_) => failed.push(row),
        }
    }
    if taken.is_empty() && failed.is_empty() {
        return first_due(scope, now).await;
    }
    let tx = scope.begin().await?;
    if !taken.is_empty() {
        let done = row::ActiveModel { pending: Set(false), ..Default::default() };
        tx.update_where(done, row::Column::Id.is_in(taken)).await?;
    }
    for row in failed {
        let attempts = row.attempts + 1;
        let due = scope.clock().now() + pace.after(attempts);
        let retry = row::ActiveModel { attempts: Set(attempts), due: Set(due.into()), ..Default::default() };
        tx.update_where(retry, row::Column::Id.eq(row.id).and(row::Column::Pending.eq(true))).await?;
    }
    tx.commit().await?;
    if full { Ok(Again::Now) } else { first_due(scope, scope.clock().now()).await }
}

/// When the earliest pending event is due.
async fn first_due(scope: &TenantScope, now: Timestamp) -> tenancy::Result<Again> {
    let tx = scope.read().await?;
    let pending = tx.find::<row::Entity>().filter(row::Column::Pending.eq(true));
    let first = pending.order_by_asc(row::Column::Due).one().await?;
    Ok(first.map_or(Again::No, |row| {
        let wait = Timestamp::from(row.due).since(now);
        if wait.is_zero() { Again::Now } else { Again::After(wait) }
    }))
}

/// Runs the handlers of one event; answers the name of the one that failed.
async fn handle(shared: &Shared, scope: &TenantScope, row: &row::Model) -> Result<(), &'static str> {
    for handler in shared.handlers.get(row.name.as_str()).into_iter().flatten() {
        let delivery = Delivery {
            scope: scope.clone(),
            id: row.id.into(),
            number: u64::try_from(row.number).unwrap_or(0),
            at: row.at.into(),
            event: row.body.clone(),
        };
        // On a task of its own: one that panics fails like another error, and the events behind it go on.
        let mut task = tokio::spawn((handler.run)(delivery));
        let problem = match tokio::time::timeout(PATIENCE, &mut task).await {
            Ok(Ok(Ok(()))) => continue,
            Ok(Ok(Err(error))) => error.to_string(),
            Ok(Err(panic)) => panic.to_string(),
            Err(_) => {
                task.abort();
                "it took too long".to_owned()
            }
        };
        tracing::warn!(
            tenant.id = %scope.tenant(), event = row.name, handler = handler.name, problem,
            "an event was not taken; it is tried again"
        );
        return Err(handler.name);
    }
    Ok(())
}
