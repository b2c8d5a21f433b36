//! Rows of setup links. The token itself is nowhere.

use kernel::Timestamp;
use kernel::id::{EndpointId, SetupLinkId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ActiveValue, Condition, QueryOrder, QuerySelect};
use tenancy::{KeyKind, Micros, TenantOwned, TenantTx};

use super::link::{LinkState, Password, SetupLink, Use};

/// How many links of an endpoint are shown.
const SHOWN: u64 = 20;
/// What ended so long ago is forgotten when the endpoint's next link is made.
const KEPT_MICROS: i64 = 30 * 24 * 3_600 * 1_000_000;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "setup_link")]
pub struct Model {
    /// Tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Endpoint.
    pub endpoint_id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: String,
    /// Hands out the present password.
    pub keeps_password: bool,
    /// Who made it.
    pub made_by: String,
    /// Until when.
    pub expires_at: Micros,
    /// Opened when.
    pub used_at: Option<Micros>,
    /// Opened by whom.
    pub used_by: Option<Json>,
    /// Cancelled when.
    pub revoked_at: Option<Micros>,
    /// Made when.
    pub created_at: Micros,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

fn shown(row: Model, now: Timestamp) -> SetupLink {
    let state = match () {
        () if row.used_at.is_some() => LinkState::Used,
        () if row.revoked_at.is_some() => LinkState::Revoked,
        () if Timestamp::from(row.expires_at) <= now => LinkState::Expired,
        () => LinkState::Open,
    };
    SetupLink {
        id: SetupLinkId(row.id),
        endpoint: EndpointId(row.endpoint_id),
        state,
        password: if row.keeps_password { Password::Keep } else { Password::New },
        made_by: row.made_by,
        created_at: row.created_at.into(),
        expires_at: row.expires_at.into(),
        used_at: row.used_at.map(Into::into),
        used_by: row.used_by.and_then(|by| serde_json::from_value::<Use>(by).ok()),
    }
}

/// What a link is made of.
pub struct New<'a> {
    pub endpoint: EndpointId,
    pub hash: &'a str,
    pub password: Password,
    pub made_by: &'a str,
    pub expires_at: Timestamp,
}

/// Inserts a link and claims its token; forgets what is long over.
pub async fn insert(tx: &TenantTx, new: New<'_>) -> tenancy::Result<SetupLink> {
    let id = SetupLinkId::new(tx.now(), &**tx.scope().rng());
    tx.claim(KeyKind::ProvisioningToken, new.hash, id).await?;
    let row = ActiveModel {
        tenant_id: ActiveValue::NotSet,
        id: ActiveValue::Set(id.uuid()),
        endpoint_id: ActiveValue::Set(new.endpoint.uuid()),
        token_hash: ActiveValue::Set(new.hash.to_owned()),
        keeps_password: ActiveValue::Set(new.password == Password::Keep),
        made_by: ActiveValue::Set(new.made_by.to_owned()),
        expires_at: ActiveValue::Set(new.expires_at.into()),
        used_at: ActiveValue::Set(None),
        used_by: ActiveValue::Set(None),
        revoked_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now().into()),
    };
    let row = tx.insert(row).await?;
    let long_ago = Timestamp::from_micros(tx.now().micros() - KEPT_MICROS);
    let over = Column::EndpointId.eq(new.endpoint.uuid()).and(Column::ExpiresAt.lt(Micros::from(long_ago)));
    release(tx, Condition::all().add(over)).await?;
    Ok(shown(row, tx.now()))
}

/// The links of an endpoint, the latest first.
pub async fn of(tx: &TenantTx, endpoint: EndpointId) -> tenancy::Result<Vec<SetupLink>> {
    let found = tx.find::<Entity>().filter(Column::EndpointId.eq(endpoint.uuid()));
    let rows = found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(SHOWN).all().await?;
    Ok(rows.into_iter().map(|row| shown(row, tx.now())).collect())
}

/// One link.
pub async fn get(tx: &TenantTx, id: SetupLinkId) -> tenancy::Result<Option<SetupLink>> {
    let row = tx.find_by_id::<Entity>(id.uuid()).await?;
    Ok(row.map(|row| shown(row, tx.now())))
}

fn still_open(id: SetupLinkId, now: Timestamp) -> Condition {
    Condition::all()
        .add(Column::Id.eq(id.uuid()))
        .add(Column::UsedAt.is_null())
        .add(Column::RevokedAt.is_null())
        .add(Column::ExpiresAt.gt(Micros::from(now)))
}

/// Uses a link up; answers whether it was there to be used. Of two who come at once one gets it.
pub async fn use_up(tx: &TenantTx, id: SetupLinkId, by: &Use) -> tenancy::Result<bool> {
    let values = ActiveModel {
        used_at: ActiveValue::Set(Some(tx.now().into())),
        used_by: ActiveValue::Set(serde_json::to_value(by).ok()),
        ..Default::default()
    };
    Ok(tx.update_where(values, still_open(id, tx.now())).await? > 0)
}

/// Cancels a link; answers whether it was open.
pub async fn revoke(tx: &TenantTx, id: SetupLinkId) -> tenancy::Result<bool> {
    let values = ActiveModel { revoked_at: ActiveValue::Set(Some(tx.now().into())), ..Default::default() };
    Ok(tx.update_where(values, still_open(id, tx.now())).await? > 0)
}

/// Gives back the tokens of an endpoint's links; the rows go with the endpoint.
pub async fn forget(tx: &TenantTx, endpoint: EndpointId) -> tenancy::Result<()> {
    release(tx, Condition::all().add(Column::EndpointId.eq(endpoint.uuid()))).await
}

async fn release(tx: &TenantTx, which: Condition) -> tenancy::Result<()> {
    for row in tx.find::<Entity>().filter(which).all().await? {
        tx.release(KeyKind::ProvisioningToken, &row.token_hash).await?;
        tx.delete::<Entity>(row.id).await?;
    }
    Ok(())
}
