//! Transactions (RFC 3261 §17, RFC 6026): requests paired with their responses, retransmitted and absorbed.
//!
//! One [`Transactions`] value holds all four machines in one table. It sees no socket and no clock: messages and
//! instants come in through the `handle_*` methods and verbs, what must go out is drained with `poll_*`.

#![expect(clippy::todo, reason = "face first")]

use std::time::{Duration, Instant};

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

/// Names a client transaction. Never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientId {
    index: u32,
    generation: u32,
}

/// Names a server transaction. Never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServerId {
    index: u32,
    generation: u32,
}

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

/// The table of all transactions.
#[derive(Debug)]
pub struct Transactions {}

impl Transactions {
    /// An empty table. `secret` must be unpredictable: it keeps others from provoking collisions.
    pub fn new(config: Config, now: Instant, secret: [u8; 32]) -> Self {
        let _ = (config, now, secret);
        todo!()
    }

    /// Takes a message that arrived.
    pub fn handle_message(&mut self, now: Instant, message: Message, flow: Flow) {
        let _ = (now, message, flow);
        todo!()
    }

    /// Sends a request other than ACK and keeps its client transaction. The branch of its first Via must be one that
    /// nobody can guess ([`Tokens`]).
    ///
    /// # Errors
    /// [`Refused::Overloaded`] when the table is full, [`Refused::Malformed`] when it is no such request.
    pub fn request(&mut self, now: Instant, request: &Message, flow: Flow) -> Result<ClientId, Refused> {
        let _ = (now, request, flow);
        todo!()
    }

    /// Sends bytes outside any transaction: the ACK of a 2xx, a 2xx once more.
    pub fn transmit(&mut self, flow: Flow, bytes: Bytes) {
        let _ = (flow, bytes);
        todo!()
    }

    /// Sends a response and keeps it for the request's retransmissions.
    ///
    /// # Errors
    /// [`Refused::Ended`] when the transaction is gone or already has its final response.
    pub fn respond(&mut self, now: Instant, server: ServerId, response: &Message) -> Result<(), Refused> {
        let _ = (now, server, response);
        todo!()
    }

    /// Sends a final response and forgets the transaction at once: a retransmission counts as a new request.
    ///
    /// For challenges and refusals that cost nothing to compute again, so that strangers cannot make the table grow
    /// (RFC 3261 §8.2.7). Not for INVITE.
    ///
    /// # Errors
    /// [`Refused::Ended`] when the transaction is gone.
    pub fn respond_once(&mut self, server: ServerId, response: &Message) -> Result<(), Refused> {
        let _ = (server, response);
        todo!()
    }

    /// Cancels an INVITE: at once when a provisional response has come, else when the first one comes.
    ///
    /// `reason` is the value of a Reason header. The INVITE ends with its final response as usual, or with
    /// [`Output::TimedOut`].
    ///
    /// # Errors
    /// [`Refused::Ended`] when the INVITE already has its final response.
    pub fn cancel(&mut self, now: Instant, client: ClientId, reason: Option<&str>) -> Result<(), Refused> {
        let _ = (now, client, reason);
        todo!()
    }

    /// Takes note that a connection is gone: requests waiting on it fail.
    pub fn handle_disconnect(&mut self, connection: u64) {
        let _ = connection;
        todo!()
    }

    /// Fires the timers that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        let _ = now;
        todo!()
    }

    /// The next thing to do or know.
    pub fn poll_output(&mut self) -> Option<Output> {
        todo!()
    }

    /// When [`Self::handle_timeout`] wants to be called at the latest.
    pub fn poll_timeout(&self) -> Option<Instant> {
        todo!()
    }

    /// How many transactions are held.
    pub fn len(&self) -> usize {
        todo!()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Unpredictable identifiers: tags, branches, Call-IDs.
#[derive(Debug)]
pub struct Tokens {}

impl Tokens {
    /// Starts from a seed that must be unpredictable outside tests.
    pub fn new(seed: [u8; 32]) -> Self {
        let _ = seed;
        todo!()
    }

    /// The next identifier.
    pub fn draw(&mut self) -> Token {
        todo!()
    }
}

/// An identifier of 16 characters (80 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token([u8; 16]);

impl Token {
    /// The characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}
