//! API keys: by which programs use the API for a tenant, within scopes, from addresses, until a day (API-30).

mod api;
mod bearer;
mod key;
mod migration;
mod store;
#[cfg(test)]
mod tests;

use feature::Feature;

pub(crate) use api::revoke_of;
pub(crate) use bearer::bearer;
pub use key::{ApiKey, ApiKeyChange, KeyError, NewApiKey};

web::permission! {
    /// Sees the API keys, never their secrets.
    Read = "api_keys.read";
    /// Makes, changes and revokes API keys.
    Write = "api_keys.write";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("api_keys").permissions::<(Read, Write)>().migrations(migrations()).routes(api::routes)
}

/// Its table.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
