//! The second step of signing in: the code, after a password that was right.

use actix_web::HttpRequest;
use bus::{NoteSecurity as _, SecurityEvent, SecurityKind};
use kernel::Timestamp;
use kernel::id::UserId;
use serde::Deserialize;
use tenancy::{Micros, TenantState};
use web::{Client, Net, Problem, Result};

use super::challenge::Challenge;
use super::sign_in::{By, SignInError, SignedIn, admit, knock, line, throttle_key, turned_away};
use super::store;
use crate::Account;
use crate::second_factor::{self, Used};
use crate::users::store as users;

/// The code.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInCode {
    /// Six digits of the app, or a recovery code.
    #[schema(min_length = 1)]
    pub code: String,
}

/// Opens the session that the browser's challenge and the code together earn.
///
/// Every attempt counts as one at the password does, per account and address; and the app's codes are counted per
/// account wherever the guesses come from. What the password's own attempt cost is given back with it.
pub(super) async fn enter(
    account: &Account,
    client: &Client,
    request: &HttpRequest,
    body: &SignInCode,
) -> Result<SignedIn> {
    knock(account, client)?;
    let (scope, challenge) = Challenge::of(request, account.directory()).ok_or(SignInError::Lapsed)?;
    if account.directory().tenant(&scope).state == TenantState::Deleting {
        return Err(SignInError::Lapsed.into());
    }
    let net = Net::of(client.address);
    let tx = scope.begin().await?;
    let row = users::get(&tx, challenge.user).await.map_err(|_| SignInError::Lapsed)?;
    if !row.enabled || !challenge.stands(&row.password_hash, tx.now()) {
        return Err(SignInError::Lapsed.into());
    }
    let familiar = store::is_familiar(&tx, Some(row.id), net).await?;
    let key = throttle_key(&scope.tenant().to_string(), &row.user_name);
    let begun = account.throttle().begin(account.clock().instant(), &key, net, familiar);
    let attempt =
        begun.map_err(|wait| Problem::from(SignInError::Throttled).retry_after(wait.as_secs().max(1)))?;
    let Some(used) = second_factor::spend(account, &tx, &row, &body.code, familiar).await? else {
        tracing::warn!(tenant.id = %scope.tenant(), source = %client.address, "sign-in code refused");
        turned_away(account, client);
        let shown = crate::users::User::from(row.clone()).shown_name();
        tx.note_security(event(SecurityKind::SecondFactorFailed, client, &row));
        tx.audit(line(client, "sessions.refuse_code", Some(row.id), shown).object(UserId(row.id))).await?;
        tx.commit().await?;
        return Err(SignInError::WrongCode.into());
    };
    if let Used::Recovery(left) = used {
        tx.note_security(event(SecurityKind::RecoveryCodeUsed, client, &row).with("left", left));
    }
    if !familiar && row.signed_in_at != Micros::from(Timestamp::EPOCH) {
        tx.note_security(event(SecurityKind::SignInNewDevice, client, &row));
    }
    let signed_in = admit(account, tx, client, challenge.user, By::Code(used)).await?;
    account.doors().succeeded(client.address);
    // Twice: the password's attempt was left standing.
    account.throttle().succeed(&attempt);
    account.throttle().succeed(&attempt);
    Ok(signed_in)
}

fn event(kind: SecurityKind, client: &Client, row: &users::Model) -> SecurityEvent {
    SecurityEvent::new(kind).user(UserId(row.id)).account(&row.user_name).source(client.address)
}
