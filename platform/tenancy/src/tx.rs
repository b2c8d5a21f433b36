//! `TenantTx`: one transaction inside one tenant; the only way to rows.

mod bin;
mod keys;

use std::sync::{Mutex, PoisonError};

use kernel::Timestamp;
use kernel::id::{AuditId, SupportGrantId, TenantId, Uuid};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel, Iterable, QueryFilter, Set, Statement, Value,
};

use crate::database::session::Session;
use crate::directory::KeyChange;
use crate::entity::audit;
use crate::find::{Find, TenantOwned};
pub use bin::RESTORABLE;

use crate::report::ByDatabase;
use crate::{AuditLine, Error, Result, TenantScope, lock, report};

/// Bound values per statement: SQLite allows 32,766, PostgreSQL 65,535.
const MOST_BINDS: usize = 30_000;

type Hook = Box<dyn FnOnce() + Send>;

/// Whether a transaction may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

/// A transaction. Dropped without `commit`, it rolls back.
///
/// It is no sea-orm connection, and gives none away:
/// ```compile_fail
/// async fn take(tx: &tenancy::TenantTx) {
///     tx.session().execute_unprepared("DELETE FROM extension").await; // private
/// }
/// ```
/// Nor does it turn to another tenant without that tenant's scope:
/// ```compile_fail
/// async fn wander(tx: &mut tenancy::TenantTx, tenant: kernel::id::TenantId) {
///     let _ = tx.turn(tenant).await; // wants a TenantScope
/// }
/// ```
pub struct TenantTx {
    scope: TenantScope,
    session: Session,
    mode: Mode,
    now: Timestamp,
    changes: Mutex<Vec<KeyChange>>,
    hooks: Mutex<Vec<Hook>>,
    /// How the database runs each page, once somebody watches.
    #[cfg(feature = "testkit")]
    pub(crate) plans: Mutex<Option<Vec<String>>>,
}

impl TenantTx {
    pub(crate) fn new(scope: TenantScope, session: Session, mode: Mode) -> Self {
        let now = scope.clock().now();
        Self {
            scope,
            session,
            mode,
            now,
            changes: Mutex::default(),
            hooks: Mutex::default(),
            #[cfg(feature = "testkit")]
            plans: Mutex::default(),
        }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Where it is.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// Which tenant.
    pub fn tenant(&self) -> TenantId {
        self.scope.tenant()
    }

    /// The installation's clock, read once when the transaction began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Goes on with another tenant's rows in the same transaction (journal shipping).
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn turn(&mut self, scope: &TenantScope) -> Result<()> {
        if let Session::Postgres(_) = self.session {
            let sql = "SELECT set_config('conmuta.tenant', $1, true)";
            let tenant = scope.tenant().uuid().to_string();
            let statement = Statement::from_sql_and_values(self.backend(), sql, [tenant.into()]);
            self.session.query_one_raw(statement).await?;
        }
        self.scope = scope.clone();
        Ok(())
    }

    /// Starts a query: the tenant filter stands already.
    pub fn find<E: TenantOwned>(&self) -> Find<'_, E> {
        Find::new(self)
    }

