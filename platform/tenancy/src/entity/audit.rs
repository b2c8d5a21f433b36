//! The audit log as rows; written by `TenantTx::audit` alone, append-only in the database.

use kernel::id::Uuid;
use sea_orm::entity::prelude::*;

use crate::entity::Micros;
use crate::find::TenantOwned;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    /// Where it happened.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Sorts by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When.
    pub at: Micros,
    /// `person`, `key`, `plugin` or `system`.
    pub actor_kind: String,
    /// The user or key.
    pub actor_id: Option<Uuid>,
    /// The name shown.
    pub actor_name: String,
    /// The actor's home tenant, where it is another one.
    pub actor_home: Option<Uuid>,
    /// The consent by which staff was here.
    pub grant_id: Option<Uuid>,
    /// The address it came from.
    pub source: Option<String>,
    /// `slice.verb`.
    pub action: String,
    /// The object's id as text.
    pub object: Option<String>,
    /// The object before.
    pub before: Option<Json>,
    /// The object after.
    pub after: Option<Json>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}
