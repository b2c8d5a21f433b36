//! Live events: a bounded ring per tenant with epoch and number; who asks for more than it holds reads again.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use bytestring::ByteString;
use kernel::id::TenantId;
use serde::Serialize;
use tenancy::TenantScope;
use tokio::sync::Notify;

use crate::Wrapped;

/// Events that a listener copies out of the ring at once, to keep its lock short.
const GULP: usize = 64;

/// Where in a tenant's stream: `epoch-number`. The epoch changes with each start of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LivePosition {
    /// Which run of the process.
    pub epoch: u64,
    /// Number of the event, from 1; 0 before the first.
    pub number: u64,
}

impl fmt::Display for LivePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.epoch, self.number)
    }
}

/// The text is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a position of the form epoch-number")]
pub struct NotAPosition;

impl FromStr for LivePosition {
    type Err = NotAPosition;
    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        let (epoch, number) = text.split_once('-').ok_or(NotAPosition)?;
        Ok(Self {
            epoch: u64::from_str_radix(epoch, 16).map_err(|_| NotAPosition)?,
            number: number.parse().map_err(|_| NotAPosition)?,
        })
    }
}

/// One live event: a name such as `call.ringing` and its body, serialised once for all listeners.
#[derive(Debug, Clone)]
pub struct LiveEvent {
    /// `slice.what`.
    pub name: &'static str,
    /// JSON.
    pub body: Arc<str>,
    /// As listeners are told it.
    pub frame: Wrapped<ByteString>,
}

impl LiveEvent {
    /// Serialises the body. A body that does not serialise becomes `null`.
    pub fn new(name: &'static str, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).unwrap_or_else(|_| "null".to_owned()).into();
        Self { name, body, frame: Wrapped::default() }
    }
}

/// What a listener hears next.
#[derive(Debug, Clone)]
pub enum Heard {
    /// An event.
    Event(LivePosition, LiveEvent),
    /// Events are gone: read the resources again, then go on from this position.
    Resync(LivePosition),
}

/// The hub. Clones share one state.
#[derive(Clone)]
pub struct LiveHub {
    state: Arc<State>,
}

struct State {
    epoch: u64,
    capacity: usize,
    /// Of tenants that have had a listener: for the others nothing is kept.
    topics: RwLock<HashMap<TenantId, Arc<Topic>>>,
}

struct Topic {
    ring: Mutex<Ring>,
    bell: Notify,
}

struct Ring {
    events: VecDeque<LiveEvent>,
    /// Number of the next event.
    next: u64,
}

impl Ring {
    fn oldest(&self) -> u64 {
        self.next - u64::try_from(self.events.len()).unwrap_or(0)
    }
}

impl LiveHub {
    /// A hub whose rings hold `capacity` events; `epoch` must differ from run to run (start time in µs).
    pub fn new(epoch: u64, capacity: usize) -> Self {
        Self { state: Arc::new(State { epoch, capacity: capacity.max(1), topics: RwLock::default() }) }
    }

    /// Publishes an event. Never waits: a short copy under the tenant's own lock.
    pub fn publish(&self, scope: &TenantScope, event: LiveEvent) {
        self.publish_with(scope, || event);
    }

    /// As `publish`, but builds the event only when the tenant has had a listener: for the call path.
    pub fn publish_with(&self, scope: &TenantScope, event: impl FnOnce() -> LiveEvent) {
        if let Some(topic) = self.state.topic(scope.tenant()) {
            topic.publish(event(), self.state.capacity);
        }
    }

    /// Listens to one tenant: from now on, or after a position.
    pub fn subscribe(&self, scope: &TenantScope, after: Option<LivePosition>) -> LiveSubscription {
        self.state.subscribe(scope.tenant(), after)
    }
}

impl State {
    fn topic(&self, tenant: TenantId) -> Option<Arc<Topic>> {
        self.topics.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }

    fn subscribe(&self, tenant: TenantId, after: Option<LivePosition>) -> LiveSubscription {
        let topic = self.topic(tenant).unwrap_or_else(|| {
            let mut topics = self.topics.write().unwrap_or_else(PoisonError::into_inner);
            let fresh = || {
                Arc::new(Topic {
                    ring: Mutex::new(Ring { events: VecDeque::new(), next: 1 }),
                    bell: Notify::new(),
                })
            };
            topics.entry(tenant).or_insert_with(fresh).clone()
        });
        let latest = topic.lock().next - 1;
        // A position of another run is behind everything: number 0 of this one is too, unless nothing happened.
        let (number, lost) = match after {
            None => (latest, false),
            Some(position) if position.epoch == self.epoch && position.number <= latest => {
                (position.number, false)
            }
            Some(_) => (latest, true),
        };
        LiveSubscription { topic, epoch: self.epoch, number, lost, gulp: VecDeque::new() }
    }
}

impl Topic {
    fn lock(&self) -> std::sync::MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn publish(&self, event: LiveEvent, capacity: usize) {
        let mut ring = self.lock();
        // Dropped after the lock, below.
        let _oldest = if ring.events.len() >= capacity { ring.events.pop_front() } else { None };
        ring.events.push_back(event);
        ring.next += 1;
        drop(ring);
        self.bell.notify_waiters();
    }
}

