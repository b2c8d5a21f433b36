//! A telephone book that answers the ports of the switch from a few lines written by a test.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use kernel::id::{CallId, DeviceId, EndpointId, TenantId, TrunkId};
use kernel::system::SystemRng;
use kernel::{Binding, Cause, Timestamp, Wire};
use sip::digest::Ha1;
use sip::flow::{Flow, Protocol};
use sip::{HeaderName, Message};
use switch::{
    Account, Caller, CallerId, CdrSink, Credentials, Decision, Facts, FinishedCall, Occasion, Plan, Reason,
    Register, RegisterAnswer, Router, Routing, TenantLimits, TraceSink, Trunk, TrunkHealth, TrunkHop,
    TrunkMatch, Trunks,
};
use tenancy::{Location, TenantScope};
use tokio::sync::mpsc::UnboundedSender;

pub const REALM: &str = "conmuta.test";

pub struct Book {
    accounts: HashMap<String, Arc<Account>>,
    location: Location,
    pub trunks: Vec<Arc<Trunk>>,
    /// Trunk by source address.
    pub sources: HashMap<SocketAddr, TrunkId>,
    pub limits: Mutex<TenantLimits>,
    pub ring_secs: Mutex<u32>,
    pub most_calls: Mutex<Option<u32>>,
    pub health: Mutex<Vec<TrunkHealth>>,
    finished: UnboundedSender<FinishedCall>,
    traces: UnboundedSender<Bytes>,
}

impl Book {
    pub fn new(
        scopes: [TenantScope; 2],
        location: Location,
        finished: UnboundedSender<FinishedCall>,
        traces: UnboundedSender<Bytes>,
    ) -> Self {
        let mut accounts = HashMap::new();
        for (scope, name) in scopes.into_iter().zip(["acme", "bravo"]) {
            for extension in ["101", "102", "103", "104"] {
                let user = format!("{name}{extension}");
                let account = Account {
                    scope: scope.clone(),
                    endpoint: EndpointId::new(Timestamp::EPOCH, &SystemRng),
                    terminal_user: user.as_str().into(),
                    domains: Arc::from([Arc::from(format!("{name}.example"))]),
                    ha1: Ha1::of(&user, REALM, &format!("secret of {user}")),
                    number: Some(extension.into()),
                    name: Some(format!("{name} {extension}").into()),
                    // 104 may use these alone, and likes the second one better than others do.
                    codecs: (extension == "104").then(|| Arc::from(["G722", "PCMA"])),
                };
                accounts.insert(user, Arc::new(account));
            }
        }
        Self {
            accounts,
            location,
            trunks: Vec::new(),
            sources: HashMap::new(),
            limits: Mutex::new(TenantLimits { max_calls: 100, calls_per_sec: 100 }),
            ring_secs: Mutex::new(20),
            most_calls: Mutex::new(Some(2)),
            health: Mutex::default(),
            finished,
            traces,
        }
    }

    /// The tenant that trunks of tests belong to.
    pub fn scope(&self) -> TenantScope {
        self.accounts["acme101"].scope.clone()
    }

    fn of_extension(&self, tenant: TenantId, number: &str) -> Option<&Arc<Account>> {
        self.accounts
            .values()
            .find(|account| account.scope.tenant() == tenant && account.number.as_deref() == Some(number))
    }
}

impl Credentials for Book {
    fn account(&self, terminal_user: &str) -> Option<Arc<Account>> {
        self.accounts.get(terminal_user).cloned()
    }

    fn domain_owner(&self, host: &str) -> Option<TenantId> {
        let own = |account: &&Arc<Account>| account.domains.iter().any(|domain| **domain == *host);
        self.accounts.values().find(own).map(|account| account.scope.tenant())
    }
}

