//! Blueprints: a tenant from one TOML file, over REST and for the command line (TEN-2, TEN-3).

mod api;
mod apply;
mod head;
mod progress;
#[cfg(test)]
mod tests;

use feature::Feature;

pub use apply::{Applied, Mode, export, run};

web::permission! {
    /// Writes the blueprint of a live tenant.
    Read = "blueprints.read";
    /// Plans and applies blueprints of tenants below.
    Write = "blueprints.write" at Reseller;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("blueprints").permissions::<(Read, Write)>().routes(|routes| {
        api::routes(routes);
        progress::routes(routes);
    })
}
