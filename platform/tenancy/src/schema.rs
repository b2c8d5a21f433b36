//! `tenant_table`: tenant column, composite key and row policy in one place, the same for every slice.

use sea_orm::DbBackend;
use sea_orm::sea_query::{
    Alias, ColumnDef, ForeignKey, ForeignKeyAction, Index, IntoColumnDef, PostgresQueryBuilder,
    SqliteQueryBuilder, Table, TableCreateStatement,
};

use crate::database::postgres::SERVING_ROLE;
use crate::migration::GlobalTable;

/// What row security compares the tenant column with; unset it is null and nothing is seen.
const CURRENT_TENANT: &str = "NULLIF(current_setting('conmuta.tenant', true), '')::uuid";
/// What opens the global tables.
const DIRECTORY_DOOR: &str = "current_setting('conmuta.door', true) = 'directory'";

/// What happens to a row when the row it refers to goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// It goes too.
    Cascade,
    /// It forbids the deletion.
    Restrict,
}

/// A table of tenants' rows: `tenant_id` and `id` (UUIDs) are its key and need not be written down.
#[derive(Debug)]
pub struct TenantTable {
    name: &'static str,
    columns: Vec<ColumnDef>,
    indexes: Vec<(Vec<&'static str>, Unique)>,
    foreign: Vec<(&'static str, &'static str, OnDelete)>,
    rows: Rows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unique {
    Yes,
    No,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    Change,
    WriteOnce,
    AppendOnly,
}

/// Starts a tenant table.
///
/// ```
/// use tenancy::schema::{OnDelete, integer, tenant_table, text, uuid};
/// let table = tenant_table("extension")
///     .column(text("number"))
///     .column(text("label").null())
///     .column(integer("ring_secs").default(20))
///     .column(uuid("endpoint_id"))
///     .unique(&["number"])
///     .foreign("endpoint_id", "endpoint", OnDelete::Cascade);
/// ```
pub fn tenant_table(name: &'static str) -> TenantTable {
    TenantTable { name, columns: Vec::new(), indexes: Vec::new(), foreign: Vec::new(), rows: Rows::Change }
}

impl TenantTable {
    /// Adds a column; the constructors of this module make it `NOT NULL`.
    #[must_use]
    pub fn column(mut self, column: impl IntoColumnDef) -> Self {
        self.columns.push(column.into_column_def());
        self
    }

    /// These columns together are unique within the tenant.
    #[must_use]
    pub fn unique(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push((columns.to_vec(), Unique::Yes));
        self
    }

    /// An index over the tenant column and these columns.
    #[must_use]
    pub fn index(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push((columns.to_vec(), Unique::No));
        self
    }

    /// `column` refers to the id of a row of `table` in the same tenant.
    #[must_use]
    pub fn foreign(mut self, column: &'static str, table: &'static str, on_delete: OnDelete) -> Self {
        self.foreign.push((column, table, on_delete));
        self
    }

    /// Rows are written once: the database refuses to change or delete them while their tenant lives.
    #[must_use]
    pub fn append_only(mut self) -> Self {
        self.rows = Rows::AppendOnly;
        self
    }

    /// Rows are written once: the database refuses to change them; old ones may be deleted.
    #[must_use]
    pub fn write_once(mut self) -> Self {
        self.rows = Rows::WriteOnce;
        self
    }

    pub(crate) fn write_sql(&self, backend: DbBackend, sql: &mut Vec<String>) {
        let mut table = Table::create();
        table.table(self.name).col(uuid("tenant_id")).col(uuid("id"));
        for column in &self.columns {
            table.col(column.clone());
        }
        table.primary_key(Index::create().col("tenant_id").col("id"));
        table.foreign_key(
            ForeignKey::create()
                .from(self.name, "tenant_id")
                .to("tenant", "id")
                .on_delete(ForeignKeyAction::Cascade),
        );
        for (column, parent, on_delete) in &self.foreign {
            table.foreign_key(
                ForeignKey::create()
                    .from(self.name, ("tenant_id", Alias::new(*column)))
                    .to(Alias::new(*parent), ("tenant_id", "id"))
                    .on_delete(match on_delete {
                        OnDelete::Cascade => ForeignKeyAction::Cascade,
                        // RESTRICT would also forbid what the erasure of the whole tenant takes along.
                        OnDelete::Restrict => ForeignKeyAction::NoAction,
                    }),
            );
        }
        sql.push(render(backend, &table));
        sql.extend(self.indexes.iter().map(|(columns, unique)| index(self.name, columns, *unique)));
        let name = self.name;
        match (backend, self.rows) {
            (DbBackend::Postgres, rows) => {
                sql.push(force_row_security(name));
                let own = format!("tenant_id = {CURRENT_TENANT}");
                sql.push(format!(r#"CREATE POLICY "tenant" ON "{name}" USING ({own}) WITH CHECK ({own})"#));
                let verbs = match rows {
                    Rows::Change => "SELECT, INSERT, UPDATE, DELETE",
                    Rows::WriteOnce => "SELECT, INSERT, DELETE",
                    Rows::AppendOnly => "SELECT, INSERT",
                };
                sql.push(grant(name, verbs));
            }
            (_, Rows::AppendOnly | Rows::WriteOnce) => {
                let refused: &[&str] =
                    if self.rows == Rows::AppendOnly { &["UPDATE", "DELETE"] } else { &["UPDATE"] };
                for verb in refused {
                    sql.push(format!(
                        r#"CREATE TRIGGER "{name}_refuses_{verb}" BEFORE {verb} ON "{name}"
                           WHEN EXISTS (SELECT 1 FROM "tenant" WHERE "id" = OLD."tenant_id")
                           BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"#
                    ));
                }
            }
            (_, Rows::Change) => {}
        }
    }
}

/// Writes the statements of a global table: on PostgreSQL it opens to the directory door alone, and to the
/// tenant that a row belongs to.
pub(crate) fn write_global(table: &GlobalTable, backend: DbBackend, sql: &mut Vec<String>) {
    sql.push(render(backend, &table.create));
    if backend != DbBackend::Postgres {
        return;
    }
    let name = table.name;
    sql.push(force_row_security(name));
    let sees = table.tenant_column.map_or_else(
        || DIRECTORY_DOOR.to_owned(),
        |column| format!("{DIRECTORY_DOOR} OR {column} = {CURRENT_TENANT}"),
    );
    let writes = if table.tenant_writes { &sees } else { DIRECTORY_DOOR };
    sql.push(format!(r#"CREATE POLICY "reads" ON "{name}" FOR SELECT USING ({sees})"#));
    sql.push(format!(r#"CREATE POLICY "inserts" ON "{name}" FOR INSERT WITH CHECK ({writes})"#));
    sql.push(format!(
        r#"CREATE POLICY "updates" ON "{name}" FOR UPDATE USING ({writes}) WITH CHECK ({writes})"#
    ));
    sql.push(format!(r#"CREATE POLICY "deletes" ON "{name}" FOR DELETE USING ({writes})"#));
    sql.push(grant(name, "SELECT, INSERT, UPDATE, DELETE"));
}

pub(crate) fn index(table: &str, columns: &[&str], unique: Unique) -> String {
    let unique = if unique == Unique::Yes { "UNIQUE " } else { "" };
    let list: String = columns.iter().map(|column| format!(r#", "{column}""#)).collect();
    format!(r#"CREATE {unique}INDEX "{}" ON "{table}" ("tenant_id"{list})"#, index_name(table, columns))
}

pub(crate) fn index_name(table: &str, columns: &[&str]) -> String {
    format!("{table}_{}", columns.join("_"))
}

/// One change, so that each index is built anew once; it drops what is known of the columns' values, which plans rest on.
pub(crate) fn plain_order(backend: DbBackend, table: &str, columns: &[&str]) -> Vec<String> {
    if backend != DbBackend::Postgres {
        return Vec::new();
    }
    let change = |column: &&str| format!(r#"ALTER COLUMN "{column}" TYPE text COLLATE "C""#);
    let changes = columns.iter().map(change).collect::<Vec<_>>().join(", ");
    vec![format!(r#"ALTER TABLE "{table}" {changes}"#), format!(r#"ANALYZE "{table}""#)]
}

pub(crate) fn add_column(backend: DbBackend, table: &'static str, column: &ColumnDef) -> String {
    let mut alter = Table::alter();
    alter.table(table).add_column(column.clone());
    match backend {
        DbBackend::Postgres => alter.to_string(PostgresQueryBuilder),
        _ => alter.to_string(SqliteQueryBuilder),
    }
}

fn render(backend: DbBackend, table: &TableCreateStatement) -> String {
    match backend {
        DbBackend::Postgres => table.to_string(PostgresQueryBuilder),
        _ => table.to_string(SqliteQueryBuilder),
    }
}

fn force_row_security(table: &str) -> String {
    format!(r#"ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"#)
}

fn grant(table: &str, verbs: &str) -> String {
    format!(r#"GRANT {verbs} ON "{table}" TO {SERVING_ROLE}"#)
}

/// Text, `NOT NULL`.
pub fn text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null();
    column
}

/// A whole number of 64 bits, `NOT NULL`.
pub fn integer(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer().not_null();
    column
}

/// A moment in microseconds since 1970 UTC ([`Micros`](crate::Micros)), `NOT NULL`.
pub fn time(name: &'static str) -> ColumnDef {
    integer(name)
}

/// A 64-bit float, `NOT NULL`. Never for money.
pub fn real(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.double().not_null();
    column
}

/// True or false, `NOT NULL`.
pub fn boolean(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.boolean().not_null();
    column
}

/// A UUID, `NOT NULL`.
pub fn uuid(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.uuid().not_null();
    column
}

/// JSON (`serde_json::Value` in the model), `NOT NULL`.
pub fn json(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.json_binary().not_null();
    column
}

/// Bytes (`Vec<u8>` in the model), `NOT NULL`.
pub fn bytes(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.blob().not_null();
    column
}
