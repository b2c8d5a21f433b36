//! Reading durable records back from the segments, going on where the last reading ended.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::PoisonError;

use super::segment::{FRAME_BYTES, Frame, HEADER_BYTES, Segment, next_frame};
use super::{JournalError, MOST_RECORD_BYTES, Record, Seq, Shared};

/// Where a reading ended: the next one that goes on there need not scan the segment again.
#[derive(Debug, Clone)]
pub(super) struct Place {
    after: Seq,
    path: PathBuf,
    offset: u64,
}

/// Records with `after < number <= durable`, at most `most`.
pub(super) fn read(
    shared: &Shared,
    after: Seq,
    durable: Seq,
    most: usize,
) -> Result<Vec<Record>, JournalError> {
    let segments = shared.segments().clone();
    let mut place = shared.place.lock().unwrap_or_else(PoisonError::into_inner).take();
    let mut records: Vec<Record> = Vec::new();
    let mut end = after;
    for segment in segments.iter().filter(|segment| segment.last > after) {
        if records.len() >= most || end >= durable {
            break;
        }
        let known = place.take().filter(|place| place.path == segment.path && place.after == end);
        let offset = known.map_or(HEADER_BYTES as u64, |place| place.offset);
        match read_segment(segment, offset, end, durable, most, &mut records) {
            Ok(offset) => {
                end = records.last().map_or(end, |record| record.seq);
                place = Some(Place { after: end, path: segment.path.clone(), offset });
            }
            // Acknowledged and removed between the list and the reading.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(JournalError::Disk { path: segment.path.clone(), source }),
        }
    }
    *shared.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    Ok(records)
}

/// Adds a segment's records; answers the offset behind the last frame taken.
fn read_segment(
    segment: &Segment,
    mut offset: u64,
    after: Seq,
    durable: Seq,
    most: usize,
    records: &mut Vec<Record>,
) -> io::Result<u64> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(&segment.path)?);
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    while records.len() < most && read_frame(&mut file, &mut bytes)? {
        match next_frame(&bytes) {
            Some((Frame::Record(seq, _), _)) if seq > durable => break,
            Some((Frame::Record(seq, body), _)) if seq > after => {
                records.push(Record { seq, bytes: body.to_vec() })
            }
            Some(_) => {}
            None => break,
        }
        offset += u64::try_from(bytes.len()).unwrap_or(0);
    }
    Ok(offset)
}

/// Reads the bytes of one frame; false at the end, or where the writer is in the middle of one.
fn read_frame(file: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<bool> {
    bytes.clear();
    let mut length = [0; 4];
    if !read_whole(file, &mut length)? {
        return Ok(false);
    }
    let body = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    if body > MOST_RECORD_BYTES {
        return Ok(false);
    }
    bytes.extend_from_slice(&length);
    bytes.resize(FRAME_BYTES + body, 0);
    read_whole(file, &mut bytes[4..])
}

fn read_whole(file: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
