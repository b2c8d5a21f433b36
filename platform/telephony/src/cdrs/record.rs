//! A call detail record as it is shown and told (PBX-95).

use kernel::id::{CallId, CdrId, EndpointId, TrunkId};
use kernel::{Cause, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares an enum of words with both ways between text and value.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident from $call:ty { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// The word in the API and the database.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl From<$call> for $name {
            fn from(value: $call) -> Self {
                match value { $(<$call>::$variant => Self::$variant),+ }
            }
        }
    };
}

words! {
    /// Direction as the tenant sees it.
    Direction from call::Kind {
        /// From outside.
        In = "in",
        /// To outside.
        Out = "out",
        /// Inside the tenant.
        Internal = "internal",
    }
}

words! {
    /// How the connection went.
    Disposition from call::Disposition {
        /// It was established.
        Answered = "answered",
        /// It rang and nobody answered.
        NoAnswer = "no_answer",
        /// The called party was busy.
        Busy = "busy",
        /// The called party or a rule refused it.
        Rejected = "rejected",
        /// The caller gave up.
        Cancelled = "cancelled",
        /// No channel was free.
        Congestion = "congestion",
        /// It failed otherwise.
        Failed = "failed",
    }
}

words! {
    /// Who ended it.
    Side from call::Side {
        /// The caller.
        Caller = "caller",
        /// The called party.
        Called = "called",
        /// The exchange.
        Exchange = "exchange",
    }
}

words! {
    /// Why the connection was made.
    Origin from call::Origin {
        /// Somebody dialled.
        Dialled = "dialled",
        /// A blind transfer.
        BlindTransfer = "blind_transfer",
        /// An attended transfer.
        AttendedTransfer = "attended_transfer",
        /// A failed transfer came back.
        Returned = "returned",
        /// A party took another's place.
        Replaced = "replaced",
    }
}

/// One connection of one caller with one destination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Cdr {
    /// The record's id.
    #[schema(example = "cdr_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: CdrId,
    /// The call; linked records share it.
    pub call: CallId,
    /// The record that this one continues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_to: Option<CdrId>,
    /// Another call that a party came from or went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_call: Option<CallId>,
    /// Why the connection was made.
    pub origin: Origin,
    /// Direction.
    pub kind: Direction,
    /// The tenant's endpoint that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointId>,
    /// The trunk that carried it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trunk: Option<TrunkId>,
    /// The caller's number.
    pub from: String,
    /// The caller's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_name: Option<String>,
    /// The caller's terminal user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_user: Option<String>,
    /// The dialled number.
    pub to: String,
    /// The terminal user reached or rung.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_user: Option<String>,
    /// When the exchange saw the call.
    #[schema(value_type = String, format = DateTime)]
    pub detected: Timestamp,
    /// When it first rang.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub rang: Option<Timestamp>,
    /// When it was answered; absent when it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub connected: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    pub disconnected: Timestamp,
    /// From answer to end, in milliseconds; 0 when never answered.
    pub duration_ms: u64,
    /// How it went.
    pub disposition: Disposition,
    /// The Q.850 cause, 1 to 127.
    pub cause: u8,
    /// The cause in words.
    pub cause_text: String,
    /// Who ended it.
    pub side: Side,
    /// The SIP status of a call that was never answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// An emergency call.
    pub emergency: bool,
}

impl From<call::Cdr> for Cdr {
    fn from(cdr: call::Cdr) -> Self {
        Self {
            id: cdr.id,
            call: cdr.call,
            linked_to: cdr.linked_to,
            linked_call: cdr.linked_call,
            origin: cdr.origin.into(),
            kind: cdr.kind.into(),
            endpoint: cdr.endpoint,
            trunk: cdr.trunk,
            from: cdr.ani,
            from_name: cdr.ani_name,
            from_user: cdr.ani_user,
            to: cdr.dnis,
            to_user: cdr.dnis_user,
            detected: cdr.detected,
            rang: cdr.rang,
            connected: cdr.connected,
            disconnected: cdr.disconnected,
            duration_ms: cdr.duration_ms,
            disposition: cdr.disposition.into(),
            cause: cdr.cause.0,
            cause_text: cdr.cause.text().to_owned(),
            side: cdr.side.into(),
            status: cdr.status,
            emergency: cdr.emergency,
        }
    }
}

/// The Q.850 cause of a stored number.
pub(crate) const fn cause_text(cause: u8) -> &'static str {
    Cause(cause).text()
}

/// A record is in the database: what webhooks, reports and pages listen to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallEnded {
    /// The record.
    #[serde(flatten)]
    pub cdr: Cdr,
}

impl bus::DomainEvent for CallEnded {
    const NAME: &'static str = "cdrs.created";
}
