//! The whole, composed: database, doors, media, switch and rooms, in the order in which each needs the one before.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use account::Account;
use bus::{Bus, Journal, JournalConfig, LiveHub, Outbox};
use feature::{Catalogue, Env};
use kernel::system::{SystemClock, SystemRng};
use kernel::{Clock as _, Rng as _};
use media::{Media, MediaConfig};
use switch::{MediaEvents, Surroundings, Switch};
use telephony::Telephony;
use telephony::provisioning::ProvisioningConfig;
use tenancy::{Database, DatabaseUrls, Directory, Location, Migration, Sealer};

use super::addresses;
use super::error::StartError;
use crate::config::Config;
use crate::data::{DataFolder, write_whole};
use crate::health::{self, Health};

/// Events that a tenant's ring keeps for clients that come back.
const LIVE_EVENTS: usize = 4_096;
/// A freed pair of media ports rests so long, so that a late packet of the old call meets nobody.
const QUARANTINE: Duration = Duration::from_secs(5);

/// What listens for SIP.
pub struct SipSide {
    /// UDP and TCP.
    pub plain: Option<SocketAddr>,
    /// TLS, with its identity.
    pub tls: Option<(SocketAddr, sip_transport::TlsIdentity)>,
}

impl SipSide {
    /// Nothing listens: for the command line, which works on the database alone.
    pub const NONE: Self = Self { plain: None, tls: None };
}

/// The running whole.
pub struct Node {
    /// Doors that features share.
    pub env: Env,
    /// People.
    pub account: Account,
    /// Phones.
    pub telephony: Telephony,
    /// Every feature.
    pub catalogue: Catalogue,
    /// How it all is.
    pub health: Health,
    database: Database,
    media: Media,
    journal: Journal,
}

impl Node {
    /// Opens everything. Nothing is listened on before the database is migrated and routing is compiled.
    ///
    /// # Errors
    /// What is at fault and what to do.
    pub async fn open(config: &Config, data: &DataFolder, sip: SipSide) -> Result<Self, StartError> {
        let rng = Arc::new(SystemRng);
        let sealer = Sealer::open(data.path(), rng.clone())?;
        let database = database(config).await?;
        let directory = Directory::open(database.clone(), Arc::new(SystemClock), rng, sealer).await?;
        Self::over(config, data, sip, database, directory).await
    }

    /// Composes the whole over a database that is migrated and its directory.
    ///
    /// # Errors
    /// What is at fault and what to do.
    pub async fn over(
        config: &Config,
        data: &DataFolder,
        sip: SipSide,
        database: Database,
        directory: Directory,
    ) -> Result<Self, StartError> {
        let (clock, rng) = (Arc::new(SystemClock), Arc::new(SystemRng));
        let account = Account::new(directory.clone())?;
        let live = LiveHub::new(u64::try_from(clock.now().micros()).unwrap_or_default(), LIVE_EVENTS);
        let location = Location::open(data.path(), clock.now())?;
        let settings = telephony::Config {
            traces: telephony::traces::TraceConfig {
                keep_days: u32::from(config.trace_days),
                ..Default::default()
            },
            provisioning: provisioning(config),
            ..Default::default()
        };
        let users = Arc::new(account.clone());
        let telephony = Telephony::open(
            directory.clone(),
            users,
            (location.clone(), live.clone()),
            data.path(),
            settings,
        )
        .await?;
        let health = Health::new(config, &*clock);
        let imports = account::imports::feature(&account, Some(Arc::new(telephony.clone())));
        let own = vec![health::feature(&health), crate::installation::feature(config), imports];
        let features = [account::features(&account), telephony.features(), own];
        let catalogue = Catalogue::new(features.into_iter().flatten().collect())?;
        account.know(&catalogue);
        let journal = Journal::open(JournalConfig::new(data.join("journal")))?;
        let (media_sink, media_events) = MediaEvents::channel();
        let media = Media::start(media_config(config), &*rng, media_sink)?;
        let surroundings = Surroundings {
            live: live.clone(),
            journal: journal.clone(),
            location: location.clone(),
            media: media.clone(),
            media_events,
            tls: sip.tls.as_ref().map(|(_, identity)| identity.clone()),
            client_tls: Some(crate::roots::client(config.tls_ca.as_deref())?),
            nonce_key: nonce_key(data)?,
            sentry: account.sentry(),
            clock: clock.clone(),
            rng: rng.clone(),
        };
        let switch = Switch::start(switch_config(config, &directory, &sip), telephony.ports(), surroundings)?;
        account.restore_bans(&switch).await?;
        let outbox = Outbox::start(&directory, catalogue.handlers());
        let bus = Bus { live, outbox };
        let env = Env { directory, bus, switch, location, clock, rng };
        let doors = health::Doors { env: env.clone(), journal: journal.clone(), media: media.clone() };
        health.connect(doors);
        Ok(Self { env, account, telephony, catalogue, health, database, media, journal })
    }

