//! The row of a policy; its id is the tenant's own, so that there is one.

use kernel::id::Uuid;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use tenancy::{TenantOwned, TenantTx};

use super::{Demand, SignInPolicy};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_policy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub second_factor: String,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// The tenant's policy; the default where none was set. A word that this version does not know demands most.
pub(super) async fn get(tx: &TenantTx) -> tenancy::Result<SignInPolicy> {
    let row = tx.find_by_id::<Entity>(tx.tenant().uuid()).await?;
    let demand =
        |word: String| Demand::ALL.into_iter().find(|it| it.word() == word).unwrap_or(Demand::Everybody);
    Ok(row
        .map_or_else(SignInPolicy::default, |row| SignInPolicy { second_factor: demand(row.second_factor) }))
}

/// Writes it.
pub(super) async fn set(tx: &TenantTx, policy: SignInPolicy) -> tenancy::Result<()> {
    let word = policy.second_factor.word().to_owned();
    let row = ActiveModel { tenant_id: NotSet, id: Set(tx.tenant().uuid()), second_factor: Set(word) };
    if tx.find_by_id::<Entity>(tx.tenant().uuid()).await?.is_some() {
        tx.update(row).await?;
    } else {
        tx.insert(row).await?;
    }
    Ok(())
}
