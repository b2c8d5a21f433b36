//! As what staff steps into a tenant: an administrator as at home, support by the tenant's consent, others not at all.

use std::sync::Arc;

use kernel::id::TenantId;
use tenancy::{TenantKind, TenantScope};
use web::{Consent, Grants, PermissionFacts, Person, Problem, Reach, Result};

use super::consent::{AccessLevel, GrantState, SupportAccessError};
use super::{Enter, Look, Mend, store};
use crate::Account;

/// Slices whose changes would outlast a consent: with them a visitor makes a door of the own.
const KEYS: [&str; 5] = ["users", "roles", "api_keys", "sign_in_policy", "support_access"];

/// As what a person of `home` may step into `tenant`.
pub(crate) async fn reach(
    account: &Account,
    home: &TenantScope,
    person: &Person,
    tenant: TenantId,
) -> Result<Reach> {
    let holds = |permission: PermissionFacts| person.grants.allow(&permission);
    if account.kind(home) == TenantKind::Customer || holds(PermissionFacts::of::<Enter>()) {
        return Ok(Reach::AsAtHome);
    }
    let place = below(account, home, tenant)?;
    if !holds(PermissionFacts::of::<Look>()) {
        return Err(SupportAccessError::NotYours.into());
    }
    let most = most(&person.grants);
    let tx = place.read().await?;
    let given = store::standing(&tx, GrantState::Given, (home.tenant(), person.user)).await?;
    // The widest that the role can use; of those the one that lasts longest.
    let best = given.into_iter().max_by_key(|grant| (grant.access.min(most), grant.ends_at));
    let best = best.ok_or(SupportAccessError::Needed)?;
    Ok(Reach::Consented(Consent {
        grant: best.id,
        grants: visiting(account, best.access.min(most)),
        until: best.ends_at,
    }))
}

/// How far a person's role goes where a tenant consents.
pub(super) fn most(grants: &Grants) -> AccessLevel {
    if grants.allow(&PermissionFacts::of::<Mend>()) { AccessLevel::Change } else { AccessLevel::See }
}

/// What a visitor holds.
fn visiting(account: &Account, access: AccessLevel) -> Arc<Grants> {
    let is_key = |permission: &PermissionFacts| KEYS.contains(&permission.slice());
    let open = |permission: &&PermissionFacts| {
        permission.reads() || (access == AccessLevel::Change && !is_key(permission))
    };
    Arc::new(account.roles().of_tenants().iter().filter(open).map(|permission| permission.name).collect())
}

/// The scope of a tenant that is below the home of staff.
pub(super) fn below(account: &Account, home: &TenantScope, tenant: TenantId) -> Result<TenantScope> {
    let directory = account.directory();
    let scope = directory.session(tenant).ok_or_else(Problem::not_found)?;
    let (own, facts) = (directory.tenant(home), directory.tenant(&scope));
    let is_below = match own.kind {
        TenantKind::Operator => facts.kind != TenantKind::Operator,
        TenantKind::Reseller => facts.kind == TenantKind::Customer && facts.reseller == own.reseller,
        TenantKind::Customer => false,
    };
    if is_below { Ok(scope) } else { Err(Problem::not_found()) }
}
