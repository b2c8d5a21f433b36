//! The rows of API keys. The key itself is nowhere: only its SHA-256.

use kernel::Timestamp;
use kernel::id::{ApiKeyId, UserId, Uuid};
use kernel::text::fold;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use tenancy::{KeyKind, Micros, TenantOwned, TenantTx};
use web::{Client, Listing, Order, Page, Problem, Result};

use super::key::{ApiKey, KeyError};

/// The use of a key is written down at most so often.
const USE_NOTED: std::time::Duration = std::time::Duration::from_secs(60);

/// One key.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub name_key: String,
    pub prefix: String,
    pub token_hash: String,
    pub scopes: Json,
    pub addresses: Json,
    pub expires_at: Micros,
    pub owner_id: Uuid,
    pub created_at: Micros,
    pub used_at: Micros,
    pub used_from: String,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

impl Order for Column {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("name", Self::NameKey), ("created_at", Self::CreatedAt), ("used_at", Self::UsedAt)];
}

impl From<Model> for ApiKey {
    /// A row that is damaged may do nothing, rather than anything from anywhere.
    fn from(row: Model) -> Self {
        let read = (serde_json::from_value(row.scopes), serde_json::from_value(row.addresses));
        let (scopes, addresses) =
            if let (Ok(scopes), Ok(addresses)) = read { (scopes, addresses) } else { Default::default() };
        let set = |at: Micros| Some(Timestamp::from(at)).filter(|at| *at != Timestamp::EPOCH);
        Self {
            id: ApiKeyId(row.id),
            name: row.name,
            prefix: row.prefix,
            secret: None,
            scopes,
            addresses,
            expires_at: set(row.expires_at),
            owner: UserId(row.owner_id),
            created_at: row.created_at.into(),
            used_at: set(row.used_at),
            used_from: Some(row.used_from).filter(|from| !from.is_empty()),
        }
    }
}

fn row(key: &ApiKey) -> Result<ActiveModel> {
    Ok(ActiveModel {
        tenant_id: NotSet,
        id: Set(key.id.uuid()),
        name: Set(key.name.clone()),
        name_key: Set(fold(&key.name)),
        prefix: NotSet,
        token_hash: NotSet,
        scopes: Set(serde_json::to_value(&key.scopes).map_err(Problem::internal)?),
        addresses: Set(serde_json::to_value(&key.addresses).map_err(Problem::internal)?),
        expires_at: Set(key.expires_at.unwrap_or(Timestamp::EPOCH).into()),
        owner_id: NotSet,
        created_at: NotSet,
        used_at: NotSet,
        used_from: NotSet,
    })
}

/// One page.
pub(super) async fn list(tx: &TenantTx, listing: &Listing<Column>) -> Result<Page<ApiKey>> {
    let mut condition = Condition::all();
    for word in listing.search.iter().flat_map(|text| text.split_whitespace()) {
        condition = condition.add(Column::NameKey.contains(fold(word)));
    }
    let rows = tx.find::<Entity>().filter(condition).page(listing.order, &listing.request()).await?;
    Ok(Page::of(rows, ApiKey::from))
}

/// The key of this id.
pub(super) async fn get(tx: &TenantTx, id: ApiKeyId) -> Result<ApiKey> {
    Ok(tx.find_by_id::<Entity>(id).await?.ok_or(KeyError::NotFound)?.into())
}

/// Stores a new key and makes it known to the directory.
pub(super) async fn insert(tx: &TenantTx, key: &ApiKey, hash: String) -> Result<()> {
    let mut new = row(key)?;
    new.prefix = Set(key.prefix.clone());
    new.token_hash = Set(hash.clone());
    new.owner_id = Set(key.owner.uuid());
    new.created_at = Set(key.created_at.into());
    new.used_at = Set(Micros(0));
    new.used_from = Set(String::new());
    tx.insert(new).await.map_err(|fault| taken(fault, key))?;
    Ok(tx.claim(KeyKind::TokenHash, &hash, key.id).await?)
}

/// Stores the new state of a key.
pub(super) async fn update(tx: &TenantTx, key: &ApiKey) -> Result<()> {
    tx.update(row(key)?).await.map_err(|fault| taken(fault, key))?;
    Ok(())
}

/// Deletes a key; it opens nothing from the commit on.
pub(super) async fn delete(tx: &TenantTx, id: ApiKeyId) -> Result<()> {
    tx.release_all(id).await?;
    if tx.delete::<Entity>(id).await? { Ok(()) } else { Err(KeyError::NotFound.into()) }
}

/// Deletes the keys of a user who is to be deleted; answers which they were.
pub(super) async fn delete_of(tx: &TenantTx, owner: UserId) -> Result<Vec<ApiKey>> {
    let rows = tx.find::<Entity>().filter(Column::OwnerId.eq(owner.uuid())).all().await?;
    let keys: Vec<ApiKey> = rows.into_iter().map(ApiKey::from).collect();
    for key in &keys {
        delete(tx, key.id).await?;
    }
    Ok(keys)
}

/// Whether the use of a key should be written down again: each minute, and each time it comes from elsewhere.
pub(super) fn is_due(key: &ApiKey, client: &Client, now: Timestamp) -> bool {
    key.used_at.is_none_or(|at| now.since(at) >= USE_NOTED)
        || key.used_from.as_deref() != Some(&client.address.to_string())
}

/// Writes down that the key is in use.
pub(super) async fn used(tx: &TenantTx, id: ApiKeyId, client: &Client) -> Result<()> {
    let values = ActiveModel {
        used_at: Set(tx.now().into()),
        used_from: Set(client.address.to_string()),
        ..Default::default()
    };
    // Not `update`: the key may have been revoked since it was read, and then nothing is to be done.
    tx.update_where(values, Condition::all().add(Column::Id.eq(id.uuid()))).await?;
    Ok(())
}

fn taken(fault: tenancy::Error, key: &ApiKey) -> Problem {
    match fault {
        tenancy::Error::Duplicate { .. } => KeyError::NameTaken(key.name.clone()).into(),
        other => other.into(),
    }
}
