//! Banned addresses: those that guess and scan, and those the operator names; and those that are never banned (OPS-41).
//!
//! The exchange decides in memory and drops what is banned unread; this slice remembers over restarts, tells the log
//! of security events, and lets the operator look, lift and add. What fails at the pages' sign-in bans an address from
//! the sign-in alone: a mistyped password must not silence the telephones of an office.

mod allowed;
mod api;
mod doors;
mod keep;
mod migration;
mod store;
#[cfg(test)]
mod tests;

use bus::DomainEvent;
use feature::Feature;
use serde::{Deserialize, Serialize};

pub use doors::AddressBanned;
pub(crate) use doors::Doors;
pub(crate) use keep::Keeper;

web::permission! {
    /// Sees which addresses are banned.
    Read = "bans.read" at Operator;
    /// Bans addresses, lifts bans, keeps the list of addresses that are never banned.
    Write = "bans.write" at Operator;
}

/// The bans are others than before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BansChanged {}

impl DomainEvent for BansChanged {
    const NAME: &'static str = "bans.changed";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("bans")
        .permissions::<(Read, Write)>()
        .migrations(migrations())
        .routes(api::routes)
        .routes(allowed::routes)
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