/// One listener. A slow one loses events and hears `Resync`; it never holds up the publisher.
pub struct LiveSubscription {
    topic: Arc<Topic>,
    epoch: u64,
    /// The event heard last.
    number: u64,
    lost: bool,
    gulp: VecDeque<LiveEvent>,
}

impl LiveSubscription {
    /// The next event or `Resync`. Cancel-safe.
    pub async fn next(&mut self) -> Heard {
        loop {
            let topic = self.topic.clone();
            let rung = topic.bell.notified();
            tokio::pin!(rung);
            // Before looking: what is published in between rings this one.
            rung.as_mut().enable();
            if let Some(heard) = self.try_next() {
                return heard;
            }
            rung.await;
        }
    }

    /// What is there already, without waiting.
    pub fn try_next(&mut self) -> Option<Heard> {
        if self.gulp.is_empty() {
            self.drink();
        }
        if std::mem::take(&mut self.lost) {
            return Some(Heard::Resync(self.position()));
        }
        let event = self.gulp.pop_front()?;
        self.number += 1;
        Some(Heard::Event(self.position(), event))
    }

    /// Where this listener stands.
    pub fn position(&self) -> LivePosition {
        LivePosition { epoch: self.epoch, number: self.number }
    }

    fn drink(&mut self) {
        let ring = self.topic.lock();
        if self.number + 1 < ring.oldest() {
            self.lost = true;
        }
        if self.lost {
            self.number = ring.next - 1;
            return;
        }
        let start = usize::try_from(self.number + 1 - ring.oldest()).unwrap_or(usize::MAX);
        self.gulp.extend(ring.events.iter().skip(start).take(GULP).cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    fn state(capacity: usize) -> State {
        State { epoch: 7, capacity, topics: RwLock::default() }
    }

    fn tenant(number: u128) -> TenantId {
        Uuid::from_u128(number).into()
    }

    fn publish(state: &State, to: TenantId, body: u32) {
        if let Some(topic) = state.topic(to) {
            topic.publish(LiveEvent::new("test.counted", &body), state.capacity);
        }
    }

    fn event(heard: Option<Heard>) -> (u64, String) {
        match heard {
            Some(Heard::Event(position, event)) => (position.number, event.body.to_string()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn listeners_hear_their_tenant_in_order_and_no_other() {
        let state = state(10);
        let mut acme = state.subscribe(tenant(1), None);
        let mut bravo = state.subscribe(tenant(2), None);
        publish(&state, tenant(1), 11);
        publish(&state, tenant(1), 12);
        assert_eq!(event(acme.try_next()), (1, "11".to_owned()));
        assert_eq!(event(acme.try_next()), (2, "12".to_owned()));
        assert!(acme.try_next().is_none());
        assert!(bravo.try_next().is_none());
    }

    #[test]
    fn a_listener_that_comes_back_goes_on_where_it_was() {
        let state = state(10);
        let mut first = state.subscribe(tenant(1), None);
        (0..5).for_each(|body| publish(&state, tenant(1), body));
        first.try_next();
        let position = first.position().to_string().parse().unwrap();
        let mut second = state.subscribe(tenant(1), Some(position));
        assert_eq!(event(second.try_next()), (2, "1".to_owned()));
    }

    #[test]
    fn what_is_gone_or_of_another_run_asks_for_a_resync_once() {
        let state = state(3);
        let mut slow = state.subscribe(tenant(1), None);
        (0..5).for_each(|body| publish(&state, tenant(1), body));
        assert!(matches!(slow.try_next(), Some(Heard::Resync(LivePosition { epoch: 7, number: 5 }))));
        assert!(slow.try_next().is_none());
        publish(&state, tenant(1), 5);
        assert_eq!(event(slow.try_next()), (6, "5".to_owned()));
        for lost in [
            LivePosition { epoch: 6, number: 5 },
            LivePosition { epoch: 7, number: 99 },
            LivePosition { epoch: 7, number: 1 },
        ] {
            let mut listener = state.subscribe(tenant(1), Some(lost));
            assert!(
                matches!(listener.try_next(), Some(Heard::Resync(LivePosition { number: 6, .. }))),
                "{lost}"
            );
            assert!(listener.try_next().is_none());
        }
    }

    #[test]
    fn a_tenant_without_listeners_keeps_nothing() {
        let state = state(3);
        publish(&state, tenant(1), 1);
        assert!(state.topic(tenant(1)).is_none());
    }

    #[tokio::test]
    async fn a_waiting_listener_is_woken() {
        let state = Arc::new(state(3));
        let mut listener = state.subscribe(tenant(1), None);
        let waiting = tokio::spawn(async move { event(Some(listener.next().await)) });
        tokio::task::yield_now().await;
        publish(&state, tenant(1), 9);
        assert_eq!(waiting.await.unwrap(), (1, "9".to_owned()));
    }

    #[tokio::test]
    async fn no_event_is_missed_while_publishing_from_another_thread() {
        let state = Arc::new(state(100_000));
        let mut listener = state.subscribe(tenant(1), None);
        let publisher = state.clone();
        let thread =
            std::thread::spawn(move || (0..20_000).for_each(|body| publish(&publisher, tenant(1), body)));
        for number in 1..=20_000 {
            assert_eq!(event(Some(listener.next().await)).0, number);
        }
        thread.join().unwrap();
    }
}
