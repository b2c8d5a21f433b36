//! Trunks as client: registration with refresh, OPTIONS to gateways, and which gateways can be used.

mod registration;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::id::TrunkId;
use kernel::{Timestamp, Wire};
use sip::Message;
use sip::flow::{Flow, Protocol};
use sip::session::{Failure, RequestOutside};
use sip::transaction::ClientId;

use self::registration::Registration;
use crate::exchange::Exchange;
use crate::ports::{Gateway, Trouble, TroubleAt, Trunk, TrunkHealth};

/// How long a resolved address is used before the name is asked for again.
const RESOLVED_FOR: Duration = Duration::from_secs(300);
/// Unanswered OPTIONS after which a gateway counts as down.
const PATIENCE: u32 = 2;

/// One gateway as it stands.
#[derive(Debug)]
struct GatewayState {
    address: Option<SocketAddr>,
    resolve_at: Instant,
    probe_at: Instant,
    failures: u32,
}

impl GatewayState {
    const fn is_up(&self) -> bool {
        self.address.is_some() && self.failures < PATIENCE
    }
}

struct Line {
    trunk: Arc<Trunk>,
    gateways: Vec<GatewayState>,
    registration: Option<Registration>,
    call_id: String,
    trouble: Option<Trouble>,
    told: Option<TrunkHealth>,
}

/// What a request of ours is about.
#[derive(Debug, Clone, Copy)]
enum Pending {
    Register(TrunkId),
    Probe(TrunkId, usize),
}

/// All trunks that are looked after.
#[derive(Default)]
pub(crate) struct Trunks {
    generation: Option<u64>,
    lines: HashMap<TrunkId, Line>,
    pending: HashMap<ClientId, Pending>,
}

impl Trunks {
    /// The gateways of a trunk that can be tried, in order; in an emergency also those that seem down.
    pub fn usable(&self, trunk: &Trunk, emergency: bool) -> Vec<usize> {
        let line = self.lines.get(&trunk.id);
        (0..trunk.gateways.len())
            .filter(|place| match line.and_then(|line| line.gateways.get(*place)) {
                Some(state) => state.is_up() || (emergency && state.address.is_some()),
                None => trunk.gateways.get(*place).is_some_and(|gateway| literal(gateway).is_some()),
            })
            .collect()
    }

    fn address(&self, trunk: &Trunk, place: usize) -> Option<SocketAddr> {
        let known = self.lines.get(&trunk.id).and_then(|line| line.gateways.get(place)?.address);
        known.or_else(|| literal(trunk.gateways.get(place)?))
    }

    /// Takes a new list; what did not change keeps its state.
    fn load(&mut self, generation: u64, trunks: Vec<Arc<Trunk>>, now: Instant, call_id: impl Fn() -> String) {
        self.generation = Some(generation);
        let mut before = std::mem::take(&mut self.lines);
        for trunk in trunks {
            let kept = before.remove(&trunk.id).filter(|line| {
                line.trunk.gateways == trunk.gateways
                    && line.trunk.secret == trunk.secret
                    && line.trunk.registration == trunk.registration
            });
            let line = kept.map_or_else(
                || Line::new(&trunk, now, call_id()),
                |line| Line { trunk: trunk.clone(), ..line },
            );
            self.lines.insert(trunk.id, line);
        }
    }
}

impl Line {
    fn new(trunk: &Arc<Trunk>, now: Instant, call_id: String) -> Self {
        let gateways = trunk.gateways.iter().map(|gateway| GatewayState {
            address: literal(gateway),
            resolve_at: now,
            probe_at: now,
            failures: 0,
        });
        let registration = trunk
            .registration
            .clone()
            .map(|settings| Registration::new(settings, trunk.secret.as_ref(), now));
        Self {
            trunk: trunk.clone(),
            gateways: gateways.collect(),
            registration,
            call_id,
            trouble: None,
            told: None,
        }
    }

    fn health(&self, now: Instant, since: Timestamp) -> TrunkHealth {
        let gateways: Vec<bool> = self.gateways.iter().map(GatewayState::is_up).collect();
        let registered = self.registration.as_ref().map(|registration| registration.is_registered(now));
        TrunkHealth {
            trunk: self.trunk.id,
            up: gateways.contains(&true) && registered != Some(false),
            registered,
            gateways,
            trouble: self.trouble,
            since,
        }
    }
}

fn literal(gateway: &Gateway) -> Option<SocketAddr> {
    let host = gateway.host.trim_start_matches('[').trim_end_matches(']');
    Some(SocketAddr::new(host.parse::<IpAddr>().ok()?, gateway.port))
}

const fn protocol(wire: Wire) -> Protocol {
    match wire {
        Wire::Udp => Protocol::Udp,
        Wire::Tcp => Protocol::Tcp,
        Wire::Tls => Protocol::Tls,
        Wire::Ws => Protocol::Ws,
        Wire::Wss => Protocol::Wss,
    }
}

