//! What every change of a resource leaves behind: an audit line, a durable event, and a tenant to recompile.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bus::{DomainEvent, Publish as _};
use kernel::id::TenantId;
use serde::{Deserialize, Serialize};
use tenancy::{Actor, AuditLine, TenantScope, TenantTx};
use tokio::sync::{Notify, watch};

/// What happened to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Created,
    /// It is different.
    Updated,
    /// It is gone.
    Deleted,
}

/// Declares the durable event of a resource: its id and what happened to it.
macro_rules! changed_event {
    ($(#[$doc:meta])* $name:ident($id:ty) = $text:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// Which one.
            pub id: $id,
            /// What happened to it.
            pub change: $crate::change::Change,
        }

        impl bus::DomainEvent for $name {
            const NAME: &'static str = $text;
        }
    };
}
pub(crate) use changed_event;

/// A resource before and after, as the audit log shows it: without secrets.
#[derive(Debug)]
pub struct States<'a, T> {
    /// Before; none for a new one.
    pub before: Option<&'a T>,
    /// After; none for a deleted one.
    pub after: Option<&'a T>,
}

/// Writes the audit line and the event into the transaction and has the tenant recompiled after its commit.
pub async fn record<T: Serialize + Sync>(
    tx: &TenantTx,
    actor: &Actor,
    action: &'static str,
    object: impl std::fmt::Display + Send,
    states: States<'_, T>,
    event: impl DomainEvent,
) -> tenancy::Result<()> {
    let mut line = AuditLine::new(actor, action).object(object);
    if let Some(before) = states.before {
        line = line.before(before);
    }
    if let Some(after) = states.after {
        line = line.after(after);
    }
    tx.audit(line).await?;
    tx.publish(event).await?;
    recompile_after(tx);
    Ok(())
}

/// Has the tenant's routing compiled again once this transaction is committed.
pub fn recompile_after(tx: &TenantTx) {
    if let Some(changes) = tx.scope().attached::<Changes>() {
        let tenant = tx.tenant();
        tx.after_commit(move || changes.mark(tenant));
    }
}

/// Commits, and waits until calls see what was changed: who gets the answer 201 may register at once.
///
/// # Errors
/// When the commit fails.
pub async fn commit(tx: TenantTx) -> tenancy::Result<()> {
    let scope = tx.scope().clone();
    tx.commit().await?;
    settled(&scope).await;
    Ok(())
}

/// Waits until the changes marked so far are compiled; for a bounded time, since the change itself is safe.
pub async fn settled(scope: &TenantScope) {
    if let Some(changes) = scope.attached::<Changes>() {
        changes.settled().await;
    }
}

/// Tenants whose compiled routing is older than their rows. Bounded by the number of tenants.
#[derive(Debug)]
pub struct Changes {
    marked: Mutex<HashSet<TenantId>>,
    asked: AtomicU64,
    done: watch::Sender<Option<u64>>,
    wake: Notify,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            marked: Mutex::default(),
            asked: AtomicU64::new(0),
            done: watch::Sender::new(None),
            wake: Notify::new(),
        }
    }
}

/// How long an answer may wait for the compiler.
const PATIENCE: Duration = Duration::from_secs(5);

impl Changes {
    /// Nothing is marked. Handlers do not wait until a compiler listens.
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Marks a tenant.
    pub fn mark(&self, tenant: TenantId) {
        self.marked.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant);
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.wake.notify_one();
    }

    /// Tells that somebody compiles from now on. What is marked already has to be waited for.
    pub fn listen(&self) {
        let none = self.marked.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        self.done.send_replace(Some(if none { self.asked.load(Ordering::SeqCst) } else { 0 }));
    }

    /// Waits for marked tenants and takes them, with the number to tell [`compiled`](Self::compiled).
    pub async fn next(&self) -> (u64, HashSet<TenantId>) {
        loop {
            let asked = self.asked.load(Ordering::SeqCst);
            let taken = std::mem::take(&mut *self.marked.lock().unwrap_or_else(PoisonError::into_inner));
            if !taken.is_empty() {
                return (asked, taken);
            }
            self.wake.notified().await;
        }
    }

    /// Everything up to this number is compiled.
    pub fn compiled(&self, number: u64) {
        self.done.send_replace(Some(number));
    }

    /// Waits until what was marked before is compiled.
    pub async fn settled(&self) {
        let wanted = self.asked.load(Ordering::SeqCst);
        let mut done = self.done.subscribe();
        let reached = done.wait_for(|number| number.is_none_or(|number| number >= wanted));
        if tokio::time::timeout(PATIENCE, reached).await.is_err() {
            tracing::warn!("routing is compiled late: an answer went out before calls see the change");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(n: u128) -> TenantId {
        TenantId(kernel::id::Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn marks_are_taken_together_and_waited_for() {
        let changes = Changes::new();
        changes.listen();
        changes.mark(tenant(1));
        changes.mark(tenant(2));
        changes.mark(tenant(1));
        let (number, taken) = changes.next().await;
        assert_eq!(taken.len(), 2);
        let waiting = changes.settled();
        tokio::pin!(waiting);
        assert!(futures_util::poll!(&mut waiting).is_pending());
        changes.compiled(number);
        waiting.await;
    }

    #[tokio::test]
    async fn what_was_marked_before_anybody_listened_is_waited_for() {
        let changes = Changes::new();
        changes.mark(tenant(1));
        changes.listen();
        let waiting = changes.settled();
        tokio::pin!(waiting);
        assert!(futures_util::poll!(&mut waiting).is_pending());
        let (number, _) = changes.next().await;
        changes.compiled(number);
        waiting.await;
    }

    #[tokio::test]
    async fn nobody_waits_where_nobody_compiles() {
        let changes = Changes::new();
        changes.mark(tenant(1));
        changes.settled().await;
    }
}
