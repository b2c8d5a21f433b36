//! Resellers: the operator's partners, each with a home for its staff and a quota for its tenants (TEN-1).

mod api;

use feature::Feature;

web::permission! {
    /// Sees the resellers.
    Read = "resellers.read" at Operator;
    /// Creates and changes resellers.
    Write = "resellers.write" at Operator;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("resellers").permissions::<(Read, Write)>().routes(api::routes)
}
