//! What the switch asks of those above it. Every answer comes from memory, at once: these are on the call path.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kernel::id::{CallId, EndpointId, RouteId, TenantId, TrunkId};
use kernel::{Cause, Network, Timestamp, Wire};
use sip::Message;
use sip::digest::Ha1;
use sip::flow::Flow;
use tenancy::TenantScope;

use crate::bans::Ban;
use crate::decision::{Decision, Reason};
use crate::guard::OffenceKind;
use crate::watch::Attack;

/// Encoding names of SDP in order of preference, as [`sdp::Session::keep_codecs`] takes them.
pub type CodecNames = Arc<[&'static str]>;

/// A SIP identity and what is needed to check it.
#[derive(Clone)]
pub struct Account {
    /// Its tenant.
    pub scope: TenantScope,
    /// Which endpoint.
    pub endpoint: EndpointId,
    /// Its user name in digests; unique over the installation (PBX-11).
    pub terminal_user: Arc<str>,
    /// The SIP domains of its tenant, in lower case.
    pub domains: Arc<[Arc<str>]>,
    /// Its hashes in the installation's realm.
    pub ha1: Ha1,
    /// The extension's number, if it has one: what others see and dial.
    pub number: Option<Arc<str>>,
    /// Display name.
    pub name: Option<Arc<str>>,
    /// The codecs that it may use; none where it may use whatever both sides know.
    pub codecs: Option<CodecNames>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("scope", &self.scope)
            .field("terminal_user", &self.terminal_user)
            .finish_non_exhaustive()
    }
}

/// Finds identities.
pub trait Credentials: Send + Sync + 'static {
    /// The account of a terminal user anywhere in the installation.
    fn account(&self, terminal_user: &str) -> Option<Arc<Account>>;

    /// The tenant that a host name belongs to as SIP domain (lower case), for the 404 of foreign domains.
    fn domain_owner(&self, host: &str) -> Option<TenantId>;
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// An endpoint of the tenant.
    Endpoint(EndpointId),
    /// A trunk.
    Trunk(TrunkId),
}

/// Why a route is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// A new call.
    Call,
    /// A blind transfer; `from` in [`Facts`] is the transferrer.
    Transfer,
    /// A failed transfer is given back to the transferrer.
    Return,
}

/// What is known about a connection when its route is asked for.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The tenant.
    pub scope: &'a TenantScope,
    /// On whose behalf.
    pub from: Caller,
    /// What was dialled: the user part of the Request-URI, unescaped.
    pub dialled: &'a str,
    /// Its host part.
    pub dialled_host: &'a str,
    /// The caller's number as signalled (P-Asserted-Identity of a trunk, else From).
    pub caller_number: &'a str,
    /// The caller's display name as signalled.
    pub caller_name: Option<&'a str>,
    /// The call.
    pub call: CallId,
    /// When.
    pub now: Timestamp,
    /// Why.
    pub occasion: Occasion,
}

/// What a called party is shown about the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerId {
    /// The number: an extension or E.164 with `+`. Empty: withheld.
    pub number: Arc<str>,
    /// The display name.
    pub name: Option<Arc<str>>,
    /// The caller asked not to be shown (RFC 3323): `Anonymous` towards phones, `Privacy: id` towards trunks.
    pub withheld: bool,
}

/// One trunk to try.
#[derive(Debug, Clone)]
pub struct TrunkHop {
    /// The trunk and how it is reached.
    pub trunk: Arc<Trunk>,
    /// The number in the form that this carrier wants.
    pub number: String,
    /// What the carrier is told about the caller.
    pub caller: CallerId,
    /// The outbound route that chose it, for the record.
    pub route: Option<RouteId>,
    /// How long this trunk may ring, in seconds.
    pub ring_secs: u32,
}

/// Where a connection goes.
#[derive(Debug, Clone)]
pub enum Plan {
    /// To an endpoint of the tenant: all its devices ring.
    Endpoint {
        /// Which endpoint.
        endpoint: EndpointId,
        /// Its terminal user, for the record.
        terminal_user: Arc<str>,
        /// The number under which it was reached.
        number: Arc<str>,
        /// Its display name.
        name: Option<Arc<str>>,
        /// How long it rings, in seconds.
        ring_secs: u32,
        /// What it is shown.
        caller: CallerId,
        /// Most calls at once; `None`: no bound. One more is answered busy (486, cause 17).
        max_calls: Option<u32>,
    },
    /// Over trunks, in this order, until one takes it.
    Trunks {
        /// The attempts.
        attempts: Vec<TrunkHop>,
        /// The number for the record, E.164 with `+` where it is one.
        number: Arc<str>,
        /// An emergency call (PBX-26).
        emergency: bool,
        /// Longest duration, in seconds.
        max_secs: Option<u64>,
    },
    /// Not to be connected.
    Refuse {
        /// SIP status for the caller.
        status: u16,
        /// Cause.
        cause: Cause,
        /// Why, for the trace.
        why: Reason,
    },
}

