//! The rows of plans.

use kernel::Timestamp;
use kernel::id::{PlanId, Uuid};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use serde::Serialize;
use tenancy::{Limits, Micros, TenantOwned, TenantTx};
use web::{Problem, Result};

use super::PlanFault;
use crate::tenants::LimitsBody;

/// One plan.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub title: String,
    pub limits: Json,
    pub created_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// A plan: limits that a reseller offers under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The short name, as in blueprints.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// What a tenant of it may use; absent is without limit.
    pub limits: LimitsBody,
    /// When it was created.
    pub created_at: Timestamp,
}

fn plan(row: Model) -> Result<Plan> {
    let limits: Limits = serde_json::from_value(row.limits).map_err(Problem::internal)?;
    Ok(Plan {
        id: row.id.into(),
        name: row.name,
        title: row.title,
        limits: limits.into(),
        created_at: row.created_at.into(),
    })
}

fn row(plan: &Plan) -> Result<ActiveModel> {
    let limits = Limits::from(plan.limits);
    Ok(ActiveModel {
        tenant_id: NotSet,
        id: Set(plan.id.uuid()),
        name: Set(plan.name.clone()),
        title: Set(plan.title.clone()),
        limits: Set(serde_json::to_value(limits).map_err(Problem::internal)?),
        created_at: Set(plan.created_at.into()),
    })
}

fn taken(fault: tenancy::Error) -> Problem {
    match fault {
        tenancy::Error::Duplicate { .. } => PlanFault::NameTaken.into(),
        other => other.into(),
    }
}

pub(crate) async fn all(tx: &TenantTx) -> Result<Vec<Plan>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Name).all().await?;
    rows.into_iter().map(plan).collect()
}

pub(crate) async fn get(tx: &TenantTx, id: PlanId) -> Result<Option<Plan>> {
    tx.find_by_id::<Entity>(id).await?.map(plan).transpose()
}

pub(crate) async fn named(tx: &TenantTx, name: &str) -> Result<Option<Plan>> {
    tx.find::<Entity>().filter(Column::Name.eq(name)).one().await?.map(plan).transpose()
}

pub(super) async fn insert(tx: &TenantTx, plan: &Plan) -> Result<()> {
    tx.insert(row(plan)?).await.map_err(taken)?;
    Ok(())
}

pub(super) async fn update(tx: &TenantTx, plan: &Plan) -> Result<()> {
    tx.update(row(plan)?).await.map_err(taken)?;
    Ok(())
}

pub(super) async fn delete(tx: &TenantTx, id: PlanId) -> Result<()> {
    tx.delete::<Entity>(id).await?;
    Ok(())
}
