//! The rows of a tenant's own roles.

use kernel::id::{RoleId, Uuid};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Problem, Result};

use super::custom::{CustomRole, NewRole, RoleError};

/// A tenant has at most so many roles of its own.
pub(super) const MOST: u64 = 100;
/// Who gives a role and who deletes it wait for each other here: nobody is left with a role that is gone.
const TURN: &str = "roles";

/// One role.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub title: String,
    pub description: String,
    pub permissions: Json,
    pub created_at: Micros,
    pub updated_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

impl From<Model> for CustomRole {
    fn from(row: Model) -> Self {
        let names = row.permissions.as_array().into_iter().flatten();
        let permissions = names.filter_map(|name| name.as_str().map(str::to_owned)).collect();
        let (name, title, description) = (row.name, row.title, row.description);
        Self {
            id: RoleId(row.id),
            made_of: NewRole { name, title, description, permissions },
            updated_at: row.updated_at.into(),
        }
    }
}

/// All of the tenant's own roles, by title.
pub(super) async fn all(tx: &TenantTx) -> Result<Vec<CustomRole>> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Title).order_by_asc(Column::Name).all().await?;
    Ok(rows.into_iter().map(CustomRole::from).collect())
}

pub(super) async fn get(tx: &TenantTx, id: RoleId) -> Result<CustomRole> {
    Ok(tx.find_by_id::<Entity>(id).await?.ok_or(RoleError::NotFound)?.into())
}

pub(super) async fn named(tx: &TenantTx, name: &str) -> Result<Option<CustomRole>> {
    Ok(tx.find::<Entity>().filter(Column::Name.eq(name)).one().await?.map(CustomRole::from))
}

/// Waits until nobody else gives or deletes roles here; until the end of the transaction nobody will.
pub(super) async fn turn(tx: &TenantTx) -> Result<()> {
    tx.next_number(TURN).await?;
    Ok(())
}

pub(super) async fn insert(tx: &TenantTx, id: RoleId, role: &NewRole) -> Result<CustomRole> {
    if tx.find::<Entity>().count().await? >= MOST {
        return Err(RoleError::TooMany(MOST).into());
    }
    let row = ActiveModel { created_at: Set(tx.now().into()), ..row(tx, id, role) };
    Ok(tx.insert(row).await.map_err(|fault| taken(fault, role))?.into())
}

pub(super) async fn update(tx: &TenantTx, id: RoleId, role: &NewRole) -> Result<CustomRole> {
    Ok(tx.update(row(tx, id, role)).await.map_err(|fault| taken(fault, role))?.into())
}

pub(super) async fn delete(tx: &TenantTx, id: RoleId) -> Result<()> {
    if tx.delete::<Entity>(id).await? { Ok(()) } else { Err(RoleError::NotFound.into()) }
}

fn row(tx: &TenantTx, id: RoleId, role: &NewRole) -> ActiveModel {
    ActiveModel {
        tenant_id: NotSet,
        id: Set(id.uuid()),
        name: Set(role.name.clone()),
        title: Set(role.title.clone()),
        description: Set(role.description.clone()),
        permissions: Set(role.permissions.iter().map(String::as_str).collect()),
        created_at: NotSet,
        updated_at: Set(tx.now().into()),
    }
}

fn taken(fault: tenancy::Error, role: &NewRole) -> Problem {
    match fault {
        tenancy::Error::Duplicate { .. } => RoleError::NameTaken(role.name.clone()).into(),
        other => other.into(),
    }
}
