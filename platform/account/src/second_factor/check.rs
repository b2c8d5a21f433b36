//! Whether a code is right: that of the app, once, or a recovery code, once; guessing is slowed down.

use kernel::id::UserId;
use tenancy::TenantTx;
use web::{Problem, Result};

use super::{FactorError, recovery, store, totp};
use crate::Account;
use crate::users::store as users;

/// Which code it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Used {
    /// The app's.
    App,
    /// A recovery code; so many are left.
    Recovery(u64),
}

/// Uses a code up inside `tx`, which the caller commits; `None` when it is not right. `familiar` says whether the user
/// has signed in from this network before: guesses from elsewhere do not lock the owner out.
pub(crate) async fn spend(
    account: &Account,
    tx: &TenantTx,
    user: &users::Model,
    code: &str,
    familiar: bool,
) -> Result<Option<Used>> {
    let (id, code) = (UserId(user.id), code.trim());
    if let Some(hash) = recovery::hash(code) {
        let spent = store::spend_recovery(tx, id, &hash).await?;
        return Ok(if spent { Some(Used::Recovery(store::recovery_left(tx, id).await?)) } else { None });
    }
    let code: String = code.chars().filter(|char| !char.is_whitespace()).collect();
    if !totp::is_code(&code) {
        return Ok(None);
    }
    account.throttle().begin_code(account.clock().instant(), (user.id, familiar)).map_err(|wait| {
        tracing::warn!(tenant.id = %tx.tenant(), user.id = %id, "codes throttled");
        Problem::from(FactorError::Throttled).retry_after(wait.as_secs().max(1))
    })?;
    let Some(secret) = store::secret(tx, user)? else { return Ok(None) };
    let Some(step) = secret.step_of(&code, tx.now(), user.factor_step) else { return Ok(None) };
    if !store::spend_step(tx, id, step).await? {
        return Ok(None);
    }
    account.throttle().forget_codes((user.id, familiar));
    Ok(Some(Used::App))
}
