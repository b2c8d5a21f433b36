//! The row of a dial plan; its id is the tenant's own, so that there is one.

use sea_orm::ActiveValue;
use sea_orm::entity::prelude::*;
use tenancy::{TenantOwned, TenantTx};

use super::DialPlan;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dial_plan")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// The tenant again.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Digits of new internal numbers.
    pub extension_digits: i64,
    /// Shown outside.
    pub main_number: Option<String>,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// The tenant's dial plan; the default where none was set.
pub async fn get(tx: &TenantTx) -> tenancy::Result<DialPlan> {
    let row = tx.find_by_id::<Entity>(tx.tenant().uuid()).await?;
    Ok(row.map_or_else(DialPlan::default, |row| DialPlan {
        extension_digits: u8::try_from(row.extension_digits).unwrap_or(4),
        main_number: row.main_number,
    }))
}

/// Writes it.
pub async fn set(tx: &TenantTx, plan: &DialPlan) -> tenancy::Result<()> {
    let row = ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(tx.tenant().uuid()),
        extension_digits: ActiveValue::Set(i64::from(plan.extension_digits)),
        main_number: ActiveValue::Set(plan.main_number.clone()),
    };
    if tx.find_by_id::<Entity>(tx.tenant().uuid()).await?.is_some() {
        tx.update(row).await?;
    } else {
        tx.insert(row).await?;
    }
    Ok(())
}
