//! `registrations.log`: what each endpoint's bindings are now, appended by a thread of its own.
//!
//! A record is a length, a CRC-32 (both u32, little-endian) and an endpoint's whole list, so the last one counts
//! and the order of the others does not matter. When the file has grown, or a write failed, it is written anew
//! from memory and put in place by a rename.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use kernel::Timestamp;
use kernel::id::{EndpointId, TenantId};

use super::codec;
use super::map::Map;

/// How long the first change of a batch waits for others: a crash of the machine or process loses no more.
const BATCH_WINDOW: Duration = Duration::from_millis(10);
/// After a failed write, the next try.
const RETRY: Duration = Duration::from_secs(1);
/// Changes that may wait; when the disk is further behind, the file is written anew instead.
const QUEUE: usize = 65_536;
/// The file is written anew when it has grown by this much, or by twice its size, whichever is more.
const SLACK_BYTES: u64 = 1 << 20;
/// No record is longer: a larger length is a torn or foreign file.
const MOST_RECORD_BYTES: usize = 1 << 20;

enum Order {
    Changed(TenantId, EndpointId),
    Flush(SyncSender<()>),
}

/// The thread and its queue.
pub(super) struct Writer {
    orders: Option<SyncSender<Order>>,
    behind: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(path: PathBuf, map: Arc<Map>) -> io::Result<Self> {
        let (orders, queue) = sync_channel(QUEUE);
        let behind = Arc::new(AtomicBool::new(false));
        let mut log = Log { size: 0, base: 0, file: None, behind: behind.clone(), path, map, failing: false };
        log.write_anew()?;
        let thread =
            thread::Builder::new().name("registrations".to_owned()).spawn(move || log.run(&queue))?;
        Ok(Self { orders: Some(orders), behind, thread: Some(thread) })
    }

    /// The endpoint's bindings changed. Never waits.
    pub(super) fn note(&self, tenant: TenantId, endpoint: EndpointId) {
        let Some(orders) = &self.orders else { return };
        if let Err(TrySendError::Full(_)) = orders.try_send(Order::Changed(tenant, endpoint)) {
            self.behind.store(true, Ordering::Release);
        }
    }

    pub(super) fn flush(&self) {
        let (done, wait) = sync_channel(1);
        let Some(orders) = &self.orders else { return };
        if orders.send(Order::Flush(done)).is_ok() {
            if let Some(thread) = &self.thread {
                thread.thread().unpark();
            }
            // An error says that the thread is gone: nothing is left to wait for.
            let _ = wait.recv();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It only ends early by a panic, which was reported where it happened.
            let _ = thread.join();
        }
    }
}

struct Log {
    path: PathBuf,
    map: Arc<Map>,
    behind: Arc<AtomicBool>,
    file: Option<File>,
    /// Bytes in the file, and how many there were when it was last written anew.
    size: u64,
    base: u64,
    failing: bool,
}

impl Log {
    fn run(mut self, queue: &Receiver<Order>) {
        let mut bytes = Vec::new();
        while let Ok(first) = queue.recv() {
            let mut flushed = Vec::new();
            self.take(first, &mut bytes, &mut flushed);
            if flushed.is_empty() {
                // Not in `recv`: a send wakes nobody up meanwhile, which keeps it cheap for the SIP thread.
                thread::park_timeout(if self.failing { RETRY } else { BATCH_WINDOW });
            }
            queue.try_iter().for_each(|order| self.take(order, &mut bytes, &mut flushed));
            self.write(&bytes);
            bytes.clear();
            for done in flushed {
                let _ = done.send(());
            }
        }
    }

    fn take(&self, order: Order, bytes: &mut Vec<u8>, flushed: &mut Vec<SyncSender<()>>) {
        match order {
            Order::Changed(tenant, endpoint) => {
                let bindings = self.map.of(tenant, endpoint);
                append(bytes, |out| codec::encode(tenant, endpoint, &bindings, out));
            }
            Order::Flush(done) => flushed.push(done),
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let behind = self.behind.swap(false, Ordering::AcqRel) || self.file.is_none();
        let result = if behind || self.size > self.base.saturating_mul(3).max(self.base + SLACK_BYTES) {
            self.write_anew()
        } else {
            self.append(bytes)
        };
        match result {
            Ok(()) if self.failing => {
                self.failing = false;
                tracing::info!(path = %self.path.display(), "registrations are written again");
            }
            Ok(()) => {}
            Err(error) => {
                // What was appended in part would hide what follows: begin a new file next time.
                self.file = None;
                if !self.failing {
                    tracing::error!(path = %self.path.display(), %error, "registrations are not written: they would not outlive a restart");
                }
                self.failing = true;
            }
        }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.write_all(bytes)?;
            self.size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        }
        Ok(())
    }

