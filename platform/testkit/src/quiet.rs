//! A switch without listeners whose ports know nobody, for tests that make no calls.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use bus::{Bus, Journal, JournalConfig};
use bytes::Bytes;
use kernel::id::{CallId, TenantId};
use kernel::system::{SystemClock, SystemRng};
use kernel::{Cause, Timestamp};
use media::{Media, MediaConfig};
use switch::{
    Account, CdrSink, Config, Credentials, Decision, Facts, FinishedCall, MediaEvents, Plan, Ports, Register,
    RegisterAnswer, Router, Routing, Surroundings, Switch, TenantLimits, TraceSink, Trunk, TrunkHealth,
    TrunkMatch, Trunks,
};
use tenancy::{Directory, Location, TenantScope};

struct Nobody;

/// Ports that know no endpoint, no trunk, no route, and keep nothing.
pub fn quiet_ports() -> Ports {
    let nobody = Arc::new(Nobody);
    Ports {
        credentials: nobody.clone(),
        router: nobody.clone(),
        trunks: nobody.clone(),
        register: nobody.clone(),
        cdrs: nobody.clone(),
        traces: nobody,
    }
}

/// Starts a switch that listens nowhere.
pub(crate) fn switch(
    directory: &Directory,
    bus: &Bus,
    location: &Location,
    ports: Ports,
    folder: &Path,
) -> Switch {
    let (sink, media_events) = MediaEvents::channel();
    let media_config =
        MediaConfig { addresses: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)], ..MediaConfig::default() };
    let media = Media::start(media_config, &SystemRng, sink).expect("media starts");
    let journal = Journal::open(JournalConfig::new(folder.join("journal"))).expect("the journal opens");
    let surroundings = Surroundings {
        live: bus.live.clone(),
        journal,
        location: location.clone(),
        media,
        media_events,
        tls: None,
        client_tls: None,
        nonce_key: [7; 32],
        sentry: Arc::new(()),
        clock: Arc::new(SystemClock),
        rng: Arc::new(SystemRng),
    };
    let config = Config { realm: directory.realm().to_owned(), ..Config::default() };
    Switch::start(config, ports, surroundings).expect("the switch starts")
}

impl Credentials for Nobody {
    fn account(&self, _: &str) -> Option<Arc<Account>> {
        None
    }
    fn domain_owner(&self, _: &str) -> Option<TenantId> {
        None
    }
}

impl Router for Nobody {
    fn route(&self, _: &Facts<'_>) -> Routing {
        let plan = Plan::Refuse { status: 404, cause: Cause::UNALLOCATED, why: switch::Reason::NobodyHere };
        Routing { plan, decisions: Vec::<Decision>::new() }
    }
    fn is_emergency(&self, _: &TenantScope, _: &str) -> bool {
        false
    }
    fn limits(&self, _: &TenantScope) -> TenantLimits {
        TenantLimits { max_calls: 0, calls_per_sec: 0 }
    }
}

impl Trunks for Nobody {
    fn by_source(&self, _: SocketAddr, _: &str) -> TrunkMatch {
        TrunkMatch::NotATrunk
    }
    fn by_contact(&self, _: &str, _: SocketAddr, _: &str) -> TrunkMatch {
        TrunkMatch::NotATrunk
    }
    fn all(&self) -> (u64, Vec<Arc<Trunk>>) {
        (0, Vec::new())
    }
    fn health(&self, _: TrunkHealth) {}
}

impl Register for Nobody {
    fn register(&self, _: &Account, _: &sip::Message, _: sip::flow::Flow, _: Timestamp) -> RegisterAnswer {
        RegisterAnswer { status: 404, reason: "Not Found", headers: Vec::new() }
    }
    fn flow_closed(&self, _: sip::flow::Flow) {}
}

impl CdrSink for Nobody {
    fn finished(&self, call: FinishedCall) {
        call.receipt.acknowledge();
    }
}

impl TraceSink for Nobody {
    fn trace(&self, _: TenantId, _: CallId, _: Bytes) {}
}
