//! Public numbers: E.164 numbers of the tenant and the extensions that they reach (PBX-90).

mod api;
mod blueprint;
pub(crate) mod migration;
mod number;
pub(crate) mod store;

use feature::Feature;
use kernel::id::{ExtensionId, NumberId};
pub use number::{NewNumber, Number, NumberChange, NumberFault};
use serde::Deserialize;
use tenancy::TenantTx;
use utoipa::IntoParams;

use crate::change::changed_event;

web::permission! {
    /// Sees public numbers.
    Read = "numbers.read" for Supervisor;
    /// Adds, assigns and deletes public numbers.
    Write = "numbers.write";
}

changed_event! {
    /// A public number changed.
    NumberChanged(NumberId) = "numbers.changed"
}

/// What numbers are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberOrder {
    /// The number.
    Number,
    /// When added.
    Created,
}

impl web::Order for NumberOrder {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("number", Self::Number), ("created_at", Self::Created)];
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct NumberFilter {
    /// Only those that reach this extension.
    #[param(inline)]
    pub extension: Option<ExtensionId>,
    /// Only those that are assigned (`true`) or not (`false`).
    pub assigned: Option<bool>,
}

/// Whether a number is the tenant's.
pub(crate) async fn holds(tx: &TenantTx, number: &str) -> tenancy::Result<bool> {
    match number.parse() {
        Ok(number) => Ok(store::by_number(tx, &number).await?.is_some()),
        Err(_) => Ok(false),
    }
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("numbers")
        .permissions::<(Read, Write)>()
        .migrations(migration::all())
        .routes(api::routes)
        .blueprint(blueprint::Numbers)
}
