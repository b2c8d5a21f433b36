//! Call detail records (PBX-95) as a fold over the event log.

use kernel::id::{CallId, CdrId, EndpointId, TrunkId, Uuid};
use kernel::{Cause, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{ConnectionId, LogEntry, Origin, Side};

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

/// The records of all closed connections, in the order in which they were opened.
pub fn fold(call: CallId, log: &[LogEntry]) -> Vec<Cdr> {
    let _ = (call, log);
    todo!()
}

/// Closes what a log leaves open, as of `at`, for `cause`: what recovery does with a call that was cut (PBX-96).
pub fn close_open(log: &mut Vec<LogEntry>, at: Timestamp, cause: Cause) {
    let _ = (log, at, cause);
    todo!()
}
