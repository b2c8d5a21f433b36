//! Words about legs: their ids, the parties behind them, and the session descriptions they exchange.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use kernel::id::{EndpointId, TrunkId};
use serde::{Deserialize, Serialize};

/// One leg: a dialog (or an attempt at one) between the exchange and a party. Unique on a node, because legs
/// are handed from call to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LegId(pub u64);

impl LegId {
    /// The `nth` leg of the call with this number on the node.
    pub const fn of(call: u64, nth: u16) -> Self {
        Self((call << 16) | nth as u64)
    }
}

impl fmt::Display for LegId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 >> 16, self.0 & 0xFFFF)
    }
}

/// One connection of a caller with a destination inside a call: what one CDR is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(pub u16);

/// Names a place to ring; its meaning (a contact, a trunk's gateway) is the driver's, which handed it in with
/// the [`crate::Attempt`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target(pub u32);

/// Who is at the other end of a leg.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The number as the exchange shows it: an extension, or E.164 with `+`, or as signalled.
    pub number: Arc<str>,
    /// Display name, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// The endpoint of the tenant that this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointId>,
    /// The trunk it is reached over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trunk: Option<TrunkId>,
    /// The terminal user, for records (`ani_user`, `dnis_user` of PBX-95).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Arc<str>>,
}

/// Which side of a connection did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The party that called.
    Caller,
    /// The party that was called.
    Called,
    /// The exchange itself: a timer, a limit, an administrator, a transfer.
    Exchange,
}

/// A session description of a party, carried from leg to leg without being understood here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The SDP as the party sent it.
    pub sdp: Bytes,
    /// Whether it asks for hold: `sendonly`, `inactive`, or the old form `c=0.0.0.0`.
    pub held: bool,
}
