//! Takes connections that others open, within the limits.

use std::io;
use std::net::SocketAddr;
use std::rc::{Rc, Weak};
use std::time::Duration;

use sip::flow::{Flow, Protocol};
use sip::wire::Side;
use socket2::{Domain, SockRef, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::connection::{self, Ends};
use crate::transport::Shared;
use crate::{Closed, Inbound};

pub(crate) fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM.nonblocking(), None)?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    TcpListener::from_std(socket.into())
}

/// Accepts until the transport is gone.
pub(crate) async fn run(shared: Weak<Shared>, listener: TcpListener, protocol: Protocol) {
    loop {
        let accepted = listener.accept().await;
        let Some(shared) = shared.upgrade() else { return };
        match accepted {
            Ok((stream, peer)) => admit(&shared, stream, peer, protocol),
            Err(error) => {
                // Out of descriptors, mostly: those who are connected must end before others can begin.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn admit(shared: &Rc<Shared>, stream: TcpStream, peer: SocketAddr, protocol: Protocol) {
    let Ok(local) = stream.local_addr() else { return };
    if !shared.connections.borrow().admits(peer, &shared.limits) {
        tracing::debug!(%peer, "connection refused: too many");
        return;
    }
    tune(&stream);
    let (sender, outgoing) = mpsc::channel(shared.limits.waiting_messages);
    let answers = sender.downgrade();
    let flow = Flow { protocol, local, peer, connection: 0 };
    let flow = shared.connections.borrow_mut().add(flow, sender);
    let ends = Ends { outgoing, answers, inbox: shared.inbox.clone() };
    let weak = Rc::downgrade(shared);
    shared.spawn(serve(weak, stream, flow, ends));
}

async fn serve(weak: Weak<Shared>, stream: TcpStream, flow: Flow, ends: Ends) {
    let Some((limits, identity)) =
        weak.upgrade().map(|shared| (shared.limits.clone(), shared.identity.borrow().clone()))
    else {
        return;
    };
    let forget = || forget(&weak, flow);
    let inbox = ends.inbox.clone();
    let why = match (flow.protocol, identity) {
        (Protocol::Tls, Some(identity)) => {
            match timeout(limits.opening, TlsAcceptor::from(identity).accept(stream)).await {
                Ok(Ok(stream)) => connection::run(stream, flow, Side::Accepted, &limits, ends, forget).await,
                Ok(Err(_)) => Closed::Malformed,
                Err(_) => Closed::Stuck,
            }
        }
        _ => connection::run(stream, flow, Side::Accepted, &limits, ends, forget).await,
    };
    ended(&weak, flow, why, &inbox).await;
}

/// Small messages leave at once, and peers that vanished are found out.
pub(crate) fn tune(stream: &TcpStream) {
    let keep_alive =
        TcpKeepalive::new().with_time(Duration::from_secs(60)).with_interval(Duration::from_secs(15));
    let socket = SockRef::from(stream);
    if let Err(error) = socket.set_tcp_nodelay(true).and_then(|()| socket.set_tcp_keepalive(&keep_alive)) {
        tracing::debug!(%error, "socket options");
    }
}

/// Takes a connection out of the table.
pub(crate) fn forget(shared: &Weak<Shared>, flow: Flow) {
    if let Some(shared) = shared.upgrade() {
        shared.connections.borrow_mut().remove(flow.connection);
    }
}

/// Takes a connection out of the table and tells the inbox.
pub(crate) async fn ended(shared: &Weak<Shared>, flow: Flow, why: Closed, inbox: &mpsc::Sender<Inbound>) {
    forget(shared, flow);
    // Without an inbox nobody wants to know.
    inbox.send(Inbound::Closed { flow, why }).await.unwrap_or_default();
}
