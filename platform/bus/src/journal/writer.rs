//! The writer thread: takes what waits, writes it as one group, and makes groups durable with one `fdatasync`.
//!
//! A group leaves the process within its window, and so survives `kill -9`; the loss of power it survives once the disk
//! was asked, which costs more than all else and so is done less often while much is written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::segment::{self, HEADER_BYTES, Segment};
use super::{JournalConfig, JournalError, Record, Seq, Shared};

/// After a failed write, the next try.
const RETRY: Duration = Duration::from_millis(200);
/// Bytes of a group beyond which a buffer is given back.
const KEEP_BUFFER_BYTES: usize = 1 << 20;

pub(super) struct Writer {
    config: JournalConfig,
    shared: Arc<Shared>,
    durable: watch::Sender<Seq>,
    /// None after a failure: the next try begins a new segment, for what the disk took in part hides the rest.
    file: Option<File>,
    /// The segment that is or was open last.
    path: PathBuf,
    size: u64,
    buffer: Vec<u8>,
    /// When the disk last made durable what it was given.
    synced: Option<Instant>,
}

/// Records on their way to the disk, kept until it has them for good.
struct Group {
    records: Vec<Record>,
    /// How many of them are in the open segment, where a crash of the process cannot reach them any more.
    written: usize,
    acknowledged: Option<Seq>,
    closing: bool,
}

impl Group {
    const fn is_written(&self) -> bool {
        self.written == self.records.len() && self.acknowledged.is_none()
    }
}

impl Writer {
    pub(super) fn new(config: JournalConfig, shared: Arc<Shared>, durable: watch::Sender<Seq>) -> Self {
        let path = config.folder.clone();
        Self { config, shared, durable, file: None, path, size: 0, buffer: Vec::new(), synced: None }
    }

    pub(super) fn run(mut self) {
        let mut group = Group { records: Vec::new(), written: 0, acknowledged: None, closing: false };
        let mut failed = false;
        loop {
            self.collect(&mut group, failed);
            let done = self.write(&mut group).and_then(|()| {
                let due = group.closing || self.until_sync().is_zero();
                if due { self.sync(&mut group) } else { Ok(()) }
            });
            failed = done.is_err();
            if let Err(error) = done {
                self.failed(&error, &mut group);
            }
            if group.closing {
                return;
            }
        }
    }

    /// How long until the disk may be asked again to make durable what it was given.
    fn until_sync(&self) -> Duration {
        self.synced.map_or(Duration::ZERO, |synced| self.config.sync_window.saturating_sub(synced.elapsed()))
    }

