//! What happened, told to others: live events, the outbox of durable ones, and the journal of call records.

pub mod journal;
pub mod live;
pub mod outbox;
pub mod security;
mod wrapped;

pub use journal::{Journal, JournalConfig, JournalError, JournalHealth, Record, Seq};
pub use live::{Heard, LiveEvent, LiveHub, LivePosition, LiveSubscription};
pub use outbox::{
    Delivery, DomainEvent, DurableEvent, DurableHeard, DurableSubscription, Handler, HandlerError, Outbox,
    Publish, migrations,
};
pub use security::{NoteSecurity, Noted, SecurityEvent, SecurityEvents, SecurityKind, Severity};
pub use wrapped::Wrapped;

/// Both kinds of events in one handle.
#[derive(Clone)]
pub struct Bus {
    /// Events that touch no database: ringing, presence, levels.
    pub live: LiveHub,
    /// Events that are rows: something changed, a call ended.
    pub outbox: Outbox,
}
