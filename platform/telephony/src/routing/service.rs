//! Routing at work: keeps every tenant's snapshot fresh and answers the switch from memory.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use kernel::id::TenantId;
use switch::{
    Account, Caller, CallerId, Credentials, Facts, Occasion, Plan, Reason, Router, Routing as Routed,
    TenantLimits, Trunk, TrunkHealth, TrunkHop, TrunkMatch, Trunks,
};
use tenancy::{Directory, KeyKind, TenantKind, TenantScope};

use super::compile;
use super::decide::{self, From, Hop, Question, Shown, Verdict, Why};
use super::index::{Index, Owned, Tenant};
use super::table::Endpoint;
use crate::change::Changes;
use crate::registrar::Sources;
use crate::trunks::{Dialling, TrunkStates};

/// Routing. Clones share one state.
#[derive(Clone)]
pub struct Routing {
    inner: Arc<Inner>,
}

struct Inner {
    directory: Directory,
    index: ArcSwap<Index>,
    changes: Arc<Changes>,
    states: Arc<TrunkStates>,
    on_state: OnState,
}

/// Hears when the state of a tenant's trunk changes.
type OnState = Box<dyn Fn(&TenantScope, &TrunkHealth) + Send + Sync>;

/// How long to wait before a tenant whose rows could not be read is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Routing {
    /// Routing without tenants yet: see [`load`](Self::load). `on_state` hears when a trunk's state changes.
    pub fn new(
        directory: Directory,
        changes: Arc<Changes>,
        states: Arc<TrunkStates>,
        on_state: impl Fn(&TenantScope, &TrunkHealth) + Send + Sync + 'static,
    ) -> Self {
        let index = ArcSwap::from_pointee(Index::default());
        let on_state = Box::new(on_state);
        Self { inner: Arc::new(Inner { directory, index, changes, states, on_state }) }
    }

    /// Compiles every tenant: once, before the first call.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(&self) -> tenancy::Result<()> {
        for scope in self.inner.directory.every() {
            self.compile(scope.tenant()).await?;
        }
        Ok(())
    }

    /// Compiles tenants whose rows or facts changed, until the future is dropped.
    pub async fn run(&self) {
        self.inner.changes.listen();
        let mut facts = self.inner.directory.generation();
        loop {
            let marked = tokio::select! {
                marked = self.inner.changes.next() => Some(marked),
                // Facts of tenants (country, limits, suspension) change without rows of ours.
                () = tokio::time::sleep(FACTS_INTERVAL) => None,
            };
            let seen = self.inner.directory.generation();
            if seen != std::mem::replace(&mut facts, seen) {
                self.follow_facts().await;
            }
            let Some((number, tenants)) = marked else { continue };
            for tenant in tenants {
                if let Err(error) = self.compile(tenant).await {
                    tracing::error!(tenant.id = %tenant, %error, "routing is not compiled; tried again");
                    let changes = self.inner.changes.clone();
                    tokio::time::sleep(RETRY).await;
                    changes.mark(tenant);
                }
            }
            self.inner.changes.compiled(number);
        }
    }

    /// Compiles tenants that are new, gone, or whose facts are newer than what was compiled.
    async fn follow_facts(&self) {
        let scopes = self.inner.directory.every();
        let index = self.inner.index.load_full();
        for scope in &scopes {
            let generation = self.inner.directory.tenant(scope).generation;
            let compiled = index.tenant(scope.tenant()).map(|tenant| tenant.generation);
            if compiled != Some(generation) {
                self.inner.changes.mark(scope.tenant());
            }
        }
        for tenant in index.tenants() {
            if scopes.iter().all(|scope| scope.tenant() != tenant.scope.tenant()) {
                self.inner.changes.mark(tenant.scope.tenant());
            }
        }
    }

    async fn compile(&self, id: TenantId) -> tenancy::Result<()> {
        let compiled = match self.inner.directory.envelope(id) {
            Some(scope) => Some(Arc::new(self.compile_scope(scope).await?)),
            None => None,
        };
        self.inner.index.rcu(|index| index.with(id, compiled.clone()));
        Ok(())
    }

    async fn compile_scope(&self, scope: TenantScope) -> tenancy::Result<Tenant> {
        let directory = &self.inner.directory;
        let facts = directory.tenant(&scope);
        let before = self.inner.index.load_full().tenant(scope.tenant()).cloned();
        let before = before.as_deref().map(|tenant| &tenant.table);
        let (table, trunks) = super::store::read(&scope, directory.realm(), before).await?;
        let trunks = trunks.into_iter().filter_map(|opened| compile::trunk(&scope, opened)).collect();
        let domains: Arc<[Arc<str>]> =
            facts.domain.iter().map(|domain| domain.to_lowercase().into()).collect();
        Ok(Tenant {
            generation: facts.generation,
            domains,
            limits: TenantLimits {
                max_calls: facts.limits.concurrent_calls.unwrap_or(u32::MAX),
                calls_per_sec: facts.limits.calls_per_second.unwrap_or(u32::MAX),
            },
            table,
            trunks,
            scope,
        })
    }

    /// The present snapshot.
    pub fn index(&self) -> Arc<Index> {
        self.inner.index.load_full()
    }

    /// Trunk states as the switch reports them.
    pub fn trunk_states(&self) -> &Arc<TrunkStates> {
        &self.inner.states
    }

    /// The compiled endpoint.
    pub fn endpoint(&self, tenant: TenantId, endpoint: kernel::id::EndpointId) -> Option<Arc<Endpoint>> {
        self.inner.index.load().tenant(tenant)?.table.endpoints.get(&endpoint).cloned()
    }
}

