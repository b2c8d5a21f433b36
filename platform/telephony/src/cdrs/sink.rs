//! From the journal into rows, exactly once: batches in one transaction, acknowledged after its commit (PBX-96).

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bus::Publish as _;
use kernel::id::TenantId;
use kernel::{Fault as _, FaultKind};
use switch::{CdrSink, FinishedCall, Receipt};
use tenancy::Directory;
use tokio::sync::Notify;

use super::record::{CallEnded, Cdr};
use super::store;

/// Calls in one transaction.
const BATCH: usize = 500;
/// Calls that may wait for the database: beyond it they stay in the journal alone, until the next start.
const MOST_WAITING: usize = 200_000;
/// How long records gather before they are written together.
const GATHER: Duration = Duration::from_millis(400);
/// How long to wait when the database is away.
const RETRY: Duration = Duration::from_secs(1);

/// The records on their way. Clones share one state.
#[derive(Clone)]
pub struct Records {
    inner: Arc<Inner>,
}

struct Inner {
    directory: Directory,
    waiting: Mutex<VecDeque<FinishedCall>>,
    wake: Notify,
}

impl CdrSink for Records {
    fn finished(&self, call: FinishedCall) {
        let mut waiting = self.lock();
        if waiting.len() >= MOST_WAITING {
            tracing::error!(tenant.id = %call.tenant, "records stay in the journal: the database is too far behind");
            return;
        }
        waiting.push_back(call);
        drop(waiting);
        self.inner.wake.notify_one();
    }
}

impl Records {
    /// No records yet; [`run`](Self::run) writes them.
    pub fn new(directory: Directory) -> Self {
        let inner = Inner { directory, waiting: Mutex::default(), wake: Notify::new() };
        Self { inner: Arc::new(inner) }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<FinishedCall>> {
        self.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many calls wait for the database.
    pub fn waiting(&self) -> usize {
        self.lock().len()
    }

    /// Writes records until the future is dropped.
    pub async fn run(&self) {
        loop {
            self.inner.wake.notified().await;
            // A busy second's calls share a few transactions: a commit costs as much as many rows.
            tokio::time::sleep(GATHER).await;
            while self.write_waiting().await == BATCH {}
        }
    }

    /// Writes everything that waits now: what a shutdown does after the last call.
    pub async fn drain(&self) {
        while self.write_waiting().await > 0 {}
    }

    /// Writes one batch; answers how many calls it had.
    async fn write_waiting(&self) -> usize {
        let batch: Vec<FinishedCall> = {
            let mut waiting = self.lock();
            let most = waiting.len().min(BATCH);
            waiting.drain(..most).collect()
        };
        let calls = batch.len();
        if calls > 0 {
            self.write_batch(batch).await;
        }
        calls
    }

    async fn write_batch(&self, batch: Vec<FinishedCall>) {
        let (rows, mut receipts): (Vec<_>, Vec<_>) = batch.into_iter().map(split).unzip();
        loop {
            match self.write(&rows).await {
                Ok(()) => return receipts.into_iter().for_each(Receipt::acknowledge),
                Err(error) if error.kind() == FaultKind::Unavailable => {
                    tracing::warn!(%error, calls = rows.len(), "records wait for the database");
                    tokio::time::sleep(RETRY).await;
                }
                Err(_) => break,
            }
        }
        // One record that the database refuses must not hold up the others.
        for (call, receipt) in rows.chunks(1).zip(receipts.drain(..)) {
            match self.write(call).await {
                Ok(()) => receipt.acknowledge(),
                // It stays in the journal, where the next start finds it: better late than never.
                Err(error) => {
                    tracing::error!(%error, tenant.id = %call[0].0, "a call's records cannot be written")
                }
            }
        }
    }

    async fn write(&self, batch: &[(TenantId, Vec<Cdr>)]) -> tenancy::Result<()> {
        let mut by_tenant: BTreeMap<TenantId, Vec<Cdr>> = BTreeMap::new();
        for (tenant, cdrs) in batch {
            by_tenant.entry(*tenant).or_default().extend(cdrs.iter().cloned());
        }
        let mut tx = None;
        for (tenant, cdrs) in by_tenant {
            // Records of a tenant that was erased meanwhile go with it.
            let Some(scope) = self.inner.directory.envelope(tenant) else { continue };
            let tx = match &mut tx {
                None => tx.insert(self.inner.directory.batch(&scope).await?),
                Some(tx) => {
                    tx.turn(&scope).await?;
                    tx
                }
            };
            let written = store::write(tx, cdrs).await?;
            tx.publish_all(written.into_iter().map(|cdr| CallEnded { cdr }).collect()).await?;
        }
        match tx {
            Some(tx) => tx.commit().await,
            None => Ok(()),
        }
    }
}

fn split(call: FinishedCall) -> ((TenantId, Vec<Cdr>), Receipt) {
    ((call.tenant, call.cdrs.into_iter().map(Cdr::from).collect()), call.receipt)
}
