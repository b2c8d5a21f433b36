//! The machine of a call: inputs and time come in, outputs and log entries go out.

mod end;
mod hand;
mod offer;
mod setup;
mod state;
mod transfer;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use kernel::id::CallId;
use smallvec::SmallVec;

use self::state::{Connection, Leg, Phase, Transfer};
use crate::{
    ConnectionId, Description, Entry, Input, LegId, LogEntry, Moment, Offered, Origin, Output, Party,
    RouteRequest,
};

/// Bounds that the exchange sets on every call.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest time from answer to end.
    pub max_duration: Duration,
    /// How long a transfer may wait for its new leg.
    pub transfer: Duration,
}

/// One call.
///
/// Invariants: a leg stands in `legs` from its birth until it is rejected, cancelled, hung up, given away, or has
/// gone by itself; a connection stands in `connections` from `Opened` to `Closed` in the log; [`Output::Ended`]
/// comes once, when both are empty.
#[derive(Debug)]
pub struct Call {
    id: CallId,
    number: u64,
    limits: Limits,
    legs: SmallVec<[Leg; 2]>,
    connections: SmallVec<[Connection; 1]>,
    transfer: Option<Box<Transfer>>,
    next_leg: u16,
    next_connection: u16,
    log: Vec<LogEntry>,
    out: VecDeque<Output>,
    ended: bool,
}

impl Call {
    /// A call is born with the leg of its caller. `number` is the call's number on this node (see [`LegId::of`]).
    pub fn new(id: CallId, number: u64, limits: Limits, offered: Offered, now: Moment) -> Self {
        let mut call = Self {
            id,
            number,
            limits,
            legs: SmallVec::new(),
            connections: SmallVec::new(),
            transfer: None,
            next_leg: 0,
            next_connection: 0,
            log: Vec::with_capacity(8),
            out: VecDeque::new(),
            ended: false,
        };
        let leg = call.new_leg();
        call.legs.push(Leg::new(leg, offered.from.clone(), Phase::Calling, offered.offer));
        let request = RouteRequest {
            by: offered.from.clone(),
            caller: offered.from,
            dialled: offered.dialled,
            dialled_host: offered.dialled_host,
            origin: Origin::Dialled,
        };
        call.open(now, leg, request, None);
        call
    }

    /// The leg it was born with.
    pub fn first_leg(&self) -> LegId {
        LegId::of(self.number, 0)
    }

    /// Which call it is.
    pub fn id(&self) -> CallId {
        self.id
    }

    /// Draws the id of a leg that comes in from outside with Replaces.
    pub fn new_leg(&mut self) -> LegId {
        let leg = LegId::of(self.number, self.next_leg);
        self.next_leg = self.next_leg.wrapping_add(1);
        leg
    }

    /// Tells what happened.
    pub fn handle_input(&mut self, now: Moment, input: Input) {
        match input {
            Input::Routed { connection, plan } => self.routed(now, connection, plan),
            Input::Ringing { leg } => self.ringing(now, leg),
            Input::Progress { leg, description } => self.progress(now, leg, description),
            Input::Answered { leg, description } => self.answered(now, leg, description),
            Input::Failed { leg, status, cause } => self.failed(now, leg, status, cause),
            Input::Cancelled { leg } => self.cancelled(now, leg),
            Input::HungUp { leg, cause } => self.hung_up(now, leg, cause),
            Input::Reoffered { leg, offer } => self.reoffered(leg, offer),
            Input::ReofferWithdrawn { leg } => self.reoffer_withdrawn(leg),
            Input::Reanswered { leg, description } => self.reanswered(now, leg, description),
            Input::ReofferFailed { leg, status } => self.reoffer_failed(now, leg, status),
            Input::TransferAsked { leg, to } => self.transfer_asked(now, leg, to),
            Input::LegWanted { replaced, by } => self.leg_wanted(now, replaced, by),
            Input::LegTaken(taken) => self.leg_taken(now, taken),
            Input::LegRefused { dialled } => self.leg_refused(now, dialled),
            Input::Replace { leg, party, offer, replaced } => self.replace(leg, party, offer, replaced),
            Input::MediaSilent { leg } => self.media_silent(now, leg),
            Input::HangUp { cause } => self.hang_up_all(now, cause),
            Input::Timeout => self.timeout(now),
        }
        self.sweep();
        self.finish();
    }

    /// The next thing to do, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// When [`Input::Timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let connections = self.connections.iter().filter_map(|connection| connection.until);
        connections.chain(self.transfer.as_ref().map(|transfer| transfer.until)).min()
    }

    /// The log so far.
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }

    /// Whether [`Output::Ended`] has been given.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// What a leg's party described last.
    pub fn description(&self, leg: LegId) -> Option<&Description> {
        self.leg(leg)?.description.as_ref()
    }

    /// The leg that a leg talks to.
    pub fn peer(&self, leg: LegId) -> Option<LegId> {
        self.peer_of(leg)
    }

    fn open(
        &mut self,
        now: Moment,
        from: LegId,
        request: RouteRequest,
        after: Option<ConnectionId>,
    ) -> ConnectionId {
        let id = ConnectionId(self.next_connection);
        self.next_connection = self.next_connection.wrapping_add(1);
        self.record(
            now,
            Entry::Opened {
                connection: id,
                caller: request.caller.clone(),
                dialled: request.dialled.clone(),
                origin: request.origin,
                after,
                other_call: None,
            },
        );
        self.connections.push(Connection::new(id, from, request.origin));
        self.out.push_back(Output::Route { connection: id, request: Box::new(request) });
        id
    }

    fn record(&mut self, now: Moment, entry: Entry) {
        self.log.push(LogEntry { at: now.wall, entry });
    }

    fn leg(&self, id: LegId) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.id == id)
    }

    fn leg_mut(&mut self, id: LegId) -> Option<&mut Leg> {
        self.legs.iter_mut().find(|leg| leg.id == id)
    }

    fn take_leg(&mut self, id: LegId) -> Option<Leg> {
        let place = self.legs.iter().position(|leg| leg.id == id)?;
        Some(self.legs.remove(place))
    }

    fn party(&self, id: LegId) -> Party {
        self.leg(id).map(|leg| leg.party.clone()).unwrap_or_default()
    }

    fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.id == id)
    }

    fn connection_mut(&mut self, id: ConnectionId) -> Option<&mut Connection> {
        self.connections.iter_mut().find(|connection| connection.id == id)
    }

    /// The established connection that a leg talks in.
    fn talk_of(&self, leg: LegId) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.peer_of(leg).is_some())
    }

    /// The other leg of the established connection that a leg talks in.
    fn peer_of(&self, leg: LegId) -> Option<LegId> {
        self.connections.iter().find_map(|connection| connection.peer_of(leg))
    }

    /// Legs whose connections and transfers are over have nobody to talk to.
    fn finish(&mut self) {
        if !self.ended && self.legs.is_empty() && self.connections.is_empty() && self.transfer.is_none() {
            self.ended = true;
            self.out.push_back(Output::Ended);
        }
    }
}
