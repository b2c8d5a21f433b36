//! The first start: a one-time link makes the operator's account, and an assistant's progress is kept for it.

mod api;
mod claim;
mod link;
mod migration;
mod progress;
mod store;
#[cfg(test)]
mod tests;

use bus::DomainEvent;
use feature::Feature;
use serde::{Deserialize, Serialize};

pub use claim::{SetupLink, new_link};
pub use link::{LIFETIME, LinkFault};
pub use progress::{Progress, StepState};

web::permission! {
    /// Sees how far the installation is set up.
    Read = "setup.read" at Operator;
    /// Takes note of what was set up.
    Write = "setup.write" at Operator;
}

/// The installation was claimed, or its assistant went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupEvent {}

impl DomainEvent for SetupEvent {
    const NAME: &'static str = "setup.changed";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("setup").permissions::<(Read, Write)>().migrations(migrations()).routes(api::routes)
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