    fn write_anew(&mut self) -> io::Result<()> {
        let fresh = self.path.with_extension("new");
        let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(&fresh)?;
        let mut bytes = Vec::new();
        let mut size = 0;
        for bindings in self.map.lists() {
            let Some(first) = bindings.first() else { continue };
            append(&mut bytes, |out| codec::encode(first.tenant, first.endpoint, &bindings, out));
            if bytes.len() > 1 << 16 {
                file.write_all(&bytes)?;
                size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                bytes.clear();
            }
        }
        file.write_all(&bytes)?;
        size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        file.sync_all()?;
        fs::rename(&fresh, &self.path)?;
        self.file = Some(file);
        (self.size, self.base) = (size, size);
        Ok(())
    }
}

fn append(bytes: &mut Vec<u8>, encode: impl FnOnce(&mut Vec<u8>)) {
    let start = bytes.len();
    bytes.extend_from_slice(&[0; 8]);
    encode(bytes);
    let body = start + 8;
    let len = u32::try_from(bytes.len() - body).unwrap_or(u32::MAX);
    let crc = crc32fast::hash(&bytes[body..]);
    bytes[start..start + 4].copy_from_slice(&len.to_le_bytes());
    bytes[start + 4..body].copy_from_slice(&crc.to_le_bytes());
}

/// Reads the file into the map, up to the first record that is torn or damaged.
pub(super) fn load(path: &Path, map: &Map, now: Timestamp) -> io::Result<()> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut rest = bytes.as_slice();
    while let Some((record, after)) = next_record(rest) {
        let mut bindings = record.bindings;
        bindings.retain(|binding| binding.expires > now);
        map.restore(record.tenant, record.endpoint, bindings);
        rest = after;
    }
    if !rest.is_empty() {
        tracing::warn!(path = %path.display(), bytes = rest.len(), "the end of the registrations' file is torn and was left out");
    }
    Ok(())
}

fn next_record(bytes: &[u8]) -> Option<(codec::EndpointRecord, &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    let (crc, rest) = rest.split_first_chunk::<4>()?;
    let len = usize::try_from(u32::from_le_bytes(*len)).ok().filter(|len| *len <= MOST_RECORD_BYTES)?;
    let (body, rest) = rest.split_at_checked(len)?;
    if crc32fast::hash(body) != u32::from_le_bytes(*crc) {
        return None;
    }
    Some((codec::decode(body)?, rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::binding;
    use super::*;

    #[test]
    fn a_file_cut_anywhere_gives_the_records_before_the_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registrations.log");
        let mut bytes = Vec::new();
        let mut ends = vec![0];
        for number in 1..=4 {
            let one = binding(1, number, number, 100);
            append(&mut bytes, |out| {
                codec::encode(one.tenant, one.endpoint, std::slice::from_ref(&one), out)
            });
            ends.push(bytes.len());
        }
        for cut in 0..=bytes.len() {
            fs::write(&path, &bytes[..cut]).unwrap();
            let map = Map::default();
            load(&path, &map, Timestamp::EPOCH).unwrap();
            assert_eq!(map.len(), ends.iter().filter(|end| **end <= cut).count() - 1, "cut at {cut}");
        }
        for damaged in 0..bytes.len() {
            let mut other = bytes.clone();
            other[damaged] ^= 0x40;
            fs::write(&path, &other).unwrap();
            let map = Map::default();
            load(&path, &map, Timestamp::EPOCH).unwrap();
            assert_eq!(
                map.len(),
                ends.iter().filter(|end| **end <= damaged).count() - 1,
                "damaged at {damaged}"
            );
        }
    }

    #[test]
    fn a_grown_file_is_written_anew_and_says_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registrations.log");
        let map = Arc::new(Map::default());
        let writer = Writer::start(path.clone(), map.clone()).unwrap();
        let one = binding(1, 1, 1, 100);
        for _ in 0..10 {
            for _ in 0..1_000 {
                map.put(one.clone());
                writer.note(one.tenant, one.endpoint);
            }
            writer.flush();
        }
        let size = fs::metadata(&path).unwrap().len();
        assert!(size < 2 * SLACK_BYTES, "{size} bytes for one binding");
        drop(writer);
        let loaded = Map::default();
        load(&path, &loaded, Timestamp::EPOCH).unwrap();
        assert_eq!(loaded.of(one.tenant, one.endpoint)[..], [one]);
    }

    #[test]
    fn a_folder_that_vanished_is_reported_and_the_next_write_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data").join("registrations.log");
        fs::create_dir(path.parent().unwrap()).unwrap();
        let map = Arc::new(Map::default());
        let mut log = Log {
            size: 0,
            base: 0,
            file: None,
            behind: Arc::default(),
            path: path.clone(),
            map: map.clone(),
            failing: false,
        };
        fs::remove_dir(path.parent().unwrap()).unwrap();
        map.put(binding(1, 1, 1, 100));
        log.write(&[]);
        assert!(log.failing);
        fs::create_dir(path.parent().unwrap()).unwrap();
        log.write(&[]);
        assert!(!log.failing);
        let loaded = Map::default();
        load(&path, &loaded, Timestamp::EPOCH).unwrap();
        assert_eq!(loaded.len(), 1);
    }
}
