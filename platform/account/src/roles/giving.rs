//! Who may give which role: nobody gives what they do not hold.

use std::sync::Arc;

use tenancy::TenantTx;
use web::{Grants, Result};

use super::custom::{CustomRole, NewRole, RoleError};
use super::role::{NoSuchRole, Role};
use super::store;
use crate::Account;

/// What a role may do in the tenant of the transaction. One that is gone may nothing.
pub(crate) async fn grants_of(account: &Account, tx: &TenantTx, role: Role) -> Result<Arc<Grants>> {
    let Role::Custom(name) = role else {
        return Ok(account.roles().grants_in(account.kind(tx.scope()), role));
    };
    let stored = store::named(tx, name.as_str()).await?;
    Ok(Arc::new(stored.map(|role| grants_within(account, &role.made_of)).unwrap_or_default()))
}

/// What a role of a tenant's own may do: the permissions there are, for a version may have less.
pub(super) fn grants_within(account: &Account, role: &NewRole) -> Grants {
    account.roles().complete(role.permissions.iter().map(String::as_str))
}

/// Whether users of this tenant may have the role. A role of the tenant's own cannot be deleted until the transaction
/// ends.
///
/// # Errors
/// [`NoSuchRole`] with those they may have.
pub(crate) async fn within(account: &Account, tx: &TenantTx, role: Role) -> Result<()> {
    let kind = account.kind(tx.scope());
    let mut known: Vec<String> = Role::of_kind(kind).iter().map(Role::to_string).collect();
    if known.iter().any(|known| known == role.word()) {
        return Ok(());
    }
    store::turn(tx).await?;
    let own = store::all(tx).await?;
    if own.iter().any(|own| own.made_of.name == role.word()) {
        return Ok(());
    }
    known.extend(own.into_iter().map(|own| own.made_of.name));
    Err(NoSuchRole(known.join(", ")).into())
}

/// Whether somebody who holds these permissions stands as high as the role.
///
/// # Errors
/// [`RoleError::NotHeld`] with what is lacking.
pub(crate) async fn covered(account: &Account, tx: &TenantTx, held: &Grants, role: Role) -> Result<()> {
    Ok(lacking(held, &*grants_of(account, tx, role).await?)?)
}

/// The same for a role in the making; what it is of no use without is added to it.
pub(super) fn completed(account: &Account, held: &Grants, role: &mut NewRole) -> Result<(), RoleError> {
    known(account, role)?;
    let complete = grants_within(account, role);
    lacking(held, &complete)?;
    role.permissions = complete.names().map(str::to_owned).collect();
    Ok(())
}

/// Whether all its permissions are such as a tenant's role can hold.
pub(super) fn known(account: &Account, role: &NewRole) -> Result<(), RoleError> {
    let there_is = |name: &String| account.roles().of_tenants().iter().any(|known| known.name == name);
    match role.permissions.iter().find(|name| !there_is(name)) {
        None => Ok(()),
        Some(name) => Err(RoleError::UnknownPermission(name.clone())),
    }
}

/// Whether a role as it stands is within what somebody holds.
pub(super) fn within_reach(account: &Account, held: &Grants, role: &CustomRole) -> Result<(), RoleError> {
    lacking(held, &grants_within(account, &role.made_of))
}

fn lacking(held: &Grants, wanted: &Grants) -> Result<(), RoleError> {
    if held.cover(wanted) {
        return Ok(());
    }
    let missing: Vec<&str> = wanted.names().filter(|name| !held.holds(name)).collect();
    Err(RoleError::NotHeld(missing.join(", ")))
}
