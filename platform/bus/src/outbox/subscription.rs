//! Listening to durable events: rows after a number, as they are committed.

use std::collections::VecDeque;
use std::sync::Arc;

use bytestring::ByteString;
use kernel::Timestamp;
use kernel::id::EventId;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use tenancy::{TenantScope, TenantTx};
use tokio::sync::watch;

use super::recent::Topic;
use super::{COUNTER, row};
use crate::Wrapped;

/// Rows read at once.
const GULP: u64 = 100;

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
    /// The same as text, written once for all listeners.
    pub text: String,
    /// As listeners are told it.
    pub frame: Wrapped<ByteString>,
}

impl DurableEvent {
    pub(super) fn new(
        number: u64,
        id: EventId,
        at: Timestamp,
        name: String,
        body: serde_json::Value,
    ) -> Self {
        Self { number, id, at, name, text: body.to_string(), body, frame: Wrapped::default() }
    }
}

/// What a listener to durable events hears next.
#[derive(Debug, Clone)]
pub enum DurableHeard {
    /// An event.
    Event(Arc<DurableEvent>),
    /// The cursor is older than what is kept: read the resources again, then go on after this number.
    Resync(u64),
}

/// One listener to durable events.
pub struct DurableSubscription {
    scope: TenantScope,
    topic: Arc<Topic>,
    latest: watch::Receiver<u64>,
    number: u64,
    /// The number that is known to be in the table, so that it is read once without waiting.
    reached: u64,
    lost: bool,
    gulp: VecDeque<Arc<DurableEvent>>,
}

impl DurableSubscription {
    pub(super) async fn open(
        scope: TenantScope,
        (topic, latest): (Arc<Topic>, watch::Receiver<u64>),
        after: Option<u64>,
    ) -> tenancy::Result<Self> {
        let tx = scope.read().await?;
        let reached = tx.latest_number(COUNTER).await?;
        let number = after.unwrap_or(reached);
        let lost = number > reached
            || number < reached && oldest(&tx).await?.is_none_or(|oldest| number + 1 < oldest);
        drop(tx);
        let number = if lost { reached } else { number };
        Ok(Self { scope, topic, latest, number, reached, lost, gulp: VecDeque::new() })
    }

    /// The next event or `Resync`. Cancel-safe.
    ///
    /// # Errors
    /// [`tenancy::Error::Database`]; calling again tries again.
    pub async fn next(&mut self) -> tenancy::Result<DurableHeard> {
        loop {
            if std::mem::take(&mut self.lost) {
                return Ok(DurableHeard::Resync(self.number));
            }
            if let Some(event) = self.gulp.pop_front() {
                self.number = event.number;
                return Ok(DurableHeard::Event(event));
            }
            self.reached = self.reached.max(*self.latest.borrow_and_update());
            if self.number < self.reached {
                self.drink().await?;
            } else if self.latest.changed().await.is_err() {
                // The outbox is gone with the process' end: nothing comes any more.
                std::future::pending::<()>().await;
            }
        }
    }

    /// The number it stands at.
    pub fn number(&self) -> u64 {
        self.number
    }

    async fn drink(&mut self) -> tenancy::Result<()> {
        self.gulp = self.topic.after(self.number);
        if !self.gulp.is_empty() {
            return Ok(());
        }
        let tx = self.scope.read().await?;
        let after = row::Column::Number.gt(i64::try_from(self.number).unwrap_or(i64::MAX));
        let rows = tx
            .find::<row::Entity>()
            .filter(after)
            .order_by_asc(row::Column::Number)
            .limit(GULP)
            .all()
            .await?;
        self.gulp = rows.into_iter().map(DurableEvent::from).map(Arc::new).collect();
        // A gap before the first: a listener that slept for a day was overtaken by the pruning.
        if self.gulp.front().is_none_or(|first| first.number > self.number + 1) {
            self.gulp.clear();
            self.lost = true;
            self.number = self.reached;
        }
        Ok(())
    }
}

async fn oldest(tx: &TenantTx) -> tenancy::Result<Option<u64>> {
    let first = tx.find::<row::Entity>().order_by_asc(row::Column::Number).one().await?;
    Ok(first.map(|row| u64::try_from(row.number).unwrap_or(0)))
}

impl From<row::Model> for DurableEvent {
    fn from(row: row::Model) -> Self {
        let number = u64::try_from(row.number).unwrap_or(0);
        Self::new(number, row.id.into(), row.at.into(), row.name, row.body)
    }
}
