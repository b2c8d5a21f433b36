//! The outbox's table.

use kernel::id::Uuid;
use sea_orm::entity::prelude::*;
use tenancy::schema::{boolean, integer, json, tenant_table, text, time};
use tenancy::{Micros, Migration, TenantOwned};

/// One event.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub at: Micros,
    pub name: String,
    pub body: Json,
    /// Handlers have not all taken it yet.
    pub pending: bool,
    pub attempts: i64,
    /// When it is to be handed over next.
    pub due: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// This crate's migrations.
pub fn migrations() -> Vec<Migration> {
    vec![Migration::new("m20261120_000100_bus_outbox", |schema| {
        schema.create(
            tenant_table("outbox")
                .column(integer("number"))
                .column(time("at"))
                .column(text("name"))
                .column(json("body"))
                .column(boolean("pending"))
                .column(integer("attempts"))
                .column(time("due"))
                .unique(&["number"])
                .index(&["pending", "due"])
                .index(&["at"]),
        );
    })]
}
