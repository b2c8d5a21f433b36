//! The doors that every slice may use.

use std::sync::Arc;

use bus::Bus;
use kernel::{Clock, Rng};
use switch::Switch;
use tenancy::{Directory, Location};

/// Doors of the lower layers, and nothing named after a feature. Handlers take it as `Data<Env>`.
#[derive(Clone)]
pub struct Env {
    /// Resellers, tenants, keys; the mint of scopes.
    pub directory: Directory,
    /// Live and durable events.
    pub bus: Bus,
    /// Calls.
    pub switch: Switch,
    /// Bindings of endpoints.
    pub location: Location,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
}
