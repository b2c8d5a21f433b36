//! Connections that carry messages already framed.

use std::net::SocketAddr;
use std::rc::{Rc, Weak};

use bytes::Bytes;
use sip::flow::{Flow, Protocol};
use tokio::sync::mpsc;

use crate::transport::Shared;
use crate::{Closed, Inbound, listener};

/// A WebSocket connection as a pair of channels, one SIP message each way per item (RFC 7118 §5).
///
/// Whoever made it ends the connection by dropping the other halves; when this side drops its halves, the WebSocket
/// is to be closed.
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
    /// Messages to the browser; its capacity is how many may wait before the connection is cut.
    pub outgoing: mpsc::Sender<Bytes>,
}

impl MessageStream {
    pub(crate) fn accept(self, shared: &Rc<Shared>) -> Option<Flow> {
        if !shared.connections.borrow().admits(self.peer, &shared.limits) {
            return None;
        }
        let Self { protocol, local, peer, incoming, outgoing } = self;
        let answers = outgoing.downgrade();
        let flow = Flow { protocol, local, peer, connection: 0 };
        let flow = shared.connections.borrow_mut().add(flow, outgoing);
        shared.spawn(read(Rc::downgrade(shared), flow, incoming, answers));
        Some(flow)
    }
}

/// Hands messages on until either side ends the connection.
async fn read(
    weak: Weak<Shared>,
    flow: Flow,
    mut incoming: mpsc::Receiver<Bytes>,
    answers: mpsc::WeakSender<Bytes>,
) {
    let Some(inbox) = weak.upgrade().map(|shared| shared.inbox.clone()) else { return };
    while let Some(bytes) = incoming.recv().await {
        // CRLF keep-alives are allowed here too (RFC 7118 §6).
        if bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            if let Some(answers) = answers.upgrade() {
                answers.try_send(Bytes::from_static(b"\r\n")).unwrap_or_default();
            }
        } else if inbox.send(Inbound::Message { bytes, flow }).await.is_err() {
            break;
        }
    }
    listener::ended(&weak, flow, Closed::Peer, &inbox).await;
}
