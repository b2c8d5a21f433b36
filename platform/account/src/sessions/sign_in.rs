//! Signing in with user name and password: the tenant found, the password checked, the session begun or a code asked for.

use std::sync::Arc;

use bus::{NoteSecurity as _, SecurityEvent, SecurityKind};
use kernel::id::{UserId, Uuid};
use kernel::{Fault, FaultKind, Timestamp};
use serde::Deserialize;
use tenancy::{Actor, ActorKind, AuditLine, KeyKind, Micros, TenantKind, TenantScope, TenantState, TenantTx};
use web::{Client, Credential, Grants, Net, Problem, Result};

use super::challenge::Challenge;
use super::store;
use crate::bans::AddressBanned;
use crate::second_factor::{self, Used};
use crate::users::store as users;
use crate::{Account, sign_in_policy, users::User};

/// The tenant of the operator's staff, which a sign-in that names no tenant means.
const OPERATOR_TENANT: &str = "operator";
/// What an address that is banned without end is told to wait.
const FOR_GOOD: std::time::Duration = std::time::Duration::from_secs(24 * 3600);
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
    /// The code is wrong, too old, or was used before.
    #[error("the code is not right; each one works once")]
    WrongCode,
    /// No password was given in this browser lately.
    #[error("the sign-in took too long; give the password again")]
    Lapsed,
}

impl Fault for SignInError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Wrong | Self::WrongCode | Self::Lapsed => FaultKind::Unauthenticated,
            Self::Throttled => FaultKind::Throttled,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "session.wrong_credentials",
            Self::Throttled => "session.throttled",
            Self::WrongCode => "session.wrong_code",
            Self::Lapsed => "session.challenge_lapsed",
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

/// What a right password leads to.
pub(super) enum Step {
    /// The session.
    In(Box<SignedIn>),
    /// The code is asked for first.
    Code(TenantScope, Challenge),
}

/// What opened a session.
pub(super) enum By {
    Password,
    Code(Used),
}

/// Signs in, or asks for the code where a second factor is on. Then the attempt goes on counting as one that failed until
/// the code is right: that the password was right is not told more cheaply than by signing in.
///
/// An unknown tenant, an unknown user, a disabled user and a wrong password take the same steps: the same
/// statements, one Argon2 verification, the same answer. Where there is no tenant, the operator's home serves
/// as the place to do them in.
pub(super) async fn sign_in(account: &Account, client: &Client, body: &SignIn) -> Result<Step> {
    if body.user.len() > MAX_NAME || body.tenant.as_ref().is_some_and(|name| name.len() > MAX_NAME) {
        return Err(SignInError::Wrong.into());
    }
    knock(account, client)?;
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
    let key = throttle_key(&named, &user_name);
    let attempt =
        account.throttle().begin(account.clock().instant(), &key, net, familiar).map_err(|wait| {
            tracing::warn!(tenant.id = %scope.tenant(), source = %client.address, "sign-in throttled");
            note(&scope, client, SecurityKind::SignInThrottled, &user_name);
            turned_away(account, client);
            Problem::from(SignInError::Throttled).retry_after(wait.as_secs().max(1))
        })?;
    let stored = row.as_ref().map(|row| row.password_hash.as_str()).filter(|hash| !hash.is_empty());
    let right = account.passwords().verify(&body.password, stored).await?;
    match row.filter(|_| right) {
        Some(row) if second_factor::since(&row).is_some() => {
            let challenge = Challenge::new(UserId(row.id), &row.password_hash, account.clock().now());
            Ok(Step::Code(scope, challenge))
        }
        Some(row) => {
            account.throttle().succeed(&attempt);
            account.doors().succeeded(client.address);
            let elsewhere = !familiar && row.signed_in_at != Micros::from(Timestamp::EPOCH);
            let entered = admit(account, scope.begin().await?, client, UserId(row.id), By::Password).await?;
            if elsewhere {
                note(&scope, client, SecurityKind::SignInNewDevice, &user_name);
            }
            Ok(Step::In(Box::new(entered)))
        }
        None => {
            turned_away(account, client);
            refuse(&scope, client, &user_name).await?;
            Err(SignInError::Wrong.into())
        }
    }
}

/// Whether somebody from there may try at all: an address that was refused again and again is banned.
///
/// # Errors
/// [`AddressBanned`], with how long to wait.
pub(crate) fn knock(account: &Account, client: &Client) -> Result<()> {
    let now = account.clock().now();
    let Some(until) = account.doors().until(now, client.address) else { return Ok(()) };
    let wait = until.map_or(FOR_GOOD, |until| until.since(now));
    Err(Problem::from(AddressBanned).retry_after(wait.as_secs().max(1)))
}