/// How often facts of tenants are looked at where nothing else wakes the compiler.
const FACTS_INTERVAL: Duration = Duration::from_millis(500);

impl Credentials for Routing {
    fn account(&self, terminal_user: &str) -> Option<Arc<Account>> {
        let found = self.inner.directory.find(KeyKind::TerminalUser, terminal_user)?;
        let index = self.inner.index.load();
        let tenant = index.tenant(found.scope.tenant())?;
        let endpoint = tenant.table.endpoints.get(&found.subject.into())?;
        Some(Arc::new(Account {
            scope: tenant.scope.clone(),
            endpoint: endpoint.id,
            terminal_user: endpoint.terminal_user.clone(),
            domains: tenant.domains.clone(),
            ha1: endpoint.ha1.clone(),
            number: endpoint.number.clone(),
            name: endpoint.name.clone(),
            codecs: endpoint.codecs.clone(),
        }))
    }

    fn domain_owner(&self, host: &str) -> Option<TenantId> {
        self.inner.directory.find(KeyKind::SipDomain, host).map(|found| found.scope.tenant())
    }
}

fn shown(shown: Shown) -> CallerId {
    CallerId { number: shown.number, name: shown.name, withheld: shown.withheld }
}

impl Router for Routing {
    fn route(&self, facts: &Facts<'_>) -> Routed {
        let index = self.inner.index.load();
        let Some(tenant) = index.tenant(facts.scope.tenant()) else {
            let cause = kernel::Cause::TEMPORARY_FAILURE;
            let plan = Plan::Refuse { status: 503, cause, why: Reason::NotLoaded };
            return Routed { plan, decisions: Vec::new() };
        };
        let question = Question {
            from: match facts.from {
                Caller::Endpoint(endpoint) => From::Endpoint(endpoint),
                Caller::Trunk(trunk) => From::Trunk(trunk),
            },
            dialled: facts.dialled,
            caller_number: facts.caller_number,
            caller_name: facts.caller_name,
            why: match facts.occasion {
                Occasion::Call => Why::Call,
                Occasion::Transfer => Why::Transfer,
                Occasion::Return => Why::Return,
            },
        };
        let states = &self.inner.states;
        let (verdict, decisions) = decide::decide(&tenant.table, &question, &|trunk| states.is_up(trunk));
        Routed { plan: plan_of(tenant, verdict), decisions }
    }

    fn is_emergency(&self, scope: &TenantScope, dialled: &str) -> bool {
        let index = self.inner.index.load();
        index
            .tenant(scope.tenant())
            .is_some_and(|tenant| tenant.table.is_emergency(&decide::typed_digits(dialled)))
    }

    fn limits(&self, scope: &TenantScope) -> TenantLimits {
        let none = TenantLimits { max_calls: 0, calls_per_sec: 0 };
        self.inner.index.load().tenant(scope.tenant()).map_or(none, |tenant| tenant.limits)
    }
}

fn plan_of(tenant: &Tenant, verdict: Verdict) -> Plan {
    match verdict {
        Verdict::Ring { endpoint, number, shown: caller } => Plan::Endpoint {
            endpoint: endpoint.id,
            terminal_user: endpoint.terminal_user.clone(),
            number,
            name: endpoint.name.clone(),
            ring_secs: u32::from(endpoint.ring_secs),
            caller: shown(caller),
            max_calls: Some(if endpoint.call_waiting { u32::from(endpoint.max_calls) } else { 1 }),
        },
        Verdict::Out { hops, number, emergency } => Plan::Trunks {
            attempts: hops.into_iter().filter_map(|hop| trunk_hop(tenant, hop)).collect(),
            number,
            emergency,
            max_secs: None,
        },
        Verdict::Refuse { status, cause, why } => Plan::Refuse { status, cause, why },
    }
}

