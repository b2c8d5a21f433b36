//! Tenants over REST: created, changed, suspended, resumed, deleted after a grace time (TEN-1, TEN-9).

mod api;
pub(crate) mod events;
mod facts;
mod lists;
mod migration;
mod removal;
#[cfg(test)]
mod tests;

use feature::Feature;

pub use events::{ResellerEvent, TenantEvent};
pub use facts::{LimitsBody, PlanOfTenant, Suspension, TenantFacts};
pub(crate) use lists::allotted;
pub use removal::{GRACE, erase_due};

web::permission! {
    /// Sees the tenants below.
    Read = "tenants.read" at Reseller for Support1 Support2 Support3;
    /// Creates, changes, suspends and deletes tenants below.
    Write = "tenants.write" at Reseller;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("tenants")
        .permissions::<(Read, Write)>()
        .migrations(migrations())
        .routes(|routes| {
            lists::routes(routes);
            api::routes(routes);
        })
        .shows::<web::SignedIn>("place.")
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
