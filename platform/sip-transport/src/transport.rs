//! The sending half: one handle for all sockets and connections of SIP.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use rustls::ServerConfig;
use sip::flow::{Flow, Protocol};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::batch::Buffers;
use crate::table::Connections;
use crate::udp::{Udp, source_towards};
use crate::{BindError, Config, Inbound, Inbox, Limits, MessageStream, TlsIdentity, listener, outgoing, tls};

/// Messages from connections that wait to be read; beyond it the connections wait.
const INBOX_MESSAGES: usize = 1024;

/// Why a message was not taken for sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The connection is gone.
    #[error("the connection is gone")]
    Closed,
    /// No socket of ours has that local address, or the protocol cannot be used.
    #[error("no socket for this flow")]
    NoSocket,
    /// Too much waits to be sent: the message is dropped, and the connection with it.
    #[error("too much is waiting to be sent")]
    Full,
}

/// What the handle, the inbox and the connections' tasks share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) sockets: Vec<Udp>,
    pub(crate) limits: Limits,
    pub(crate) connections: RefCell<Connections>,
    pub(crate) identity: RefCell<Option<Arc<ServerConfig>>>,
    pub(crate) client_tls: Option<Arc<rustls::ClientConfig>>,
    pub(crate) inbox: mpsc::Sender<Inbound>,
    /// The connections' tasks; they end when their connection does or when this is dropped.
    tasks: RefCell<JoinSet<()>>,
    listeners: RefCell<JoinSet<()>>,
    bound: Vec<(Protocol, SocketAddr)>,
    sender_waker: RefCell<Option<Waker>>,
}

impl Shared {
    pub(crate) fn flush(&self, context: &mut Context<'_>) {
        self.sender_waker.take();
        for socket in &self.sockets {
            socket.flush(context);
        }
        let mut tasks = self.tasks.borrow_mut();
        while tasks.try_join_next().is_some() {}
    }

    /// The next datagram to be sent wakes this task, so that it flushes.
    pub(crate) fn wake_when_sending(&self, context: &Context<'_>) {
        self.sender_waker.replace(Some(context.waker().clone()));
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.tasks.borrow_mut().spawn_local(task);
    }

    /// Takes no more connections and lets the open ones end once all is written.
    pub(crate) fn wind_down(&self) {
        self.listeners.borrow_mut().abort_all();
        self.connections.borrow_mut().clear();
    }

    /// Ready when nothing waits to be written and no connection is left.
    pub(crate) fn poll_done(&self, context: &mut Context<'_>) -> Poll<()> {
        self.flush(context);
        let mut tasks = self.tasks.borrow_mut();
        while let Poll::Ready(ended) = tasks.poll_join_next(context) {
            if ended.is_none() && self.sockets.iter().all(Udp::is_flushed) {
                return Poll::Ready(());
            }
            if ended.is_none() {
                break;
            }
        }
        Poll::Pending
    }

    pub(crate) fn close_all(&self) {
        self.wind_down();
        self.tasks.borrow_mut().abort_all();
    }

    fn send_datagram(&self, flow: &Flow, bytes: Bytes) -> Result<(), SendError> {
        let socket =
            self.sockets.iter().find(|socket| socket.serves(flow.local)).ok_or(SendError::NoSocket)?;
        if socket.push(flow, bytes)?
            && let Some(waker) = self.sender_waker.take()
        {
            waker.wake();
        }
        Ok(())
    }
}

/// The sending half of the transport. Cheap to clone, bound to its thread.
#[derive(Debug, Clone)]
pub struct Transport {
    shared: Rc<Shared>,
}

