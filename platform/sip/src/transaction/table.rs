//! The table of all transactions: messages find theirs, timers fire, outputs line up.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use bytes::{Bytes, BytesMut};

use super::arena::{Arena, Name};
use super::client::{Client, Origin, Step};
use super::compose;
use super::deadlines::{Deadlines, Micros, Queued};
use super::key::{Key, KeyMap, Keys, shrink};
use super::server::{Acknowledged, Server};
use super::{ClientId, Config, Output, Refused, ServerId, Timing};
use crate::flow::Flow;
use crate::wire::{Message, Method};

/// Either side of a transaction.
#[derive(Debug)]
enum Transaction {
    Client(Client),
    Server(Server),
}

impl Transaction {
    const fn queued(&self) -> Queued {
        match self {
            Self::Client(client) => client.queued,
            Self::Server(server) => server.queued,
        }
    }
}

/// The table of all transactions.
#[derive(Debug)]
pub struct Transactions {
    timing: Timing,
    limit: usize,
    epoch: Instant,
    keys: Keys,
    // Boxed, so that memory follows the number of transactions and not the greatest number there ever was.
    all: Arena<Box<Transaction>>,
    by_key: KeyMap<Name>,
    by_merge: KeyMap<Name>,
    by_connection: HashMap<u64, Vec<Name>>,
    deadlines: Deadlines,
    out: VecDeque<Output>,
    scratch: BytesMut,
}

impl Transactions {
    /// An empty table. `secret` must be unpredictable: it keeps others from provoking collisions.
    pub fn new(config: &Config, now: Instant, secret: [u8; 32]) -> Self {
        Self {
            timing: Timing::of(config),
            limit: config.limit,
            epoch: now,
            keys: Keys::new(&secret),
            all: Arena::new(),
            by_key: KeyMap::default(),
            by_merge: KeyMap::default(),
            by_connection: HashMap::new(),
            deadlines: Deadlines::default(),
            out: VecDeque::new(),
            scratch: BytesMut::new(),
        }
    }

    fn micros(&self, now: Instant) -> Micros {
        now.saturating_duration_since(self.epoch).as_micros() as Micros
    }

    /// Takes a message that arrived.
    pub fn handle_message(&mut self, now: Instant, message: Message, flow: Flow) {
        let now = self.micros(now);
        match message.method() {
            None => self.handle_response(now, message, flow),
            Some(Method::Ack) => self.handle_ack(now, message, flow),
            Some(Method::Cancel) => self.handle_cancel(message, flow),
            Some(_) => self.handle_request(now, message, flow),
        }
    }

    fn handle_request(&mut self, now: Micros, message: Message, flow: Flow) {
        let Some(method) = message.method() else { return };
        let is_invite = *method == Method::Invite;
        let key = self.keys.server(&message, method);
        if let Some(server) = self.by_key.get(&key).and_then(|name| server(&self.all, *name)) {
            return server.handle_repetition(&mut self.out);
        }
        let merge = self.keys.merge(&message);
        if merge.is_some_and(|merge| self.by_merge.contains_key(&merge)) {
            return self.answer_statelessly(&message, flow, 482);
        }
        if self.all.len() >= self.limit {
            return self.answer_statelessly(&message, flow, 503);
        }
        let flows = (flow, compose::reply_flow(&message, flow));
        let server = Server::new(now, &self.timing, message.clone(), (key, merge), flows, is_invite);
        let name = self.all.insert(Box::new(Transaction::Server(server)));
        self.by_key.insert(key, name);
        if let Some(merge) = merge {
            self.by_merge.insert(merge, name);
        }
        self.reschedule(name);
        self.out.push_back(Output::Request { server: ServerId(name), message, flow });
    }

    fn answer_statelessly(&mut self, request: &Message, flow: Flow, status: u16) {
        let tag = self.keys.tag(self.keys.server(request, &Method::Invite));
        let answer = compose::plain(&mut self.scratch, request, flow.peer, status, Some(&tag));
        if let Some(bytes) = answer {
            self.out.push_back(Output::Transmit { flow: compose::reply_flow(request, flow), bytes });
        }
    }

