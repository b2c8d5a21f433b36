//! Traces at work: taken without waiting, written in batches, read on demand, pruned after some days.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use kernel::id::{CallId, TenantId};
use kernel::{Fault, FaultKind, Timestamp};
use serde::{Deserialize, Serialize};
use switch::TraceSink;
use tenancy::{Directory, TenantScope};
use tokio::sync::Notify;

use super::ladder::{self, CallTrace};
use super::segment;

/// How traces are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TraceConfig {
    /// Days that traces are kept.
    pub keep_days: u32,
    /// Most megabytes that wait to be written; beyond it traces are lost, never calls.
    pub most_waiting_mb: u32,
}

impl Default for TraceConfig {
    fn default() -> Self {
        Self { keep_days: 14, most_waiting_mb: 64 }
    }
}

/// Why a trace cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum TraceFault {
    /// It was pruned, or never kept.
    #[error("there is no trace of this call, or no longer")]
    NotKept,
    /// The file.
    #[error("the trace cannot be read")]
    File(#[source] std::io::Error),
    /// It is damaged.
    #[error("the trace is damaged")]
    Damaged(#[source] serde_json::Error),
}

impl Fault for TraceFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotKept => FaultKind::NotFound,
            Self::File(_) => FaultKind::Unavailable,
            Self::Damaged(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotKept => "traces.not_kept",
            Self::File(_) => "traces.file",
            Self::Damaged(_) => "traces.damaged",
        }
    }
}

type Waiting = Vec<(TenantId, CallId, Bytes)>;

/// The traces. Clones share one state.
#[derive(Clone)]
pub struct Traces {
    inner: Arc<Inner>,
}

struct Inner {
    directory: Directory,
    root: PathBuf,
    config: TraceConfig,
    waiting: Mutex<Waiting>,
    bytes: AtomicUsize,
    lost: AtomicUsize,
    wake: Notify,
}

/// How long blobs gather before they are written together: less than records do, so that a record's trace is there.
const GATHER: Duration = Duration::from_millis(300);
/// How often old days are looked for.
const PRUNE_INTERVAL: Duration = Duration::from_secs(3_600);

impl TraceSink for Traces {
    fn trace(&self, tenant: TenantId, call: CallId, blob: Bytes) {
        let most = usize::try_from(self.inner.config.most_waiting_mb).unwrap_or(64) << 20;
        if self.inner.bytes.load(Ordering::Relaxed) + blob.len() > most {
            self.inner.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        self.inner.bytes.fetch_add(blob.len(), Ordering::Relaxed);
        self.lock().push((tenant, call, blob));
        self.inner.wake.notify_one();
    }
}

impl Traces {
    /// Traces below `root`, a folder of the data folder.
    pub fn new(directory: Directory, root: PathBuf, config: TraceConfig) -> Self {
        let inner = Inner {
            directory,
            root,
            config,
            waiting: Mutex::default(),
            bytes: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
            wake: Notify::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes traces and prunes old ones until the future is dropped.
    pub async fn run(&self) {
        let mut prune = tokio::time::interval(PRUNE_INTERVAL);
        loop {
            tokio::select! {
                () = self.inner.wake.notified() => {
                    tokio::time::sleep(GATHER).await;
                    self.drain().await;
                }
                _ = prune.tick() => self.prune().await,
            }
        }
    }

    /// Writes everything that waits now.
    pub async fn drain(&self) {
        let waiting = std::mem::take(&mut *self.lock());
        let lost = self.inner.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "traces were lost: the disk is behind");
        }
        if waiting.is_empty() {
            return;
        }
        let this = self.clone();
        let written = tokio::task::spawn_blocking(move || this.write(&waiting)).await;
        if let Err(error) = written {
            tracing::error!(%error, "writing traces failed");
        }
    }

    fn write(&self, waiting: &Waiting) {
        let bytes: usize = waiting.iter().map(|(_, _, blob)| blob.len()).sum();
        let mut groups: BTreeMap<_, Vec<(CallId, &[u8])>> = BTreeMap::new();
        for (tenant, call, blob) in waiting {
            groups.entry((*tenant, segment::day_of(*call))).or_default().push((*call, blob));
        }
        for ((tenant, day), blobs) in groups {
            let Some(scope) = self.inner.directory.envelope(tenant) else { continue };
            if let Err(error) = segment::append(&scope.folder(&self.inner.root), &day, &blobs) {
                tracing::error!(tenant.id = %tenant, %error, traces = blobs.len(), "traces are not kept");
            }
        }
        self.inner.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// The trace of a call of this tenant.
    ///
    /// # Errors
    /// [`TraceFault`].
    pub async fn read(&self, scope: &TenantScope, call: CallId) -> Result<CallTrace, TraceFault> {
        // A call that ended this moment is found too.
        self.drain().await;
        let folder = scope.folder(&self.inner.root);
        let found = tokio::task::spawn_blocking(move || segment::find(&folder, &segment::day_of(call), call));
        let found = found.await.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        let blob = found.map_err(TraceFault::File)?.ok_or(TraceFault::NotKept)?;
        ladder::read(&blob).map_err(TraceFault::Damaged)
    }

    async fn prune(&self) {
        let kept = Duration::from_secs(u64::from(self.inner.config.keep_days) * 86_400);
        let first_kept = segment::day(self.now() - kept);
        let root = self.inner.root.clone();
        let pruned = tokio::task::spawn_blocking(move || prune_all(&root, &first_kept)).await;
        match pruned {
            Ok(Ok(0)) => {}
            Ok(Ok(files)) => tracing::info!(files, "old traces are gone"),
            Ok(Err(error)) => tracing::warn!(%error, "old traces cannot be pruned"),
            Err(error) => tracing::error!(%error, "pruning traces failed"),
        }
    }

    fn now(&self) -> Timestamp {
        self.inner.directory.clock().now()
    }
}

/// Prunes every tenant's folder, those of erased tenants included.
fn prune_all(root: &std::path::Path, first_kept: &str) -> std::io::Result<usize> {
    let folders = match std::fs::read_dir(root) {
        Ok(folders) => folders,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut pruned = 0;
    for folder in folders {
        let folder = folder?.path();
        if folder.is_dir() {
            pruned += segment::prune(&folder, first_kept)?;
        }
    }
    Ok(pruned)
}
