//! The rows of sessions. The secret itself is nowhere: only its SHA-256.

use bus::{DomainEvent, Publish as _};
use kernel::id::{SessionId, UserId, Uuid};
use kernel::{Rng, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Client, Credential, Net, Result};

use super::{ABSOLUTE, IDLE};

const SECRET_CHARS: usize = 43;
const SECRET_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// The use of a session is written down at most so often.
const USE_NOTED: std::time::Duration = std::time::Duration::from_secs(60);
const SESSIONS_PER_USER: usize = 50;

/// One session.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub token_hash: String,
    pub created_at: Micros,
    pub used_at: Micros,
    pub expires_at: Micros,
    pub address: String,
    pub agent: String,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const TENANT: Column = Column::TenantId;
    const ID: Column = Column::Id;
}

/// A session has ended; open sockets of it are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Which.
    pub id: SessionId,
}

impl DomainEvent for SessionEnded {
    const NAME: &'static str = "sessions.ended";
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SessionFacts {
    /// Its id.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub own: bool,
    /// The browser or program.
    pub agent: String,
    /// The address it was last used from.
    pub address: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// The hash that stands for a secret.
fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

fn draw(rng: &dyn Rng) -> String {
    kernel::rng::draw_text(rng, SECRET_ALPHABET, SECRET_CHARS)
}

/// Whether a session is over.
pub(crate) fn over(session: &Model, now: Timestamp) -> bool {
    Timestamp::from(session.expires_at) <= now || now.since(session.used_at.into()) >= IDLE
}

/// Begins a session; answers its id and the credential to hand out.
pub(crate) async fn begin(
    tx: &TenantTx,
    rng: &dyn Rng,
    user: UserId,
    client: &Client,
) -> Result<(SessionId, Credential)> {
    prune(tx, user).await?;
    let (id, secret, now) = (SessionId::new(tx.now(), rng), draw(rng), tx.now());
    tx.insert(ActiveModel {
        tenant_id: NotSet,
        id: Set(id.uuid()),
        user_id: Set(user.uuid()),
        token_hash: Set(hash(&secret)),
        created_at: Set(now.into()),
        used_at: Set(now.into()),
        expires_at: Set((now + ABSOLUTE).into()),
        address: Set(client.address.to_string()),
        agent: Set(client.agent.clone()),
    })
    .await?;
    Ok((id, Credential { tenant: tx.tenant(), secret }))
}

/// Gives a session another secret; the old one is worth nothing from then on.
pub(crate) async fn rotate(tx: &TenantTx, rng: &dyn Rng, id: SessionId) -> Result<Credential> {
    let secret = draw(rng);
    let change = ActiveModel { id: Set(id.uuid()), token_hash: Set(hash(&secret)), ..Default::default() };
    tx.update(change).await?;
    Ok(Credential { tenant: tx.tenant(), secret })
}

/// The session that a credential proves, if it is not over.
pub(crate) async fn by_secret(tx: &TenantTx, secret: &str) -> Result<Option<Model>> {
    let found = tx.find::<Entity>().filter(Column::TokenHash.eq(hash(secret))).one().await?;
    Ok(found.filter(|session| !over(session, tx.now())))
}

/// Whether the use of a session should be written down again.
pub(crate) fn is_due(session: &Model, now: Timestamp) -> bool {
    now.since(session.used_at.into()) >= USE_NOTED
}

/// Writes down that the session is in use.
pub(crate) async fn used(tx: &TenantTx, id: Uuid, client: &Client) -> Result<()> {
    let values = ActiveModel {
        used_at: Set(tx.now().into()),
        address: Set(client.address.to_string()),
        ..Default::default()
    };
    // Not `update`: the session may have ended since it was read, and then nothing is to be done.
    tx.update_where(values, Condition::all().add(Column::Id.eq(id))).await?;
    Ok(())
}

/// Whether the user has a session from the same network: an attacker elsewhere cannot lock it out.
pub(crate) async fn is_familiar(tx: &TenantTx, user: Option<Uuid>, net: Net) -> Result<bool> {
    let query = tx.find::<Entity>().filter(Column::UserId.eq(user.unwrap_or_default()));
    let rows = query.limit(u64::try_from(SESSIONS_PER_USER).unwrap_or(u64::MAX)).all().await?;
    Ok(rows.iter().any(|session| session.address.parse().is_ok_and(|address| Net::of(address) == net)))
}

/// A user's sessions, the last used first.
pub(crate) async fn of_user(
    tx: &TenantTx,
    user: UserId,
    own: Option<SessionId>,
) -> Result<Vec<SessionFacts>> {
    let query = tx.find::<Entity>().filter(Column::UserId.eq(user.uuid()));
    let rows = query.order_by_desc(Column::UsedAt).all().await?;
    let alive = rows.into_iter().filter(|session| !over(session, tx.now()));
    Ok(alive
        .map(|session| SessionFacts {
            id: SessionId(session.id),
            own: own == Some(SessionId(session.id)),
            agent: session.agent,
            address: session.address,
            created_at: session.created_at.into(),
            used_at: session.used_at.into(),
            expires_at: session.expires_at.into(),
        })
        .collect())
}

/// Ends one session of a user; answers whether there was one.
pub(crate) async fn end(tx: &TenantTx, user: UserId, id: SessionId) -> Result<bool> {
    let condition = Condition::all().add(Column::UserId.eq(user.uuid())).add(Column::Id.eq(id.uuid()));
    let ended = tx.delete_where::<Entity>(condition).await? > 0;
    if ended {
        tx.publish(SessionEnded { id }).await?;
    }
    Ok(ended)
}

/// Ends a user's sessions, save one.
pub(crate) async fn end_all(tx: &TenantTx, user: UserId, save: Option<SessionId>) -> Result<()> {
    let rows = tx.find::<Entity>().filter(Column::UserId.eq(user.uuid())).all().await?;
    for session in rows.iter().filter(|session| Some(SessionId(session.id)) != save) {
        end(tx, user, SessionId(session.id)).await?;
    }
    Ok(())
}

/// Throws away what is over, and the oldest beyond a bound.
async fn prune(tx: &TenantTx, user: UserId) -> Result<()> {
    let query = tx.find::<Entity>().filter(Column::UserId.eq(user.uuid()));
    let rows = query.order_by_desc(Column::UsedAt).all().await?;
    for (place, session) in rows.iter().enumerate() {
        if over(session, tx.now()) || place + 1 >= SESSIONS_PER_USER {
            end(tx, user, SessionId(session.id)).await?;
        }
    }
    Ok(())
}
