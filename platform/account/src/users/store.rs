//! The rows of users, and the queries over them.

use kernel::Timestamp;
use kernel::id::{UserId, Uuid};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{Condition, IntoActiveModel as _};
use serde::{Deserialize, Serialize};
use tenancy::{Micros, TenantOwned, TenantTx};
use web::{Listing, Order, Page, Problem, Result};

use kernel::text::fold;

use super::person::{User, UserError};
use crate::roles::Role;

/// One user.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_name: String,
    pub user_key: String,
    pub first_name: String,
    pub last_name: String,
    pub sort_name: String,
    pub search: String,
    pub role: String,
    pub password_hash: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub city: String,
    pub postal_code: String,
    pub country: String,
    pub region: String,
    pub time_zone: String,
    pub language: String,
    pub prompt_language: String,
    pub department: String,
    pub location: String,
    pub enabled: bool,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub signed_in_at: Micros,
    pub factor_secret: String,
    pub factor_at: Micros,
    pub factor_step: i64,
    pub photo: String,
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
    const FIELDS: &'static [(&'static str, Self)] = &[
        ("name", Self::SortName),
        ("user_name", Self::UserKey),
        ("role", Self::Role),
        ("created_at", Self::CreatedAt),
        ("signed_in_at", Self::SignedInAt),
    ];
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filters {
    /// Only users of this role.
    pub role: Option<Role>,
    /// Only those who may, or may not, sign in.
    pub enabled: Option<bool>,
}

/// A row whose role this version does not know has the least one.
pub(crate) fn role_of(model: &Model) -> Role {
    Role::of_word(&model.role).unwrap_or(Role::Member)
}

impl From<Model> for User {
    fn from(model: Model) -> Self {
        let role = role_of(&model);
        let signed_in = Timestamp::from(model.signed_in_at);
        Self {
            id: UserId(model.id),
            user_name: model.user_name,
            role,
            enabled: model.enabled,
            first_name: model.first_name,
            last_name: model.last_name,
            phone: model.phone,
            email: model.email,
            address: model.address,
            city: model.city,
            postal_code: model.postal_code,
            country: model.country,
            region: model.region,
            time_zone: model.time_zone,
            language: model.language,
            prompt_language: model.prompt_language,
            department: model.department,
            location: model.location,
            created_at: model.created_at.into(),
            updated_at: model.updated_at.into(),
            photo: Some(model.photo).filter(|tag| !tag.is_empty()),
            second_factor: Timestamp::from(model.factor_at) != Timestamp::EPOCH,
            signed_in_at: (signed_in != Timestamp::EPOCH).then_some(signed_in),
        }
    }
}

fn row(user: &User) -> ActiveModel {
    ActiveModel {
        tenant_id: NotSet,
        id: Set(user.id.uuid()),
        user_name: Set(user.user_name.clone()),
        user_key: Set(key(&user.user_name)),
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        sort_name: Set(user.sort_name()),
        search: Set(user.search_text()),
        role: Set(user.role.word().to_owned()),
        password_hash: NotSet,
        phone: Set(user.phone.clone()),
        email: Set(user.email.clone()),
        address: Set(user.address.clone()),
        city: Set(user.city.clone()),
        postal_code: Set(user.postal_code.clone()),
        country: Set(user.country.clone()),
        region: Set(user.region.clone()),
        time_zone: Set(user.time_zone.clone()),
        language: Set(user.language.clone()),
        prompt_language: Set(user.prompt_language.clone()),
        department: Set(user.department.clone()),
        location: Set(user.location.clone()),
        enabled: Set(user.enabled),
        created_at: Set(user.created_at.into()),
        updated_at: Set(user.updated_at.into()),
        signed_in_at: NotSet,
        factor_secret: NotSet,
        factor_at: NotSet,
        factor_step: NotSet,
        photo: NotSet,
    }
}

/// What makes two user names the same.
pub(crate) fn key(user_name: &str) -> String {
    user_name.to_lowercase()
}

/// The user of this id.
pub(crate) async fn get(tx: &TenantTx, id: UserId) -> Result<Model> {
    Ok(tx.find_by_id::<Entity>(id).await?.ok_or(UserError::NotFound)?)
}

/// The user of this name, whatever its case.
pub(crate) async fn by_name(tx: &TenantTx, user_name: &str) -> Result<Option<Model>> {
    Ok(tx.find::<Entity>().filter(Column::UserKey.eq(key(user_name))).one().await?)
}

/// One page.
pub(crate) async fn list(tx: &TenantTx, listing: &Listing<Column, Filters>) -> Result<Page<User>> {
    let mut condition = Condition::all();
    for word in listing.search.iter().flat_map(|text| text.split_whitespace()) {
        condition = condition.add(Column::Search.like(containing(&fold(word))));
    }
    if let Some(role) = listing.filter.role {
        condition = condition.add(Column::Role.eq(role.word()));
    }
    if let Some(enabled) = listing.filter.enabled {
        condition = condition.add(Column::Enabled.eq(enabled));
    }
    let (find, request) = (tx.find::<Entity>().filter(condition), listing.request());
    let rows = match listing.search {
        Some(_) => find.search_page(listing.order, &request).await?,
        None => find.page(listing.order, &request).await?,
    };
    Ok(Page::of(rows, User::from))
}

/// All users by name, for blueprints.
pub(crate) async fn all(tx: &TenantTx) -> Result<Vec<User>> {
    use sea_orm::QueryOrder as _;
    let rows = tx.find::<Entity>().order_by_asc(Column::UserKey).all().await?;
    Ok(rows.into_iter().map(User::from).collect())
}

/// How many users have this role.
pub(crate) async fn count_of(tx: &TenantTx, role: Role) -> Result<u64> {
    Ok(tx.find::<Entity>().filter(Column::Role.eq(role.word())).count().await?)
}

