//! What was deleted and can still be restored.

use kernel::id::Uuid;
use sea_orm::entity::prelude::*;

use crate::entity::Micros;
use crate::find::TenantOwned;

/// One thing that was deleted, with all that is needed to put it back.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deleted")]
pub struct Model {
    /// Whose it was.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Its id, which it gets back.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The slice that it belongs to.
    pub kind: String,
    /// When.
    pub at: Micros,
    /// Its rows, as the slice wrote them.
    pub state: Json,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}
