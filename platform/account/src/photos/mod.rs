//! Photos of users (TEN-5): small pictures, checked before they are kept, shown to colleagues.

mod api;
mod migration;
mod picture;
mod store;
#[cfg(test)]
mod tests;

use feature::Feature;

/// The slice.
pub fn feature() -> Feature {
    Feature::new("photos").migrations(migrations()).routes(api::routes)
}

/// Its table.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
