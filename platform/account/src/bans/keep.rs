//! What hears of attacks from the exchange, remembers its bans, and tells the log of security events.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bus::{NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use kernel::Network;
use kernel::id::TenantId;
use switch::{Attack, Ban, Banned, OffenceKind, Sentry, Switch};
use tenancy::Directory;
use tokio::sync::Notify;
use web::Result;

use super::store::{self, Record, Side, Why};
use super::{BansChanged, allowed};
use crate::Account;

/// What the database would not take waits so long.
const AGAIN: Duration = Duration::from_secs(5);
/// Bans that wait for a database that is away; beyond it they hold in memory alone.
const MOST_WAITING: usize = 10_000;
/// A ban is forgotten so long after its end; until then the next one is longer.
const REMEMBERED: Duration = Duration::from_secs(7 * 24 * 3600);

/// Takes on the sip thread what is written elsewhere.
pub(crate) struct Keeper {
    directory: Directory,
    waiting: Mutex<Waiting>,
    bell: Notify,
}

#[derive(Default)]
struct Waiting {
    bans: Vec<Record>,
    dropped: HashMap<Network, u64>,
}

impl Keeper {
    pub(crate) fn new(directory: Directory) -> Arc<Self> {
        Arc::new(Self { directory, waiting: Mutex::default(), bell: Notify::new() })
    }

    /// An address is banned from the sign-in of the pages.
    pub(crate) fn shut_out(&self, ban: Ban) {
        self.remember(ban, Side::Web, Why::SignIn, Vec::new());
        let home = self.directory.console().home().clone();
        home.note_security(told(&ban, Why::SignIn, Side::Web));
    }

    fn remember(&self, ban: Ban, side: Side, why: Why, touched: Vec<TenantId>) {
        let mut waiting = self.lock();
        if waiting.bans.len() < MOST_WAITING {
            let Ban { network, since, until, strikes } = ban;
            let (note, made_by) = (String::new(), String::new());
            waiting.bans.push(Record { network, side, why, note, made_by, since, until, strikes, touched });
        }
        drop(waiting);
        self.bell.notify_one();
    }

    /// Writes bans as they come. It does not end.
    pub(crate) async fn run(&self) {
        loop {
            self.bell.notified().await;
            while let Err(problem) = self.write().await {
                tracing::warn!(cause = problem.causes(), "bans wait for the database");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }

    /// Writes what waits.
    pub(crate) async fn write(&self) -> Result<()> {
        let Waiting { bans, dropped } = std::mem::take(&mut *self.lock());
        if bans.is_empty() && dropped.is_empty() {
            return Ok(());
        }
        let written = self.write_all(&bans, &dropped).await;
        if written.is_err() {
            let mut waiting = self.lock();
            drop(waiting.bans.splice(0..0, bans));
            for (network, more) in dropped {
                *waiting.dropped.entry(network).or_default() += more;
            }
        }
        written
    }

    async fn write_all(&self, bans: &[Record], dropped: &HashMap<Network, u64>) -> Result<()> {
        let tx = self.directory.console().home().begin().await?;
        for record in bans {
            store::put(&tx, record).await?;
        }
        for (network, more) in dropped {
            store::dropped(&tx, *network, *more).await?;
        }
        store::forget(&tx, tx.now() - REMEMBERED).await?;
        tx.publish(BansChanged {}).await?;
        Ok(tx.commit().await?)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the log is told of a ban.
pub(super) fn told(ban: &Ban, why: Why, side: Side) -> SecurityEvent {
    let event = SecurityEvent::new(SecurityKind::Banned).source(ban.network.address());
    let event =
        event.with("network", ban.network.to_string()).with("why", why.word()).with("side", side.word());
    let event = event.with("strikes", ban.strikes);
    match ban.until {
        Some(until) => event.with("until", until.to_string()),
        None => event,
    }
}

impl Sentry for Keeper {
    fn banned(&self, banned: Banned) {
        let why = match banned.offence {
            OffenceKind::Guessing => Why::Guessing,
            OffenceKind::Scanning => Why::Scanning,
        };
        let event = told(&banned.ban, why, Side::Sip);
        let touched: Vec<_> = banned.touched.iter().filter_map(|id| self.directory.envelope(*id)).collect();
        // What tenants are told has its copy in the operator's home already.
        touched.iter().for_each(|scope| scope.note_security(event.clone()));
        if touched.is_empty() {
            self.directory.console().home().note_security(event);
        }
        self.remember(banned.ban, Side::Sip, why, banned.touched);
    }

    fn minute(&self, attacks: Vec<(Network, Attack)>, dropped: Vec<(Network, u64)>) {
        let home = self.directory.console().home().clone();
        for (network, attack) in attacks {
            let event = |kind, count| {
                let event = SecurityEvent::new(kind).count(count).with("network", network.to_string());
                let event = if network.length() > 0 { event.source(network.address()) } else { event };
                match &attack.agent {
                    Some(agent) => event.with("agent", agent.as_str()),
                    None => event,
                }
            };
            let mut nobodys = attack.failures;
            for touched in &attack.touched {
                let Some(scope) = self.directory.envelope(touched.tenant) else { continue };
                nobodys = nobodys.saturating_sub(touched.failures);
                scope.note_security(
                    event(SecurityKind::SipDigestFailed, touched.failures).account(&touched.user),
                );
            }
            for (kind, count) in
                [(SecurityKind::SipDigestFailed, nobodys), (SecurityKind::SipScanned, attack.silenced)]
            {
                if count > 0 {
                    home.note_security(event(kind, count));
                }
            }
        }
        let mut waiting = self.lock();
        for (network, more) in dropped {
            *waiting.dropped.entry(network).or_default() += more;
        }
        drop(waiting);
        self.bell.notify_one();
    }
}

impl Account {
    /// What the exchange tells of attacks.
    pub fn sentry(&self) -> Arc<dyn Sentry> {
        self.keeper().clone()
    }

    /// Takes over the bans from before a restart.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn restore_bans(&self, switch: &Switch) -> tenancy::Result<()> {
        let tx = self.directory().console().home().read().await?;
        let rows = tx.find::<store::Entity>().all().await?;
        let allowed = allowed::networks(&tx).await?;
        drop(tx);
        let of = |shut: Side| -> Vec<Ban> {
            let rows = rows.iter().filter(|row| row.side() == shut || row.side() == Side::All);
            rows.filter_map(store::Model::ban).collect()
        };
        {
            let mut doors = self.doors();
            doors.bans().allow(&allowed);
            of(Side::Web).into_iter().for_each(|ban| doors.bans().put(ban));
        }
        switch.never_ban(allowed).await;
        switch.ban(of(Side::Sip)).await;
        Ok(())
    }
}
