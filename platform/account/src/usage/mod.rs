//! What a tenant uses of what it may use, shown before a limit bites (TEN-11).

mod api;
mod book;

use feature::Feature;

pub use api::{UsageFacts, Used};
pub(crate) use book::{Book, fresh, recent, sum};

web::permission! {
    /// Sees what the tenant uses of its limits.
    Read = "usage.read" for Supervisor;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("usage").permissions::<(Read,)>().routes(api::routes)
}
