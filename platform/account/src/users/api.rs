//! `/users`: the people of a tenant.

use bus::{NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use feature::UserEvent;
use kernel::id::UserId;
use serde::{Deserialize, Serialize};
use tenancy::TenantTx;
use web::{
    Affected, Allow, Bulk, BulkReport, Created, Data, IfMatch, Json, Listing, NoContent, Page, Path, Result,
    Routes, Tagged,
};

use super::person::{NewUser, User, UserChange, UserError};
use super::store::{self, Column, Filters};
use super::{Read, Write};
use crate::roles::{self, Role};
use crate::sessions::{self, SessionFacts};
use crate::{Account, api_keys, password};

/// A new password for somebody.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// At least 10 characters.
    #[schema(min_length = 10, max_length = 200)]
    password: String,
    /// The same again, where the client asks for it.
    #[serde(default)]
    confirmation: Option<String>,
}

/// A user's sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct UserSessions {
    /// The newest first.
    items: Vec<SessionFacts>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/users", "list_users", "Lists users: sorted, searched, filtered, paged.", list);
    routes.post("/users", "create_user", "Creates a user.", create);
    routes.post(
        "/users/delete",
        "delete_users",
        "Deletes up to 1,000 users and reports for each; with `dry_run` nothing is changed.",
        delete_many,
    );
    routes.get("/users/{id}", "get_user", "Shows a user.", get);
    routes.patch("/users/{id}", "change_user", "Changes the fields given.", change);
    routes.delete("/users/{id}", "delete_user", "Deletes a user and ends the user's sessions.", delete);
    routes.post(
        "/users/{id}/restore",
        "restore_user",
        "Brings a user back that was deleted within the last 24 hours.",
        restore,
    );
    routes.put(
        "/users/{id}/password",
        "set_user_password",
        "Sets a user's password and ends the user's sessions.",
        set_password,
    );
    routes.get("/users/{id}/sessions", "list_user_sessions", "Lists a user's sessions.", list_sessions);
    routes.delete("/users/{id}/sessions", "end_user_sessions", "Signs a user out everywhere.", end_sessions);
}

async fn list(allow: Allow<Read>, listing: Listing<Column, Filters>) -> Result<Page<User>> {
    store::list(&allow.read().await?, &listing).await
}

async fn get(allow: Allow<Read>, id: Path<UserId>) -> Result<Tagged<User>> {
    let user = User::from(store::get(&allow.read().await?, id.0).await?);
    Ok(Tagged::new(tag(&user), user))
}

async fn create(allow: Allow<Write>, account: Data<Account>, body: Json<NewUser>) -> Result<Created<User>> {
    let new = body.into_inner();
    let hash = hash_of(&account, &new).await?;
    let tx = allow.begin().await?;
    may_give(&allow, &account, &tx, new.role).await?;
    let user = User::of(&new, UserId::new(tx.now(), account.rng()), tx.now());
    let user = store::insert(&tx, &user, hash, account.limits(allow.scope()).users).await?;
    tx.audit(allow.audit("users.create").object(user.id).after(&user)).await?;
    tx.publish(UserEvent { id: user.id }).await?;
    tx.commit().await?;
    Ok(Created::at(&user.id, user.clone()))
}

async fn change(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<UserId>,
    tagged: IfMatch,
    body: Json<UserChange>,
) -> Result<Tagged<User>> {
    let tx = allow.begin().await?;
    let before = User::from(store::get(&tx, id.0).await?);
    if !tagged.fits(&tag(&before)) {
        return Err(UserError::Stale.into());
    }
    let after = before.clone().with(body.into_inner());
    keeps_own_access(&allow, &before, Some(&after))?;
    stands_as_high(&allow, &account, &tx, &before).await?;
    if after.role != before.role {
        may_give(&allow, &account, &tx, after.role).await?;
    }
    let after = store::update(&tx, &after).await?;
    if !after.enabled {
        sessions::store::end_all(&tx, after.id, None).await?;
    }
    tx.audit(allow.audit("users.change").object(after.id).before(&before).after(&after)).await?;
    if after.role != before.role {
        let changed = about(&allow, SecurityKind::RolesChanged, &after);
        tx.note_security(
            changed.with("before", before.role.to_string()).with("after", after.role.to_string()),
        );
    }
    tx.publish(UserEvent { id: after.id }).await?;
    tx.commit().await?;
    Ok(Tagged::new(tag(&after), after))
}

async fn delete(allow: Allow<Write>, account: Data<Account>, id: Path<UserId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    remove(&allow, &account, &tx, id.0).await?;
    tx.commit().await?;
    Ok(NoContent)
}

async fn delete_many(
    allow: Allow<Write>,
    account: Data<Account>,
    Json(bulk): Json<Bulk<UserId>>,
) -> Result<Json<BulkReport>> {
    let tx = allow.begin().await?;
    let report = bulk.each(async |id| remove(&allow, &account, &tx, id).await).await?;
    if bulk.dry_run {
        tx.rollback().await?
    } else {
        tx.commit().await?
    }
    Ok(Json(report))
}

