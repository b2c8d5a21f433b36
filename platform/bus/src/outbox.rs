//! The outbox: durable events are rows of the transaction that caused them, handled at least once after it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kernel::Timestamp;
use kernel::id::EventId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tenancy::{Directory, Migration, TenantScope, TenantTx};

/// This crate's migrations.
pub fn migrations() -> Vec<Migration> {
    todo!()
}

/// Something that happened and is a row.
pub trait DomainEvent: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `slice.what`, stable: `extensions.changed`.
    const NAME: &'static str;
}

/// `tx.publish(event)`.
pub trait Publish {
    /// Writes the event into this transaction; handlers hear of it after the commit.
    fn publish<E: DomainEvent>(&self, event: E) -> impl Future<Output = tenancy::Result<EventId>> + Send;
}

impl Publish for TenantTx {
    async fn publish<E: DomainEvent>(&self, event: E) -> tenancy::Result<EventId> {
        todo!()
    }
}

/// An event on its way to a handler.
#[derive(Debug, Clone)]
pub struct Delivery<E> {
    /// Where it happened.
    pub scope: TenantScope,
    /// Its id: the same each time it is delivered.
    pub id: EventId,
    /// Its number in the tenant.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: E,
}

/// Why a handler could not; it is tried again later.
pub type HandlerError = Box<dyn std::error::Error + Send + Sync>;

type Handled = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>;

/// One handler of one kind of event.
#[derive(Clone)]
pub struct Handler {
    event: &'static str,
    name: &'static str,
    run: Arc<dyn Fn(Delivery<serde_json::Value>) -> Handled + Send + Sync>,
}

impl Handler {
    /// A handler; `name` is `slice.what` for the logs. It may hear an event more than once.
    pub fn on<E, F, R>(name: &'static str, handle: F) -> Self
    where
        E: DomainEvent,
        F: Fn(Delivery<E>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        todo!()
    }

    /// Which event it hears.
    pub fn event(&self) -> &'static str {
        self.event
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// The outbox of the installation. Clones share one state.
#[derive(Clone)]
pub struct Outbox {}

impl Outbox {
    /// Starts the dispatcher on the current tokio runtime: first what was left over, then what is committed.
    /// Attaches itself to the directory, so that transactions wake it.
    pub fn start(directory: &Directory, handlers: Vec<Handler>) -> Self {
        todo!()
    }

    /// Listens to one tenant's durable events: from now on, or after a number of the last 24 hours.
    pub async fn subscribe(
        &self,
        scope: &TenantScope,
        after: Option<u64>,
    ) -> tenancy::Result<DurableSubscription> {
        todo!()
    }

    /// Deletes handled events older than 24 hours, in all tenants; the dispatcher does it every hour.
    pub async fn prune(&self, now: Timestamp) -> tenancy::Result<u64> {
        todo!()
    }

    /// Waits until everything committed so far was handed to the handlers once.
    pub async fn settled(&self) {
        todo!()
    }

    /// Stops after the event in hand.
    pub async fn stop(&self) {
        todo!()
    }
}

/// A durable event as a client gets it.
#[derive(Debug, Clone)]
pub struct DurableEvent {
    /// Its number in the tenant: the cursor.
    pub number: u64,
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// `slice.what`.
    pub name: String,
    /// JSON.
    pub body: serde_json::Value,
}

/// What a listener to durable events hears next.
#[derive(Debug, Clone)]
pub enum DurableHeard {
    /// An event.
    Event(DurableEvent),
    /// The cursor is older than what is kept: read the resources again, then go on after this number.
    Resync(u64),
}

/// One listener to durable events.
pub struct DurableSubscription {}

impl DurableSubscription {
    /// The next event or `Resync`. Cancel-safe.
    pub async fn next(&mut self) -> tenancy::Result<DurableHeard> {
        todo!()
    }

    /// The number it stands at.
    pub fn number(&self) -> u64 {
        todo!()
    }
}