fn trunk_hop(tenant: &Tenant, hop: Hop) -> Option<TrunkHop> {
    Some(TrunkHop {
        trunk: tenant.trunks.get(&hop.trunk)?.trunk.clone(),
        number: hop.number,
        caller: shown(hop.shown),
        route: hop.route,
        ring_secs: u32::from(hop.ring_secs),
    })
}

/// The trunk side of routing: which trunk a request came over, and for whom.
#[derive(Clone)]
pub struct TrunkDoor {
    routing: Routing,
    sources: Arc<Sources>,
}

impl TrunkDoor {
    /// `sources` tells phones from carriers where they share an address.
    pub const fn new(routing: Routing, sources: Arc<Sources>) -> Self {
        Self { routing, sources }
    }

    /// The tenant that a called number belongs to, if this trunk may serve it: its own tenant, or one below the
    /// operator or reseller whose trunk it is.
    fn serves(&self, index: &Index, owned: Owned, called: &str) -> Option<TenantScope> {
        let own = index.tenant(owned.0)?;
        if own.table.public_number(called).is_some() {
            return Some(own.scope.clone());
        }
        let directory = &self.routing.inner.directory;
        let complete = match called.strip_prefix('+') {
            Some(_) => called.to_owned(),
            None => own.table.normalise(called).map_or_else(|| format!("+{called}"), |n| n.to_string()),
        };
        let holder = directory
            .find(KeyKind::Number, &complete)
            .or_else(|| directory.find(KeyKind::Number, &format!("+{}", called.trim_start_matches('+'))))?;
        let (owner, below) = (directory.tenant(&own.scope), directory.tenant(&holder.scope));
        let is_below = match owner.kind {
            TenantKind::Operator => true,
            TenantKind::Reseller => owner.reseller == below.reseller,
            TenantKind::Customer => false,
        };
        is_below.then_some(holder.scope)
    }

    fn matched(&self, index: &Index, owned: Owned, called: &str) -> Option<TrunkMatch> {
        let trunk = index.trunk(owned)?.trunk.clone();
        if let Some(scope) = self.serves(index, owned, called) {
            return Some(TrunkMatch::Call { scope, trunk });
        }
        let own = index.tenant(owned.0)?;
        let dialling = own.table.trunks.get(&owned.1)?.dialling;
        (dialling > Dialling::Numbers).then(|| TrunkMatch::Call { scope: own.scope.clone(), trunk })
    }
}

impl Trunks for TrunkDoor {
    fn by_source(&self, source: SocketAddr, called: &str) -> TrunkMatch {
        let index = self.routing.inner.index.load();
        let mut known = false;
        for owned in index.at_source(source) {
            known = true;
            if self.sources.has(source) {
                return TrunkMatch::NotATrunk;
            }
            if let Some(matched) = self.matched(&index, owned, called) {
                return matched;
            }
        }
        if known { TrunkMatch::UnknownNumber } else { TrunkMatch::NotATrunk }
    }

    fn by_contact(&self, token: &str, _source: SocketAddr, called: &str) -> TrunkMatch {
        let index = self.routing.inner.index.load();
        let Some(owned) = index.by_token(token) else { return TrunkMatch::NotATrunk };
        self.matched(&index, owned, called).unwrap_or(TrunkMatch::UnknownNumber)
    }

    fn all(&self) -> (u64, Vec<Arc<Trunk>>) {
        let index = self.routing.inner.index.load();
        let has_name = |gateway: &switch::Gateway| gateway.host.parse::<std::net::IpAddr>().is_err();
        let needs_care = |trunk: &Trunk| {
            trunk.registration.is_some() || trunk.options_secs > 0 || trunk.gateways.iter().any(has_name)
        };
        let all = index.tenants().flat_map(|tenant| tenant.trunks.values());
        let trunks = all.map(|trunk| trunk.trunk.clone()).filter(|trunk| needs_care(trunk)).collect();
        (index.generation(), trunks)
    }

    fn generation(&self) -> u64 {
        self.routing.inner.index.load().generation()
    }

    fn health(&self, health: TrunkHealth) {
        let index = self.routing.inner.index.load();
        let owner = index.tenants().find(|tenant| tenant.trunks.contains_key(&health.trunk));
        let Some(owner) = owner else { return };
        let inner = &self.routing.inner;
        if inner.states.put(health.trunk, health.clone().into()) {
            (inner.on_state)(&owner.scope, &health);
        }
    }
}
