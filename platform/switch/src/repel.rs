//! Attackers are noted, banned, and dropped before anything is spent on them (OPS-41).

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use call::Moment;
use sip::flow::Flow;
use sip::{HeaderName, Message};

use crate::TrunkMatch;
use crate::exchange::Exchange;
use crate::guard::Offence;
use crate::ports::{Account, Banned};

/// Attacks are summed up over this time.
const MINUTE: Duration = Duration::from_secs(60);
/// What scanners call themselves, in lower case. The name alone is no offence: it makes one weigh more.
const SCANNERS: [&str; 9] = [
    "friendly-scanner",
    "sipvicious",
    "sundayddr",
    "sipcli",
    "sip-scan",
    "sipscan",
    "vaxsipuseragent",
    "pplsip",
    "iwar",
];

impl Exchange {
    /// Whether what comes from there is dropped unread.
    pub(crate) fn is_banned(&self, source: IpAddr) -> bool {
        let mut bans = self.bans.borrow_mut();
        !bans.is_empty() && bans.drops(self.clock.now(), source)
    }

    /// Counts a request without credentials, and bans who does nothing else.
    pub(crate) fn note_challenged(&self, message: Option<&Message>, flow: Flow) {
        let scanner = message.and_then(agent).is_some_and(is_scanner);
        let offence = self.guard.borrow_mut().challenged(self.clock.instant(), flow.peer.ip(), scanner);
        self.ban(offence, flow);
    }

    /// Counts wrong credentials, and bans who guesses.
    pub(crate) fn note_failed(&self, message: &Message, flow: Flow, user: &str, account: Option<&Account>) {
        let (source, agent) = (flow.peer.ip(), agent(message));
        let touched = account.map(|account| (account.scope.tenant(), &account.terminal_user));
        self.watch.borrow_mut().failed(source, touched, agent);
        let scanner = agent.is_some_and(is_scanner);
        let offence = self.guard.borrow_mut().failed(self.clock.instant(), source, user, scanner);
        self.ban(offence, flow);
    }

    /// Bans the source of an offence, unless a phone is registered from there or a trunk is.
    fn ban(&self, offence: Option<Offence>, flow: Flow) {
        let Some(offence) = offence else { return };
        let source = flow.peer.ip();
        let trunk = !matches!(self.ports.trunks.by_source(flow.peer, ""), TrunkMatch::NotATrunk);
        if trunk || self.location.is_known_source(source) {
            return;
        }
        let struck = self.bans.borrow_mut().strike(self.clock.now(), source, offence.grows);
        let Some(ban) = struck else { return };
        tracing::warn!(source = %ban.network, strikes = ban.strikes, "an address is banned");
        self.guard.borrow_mut().forgive(source);
        let touched = self.watch.borrow().touched(source);
        self.sentry.banned(Banned { ban, offence: offence.kind, touched });
    }

    /// Once a second: forgets old bans, and tells of the minute when it is over.
    pub(crate) fn tend_bans(&self, now: Moment) {
        let mut bans = self.bans.borrow_mut();
        self.shared.figures.bans.set(bans.count(now.wall) as u64);
        if now.instant.saturating_duration_since(self.watched_since.get()) < MINUTE {
            return;
        }
        self.watched_since.set(now.instant);
        bans.forget(now.wall);
        let (attacks, dropped) = (self.watch.borrow_mut().close(), bans.hits());
        drop(bans);
        if !attacks.is_empty() || !dropped.is_empty() {
            Arc::clone(&self.sentry).minute(attacks, dropped);
        }
    }
}

fn agent(message: &Message) -> Option<&str> {
    message.header(HeaderName::UserAgent)
}

fn is_scanner(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    SCANNERS.iter().any(|name| agent.contains(name))
}
