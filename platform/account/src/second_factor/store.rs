//! The rows of second factors.

use kernel::id::{UserId, Uuid};
use kernel::{Rng, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use tenancy::{Micros, TenantOwned, TenantTx};
use web::Result;

use super::recovery;
use super::totp::Secret;
use crate::users::store as users;

/// What the app's secret is sealed for.
const PURPOSE: &str = "second_factor.secret";

/// A recovery code that was not used yet.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub code_hash: String,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// Since when a user has a second factor.
pub(crate) fn since(user: &users::Model) -> Option<Timestamp> {
    let at = Timestamp::from(user.factor_at);
    (at != Timestamp::EPOCH).then_some(at)
}

/// The secret that the user's app has, or is about to have.
pub(super) fn secret(tx: &TenantTx, user: &users::Model) -> Result<Option<Secret>> {
    if user.factor_secret.is_empty() {
        return Ok(None);
    }
    let sealed = hex::decode(&user.factor_secret).map_err(web::Problem::internal)?;
    Ok(Some(Secret::of(tx.scope().unseal(PURPOSE, &sealed)?)))
}

/// Keeps the secret of an enrolment that is not confirmed yet.
pub(super) async fn propose(tx: &TenantTx, user: UserId, secret: &Secret) -> Result<()> {
    let sealed = hex::encode(tx.scope().seal(PURPOSE, secret.bytes()));
    write(tx, user, (sealed, Timestamp::EPOCH, 0)).await
}

/// Switches it off, and forgets all that belonged to it.
pub(super) async fn forget(tx: &TenantTx, user: UserId) -> Result<()> {
    write(tx, user, (String::new(), Timestamp::EPOCH, 0)).await?;
    tx.delete_where::<Entity>(Column::UserId.eq(user.uuid())).await?;
    Ok(())
}

async fn write(tx: &TenantTx, user: UserId, (sealed, at, step): (String, Timestamp, i64)) -> Result<()> {
    let change = users::ActiveModel {
        id: Set(user.uuid()),
        factor_secret: Set(sealed),
        factor_at: Set(at.into()),
        factor_step: Set(step),
        updated_at: Set(tx.now().into()),
        ..Default::default()
    };
    tx.update(change).await?;
    Ok(())
}

/// Switches the proposed one on.
pub(super) async fn confirm(tx: &TenantTx, user: UserId) -> Result<()> {
    let at: Micros = tx.now().into();
    let change = users::ActiveModel {
        id: Set(user.uuid()),
        factor_at: Set(at),
        updated_at: Set(at),
        ..Default::default()
    };
    tx.update(change).await?;
    Ok(())
}

/// Uses a step up; answers whether it was not used before. Two requests with one code: one of them is told no.
pub(super) async fn spend_step(tx: &TenantTx, user: UserId, step: i64) -> Result<bool> {
    let later =
        Condition::all().add(users::Column::Id.eq(user.uuid())).add(users::Column::FactorStep.lt(step));
    let values = users::ActiveModel { factor_step: Set(step), ..Default::default() };
    Ok(tx.update_where(values, later).await? == 1)
}

/// Uses a recovery code up; answers whether there was one.
pub(super) async fn spend_recovery(tx: &TenantTx, user: UserId, hash: &str) -> Result<bool> {
    let it = Condition::all().add(Column::UserId.eq(user.uuid())).add(Column::CodeHash.eq(hash));
    Ok(tx.delete_where::<Entity>(it).await? == 1)
}

/// How many recovery codes are left.
pub(crate) async fn recovery_left(tx: &TenantTx, user: UserId) -> Result<u64> {
    Ok(tx.find::<Entity>().filter(Column::UserId.eq(user.uuid())).count().await?)
}

/// Fresh recovery codes in the place of those that were.
pub(super) async fn renew_recovery(tx: &TenantTx, rng: &dyn Rng, user: UserId) -> Result<Vec<String>> {
    tx.delete_where::<Entity>(Column::UserId.eq(user.uuid())).await?;
    let codes = recovery::draw(rng);
    let row =
        |hash| ActiveModel { tenant_id: NotSet, id: NotSet, user_id: Set(user.uuid()), code_hash: Set(hash) };
    tx.insert_many(codes.iter().filter_map(|code| recovery::hash(code)).map(row).collect()).await?;
    Ok(codes)
}
