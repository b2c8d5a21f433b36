//! Tenants over REST: created, changed, suspended, resumed, deleted after a grace time (TEN-1, TEN-9).

mod api;
mod facts;
mod migration;
mod removal;
#[cfg(test)]
mod tests;

use feature::Feature;

pub use facts::{LimitsBody, TenantFacts};
pub use removal::{GRACE, erase_due};

web::permission! {
    /// Sees the tenants below.
    Read = "tenants.read" at Reseller for Support1 Support2 Support3;
    /// Creates, changes, suspends and deletes tenants below.
    Write = "tenants.write" at Reseller;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("tenants").permissions::<(Read, Write)>().migrations(migrations()).routes(api::routes)
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