    /// The row with this id.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn find_by_id<E: TenantOwned>(&self, id: impl Into<Uuid> + Send) -> Result<Option<E::Model>> {
        self.find::<E>().filter(E::ID.eq(id.into())).one().await
    }

    /// The row with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the tenant has no such row.
    pub async fn get<E: TenantOwned>(&self, id: impl Into<Uuid> + Send) -> Result<E::Model> {
        self.find_by_id::<E>(id).await?.ok_or_else(not_found::<E>)
    }

    /// Inserts a row: writes the tenant column, and a fresh id where none is set.
    ///
    /// # Errors
    /// [`Error::Duplicate`], [`Error::Referenced`], [`Error::ReadOnly`].
    pub async fn insert<A>(&self, mut row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        self.writes()?;
        self.own(&mut row)?;
        Ok(<A::Entity as EntityTrait>::insert(row).exec_with_returning(&self.session).await?)
    }

    /// Inserts many rows in few statements. All rows set the same columns.
    ///
    /// # Errors
    /// [`Error::Duplicate`], [`Error::Referenced`], [`Error::ReadOnly`].
    pub async fn insert_many<A>(&self, mut rows: Vec<A>) -> Result<()>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
    {
        self.writes()?;
        for row in &mut rows {
            self.own(row)?;
        }
        let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<A> = rows.by_ref().take(MOST_BINDS / columns).collect();
            <A::Entity as EntityTrait>::insert_many(chunk).exec_without_returning(&self.session).await?;
        }
        Ok(())
    }

    /// Writes the set columns of the row whose id the model carries.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the tenant has no such row, [`Error::Duplicate`], [`Error::Referenced`],
    /// [`Error::ReadOnly`].
    pub async fn update<A>(&self, mut row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        self.writes()?;
        let id = match row.get(A::Entity::ID).into_value() {
            Some(Value::Uuid(Some(id))) => id,
            _ => return Err(not_found::<A::Entity>()),
        };
        keep_key(&mut row);
        if !<A::Entity as EntityTrait>::Column::iter()
            .any(|column| matches!(row.get(column), ActiveValue::Set(_)))
        {
            return self.get::<A::Entity>(id).await;
        }
        let update = <A::Entity as EntityTrait>::update_many().set(row).filter(A::Entity::ID.eq(id));
        let rows = self.within_tenant::<A::Entity, _>(update).exec_with_returning(&self.session).await?;
        rows.into_iter().next().ok_or_else(not_found::<A::Entity>)
    }

    /// Writes the set columns into every row that the condition holds for; answers how many.
    ///
    /// # Errors
    /// [`Error::Duplicate`], [`Error::Referenced`], [`Error::ReadOnly`].
    pub async fn update_where<A>(&self, mut values: A, condition: impl IntoCondition + Send) -> Result<u64>
    where
        A: ActiveModelTrait + Send,
        A::Entity: TenantOwned,
    {
        self.writes()?;
        keep_key(&mut values);
        let update = <A::Entity as EntityTrait>::update_many().set(values).filter(condition);
        Ok(self.within_tenant::<A::Entity, _>(update).exec(&self.session).await?.rows_affected)
    }

    /// Deletes the row with this id; answers whether it was there.
    ///
    /// # Errors
    /// [`Error::Referenced`] when other rows hold it, [`Error::ReadOnly`].
    pub async fn delete<E: TenantOwned>(&self, id: impl Into<Uuid> + Send) -> Result<bool> {
        let condition = E::ID.eq(id.into());
        Ok(self.delete_where::<E>(condition).await? > 0)
    }

    /// Deletes the rows that the condition holds for; answers how many.
    ///
    /// # Errors
    /// [`Error::Referenced`] when other rows hold one, [`Error::ReadOnly`].
    pub async fn delete_where<E: TenantOwned>(&self, condition: impl IntoCondition + Send) -> Result<u64> {
        self.writes()?;
        let delete = self.within_tenant::<E, _>(E::delete_many().filter(condition));
        Ok(delete.exec(&self.session).await?.rows_affected)
    }

    /// Writes a line of the audit log.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn audit(&self, line: AuditLine) -> Result<()> {
        self.audit_all(vec![line]).await
    }

    /// Writes many lines of the audit log in few statements.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn audit_all(&self, lines: Vec<AuditLine>) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.insert_many(lines.into_iter().map(|line| self.audit_row(line)).collect()).await
    }

    fn audit_row(&self, line: AuditLine) -> audit::ActiveModel {
        let home = line.actor.home.filter(|home| *home != self.tenant());
        audit::ActiveModel {
            tenant_id: ActiveValue::NotSet,
            id: Set(AuditId::new(self.now, &**self.scope.rng()).uuid()),
            at: Set(self.now.into()),
            actor_kind: Set(line.actor.kind.word().to_owned()),
            actor_id: Set(line.actor.id),
            actor_name: Set(line.actor.name),
            actor_home: Set(home.map(TenantId::uuid)),
            grant_id: Set(line.actor.grant.map(SupportGrantId::uuid)),
            source: Set(line.actor.source.map(|address| address.to_string())),
            action: Set(line.action.to_owned()),
            object: Set(line.object),
            before: Set(line.before),
            after: Set(line.after),
        }
    }

    /// Runs a hand-written query: `sql` comes from a listed file, names its parameters `:name`, and must use
    /// `:tenant`, which the door binds.
    ///
    /// # Errors
    /// [`Error::Report`] when `:tenant` is not used or a name is not given.
    pub async fn report<T: FromQueryResult>(
        &self,
        sql: &'static str,
        binds: &[(&str, Value)],
    ) -> Result<Vec<T>> {
        let statement = report::bind(self.backend(), sql, self.tenant().uuid().into(), binds)?;
        let rows = self.session.query_all_raw(statement).await?;
        Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
    }

    /// Runs a hand-written statement that writes; answers how many rows it touched. As with [`report`](Self::report), it
    /// must use `:tenant`.
    ///
    /// # Errors
    /// [`Error::Report`], [`Error::ReadOnly`], [`Error::Database`].
    pub async fn execute(&self, sql: &ByDatabase, binds: &[(&str, Value)]) -> Result<u64> {
        self.writes()?;
        let text = if self.backend() == sea_orm::DbBackend::Postgres { sql.postgres } else { sql.sqlite };
        let statement = report::bind(self.backend(), text, self.tenant().uuid().into(), binds)?;
        Ok(self.session.execute_raw(statement).await?.rows_affected())
    }

    /// Draws the next number of one of the tenant's counters, from 1, without gaps: other transactions that
    /// draw from it wait until this one ends, so the numbers stand in the order of the commits.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn next_number(&self, counter: &'static str) -> Result<u64> {
        self.next_numbers(counter, 1).await
    }

    /// Draws `count` numbers at once; answers the last of them.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn next_numbers(&self, counter: &'static str, count: u32) -> Result<u64> {
        self.writes()?;
        let sql = r#"INSERT INTO "counter" ("tenant_id", "id", "name", "last") VALUES ($1, $2, $3, $4)
                     ON CONFLICT ("tenant_id", "name") DO UPDATE SET "last" = "counter"."last" + $4 RETURNING "last""#;
        let id = kernel::id::uuid_v7(self.now, &**self.scope.rng());
        let values = [self.tenant().uuid().into(), id.into(), counter.into(), i64::from(count).into()];
        self.number_of(sql, values).await
    }

    /// The number drawn last; 0 before the first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn latest_number(&self, counter: &'static str) -> Result<u64> {
        let sql = r#"SELECT "last" FROM "counter" WHERE "tenant_id" = $1 AND "name" = $2"#;
        self.number_of(sql, [self.tenant().uuid().into(), counter.into()]).await
    }

    /// Runs `hook` once the transaction is committed, in the order given; not at all when it rolls back.
    pub fn after_commit(&self, hook: impl FnOnce() + Send + 'static) {
        lock(&self.hooks).push(Box::new(hook));
    }

    /// Commits, then makes claims visible in the directory and runs the hooks.
    ///
    /// # Errors
    /// [`Error::Database`]: then nothing of it happened.
    pub async fn commit(self) -> Result<()> {
        let changes = self.changes.into_inner().unwrap_or_else(PoisonError::into_inner);
        let hooks = self.hooks.into_inner().unwrap_or_else(PoisonError::into_inner);
        if changes.is_empty() && hooks.is_empty() {
            return Ok(self.session.commit().await?);
        }
        let (house, session) = (self.scope.house, self.session);
        // On its own task: a caller that goes away in between must not leave memory behind the database.
        let work = tokio::spawn(async move {
            let _order = house.commits.lock().await;
            session.commit().await?;
            house.apply(changes);
            hooks.into_iter().for_each(|hook| hook());
            Ok(())
        });
        work.await
            .unwrap_or_else(|panicked| Err(Error::Setup(format!("a hook after a commit failed: {panicked}"))))
    }

    /// Rolls back.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn rollback(self) -> Result<()> {
        Ok(self.session.rollback().await?)
    }

    /// Adds the tenant filter: the first wall.
    pub(crate) fn within_tenant<E: TenantOwned, Q: QueryFilter>(&self, query: Q) -> Q {
        if self.scope.house.database.filters() {
            query.filter(E::TENANT.eq(self.tenant().uuid()))
        } else {
            query
        }
    }

    async fn number_of(&self, sql: &'static str, values: impl IntoIterator<Item = Value>) -> Result<u64> {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        let Some(row) = self.session.query_one_raw(statement).await? else { return Ok(0) };
        let last: i64 = row.try_get("", "last")?;
        Ok(u64::try_from(last).unwrap_or(0))
    }

    fn backend(&self) -> sea_orm::DbBackend {
        self.session.get_database_backend()
    }

    fn writes(&self) -> Result<()> {
        if self.mode == Mode::Write { Ok(()) } else { Err(Error::ReadOnly) }
    }

    /// Makes a row this tenant's.
    fn own<A>(&self, row: &mut A) -> Result<()>
    where
        A: ActiveModelTrait,
        A::Entity: TenantOwned,
    {
        row.try_set(A::Entity::TENANT, self.tenant().uuid().into())?;
        if row.is_not_set(A::Entity::ID) {
            let id = kernel::id::uuid_v7(self.scope.clock().now(), &**self.scope.rng());
            row.try_set(A::Entity::ID, id.into())?;
        }
        Ok(())
    }
}

/// Tenant and id of a row never change.
fn keep_key<A>(row: &mut A)
where
    A: ActiveModelTrait,
    A::Entity: TenantOwned,
{
    row.not_set(A::Entity::TENANT);
    row.not_set(A::Entity::ID);
}

fn not_found<E: TenantOwned>() -> Error {
    Error::NotFound { what: E::default().table_name() }
}