    /// Waits for work and adds it to the group; what failed, or is not durable yet, is still there and goes first.
    fn collect(&self, group: &mut Group, failed: bool) {
        if failed {
            thread::park_timeout(RETRY);
        } else {
            let most = if group.records.is_empty() { Duration::MAX } else { self.until_sync() };
            let idle = |queue: &mut super::Queue| {
                queue.waiting.is_empty() && !queue.acknowledgement_waits && !queue.closing
            };
            let queue = self.shared.queue();
            let waited = self.shared.more.wait_timeout_while(queue, most, idle);
            let (queue, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            let closing = queue.closing;
            drop(queue);
            // Not on the condition: an append wakes nobody up meanwhile, which keeps it cheap for its caller.
            if !closing && !timeout.timed_out() {
                thread::park_timeout(self.config.group_window);
            }
        }
        let mut queue = self.shared.queue();
        group.records.append(&mut queue.waiting);
        queue.in_hand = group.records.len();
        if std::mem::take(&mut queue.acknowledgement_waits) {
            group.acknowledged = Some(queue.acknowledged);
        }
        group.closing = queue.closing;
    }

    /// Hands the system what it does not have yet.
    fn write(&mut self, group: &mut Group) -> Result<(), JournalError> {
        let fresh = group.records.get(group.written..).unwrap_or_default();
        let first = fresh.first().map_or_else(|| *self.durable.borrow() + 1, |record| record.seq);
        if self.file.is_none() || (self.size >= self.config.segment_bytes && !fresh.is_empty()) {
            if self.file.is_some() {
                self.sync(group)?;
            }
            self.start_segment(first)?;
        }
        if group.is_written() {
            return Ok(());
        }
        self.buffer.clear();
        if let Some(seq) = group.acknowledged {
            segment::put_acknowledgement(&mut self.buffer, seq);
        }
        for record in group.records.get(group.written..).unwrap_or_default() {
            segment::put_record(&mut self.buffer, record);
        }
        let result = match &mut self.file {
            Some(file) => file.write_all(&self.buffer),
            None => Err(io::Error::other("no segment is open")),
        };
        result.map_err(|source| self.broken(source))?;
        group.written = group.records.len();
        group.acknowledged = None;
        self.size += u64::try_from(self.buffer.len()).unwrap_or(u64::MAX);
        if self.buffer.capacity() > KEEP_BUFFER_BYTES {
            self.buffer = Vec::new();
        }
        Ok(())
    }

    /// Makes durable what was written, and tells.
    fn sync(&mut self, group: &mut Group) -> Result<(), JournalError> {
        if let Some(file) = &self.file {
            file.sync_data().map_err(|source| self.broken(source))?;
        }
        self.synced = Some(Instant::now());
        self.durable_now(group);
        Ok(())
    }

    fn broken(&mut self, source: io::Error) -> JournalError {
        self.file = None;
        JournalError::Disk { path: self.path.clone(), source }
    }

    /// Begins the segment whose first record has this number. One that a failure left empty is overwritten.
    pub(super) fn start_segment(&mut self, first: Seq) -> Result<PathBuf, JournalError> {
        let path = segment::path_of(&self.config.folder, first);
        let acknowledged = self.shared.queue().acknowledged;
        let create = || {
            let mut file = File::create(&path)?;
            file.write_all(&segment::header(first, acknowledged))?;
            file.sync_data()?;
            segment::sync_folder(&self.config.folder)?;
            Ok(file)
        };
        let file = create().map_err(|source| JournalError::Disk { path: path.clone(), source })?;
        self.file = Some(file);
        self.path.clone_from(&path);
        self.size = u64::try_from(HEADER_BYTES).unwrap_or(0);
        let mut segments = self.shared.segments();
        segments.retain(|segment| segment.path != path);
        segments.push(Segment { path: path.clone(), first, last: first - 1 });
        Ok(path)
    }

    fn durable_now(&self, group: &mut Group) {
        let last =
            group.written.checked_sub(1).and_then(|last| group.records.get(last)).map(|record| record.seq);
        let emptied = self.remove_acknowledged(last);
        group.records.drain(..group.written);
        group.written = 0;
        let mut queue = self.shared.queue();
        queue.in_hand = group.records.len();
        if queue.failing.take().is_some() {
            tracing::info!(folder = %self.config.folder.display(), "the journal is written again");
        }
        drop(queue);
        if let Some(last) = last {
            self.durable.send_replace(last);
        }
        remove(&emptied);
    }

    /// Notes the last number in the open segment, and takes the closed ones that are done with out of the list.
    fn remove_acknowledged(&self, last: Option<Seq>) -> Vec<PathBuf> {
        let acknowledged = self.shared.queue().acknowledged;
        let mut segments = self.shared.segments();
        if let (Some(segment), Some(last)) = (segments.last_mut(), last) {
            segment.last = last;
        }
        let closed = segments.len().saturating_sub(1);
        let done = segments[..closed].iter().take_while(|segment| segment.last <= acknowledged).count();
        segments.drain(..done).map(|segment| segment.path).collect()
    }

    fn failed(&mut self, error: &JournalError, group: &mut Group) {
        // The next try begins a new segment, with everything that is not durable.
        group.written = 0;
        let text = match error {
            JournalError::Disk { path, source } => format!("{}: {source}", path.display()),
            other => other.to_string(),
        };
        let mut queue = self.shared.queue();
        if queue.failing.is_none() {
            tracing::error!(error = %text, "the journal is not written; its records wait");
        }
        queue.failing = Some(text);
        drop(queue);
        // A full disk gets room by what is acknowledged, though that could not be written down.
        remove(&self.remove_acknowledged(None));
        if group.closing && !group.records.is_empty() {
            tracing::error!(
                records = group.records.len(),
                "the journal closes with records that the disk did not take"
            );
        }
    }
}

fn remove(segments: &[PathBuf]) {
    for path in segments {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(path = %path.display(), %error, "an acknowledged journal segment could not be removed");
        }
    }
}
