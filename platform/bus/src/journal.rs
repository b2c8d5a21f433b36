//! The journal: records that must survive `kill -9`, group-committed to local files until acknowledged.

use std::path::PathBuf;
use std::time::Duration;

/// Number of a record; grows by one, over restarts.
pub type Seq = u64;

/// How the journal works.
#[derive(Debug, Clone)]
pub struct JournalConfig {
    /// Folder of the segments, made when absent.
    pub folder: PathBuf,
    /// A segment is closed at this size in bytes.
    pub segment_bytes: u64,
    /// Records that may wait for the disk; beyond it `append` answers `Full`.
    pub queue_records: usize,
    /// How long the first record of a group waits for others. At most 5 ms.
    pub group_window: Duration,
}

impl JournalConfig {
    /// The defaults: 16 MiB segments, 65,536 waiting records, 2 ms.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            segment_bytes: 16 << 20,
            queue_records: 65_536,
            group_window: Duration::from_millis(2),
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
pub struct Journal {}

impl Journal {
    /// Opens the folder, cuts a torn tail, and starts the writer thread. What is not acknowledged yet can be
    /// read with [`read`](Self::read).
    ///
    /// # Errors
    /// [`JournalError::Disk`].
    pub fn open(config: JournalConfig) -> Result<Self, JournalError> {
        todo!()
    }

    /// Hands a record to the writer. Never waits; durable once [`durable`](Self::durable) reaches its number.
    ///
    /// # Errors
    /// [`JournalError::Full`], [`JournalError::TooLarge`], [`JournalError::Closed`].
    pub fn append(&self, bytes: Vec<u8>) -> Result<Seq, JournalError> {
        todo!()
    }

    /// The last number that is on the disk for good.
    pub fn durable(&self) -> Seq {
        todo!()
    }

    /// Waits until the record is on the disk for good.
    pub async fn wait_durable(&self, seq: Seq) -> Result<(), JournalError> {
        todo!()
    }

    /// Durable records that are not acknowledged, after `after`, at most `most`.
    ///
    /// # Errors
    /// [`JournalError::Disk`].
    pub fn read(&self, after: Seq, most: usize) -> Result<Vec<Record>, JournalError> {
        todo!()
    }

    /// All records that are not acknowledged: what a restart has to finish.
    ///
    /// # Errors
    /// [`JournalError::Disk`].
    pub fn recover(&self) -> Result<Vec<Record>, JournalError> {
        todo!()
    }

    /// Everything up to `seq` has been taken over: its segments may go.
    pub fn acknowledge(&self, seq: Seq) {
        todo!()
    }

    /// The last acknowledged number.
    pub fn acknowledged(&self) -> Seq {
        todo!()
    }

    /// How the disk does.
    pub fn health(&self) -> JournalHealth {
        todo!()
    }

    /// Writes what waits and ends the writer thread.
    pub fn close(&self) {
        todo!()
    }
}
