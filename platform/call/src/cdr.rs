//! Call detail records (PBX-95) as a fold over the event log.

use kernel::id::{CallId, CdrId, EndpointId, TrunkId, Uuid};
use kernel::{Cause, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{ConnectionId, Entry, LogEntry, Origin, Party, Side};

/// Direction of a connection as its tenant sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// From outside to the tenant.
    In,
    /// From the tenant to outside.
    Out,
    /// Inside the tenant.
    Internal,
}

/// How a connection went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// It was established.
    Answered,
    /// It rang and nobody answered in time.
    NoAnswer,
    /// The called party was busy.
    Busy,
    /// The called party or a rule refused it.
    Rejected,
    /// The caller gave up before the answer.
    Cancelled,
    /// No channel was free, or the exchange shed it.
    Congestion,
    /// It failed otherwise.
    Failed,
}

/// One connection of one caller with one destination (PBX-95).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cdr {
    /// The record's id: the same however often the log is folded.
    pub id: CdrId,
    /// The call; shared by linked records.
    pub call: CallId,
    /// The record that this one continues (transfer), in the same call.
    pub linked_to: Option<CdrId>,
    /// Another call that a party came from or went to (attended transfer).
    pub linked_call: Option<CallId>,
    /// Why the connection was made.
    pub origin: Origin,
    /// Direction.
    pub kind: Kind,
    /// The tenant's endpoint that it belongs to: the caller's, for incoming calls the called one's.
    pub endpoint: Option<EndpointId>,
    /// The trunk that carried it.
    pub trunk: Option<TrunkId>,
    /// The caller's number.
    pub ani: String,
    /// The caller's name, if signalled.
    pub ani_name: Option<String>,
    /// The caller's terminal user.
    pub ani_user: Option<String>,
    /// The dialled number.
    pub dnis: String,
    /// The terminal user reached or rung.
    pub dnis_user: Option<String>,
    /// When the exchange saw the call.
    pub detected: Timestamp,
    /// When it first rang.
    pub rang: Option<Timestamp>,
    /// When it was answered.
    pub connected: Option<Timestamp>,
    /// When it ended.
    pub disconnected: Timestamp,
    /// From answer to end, in milliseconds; 0 when never answered.
    pub duration_ms: u64,
    /// How it went.
    pub disposition: Disposition,
    /// Why it ended.
    pub cause: Cause,
    /// Who ended it.
    pub side: Side,
    /// SIP status of a call that was never answered.
    pub status: Option<u16>,
    /// An emergency call.
    pub emergency: bool,
}

/// The id of the record of a connection: derived, so that folding twice (recovery) gives the same record.
pub fn record_id(call: CallId, connection: ConnectionId) -> CdrId {
    let base = call.uuid().as_u128();
    let low = (base as u32).wrapping_add(u32::from(connection.0).wrapping_mul(0x9E37_79B1));
    CdrId(Uuid::from_u128((base & !u128::from(u32::MAX)) | u128::from(low)))
}

/// A connection while its lines are read.
struct Reading<'a> {
    connection: ConnectionId,
    caller: &'a Party,
    dialled: &'a str,
    origin: Origin,
    after: Option<ConnectionId>,
    linked_call: Option<CallId>,
    kind: Kind,
    called: Option<&'a Party>,
    detected: Timestamp,
    rang: Option<Timestamp>,
    connected: Option<Timestamp>,
    emergency: bool,
    end: Option<End>,
}

struct End {
    at: Timestamp,
    cause: Cause,
    side: Side,
    status: Option<u16>,
}

/// The records of all closed connections, in the order in which they were opened.
pub fn fold(call: CallId, log: &[LogEntry]) -> Vec<Cdr> {
    read(log).iter().filter_map(|reading| reading.record(call)).collect()
}

/// Closes what a log leaves open, as of `at`, for `cause`: what recovery does with a call that was cut (PBX-96).
pub fn close_open(log: &mut Vec<LogEntry>, at: Timestamp, cause: Cause) {
    let latest = log.last().map_or(at, |line| line.at.max(at));
    let open: Vec<(ConnectionId, bool)> = read(log)
        .iter()
        .filter(|reading| reading.end.is_none())
        .map(|reading| (reading.connection, reading.connected.is_some()))
        .collect();
    for (connection, answered) in open {
        let status = (!answered).then(|| cause.sip_status());
        let entry = Entry::Closed { connection, cause, side: Side::Exchange, status, other_call: None };
        log.push(LogEntry { at: latest, entry });
    }
}

