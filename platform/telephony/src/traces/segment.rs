//! A day's traces of one tenant: blobs one after the other in a file, and beside it an index of fixed entries.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use kernel::Timestamp;
use kernel::id::{CallId, Uuid};

/// Bytes of an entry: call 16, offset 8, length 4.
const ENTRY: usize = 28;
/// The longest blob that is read back: a damaged index must not ask for the memory of the machine.
const MOST_BYTES: u32 = 16 << 20;

/// The day of a call, from the time in its id (UUIDv7): no index row is needed to find its file.
pub fn day_of(call: CallId) -> String {
    let millis = i64::try_from(call.uuid().as_u128() >> 80).unwrap_or(0);
    day(Timestamp::from_micros(millis.saturating_mul(1_000)))
}

/// A day as file names have it.
pub fn day(moment: Timestamp) -> String {
    moment.to_chrono().format("%Y-%m-%d").to_string()
}

fn paths(folder: &Path, day: &str) -> (PathBuf, PathBuf) {
    (folder.join(format!("{day}.traces")), folder.join(format!("{day}.index")))
}

/// Appends blobs of one day.
///
/// # Errors
/// What the file system says. What was written by halves is passed over when reading.
pub fn append(folder: &Path, day: &str, blobs: &[(CallId, &[u8])]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let (traces, index) = paths(folder, day);
    let mut traces = OpenOptions::new().create(true).append(true).open(traces)?;
    let mut offset = traces.seek(SeekFrom::End(0))?;
    let mut bytes = Vec::with_capacity(blobs.iter().map(|(_, blob)| blob.len()).sum());
    let mut entries = Vec::with_capacity(blobs.len() * ENTRY);
    for (call, blob) in blobs {
        let Ok(length) = u32::try_from(blob.len()) else { continue };
        entries.extend_from_slice(call.uuid().as_bytes());
        entries.extend_from_slice(&offset.to_le_bytes());
        entries.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(blob);
        offset += u64::from(length);
    }
    traces.write_all(&bytes)?;
    append_whole(&index, &entries)
}

/// A torn entry from before is cut off first, so that entries stay at multiples of their size.
fn append_whole(path: &Path, entries: &[u8]) -> io::Result<()> {
    let mut index = OpenOptions::new().create(true).append(true).read(true).open(path)?;
    let length = index.seek(SeekFrom::End(0))?;
    let torn = length % ENTRY as u64;
    if torn > 0 {
        index.set_len(length - torn)?;
    }
    index.write_all(entries)
}

/// The latest blob of a call on a day.
///
/// # Errors
/// What the file system says, except that a file is not there.
pub fn find(folder: &Path, day: &str, call: CallId) -> io::Result<Option<Vec<u8>>> {
    let (traces, index) = paths(folder, day);
    let index = match std::fs::read(index) {
        Ok(index) => index,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let wanted = call.uuid();
    let entry = index.chunks_exact(ENTRY).rev().find(|entry| Uuid::from_slice(&entry[..16]) == Ok(wanted));
    entry.map_or(Ok(None), |entry| read_blob(&traces, entry))
}

fn read_blob(traces: &Path, entry: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let offset = entry[16..24].try_into().map(u64::from_le_bytes).unwrap_or(u64::MAX);
    let length = entry[24..28].try_into().map(u32::from_le_bytes).unwrap_or(u32::MAX);
    let mut file = File::open(traces)?;
    if length > MOST_BYTES || offset.saturating_add(u64::from(length)) > file.metadata()?.len() {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut blob = Vec::with_capacity(length as usize);
    file.take(u64::from(length)).read_to_end(&mut blob)?;
    Ok(Some(blob))
}

/// Deletes the files of days before `first_kept` in one tenant's folder; answers how many.
///
/// # Errors
/// What the file system says.
pub fn prune(folder: &Path, first_kept: &str) -> io::Result<usize> {
    let mut pruned = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_ours = path.extension().is_some_and(|ext| ext == "traces" || ext == "index");
        let day = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if is_ours && day.len() == first_kept.len() && day < first_kept {
            std::fs::remove_file(&path)?;
            pruned += 1;
        }
    }
    Ok(pruned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;

    fn call(second: i64, seed: u64) -> CallId {
        CallId::new(Timestamp::from_micros(second * 1_000_000), &Seeded::new(seed))
    }

    #[test]
    fn a_calls_id_names_its_day() {
        assert_eq!(day_of(call(1_795_166_400, 1)), "2026-11-20");
    }

    #[test]
    fn blobs_are_found_and_the_latest_counts() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b, missing) = (call(1, 1), call(2, 2), call(3, 3));
        append(folder.path(), "d", &[(a, b"first"), (b, b"second")]).unwrap();
        append(folder.path(), "d", &[(a, b"again")]).unwrap();
        assert_eq!(find(folder.path(), "d", a).unwrap().as_deref(), Some(&b"again"[..]));
        assert_eq!(find(folder.path(), "d", b).unwrap().as_deref(), Some(&b"second"[..]));
        assert_eq!(find(folder.path(), "d", missing).unwrap(), None);
        assert_eq!(find(folder.path(), "another day", a).unwrap(), None);
    }

    #[test]
    fn a_torn_index_loses_the_torn_entry_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (call(1, 1), call(2, 2));
        append(folder.path(), "d", &[(a, b"first")]).unwrap();
        let (_, index) = paths(folder.path(), "d");
        OpenOptions::new().append(true).open(&index).unwrap().write_all(&[7; 11]).unwrap();
        append(folder.path(), "d", &[(b, b"second")]).unwrap();
        assert_eq!(find(folder.path(), "d", a).unwrap().as_deref(), Some(&b"first"[..]));
        assert_eq!(find(folder.path(), "d", b).unwrap().as_deref(), Some(&b"second"[..]));
    }

    #[test]
    fn an_entry_beyond_the_file_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let a = call(1, 1);
        append(folder.path(), "d", &[(a, b"first")]).unwrap();
        let (traces, _) = paths(folder.path(), "d");
        OpenOptions::new().write(true).open(traces).unwrap().set_len(2).unwrap();
        assert_eq!(find(folder.path(), "d", a).unwrap(), None);
    }

    #[test]
    fn old_days_go_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        for day in ["2026-11-01", "2026-11-20"] {
            append(folder.path(), day, &[(call(1, 1), b"x")]).unwrap();
        }
        std::fs::write(folder.path().join("note.txt"), "kept").unwrap();
        assert_eq!(prune(folder.path(), "2026-11-10").unwrap(), 2);
        assert!(find(folder.path(), "2026-11-20", call(1, 1)).unwrap().is_some());
        assert!(folder.path().join("note.txt").exists());
    }
}
