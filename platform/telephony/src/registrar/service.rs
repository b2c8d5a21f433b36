//! The registrar at work: rules applied to the location door, devices coming and going told to the tenant.

use std::sync::Arc;

use bus::{LiveEvent, LiveHub};
use kernel::id::{DeviceId, EndpointId, TenantId};
use kernel::{Binding, Rng, Timestamp};
use serde::Serialize;
use sip::flow::Flow;
use sip::{HeaderName, Message};
use switch::{Account, Register, RegisterAnswer};
use tenancy::{Directory, Location, TenantScope};

use super::rules::{self, Draw, Limits, Outcome, Owner};
use super::sources::Sources;
use super::{answer, request};

/// Tells how many devices an endpoint may have.
pub type MaxDevices = Arc<dyn Fn(TenantId, EndpointId) -> usize + Send + Sync>;

/// A device as live events tell it.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceEvent<'a> {
    /// Which device.
    pub device: DeviceId,
    /// Of which endpoint.
    pub endpoint: EndpointId,
    /// Where it is.
    pub address: std::net::SocketAddr,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<&'a str>,
}

/// The registrar. Clones share one state.
#[derive(Clone)]
pub struct Registrar {
    location: Location,
    live: LiveHub,
    directory: Directory,
    rng: Arc<dyn Rng>,
    limits: Limits,
    max_devices: MaxDevices,
    sources: Arc<Sources>,
}

struct Chance<'a> {
    now: Timestamp,
    rng: &'a dyn Rng,
}

impl Draw for Chance<'_> {
    fn device(&mut self) -> DeviceId {
        DeviceId::new(self.now, self.rng)
    }

    fn up_to(&mut self, most: u32) -> u32 {
        let drawn = kernel::rng::draw_u64(self.rng) % (u64::from(most) + 1);
        u32::try_from(drawn).unwrap_or(0)
    }
}

impl Registrar {
    /// A registrar over a location door. What the door has already (from before a restart) is known at once.
    pub fn new(
        location: Location,
        live: LiveHub,
        directory: Directory,
        limits: Limits,
        max_devices: MaxDevices,
    ) -> Self {
        let sources = Arc::new(Sources::default());
        for scope in directory.every() {
            location.all(&scope).iter().for_each(|binding| sources.add(binding));
        }
        let rng = directory.rng().clone();
        Self { location, live, directory, rng, limits, max_devices, sources }
    }

    /// The exact addresses of registered devices.
    pub fn sources(&self) -> &Arc<Sources> {
        &self.sources
    }

    /// Drops one device; answers whether it was there.
    pub fn drop_device(&self, scope: &TenantScope, endpoint: EndpointId, device: DeviceId) -> bool {
        let gone = self.location.remove(scope, endpoint, device);
        gone.iter().for_each(|binding| self.told_gone(scope, binding));
        gone.is_some()
    }

    /// Drops all devices of an endpoint: it was deleted, or its secret was changed.
    pub fn drop_all(&self, scope: &TenantScope, endpoint: EndpointId) {
        let gone = self.location.remove_all(scope, endpoint);
        gone.iter().for_each(|binding| self.told_gone(scope, binding));
    }

    /// Forgets what has expired and tells so.
    pub fn sweep(&self, now: Timestamp) {
        for binding in self.location.poll_expired(now) {
            match self.directory.envelope(binding.tenant) {
                Some(scope) => self.told_gone(&scope, &binding),
                None => self.sources.remove(&binding),
            }
        }
    }

    fn told_gone(&self, scope: &TenantScope, binding: &Binding) {
        self.sources.remove(binding);
        self.tell(scope, "devices.gone", binding);
    }

    fn tell(&self, scope: &TenantScope, name: &'static str, binding: &Binding) {
        self.live.publish_with(scope, || {
            let body = DeviceEvent {
                device: binding.device,
                endpoint: binding.endpoint,
                address: binding.source,
                user_agent: binding.user_agent.as_deref(),
            };
            LiveEvent::new(name, &body)
        });
    }

    /// Writes what the rules decided.
    fn write(&self, scope: &TenantScope, before: &[Binding], outcome: &Outcome) {
        for binding in &outcome.removed {
            if let Some(gone) = self.location.remove(scope, binding.endpoint, binding.device) {
                self.told_gone(scope, &gone);
            }
        }
        for binding in &outcome.put {
            let old = before.iter().find(|old| old.device == binding.device);
            if let Err(error) = self.location.put(scope, binding.clone()) {
                tracing::error!(tenant.id = %scope.tenant(), %error, "binding is not kept");
                continue;
            }
            self.sources.add(binding);
            old.iter().for_each(|old| self.sources.remove(old));
            if outcome.fresh.contains(&binding.device) {
                self.tell(scope, "devices.registered", binding);
            }
        }
    }
}

impl Register for Registrar {
    fn register(&self, account: &Account, message: &Message, flow: Flow, now: Timestamp) -> RegisterAnswer {
        if let Some(refused) = answer::unsupported(message.values(HeaderName::Require)) {
            return refused;
        }
        let scope = &account.scope;
        let owner = Owner { tenant: scope.tenant(), endpoint: account.endpoint };
        let limits = Limits { devices: (self.max_devices)(owner.tenant, owner.endpoint), ..self.limits };
        let before = self.location.of(scope, account.endpoint);
        let mut chance = Chance { now, rng: &*self.rng };
        let applied = request::read(message, flow)
            .and_then(|request| rules::apply(&before, &request, owner, &limits, now, &mut chance));
        match applied {
            Ok(outcome) => {
                self.write(scope, &before, &outcome);
                answer::granted(&outcome, now)
            }
            Err(refusal) => {
                tracing::info!(
                    tenant.id = %owner.tenant, endpoint.id = %owner.endpoint, source = %flow.peer, %refusal,
                    "a registration is refused"
                );
                answer::refused(refusal)
            }
        }
    }

    fn flow_closed(&self, flow: Flow) {
        for (tenant, endpoint, device) in self.sources.over(flow.connection) {
            if let Some(scope) = self.directory.envelope(tenant) {
                self.drop_device(&scope, endpoint, device);
            }
        }
    }
}
