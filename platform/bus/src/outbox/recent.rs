//! What a tenant's listeners were told lately, kept in memory: five hundred of them must not each read it from the table.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use super::lock;
use super::subscription::DurableEvent;

/// Events kept of a tenant that has listeners. Who is further behind reads the table.
const KEPT: usize = 256;

/// A tenant that has had a listener.
pub(super) struct Topic {
    /// The latest number that was committed since somebody listens; 0 before.
    latest: watch::Sender<u64>,
    /// Without gaps; the last one is the latest.
    recent: Mutex<VecDeque<Arc<DurableEvent>>>,
}

impl Topic {
    pub(super) fn new() -> Self {
        Self { latest: watch::channel(0).0, recent: Mutex::default() }
    }

    pub(super) fn latest(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    /// Whether anybody listens now.
    pub(super) fn is_heard(&self) -> bool {
        self.latest.receiver_count() > 0
    }

    /// Keeps what was committed, up to `number`, then rings.
    pub(super) fn committed(&self, number: u64, events: Vec<DurableEvent>) {
        let mut recent = lock(&self.recent);
        let follows =
            |last: &Arc<DurableEvent>| events.first().is_some_and(|first| first.number == last.number + 1);
        // Another process committed in between, or nobody kept these.
        if !recent.back().is_some_and(follows) || !self.is_heard() {
            recent.clear();
        }
        let spare = events.len().saturating_sub(KEPT);
        recent.extend(events.into_iter().skip(spare).map(Arc::new));
        let old = recent.len().saturating_sub(KEPT);
        recent.drain(..old);
        drop(recent);
        self.latest.send_if_modified(|latest| {
            let newer = number > *latest;
            *latest = number.max(*latest);
            newer
        });
    }

    /// What follows a number; nothing where that is not kept.
    pub(super) fn after(&self, number: u64) -> VecDeque<Arc<DurableEvent>> {
        let recent = lock(&self.recent);
        if recent.front().is_none_or(|first| first.number > number + 1) {
            return VecDeque::new();
        }
        recent.iter().filter(|event| event.number > number).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use kernel::id::{EventId, Uuid};

    use super::*;

    fn event(number: u64) -> DurableEvent {
        let body = serde_json::json!(number);
        DurableEvent::new(number, EventId(Uuid::nil()), Timestamp::EPOCH, "test.counted".into(), body)
    }

    fn after(topic: &Topic, number: u64) -> Vec<u64> {
        topic.after(number).iter().map(|event| event.number).collect()
    }

    #[test]
    fn what_follows_is_told_and_what_is_gone_or_has_a_gap_is_not() {
        let topic = Topic::new();
        let _listener = topic.latest();
        topic.committed(2, vec![event(1), event(2)]);
        topic.committed(3, vec![event(3)]);
        assert_eq!((after(&topic, 1), after(&topic, 3)), (vec![2, 3], vec![]));
        topic.committed(5, vec![event(5)]);
        assert_eq!((after(&topic, 3), after(&topic, 4)), (vec![], vec![5]));
        topic.committed(605, (6..=605).map(event).collect());
        assert_eq!((after(&topic, 4), after(&topic, 349).len()), (vec![], KEPT));
    }

    #[test]
    fn nothing_is_kept_for_nobody() {
        let topic = Topic::new();
        drop(topic.latest());
        topic.committed(1, vec![event(1)]);
        topic.committed(2, Vec::new());
        assert_eq!(after(&topic, 0), Vec::<u64>::new());
    }
}