    fn handle_ack(&mut self, now: Micros, message: Message, flow: Flow) {
        let name = self.by_key.get(&self.keys.server(&message, &Method::Invite)).copied();
        let server = name.and_then(|name| server_mut(&mut self.all, name).map(|server| (name, server)));
        let Some((name, server)) = server else {
            return self.out.push_back(Output::Ack { message, flow });
        };
        match server.handle_ack(now, &self.timing) {
            Acknowledged::Here => self.reschedule(name),
            Acknowledged::Ended => self.remove(name),
            Acknowledged::Elsewhere => self.out.push_back(Output::Ack { message, flow }),
        }
    }

    fn handle_cancel(&mut self, message: Message, flow: Flow) {
        let key = self.keys.server(&message, &Method::Invite);
        let name = self.by_key.get(&key).copied();
        let server = name.and_then(|name| server_mut(&mut self.all, name).map(|server| (name, server)));
        // It goes the way of its INVITE (RFC 3261 §9.1): from anywhere else it is a stranger's.
        let Some((name, server)) = server.filter(|(_, server)| server.flow.is_with(flow)) else {
            return self.answer_statelessly(&message, flow, 481);
        };
        // The answer bears the tag of the INVITE's responses (RFC 3261 §9.2).
        let last = server.last().and_then(|bytes| Message::parse(bytes.clone()).ok());
        let counts = server.handle_cancel();
        let tag =
            last.as_ref().and_then(|last| last.to().tag()).map_or_else(|| self.keys.tag(key), Into::into);
        let answer = compose::plain(&mut self.scratch, &message, flow.peer, 200, Some(&tag));
        if let Some(bytes) = answer {
            self.out.push_back(Output::Transmit { flow: compose::reply_flow(&message, flow), bytes });
        }
        if counts {
            self.out.push_back(Output::Cancelled { server: ServerId(name), cancel: message });
        }
    }

    fn handle_response(&mut self, now: Micros, message: Message, flow: Flow) {
        // Invariant: our requests have one Via, so their responses have (RFC 3261 §8.1.3.3).
        let is_ours = message.vias().nth(1).is_none();
        let Some(status) = message.status().filter(|_| is_ours) else { return };
        let branch = message.top_via().branch().unwrap_or_default();
        let name = self.by_key.get(&self.keys.client(branch, message.cseq().method)).copied();
        let client = name.and_then(|name| client_mut(&mut self.all, name).map(|client| (name, client)));
        let Some((name, client)) = client else {
            return self.out.push_back(Output::Stray { message, flow });
        };
        let scratch = &mut self.scratch;
        let write_ack = |invite: &Message| compose::ack(scratch, invite, &message);
        let step = client.handle_response(now, &self.timing, status, write_ack, &mut self.out);
        let reports = client.reports();
        self.carry_out(now, name, &step);
        if step.deliver && reports {
            self.out.push_back(Output::Response { client: ClientId(name), message, flow });
        }
    }

    fn carry_out(&mut self, now: Micros, name: Name, step: &Step) {
        if step.ended {
            return self.remove(name);
        }
        if step.send_cancel {
            self.send_cancel(now, name);
        }
        self.reschedule(name);
    }

    fn send_cancel(&mut self, now: Micros, name: Name) {
        let Some(client) = client_mut(&mut self.all, name) else { return };
        let reason = client.cancel_sent(now, &self.timing);
        let flow = client.flow;
        let cancel =
            client.request().and_then(|invite| compose::cancel(&mut self.scratch, invite, reason.as_deref()));
        if let Some(cancel) = cancel {
            self.start(now, &cancel, flow, Origin::Table);
        }
    }

    fn start(&mut self, now: Micros, request: &Message, flow: Flow, origin: Origin) -> Name {
        let method = request.cseq().method;
        let key = self.keys.client(request.top_via().branch().unwrap_or_default(), method);
        let is_invite = *method == Method::Invite;
        let client = Client::new(now, &self.timing, request, (key, flow), is_invite, origin);
        let name = self.all.insert(Box::new(Transaction::Client(client)));
        self.by_key.insert(key, name);
        if flow.connection != 0 {
            self.by_connection.entry(flow.connection).or_default().push(name);
        }
        self.reschedule(name);
        self.out.push_back(Output::Transmit { flow, bytes: request.bytes().clone() });
        name
    }