/// A plan and how it came about.
#[derive(Debug, Clone)]
pub struct Routing {
    /// The plan.
    pub plan: Plan,
    /// The steps, for the trace.
    pub decisions: Vec<Decision>,
}

/// Bounds of one tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantLimits {
    /// Most calls at once.
    pub max_calls: u32,
    /// Most new calls in one second.
    pub calls_per_sec: u32,
}

/// Decides where connections go.
pub trait Router: Send + Sync + 'static {
    /// Facts to plan. Called once per connection, and again for each transfer.
    fn route(&self, facts: &Facts<'_>) -> Routing;

    /// Whether this would be an emergency call: asked before admission, so that limits cannot stop it.
    fn is_emergency(&self, scope: &TenantScope, dialled: &str) -> bool;

    /// The tenant's bounds.
    fn limits(&self, scope: &TenantScope) -> TenantLimits;
}

/// One gateway of a trunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub wire: Wire,
}

/// How a trunk registers with its carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrunkRegistration {
    /// User part of the address of record.
    pub user: String,
    /// Host of the address of record and of the registrar's Request-URI.
    pub domain: String,
    /// Wanted expiry, in seconds.
    pub expires_secs: u32,
    /// User part of the contact that we register: unguessable, it names this trunk in calls from the carrier.
    pub contact_token: String,
}

/// What a trunk answers challenges with.
#[derive(Clone, PartialEq, Eq)]
pub struct TrunkSecret {
    /// Digest user name.
    pub user: String,
    /// Digest password.
    pub password: String,
}

impl std::fmt::Debug for TrunkSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TrunkSecret").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A SIP connection to a carrier or another exchange, as the switch uses it.
#[derive(Debug, Clone)]
pub struct Trunk {
    /// Which trunk.
    pub id: TrunkId,
    /// The tenant that owns it (an operator's trunk: the operator's home tenant).
    pub scope: TenantScope,
    /// Its name, for people.
    pub name: Arc<str>,
    /// Gateways in order of preference.
    pub gateways: Vec<Gateway>,
    /// Registration, if it registers.
    pub registration: Option<TrunkRegistration>,
    /// Credentials for challenges, if any.
    pub secret: Option<TrunkSecret>,
    /// Host in From; default the gateway's.
    pub from_domain: Option<String>,
    /// Seconds between OPTIONS to each gateway; 0: none, the gateways count as up.
    pub options_secs: u32,
    /// Most calls at once.
    pub max_calls: Option<u32>,
}

/// Which trunk a request came over.
#[derive(Debug, Clone)]
pub enum TrunkMatch {
    /// This trunk, calling for this tenant.
    Call {
        /// The tenant of the called number.
        scope: TenantScope,
        /// The trunk.
        trunk: Arc<Trunk>,
    },
    /// A trunk, but no tenant has the called number (404).
    UnknownNumber,
    /// Not a trunk: go on with digest authentication.
    NotATrunk,
}

/// What went wrong last with a trunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// At what.
    pub at: TroubleAt,
    /// The SIP status that came; `None` when nothing came.
    pub status: Option<u16>,
}

/// What a trunk was doing when trouble came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleAt {
    /// Finding the address of a gateway's name.
    Resolving,
    /// Asking a gateway whether it is there (OPTIONS).
    Probing,
    /// Registering.
    Registering,
}

/// The state of a gateway or registration of a trunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrunkHealth {
    /// Which trunk.
    pub trunk: TrunkId,
    /// Whether it can carry calls now: at least one gateway is up and, if it registers, it is registered.
    pub up: bool,
    /// Whether it is registered; `None` when it does not register.
    pub registered: Option<bool>,
    /// For each gateway in order: up?
    pub gateways: Vec<bool>,
    /// The last failure.
    pub trouble: Option<Trouble>,
    /// Since when it is in this state.
    pub since: Timestamp,
}

