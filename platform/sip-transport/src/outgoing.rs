//! Connections that we open: messages are lined up while they are being made.

use std::net::SocketAddr;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use sip::flow::{Flow, Protocol};
use sip::wire::Side;
use tokio::net::TcpSocket;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::connection::{self, Ends};
use crate::transport::Shared;
use crate::udp::source_towards;
use crate::{Closed, SendError, listener, tls};

type Secure = Option<(Arc<ClientConfig>, ServerName<'static>)>;

pub(crate) fn connect(
    shared: &Rc<Shared>,
    protocol: Protocol,
    peer: SocketAddr,
    server_name: Option<&str>,
) -> Result<Flow, SendError> {
    let secure = match protocol {
        Protocol::Tcp => None,
        Protocol::Tls => {
            let config = shared.client_tls.clone().ok_or(SendError::NoSocket)?;
            Some((config, tls::server_name(server_name, peer).ok_or(SendError::NoSocket)?))
        }
        Protocol::Udp | Protocol::Ws | Protocol::Wss => return Err(SendError::NoSocket),
    };
    if !shared.connections.borrow().admits(peer, &shared.limits) {
        return Err(SendError::Full);
    }
    // Bound first, because the Via of what is sent meanwhile needs the address.
    let (socket, local) = bound_socket(peer).ok_or(SendError::NoSocket)?;
    let (sender, outgoing) = mpsc::channel(shared.limits.waiting_messages);
    let answers = sender.downgrade();
    let flow = Flow { protocol, local, peer, connection: 0 };
    let flow = shared.connections.borrow_mut().add(flow, sender);
    let ends = Ends { outgoing, answers, inbox: shared.inbox.clone() };
    shared.spawn(run(Rc::downgrade(shared), socket, flow, secure, ends));
    Ok(flow)
}

fn bound_socket(peer: SocketAddr) -> Option<(TcpSocket, SocketAddr)> {
    let socket = if peer.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.ok()?;
    socket.bind(SocketAddr::new(source_towards(peer)?, 0)).ok()?;
    let local = socket.local_addr().ok()?;
    Some((socket, local))
}

async fn run(weak: Weak<Shared>, socket: TcpSocket, flow: Flow, secure: Secure, ends: Ends) {
    let Some(limits) = weak.upgrade().map(|shared| shared.limits.clone()) else { return };
    let forget = || listener::forget(&weak, flow);
    let inbox = ends.inbox.clone();
    let why = match (timeout(limits.connect, socket.connect(flow.peer)).await, secure) {
        (Ok(Ok(stream)), None) => {
            listener::tune(&stream);
            connection::run(stream, flow, Side::Connected, &limits, ends, forget).await
        }
        (Ok(Ok(stream)), Some((config, name))) => {
            listener::tune(&stream);
            match timeout(limits.opening, TlsConnector::from(config).connect(name, stream)).await {
                Ok(Ok(stream)) => connection::run(stream, flow, Side::Connected, &limits, ends, forget).await,
                Ok(Err(error)) => {
                    tracing::warn!(peer = %flow.peer, %error, "TLS connection failed");
                    Closed::NotConnected
                }
                Err(_) => Closed::NotConnected,
            }
        }
        _ => Closed::NotConnected,
    };
    listener::ended(&weak, flow, why, &inbox).await;
}
