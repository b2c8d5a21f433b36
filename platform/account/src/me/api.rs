//! `/me` over REST.

use bus::{NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use serde::Deserialize;
use web::{
    Allow, Arriving, Cookied, Data, Json, Net, NoContent, Permission, Problem, Result, Routes, SignedIn,
};

use super::{Consented, Me, Place};
use crate::sessions::{self, SignInError};
use crate::users::{self, User, UserChange, UserEvent};
use crate::{Account, password};

/// What people change of themselves.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnSettings {
    /// What others see when the person calls.
    #[serde(default)]
    first_name: Option<String>,
    /// What others see when the person calls.
    #[serde(default)]
    last_name: Option<String>,
    /// BCP 47 language of the pages.
    #[serde(default)]
    #[schema(max_length = 35, pattern = "^$|^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
    language: Option<String>,
    /// BCP 47 language of telephone prompts.
    #[serde(default)]
    #[schema(max_length = 35, pattern = "^$|^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
    prompt_language: Option<String>,
    /// IANA time zone for call records.
    #[serde(default)]
    #[schema(max_length = 200, pattern = "^$|^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$")]
    time_zone: Option<String>,
    /// For the record only.
    #[serde(default)]
    #[schema(max_length = 200)]
    phone: Option<String>,
    /// For recovery and notifications.
    #[serde(default)]
    #[schema(max_length = 200, pattern = "^$|^[^\\s]+@[^\\s@.][^\\s@]*\\.[^\\s@]*$")]
    email: Option<String>,
}

/// A change of the own password. It ends all other sessions: each device must sign in again.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnPassword {
    /// The password so far.
    old: String,
    /// The new one, at least 10 characters.
    #[schema(min_length = 10, max_length = 200)]
    password: String,
    /// The new one again.
    confirmation: String,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/me", "get_me", "Shows who is signed in, where, and what the person may do.", show);
    routes.patch("/me", "change_me", "Changes the own settings.", change);
    routes.put(
        "/me/password",
        "change_own_password",
        "Changes the own password; ends all other sessions.",
        set,
    );
}

async fn show(allow: Allow<Arriving>, account: Data<Account>) -> Result<Json<Me>> {
    let tx = allow.home().read().await?;
    let user = User::from(users::store::get(&tx, allow.person().user).await?);
    Ok(Json(me(&allow, &account, user)))
}

async fn change(allow: Allow<SignedIn>, account: Data<Account>, body: Json<OwnSettings>) -> Result<Json<Me>> {
    let asked = body.into_inner();
    let tx = allow.home().begin().await?;
    let before = User::from(users::store::get(&tx, allow.person().user).await?);
    let after = before.clone().with(UserChange {
        first_name: asked.first_name,
        last_name: asked.last_name,
        language: asked.language,
        prompt_language: asked.prompt_language,
        time_zone: asked.time_zone,
        phone: asked.phone,
        email: asked.email,
        ..UserChange::default()
    });
    let after = users::store::update(&tx, &after).await?;
    tx.audit(allow.audit("users.change").object(after.id).before(&before).after(&after)).await?;
    tx.publish(UserEvent { id: after.id }).await?;
    tx.commit().await?;
    Ok(Json(me(&allow, &account, after)))
}

async fn set(
    allow: Allow<SignedIn>,
    account: Data<Account>,
    body: Json<OwnPassword>,
) -> Result<Cookied<NoContent>> {
    let person = allow.person();
    let session = person.session().ok_or_else(Problem::not_found)?;
    let row = users::store::get(&allow.home().read().await?, person.user).await?;
    users::confirmed(&body.0.password, Some(&body.0.confirmation))?;
    password::check(&body.0.password, &row.user_name)?;
    proven(&allow, &account, &body.0.old, "/old").await?;
    let hash = account.passwords().hash(&body.0.password).await?;
    let tx = allow.home().begin().await?;
    users::store::set_hash(&tx, person.user, hash).await?;
    sessions::store::end_all(&tx, person.user, Some(session)).await?;
    let credential = sessions::store::rotate(&tx, account.rng(), session).await?;
    tx.audit(allow.audit("users.change_own_password").object(person.user)).await?;
    let changed = SecurityEvent::new(SecurityKind::PasswordChanged).user(person.user).account(&person.name);
    tx.note_security(changed.source(allow.client().address));
    tx.commit().await?;
    Ok(Cookied(NoContent, credential.cookie(allow.client().secure, sessions::lifetime())))
}

/// The own row, once the own password was given: a stolen session must not become a way to guess it, nor lock its owner
/// out.
pub(crate) async fn proven<P: Permission>(
    allow: &Allow<P>,
    account: &Account,
    password: &str,
    pointer: &str,
) -> Result<users::store::Model> {
    let person = allow.person();
    let row = users::store::get(&allow.home().read().await?, person.user).await?;
    let (net, key) = (Net::of(allow.client().address), format!("session/{}", person.user));
    let attempt = account.throttle().begin(account.clock().instant(), &key, net, true);
    let attempt =
        attempt.map_err(|wait| Problem::from(SignInError::Throttled).retry_after(wait.as_secs().max(1)))?;
    if !account.passwords().verify(password, Some(&row.password_hash)).await? {
        let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
        return Err(Problem::new(status, "me.wrong_password", "the password is wrong").at(pointer));
    }
    account.throttle().succeed(&attempt);
    Ok(row)
}

fn me<P: Permission>(allow: &Allow<P>, account: &Account, user: User) -> Me {
    let tenant = Place::of(account, allow.scope());
    let consent = allow.consent().map(|(id, until)| Consented { id, until });
    Me { tenant, consent, ..super::of(account, allow.home(), user, &allow.person().grants) }
}
