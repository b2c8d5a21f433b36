//! The sending half: one handle for all sockets and connections of SIP.

#![expect(clippy::todo, reason = "face first")]

use std::net::SocketAddr;

use bytes::Bytes;
use sip::flow::{Flow, Protocol};

use crate::{BindError, Config, Inbox, MessageStream, TlsIdentity};

/// Why a message was not taken for sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The connection is gone.
    #[error("the connection is gone")]
    Closed,
    /// No socket of ours has that local address, or the protocol cannot be used.
    #[error("no socket for this flow")]
    NoSocket,
    /// Too much waits to be sent: the message is dropped.
    #[error("too much is waiting to be sent")]
    Full,
}

/// The sending half of the transport. Cheap to clone, bound to its thread.
#[derive(Debug, Clone)]
pub struct Transport {}

impl Transport {
    /// Opens all sockets. To be called inside a `LocalSet` of a current-thread runtime.
    ///
    /// # Errors
    /// [`BindError`] names the address that cannot be opened or what is wrong with the certificate.
    pub fn bind(config: Config) -> Result<(Self, Inbox), BindError> {
        let _ = config;
        todo!()
    }

    /// The addresses really bound.
    pub fn bound(&self) -> Vec<(Protocol, SocketAddr)> {
        todo!()
    }

    /// Sends a message. Datagrams are gathered and leave together as soon as [`Inbox::recv`] is polled, which this
    /// causes.
    ///
    /// # Errors
    /// [`SendError`]; a message lost later is the transactions' business.
    pub fn send(&self, flow: Flow, bytes: Bytes) -> Result<(), SendError> {
        let _ = (flow, bytes);
        todo!()
    }

    /// The flow of datagrams to `peer` from the first UDP socket that can reach it (by address family).
    pub fn udp_to(&self, peer: SocketAddr) -> Option<Flow> {
        let _ = peer;
        todo!()
    }

    /// The open connection to `peer` of that protocol, or a new one. Messages may be sent at once; should the
    /// connection fail, the inbox says so. `server_name` is verified in the server's certificate (TLS only).
    ///
    /// # Errors
    /// [`SendError::NoSocket`] for WebSocket, and for TLS without a client configuration.
    pub fn connect(
        &self,
        protocol: Protocol,
        peer: SocketAddr,
        server_name: Option<&str>,
    ) -> Result<Flow, SendError> {
        let _ = (protocol, peer, server_name);
        todo!()
    }

    /// Takes over a WebSocket connection. `None` when the limits do not allow it: the stream is dropped.
    pub fn accept_stream(&self, stream: MessageStream) -> Option<Flow> {
        let _ = stream;
        todo!()
    }

    /// Closes a connection once what waits for it is written.
    pub fn close(&self, flow: Flow) {
        let _ = flow;
        todo!()
    }

    /// Replaces the certificate for connections accepted from now on.
    ///
    /// # Errors
    /// [`BindError::Identity`]; the old one stays then.
    pub fn reload_identity(&self, identity: &TlsIdentity) -> Result<(), BindError> {
        let _ = identity;
        todo!()
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        todo!()
    }
}
