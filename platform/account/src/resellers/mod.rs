//! Resellers: the operator's partners, each with a home for its staff and a quota for its tenants (TEN-1).

mod api;
mod life;
#[cfg(test)]
mod tests;

use feature::Feature;

pub use api::QuotaBody;

web::permission! {
    /// Sees the resellers.
    Read = "resellers.read" at Operator;
    /// Creates, changes, suspends and deletes resellers.
    Write = "resellers.write" at Operator;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("resellers").permissions::<(Read, Write)>().routes(|routes| {
        api::routes(routes);
        life::routes(routes);
    })
}
