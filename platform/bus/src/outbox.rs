//! The outbox: durable events are rows of the transaction that caused them, handled at least once after it.

mod dispatcher;
mod recent;
mod row;
mod subscription;

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::Timestamp;
use kernel::id::{EventId, TenantId};
use sea_orm::{ColumnTrait, ExprTrait, QueryFilter, Set};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tenancy::{Directory, TenantScope, TenantTx};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use recent::Topic;
pub use row::migrations;
pub use subscription::{DurableEvent, DurableHeard, DurableSubscription};

/// Name of the counter that numbers a tenant's events.
const COUNTER: &str = "outbox";
/// How long an event can be resumed from.
const KEPT: Duration = Duration::from_hours(24);

/// Something that happened and is a row.
pub trait DomainEvent: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `slice.what`, stable: `extensions.changed`.
    const NAME: &'static str;
}

/// `tx.publish(event)`.
pub trait Publish {
    /// Writes the event into this transaction; handlers hear of it after the commit.
    fn publish<E: DomainEvent>(&self, event: E) -> impl Future<Output = tenancy::Result<EventId>> + Send;

    /// Writes many events of one kind in few statements.
    fn publish_all<E: DomainEvent>(
        &self,
        events: Vec<E>,
    ) -> impl Future<Output = tenancy::Result<Vec<EventId>>> + Send;
}

impl Publish for TenantTx {
    async fn publish<E: DomainEvent>(&self, event: E) -> tenancy::Result<EventId> {
        let ids = self.publish_all(vec![event]).await?;
        ids.first()
            .copied()
            .ok_or(tenancy::Error::Invalid { field: "", problem: "no event was written".into() })
    }

