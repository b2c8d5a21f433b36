//! The room as one value: what the server opens, hands to the switch as ports, runs, and drains at shutdown.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bus::{LiveEvent, LiveHub};
use feature::Users;
use serde::{Deserialize, Serialize};
use switch::Ports;
use tenancy::{Directory, Location};

use crate::cdrs::Records;
use crate::change::Changes;
use crate::provisioning::ProvisioningConfig;
use crate::registrar::{Limits, Registrar};
use crate::routing::{Routing, TrunkDoor};
use crate::traces::{TraceConfig, Traces};
use crate::trunks::{TrunkState, TrunkStates};

/// What can be set about telephony.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Registrations.
    pub registrations: RegistrationConfig,
    /// Traces of calls.
    pub traces: TraceConfig,
    /// How phones are set up.
    pub provisioning: ProvisioningConfig,
}

/// Bounds of registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationConfig {
    /// The shortest time granted, in seconds.
    pub min_secs: u32,
    /// The longest time granted, in seconds.
    pub max_secs: u32,
    /// Granted where a device does not ask for a time, in seconds.
    pub default_secs: u32,
}

impl Default for RegistrationConfig {
    fn default() -> Self {
        let Limits { min_secs, max_secs, default_secs, .. } = Limits::default();
        Self { min_secs, max_secs, default_secs }
    }
}

/// The room. Clones share one state.
#[derive(Clone)]
pub struct Telephony {
    directory: Directory,
    users: Arc<dyn Users>,
    changes: Arc<Changes>,
    routing: Routing,
    trunks: TrunkDoor,
    registrar: Registrar,
    records: Records,
    traces: Traces,
    provisioning: Arc<ProvisioningConfig>,
}

/// A trunk as live events tell it.
#[derive(Serialize)]
struct TrunkEvent<'a> {
    id: kernel::id::TrunkId,
    #[serde(flatten)]
    state: &'a TrunkState,
}

/// Where traces are kept below the data folder.
const TRACES: &str = "traces";

impl Telephony {
    /// Opens the room: compiles every tenant's routing and takes over the bindings from before a restart.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn open(
        directory: Directory,
        users: Arc<dyn Users>,
        (location, live): (Location, LiveHub),
        data: &Path,
        config: Config,
    ) -> tenancy::Result<Self> {
        let room = Self::assemble(directory, users, (location, live), data, config);
        room.routing.load().await?;
        Ok(room)
    }

    /// The room without any tenant compiled yet.
    pub(crate) fn assemble(
        directory: Directory,
        users: Arc<dyn Users>,
        (location, live): (Location, LiveHub),
        data: &Path,
        config: Config,
    ) -> Self {
        let changes = Changes::new();
        directory.attach(changes.clone());
        let told = live.clone();
        let routing = Routing::new(
            directory.clone(),
            changes.clone(),
            Arc::new(TrunkStates::default()),
            move |scope, health| {
                let state = TrunkState::from(health.clone());
                told.publish_with(scope, || {
                    LiveEvent::new("trunks.state", &TrunkEvent { id: health.trunk, state: &state })
                });
            },
        );
        let compiled = routing.clone();
        let limits = Limits {
            min_secs: config.registrations.min_secs,
            max_secs: config.registrations.max_secs,
            default_secs: config.registrations.default_secs,
            ..Limits::default()
        };
        let most = move |tenant, endpoint| {
            compiled.endpoint(tenant, endpoint).map_or(limits.devices, |e| usize::from(e.max_devices))
        };
        let registrar = Registrar::new(location, live, directory.clone(), limits, Arc::new(most));
        let traces: PathBuf = data.join(TRACES);
        Self {
            trunks: TrunkDoor::new(routing.clone(), registrar.sources().clone()),
            records: Records::new(directory.clone()),
            traces: Traces::new(directory.clone(), traces, config.traces),
            directory,
            users,
            provisioning: Arc::new(config.provisioning),
            changes,
            routing,
            registrar,
        }
    }

    /// What the switch is given.
    pub fn ports(&self) -> Ports {
        Ports {
            credentials: Arc::new(self.routing.clone()),
            router: Arc::new(self.routing.clone()),
            trunks: Arc::new(self.trunks.clone()),
            register: Arc::new(self.registrar.clone()),
            cdrs: Arc::new(self.records.clone()),
            traces: Arc::new(self.traces.clone()),
        }
    }

    /// Does the room's work (compiling, writing records and traces, forgetting bindings) until dropped.
    pub async fn run(&self) {
        tokio::join!(self.routing.run(), self.records.run(), self.traces.run(), self.sweep());
    }

    /// Waits until calls see what was changed so far; for who changes rows before [`run`](Self::run) is polled first.
    pub async fn settled(&self) {
        self.changes.listen();
        self.changes.settled().await;
    }

    async fn sweep(&self) {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.registrar.sweep(self.directory.clock().now());
        }
    }

    /// Writes what still waits: after the switch has stopped, before the database is closed.
    pub async fn drain(&self) {
        self.records.drain().await;
        self.traces.drain().await;
    }

    /// Where tenants are known.
    pub(crate) const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Users, for those slices that refer to them.
    pub fn users(&self) -> Arc<dyn Users> {
        Arc::clone(&self.users)
    }

    /// How phones are set up.
    pub fn provisioning(&self) -> &ProvisioningConfig {
        &self.provisioning
    }

    /// The registrar.
    pub const fn registrar(&self) -> &Registrar {
        &self.registrar
    }

    /// The routing.
    pub const fn routing(&self) -> &Routing {
        &self.routing
    }

    /// The records on their way.
    pub const fn records(&self) -> &Records {
        &self.records
    }

    /// The traces.
    pub const fn traces(&self) -> &Traces {
        &self.traces
    }

    /// What trunks are doing.
    pub fn trunk_states(&self) -> &Arc<TrunkStates> {
        self.routing.trunk_states()
    }
}
