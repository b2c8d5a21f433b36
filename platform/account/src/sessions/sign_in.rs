//! Signing in with user name and password: the tenant found, the password checked, the session begun.

use std::sync::Arc;

use kernel::id::{UserId, Uuid};
use kernel::{Fault, FaultKind};
use serde::Deserialize;
use tenancy::{Actor, ActorKind, AuditLine, KeyKind, TenantScope, TenantState};
use web::{Client, Credential, Grants, Net, Problem, Result};

use super::store;
use crate::users::store as users;
use crate::{Account, roles, users::User};

/// The tenant of the operator's staff, which a sign-in that names no tenant means.
const OPERATOR_TENANT: &str = "operator";
/// No user name or tenant name is longer.
const MAX_NAME: usize = 200;

/// Who wants in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The tenant's short name, as in the path `/t/NAME`; not needed where the host name tells it or the user is
    /// given as `user@NAME`.
    #[serde(default)]
    pub tenant: Option<String>,
    /// User name, or `user@NAME`.
    pub user: String,
    /// The password.
    pub password: String,
}

/// Why somebody does not get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// One message for all that can be wrong; it does not say which part was.
    #[error("user name or password are wrong")]
    Wrong,
    /// Too many attempts.
    #[error("too many attempts; wait a little")]
    Throttled,
}

impl Fault for SignInError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Wrong => FaultKind::Unauthenticated,
            Self::Throttled => FaultKind::Throttled,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "session.wrong_credentials",
            Self::Throttled => "session.throttled",
        }
    }
}

/// What a sign-in gives.
pub(super) struct SignedIn {
    pub(super) credential: Credential,
    pub(super) scope: TenantScope,
    pub(super) user: User,
    pub(super) grants: Arc<Grants>,
}

/// Signs in.
///
/// An unknown tenant, an unknown user, a disabled user and a wrong password take the same steps: the same
/// statements, one Argon2 verification, the same answer. Where there is no tenant, the operator's home serves
/// as the place to do them in.
pub(super) async fn sign_in(account: &Account, client: &Client, body: &SignIn) -> Result<SignedIn> {
    if body.user.len() > MAX_NAME || body.tenant.as_ref().is_some_and(|name| name.len() > MAX_NAME) {
        return Err(SignInError::Wrong.into());
    }
    let (found, user_name) = place(account, client, body);
    let stand_in = || account.directory().tenant_by_name(OPERATOR_TENANT);
    let scope = found.clone().or_else(stand_in).ok_or(SignInError::Wrong)?;
    let tx = scope.read().await?;
    let row = users::by_name(&tx, &user_name).await?.filter(|row| found.is_some() && row.enabled);
    let net = Net::of(client.address);
    let familiar = store::is_familiar(&tx, row.as_ref().map(|row| row.id), net).await?;
    drop(tx);

    let named =
        found.as_ref().map_or_else(|| body.tenant.clone().unwrap_or_default(), |it| it.tenant().to_string());
    let key = format!("{named}/{}", users::key(&user_name));
    let attempt =
        account.throttle().begin(account.clock().instant(), &key, net, familiar).map_err(|wait| {
            tracing::warn!(tenant.id = %scope.tenant(), source = %client.address, "sign-in throttled");
            Problem::from(SignInError::Throttled).retry_after(wait.as_secs().max(1))
        })?;
    let stored = row.as_ref().map(|row| row.password_hash.as_str()).filter(|hash| !hash.is_empty());
    let right = account.passwords().verify(&body.password, stored).await?;
    match row.filter(|_| right) {
        Some(row) => {
            account.throttle().succeed(&attempt);
            admit(account, &scope, client, UserId(row.id)).await
        }
        None => {
            refuse(&scope, client, &user_name).await?;
            Err(SignInError::Wrong.into())
        }
    }
}

/// Host name, else the tenant given, else `user@NAME`, else the operator's staff.
fn place(account: &Account, client: &Client, body: &SignIn) -> (Option<TenantScope>, String) {
    let directory = account.directory();
    let by_host = directory.find(KeyKind::HostName, &client.host).map(|found| found.scope);
    let named = body.tenant.as_deref().filter(|name| !name.is_empty());
    let (scope, user) = match (by_host, named, body.user.rsplit_once('@')) {
        (Some(scope), _, _) => (Some(scope), body.user.as_str()),
        (None, Some(name), _) => (directory.tenant_by_name(&name.to_lowercase()), body.user.as_str()),
        (None, None, Some((user, name))) => (directory.tenant_by_name(&name.to_lowercase()), user),
        (None, None, None) => (directory.tenant_by_name(OPERATOR_TENANT), body.user.as_str()),
    };
    (scope.filter(|scope| directory.tenant(scope).state != TenantState::Deleting), user.trim().to_owned())
}

async fn admit(account: &Account, scope: &TenantScope, client: &Client, id: UserId) -> Result<SignedIn> {
    let tx = scope.begin().await?;
    // Read again: what was true before the costly verification may not be any more.
    let row = users::get(&tx, id).await.map_err(|_| SignInError::Wrong)?;
    if !row.enabled {
        return Err(SignInError::Wrong.into());
    }
    let (session, credential) = store::begin(&tx, account.rng(), id, client).await?;
    users::signed_in(&tx, id).await?;
    let user = User::from(row);
    let grants = roles::grants_of(account, &tx, user.role).await?;
    tx.audit(line(client, "sessions.sign_in", Some(id.uuid()), user.shown_name()).object(session)).await?;
    tx.commit().await?;
    Ok(SignedIn { credential, scope: scope.clone(), user, grants })
}

async fn refuse(scope: &TenantScope, client: &Client, user_name: &str) -> Result<()> {
    tracing::warn!(tenant.id = %scope.tenant(), source = %client.address, "sign-in refused");
    let tx = scope.begin().await?;
    let shown: String = user_name.chars().take(64).collect();
    tx.audit(line(client, "sessions.refuse", None, shown)).await?;
    Ok(tx.commit().await?)
}

fn line(client: &Client, action: &'static str, id: Option<Uuid>, name: String) -> AuditLine {
    let actor =
        Actor { kind: ActorKind::Person, id, name, home: None, grant: None, source: Some(client.address) };
    AuditLine::new(&actor, action)
}
