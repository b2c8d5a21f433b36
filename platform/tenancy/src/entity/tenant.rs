//! The global table of tenants.

use kernel::id::Uuid;
use sea_orm::entity::prelude::*;

use crate::entity::{Micros, TenantKind, TenantState};

/// One tenant.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reseller_id: Option<Uuid>,
    pub kind: TenantKind,
    pub name: String,
    pub title: String,
    pub domain: Option<String>,
    pub country: String,
    pub language: String,
    pub time_zone: String,
    pub state: TenantState,
    pub limits: Json,
    pub reason: Option<String>,
    pub erase_after: Option<Micros>,
    pub plan: Option<Json>,
    pub generation: i64,
    pub created_at: Micros,
    pub updated_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