    async fn publish_all<E: DomainEvent>(&self, events: Vec<E>) -> tenancy::Result<Vec<EventId>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let shared = self.scope().attached::<Shared>();
        // Without a dispatcher (the console on a stopped server) the next start finds it pending.
        let pending = shared.as_ref().is_none_or(|shared| shared.is_heard(E::NAME));
        let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let last = self.next_numbers(COUNTER, count).await?;
        let first = last.saturating_sub(u64::from(count)) + 1;
        let topic = shared.as_ref().and_then(|shared| shared.listened(self.tenant()));
        let mut kept = Vec::new();
        let mut ids = Vec::with_capacity(events.len());
        let mut rows = Vec::with_capacity(events.len());
        for (event, number) in events.iter().zip(first..) {
            let body = serde_json::to_value(event).map_err(|error| tenancy::Error::Invalid {
                field: "",
                problem: format!("the event {} does not serialise: {error}", E::NAME),
            })?;
            let id = EventId::new(self.now(), &**self.scope().rng());
            ids.push(id);
            if topic.is_some() {
                kept.push(DurableEvent::new(number, id, self.now(), E::NAME.to_owned(), body.clone()));
            }
            rows.push(row::ActiveModel {
                tenant_id: Set(self.tenant().uuid()),
                id: Set(id.uuid()),
                number: Set(i64::try_from(number).unwrap_or(i64::MAX)),
                at: Set(self.now().into()),
                name: Set(E::NAME.to_owned()),
                body: Set(body),
                pending: Set(pending),
                attempts: Set(0),
                due: Set(self.now().into()),
            });
        }
        self.insert_many(rows).await?;
        if let Some(shared) = shared {
            let tenant = self.tenant();
            self.after_commit(move || shared.committed(tenant, last, (kept, pending)));
        }
        Ok(ids)
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
    /// A handler; `name` is `slice.what` for the logs. It may hear an event more than once, and after one that
    /// failed hears later ones first.
    pub fn on<E, F, R>(name: &'static str, handle: F) -> Self
    where
        E: DomainEvent,
        F: Fn(Delivery<E>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let handle = Arc::new(handle);
        let run = move |delivery: Delivery<serde_json::Value>| -> Handled {
            let handle = handle.clone();
            Box::pin(async move {
                let Delivery { scope, id, number, at, event } = delivery;
                let event = serde_json::from_value(event)?;
                handle(Delivery { scope, id, number, at, event }).await
            })
        };
        Self { event: E::NAME, name, run: Arc::new(run) }
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
pub struct Outbox {
    shared: Arc<Shared>,
    directory: Directory,
}

/// What transactions, listeners and the dispatcher share. It holds no scope, so the directory may hold it.
struct Shared {
    handlers: HashMap<&'static str, Vec<Handler>>,
    queue: Mutex<Queue>,
    /// Rung when the queue changes.
    bell: Notify,
    /// Rung when nothing waits or runs any more.
    idle: Notify,
    /// Tenants that have had a listener.
    topics: Mutex<HashMap<TenantId, Arc<Topic>>>,
    stopping: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

/// Tenants with something to hand over.
#[derive(Default)]
struct Queue {
    waiting: HashSet<TenantId>,
    running: HashSet<TenantId>,
}

impl Shared {
    fn is_heard(&self, event: &str) -> bool {
        self.handlers.contains_key(event)
    }

    /// The tenant's topic, while somebody listens.
    fn listened(&self, tenant: TenantId) -> Option<Arc<Topic>> {
        lock(&self.topics).get(&tenant).filter(|topic| topic.is_heard()).cloned()
    }

    fn committed(&self, tenant: TenantId, number: u64, (events, pending): (Vec<DurableEvent>, bool)) {
        let topic = lock(&self.topics).get(&tenant).cloned();
        if let Some(topic) = topic {
            topic.committed(number, events);
        }
        if pending {
            self.wake(tenant);
        }
    }

    fn wake(&self, tenant: TenantId) {
        lock(&self.queue).waiting.insert(tenant);
        self.bell.notify_one();
    }
}

impl Outbox {
    /// Starts the dispatcher on the current tokio runtime: first what was left over, then what is committed.
    /// Attaches itself to the directory, so that transactions wake it.
    pub fn start(directory: &Directory, handlers: Vec<Handler>) -> Self {
        Self::start_with(directory, handlers, dispatcher::Pace::default())
    }

    pub(crate) fn start_with(directory: &Directory, handlers: Vec<Handler>, pace: dispatcher::Pace) -> Self {
        let mut by_event: HashMap<_, Vec<_>> = HashMap::new();
        for handler in handlers {
            by_event.entry(handler.event).or_default().push(handler);
        }
        let shared = Arc::new(Shared {
            handlers: by_event,
            queue: Mutex::default(),
            bell: Notify::new(),
            idle: Notify::new(),
            topics: Mutex::default(),
            stopping: watch::channel(false).0,
            task: Mutex::default(),
        });
        lock(&shared.queue).waiting.extend(directory.every().iter().map(TenantScope::tenant));
        directory.attach(shared.clone());
        let outbox = Self { shared: shared.clone(), directory: directory.clone() };
        let task = tokio::spawn(dispatcher::run(outbox.clone(), pace));
        *lock(&shared.task) = Some(task);
        outbox
    }

    /// Listens to one tenant's durable events: from now on, or after a number of the last 24 hours.
    ///
    /// # Errors
    /// [`tenancy::Error::Database`].
    pub async fn subscribe(
        &self,
        scope: &TenantScope,
        after: Option<u64>,
    ) -> tenancy::Result<DurableSubscription> {
        // Before the look at the table: what is committed after it is heard of.
        let topic =
            lock(&self.shared.topics).entry(scope.tenant()).or_insert_with(|| Arc::new(Topic::new())).clone();
        let latest = topic.latest();
        DurableSubscription::open(scope.clone(), (topic, latest), after).await
    }

    /// Deletes handled events older than 24 hours, in all tenants; the dispatcher does it every hour.
    ///
    /// # Errors
    /// [`tenancy::Error::Database`].
    pub async fn prune(&self, now: Timestamp) -> tenancy::Result<u64> {
        let mut deleted = 0;
        for scope in self.directory.every() {
            let old =
                row::Column::At.lt(tenancy::Micros::from(now - KEPT)).and(row::Column::Pending.eq(false));
            if !scope.read().await?.find::<row::Entity>().filter(old.clone()).exists().await? {
                continue;
            }
            let tx = scope.begin().await?;
            deleted += tx.delete_where::<row::Entity>(old).await?;
            tx.commit().await?;
        }
        Ok(deleted)
    }

    /// Waits until everything committed so far was handed to the handlers once.
    pub async fn settled(&self) {
        loop {
            let idle = self.shared.idle.notified();
            tokio::pin!(idle);
            idle.as_mut().enable();
            {
                let queue = lock(&self.shared.queue);
                if queue.waiting.is_empty() && queue.running.is_empty() {
                    return;
                }
            }
            idle.await;
        }
    }

    /// How many tenants have events that wait for their handlers, or are with them.
    pub fn backlog(&self) -> usize {
        let queue = lock(&self.shared.queue);
        queue.waiting.len() + queue.running.len()
    }

    /// Stops after the events in hand.
    pub async fn stop(&self) {
        self.shared.stopping.send_replace(true);
        let task = lock(&self.shared.task).take();
        if let Some(task) = task {
            // It only ends early by a panic, which was reported where it happened.
            let _ = task.await;
        }
    }
}

/// A panic under one of these locks leaves the set or map whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
