//! The append-only event log of a call, from which records, panels and traces fold.

use std::time::Instant;

use kernel::id::CallId;
use kernel::{Cause, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{ConnectionId, Kind, LegId, Party, Side};

/// One moment on both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Monotonic, for timers.
    pub instant: Instant,
    /// Wall clock, for the log.
    pub wall: Timestamp,
}

/// Why a connection exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody dialled.
    Dialled,
    /// A blind transfer.
    BlindTransfer,
    /// An attended transfer.
    AttendedTransfer,
    /// A blind transfer failed after the transferrer had hung up: the transferrer is called back.
    Returned,
    /// A party took another's place (INVITE with Replaces).
    Replaced,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub entry: Entry,
}

/// What can stand in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    /// A connection begins: somebody wants to reach something.
    Opened {
        /// Which connection; the record's id derives from it.
        connection: ConnectionId,
        /// Who calls.
        caller: Party,
        /// What was dialled.
        dialled: String,
        /// Why.
        origin: Origin,
        /// The connection that this one continues (transfer).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ConnectionId>,
        /// Another call that it is joined with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_call: Option<CallId>,
    },
    /// Its route is decided.
    Routed {
        /// Which connection.
        connection: ConnectionId,
        /// Direction.
        kind: Kind,
        /// Who is called.
        called: Party,
        /// An emergency call.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        emergency: bool,
    },
    /// A leg was invited.
    Invited {
        /// Which connection.
        connection: ConnectionId,
        /// Which leg.
        leg: LegId,
    },
    /// A leg rings.
    Ringing {
        /// Which connection.
        connection: ConnectionId,
        /// Which leg.
        leg: LegId,
    },
    /// A leg failed.
    LegFailed {
        /// Which connection.
        connection: ConnectionId,
        /// Which leg.
        leg: LegId,
        /// SIP status.
        status: u16,
        /// Cause.
        cause: Cause,
    },
    /// The connection is established.
    Answered {
        /// Which connection.
        connection: ConnectionId,
        /// The called leg.
        leg: LegId,
        /// Who answered.
        called: Party,
    },
    /// A side put the other on hold.
    Held {
        /// Which connection.
        connection: ConnectionId,
        /// Who holds.
        by: Side,
    },
    /// It took the other back.
    Resumed {
        /// Which connection.
        connection: ConnectionId,
        /// Who resumed.
        by: Side,
    },
    /// A transfer was asked for.
    TransferAsked {
        /// The connection whose side asks.
        connection: ConnectionId,
        /// Who asks.
        by: Side,
        /// Where to, for people.
        to: String,
    },
    /// A transfer failed; the connection goes on as before.
    TransferFailed {
        /// The connection whose side asked.
        connection: ConnectionId,
        /// SIP status of the failure.
        status: u16,
    },
    /// The connection is over.
    Closed {
        /// Which connection.
        connection: ConnectionId,
        /// Why.
        cause: Cause,
        /// Who ended it.
        side: Side,
        /// SIP status given to the caller when it was never established.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// Another call that its party went to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_call: Option<CallId>,
    },
}

impl Entry {
    /// The connection that it is about.
    pub const fn connection(&self) -> ConnectionId {
        match self {
            Self::Opened { connection, .. }
            | Self::Routed { connection, .. }
            | Self::Invited { connection, .. }
            | Self::Ringing { connection, .. }
            | Self::LegFailed { connection, .. }
            | Self::Answered { connection, .. }
            | Self::Held { connection, .. }
            | Self::Resumed { connection, .. }
            | Self::TransferAsked { connection, .. }
            | Self::TransferFailed { connection, .. }
            | Self::Closed { connection, .. } => *connection,
        }
    }
}