impl Exchange {
    /// The flow to a gateway, if its address is known and can be reached.
    pub(crate) fn gateway_flow(&self, trunk: &Trunk, place: usize) -> Option<Flow> {
        let gateway = trunk.gateways.get(place)?;
        let address = self.trunks.borrow().address(trunk, place)?;
        match protocol(gateway.wire) {
            Protocol::Udp => self.transport.udp_to(address),
            stream => self.transport.connect(stream, address, Some(&gateway.host)).ok(),
        }
    }

    /// Once a second: names to resolve, gateways to probe, registrations to refresh, changes to tell.
    pub(crate) fn tend_trunks(self: &Rc<Self>) {
        let now = self.clock.instant();
        if self.trunks.borrow().generation != Some(self.ports.trunks.generation()) {
            let (generation, trunks) = self.ports.trunks.all();
            let draw = || kernel::rng::draw_text(self.rng.as_ref(), b"0123456789abcdef", 32);
            self.trunks.borrow_mut().load(generation, trunks, now, draw);
        }
        let all: Vec<Arc<Trunk>> =
            self.trunks.borrow().lines.values().map(|line| line.trunk.clone()).collect();
        for trunk in all {
            for place in 0..trunk.gateways.len() {
                self.resolve(now, &trunk, place);
                self.probe(now, &trunk, place);
            }
            self.register_trunk(now, &trunk);
            self.tell_health(now, trunk.id);
        }
        self.pump();
    }

    fn resolve(self: &Rc<Self>, now: Instant, trunk: &Arc<Trunk>, place: usize) {
        let Some(gateway) = trunk.gateways.get(place).filter(|gateway| literal(gateway).is_none()) else {
            return;
        };
        let mut trunks = self.trunks.borrow_mut();
        let Some(state) = trunks.lines.get_mut(&trunk.id).and_then(|line| line.gateways.get_mut(place))
        else {
            return;
        };
        if now < state.resolve_at {
            return;
        }
        state.resolve_at = now + RESOLVED_FOR;
        let (exchange, id, name) = (Rc::clone(self), trunk.id, (gateway.host.clone(), gateway.port));
        tokio::task::spawn_local(async move {
            let found = tokio::net::lookup_host(name).await.ok().and_then(|mut addresses| addresses.next());
            let mut trunks = exchange.trunks.borrow_mut();
            let Some(line) = trunks.lines.get_mut(&id) else { return };
            if found.is_none() {
                line.trouble = Some(Trouble { at: TroubleAt::Resolving, status: None });
            }
            if let Some(state) = line.gateways.get_mut(place) {
                // An old address is better than none while the name service is away.
                state.address = found.or(state.address);
                if found.is_none() {
                    state.resolve_at = exchange.clock.instant() + Duration::from_secs(10);
                }
            }
        });
    }

    fn probe(self: &Rc<Self>, now: Instant, trunk: &Arc<Trunk>, place: usize) {
        let due =
            self.trunks.borrow().lines.get(&trunk.id).and_then(|line| line.gateways.get(place)).is_some_and(
                |state| trunk.options_secs > 0 && state.address.is_some() && now >= state.probe_at,
            );
        let Some(gateway) = trunk.gateways.get(place).filter(|_| due) else { return };
        let Some(flow) = self.gateway_flow(trunk, place) else { return };
        let uri = format!("sip:{}:{}", gateway.host, gateway.port);
        let to = format!("<{uri}>");
        let from = format!("<sip:ping@{}>", host_of(flow.local.ip()));
        let request = RequestOutside {
            flow,
            method: "OPTIONS",
            uri: &uri,
            from: &from,
            to: &to,
            call_id: None,
            cseq: 1,
            headers: &[],
            body: None,
        };
        let sent = self.agent.borrow_mut().request(now, &request);
        let mut trunks = self.trunks.borrow_mut();
        if let Some(state) = trunks.lines.get_mut(&trunk.id).and_then(|line| line.gateways.get_mut(place)) {
            state.probe_at = now + Duration::from_secs(trunk.options_secs.into());
        }
        if let Ok(client) = sent {
            trunks.pending.insert(client, Pending::Probe(trunk.id, place));
        }
    }

