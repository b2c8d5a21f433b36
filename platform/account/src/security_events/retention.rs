//! How long security events are kept: one setting of the installation, in the operator's home.

use std::time::Duration;

use kernel::id::Uuid;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantOwned, TenantScope, TenantTx};
use web::{Problem, Result};

use super::store;
use crate::Account;

/// Kept so long where nothing is set.
const USUAL_DAYS: u32 = 180;
/// The longest time that can be set: ten years.
const MOST_DAYS: u32 = 3_650;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The setting, in the operator's home alone.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "security_retention")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub keep_days: i64,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// How long security events are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecurityRetention {
    /// Days, 1 to 3650.
    #[schema(minimum = 1, maximum = 3650)]
    pub(super) keep_days: u32,
}

/// The setting as it is.
pub(super) async fn read(tx: &TenantTx) -> Result<SecurityRetention> {
    let row = tx.find::<Entity>().one().await?;
    let days = row.and_then(|row| u32::try_from(row.keep_days).ok()).unwrap_or(USUAL_DAYS);
    Ok(SecurityRetention { keep_days: days })
}

/// Sets it.
pub(super) async fn set(tx: &TenantTx, wanted: SecurityRetention) -> Result<()> {
    if !(1..=MOST_DAYS).contains(&wanted.keep_days) {
        let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
        let what = format!("from 1 to {MOST_DAYS} days");
        return Err(Problem::new(status, "security_events.keep_days", what).at("/keep_days"));
    }
    let keep_days = Set(i64::from(wanted.keep_days));
    let row = tx.find::<Entity>().one().await?;
    let row = match row {
        Some(row) => tx.update(ActiveModel { id: Set(row.id), keep_days, ..Default::default() }).await,
        None => tx.insert(ActiveModel { tenant_id: NotSet, id: NotSet, keep_days }).await,
    };
    Ok(row.map(drop)?)
}

/// Lets go what is older, in all tenants.
pub(super) async fn prune(account: &Account) {
    let home = account.directory().console().home().clone();
    let days = match keep_days(&home).await {
        Ok(days) => days,
        Err(problem) => return tracing::warn!(cause = problem.causes(), "old security events stay"),
    };
    let oldest = Micros::from(account.clock().now() - DAY * days);
    for scope in account.directory().every() {
        if let Err(problem) = prune_one(&scope, oldest).await {
            let cause = problem.causes();
            tracing::warn!(tenant.id = %scope.tenant(), cause, "old security events stay");
        }
    }
}

async fn keep_days(home: &TenantScope) -> Result<u32> {
    Ok(read(&home.read().await?).await?.keep_days)
}

async fn prune_one(scope: &TenantScope, oldest: Micros) -> Result<()> {
    let old = store::Column::At.lt(oldest);
    if !scope.read().await?.find::<store::Entity>().filter(old.clone()).exists().await? {
        return Ok(());
    }
    let tx = scope.begin().await?;
    tx.delete_where::<store::Entity>(old).await?;
    Ok(tx.commit().await?)
}
