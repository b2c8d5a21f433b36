//! The journal: records that must survive `kill -9`, group-committed to local files until acknowledged.
//!
//! Invariant: a number that [`Journal::durable`] has reached is in a segment on the disk and comes back from
//! [`Journal::recover`] until it is acknowledged, whatever happens to the process or the machine's power.

mod reader;
mod segment;
#[cfg(test)]
mod tests;
mod writer;

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use kernel::{Fault, FaultKind};
use tokio::sync::watch;

use reader::Place;
use segment::Segment;
use writer::Writer;

/// Number of a record; grows by one, over restarts.
pub type Seq = u64;

/// No record is larger.
const MOST_RECORD_BYTES: usize = 16 << 20;

/// How the journal works.
#[derive(Debug, Clone)]
pub struct JournalConfig {
    /// Folder of the segments, made when absent.
    pub folder: PathBuf,
    /// A segment is closed at this size in bytes.
    pub segment_bytes: u64,
    /// Records that may wait for the disk; beyond it `append` answers `Full`.
    pub queue_records: usize,
    /// How long the first record of a group waits for others before all are written. At most 5 ms.
    pub group_window: Duration,
    /// The least time from one `fdatasync` to the next.
    pub sync_window: Duration,
}

impl JournalConfig {
    /// The defaults: 16 MiB segments, 65,536 waiting records, groups of 4 ms, made durable every 50 ms at most.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            segment_bytes: 16 << 20,
            queue_records: 65_536,
            group_window: Duration::from_millis(4),
            sync_window: Duration::from_millis(50),
        }
    }
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub seq: Seq,
    /// What was appended.
    pub bytes: Vec<u8>,
}

/// Why the journal cannot take or give a record.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk is behind: too many records wait.
    #[error("too many records wait for the disk")]
    Full,
    /// The record is larger than 16 MiB.
    #[error("a record of {0} bytes is too large")]
    TooLarge(usize),
    /// The journal was closed.
    #[error("the journal is closed")]
    Closed,
    /// The disk refuses (full, broken); records wait and are tried again.
    #[error("{path}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Fault for JournalError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::TooLarge(_) => FaultKind::Internal,
            Self::Full | Self::Closed | Self::Disk { .. } => FaultKind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Full => "journal.full",
            Self::TooLarge(_) => "journal.too_large",
            Self::Closed => "journal.closed",
            Self::Disk { .. } => "journal.disk",
        }
    }
}

/// What the journal's disk is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalHealth {
    /// The last failure, while it lasts.
    pub failing: Option<String>,
    /// Records that wait for the disk.
    pub waiting: usize,
}

/// The journal. Clones share one writer thread, which ends when the last clone goes.
#[derive(Clone)]
pub struct Journal {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    durable: watch::Receiver<Seq>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What callers and the writer thread share. The lock is held for copies of pointers only, never over a write.
struct Shared {
    queue: Mutex<Queue>,
    more: Condvar,
    /// Segments on the disk, oldest first, with the numbers that are durable in them.
    segments: Mutex<Vec<Segment>>,
    /// Where the last `read` ended.
    place: Mutex<Option<Place>>,
}

struct Queue {
    waiting: Vec<Record>,
    /// Taken out by the writer and not durable yet.
    in_hand: usize,
    /// How many may wait.
    most: usize,
    next: Seq,
    acknowledged: Seq,
    /// The writer has not written the latest acknowledgement yet.
    acknowledgement_waits: bool,
    closing: bool,
    failing: Option<String>,
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn segments(&self) -> MutexGuard<'_, Vec<Segment>> {
        self.segments.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Journal {
    /// Opens the folder, leaves out a torn tail, and starts the writer thread. What is not acknowledged yet can
    /// be read with [`read`](Self::read).
    ///
    /// # Errors
    /// [`JournalError::Disk`].
    pub fn open(config: JournalConfig) -> Result<Self, JournalError> {
        let found = segment::open_folder(&config.folder)?;
        let queue = Queue {
            waiting: Vec::new(),
            in_hand: 0,
            most: config.queue_records,
            next: found.last + 1,
            acknowledged: found.acknowledged,
            acknowledgement_waits: false,
            closing: false,
            failing: None,
        };
        let shared = Arc::new(Shared {
            queue: Mutex::new(queue),
            more: Condvar::new(),
            segments: Mutex::new(found.segments),
            place: Mutex::default(),
        });
        let (tell, durable) = watch::channel(found.last);
        let folder = config.folder.clone();
        let mut writer = Writer::new(config, shared.clone(), tell);
        let current = writer.start_segment(found.last + 1)?;
        for path in found.done.into_iter().filter(|path| *path != current) {
            std::fs::remove_file(&path).map_err(|source| JournalError::Disk { path, source })?;
        }
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run());
        let thread = thread.map_err(|source| JournalError::Disk { path: folder, source })?;
        Ok(Self { inner: Arc::new(Inner { shared, durable, thread: Mutex::new(Some(thread)) }) })
    }

