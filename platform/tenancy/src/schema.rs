//! `tenant_table`: tenant column, composite key and row policy in one place, the same for every slice.

use sea_orm::sea_query::{ColumnDef, IntoColumnDef};

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
    TenantTable { name }
}

impl TenantTable {
    /// Adds a column; the constructors of this module make it `NOT NULL`.
    #[must_use]
    pub fn column(mut self, column: impl IntoColumnDef) -> Self {
        todo!()
    }

    /// These columns together are unique within the tenant.
    #[must_use]
    pub fn unique(mut self, columns: &[&'static str]) -> Self {
        todo!()
    }

    /// An index over the tenant column and these columns.
    #[must_use]
    pub fn index(mut self, columns: &[&'static str]) -> Self {
        todo!()
    }

    /// `column` refers to the id of a row of `table` in the same tenant.
    #[must_use]
    pub fn foreign(mut self, column: &'static str, table: &'static str, on_delete: OnDelete) -> Self {
        todo!()
    }

    /// Rows are written once: the database refuses to change or delete them.
    #[must_use]
    pub fn append_only(mut self) -> Self {
        todo!()
    }
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
