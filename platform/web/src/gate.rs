//! What admission needs at every request: directory, authority, clock, chance, and the settings of this edge.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Data;
use kernel::id::TenantId;
use kernel::{Clock, Rng};
use tenancy::Directory;

use crate::budget::Budget;
use crate::idempotent::Answers;
use crate::{Authority, Net};

/// Settings of the HTTP edge.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// Proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests per minute of one tenant, where its limits say nothing.
    pub tenant_per_minute: u32,
    /// Requests per minute of one address that is not signed in.
    pub anonymous_per_minute: u32,
    /// Open event sockets of one tenant.
    pub sockets_per_tenant: usize,
    /// Open SIP WebSockets from one address.
    pub sip_sockets_per_address: usize,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            tenant_per_minute: 6_000,
            anonymous_per_minute: 600,
            sockets_per_tenant: 2_000,
            sip_sockets_per_address: 200,
        }
    }
}

/// The doors of admission.
pub struct Gate {
    pub(crate) directory: Directory,
    pub(crate) authority: Arc<dyn Authority>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) config: WebConfig,
    pub(crate) tenants: Budget<TenantId>,
    pub(crate) addresses: Budget<Net>,
    pub(crate) answers: Answers,
}

impl Gate {
    /// Puts the doors together; clock and chance are the directory's.
    pub fn new(directory: Directory, authority: Arc<dyn Authority>, config: WebConfig) -> Self {
        let (clock, rng) = (directory.clock().clone(), directory.rng().clone());
        let (tenants, addresses, answers) = (Budget::default(), Budget::default(), Answers::default());
        Self { directory, authority, clock, rng, config, tenants, addresses, answers }
    }

    /// The gate of the application that serves this request.
    pub(crate) fn of(request: &HttpRequest) -> Option<Arc<Self>> {
        request.app_data::<Data<Self>>().map(|data| Arc::clone(data))
    }
}
