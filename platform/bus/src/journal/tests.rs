//! The journal on real files: recovery from every cut, groups, acknowledgements, a disk that refuses.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;

fn config(folder: &Path) -> JournalConfig {
    let window = Duration::from_micros(100);
    JournalConfig { group_window: window, sync_window: 2 * window, ..JournalConfig::new(folder.to_owned()) }
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn seqs(records: &[Record]) -> Vec<Seq> {
    records.iter().map(|record| record.seq).collect()
}

#[tokio::test]
async fn durable_records_come_back_after_a_reopening_and_numbers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(config(folder.path())).unwrap();
    for number in 1..=3_u8 {
        assert_eq!(journal.append(vec![number; 5]).unwrap(), Seq::from(number));
    }
    journal.wait_durable(3).await.unwrap();
    drop(journal);
    let journal = Journal::open(config(folder.path())).unwrap();
    let records = journal.recover().unwrap();
    assert_eq!(records.iter().map(|record| record.bytes[0]).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(journal.append(vec![4]).unwrap(), 4);
    journal.wait_durable(4).await.unwrap();
    assert_eq!(seqs(&journal.read(2, 10).unwrap()), [3, 4]);
    assert_eq!(seqs(&journal.read(0, 2).unwrap()), [1, 2]);
    assert_eq!(seqs(&journal.read(2, 1).unwrap()), [3]);
}

#[tokio::test]
async fn acknowledged_records_do_not_come_back_and_their_segments_go() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(JournalConfig { segment_bytes: 1, ..config(folder.path()) }).unwrap();
    for number in 1..=6_u8 {
        let seq = journal.append(vec![number]).unwrap();
        journal.wait_durable(seq).await.unwrap();
    }
    assert_eq!(segments(folder.path()).len(), 6);
    journal.acknowledge(4);
    assert_eq!(seqs(&journal.recover().unwrap()), [5, 6]);
    let seq = journal.append(vec![7]).unwrap();
    journal.wait_durable(seq).await.unwrap();
    journal.close();
    assert!(segments(folder.path()).len() <= 4, "{:?}", segments(folder.path()));
    let journal = Journal::open(config(folder.path())).unwrap();
    assert_eq!(seqs(&journal.recover().unwrap()), [5, 6, 7]);
    journal.acknowledge(7);
    drop(journal);
    let journal = Journal::open(config(folder.path())).unwrap();
    assert!(journal.recover().unwrap().is_empty());
    assert_eq!(segments(folder.path()).len(), 1);
    assert_eq!(journal.append(vec![8]).unwrap(), 8);
}

#[tokio::test]
async fn records_are_read_across_segments_and_from_where_the_last_reading_ended() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(JournalConfig { segment_bytes: 2_000, ..config(folder.path()) }).unwrap();
    for _ in 0..20 {
        let mut last = 0;
        for _ in 0..50 {
            last = journal.append(vec![7; 20]).unwrap();
        }
        journal.wait_durable(last).await.unwrap();
    }
    assert!(segments(folder.path()).len() > 5);
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let records = journal.read(after, 7).unwrap();
        let Some(last) = records.last() else { break };
        after = last.seq;
        seen.extend(seqs(&records));
    }
    assert_eq!(seen, (1..=1_000).collect::<Vec<_>>());
}

#[test]
fn what_cannot_be_taken_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let slow = JournalConfig {
        queue_records: 10,
        group_window: Duration::from_secs(60),
        ..JournalConfig::new(folder.path().to_owned())
    };
    let journal = Journal::open(slow).unwrap();
    for _ in 0..10 {
        journal.append(vec![1]).unwrap();
    }
    assert!(matches!(journal.append(vec![1]), Err(JournalError::Full)));
    assert!(matches!(journal.append(vec![0; MOST_RECORD_BYTES + 1]), Err(JournalError::TooLarge(_))));
    assert_eq!(journal.health().waiting, 10);
    journal.close();
    assert_eq!(journal.durable(), 10);
    assert!(matches!(journal.append(vec![1]), Err(JournalError::Closed)));
}

#[tokio::test]
async fn a_disk_that_refuses_is_reported_and_nothing_is_lost_when_it_takes_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("journal");
    let journal = Journal::open(JournalConfig { segment_bytes: 1, ..config(&data) }).unwrap();
    let seq = journal.append(vec![1]).unwrap();
    journal.wait_durable(seq).await.unwrap();
    // The next group needs a new segment, and there is no folder to make it in.
    fs::rename(&data, folder.path().join("away")).unwrap();
    journal.append(vec![2]).unwrap();
    let mut failing = None;
    while failing.is_none() {
        tokio::task::yield_now().await;
        failing = journal.health().failing;
    }
    assert!(failing.unwrap().contains("journal"));
    assert_eq!(journal.durable(), 1);
    journal.append(vec![3]).unwrap();
    fs::rename(folder.path().join("away"), &data).unwrap();
    journal.wait_durable(3).await.unwrap();
    assert_eq!(journal.health(), JournalHealth::default());
    assert_eq!(seqs(&journal.recover().unwrap()), [1, 2, 3]);
}

