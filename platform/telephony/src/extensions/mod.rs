//! Extensions: the tenant's internal numbers and what they ring (PBX-10, PBX-11).

mod api;
mod blueprint;
mod digits;
mod extension;
pub(crate) mod migration;
pub(crate) mod store;

pub(crate) use api::create_for;
pub use digits::{DEFAULT_DIGITS, DIGITS, InternalNumber, NotInternal};
pub use extension::{Extension, ExtensionChange, ExtensionFault, ExtensionKind, NewExtension, read_number};
use feature::Feature;
use kernel::id::{EndpointId, ExtensionId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::change::changed_event;

web::permission! {
    /// Sees extensions.
    Read = "extensions.read" for Supervisor Agent Member;
    /// Creates, changes and deletes extensions.
    Write = "extensions.write";
}

changed_event! {
    /// An extension changed.
    ExtensionChanged(ExtensionId) = "extensions.changed"
}

/// What extensions are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionOrder {
    /// Number.
    Number,
    /// When created.
    Created,
}

impl web::Order for ExtensionOrder {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("number", Self::Number), ("created_at", Self::Created)];
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct ExtensionFilter {
    /// Only those that ring this endpoint.
    #[param(inline)]
    pub endpoint: Option<EndpointId>,
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("extensions")
        .permissions::<(Read, Write)>()
        .migrations(migration::all())
        .routes(api::routes)
        .blueprint(blueprint::Extensions)
}