/// How many users have the role of this name, and the first of them by name.
pub(crate) async fn having(tx: &TenantTx, role: &str, most: u64) -> Result<(u64, Vec<String>)> {
    use sea_orm::{QueryOrder as _, QuerySelect as _};
    let query = || tx.find::<Entity>().filter(Column::Role.eq(role));
    let first = query().order_by_asc(Column::SortName).limit(most).all().await?;
    let names = first.into_iter().map(|row| User::from(row).shown_name()).collect();
    Ok((query().count().await?, names))
}

/// Gives another role to all who have the one of this name.
pub(crate) async fn give_instead(tx: &TenantTx, role: &str, other: Role) -> Result<()> {
    let values = ActiveModel {
        role: Set(other.word().to_owned()),
        updated_at: Set(tx.now().into()),
        ..Default::default()
    };
    tx.update_where(values, Condition::all().add(Column::Role.eq(role))).await?;
    Ok(())
}

/// Stores a new user within the tenant's limit. Without hash nobody can sign in as it.
pub(crate) async fn insert(
    tx: &TenantTx,
    user: &User,
    hash: Option<String>,
    limit: Option<u32>,
) -> Result<User> {
    user.check()?;
    within_limit(tx, limit).await?;
    let mut new = row(user);
    new.password_hash = Set(hash.unwrap_or_default());
    new.signed_in_at = Set(Micros(0));
    let stored = tx.insert(new).await.map_err(|fault| taken(fault, user))?;
    Ok(stored.into())
}

/// Stores many new users within the tenant's limit, in few statements.
pub(crate) async fn insert_all(
    tx: &TenantTx,
    users: &[(User, Option<String>)],
    limit: Option<u32>,
) -> Result<()> {
    if let Some(limit) = limit
        && tx.find::<Entity>().count().await? + u64::try_from(users.len()).unwrap_or(u64::MAX)
            > u64::from(limit)
    {
        return Err(UserError::LimitReached(limit).into());
    }
    let mut rows = Vec::with_capacity(users.len());
    for (user, hash) in users {
        user.check()?;
        let mut new = row(user);
        new.password_hash = Set(hash.clone().unwrap_or_default());
        new.signed_in_at = Set(Micros(0));
        rows.push(new);
    }
    tx.insert_many(rows).await.map_err(|fault| match fault {
        tenancy::Error::Duplicate { .. } => UserError::NameTaken("of one of these".to_owned()).into(),
        other => Problem::from(other),
    })
}

/// Which of these user names there are, as [`key`] writes them.
pub(crate) async fn known(tx: &TenantTx, names: &[&str]) -> Result<Vec<String>> {
    let mut known = Vec::new();
    for some in names.chunks(1_000) {
        let keys = some.iter().map(|name| key(name));
        let rows = tx.find::<Entity>().filter(Column::UserKey.is_in(keys)).all().await?;
        known.extend(rows.into_iter().map(|row| row.user_key));
    }
    Ok(known)
}

/// How many users there are.
pub(crate) async fn count(tx: &TenantTx) -> Result<u64> {
    Ok(tx.find::<Entity>().count().await?)
}

/// Stores the new state of a user.
pub(crate) async fn update(tx: &TenantTx, user: &User) -> Result<User> {
    user.check()?;
    let mut changed = row(user);
    changed.created_at = NotSet;
    changed.updated_at = Set(tx.now().into());
    Ok(tx.update(changed).await.map_err(|fault| taken(fault, user))?.into())
}

/// Stores a new password.
pub(crate) async fn set_hash(tx: &TenantTx, id: UserId, hash: String) -> Result<()> {
    let now = Set(tx.now().into());
    let change =
        ActiveModel { id: Set(id.uuid()), password_hash: Set(hash), updated_at: now, ..Default::default() };
    tx.update(change).await?;
    Ok(())
}

/// Remembers when the user signed in.
pub(crate) async fn signed_in(tx: &TenantTx, id: UserId) -> Result<()> {
    let now = Set(tx.now().into());
    tx.update(ActiveModel { id: Set(id.uuid()), signed_in_at: now, ..Default::default() }).await?;
    Ok(())
}

async fn within_limit(tx: &TenantTx, limit: Option<u32>) -> Result<()> {
    match limit {
        Some(limit) if tx.find::<Entity>().count().await? >= u64::from(limit) => {
            Err(UserError::LimitReached(limit).into())
        }
        _ => Ok(()),
    }
}

/// What the bin knows users by.
const KIND: &str = "users";

/// Deletes a user; for a day it can be restored.
pub(crate) async fn delete(tx: &TenantTx, user: Model) -> Result<()> {
    tx.keep_deleted(KIND, user.id, &user).await?;
    if tx.delete::<Entity>(user.id).await? { Ok(()) } else { Err(UserError::NotFound.into()) }
}

/// Puts a deleted user back, with its password and its id.
pub(crate) async fn restore(tx: &TenantTx, id: UserId, limit: Option<u32>) -> Result<User> {
    let Some(row) = tx.take_deleted::<Model>(KIND, id).await? else { return Err(UserError::NotFound.into()) };
    within_limit(tx, limit).await?;
    let user = User::from(row.clone());
    Ok(tx.insert(row.into_active_model().reset_all()).await.map_err(|fault| taken(fault, &user))?.into())
}

fn taken(fault: tenancy::Error, user: &User) -> Problem {
    match fault {
        tenancy::Error::Duplicate { .. } => UserError::NameTaken(user.user_name.clone()).into(),
        other => other.into(),
    }
}

/// `%word%`, the wildcards in the word taken literally.
fn containing(word: &str) -> LikeExpr {
    let literal = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{literal}%")).escape('\\')
}
