//! The global table of resellers.

use kernel::id::Uuid;
use sea_orm::entity::prelude::*;

use crate::entity::{Micros, TenantState};

/// One reseller.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reseller")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub title: String,
    pub home_tenant_id: Uuid,
    pub quota: Json,
    pub state: TenantState,
    pub reason: Option<String>,
    pub erase_after: Option<Micros>,
    pub generation: i64,
    pub created_at: Micros,
    pub updated_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