async fn remove(allow: &Allow<Write>, account: &Account, tx: &TenantTx, id: UserId) -> Result<Vec<Affected>> {
    let row = store::get(tx, id).await?;
    let before = User::from(row.clone());
    keeps_own_access(allow, &before, None)?;
    stands_as_high(allow, account, tx, &before).await?;
    sessions::store::end_all(tx, id, None).await?;
    api_keys::revoke_of(tx, allow.actor(), id).await?;
    store::delete(tx, row).await?;
    tx.audit(allow.audit("users.delete").object(id).before(&before)).await?;
    tx.publish(UserEvent { id }).await?;
    Ok(Vec::new())
}

async fn restore(allow: Allow<Write>, account: Data<Account>, id: Path<UserId>) -> Result<Json<User>> {
    let tx = allow.begin().await?;
    let user = store::restore(&tx, id.0, account.limits(allow.scope()).users).await?;
    stands_as_high(&allow, &account, &tx, &user).await?;
    tx.audit(allow.audit("users.restore").object(user.id).after(&user)).await?;
    tx.publish(UserEvent { id: user.id }).await?;
    tx.commit().await?;
    Ok(Json(user))
}

async fn set_password(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<UserId>,
    body: Json<NewPassword>,
) -> Result<NoContent> {
    // Looked up before the costly hash, in a transaction that is over by then: hashing holds no lock.
    let user = {
        let tx = allow.read().await?;
        let user = User::from(store::get(&tx, id.0).await?);
        stands_as_high(&allow, &account, &tx, &user).await?;
        user
    };
    confirmed(&body.0.password, body.0.confirmation.as_deref())?;
    password::check(&body.0.password, &user.user_name)?;
    let hash = account.passwords().hash(&body.0.password).await?;
    let tx = allow.begin().await?;
    store::set_hash(&tx, user.id, hash).await?;
    let own = (user.id == allow.person().user).then(|| allow.person().session()).flatten();
    sessions::store::end_all(&tx, user.id, own).await?;
    tx.audit(allow.audit("users.set_password").object(user.id)).await?;
    tx.note_security(about(&allow, SecurityKind::PasswordReset, &user));
    tx.commit().await?;
    Ok(NoContent)
}

async fn list_sessions(allow: Allow<Read>, id: Path<UserId>) -> Result<Json<UserSessions>> {
    let tx = allow.read().await?;
    let user = store::get(&tx, id.0).await?;
    let items = sessions::store::of_user(&tx, UserId(user.id), allow.person().session()).await?;
    Ok(Json(UserSessions { items }))
}

async fn end_sessions(allow: Allow<Write>, account: Data<Account>, id: Path<UserId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let user = User::from(store::get(&tx, id.0).await?);
    stands_as_high(&allow, &account, &tx, &user).await?;
    sessions::store::end_all(&tx, user.id, None).await?;
    tx.audit(allow.audit("users.end_sessions").object(id.0)).await?;
    tx.note_security(about(&allow, SecurityKind::SessionsEnded, &user));
    tx.commit().await?;
    Ok(NoContent)
}

/// A security event that this person brought about on that user.
fn about(allow: &Allow<Write>, kind: SecurityKind, user: &User) -> SecurityEvent {
    SecurityEvent::new(kind).user(user.id).account(&user.user_name).source(allow.client().address)
}

/// Changes with every change of the user.
fn tag(user: &User) -> String {
    format!("{:x}", user.updated_at.micros())
}

/// The confirmation, where one is given, says the same.
pub(crate) fn confirmed(password: &str, confirmation: Option<&str>) -> Result<(), password::PasswordError> {
    match confirmation {
        Some(again) if again != password => Err(password::PasswordError::NotConfirmed),
        _ => Ok(()),
    }
}

/// The hash of a new user's password, checked against the rules.
pub(super) async fn hash_of(account: &Account, new: &NewUser) -> Result<Option<String>> {
    let Some(chosen) = &new.password else { return Ok(None) };
    confirmed(chosen, new.confirmation.as_deref())?;
    password::check(chosen, &new.user_name)?;
    Ok(Some(account.passwords().hash(chosen).await?))
}

/// Whether users of this tenant may have the role, and whoever asks holds all of it.
async fn may_give(allow: &Allow<Write>, account: &Account, tx: &TenantTx, role: Role) -> Result<()> {
    roles::within(account, tx, role).await?;
    roles::covered(account, tx, &allow.person().grants, role).await.map_err(|problem| problem.at("/role"))
}

/// Nobody changes, locks out or takes the place of somebody who may do more.
pub(crate) async fn stands_as_high(
    allow: &Allow<Write>,
    account: &Account,
    tx: &TenantTx,
    user: &User,
) -> Result<()> {
    match roles::covered(account, tx, &allow.person().grants, user.role).await {
        Err(problem) if problem.code() == "roles.not_held" => Err(UserError::Higher.into()),
        other => other,
    }
}

fn keeps_own_access(allow: &Allow<Write>, before: &User, after: Option<&User>) -> Result<(), UserError> {
    let kept = |user: &User| user.enabled && (user.role == before.role || user.role == Role::Operator);
    let own = before.id == allow.person().user && allow.tenant() == allow.home().tenant();
    if own && !after.is_some_and(kept) { Err(UserError::OwnAccess) } else { Ok(()) }
}
