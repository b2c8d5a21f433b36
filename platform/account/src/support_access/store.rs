//! The rows of consents, and the visits of staff as the audit log tells them.

use kernel::Timestamp;
use kernel::id::{SupportGrantId, TenantId, UserId, Uuid};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};
use tenancy::entity::audit;
use tenancy::{Micros, TenantOwned, TenantTx};
use web::Result;

use super::consent::{AccessLevel, GrantState, SupportAccessError, SupportGrant};

/// So many of the newest are shown.
const SHOWN: u64 = 100;

/// One consent or request.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "support_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_home: Option<Uuid>,
    pub staff_user: Option<Uuid>,
    pub staff_name: String,
    pub staff_home_title: String,
    pub access: String,
    pub hours: i64,
    pub reason: String,
    pub state: String,
    pub created_at: Micros,
    pub decided_by: String,
    pub ends_at: Micros,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

fn shape(row: Model, now: Timestamp) -> SupportGrant {
    let ends_at = Timestamp::from(row.ends_at);
    SupportGrant {
        id: SupportGrantId(row.id),
        state: GrantState::now(&row.state, ends_at, now),
        access: AccessLevel::of_word(&row.access),
        hours: u32::try_from(row.hours).unwrap_or_default(),
        reason: row.reason,
        staff: row.staff_user.map(UserId),
        staff_home: row.staff_home.map(TenantId),
        staff_name: row.staff_name,
        staff_home_title: row.staff_home_title,
        created_at: row.created_at.into(),
        decided_by: row.decided_by,
        ends_at,
    }
}

/// The newest consents and requests.
pub(super) async fn newest(tx: &TenantTx) -> Result<Vec<SupportGrant>> {
    let rows = tx.find::<Entity>().order_by_desc(Column::CreatedAt).limit(SHOWN).all().await?;
    Ok(rows.into_iter().map(|row| shape(row, tx.now())).collect())
}

pub(super) async fn get(tx: &TenantTx, id: SupportGrantId) -> Result<SupportGrant> {
    let row = tx.find_by_id::<Entity>(id).await?.ok_or(SupportAccessError::NotFound)?;
    Ok(shape(row, tx.now()))
}

/// What stands in this state and time for a person of the staff: the own ones, and such as are for whoever comes.
pub(super) async fn standing(
    tx: &TenantTx,
    state: GrantState,
    (home, user): (TenantId, UserId),
) -> Result<Vec<SupportGrant>> {
    let own = Condition::all().add(Column::StaffHome.eq(home.uuid())).add(Column::StaffUser.eq(user.uuid()));
    let query = tx
        .find::<Entity>()
        .filter(Column::State.eq(state.word()))
        .filter(Column::EndsAt.gt(Micros::from(tx.now())))
        .filter(Condition::any().add(own).add(Column::StaffUser.is_null()));
    let rows = query.order_by_desc(Column::CreatedAt).limit(SHOWN).all().await?;
    Ok(rows.into_iter().map(|row| shape(row, tx.now())).collect())
}

/// The last answer to a request of this person's own.
pub(super) async fn last_answer(
    tx: &TenantTx,
    (home, user): (TenantId, UserId),
) -> Result<Option<SupportGrant>> {
    let query = tx
        .find::<Entity>()
        .filter(Column::StaffHome.eq(home.uuid()))
        .filter(Column::StaffUser.eq(user.uuid()));
    Ok(query.order_by_desc(Column::CreatedAt).one().await?.map(|row| shape(row, tx.now())))
}

pub(super) async fn insert(tx: &TenantTx, grant: &SupportGrant) -> Result<()> {
    tx.insert(ActiveModel {
        tenant_id: NotSet,
        id: Set(grant.id.uuid()),
        staff_home: Set(grant.staff_home.map(TenantId::uuid)),
        staff_user: Set(grant.staff.map(UserId::uuid)),
        staff_name: Set(grant.staff_name.clone()),
        staff_home_title: Set(grant.staff_home_title.clone()),
        access: Set(grant.access.word().to_owned()),
        hours: Set(i64::from(grant.hours)),
        reason: Set(grant.reason.clone()),
        state: Set(grant.state.word().to_owned()),
        created_at: Set(grant.created_at.into()),
        decided_by: Set(grant.decided_by.clone()),
        ends_at: Set(grant.ends_at.into()),
    })
    .await?;
    Ok(())
}

/// Writes down what was decided, if it still stands as it was read.
pub(super) async fn decide(tx: &TenantTx, was: GrantState, grant: &SupportGrant) -> Result<()> {
    let values = ActiveModel {
        access: Set(grant.access.word().to_owned()),
        hours: Set(i64::from(grant.hours)),
        state: Set(grant.state.word().to_owned()),
        decided_by: Set(grant.decided_by.clone()),
        ends_at: Set(grant.ends_at.into()),
        ..Default::default()
    };
    let condition = Condition::all().add(Column::Id.eq(grant.id.uuid())).add(Column::State.eq(was.word()));
    match tx.update_where(values, condition).await? {
        0 => Err(SupportAccessError::Decided.into()),
        _ => Ok(()),
    }
}

/// When staff came in, the newest first.
pub(super) async fn visits(tx: &TenantTx) -> Result<Vec<audit::Model>> {
    let query = tx
        .find::<audit::Entity>()
        .filter(audit::Column::ActorHome.is_not_null())
        .filter(audit::Column::Action.eq("tenancy.enter"));
    Ok(query.order_by_desc(audit::Column::Id).limit(SHOWN).all().await?)
}