/// Counts a refusal of whoever comes from there.
pub(crate) fn turned_away(account: &Account, client: &Client) {
    let now = (account.clock().instant(), account.clock().now());
    let ban = account.doors().refused(now, client.address);
    if let Some(ban) = ban {
        account.keeper().shut_out(ban);
    }
}

/// A customer's host name, else the tenant given, else `user@NAME`, else whose staff the host name is of, else the
/// operator's.
fn place(account: &Account, client: &Client, body: &SignIn) -> (Option<TenantScope>, String) {
    let directory = account.directory();
    let by_host = directory.find(KeyKind::HostName, &client.host).map(|found| found.scope);
    let customer = by_host.clone().filter(|scope| scope.facts().kind == TenantKind::Customer);
    let called = |name: &str| {
        let scope = directory.tenant_by_name(&name.to_lowercase());
        scope.filter(|scope| is_at_home(scope, by_host.as_ref()))
    };
    let named = body.tenant.as_deref().filter(|name| !name.is_empty());
    let (scope, user) = match (customer, named, body.user.rsplit_once('@')) {
        (Some(scope), _, _) => (Some(scope), body.user.as_str()),
        (None, Some(name), _) => (called(name), body.user.as_str()),
        (None, None, Some((user, name))) => (called(name), user),
        (None, None, None) => {
            (by_host.or_else(|| directory.tenant_by_name(OPERATOR_TENANT)), body.user.as_str())
        }
    };
    (scope.filter(|scope| scope.state() != TenantState::Deleting), user.trim().to_owned())
}

/// Whether people of a tenant sign in at a host name of these staff: at a reseller's only its own people do.
pub(crate) fn is_at_home(scope: &TenantScope, staff: Option<&TenantScope>) -> bool {
    let Some(staff) = staff.map(TenantScope::facts) else { return true };
    staff.kind != TenantKind::Reseller || scope.facts().reseller == staff.reseller
}

/// Under which name attempts at an account are counted.
pub(super) fn throttle_key(tenant: &str, user_name: &str) -> String {
    format!("{tenant}/{}", users::key(user_name))
}

pub(super) async fn admit(
    account: &Account,
    tx: TenantTx,
    client: &Client,
    id: UserId,
    by: By,
) -> Result<SignedIn> {
    // Read again: what was true before the costly verification may not be any more.
    let row = users::get(&tx, id).await.map_err(|_| SignInError::Wrong)?;
    let lacks_code = matches!(by, By::Password) && second_factor::since(&row).is_some();
    if !row.enabled || lacks_code {
        return Err(SignInError::Wrong.into());
    }
    let scope = tx.scope().clone();
    let (session, credential) = store::begin(&tx, account.rng(), id, client).await?;
    users::signed_in(&tx, id).await?;
    let grants = sign_in_policy::grants_of(account, &tx, &row).await?;
    let user = User::from(row);
    let mut entry = line(client, "sessions.sign_in", Some(id.uuid()), user.shown_name()).object(session);
    if let By::Code(Used::Recovery(left)) = by {
        entry = entry.after(&serde_json::json!({"recovery_codes_left": left}));
    }
    tx.audit(entry).await?;
    tx.commit().await?;
    Ok(SignedIn { credential, scope, user, grants })
}

async fn refuse(scope: &TenantScope, client: &Client, user_name: &str) -> Result<()> {
    tracing::warn!(tenant.id = %scope.tenant(), source = %client.address, "sign-in refused");
    note(scope, client, SecurityKind::SignInFailed, user_name);
    let tx = scope.begin().await?;
    let shown: String = user_name.chars().take(64).collect();
    tx.audit(line(client, "sessions.refuse", None, shown)).await?;
    Ok(tx.commit().await?)
}

pub(super) fn line(client: &Client, action: &'static str, id: Option<Uuid>, name: String) -> AuditLine {
    let actor =
        Actor { kind: ActorKind::Person, id, name, home: None, grant: None, source: Some(client.address) };
    AuditLine::new(&actor, action)
}

fn note(scope: &TenantScope, client: &Client, kind: SecurityKind, name: &str) {
    let event = SecurityEvent::new(kind).account(name).source(client.address);
    scope.note_security(event.with("agent", client.agent.as_str()));
}
