//! What a tenant demands of those who sign in: of whom a second factor (SGN-1).

mod api;
mod blueprint;
mod migration;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use feature::Feature;
use kernel::id::TenantId;
use serde::{Deserialize, Serialize};
use tenancy::TenantTx;
use web::{Grants, Permission as _, Result};

use crate::users::store as users;
use crate::{Account, roles, second_factor};

web::permission! {
    /// Sees what is demanded of those who sign in.
    Read = "sign_in_policy.read";
    /// Changes what is demanded of those who sign in.
    Write = "sign_in_policy.write";
}

/// The slice.
pub fn feature(account: &Account) -> Feature {
    Feature::new("sign_in_policy")
        .permissions::<(Read, Write)>()
        .migrations(migrations())
        .routes(api::routes)
        .blueprint(blueprint::Policy(account.clone()))
}

/// Its table.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}

/// What is demanded of those who sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInPolicy {
    /// Of whom a second factor is demanded.
    pub second_factor: Demand,
}

/// Of whom a second factor is demanded. Who lacks one sets it up after signing in, and can do nothing else before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// Of nobody: whoever likes sets one up.
    #[default]
    Nobody,
    /// Of whoever may change users.
    Administrators,
    /// Of everybody.
    Everybody,
}

impl Demand {
    const ALL: [Self; 3] = [Self::Nobody, Self::Administrators, Self::Everybody];

    const fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Administrators => "administrators",
            Self::Everybody => "everybody",
        }
    }

    fn asks(self, of: &Grants) -> bool {
        match self {
            Self::Nobody => false,
            Self::Administrators => of.holds(crate::users::Write::NAME),
            Self::Everybody => true,
        }
    }
}

/// The policies of tenants that were asked for, in memory: every request of every person looks at one.
#[derive(Debug, Default)]
pub(crate) struct Policies(Mutex<HashMap<TenantId, SignInPolicy>>);

impl Policies {
    fn known(&self, tenant: TenantId) -> Option<SignInPolicy> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant).copied()
    }

    /// What was read does not overwrite what was committed meanwhile.
    fn keep(&self, tenant: TenantId, read: SignInPolicy) -> SignInPolicy {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(tenant).or_insert(read)
    }

    fn put(&self, tenant: TenantId, committed: SignInPolicy) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, committed);
    }
}

/// The policy of the transaction's tenant.
pub(crate) async fn of(account: &Account, tx: &TenantTx) -> Result<SignInPolicy> {
    match account.policies().known(tx.tenant()) {
        Some(policy) => Ok(policy),
        None => Ok(account.policies().keep(tx.tenant(), store::get(tx).await?)),
    }
}

/// Whether a second factor is demanded of a user of the transaction's tenant.
pub(crate) async fn demands(account: &Account, tx: &TenantTx, user: &users::Model) -> Result<bool> {
    let grants = roles::grants_of(account, tx, users::role_of(user)).await?;
    Ok(of(account, tx).await?.second_factor.asks(&grants))
}

/// What a user may do now: what the role says, or no more than setting up the second factor that is demanded.
pub(crate) async fn grants_of(account: &Account, tx: &TenantTx, user: &users::Model) -> Result<Arc<Grants>> {
    let grants = roles::grants_of(account, tx, users::role_of(user)).await?;
    let lacks = second_factor::since(user).is_none() && of(account, tx).await?.second_factor.asks(&grants);
    Ok(if lacks { Arc::new(Grants::confined()) } else { grants })
}
