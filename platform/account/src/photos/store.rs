//! The rows of photos.

use kernel::id::{UserId, Uuid};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sha2::{Digest as _, Sha256};
use tenancy::{TenantOwned, TenantTx};
use web::Result;

use super::picture::Kind;
use crate::users::store as users;

const TAG_CHARS: usize = 16;

/// One photo.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub media_type: String,
    pub picture: Vec<u8>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// A user's photo.
pub(super) async fn of(tx: &TenantTx, user: UserId) -> Result<Option<Model>> {
    Ok(tx.find::<Entity>().filter(Column::UserId.eq(user.uuid())).one().await?)
}

/// Stores a user's photo in the place of the one before.
pub(super) async fn put(tx: &TenantTx, user: UserId, kind: Kind, picture: &[u8]) -> Result<()> {
    tx.delete_where::<Entity>(Column::UserId.eq(user.uuid())).await?;
    tx.insert(ActiveModel {
        tenant_id: NotSet,
        id: NotSet,
        user_id: Set(user.uuid()),
        media_type: Set(kind.media_type().to_owned()),
        picture: Set(picture.to_vec()),
    })
    .await?;
    let mut tag = hex::encode(Sha256::digest(picture));
    tag.truncate(TAG_CHARS);
    name(tx, user, tag).await
}

/// Deletes a user's photo.
pub(super) async fn delete(tx: &TenantTx, user: UserId) -> Result<()> {
    tx.delete_where::<Entity>(Column::UserId.eq(user.uuid())).await?;
    name(tx, user, String::new()).await
}

/// Writes down at the user which photo there is.
async fn name(tx: &TenantTx, user: UserId, tag: String) -> Result<()> {
    let change = users::ActiveModel {
        id: Set(user.uuid()),
        photo: Set(tag),
        updated_at: Set(tx.now().into()),
        ..Default::default()
    };
    tx.update(change).await?;
    Ok(())
}
