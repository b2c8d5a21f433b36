//! Segment files: a header, then records; each is checked by CRC-32, and a torn tail ends the segment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{JournalError, MOST_RECORD_BYTES, Record, Seq};

/// First bytes of a segment; the first number and the acknowledged one follow.
const MAGIC: &[u8; 8] = b"CONMUTAJ";
/// Magic, first number, acknowledged number, CRC-32 of these.
pub(super) const HEADER_BYTES: usize = 8 + 8 + 8 + 4;
/// Length, CRC-32, kind, number.
pub(super) const FRAME_BYTES: usize = 4 + 4 + 1 + 8;
const KIND_RECORD: u8 = 1;
const KIND_ACKNOWLEDGEMENT: u8 = 2;

/// One segment on the disk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    /// Number of its first record.
    pub(super) first: Seq,
    /// Number of its last durable record; `first - 1` while it has none.
    pub(super) last: Seq,
}

/// What the folder held.
pub(super) struct Found {
    /// Those with records that are not acknowledged.
    pub(super) segments: Vec<Segment>,
    /// The others: to be removed once a new segment carries the numbers on.
    pub(super) done: Vec<PathBuf>,
    pub(super) last: Seq,
    pub(super) acknowledged: Seq,
}

/// One frame of a segment.
pub(super) enum Frame<'a> {
    Record(Seq, &'a [u8]),
    Acknowledged(Seq),
}

pub(super) fn path_of(folder: &Path, first: Seq) -> PathBuf {
    folder.join(format!("{first:020}.journal"))
}

pub(super) fn header(first: Seq, acknowledged: Seq) -> [u8; HEADER_BYTES] {
    let mut bytes = [0; HEADER_BYTES];
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..16].copy_from_slice(&first.to_le_bytes());
    bytes[16..24].copy_from_slice(&acknowledged.to_le_bytes());
    let crc = crc32fast::hash(&bytes[..24]);
    bytes[24..].copy_from_slice(&crc.to_le_bytes());
    bytes
}

pub(super) fn put_record(out: &mut Vec<u8>, record: &Record) {
    put_frame(out, KIND_RECORD, record.seq, &record.bytes);
}

pub(super) fn put_acknowledgement(out: &mut Vec<u8>, seq: Seq) {
    put_frame(out, KIND_ACKNOWLEDGEMENT, seq, &[]);
}

fn put_frame(out: &mut Vec<u8>, kind: u8, seq: Seq, body: &[u8]) {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[kind]);
    crc.update(&seq.to_le_bytes());
    crc.update(body);
    out.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&crc.finalize().to_le_bytes());
    out.push(kind);
    out.extend_from_slice(&seq.to_le_bytes());
    out.extend_from_slice(body);
}

/// First and acknowledged number of a segment, where its header is whole.
pub(super) fn read_header(bytes: &[u8]) -> Option<(Seq, Seq)> {
    let head = bytes.first_chunk::<HEADER_BYTES>()?;
    let crc = u32::from_le_bytes(head[24..].try_into().ok()?);
    if &head[..8] != MAGIC || crc32fast::hash(&head[..24]) != crc {
        return None;
    }
    Some((
        u64::from_le_bytes(head[8..16].try_into().ok()?),
        u64::from_le_bytes(head[16..24].try_into().ok()?),
    ))
}

/// The frame at the start of `bytes` and what follows it; none where it is torn or damaged.
pub(super) fn next_frame(bytes: &[u8]) -> Option<(Frame<'_>, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<FRAME_BYTES>()?;
    let len = usize::try_from(u32::from_le_bytes(head[..4].try_into().ok()?)).ok()?;
    let crc = u32::from_le_bytes(head[4..8].try_into().ok()?);
    let seq = u64::from_le_bytes(head[9..].try_into().ok()?);
    if len > MOST_RECORD_BYTES {
        return None;
    }
    let (body, rest) = rest.split_at_checked(len)?;
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&head[8..]);
    hasher.update(body);
    if hasher.finalize() != crc {
        return None;
    }
    match head[8] {
        KIND_RECORD => Some((Frame::Record(seq, body), rest)),
        KIND_ACKNOWLEDGEMENT => Some((Frame::Acknowledged(seq), rest)),
        _ => None,
    }
}

/// Reads the folder, which is made when absent.
pub(super) fn open_folder(folder: &Path) -> Result<Found, JournalError> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| JournalError::Disk { path, source }
    };
    fs::create_dir_all(folder).map_err(disk(folder))?;
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(disk(folder))? {
        let path = entry.map_err(disk(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "journal") {
            paths.push(path);
        }
    }
    paths.sort();
    let (mut segments, mut last, mut acknowledged) = (Vec::<Segment>::new(), 0, 0);
    for path in paths {
        let bytes = fs::read(&path).map_err(disk(&path))?;
        let Some(scan) = scan(&path, &bytes, last) else {
            // Its header was durable before its first record was: then nothing is lost, but nobody deletes it.
            let aside = path.with_extension("damaged");
            tracing::warn!(path = %aside.display(), "a journal segment without a whole header was put aside");
            fs::rename(&path, aside).map_err(disk(&path))?;
            continue;
        };
        acknowledged = scan.acknowledged.max(acknowledged);
        last = scan.last.max(last).max(acknowledged);
        segments.push(Segment { path, first: scan.first, last: scan.last });
    }
    let (keep, done): (Vec<_>, Vec<_>) = segments
        .into_iter()
        .partition(|segment| segment.last > acknowledged && segment.last >= segment.first);
    let done = done.into_iter().map(|segment| segment.path).collect();
    Ok(Found { segments: keep, done, last, acknowledged })
}

struct Scan {
    first: Seq,
    last: Seq,
    acknowledged: Seq,
}

fn scan(path: &Path, bytes: &[u8], before: Seq) -> Option<Scan> {
    let (first, acknowledged) = read_header(bytes)?;
    if first > before + 1 && before > 0 {
        tracing::error!(path = %path.display(), from = before + 1, to = first - 1, "records of the journal are missing");
    }
    let mut scan = Scan { first, last: first.saturating_sub(1), acknowledged };
    let mut rest = &bytes[HEADER_BYTES..];
    while let Some((frame, after)) = next_frame(rest) {
        match frame {
            Frame::Record(seq, _) => scan.last = seq,
            Frame::Acknowledged(seq) => scan.acknowledged = seq,
        }
        rest = after;
    }
    if !rest.is_empty() {
        tracing::warn!(path = %path.display(), bytes = rest.len(), "the end of a journal segment is torn and was left out");
    }
    Some(scan)
}

/// Makes the names in a folder durable: a new file is not there after a power failure before.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}
