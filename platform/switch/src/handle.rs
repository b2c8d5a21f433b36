//! The handle by which the rest of the server speaks to the sip thread.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use kernel::id::{CallId, EndpointId, TenantId, TrunkId};
use kernel::{Binding, Cause, Clock, Fault, FaultKind, Network, Rng, Timestamp};
use serde::{Deserialize, Serialize};
use sip_transport::MessageStream;
use tenancy::TenantScope;
use tokio::sync::{mpsc, oneshot};

use crate::bans::Ban;
use crate::config::Config;
use crate::journal::Keeper;
use crate::ports::{Drained, Ports, Sentry};
use crate::shared::Shared;
use crate::thread::{self, Command, Start};

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// A route is sought or nothing rings yet.
    Dialling,
    /// It rings.
    Ringing,
    /// The parties talk.
    Answered,
    /// A party holds the other.
    Held,
}

/// One party of an active call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveParty {
    /// The number shown.
    pub number: Arc<str>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// The endpoint, for parties of the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointId>,
    /// The trunk, for parties outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trunk: Option<TrunkId>,
}

/// A call as it stands now; also the body of the live events `call.*`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveCall {
    /// Which call.
    pub id: CallId,
    /// Where it stands.
    pub state: CallState,
    /// Direction.
    pub kind: call::Kind,
    /// Who calls.
    pub caller: ActiveParty,
    /// Who is called; the number is what was dialled until somebody answers.
    pub called: ActiveParty,
    /// When the exchange saw it.
    pub since: Timestamp,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<Timestamp>,
}

/// Figures since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Calls now.
    pub calls: u64,
    /// Calls since the start.
    pub calls_total: u64,
    /// Calls that were answered.
    pub answered_total: u64,
    /// Calls shed for overload or limits.
    pub shed_total: u64,
    /// REGISTER requests answered with 200.
    pub registered_total: u64,
    /// Failed authentications.
    pub auth_failed_total: u64,
    /// Requests that got no answer because their source is silenced.
    pub silenced_total: u64,
    /// Messages of banned addresses, dropped unread.
    pub banned_total: u64,
    /// Addresses and blocks that are banned, as of the last second.
    pub bans: u64,
    /// SIP messages received.
    pub received_total: u64,
    /// SIP messages sent.
    pub sent_total: u64,
    /// Messages that could not be parsed.
    pub malformed_total: u64,
    /// Call tasks that failed and were contained.
    pub panics_total: u64,
    /// The longest wait of input in the last second, in microseconds.
    pub lag_us: u64,
    /// SIP sessions held, as of the last second.
    pub sessions: u64,
    /// SIP transactions held, as of the last second.
    pub transactions: u64,
}

/// There is no such call in this tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such call")]
pub struct NoSuchCall;

impl Fault for NoSuchCall {
    fn kind(&self) -> FaultKind {
        FaultKind::NotFound
    }
    fn code(&self) -> &'static str {
        "calls.not_found"
    }
}

/// Why the switch could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A listener could not be opened; names the address.
    #[error(transparent)]
    Bind(#[from] sip_transport::BindError),
    /// The journal could not be read.
    #[error("cannot read the journal of calls")]
    Journal(#[source] bus::JournalError),
    /// The thread or its runtime could not be made.
    #[error("cannot start the SIP thread")]
    Thread(#[source] std::io::Error),
}

/// What the media threads tell, on its way to the sip thread.
#[derive(Debug)]
pub struct MediaEvents(pub(crate) mpsc::Receiver<media::Event>);

impl MediaEvents {
    /// The sink for [`media::Media::start`] and the receiving half for [`Surroundings`].
    pub fn channel() -> (media::EventSink, Self) {
        let (sender, receiver) = mpsc::channel(65_536);
        // A lost event costs a figure or a late hang-up; a waiting media thread would cost audio.
        (Box::new(move |event| drop(sender.try_send(event))), Self(receiver))
    }
}

/// What the switch works with, besides its ports.
pub struct Surroundings {
    /// Live events go here.
    pub live: bus::LiveHub,
    /// Records of running calls go here.
    pub journal: bus::Journal,
    /// The location door.
    pub location: tenancy::Location,
    /// Media streams.
    pub media: media::Media,
    /// What the media threads tell: the other half of [`MediaEvents::channel`].
    pub media_events: MediaEvents,
    /// The certificate of the TLS listeners.
    pub tls: Option<sip_transport::TlsIdentity>,
    /// How servers that trunks connect to over TLS are verified.
    pub client_tls: Option<Arc<rustls::ClientConfig>>,
    /// The realm's challenges are signed with this; kept over restarts, nonces outlive them.
    pub nonce_key: [u8; 32],
    /// Hears of attacks.
    pub sentry: Arc<dyn Sentry>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
}

/// The exchange's SIP side. Clones share one sip thread, which ends with [`Switch::stop`] or the last clone.
#[derive(Clone)]
pub struct Switch {
    shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    listening: Arc<Listening>,
}

impl std::fmt::Debug for Switch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Switch").field("listening", &self.listening).finish_non_exhaustive()
    }
}

