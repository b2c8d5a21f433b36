//! Where a connection goes: the router's plan turned into things that can be rung.

use std::sync::Arc;
use std::time::Duration;

use call::{Attempt, ConnectionId, Input, Kind, Origin, Party, Plan as CallPlan, RouteRequest, Target};
use kernel::{Binding, Cause, Wire};
use sip::flow::{Flow, Protocol};

use crate::actor::Actor;
use crate::decision::{Decision, Reason};
use crate::ports::{Caller, CallerId, CodecNames, Facts, Occasion, Plan, TrunkHop};

/// One thing that can be rung.
pub(crate) enum Reach {
    /// A registered device.
    Device {
        binding: Box<Binding>,
        flow: Flow,
        user: Arc<str>,
        domain: Arc<str>,
        caller: CallerId,
        codecs: Option<CodecNames>,
    },
    /// A gateway of a trunk.
    Gateway { hop: TrunkHop, gateway: usize },
}

/// A connection to an endpoint, as the router planned it.
struct Ring {
    user: Arc<str>,
    called: Party,
    secs: u32,
    caller: CallerId,
    max_calls: Option<u32>,
}

impl Actor {
    pub(crate) fn route(&mut self, connection: ConnectionId, request: &RouteRequest) {
        let now = self.exchange.now();
        let from = match (request.by.endpoint, request.by.trunk) {
            (Some(endpoint), _) => Caller::Endpoint(endpoint),
            (None, Some(trunk)) => Caller::Trunk(trunk),
            (None, None) => return self.refused(connection, 403, Cause::NOT_AUTHORISED, request),
        };
        let facts = Facts {
            scope: &self.scope,
            from,
            dialled: &request.dialled,
            dialled_host: &request.dialled_host,
            caller_number: &request.caller.number,
            caller_name: request.caller.name.as_deref(),
            call: self.handle.id,
            now: now.wall,
            occasion: match request.origin {
                Origin::Dialled | Origin::Replaced => Occasion::Call,
                Origin::BlindTransfer | Origin::AttendedTransfer => Occasion::Transfer,
                Origin::Returned => Occasion::Return,
            },
        };
        let mut routing = self.exchange.ports.router.route(&facts);
        if self.withheld && request.origin == Origin::Dialled {
            withhold(&mut routing.plan);
        }
        self.trace.borrow_mut().decided(now.instant, routing.decisions);
        match routing.plan {
            Plan::Endpoint { endpoint, terminal_user, number, name, ring_secs, caller, max_calls } => {
                let called = Party {
                    number,
                    name,
                    endpoint: Some(endpoint),
                    trunk: None,
                    user: Some(terminal_user.clone()),
                };
                let ring = Ring { user: terminal_user, called, secs: ring_secs, caller, max_calls };
                self.ring_endpoint(connection, ring, request);
            }
            Plan::Trunks { attempts, number, emergency, max_secs } => {
                let called = Party { number, ..Party::default() };
                self.ring_trunks(connection, attempts, called, emergency, max_secs, request);
            }
            Plan::Refuse { status, cause, why } => {
                self.decided(Decision::new(why).with("status", status));
                self.refused(connection, status, cause, request);
            }
        }
    }

    pub(crate) fn decided(&self, decision: Decision) {
        let now = self.exchange.now().instant;
        self.trace.borrow_mut().decided(now, [decision]);
    }

    fn refused(&mut self, connection: ConnectionId, status: u16, cause: Cause, request: &RouteRequest) {
        let outside = request.dialled.len() > 8 || request.dialled.starts_with('+');
        let kind = match request.caller.trunk {
            Some(_) => Kind::In,
            None if outside => Kind::Out,
            None => Kind::Internal,
        };
        self.inputs.push_back(Input::Routed { connection, plan: CallPlan::Refuse { status, cause, kind } });
    }