    /// Ends everything in the order that loses nothing: calls, their records, events, rows.
    pub async fn close(self, drain: Duration) {
        let drained = self.env.switch.drain(drain).await;
        tracing::info!(
            ended = drained.ended,
            cut = drained.cut,
            took_ms = drained.took.as_millis(),
            "calls are drained"
        );
        self.env.switch.stop().await;
        self.telephony.drain().await;
        self.account.drain().await;
        self.env.bus.outbox.stop().await;
        self.env.location.flush();
        self.media.stop();
        self.journal.close();
        self.database.close().await;
    }
}

/// Connects and migrates.
///
/// # Errors
/// What the database says.
pub async fn database(config: &Config) -> Result<Database, StartError> {
    let urls = DatabaseUrls { serve: config.database.clone(), migrate: config.database_migrate.clone() };
    let database = Database::connect(&urls).await?;
    let applied = database.migrate(migrations()).await?;
    if !applied.is_empty() {
        tracing::info!(count = applied.len(), "the database was migrated");
    }
    Ok(database)
}

/// The tables of all crates.
pub fn migrations() -> Vec<Migration> {
    [bus::migrations(), account::migrations(), telephony::migrations()].concat()
}

fn provisioning(config: &Config) -> ProvisioningConfig {
    let plain = || format!("http://{}", config.http.address);
    let announced = || config.announce.map(|address| address.to_string());
    ProvisioningConfig {
        public_url: Some(config.public_url.as_ref().map_or_else(plain, |url| url.below(""))),
        allow_plain: config.plain_provisioning,
        sip_host: config.name.clone().or_else(announced),
        trusted_tls: config.tls.is_some(),
    }
}

fn media_config(config: &Config) -> MediaConfig {
    MediaConfig {
        ports: config.rtp.clone(),
        addresses: addresses::local(config.sip.address.ip()),
        threads: config.media_threads,
        quarantine: QUARANTINE,
    }
}

fn switch_config(config: &Config, directory: &Directory, sip: &SipSide) -> switch::Config {
    let own: Vec<IpAddr> = addresses::local(config.sip.address.ip());
    let plain: Vec<SocketAddr> = sip.plain.into_iter().collect();
    switch::Config {
        udp: plain.clone(),
        tcp: plain,
        tls: sip.tls.iter().map(|(address, _)| *address).collect(),
        realm: directory.realm().to_owned(),
        names: config.name.iter().cloned().chain(["localhost".to_owned()]).collect(),
        addresses: config.announce.into_iter().chain(own).collect(),
        max_calls: config.max_calls,
        public_host: config.announce.map(|address| address.to_string()),
        public_media: config.announce,
        ..switch::Config::default()
    }
}

/// The key that signs the realm's nonces: kept, so that phones need no second challenge after a restart.
fn nonce_key(data: &DataFolder) -> Result<[u8; 32], StartError> {
    let path = data.join("nonce.key");
    if let Some(key) = std::fs::read(&path).ok().and_then(|bytes| bytes.try_into().ok()) {
        return Ok(key);
    }
    let mut key = [0; 32];
    SystemRng.fill(&mut key);
    write_whole(&path, &key).map_err(|source| StartError::File { path, source })?;
    Ok(key)
}
