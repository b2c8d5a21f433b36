//! Migrations: named, sorted over all crates, forward only, each a list of schema steps for both databases.

use std::collections::BTreeSet;

use sea_orm::sea_query::{ColumnDef, IntoColumnDef, TableCreateStatement};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::database::session::Session;
use crate::schema::{self, TenantTable};
use crate::{Error, Result};

/// One migration. Names are `mYYYYMMDD_HHMMSS_slice_what`; a landed one is never changed.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    name: &'static str,
    up: fn(&mut Schema),
}

impl Migration {
    /// A migration that `up` writes down as steps.
    pub const fn new(name: &'static str, up: fn(&mut Schema)) -> Self {
        Self { name, up }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// Collects the steps of one migration.
#[derive(Debug, Default)]
pub struct Schema {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Create(TenantTable),
    AddColumn(&'static str, Box<ColumnDef>),
    DropColumn(&'static str, &'static str),
    Index(&'static str, Vec<&'static str>),
    DropIndex(&'static str, Vec<&'static str>),
    PlainOrder(&'static str, Vec<&'static str>),
    DropTable(&'static str),
    Global(Box<GlobalTable>),
}

/// A table above the tenants: only this crate has some, and the serving role reaches it through the directory.
#[derive(Debug)]
pub(crate) struct GlobalTable {
    pub(crate) name: &'static str,
    pub(crate) create: TableCreateStatement,
    /// Which column names the tenant whose own transactions may see the row too.
    pub(crate) tenant_column: Option<&'static str>,
    /// Whether that tenant's own transactions may also write it.
    pub(crate) tenant_writes: bool,
}

impl Schema {
    /// Creates a tenant table with its keys, indexes, foreign keys and, on PostgreSQL, policy and grants.
    pub fn create(&mut self, table: TenantTable) {
        self.steps.push(Step::Create(table));
    }

    /// Adds a column to a tenant table; it must be nullable or have a default.
    pub fn add_column(&mut self, table: &'static str, column: impl IntoColumnDef) {
        self.steps.push(Step::AddColumn(table, Box::new(column.into_column_def())));
    }

    /// Drops a column (the second half of expand, then contract).
    pub fn drop_column(&mut self, table: &'static str, column: &'static str) {
        self.steps.push(Step::DropColumn(table, column));
    }

    /// Adds an index over the tenant column and `columns`.
    pub fn index(&mut self, table: &'static str, columns: &[&'static str]) {
        self.steps.push(Step::Index(table, columns.to_vec()));
    }

    /// Drops the index over the tenant column and `columns`.
    pub fn drop_index(&mut self, table: &'static str, columns: &[&'static str]) {
        self.steps.push(Step::DropIndex(table, columns.to_vec()));
    }

    /// Has text columns compared byte by byte, whatever the database's language: what [`beginning`](crate::beginning)
    /// asks of them. SQLite does so anyway. Indexes over them are built anew.
    pub fn plain_order(&mut self, table: &'static str, columns: &[&'static str]) {
        self.steps.push(Step::PlainOrder(table, columns.to_vec()));
    }

    /// Drops a tenant table.
    pub fn drop_table(&mut self, table: &'static str) {
        self.steps.push(Step::DropTable(table));
    }

    pub(crate) fn global(&mut self, table: GlobalTable) {
        self.steps.push(Step::Global(Box::new(table)));
    }

    fn sql(&self, backend: DbBackend) -> Vec<String> {
        let mut sql = Vec::new();
        for step in &self.steps {
            match step {
                Step::Create(table) => table.write_sql(backend, &mut sql),
                Step::AddColumn(table, column) => sql.push(schema::add_column(backend, table, column)),
                Step::DropColumn(table, column) => {
                    sql.push(format!(r#"ALTER TABLE "{table}" DROP COLUMN "{column}""#));
                }
                Step::Index(table, columns) => sql.push(schema::index(table, columns, schema::Unique::No)),
                Step::DropIndex(table, columns) => {
                    sql.push(format!(r#"DROP INDEX "{}""#, schema::index_name(table, columns)));
                }
                Step::PlainOrder(table, columns) => sql.extend(schema::plain_order(backend, table, columns)),
                Step::DropTable(table) => sql.push(format!(r#"DROP TABLE "{table}""#)),
                Step::Global(table) => schema::write_global(table, backend, &mut sql),
            }
        }
        sql
    }
}

#[derive(FromQueryResult)]
struct Applied {
    name: String,
}

/// Applies what is missing inside `session`, which holds the migration lock.
pub(crate) async fn apply(session: &Session, more: Vec<Migration>) -> Result<Vec<String>> {
    let mut migrations = crate::entity::migrations();
    migrations.extend(more);
    migrations.sort_by_key(Migration::name);
    if let Some(pair) = migrations.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(Error::Setup(format!("two migrations are named {}", pair[0].name)));
    }
    session
        .execute_unprepared(r#"CREATE TABLE IF NOT EXISTS "migration" ("name" text NOT NULL PRIMARY KEY)"#)
        .await?;
    let backend = session.get_database_backend();
    let rows =
        session.query_all_raw(Statement::from_string(backend, r#"SELECT "name" FROM "migration""#)).await?;
    let applied = rows
        .iter()
        .map(|row| Applied::from_query_result(row, "").map(|row| row.name))
        .collect::<Result<BTreeSet<_>, _>>()?;
    if let Some(name) =
        applied.iter().find(|name| !migrations.iter().any(|known| known.name == name.as_str()))
    {
        return Err(Error::Setup(format!(
            "the database has the migration {name}, which this version does not know: it was written by a newer one"
        )));
    }
    let missing: Vec<_> = migrations.iter().filter(|migration| !applied.contains(migration.name)).collect();
    for migration in &missing {
        let mut schema = Schema::default();
        (migration.up)(&mut schema);
        for sql in schema.sql(backend) {
            session.execute_unprepared(&sql).await?;
        }
        let insert = r#"INSERT INTO "migration" ("name") VALUES ($1)"#;
        session.execute_raw(Statement::from_sql_and_values(backend, insert, [migration.name.into()])).await?;
    }
    Ok(missing.into_iter().map(|migration| migration.name.to_owned()).collect())
}
