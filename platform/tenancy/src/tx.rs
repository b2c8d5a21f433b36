//! `TenantTx`: one transaction inside one tenant; the only way to rows.

use kernel::id::{TenantId, Uuid};
use kernel::{Clock, Rng, Timestamp};
use sea_orm::sea_query::{Condition, IntoCondition};
use sea_orm::{ActiveModelTrait, EntityTrait, FromQueryResult, IntoActiveModel, Value};

use crate::directory::KeyKind;
use crate::find::{Find, TenantOwned};
use crate::{AuditLine, Result, TenantScope};

/// A transaction. Dropped without `commit`, it rolls back.
///
/// It is no sea-orm connection: `Entity::find().all(&tx)` does not compile.
pub struct TenantTx {}

impl TenantTx {
    /// Where it is.
    pub fn scope(&self) -> &TenantScope {
        todo!()
    }

    /// Which tenant.
    pub fn tenant(&self) -> TenantId {
        todo!()
    }

    /// The installation's clock, read once when the transaction began.
    pub fn now(&self) -> Timestamp {
        todo!()
    }

    /// Goes on with another tenant's rows in the same transaction (journal shipping).
    pub async fn turn(&mut self, scope: &TenantScope) -> Result<()> {
        todo!()
    }

    /// Starts a query: the tenant filter stands already.
    pub fn find<E: TenantOwned>(&self) -> Find<'_, E> {
        todo!()
    }

    /// The row with this id.
    pub async fn find_by_id<E: TenantOwned>(&self, id: impl Into<Uuid>) -> Result<Option<E::Model>> {
        todo!()
    }

    /// The row with this id, or [`crate::Error::NotFound`].
    pub async fn get<E: TenantOwned>(&self, id: impl Into<Uuid>) -> Result<E::Model> {
        todo!()
    }

    /// Inserts a row: writes the tenant column, and a fresh id where none is set.
    pub async fn insert<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        todo!()
    }

    /// Inserts many rows in few statements.
    pub async fn insert_many<A>(&self, rows: Vec<A>) -> Result<()>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
    {
        todo!()
    }

    /// Writes the set columns of the row whose id the model carries.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when the tenant has no such row.
    pub async fn update<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        todo!()
    }

    /// Writes the set columns into every row that the condition holds for; answers how many.
    pub async fn update_where<A>(&self, values: A, condition: impl IntoCondition + Send) -> Result<u64>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
    {
        todo!()
    }

    /// Deletes the row with this id; answers whether it was there.
    pub async fn delete<E: TenantOwned>(&self, id: impl Into<Uuid>) -> Result<bool> {
        todo!()
    }

    /// Deletes the rows that the condition holds for; answers how many.
    pub async fn delete_where<E: TenantOwned>(&self, condition: impl IntoCondition + Send) -> Result<u64> {
        todo!()
    }

    /// Takes a key, unique over the installation, for `subject`. Taking what `subject` has already is fine.
    ///
    /// # Errors
    /// [`crate::Error::InUse`] when somebody has it.
    pub async fn claim(&self, kind: KeyKind, value: &str, subject: impl Into<Uuid>) -> Result<()> {
        todo!()
    }

    /// Gives a key of this tenant back; answers whether it was held.
    pub async fn release(&self, kind: KeyKind, value: &str) -> Result<bool> {
        todo!()
    }

    /// Gives back all keys that `subject` holds.
    pub async fn release_all(&self, subject: impl Into<Uuid>) -> Result<u64> {
        todo!()
    }

    /// Writes a line of the audit log.
    pub async fn audit(&self, line: AuditLine) -> Result<()> {
        todo!()
    }

    /// Runs a hand-written query: `sql` comes from a listed file, names its parameters `:name`, and must use
    /// `:tenant`, which the door binds.
    ///
    /// # Errors
    /// [`crate::Error::Report`] when `:tenant` is not used or a name is not given.
    pub async fn report<T: FromQueryResult>(
        &self,
        sql: &'static str,
        binds: &[(&str, Value)],
    ) -> Result<Vec<T>> {
        todo!()
    }

    /// Runs `hook` once the transaction is committed, in the order given; not at all when it rolls back.
    pub fn after_commit(&self, hook: impl FnOnce() + Send + 'static) {
        todo!()
    }

    /// Commits, then makes claims visible in the directory and runs the hooks.
    pub async fn commit(self) -> Result<()> {
        todo!()
    }

    /// Rolls back.
    pub async fn rollback(self) -> Result<()> {
        todo!()
    }
}