fn read(log: &[LogEntry]) -> Vec<Reading<'_>> {
    let mut all: Vec<Reading<'_>> = Vec::with_capacity(2);
    for line in log {
        if let Entry::Opened { connection, caller, dialled, origin, after, other_call } = &line.entry {
            all.push(Reading {
                connection: *connection,
                caller,
                dialled,
                origin: *origin,
                after: *after,
                linked_call: *other_call,
                kind: if caller.trunk.is_some() { Kind::In } else { Kind::Internal },
                called: None,
                detected: line.at,
                rang: None,
                connected: None,
                emergency: false,
                end: None,
            });
        } else if let Some(reading) =
            all.iter_mut().rev().find(|reading| reading.connection == line.entry.connection())
        {
            reading.take(line);
        }
    }
    all
}

impl<'a> Reading<'a> {
    fn take(&mut self, line: &'a LogEntry) {
        match &line.entry {
            Entry::Routed { kind, called, emergency, .. } => {
                self.kind = *kind;
                self.called = Some(called);
                self.emergency = *emergency;
            }
            Entry::Ringing { .. } => self.rang = self.rang.or(Some(line.at)),
            Entry::Answered { called, .. } => {
                self.connected = self.connected.or(Some(line.at));
                self.called = Some(called);
            }
            Entry::Closed { cause, side, status, other_call, .. } => {
                self.linked_call = self.linked_call.or(*other_call);
                self.end = Some(End { at: line.at, cause: *cause, side: *side, status: *status });
            }
            _ => {}
        }
    }

    fn record(&self, call: CallId) -> Option<Cdr> {
        let end = self.end.as_ref()?;
        let (caller, called) = (self.caller, self.called);
        let endpoint = match self.kind {
            Kind::In => called.and_then(|called| called.endpoint),
            Kind::Out | Kind::Internal => {
                caller.endpoint.or_else(|| called.and_then(|called| called.endpoint))
            }
        };
        let dnis = match called {
            Some(called) if self.kind == Kind::Out && !called.number.is_empty() => called.number.to_string(),
            _ => self.dialled.to_owned(),
        };
        let talked = self.connected.map_or(0, |connected| end.at.since(connected).as_millis());
        Some(Cdr {
            id: record_id(call, self.connection),
            call,
            linked_to: self.after.map(|after| record_id(call, after)),
            linked_call: self.linked_call,
            origin: self.origin,
            kind: self.kind,
            endpoint,
            trunk: caller.trunk.or_else(|| called.and_then(|called| called.trunk)),
            ani: caller.number.to_string(),
            ani_name: caller.name.as_deref().map(str::to_owned),
            ani_user: caller.user.as_deref().map(str::to_owned),
            dnis,
            dnis_user: called.and_then(|called| called.user.as_deref()).map(str::to_owned),
            detected: self.detected,
            rang: self.rang,
            connected: self.connected,
            disconnected: end.at,
            duration_ms: u64::try_from(talked).unwrap_or(u64::MAX),
            disposition: disposition(self.connected.is_some(), end),
            cause: end.cause,
            side: end.side,
            status: end.status.filter(|_| self.connected.is_none()),
            emergency: self.emergency,
        })
    }
}

fn disposition(answered: bool, end: &End) -> Disposition {
    match (answered, end.side, end.cause.0, end.status) {
        (true, ..) => Disposition::Answered,
        (_, Side::Caller, ..) => Disposition::Cancelled,
        (_, _, 17, _) => Disposition::Busy,
        (_, _, 18 | 19, _) => Disposition::NoAnswer,
        (_, _, 34 | 42, _) => Disposition::Congestion,
        (_, _, 21, _) | (_, _, _, Some(403 | 603)) => Disposition::Rejected,
        _ => Disposition::Failed,
    }
}