    fn ring_endpoint(&mut self, connection: ConnectionId, ring: Ring, request: &RouteRequest) {
        let Some(endpoint) = ring.called.endpoint else { return };
        let calls = self.exchange.endpoint_calls.borrow().get(&endpoint).copied().unwrap_or(0);
        if ring.max_calls.is_some_and(|most| calls >= most) {
            self.decided(Decision::new(Reason::EndpointFull).with("calls", calls));
            return self.refused(connection, 486, Cause::USER_BUSY, request);
        }
        let now = self.exchange.now().wall;
        let account = self.exchange.ports.credentials.account(&ring.user);
        let codecs = account.as_ref().and_then(|account| account.codecs.clone());
        let domain = account.and_then(|account| account.domains.first().cloned());
        let domain = domain.unwrap_or_else(|| self.exchange.config.realm.as_str().into());
        let bindings = self.exchange.location.of(&self.scope, endpoint);
        let mut targets = Vec::with_capacity(bindings.len());
        for binding in bindings.iter().filter(|binding| binding.expires > now) {
            let Some(flow) = flow_of(binding) else { continue };
            let (user, domain, caller) = (ring.user.clone(), domain.clone(), ring.caller.clone());
            let (binding, codecs) = (Box::new(binding.clone()), codecs.clone());
            let reach = Reach::Device { binding, flow, user, domain, caller, codecs };
            targets.push(self.add_target(reach));
        }
        let ring_devices = Decision::new(Reason::DevicesRing).with("ringing", targets.len());
        self.decided(ring_devices.with("registered", bindings.len()));
        let ring_time = Duration::from_secs(ring.secs.into());
        let kind = if request.caller.trunk.is_some() { Kind::In } else { Kind::Internal };
        let plan = CallPlan::Ring {
            attempts: vec![Attempt { targets, ring: ring_time, party: ring.called.clone() }],
            kind,
            called: ring.called,
            emergency: false,
            max_duration: None,
        };
        self.inputs.push_back(Input::Routed { connection, plan });
    }

    fn ring_trunks(
        &mut self,
        connection: ConnectionId,
        hops: Vec<TrunkHop>,
        called: Party,
        emergency: bool,
        max_secs: Option<u64>,
        request: &RouteRequest,
    ) {
        let mut attempts = Vec::with_capacity(hops.len());
        for hop in hops {
            let busy = self.exchange.trunk_calls.borrow().get(&hop.trunk.id).copied().unwrap_or(0);
            if !emergency && hop.trunk.max_calls.is_some_and(|most| busy >= most) {
                let full = Decision::new(Reason::TrunkFull).with("trunk", &hop.trunk.name);
                self.decided(full.with("calls", busy));
                continue;
            }
            let up = self.exchange.trunks.borrow().usable(&hop.trunk, emergency);
            let tried = Decision::new(Reason::TrunkGateways).with("trunk", &hop.trunk.name);
            self.decided(tried.with("up", up.len()).with("gateways", hop.trunk.gateways.len()));
            for gateway in up {
                let party = Party { trunk: Some(hop.trunk.id), ..called.clone() };
                let ring = Duration::from_secs(hop.ring_secs.into());
                let target = self.add_target(Reach::Gateway { hop: hop.clone(), gateway });
                attempts.push(Attempt { targets: vec![target], ring, party });
            }
        }
        if attempts.is_empty() {
            return self.refused(connection, 503, Cause::NO_CIRCUIT, request);
        }
        let max_duration = max_secs.map(Duration::from_secs);
        let plan = CallPlan::Ring { attempts, kind: Kind::Out, called, emergency, max_duration };
        self.inputs.push_back(Input::Routed { connection, plan });
    }

    /// A gateway that is being tried counts for its trunk from now on.
    pub(crate) fn busy_trunk(&mut self, connection: ConnectionId, target: Target) {
        let Some(Reach::Gateway { hop, .. }) = self.targets.get(target.0 as usize) else { return };
        let trunk = Some(hop.trunk.id);
        self.now_called(connection, &Party { trunk, ..Party::default() });
    }

    fn add_target(&mut self, reach: Reach) -> Target {
        let place = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        self.targets.push(reach);
        Target(place)
    }
}

/// The caller's wish not to be shown holds whatever the rules say; carriers and emergency services still get the
/// number, marked (RFC 3325 §9).
fn withhold(plan: &mut Plan) {
    match plan {
        Plan::Endpoint { caller, .. } => caller.withheld = true,
        Plan::Trunks { attempts, .. } => {
            for hop in attempts {
                hop.caller.withheld = true;
            }
        }
        Plan::Refuse { .. } => {}
    }
}

/// Where requests to a device go: back over the flow of its registration (RFC 5626). A stream connection of an
/// earlier run cannot be used again.
pub(crate) fn flow_of(binding: &Binding) -> Option<Flow> {
    let protocol = match binding.wire {
        Wire::Udp => Protocol::Udp,
        Wire::Tcp => Protocol::Tcp,
        Wire::Tls => Protocol::Tls,
        Wire::Ws => Protocol::Ws,
        Wire::Wss => Protocol::Wss,
    };
    let usable = protocol == Protocol::Udp || binding.flow != 0;
    usable.then_some(Flow { protocol, local: binding.local, peer: binding.source, connection: binding.flow })
}
