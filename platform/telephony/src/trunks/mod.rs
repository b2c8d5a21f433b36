//! Trunks: SIP connections to carriers and other exchanges, by registration or by address (PBX-90).

mod address;
mod api;
mod blueprint;
mod fault;
pub(crate) mod health;
pub(crate) mod migration;
pub(crate) mod store;
mod trunk;

pub use address::{Gateway, GatewayTransport, NotASource, SourceAddress, is_host};
pub use fault::TrunkFault;
use feature::Feature;
pub use health::{TrunkState, TrunkStates};
use kernel::id::TrunkId;
pub use trunk::{Dialling, NewTrunk, Registration, Trunk, TrunkChange, TrunkSettings};

use crate::change::changed_event;

web::permission! {
    /// Sees trunks and their state.
    Read = "trunks.read";
    /// Creates, changes and deletes trunks.
    Write = "trunks.write";
}

changed_event! {
    /// A trunk changed.
    TrunkChanged(TrunkId) = "trunks.changed"
}

/// What trunks are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrunkOrder {
    /// Name.
    Name,
    /// When created.
    Created,
}

impl web::Order for TrunkOrder {
    const FIELDS: &'static [(&'static str, Self)] = &[("name", Self::Name), ("created_at", Self::Created)];
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("trunks")
        .permissions::<(Read, Write)>()
        .migrations(migration::all())
        .routes(api::routes)
        .shows::<Read>("trunks.")
        .blueprint(blueprint::Trunks)
}