    fn register_trunk(self: &Rc<Self>, now: Instant, trunk: &Arc<Trunk>) {
        let Some(place) = self.trunks.borrow().usable(trunk, true).first().copied() else { return };
        let cnonce = kernel::rng::draw_text(self.rng.as_ref(), b"0123456789abcdef", 16);
        let wanted = self.trunks.borrow_mut().lines.get_mut(&trunk.id).and_then(|line| {
            let registration = line.registration.as_mut()?;
            let wanted = registration.poll(now, &cnonce)?;
            Some((wanted, registration.settings().clone(), line.call_id.clone()))
        });
        let Some((wanted, settings, call_id)) = wanted else { return };
        let sent = self.gateway_flow(trunk, place).and_then(|flow| {
            let uri = format!("sip:{}", settings.domain);
            let aor = format!("<sip:{}@{}>", sip::uri::escape_user(&settings.user), settings.domain);
            let contact = self.agent.borrow().contact(flow, &settings.contact_token);
            let expires = wanted.expires.to_string();
            let mut headers = vec![("Contact", contact.as_str()), ("Expires", expires.as_str())];
            headers.extend(wanted.authorization.as_ref().map(|(name, value)| (*name, value.as_str())));
            let request = RequestOutside {
                flow,
                method: "REGISTER",
                uri: &uri,
                from: &aor,
                to: &aor,
                call_id: Some(&call_id),
                cseq: wanted.cseq,
                headers: &headers,
                body: None,
            };
            self.agent.borrow_mut().request(now, &request).ok()
        });
        let mut trunks = self.trunks.borrow_mut();
        match sent {
            Some(client) => drop(trunks.pending.insert(client, Pending::Register(trunk.id))),
            None => trunks.registration_failed(trunk.id, now),
        }
    }

    pub(crate) fn handle_trunk_response(self: &Rc<Self>, client: ClientId, message: &Message) {
        let status = message.status().unwrap_or(0);
        if status < 200 {
            return;
        }
        let now = self.clock.instant();
        let pending = self.trunks.borrow_mut().pending.remove(&client);
        match pending {
            Some(Pending::Probe(trunk, place)) => {
                // Any answer shows life, but a gateway that says it is out of service.
                let alive = !matches!(status, 408 | 500..=599);
                self.trunks.borrow_mut().probed(trunk, place, alive, Some(status), now);
                self.tell_health(now, trunk);
            }
            Some(Pending::Register(id)) => {
                let again = self.trunks.borrow_mut().registered(id, now, message);
                if let Some(trunk) = again {
                    self.register_trunk(now, &trunk);
                }
                self.tell_health(now, id);
            }
            None => {}
        }
    }

    pub(crate) fn handle_trunk_failure(self: &Rc<Self>, client: ClientId, _failure: Failure) {
        let now = self.clock.instant();
        let pending = self.trunks.borrow_mut().pending.remove(&client);
        let trunk = match pending {
            Some(Pending::Probe(trunk, place)) => {
                self.trunks.borrow_mut().probed(trunk, place, false, None, now);
                trunk
            }
            Some(Pending::Register(trunk)) => {
                self.trunks.borrow_mut().registration_failed(trunk, now);
                trunk
            }
            None => return,
        };
        self.tell_health(now, trunk);
    }

    fn tell_health(&self, now: Instant, trunk: TrunkId) {
        let health = self.trunks.borrow_mut().lines.get_mut(&trunk).and_then(|line| {
            let since = line.told.as_ref().map_or(Timestamp::EPOCH, |told| told.since);
            let health = line.health(now, since);
            let changed = line.told.as_ref() != Some(&health);
            changed.then(|| {
                let health = TrunkHealth { since: self.clock.now(), ..health };
                line.told = Some(health.clone());
                health
            })
        });
        if let Some(health) = health {
            tracing::info!(trunk.id = %trunk, up = health.up, trouble = ?health.trouble, "a trunk changed its state");
            self.ports.trunks.health(health);
        }
    }
}

impl Trunks {
    fn probed(&mut self, trunk: TrunkId, place: usize, alive: bool, status: Option<u16>, now: Instant) {
        let Some(line) = self.lines.get_mut(&trunk) else { return };
        let Some(state) = line.gateways.get_mut(place) else { return };
        if alive {
            state.failures = 0;
            line.trouble = None;
        } else {
            state.failures = state.failures.saturating_add(1);
            if state.failures < PATIENCE {
                state.probe_at = now + Duration::from_secs(2);
            }
            line.trouble = Some(Trouble { at: TroubleAt::Probing, status });
        }
    }

    /// Takes the answer to a REGISTER; the trunk comes back when another one is to be sent at once.
    fn registered(&mut self, trunk: TrunkId, now: Instant, response: &Message) -> Option<Arc<Trunk>> {
        let line = self.lines.get_mut(&trunk)?;
        let outcome = line.registration.as_mut()?.handle_response(now, response);
        line.trouble = outcome.err();
        (line.trouble.is_none() && response.status() >= Some(300)).then(|| line.trunk.clone())
    }

    fn registration_failed(&mut self, trunk: TrunkId, now: Instant) {
        if let Some(line) = self.lines.get_mut(&trunk)
            && let Some(registration) = &mut line.registration
        {
            line.trouble = registration.handle_failure(now).err();
        }
    }
}

fn host_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}
