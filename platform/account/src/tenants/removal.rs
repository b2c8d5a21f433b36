//! Deleting a tenant: a grace time in which it can be resumed, then all its data is gone (TEN-9).

use std::time::Duration;

use kernel::Timestamp;
use kernel::id::Uuid;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use tenancy::{Actor, Micros, TenantOwned, TenantScope, TenantState, TenantTx};
use web::Result;

use crate::Account;

/// How long a deleted tenant can be resumed.
pub const GRACE: Duration = Duration::from_secs(30 * 24 * 3600);

/// When the tenant it stands in is to be erased.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant_removal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub erase_after: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// Writes down when the tenant is to be erased, or that it is not to be.
pub(super) async fn set(scope: &TenantScope, erase_after: Option<Timestamp>) -> Result<()> {
    let tx = scope.begin().await?;
    tx.delete_where::<Entity>(sea_orm::Condition::all()).await?;
    if let Some(moment) = erase_after {
        // One row per tenant: its id is the tenant's own.
        let id = Set(tx.tenant().uuid());
        tx.insert(ActiveModel { tenant_id: NotSet, id, erase_after: Set(moment.into()) }).await?;
    }
    Ok(tx.commit().await?)
}

async fn due(tx: &TenantTx) -> Result<bool> {
    let row = tx.find::<Entity>().one().await?;
    Ok(row.is_some_and(|row| Timestamp::from(row.erase_after) <= tx.now()))
}

/// Erases the tenants whose grace time is over; answers how many. To be run every hour.
///
/// # Errors
/// What keeps the database from answering; the rest is tried again the next time.
pub async fn erase_due(account: &Account) -> Result<u32> {
    let (directory, actor) = (account.directory(), Actor::system("removal of deleted tenants"));
    let mut erased = 0;
    for scope in directory.every() {
        let tenant = directory.tenant(&scope);
        let Some(reseller) = tenant.reseller.filter(|_| tenant.state == TenantState::Deleting) else {
            continue;
        };
        if due(&scope.read().await?).await? {
            directory.console().enter(&actor, reseller).await?.erase_tenant(&actor, tenant.id).await?;
            erased += 1;
        }
    }
    Ok(erased)
}
