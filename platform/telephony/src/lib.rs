//! Telephony: endpoints and their devices, extensions, trunks, numbers, routes, calls, records and traces.

pub mod calls;
pub mod cdrs;
mod change;
pub mod diagnosis;
pub mod dial_plan;
pub mod endpoints;
pub mod extensions;
pub mod numbers;
pub mod outbound_routes;
mod overview;
mod phones;
pub mod provisioning;
pub mod registrar;
mod removal;
pub mod routing;
mod search;
pub mod seed;
mod service;
#[cfg(test)]
mod tests;
pub mod traces;
pub mod trunks;

use std::sync::Arc;

use feature::Feature;
use serde::{Deserialize, Deserializer};
pub use service::{Config, RegistrationConfig, Telephony};
use tenancy::Migration;

/// This room's tables.
pub fn migrations() -> Vec<Migration> {
    let slices = [
        dial_plan::migration::all(),
        endpoints::migration::all(),
        extensions::migration::all(),
        numbers::migration::all(),
        trunks::migration::all(),
        outbound_routes::migration::all(),
        cdrs::migration::all(),
        provisioning::migration::all(),
    ];
    slices.into_iter().flatten().collect()
}

impl Telephony {
    /// The slices, with this room as the state of their handlers.
    pub fn features(&self) -> Vec<Feature> {
        vec![
            dial_plan::feature(),
            endpoints::feature(self.users()),
            extensions::feature(),
            numbers::feature(),
            trunks::feature(),
            outbound_routes::feature(),
            provisioning::feature(),
            calls::feature(),
            cdrs::feature().provide(Arc::new(self.clone())),
        ]
    }
}

/// Reads a field of a change so that an explicit `null` is told from an absent one.
fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
