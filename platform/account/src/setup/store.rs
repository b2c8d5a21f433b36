//! The row of the first start, in the operator's home. The token itself is nowhere: only its SHA-256.

use kernel::Timestamp;
use kernel::id::Uuid;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Problem, Result};

use super::link::{self, LinkFault, Stored};
use super::progress::Progress;

/// The first start.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "setup")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: String,
    pub expires_at: Micros,
    pub claimed_at: Micros,
    pub progress: Json,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

impl Model {
    /// What it says of the link.
    pub(super) fn link(&self) -> Stored<'_> {
        Stored {
            token_hash: &self.token_hash,
            expires_at: self.expires_at.into(),
            claimed: self.claimed_at != Micros(0),
        }
    }
}

/// The row, where there is one.
pub(super) async fn row(tx: &TenantTx) -> Result<Option<Model>> {
    Ok(tx.find::<Entity>().one().await?)
}

/// Whether the operator's home has people: then nobody claims it any more.
pub(super) async fn has_people(tx: &TenantTx) -> Result<bool> {
    Ok(tx.find::<crate::users::store::Entity>().count().await? > 0)
}

/// Puts a new link in the place of the one before.
pub(super) async fn renew(tx: &TenantTx, token_hash: String, expires_at: Timestamp) -> Result<()> {
    let id = tx.tenant().uuid();
    let known = row(tx).await?.is_some();
    let (token_hash, expires_at) = (Set(token_hash), Set(expires_at.into()));
    if known {
        tx.update(ActiveModel { id: Set(id), token_hash, expires_at, ..Default::default() }).await?;
    } else {
        insert(tx, ActiveModel { token_hash, expires_at, ..empty(id)? }).await?;
    }
    Ok(())
}

/// One row per home: its id is the home's own.
fn empty(id: Uuid) -> Result<ActiveModel> {
    Ok(ActiveModel {
        tenant_id: NotSet,
        id: Set(id),
        token_hash: Set(String::new()),
        expires_at: Set(Micros(0)),
        claimed_at: Set(Micros(0)),
        progress: Set(written(&Progress::default())?),
    })
}

async fn insert(tx: &TenantTx, row: ActiveModel) -> Result<Model> {
    Ok(tx.insert(row).await?)
}

fn written(progress: &Progress) -> Result<Json> {
    serde_json::to_value(progress).map_err(Problem::internal)
}

/// Claims the installation with a token. Of two who do so at one time the database lets one through: the condition is
/// in the statement that writes.
pub(super) async fn claim(tx: &TenantTx, token: &str) -> Result<()> {
    let now = tx.now();
    let open = Condition::all()
        .add(Column::TokenHash.eq(link::hash(token)))
        .add(Column::ClaimedAt.eq(0))
        .add(Column::ExpiresAt.gt(Micros::from(now)));
    let claimed = ActiveModel { claimed_at: Set(now.into()), ..Default::default() };
    if tx.update_where(claimed, open).await? == 1 {
        return Ok(());
    }
    let found = row(tx).await?;
    let fault = link::check(found.as_ref().map(Model::link), token, now).err();
    Err(fault.unwrap_or(LinkFault::Unknown).into())
}

/// The progress so far.
pub(super) async fn progress(tx: &TenantTx) -> Result<Progress> {
    let stored = row(tx).await?.map(|row| serde_json::from_value(row.progress));
    // A word that this version does not know begins the assistant anew rather than to end it.
    Ok(stored.and_then(Result::ok).unwrap_or_default())
}

/// Stores the progress.
pub(super) async fn set_progress(tx: &TenantTx, progress: &Progress) -> Result<()> {
    let id = tx.tenant().uuid();
    let progress = Set(written(progress)?);
    if row(tx).await?.is_some() {
        tx.update(ActiveModel { id: Set(id), progress, ..Default::default() }).await?;
    } else {
        // An installation that began with the demo, or before there was an assistant.
        insert(tx, ActiveModel { progress, claimed_at: Set(tx.now().into()), ..empty(id)? }).await?;
    }
    Ok(())
}
