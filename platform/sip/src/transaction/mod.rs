//! Transactions (RFC 3261 §17, RFC 6026): requests paired with their responses, retransmitted and absorbed.
//!
//! One [`Transactions`] value holds all four machines in one table. It sees no socket and no clock: messages and
//! instants come in through the `handle_*` methods and verbs, what must go out is drained with `poll_*`.

mod arena;
mod client;
mod compose;
mod deadlines;
mod key;
mod server;
mod table;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use arena::{Arena, Name};
pub(crate) use deadlines::{Deadlines, Micros, Queued};
pub use table::Transactions;
pub use token::{Token, Tokens};

use std::time::Duration;

use bytes::Bytes;

use crate::flow::Flow;
use crate::wire::Message;

/// Timer values and limits.
#[derive(Debug, Clone)]
pub struct Config {
    /// Round-trip estimate T1 (500 ms).
    pub t1: Duration,
    /// Longest interval between retransmissions T2 (4 s).
    pub t2: Duration,
    /// How long a message may stay in the network, T4 (5 s).
    pub t4: Duration,
    /// How long an INVITE may stay without a final response after a provisional one (timer C, 3 min): it is then
    /// cancelled.
    pub proceeding: Duration,
    /// After how long an INVITE that the application left unanswered gets `100 Trying` (200 ms).
    pub trying_after: Duration,
    /// The most transactions held at once; new requests beyond it are answered 503.
    pub limit: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            t1: Duration::from_millis(500),
            t2: Duration::from_secs(4),
            t4: Duration::from_secs(5),
            proceeding: Duration::from_secs(180),
            trying_after: Duration::from_millis(200),
            limit: 200_000,
        }
    }
}

/// The timer values in microseconds.
#[derive(Debug, Clone)]
struct Timing {
    t1: Micros,
    t2: Micros,
    t4: Micros,
    /// 64·T1: timers B, D, F, H, J, L and M.
    give_up: Micros,
    proceeding: Micros,
    trying_after: Micros,
}

impl Timing {
    const fn of(config: &Config) -> Self {
        let t1 = config.t1.as_micros() as Micros;
        Self {
            t1,
            t2: config.t2.as_micros() as Micros,
            t4: config.t4.as_micros() as Micros,
            give_up: 64 * t1,
            proceeding: config.proceeding.as_micros() as Micros,
            trying_after: config.trying_after.as_micros() as Micros,
        }
    }
}

/// Names a client transaction. Never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientId(Name);

/// Names a server transaction. Never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServerId(Name);

/// What a transaction table wants done or known.
#[derive(Debug)]
pub enum Output {
    /// Bytes to put on the wire.
    Transmit {
        /// Where they go.
        flow: Flow,
        /// The message.
        bytes: Bytes,
    },
    /// A new request other than ACK and CANCEL arrived; answer it with [`Transactions::respond`].
    Request {
        /// Its transaction.
        server: ServerId,
        /// The request.
        message: Message,
        /// Where it came from.
        flow: Flow,
    },
    /// A response arrived. An INVITE's 2xx are given each time they arrive (RFC 6026), the others once.
    Response {
        /// The transaction of the request.
        client: ClientId,
        /// The response.
        message: Message,
        /// Where it came from.
        flow: Flow,
    },
    /// An ACK that belongs to a 2xx, which is the dialog's business.
    Ack {
        /// The ACK.
        message: Message,
        /// Where it came from.
        flow: Flow,
    },
    /// A CANCEL for this INVITE arrived and was answered; the INVITE itself still wants its final response.
    Cancelled {
        /// The INVITE's transaction.
        server: ServerId,
        /// The CANCEL.
        cancel: Message,
    },
    /// A response that belongs to no transaction.
    Stray {
        /// The response.
        message: Message,
        /// Where it came from.
        flow: Flow,
    },
    /// No final response in time (timers B, F, and after a CANCEL); the transaction is gone.
    TimedOut {
        /// The transaction that ended.
        client: ClientId,
    },
    /// The connection broke before a final response; the transaction is gone.
    TransportFailed {
        /// The transaction that ended.
        client: ClientId,
    },
    /// The ACK of a final response above 299 never came (timer H); the transaction is gone.
    NotAcknowledged {
        /// The transaction that ended.
        server: ServerId,
    },
}

/// Why a request or response was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The table is full.
    #[error("too many transactions at once")]
    Overloaded,
    /// The transaction is gone, or cannot take this any more.
    #[error("the transaction has ended")]
    Ended,
    /// The bytes are no message this side may send.
    #[error("not a message of this transaction")]
    Malformed,
}