    /// Sends a request other than ACK and keeps its client transaction. The branch of its first Via must be one that
    /// nobody can guess ([`super::Tokens`]).
    ///
    /// # Errors
    /// [`Refused::Overloaded`] when the table is full, [`Refused::Malformed`] when it is no such request.
    pub fn request(&mut self, now: Instant, request: &Message, flow: Flow) -> Result<ClientId, Refused> {
        if request.method().is_none_or(|method| *method == Method::Ack)
            || request.top_via().branch().is_none()
        {
            return Err(Refused::Malformed);
        }
        if self.all.len() >= self.limit {
            return Err(Refused::Overloaded);
        }
        let now = self.micros(now);
        Ok(ClientId(self.start(now, request, flow, Origin::Application)))
    }

    /// Sends bytes outside any transaction: the ACK of a 2xx.
    pub fn transmit(&mut self, flow: Flow, bytes: Bytes) {
        self.out.push_back(Output::Transmit { flow, bytes });
    }

    /// Sends a response and keeps it for the request's repetitions. The 2xx of an INVITE is not kept: the dialog gives
    /// it here again and again until its ACK comes (RFC 6026).
    ///
    /// # Errors
    /// [`Refused::Ended`] when the transaction is gone or already has its final response, [`Refused::Malformed`] when
    /// it is no response.
    pub fn respond(&mut self, now: Instant, server: ServerId, response: &Message) -> Result<(), Refused> {
        let now = self.micros(now);
        let status = response.status().ok_or(Refused::Malformed)?;
        let entry = server_mut(&mut self.all, server.0).ok_or(Refused::Ended)?;
        let ended = entry.respond(now, &self.timing, status, response.bytes().clone(), &mut self.out)?;
        // Clients that repeat a refused request with credentials under its old CSeq are not to be taken for copies.
        if let Some(merge) = entry.merge.take_if(|_| status >= 300) {
            forget(&mut self.by_merge, merge, server.0);
        }
        if ended {
            self.remove(server.0);
        } else {
            self.reschedule(server.0);
        }
        Ok(())
    }

    /// Sends a final response and forgets the transaction at once: a repetition counts as a new request.
    ///
    /// For challenges and refusals that cost nothing to compute again, so that strangers cannot make the table grow
    /// (RFC 3261 §8.2.7). An INVITE that has had a provisional response is kept all the same: its client does not
    /// repeat it any more, so a lost answer must be repeated here. The ACK of a forgotten one comes as [`Output::Ack`].
    ///
    /// # Errors
    /// As of [`Self::respond`].
    pub fn respond_once(
        &mut self,
        now: Instant,
        server: ServerId,
        response: &Message,
    ) -> Result<(), Refused> {
        let entry = server_mut(&mut self.all, server.0).ok_or(Refused::Ended)?;
        if !entry.may_be_forgotten() {
            return self.respond(now, server, response);
        }
        entry.respond_once(response.bytes().clone(), &mut self.out)?;
        self.remove(server.0);
        Ok(())
    }

    /// The request of a server transaction and where it came from, until its final response is sent.
    pub fn received(&self, id: ServerId) -> Option<(&Message, Flow)> {
        let server = server(&self.all, id.0)?;
        Some((server.request()?, server.flow))
    }

    /// Cancels an INVITE: at once when a provisional response has come, else when the first one comes.
    ///
    /// `reason` is the value of a Reason header. The INVITE ends with its final response as usual, or with
    /// [`Output::TimedOut`].
    ///
    /// # Errors
    /// [`Refused::Ended`] when the INVITE already has its final response.
    pub fn cancel(&mut self, now: Instant, client: ClientId, reason: Option<&str>) -> Result<(), Refused> {
        let now = self.micros(now);
        let entry =
            client_mut(&mut self.all, client.0).filter(|entry| entry.is_waiting()).ok_or(Refused::Ended)?;
        if entry.cancel(reason) {
            self.send_cancel(now, client.0);
            self.reschedule(client.0);
        }
        Ok(())
    }