/// Knows the trunks.
pub trait Trunks: Send + Sync + 'static {
    /// The trunk behind a source address, and the tenant that `called` (user part of the Request-URI) belongs to.
    fn by_source(&self, source: SocketAddr, called: &str) -> TrunkMatch;

    /// The trunk that registered the contact with this user part. `called` is the number in To, since the
    /// Request-URI carries the contact.
    fn by_contact(&self, token: &str, source: SocketAddr, called: &str) -> TrunkMatch;

    /// All trunks that register, are probed, or have a gateway whose name must be resolved, with a number that changes
    /// whenever the list does.
    fn all(&self) -> (u64, Vec<Arc<Trunk>>);

    /// The number that [`Self::all`] gives now: asked every second.
    fn generation(&self) -> u64 {
        self.all().0
    }

    /// Told when a trunk's state changes.
    fn health(&self, health: TrunkHealth);
}

/// What a REGISTER is answered with.
#[derive(Debug, Clone)]
pub struct RegisterAnswer {
    /// SIP status, 200 to 699.
    pub status: u16,
    /// Reason phrase.
    pub reason: &'static str,
    /// Further headers: Contact, Path, Service-Route, Min-Expires, Date …
    pub headers: Vec<(&'static str, String)>,
}

/// The registrar: the only writer of the location door.
pub trait Register: Send + Sync + 'static {
    /// Serves an authenticated REGISTER whose Request-URI and To were found to belong to the account's tenant.
    fn register(&self, account: &Account, request: &Message, flow: Flow, now: Timestamp) -> RegisterAnswer;

    /// A stream connection closed: bindings over it can no longer be reached.
    fn flow_closed(&self, flow: Flow);
}

/// A call that ended, with its records and the proof that they are kept.
#[derive(Debug)]
pub struct FinishedCall {
    /// The tenant.
    pub tenant: TenantId,
    /// The records, in order; at least one.
    pub cdrs: Vec<call::Cdr>,
    /// To be acknowledged when the records are in the database.
    pub receipt: Receipt,
}

/// Takes records. It must not wait: the journal keeps them until the receipt is acknowledged.
///
/// After a restart the records of calls whose receipt was not acknowledged come again, with the same ids: writing
/// them must be idempotent.
pub trait CdrSink: Send + Sync + 'static {
    /// Takes the records of one call.
    fn finished(&self, call: FinishedCall);
}

/// Takes traces. It must not wait.
pub trait TraceSink: Send + Sync + 'static {
    /// Takes the trace of an ended call: `blob` is JSON, as the trace page draws it.
    fn trace(&self, tenant: TenantId, call: CallId, blob: Bytes);
}

/// Proof that the records of a call stand in the journal.
pub struct Receipt(pub(crate) Box<dyn FnOnce() + Send + Sync>);

impl Receipt {
    /// A receipt that calls this when it is acknowledged: for tests of a sink.
    pub fn new(acknowledged: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Box::new(acknowledged))
    }

    /// The records are in the database: the journal may forget them.
    pub fn acknowledge(self) {
        (self.0)();
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Receipt")
    }
}

/// Everything that the switch is given.
#[derive(Clone)]
pub struct Ports {
    /// Identities.
    pub credentials: Arc<dyn Credentials>,
    /// Routes.
    pub router: Arc<dyn Router>,
    /// Trunks.
    pub trunks: Arc<dyn Trunks>,
    /// The registrar.
    pub register: Arc<dyn Register>,
    /// Records.
    pub cdrs: Arc<dyn CdrSink>,
    /// Traces.
    pub traces: Arc<dyn TraceSink>,
}

/// How long a drain may take and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Calls that ended by themselves.
    pub ended: usize,
    /// Calls that were cut when the time was over.
    pub cut: usize,
    /// How long it took.
    pub took: Duration,
}

/// Hears of attacks, and remembers bans over restarts. It is told on the sip thread: it hands on and returns.
pub trait Sentry: Send + Sync + 'static {
    /// An address has been banned.
    fn banned(&self, banned: Banned);

    /// What came in the last minute: from whom, and how much of banned addresses was dropped.
    fn minute(&self, attacks: Vec<(Network, Attack)>, dropped: Vec<(Network, u64)>);
}

/// Nobody listens.
impl Sentry for () {
    fn banned(&self, _: Banned) {}
    fn minute(&self, _: Vec<(Network, Attack)>, _: Vec<(Network, u64)>) {}
}

/// A ban that the exchange has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banned {
    /// Who, since and until when.
    pub ban: Ban,
    /// Why.
    pub offence: OffenceKind,
    /// The tenants whose terminal users were tried in the last minute.
    pub touched: Vec<TenantId>,
}
