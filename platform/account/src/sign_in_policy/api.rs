//! `/sign-in-policy`: what the tenant demands of those who sign in.

use bus::{DomainEvent, Publish as _};
use kernel::id::TenantId;
use serde::{Deserialize, Serialize};
use tenancy::{Actor, AuditLine, TenantTx};
use web::{Allow, Data, Json, Result, Routes};

use super::{Read, SignInPolicy, Write, store};
use crate::Account;

/// The policy has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PolicyChanged {
    /// The tenant.
    id: TenantId,
}

impl DomainEvent for PolicyChanged {
    const NAME: &'static str = "sign_in_policy.changed";
}

pub(super) fn routes(routes: &mut Routes) {
    let path = "/sign-in-policy";
    routes.get(path, "get_sign_in_policy", "Shows what is demanded of those who sign in.", show);
    routes.put(path, "set_sign_in_policy", "Sets what is demanded of those who sign in.", set);
}

async fn show(allow: Allow<Read>, account: Data<Account>) -> Result<Json<SignInPolicy>> {
    Ok(Json(super::of(&account, &allow.read().await?).await?))
}

async fn set(
    allow: Allow<Write>,
    account: Data<Account>,
    body: Json<SignInPolicy>,
) -> Result<Json<SignInPolicy>> {
    let tx = allow.begin().await?;
    record(&account, &tx, allow.actor(), body.0).await?;
    tx.commit().await?;
    Ok(body)
}

/// Writes the policy, its audit line and its event; what is in memory follows the commit.
pub(super) async fn record(
    account: &Account,
    tx: &TenantTx,
    actor: &Actor,
    policy: SignInPolicy,
) -> Result<()> {
    let before = store::get(tx).await?;
    store::set(tx, policy).await?;
    let line = AuditLine::new(actor, "sign_in_policy.set").object(tx.tenant());
    tx.audit(line.before(&before).after(&policy)).await?;
    tx.publish(PolicyChanged { id: tx.tenant() }).await?;
    let (account, tenant) = (account.clone(), tx.tenant());
    tx.after_commit(move || account.policies().put(tenant, policy));
    Ok(())
}