impl Switch {
    /// Recovers what the journal holds of the last run (the records go to the [`crate::CdrSink`] at once), opens the
    /// listeners and starts the sip thread.
    ///
    /// # Errors
    /// [`StartError`] names the listener or what else is in the way.
    pub fn start(config: Config, ports: Ports, surroundings: Surroundings) -> Result<Self, StartError> {
        let keeper = Keeper::new(surroundings.journal.clone());
        for finished in keeper.recover().map_err(StartError::Journal)? {
            ports.cdrs.finished(finished);
        }
        let shared = Arc::new(Shared::default());
        let (commands, receiver) = mpsc::channel(1_024);
        let start = Start { config, ports, surroundings, keeper, shared: shared.clone(), commands: receiver };
        let (ready, opened) = std::sync::mpsc::channel();
        std::thread::Builder::new()
            .name("sip".to_owned())
            .spawn(move || thread::run(start, ready))
            .map_err(StartError::Thread)?;
        let ended = || StartError::Thread(std::io::Error::other("it ended at once"));
        let listening = Arc::new(opened.recv().map_err(|_| ended())??);
        Ok(Self { shared, commands, listening })
    }

    /// The addresses that are listened on, in the order of the configuration.
    pub fn listening(&self) -> &Listening {
        &self.listening
    }

    /// The tenant's calls, oldest first.
    pub fn active(&self, scope: &TenantScope) -> Vec<ActiveCall> {
        self.shared.active(scope.tenant())
    }

    /// How many calls a tenant has now.
    pub fn active_count(&self, tenant: TenantId) -> usize {
        self.shared.count(tenant)
    }

    /// The most calls that a tenant has had at one time today (UTC), since the start of this process.
    pub fn peak(&self, tenant: TenantId, now: kernel::Timestamp) -> usize {
        self.shared.peak(tenant, now)
    }

    /// Ends a call of the tenant. It is gone once its record is written, a moment later.
    ///
    /// # Errors
    /// [`NoSuchCall`], also for the calls of others.
    pub fn hang_up(&self, scope: &TenantScope, call: CallId) -> Result<(), NoSuchCall> {
        if !self.shared.has(scope.tenant(), call) {
            return Err(NoSuchCall);
        }
        self.commands.try_send(Command::HangUp(call, Cause::NORMAL_CLEARING)).map_err(|_| NoSuchCall)
    }

    /// Sends a registered device a NOTIFY outside of any dialog with this `Event`, such as `check-sync`, which has desk
    /// phones fetch their configuration again. Answers whether it was taken; what the device makes of it is not known.
    pub fn notify(&self, binding: &Binding, event: &'static str) -> bool {
        self.commands.try_send(Command::Notify(Box::new(binding.clone()), event)).is_ok()
    }

    /// The figures.
    pub fn counters(&self) -> Counters {
        self.shared.counters()
    }

    /// Hands in a WebSocket connection whose upgrade is done (RFC 7118). When it cannot be taken it is closed.
    pub fn accept_stream(&self, stream: MessageStream) {
        // A full queue closes the stream by dropping it, which is all that can be done for it.
        drop(self.commands.try_send(Command::Stream(Box::new(stream))));
    }

    /// Bans addresses: those of before a restart, or by hand.
    pub async fn ban(&self, bans: Vec<Ban>) {
        self.tell(Command::Ban(bans)).await;
    }

    /// Lifts the ban of a block.
    pub async fn lift_ban(&self, network: Network) {
        self.tell(Command::LiftBan(network)).await;
    }

    /// Says which addresses are never banned: these and no others.
    pub async fn never_ban(&self, networks: Vec<Network>) {
        self.tell(Command::NeverBan(networks)).await;
    }

    async fn tell(&self, command: Command) {
        // An error means that the thread has ended: then nothing is banned any more.
        drop(self.commands.send(command).await);
    }

    /// Lets no new call in (503), waits for the running ones, ends what is left after `wait` with cause 41.
    pub async fn drain(&self, wait: Duration) -> Drained {
        let (done, drained) = oneshot::channel();
        let asked = self.commands.send(Command::Drain(wait, done)).await;
        match (asked, drained.await) {
            (Ok(()), Ok(drained)) => drained,
            _ => Drained { ended: 0, cut: 0, took: Duration::ZERO },
        }
    }

    /// Ends the sip thread; calls that still run are cut as by a drain of no time.
    pub async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.commands.send(Command::Stop(done)).await.is_ok() {
            // An error means that the thread has ended already.
            drop(stopped.await);
        }
    }
}

/// Addresses with their real ports.
#[derive(Debug, Clone, Default)]
pub struct Listening {
    /// UDP.
    pub udp: Vec<SocketAddr>,
    /// TCP.
    pub tcp: Vec<SocketAddr>,
    /// TLS.
    pub tls: Vec<SocketAddr>,
}
