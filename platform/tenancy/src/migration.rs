//! Migrations: named, sorted over all crates, forward only, each a list of schema steps for both databases.

use sea_orm::sea_query::ColumnDef;

use crate::schema::TenantTable;

/// One migration. Names are `mYYYYMMDD_HHMMSS_slice_what`; a landed one is never changed.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub(crate) name: &'static str,
    pub(crate) up: fn(&mut Schema),
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
pub struct Schema {}

impl Schema {
    /// Creates a tenant table with its keys, indexes, foreign keys and, on PostgreSQL, policy and grants.
    pub fn create(&mut self, table: TenantTable) {
        todo!()
    }

    /// Adds a column to a tenant table; it must be nullable or have a default.
    pub fn add_column(&mut self, table: &'static str, column: ColumnDef) {
        todo!()
    }

    /// Drops a column (the second half of expand, then contract).
    pub fn drop_column(&mut self, table: &'static str, column: &'static str) {
        todo!()
    }

    /// Adds an index over the tenant column and `columns`.
    pub fn index(&mut self, table: &'static str, columns: &[&'static str]) {
        todo!()
    }

    /// Drops a tenant table.
    pub fn drop_table(&mut self, table: &'static str) {
        todo!()
    }
}