impl Transport {
    /// Opens all sockets. To be called inside a `LocalSet` of a current-thread runtime.
    ///
    /// # Errors
    /// [`BindError`] names the address that cannot be opened or what is wrong with the certificate.
    pub fn bind(config: Config) -> Result<(Self, Inbox), BindError> {
        if config.identity.is_none() && !config.tls.is_empty() {
            return Err(BindError::NoIdentity);
        }
        let identity = config.identity.as_ref().map(tls::server_config).transpose()?;
        let failed = |protocol, address| move |source| BindError::Address { protocol, address, source };
        let (mut sockets, mut listeners, mut bound) = (Vec::new(), Vec::new(), Vec::new());
        for address in config.udp {
            let socket =
                Udp::bind(address, config.limits.udp_buffer).map_err(failed(Protocol::Udp, address))?;
            bound.push((Protocol::Udp, socket.local()));
            sockets.push(socket);
        }
        let streams = config.tcp.into_iter().map(|address| (Protocol::Tcp, address));
        for (protocol, address) in streams.chain(config.tls.into_iter().map(|tls| (Protocol::Tls, tls))) {
            let listener = listener::bind(address).map_err(failed(protocol, address))?;
            bound.push((protocol, listener.local_addr().map_err(failed(protocol, address))?));
            listeners.push((protocol, listener));
        }
        let (inbox, streams) = mpsc::channel(INBOX_MESSAGES);
        let shared = Rc::new(Shared {
            sockets,
            limits: config.limits,
            connections: RefCell::default(),
            identity: RefCell::new(identity),
            client_tls: config.client_tls,
            inbox,
            tasks: RefCell::default(),
            listeners: RefCell::default(),
            bound,
            sender_waker: RefCell::default(),
        });
        for (protocol, listener) in listeners {
            let accepting = listener::run(Rc::downgrade(&shared), listener, protocol);
            shared.listeners.borrow_mut().spawn_local(accepting);
        }
        let inbox = Inbox { shared: Rc::clone(&shared), streams, buffers: Buffers::new() };
        Ok((Self { shared }, inbox))
    }

    /// The addresses really bound.
    pub fn bound(&self) -> Vec<(Protocol, SocketAddr)> {
        self.shared.bound.clone()
    }

    /// Sends a message. Datagrams are gathered and leave together as soon as [`Inbox::recv`] is polled, which this
    /// causes.
    ///
    /// # Errors
    /// [`SendError`]; a message lost later is the transactions' business.
    pub fn send(&self, flow: Flow, bytes: Bytes) -> Result<(), SendError> {
        if flow.protocol == Protocol::Udp {
            return self.shared.send_datagram(&flow, bytes);
        }
        let sent = self.shared.connections.borrow().send(flow.connection, bytes);
        if sent == Err(SendError::Full) {
            // A peer that reads this slowly will not get better: its connection ends (and the inbox says so).
            self.close(flow);
        }
        sent
    }

    /// The flow of datagrams to `peer` from the first UDP socket that can reach it (by address family).
    pub fn udp_to(&self, peer: SocketAddr) -> Option<Flow> {
        let local =
            self.shared.sockets.iter().map(Udp::local).find(|local| local.is_ipv4() == peer.is_ipv4())?;
        let ip = if local.ip().is_unspecified() { source_towards(peer)? } else { local.ip() };
        Some(Flow::udp(SocketAddr::new(ip, local.port()), peer))
    }

    /// The open connection to `peer` of that protocol, or a new one. Messages may be sent at once; should the
    /// connection fail, the inbox says so. `server_name` is verified in the server's certificate (TLS only).
    ///
    /// # Errors
    /// [`SendError::NoSocket`] for UDP and WebSocket, for TLS without a client configuration, and when the peer cannot
    /// be reached from here; [`SendError::Full`] beyond the limits.
    pub fn connect(
        &self,
        protocol: Protocol,
        peer: SocketAddr,
        server_name: Option<&str>,
    ) -> Result<Flow, SendError> {
        if let Some(flow) = self.shared.connections.borrow().to(protocol, peer) {
            return Ok(flow);
        }
        outgoing::connect(&self.shared, protocol, peer, server_name)
    }

    /// Lets requests to `address` use an accepted connection (RFC 5923: its Via carried `alias`).
    pub fn alias(&self, flow: Flow, address: SocketAddr) {
        self.shared.connections.borrow_mut().alias(flow.connection, address);
    }

    /// Takes over a WebSocket connection. `None` when the limits do not allow it: the stream is dropped.
    pub fn accept_stream(&self, stream: MessageStream) -> Option<Flow> {
        stream.accept(&self.shared)
    }

    /// Closes a connection once what waits for it is written.
    pub fn close(&self, flow: Flow) {
        self.shared.connections.borrow_mut().remove(flow.connection);
    }

    /// Replaces the certificate for connections accepted from now on.
    ///
    /// # Errors
    /// [`BindError::Identity`]; the old one stays then.
    pub fn reload_identity(&self, identity: &TlsIdentity) -> Result<(), BindError> {
        let config = tls::server_config(identity)?;
        self.shared.identity.replace(Some(config));
        Ok(())
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.shared.connections.borrow().len()
    }
}