#[tokio::test]
async fn a_record_leaves_the_process_before_the_disk_is_asked_to_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let hour = Duration::from_secs(3_600);
    let journal = Journal::open(JournalConfig { sync_window: hour, ..config(folder.path()) }).unwrap();
    let first = journal.append(vec![1]).unwrap();
    journal.wait_durable(first).await.unwrap();
    journal.append(b"what kill -9 must not take".to_vec()).unwrap();
    let path = segments(folder.path()).remove(0);
    while !fs::read(&path).unwrap().ends_with(b"what kill -9 must not take") {
        tokio::task::yield_now().await;
    }
    assert_eq!(journal.durable(), first, "the hour is not over");
    journal.close();
    assert_eq!(journal.durable(), first + 1);
}

#[tokio::test]
async fn twenty_thousand_records_a_second_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(JournalConfig::new(folder.path().to_owned())).unwrap();
    let start = std::time::Instant::now();
    for _ in 0..20_000 {
        journal.append(vec![7; 400]).unwrap();
    }
    journal.wait_durable(20_000).await.unwrap();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_segment_cut_or_damaged_anywhere_gives_the_records_before() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(config(folder.path())).unwrap();
    for length in [0, 1, 9, 30] {
        journal.append(vec![0xA5; length]).unwrap();
    }
    journal.close();
    let path = segments(folder.path()).remove(0);
    let whole = fs::read(&path).unwrap();
    let mut ends = Vec::new();
    let mut rest = &whole[segment::HEADER_BYTES..];
    while let Some((_, after)) = segment::next_frame(rest) {
        rest = after;
        ends.push(whole.len() - rest.len());
    }
    assert_eq!(ends.len(), 4);
    let recovered = |bytes: &[u8]| {
        let other = tempfile::tempdir().unwrap();
        fs::write(segment::path_of(other.path(), 1), bytes).unwrap();
        seqs(&Journal::open(config(other.path())).unwrap().recover().unwrap())
    };
    for cut in 0..=whole.len() {
        let count = ends.iter().filter(|end| **end <= cut).count() as Seq;
        assert_eq!(recovered(&whole[..cut]), (1..=count).collect::<Vec<_>>(), "cut at {cut}");
    }
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        let expected =
            if at < segment::HEADER_BYTES { 0 } else { ends.iter().filter(|end| **end <= at).count() as Seq };
        assert_eq!(recovered(&damaged), (1..=expected).collect::<Vec<_>>(), "damaged at {at}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<u8>),
    Acknowledge(u64),
    Kill { torn: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::collection::vec(any::<u8>(), 0..60).prop_map(Step::Append),
        2 => (0..20_u64).prop_map(Step::Acknowledge),
        1 => (0..40_usize).prop_map(|torn| Step::Kill { torn }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happens in between, exactly the durable records that are not acknowledged come back, once each.
    #[test]
    fn nothing_durable_is_lost_and_nothing_comes_twice(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let open = || Journal::open(JournalConfig { segment_bytes: 150, ..config(folder.path()) }).unwrap();
        let (mut journal, mut plain, mut acknowledged) = (open(), Vec::<Record>::new(), 0);
        for step in steps {
            match step {
                Step::Append(bytes) => {
                    let seq = journal.append(bytes.clone()).unwrap();
                    plain.push(Record { seq, bytes });
                }
                Step::Acknowledge(ahead) => {
                    acknowledged = journal.durable().min(acknowledged + ahead).max(acknowledged);
                    journal.acknowledge(acknowledged);
                }
                Step::Kill { torn } => {
                    journal.close();
                    drop(journal);
                    // What a kill in the middle of the next group would leave behind.
                    let mut tail = Vec::new();
                    let seq = plain.len() as Seq + 1;
                    segment::put_record(&mut tail, &Record { seq, bytes: vec![9; 30] });
                    tail.truncate(torn);
                    let path = segments(folder.path()).pop().unwrap();
                    let mut bytes = fs::read(&path).unwrap();
                    bytes.extend_from_slice(&tail);
                    fs::write(&path, bytes).unwrap();
                    journal = open();
                }
            }
            let expected: Vec<_> = plain.iter().filter(|record| record.seq > acknowledged).cloned().collect();
            let records = journal.recover().unwrap();
            prop_assert!(expected.starts_with(&records), "{:?} of {:?}", seqs(&records), seqs(&expected));
        }
        journal.close();
        let expected: Vec<_> = plain.iter().filter(|record| record.seq > acknowledged).cloned().collect();
        prop_assert_eq!(journal.recover().unwrap(), expected.clone());
        prop_assert_eq!(open().recover().unwrap(), expected);
    }
}