impl Router for Book {
    fn route(&self, facts: &Facts<'_>) -> Routing {
        let caller = CallerId {
            number: facts.caller_number.into(),
            name: facts.caller_name.map(Into::into),
            withheld: facts.caller_number.is_empty(),
        };
        assert_ne!(facts.dialled, "666666", "this number breaks the router");
        let number = facts.dialled.strip_prefix("+34910000").unwrap_or(facts.dialled);
        let plan = if let Some(account) = self.of_extension(facts.scope.tenant(), number) {
            Plan::Endpoint {
                endpoint: account.endpoint,
                terminal_user: account.terminal_user.clone(),
                number: number.into(),
                name: account.name.clone(),
                ring_secs: *self.ring_secs.lock().unwrap(),
                caller,
                max_calls: *self.most_calls.lock().unwrap(),
            }
        } else if facts.dialled.len() > 8 && matches!(facts.from, Caller::Endpoint(_)) {
            let attempts = self.trunks.iter().map(|trunk| TrunkHop {
                trunk: trunk.clone(),
                number: facts.dialled.to_owned(),
                caller: CallerId { number: "+34910000101".into(), ..caller.clone() },
                route: None,
                ring_secs: 20,
            });
            Plan::Trunks {
                attempts: attempts.collect(),
                number: facts.dialled.into(),
                emergency: false,
                max_secs: None,
            }
        } else {
            Plan::Refuse { status: 404, cause: Cause::UNALLOCATED, why: Reason::NobodyHere }
        };
        assert!(facts.occasion == Occasion::Call || facts.call.uuid().get_version_num() == 7);
        Routing { plan, decisions: vec![Decision::new(Reason::ExtensionFound).with("dialled", number)] }
    }

    fn is_emergency(&self, _scope: &TenantScope, dialled: &str) -> bool {
        dialled == "112"
    }

    fn limits(&self, _scope: &TenantScope) -> TenantLimits {
        *self.limits.lock().unwrap()
    }
}

impl Trunks for Book {
    fn by_source(&self, source: SocketAddr, called: &str) -> TrunkMatch {
        let Some(id) = self.sources.get(&source) else { return TrunkMatch::NotATrunk };
        let trunk = self.trunks.iter().find(|trunk| trunk.id == *id).expect("a trunk of the book");
        match called.strip_prefix("+34910000").and_then(|rest| self.of_extension(trunk.scope.tenant(), rest))
        {
            Some(account) => TrunkMatch::Call { scope: account.scope.clone(), trunk: trunk.clone() },
            None => TrunkMatch::UnknownNumber,
        }
    }

    fn by_contact(&self, token: &str, _source: SocketAddr, called: &str) -> TrunkMatch {
        let own = |trunk: &&Arc<Trunk>| {
            trunk.registration.as_ref().is_some_and(|registration| registration.contact_token == token)
        };
        let Some(trunk) = self.trunks.iter().find(own) else { return TrunkMatch::NotATrunk };
        match called.strip_prefix("+34910000").and_then(|rest| self.of_extension(trunk.scope.tenant(), rest))
        {
            Some(account) => TrunkMatch::Call { scope: account.scope.clone(), trunk: trunk.clone() },
            None => TrunkMatch::UnknownNumber,
        }
    }

    fn all(&self) -> (u64, Vec<Arc<Trunk>>) {
        (1, self.trunks.clone())
    }

    fn health(&self, health: TrunkHealth) {
        self.health.lock().unwrap().push(health);
    }
}

impl Register for Book {
    fn register(&self, account: &Account, request: &Message, flow: Flow, now: Timestamp) -> RegisterAnswer {
        let contact = request.header(HeaderName::Contact).unwrap_or_default();
        let uri = contact.trim_start_matches('<').split('>').next().unwrap_or_default();
        let binding = Binding {
            device: DeviceId::new(now, &SystemRng),
            tenant: account.scope.tenant(),
            endpoint: account.endpoint,
            contact: uri.into(),
            path: Vec::new(),
            wire: if flow.protocol == Protocol::Udp { Wire::Udp } else { Wire::Tcp },
            source: flow.peer,
            local: flow.local,
            flow: flow.connection,
            instance: None,
            reg_id: None,
            q_millis: 1000,
            user_agent: None,
            call_id: request.call_id().into(),
            cseq: request.cseq().number,
            since: now,
            expires: now + Duration::from_secs(600),
        };
        self.location.put(&account.scope, binding).expect("the binding is of this tenant");
        let headers = vec![("Contact", format!("{contact};expires=600"))];
        RegisterAnswer { status: 200, reason: "", headers }
    }

    fn flow_closed(&self, _flow: Flow) {}
}

impl CdrSink for Book {
    fn finished(&self, call: FinishedCall) {
        drop(self.finished.send(call));
    }
}

impl TraceSink for Book {
    fn trace(&self, _tenant: TenantId, _call: CallId, blob: Bytes) {
        drop(self.traces.send(blob));
    }
}
