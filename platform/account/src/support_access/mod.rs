//! Support access: staff of the operator or a reseller enters a tenant only by that tenant's consent, which has a level,
//! a reason and an end (TEN-4).
//!
//! Administrators above a tenant see and change what is below without being asked (they answer for it); support and
//! auditors do not. All of them stand in the tenant's audit log, with their home and, where one is needed, the consent.

mod api;
mod ask;
mod consent;
mod migration;
mod reach;
mod store;
#[cfg(test)]
mod tests;

use feature::Feature;

pub use api::SupportAccessEvent;
pub use ask::TenantAccessEvent;
pub use consent::{AccessLevel, SupportAccessError, SupportGrant};
pub(crate) use reach::reach;

web::permission! {
    /// Sees who of the staff may come in, who asks to, and who came.
    Read = "support_access.read";
    /// Lets staff in, refuses it, and ends its access.
    Write = "support_access.write";
    /// Asks tenants below for access, and looks into those that consent.
    Look = "support_access.look" at Reseller for Support2 Support3 Auditor;
    /// Changes what a tenant below consents to have changed.
    Mend = "support_access.mend" at Reseller for Support3;
    /// Steps into every tenant below without being asked.
    Enter = "support_access.enter" at Reseller;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("support_access")
        .permissions::<(Read, Write, Look, Mend, Enter)>()
        .migrations(migrations())
        .routes(|routes| {
            api::routes(routes);
            ask::routes(routes);
        })
        .shows::<crate::tenants::Read>("tenant_access.")
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
