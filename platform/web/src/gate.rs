//! What admission needs at every request: directory, authority, clock, chance, and the settings of this edge.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Data;
use kernel::id::{SessionId, TenantId};
use kernel::{Clock, Rng, Timestamp};
use tenancy::Directory;

use crate::Authority;
use crate::budget::Budget;

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

/// How long one stepping down is remembered, so that the audit log has a line per visit and not per request.
const VISIT: Duration = Duration::from_secs(15 * 60);
const VISITS_KEPT: usize = 10_000;

/// The doors of admission.
pub struct Gate {
    pub(crate) directory: Directory,
    pub(crate) authority: Arc<dyn Authority>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) config: WebConfig,
    pub(crate) tenants: Budget<TenantId>,
    pub(crate) addresses: Budget<IpAddr>,
    visits: Mutex<HashMap<(SessionId, TenantId), Timestamp>>,
}

impl Gate {
    /// Puts the doors together; clock and chance are the directory's.
    pub fn new(directory: Directory, authority: Arc<dyn Authority>, config: WebConfig) -> Self {
        let (clock, rng) = (directory.clock().clone(), directory.rng().clone());
        let (tenants, addresses) = (Budget::default(), Budget::default());
        Self { directory, authority, clock, rng, config, tenants, addresses, visits: Mutex::default() }
    }

    /// The gate of the application that serves this request.
    pub(crate) fn of(request: &HttpRequest) -> Option<Arc<Self>> {
        request.app_data::<Data<Self>>().map(|data| Arc::clone(data))
    }

    /// Whether this session stepped down into this tenant a short while ago.
    pub(crate) fn visiting(&self, session: SessionId, tenant: TenantId, now: Timestamp) -> bool {
        let visits = self.visits.lock().unwrap_or_else(PoisonError::into_inner);
        visits.get(&(session, tenant)).is_some_and(|entered| now.since(*entered) < VISIT)
    }

    /// Remembers that it did.
    pub(crate) fn visit(&self, session: SessionId, tenant: TenantId, now: Timestamp) {
        let mut visits = self.visits.lock().unwrap_or_else(PoisonError::into_inner);
        if visits.len() >= VISITS_KEPT {
            visits.retain(|_, entered| now.since(*entered) < VISIT);
        }
        visits.insert((session, tenant), now);
    }
}
