//! The audit log: listed, searched, filtered, exported (TEN-12). Written through the door `tx.audit`.

mod api;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use feature::Feature;

web::permission! {
    /// Sees and exports the audit log.
    Read = "audit.read";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("audit").permissions::<(Read,)>().routes(api::routes)
}
