//! Connections that carry messages already framed.

use std::net::SocketAddr;

use bytes::Bytes;
use sip::flow::Protocol;
use tokio::sync::mpsc;

/// A WebSocket connection as a pair of channels, one SIP message each way per item (RFC 7118 §5).
///
/// Dropping either half from outside ends the connection.
#[derive(Debug)]
pub struct MessageStream {
    /// `Ws` or `Wss`.
    pub protocol: Protocol,
    /// The address the connection was accepted on.
    pub local: SocketAddr,
    /// The browser's address.
    pub peer: SocketAddr,
    /// Messages from the browser.
    pub incoming: mpsc::Receiver<Bytes>,
    /// Messages to the browser.
    pub outgoing: mpsc::Sender<Bytes>,
}
