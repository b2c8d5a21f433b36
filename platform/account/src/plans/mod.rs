//! Plans: named sets of limits that a reseller offers; a tenant takes one and may have limits of its own beside (TEN-11).

mod api;
pub(crate) mod limits;
mod migration;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use feature::Feature;
use kernel::id::PlanId;
use kernel::{Fault, FaultKind};
use tenancy::{Limits, ResellerScope, TakenPlan, Tenant, TenantScope};
use web::Result;

pub use store::Plan;

use crate::Account;

web::permission! {
    /// Sees the plans of the own reseller.
    Read = "plans.read" at Reseller;
    /// Creates, changes and deletes plans.
    Write = "plans.write" at Reseller;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("plans").permissions::<(Read, Write)>().migrations(migrations()).routes(api::routes)
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}

/// What is wrong with a plan, or the choice of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// Another plan has the name.
    #[error("this name is in use")]
    NameTaken,
    /// The short name.
    #[error("a name is 2 to 40 lower-case letters, digits and hyphens, and begins with a letter")]
    Name,
    /// The title.
    #[error("a title is 1 to 100 characters without control characters")]
    Title,
    /// The reseller has no such plan.
    #[error("there is no such plan")]
    Unknown,
    /// Tenants follow it.
    #[error("tenants follow this plan; give them another one first")]
    InUse,
    /// The operator offers none.
    #[error("plans are a reseller's: step into one")]
    Whose,
}

impl Fault for PlanFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NameTaken | Self::InUse => FaultKind::Conflict,
            Self::Name | Self::Title | Self::Unknown | Self::Whose => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken => "plans.name_taken",
            Self::Name => "plans.name",
            Self::Title => "plans.title",
            Self::Unknown => "plans.unknown",
            Self::InUse => "plans.in_use",
            Self::Whose => "plans.whose",
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            Self::NameTaken | Self::Name => "/name",
            Self::Title => "/title",
            Self::Unknown => "/plan",
            Self::InUse | Self::Whose => return None,
        };
        Some(field.to_owned())
    }
}

/// The limits of a tenant that takes a plan of this reseller, and what it has taken. Without limits of its own it has
/// the plan's.
///
/// # Errors
/// [`PlanFault::Unknown`].
pub(crate) async fn take(
    reseller: &ResellerScope,
    plan: PlanId,
    wanted: Option<Limits>,
) -> Result<(Limits, TakenPlan)> {
    let plan = store::get(&reseller.home().read().await?, plan).await?.ok_or(PlanFault::Unknown)?;
    let offered = Limits::from(plan.limits);
    let limits = wanted.unwrap_or(offered);
    Ok((limits, limits::taken(plan.id, offered, limits)))
}

/// What the plan of a tenant is called.
///
/// # Errors
/// When the database is away.
pub(crate) async fn title_of(account: &Account, tenant: &Tenant) -> Result<Option<String>> {
    let (Some(taken), Some(home)) = (&tenant.plan, home_of(account, tenant)) else { return Ok(None) };
    Ok(store::get(&home.read().await?, taken.id).await?.map(|plan| plan.title))
}

/// The home of the reseller whose a tenant is.
pub(crate) fn home_of(account: &Account, tenant: &Tenant) -> Option<TenantScope> {
    let resellers = account.directory().console().resellers();
    let reseller = resellers.into_iter().find(|it| Some(it.id) == tenant.reseller)?;
    account.directory().envelope(reseller.home)
}