    /// Takes note that a connection is gone: requests waiting on it fail.
    pub fn handle_disconnect(&mut self, connection: u64) {
        for name in self.by_connection.remove(&connection).unwrap_or_default() {
            let reported =
                client_mut(&mut self.all, name).filter(|client| client.is_waiting() && client.reports());
            if reported.is_some() {
                self.out.push_back(Output::TransportFailed { client: ClientId(name) });
            }
            self.remove(name);
        }
    }

    /// Fires the timers that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        let now = self.micros(now);
        while let Some((name, at)) = self.deadlines.due(now) {
            match self.all.find_mut(name).map(Box::as_mut) {
                Some(Transaction::Client(client)) if client.queued.is(at) => {
                    client.queued = Queued::NO;
                    let step = client.handle_timeout(now, &self.timing, ClientId(name), &mut self.out);
                    self.carry_out(now, name, &step);
                }
                Some(Transaction::Server(server)) if server.queued.is(at) => {
                    server.queued = Queued::NO;
                    let scratch = &mut self.scratch;
                    let trying = |request: &Message, flow: Flow| {
                        compose::plain(scratch, request, flow.peer, 100, None)
                    };
                    let timing = &self.timing;
                    if server.handle_timeout(now, timing, ServerId(name), trying, &mut self.out) {
                        self.remove(name);
                    } else {
                        self.reschedule(name);
                    }
                }
                _ => {}
            }
        }
    }

    /// The next thing to do or know.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// When [`Self::handle_timeout`] wants to be called at the latest.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.deadlines.earliest().map(|at| self.epoch + std::time::Duration::from_micros(at))
    }

    /// How many transactions are held.
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether none is held.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn reschedule(&mut self, name: Name) {
        match self.all.find_mut(name).map(Box::as_mut) {
            Some(Transaction::Client(client)) => {
                self.deadlines.schedule(name, client.deadline(), &mut client.queued);
            }
            Some(Transaction::Server(server)) => {
                self.deadlines.schedule(name, server.deadline(), &mut server.queued);
            }
            None => {}
        }
    }

    fn remove(&mut self, name: Name) {
        let Some(transaction) = self.all.remove(name) else { return };
        let (key, merge, connection) = match *transaction {
            Transaction::Client(client) => (client.key, None, client.flow.connection),
            Transaction::Server(server) => (server.key, server.merge, 0),
        };
        forget(&mut self.by_key, key, name);
        if let Some(merge) = merge {
            forget(&mut self.by_merge, merge, name);
        }
        if let Some(names) = self.by_connection.get_mut(&connection) {
            names.retain(|other| *other != name);
            if names.is_empty() {
                self.by_connection.remove(&connection);
            }
        }
        let all = &self.all;
        self.deadlines.sweep(all.len(), |name| all.find(name).map(|transaction| transaction.queued()));
    }
}

/// Removes a key, unless a later transaction has taken it over.
fn forget(map: &mut KeyMap<Name>, key: Key, name: Name) {
    if map.get(&key) == Some(&name) {
        map.remove(&key);
        shrink(map);
    }
}

fn server(all: &Arena<Box<Transaction>>, name: Name) -> Option<&Server> {
    match all.find(name)?.as_ref() {
        Transaction::Server(server) => Some(server),
        Transaction::Client(_) => None,
    }
}

fn server_mut(all: &mut Arena<Box<Transaction>>, name: Name) -> Option<&mut Server> {
    match all.find_mut(name)?.as_mut() {
        Transaction::Server(server) => Some(server),
        Transaction::Client(_) => None,
    }
}

fn client_mut(all: &mut Arena<Box<Transaction>>, name: Name) -> Option<&mut Client> {
    match all.find_mut(name)?.as_mut() {
        Transaction::Client(client) => Some(client),
        Transaction::Server(_) => None,
    }
}
