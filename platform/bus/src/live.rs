//! Live events: a bounded ring per tenant with epoch and number; who asks for more than it holds reads again.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;
use tenancy::TenantScope;

/// Where in a tenant's stream: `epoch-number`. The epoch changes with each start of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LivePosition {
    /// Which run of the process.
    pub epoch: u64,
    /// Number of the event, from 1.
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
}

impl LiveEvent {
    /// Serialises the body. A body that does not serialise becomes `null`.
    pub fn new(name: &'static str, body: &impl Serialize) -> Self {
        Self { name, body: serde_json::to_string(body).unwrap_or_else(|_| "null".to_owned()).into() }
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
pub struct LiveHub {}

impl LiveHub {
    /// A hub whose rings hold `capacity` events; `epoch` must differ from run to run (start time in µs).
    pub fn new(epoch: u64, capacity: usize) -> Self {
        todo!()
    }

    /// Publishes an event. Never waits: a short copy under the tenant's own lock.
    pub fn publish(&self, scope: &TenantScope, event: LiveEvent) {
        todo!()
    }

    /// As `publish`, but builds the event only when the tenant has had a listener: for the call path.
    pub fn publish_with(&self, scope: &TenantScope, event: impl FnOnce() -> LiveEvent) {
        todo!()
    }

    /// Listens to one tenant: from now on, or after a position.
    pub fn subscribe(&self, scope: &TenantScope, after: Option<LivePosition>) -> LiveSubscription {
        todo!()
    }
}

/// One listener. A slow one loses events and hears `Resync`; it never holds up the publisher.
pub struct LiveSubscription {}

impl LiveSubscription {
    /// The next event or `Resync`. Cancel-safe.
    pub async fn next(&mut self) -> Heard {
        todo!()
    }

    /// What is there already, without waiting.
    pub fn try_next(&mut self) -> Option<Heard> {
        todo!()
    }

    /// Where this listener stands.
    pub fn position(&self) -> LivePosition {
        todo!()
    }
}
