//! Branding: names, logos, accent, host name and sender of resellers and tenants, each taken from above where it is not
//! set (TEN-10).

mod api;
mod blueprint;
mod colour;
mod logo;
mod migration;
mod public;
mod settings;
mod store;
mod svg;
#[cfg(test)]
mod tests;

use feature::Feature;
use tenancy::TenantScope;
use web::Result;

pub use api::BrandChanged;
pub use settings::{Brand, BrandSettings, Sender};

use crate::Account;

web::permission! {
    /// Sees what is set of the brand.
    Read = "branding.read";
    /// Changes the brand.
    Write = "branding.write";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("branding")
        .permissions::<(Read, Write)>()
        .migrations(migrations())
        .routes(|routes| {
            public::routes(routes);
            api::routes(routes);
        })
        .blueprint(blueprint::Branding)
        .shows::<web::SignedIn>("branding.")
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}

/// Whom mails to people of a tenant come from; nobody, where no place up to the operator says so.
///
/// # Errors
/// When the database is away.
pub async fn sender_of(account: &Account, scope: &TenantScope) -> Result<Option<Sender>> {
    Ok(settings::sender(&store::chain(account.directory(), scope).await?))
}
