//! The user agent: requests find their session, sessions find the wire.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;

use super::Event;
use super::stack::Stack;
use super::standing::Session;
use crate::flow::Flow;
use crate::transaction::{self, Arena, Deadlines, Name, Queued, Refused};

/// How a user agent presents itself.
#[derive(Debug, Clone)]
pub struct Config {
    /// Timers and limits of the transactions.
    pub transactions: transaction::Config,
    /// Product name for User-Agent and Server; empty for none.
    pub product: String,
    /// The host to write in Via and Contact instead of the flow's local address (behind a static NAT).
    pub public_host: Option<String>,
    /// The ports on which we listen for connections, written in Via and Contact of connections that we opened
    /// ourselves: (TCP, TLS); 0 for the flow's own.
    pub stream_ports: (u16, u16),
    /// The smallest session interval accepted, in seconds (RFC 4028: at least 90).
    pub min_se_secs: u32,
    /// The session interval proposed to callers who support timers, in seconds; 0 for none.
    pub session_expires_secs: u32,
    /// The most sessions held at once; INVITEs beyond it are answered 503.
    pub session_limit: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            transactions: transaction::Config::default(),
            product: String::new(),
            public_host: None,
            stream_ports: (0, 0),
            min_se_secs: 90,
            session_expires_secs: 1800,
            session_limit: 50_000,
        }
    }
}

/// Why a session did not take what the application wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The session is gone.
    #[error("the session has ended")]
    Ended,
    /// Not possible in the session's present state.
    #[error("not possible in the present state of the session")]
    State,
    /// Too many sessions or transactions at once.
    #[error("too many sessions at once")]
    Overloaded,
    /// A header or address given cannot be written into a message, or the INVITE lacks what a dialog needs.
    #[error("the message is malformed")]
    Malformed,
}

impl From<Refused> for SessionError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Overloaded => Self::Overloaded,
            Refused::Ended => Self::Ended,
            Refused::Malformed => Self::Malformed,
        }
    }
}

/// All transactions, dialogs and sessions of one user agent.
///
/// After every call, drain [`Self::poll_transmit`] and [`Self::poll_event`], and see to it that
/// [`Self::handle_timeout`] is called when [`Self::poll_timeout`] says.
#[derive(Debug)]
pub struct UserAgent {
    pub(super) stack: Stack,
    // Boxed, so that memory follows the number of sessions.
    pub(super) sessions: Arena<Box<Session>>,
    pub(super) deadlines: Deadlines,
    pub(super) transmits: VecDeque<(Flow, Bytes)>,
    /// What is being handled comes from somebody who has no part in any session.
    pub(super) is_strangers: bool,
}

impl UserAgent {
    /// A user agent without sessions. `seed` must be unpredictable outside tests.
    pub fn new(config: Config, now: Instant, seed: [u8; 32]) -> Self {
        Self {
            stack: Stack::new(config, now, seed),
            sessions: Arena::new(),
            deadlines: Deadlines::default(),
            transmits: VecDeque::new(),
            is_strangers: false,
        }
    }

    /// Takes note that a connection is gone: what waits on it fails, and its unanswered callers are gone.
    pub fn handle_disconnect(&mut self, now: Instant, connection: u64) {
        self.stack.now = now;
        self.stack.transactions.handle_disconnect(connection);
        let callers: Vec<Name> = self.stack.servers.values().copied().collect();
        for name in callers {
            self.with(name, |session, stack| {
                if session.flow.connection == connection {
                    session.lose_caller(stack);
                }
            });
        }
        self.settle();
    }

    /// Fires the timers that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.stack.now = now;
        self.stack.transactions.handle_timeout(now);
        self.settle();
        let micros = self.stack.micros();
        while let Some((name, at)) = self.deadlines.due(micros) {
            let Some(session) = self.sessions.find_mut(name).filter(|session| session.queued.is(at)) else {
                continue;
            };
            session.queued = Queued::NO;
            self.with(name, Session::on_timeout);
        }
        self.settle();
    }

    /// The next message to put on the wire.
    pub fn poll_transmit(&mut self) -> Option<(Flow, Bytes)> {
        self.transmits.pop_front()
    }

    /// The next thing to know.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.stack.events.pop_front()
    }

    /// When [`Self::handle_timeout`] wants to be called at the latest.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let sessions = self.deadlines.earliest().map(|at| self.stack.instant(at));
        sessions.into_iter().chain(self.stack.transactions.poll_timeout()).min()
    }

    /// How many sessions and transactions are held.
    pub const fn load(&self) -> (usize, usize) {
        (self.sessions.len(), self.stack.transactions.len())
    }

    /// Lets a session do something; removes it when it is gone, else notes when it wants to be woken.
    pub(super) fn with<R>(
        &mut self,
        name: Name,
        act: impl FnOnce(&mut Session, &mut Stack) -> R,
    ) -> Option<R> {
        let session = self.sessions.find_mut(name)?;
        let result = act(session, &mut self.stack);
        if session.is_gone() {
            self.remove(name);
        } else {
            let deadline = session.deadline();
            self.deadlines.schedule(name, deadline, &mut session.queued);
        }
        Some(result)
    }

    fn remove(&mut self, name: Name) {
        let Some(mut session) = self.sessions.remove(name) else { return };
        session.refuse_theirs(&mut self.stack, 487);
        session.drop_transfers(&mut self.stack);
        let stack = &mut self.stack;
        stack.tags.remove(&session.local_tag);
        for pending in &session.pending {
            stack.clients.remove(&pending.client);
        }
        if let Some(server) = session.first_server {
            stack.servers.remove(&server);
        }
        let sessions = &self.sessions;
        self.deadlines.sweep(sessions.len(), |name| sessions.find(name).map(|session| session.queued));
    }
}