    /// Hands a record to the writer. Never waits; durable once [`durable`](Self::durable) reaches its number.
    ///
    /// # Errors
    /// [`JournalError::Full`], [`JournalError::TooLarge`], [`JournalError::Closed`].
    pub fn append(&self, bytes: Vec<u8>) -> Result<Seq, JournalError> {
        if bytes.len() > MOST_RECORD_BYTES {
            return Err(JournalError::TooLarge(bytes.len()));
        }
        let mut queue = self.inner.shared.queue();
        if queue.closing {
            return Err(JournalError::Closed);
        }
        if queue.waiting.len() + queue.in_hand >= queue.most {
            return Err(JournalError::Full);
        }
        let seq = queue.next;
        queue.next += 1;
        queue.waiting.push(Record { seq, bytes });
        let first = queue.waiting.len() == 1;
        drop(queue);
        if first {
            self.inner.shared.more.notify_one();
        }
        Ok(seq)
    }

    /// The last number that is on the disk for good.
    pub fn durable(&self) -> Seq {
        *self.inner.durable.borrow()
    }

    /// Waits until the record is on the disk for good.
    ///
    /// # Errors
    /// [`JournalError::Closed`] when the journal closes before.
    pub async fn wait_durable(&self, seq: Seq) -> Result<(), JournalError> {
        let mut durable = self.inner.durable.clone();
        durable.wait_for(|reached| *reached >= seq).await.map(drop).map_err(|_| JournalError::Closed)
    }

    /// Durable records after `after` and after what is acknowledged, at most `most`, in order.
    ///
    /// # Errors
    /// [`JournalError::Disk`].
    pub fn read(&self, after: Seq, most: usize) -> Result<Vec<Record>, JournalError> {
        let after = after.max(self.acknowledged());
        reader::read(&self.inner.shared, after, self.durable(), most)
    }

    /// All records that are not acknowledged: what a restart has to finish.
    ///
    /// # Errors
    /// [`JournalError::Disk`].
    pub fn recover(&self) -> Result<Vec<Record>, JournalError> {
        self.read(0, usize::MAX)
    }

    /// Everything up to `seq` has been taken over: its segments may go. After a crash the last
    /// acknowledgements may be forgotten, so taking over must bear a repetition.
    pub fn acknowledge(&self, seq: Seq) {
        let seq = seq.min(self.durable());
        let mut queue = self.inner.shared.queue();
        if seq > queue.acknowledged {
            queue.acknowledged = seq;
            queue.acknowledgement_waits = true;
            drop(queue);
            self.inner.shared.more.notify_one();
        }
    }

    /// The last acknowledged number.
    pub fn acknowledged(&self) -> Seq {
        self.inner.shared.queue().acknowledged
    }

    /// How the disk does.
    pub fn health(&self) -> JournalHealth {
        let queue = self.inner.shared.queue();
        JournalHealth { failing: queue.failing.clone(), waiting: queue.waiting.len() + queue.in_hand }
    }

    /// Writes what waits and ends the writer thread.
    pub fn close(&self) {
        self.inner.close();
    }
}

impl Inner {
    fn close(&self) {
        self.shared.queue().closing = true;
        self.shared.more.notify_one();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            thread.thread().unpark();
            // It only ends early by a panic, which was reported where it happened.
            let _ = thread.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}
