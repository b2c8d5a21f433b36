//! A UDP socket read and written in batches.

use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use sip::flow::Flow;
use socket2::{Domain, Socket, Type};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::batch::{self, BATCH, Buffers, Datagram};
use crate::{Inbound, SendError};

/// The most datagrams that wait for a full socket.
const WAITING: usize = 8192;

/// One bound socket.
#[derive(Debug)]
pub(crate) struct Udp {
    /// Watched for arrivals alone: watched for room as well, each datagram that leaves would wake the thread.
    socket: AsyncFd<OwnedFd>,
    /// Watches for room, while datagrams wait for it.
    full: RefCell<Option<AsyncFd<OwnedFd>>>,
    local: SocketAddr,
    waiting: RefCell<Vec<Datagram>>,
}

impl Udp {
    pub(crate) fn bind(address: SocketAddr, buffer_bytes: usize) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::DGRAM.nonblocking(), None)?;
        if address.is_ipv6() {
            socket.set_only_v6(true)?;
        }
        if batch::force_buffers(socket.as_fd(), buffer_bytes).is_err() {
            socket.set_recv_buffer_size(buffer_bytes)?;
            socket.set_send_buffer_size(buffer_bytes)?;
        }
        if address.ip().is_unspecified() {
            batch::report_destination(socket.as_fd(), address.is_ipv6())?;
        }
        socket.bind(&address.into())?;
        let local = socket.local_addr()?.as_socket().unwrap_or(address);
        let socket = batch::watch(socket.into(), Interest::READABLE)?;
        Ok(Self { socket, full: RefCell::default(), local, waiting: RefCell::default() })
    }

    pub(crate) const fn local(&self) -> SocketAddr {
        self.local
    }

    /// Whether datagrams of this local address leave here.
    pub(crate) fn serves(&self, local: SocketAddr) -> bool {
        self.local == local
            || (self.local.port() == local.port()
                && self.local.ip().is_unspecified()
                && self.local.is_ipv4() == local.is_ipv4())
    }

    /// Lines a datagram up; true when it is the first to wait.
    pub(crate) fn push(&self, flow: &Flow, bytes: Bytes) -> Result<bool, SendError> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() >= WAITING {
            return Err(SendError::Full);
        }
        let source = (self.local.ip() != flow.local.ip()).then_some(flow.local.ip());
        waiting.push(Datagram { bytes, peer: flow.peer, source });
        Ok(waiting.len() == 1)
    }

    /// Sends what waits, as far as the socket takes it; else arranges to be woken.
    pub(crate) fn flush(&self, context: &mut Context<'_>) {
        let mut waiting = self.waiting.borrow_mut();
        let mut done = 0;
        while done < waiting.len() {
            match batch::send(self.socket.get_ref().as_fd(), &waiting[done..]) {
                Ok(sent) => done += sent,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.wait_for_room(context);
                    break;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // This one cannot leave (unreachable, too long, forbidden); the transaction will notice.
                    tracing::debug!(peer = %waiting[done].peer, %error, "datagram not sent");
                    done += 1;
                }
            }
        }
        waiting.drain(..done);
        if waiting.is_empty() {
            self.full.take();
        }
        if waiting.is_empty() && waiting.capacity() > 4 * BATCH {
            waiting.shrink_to(BATCH);
        }
    }

    /// Arranges to be woken when the socket takes datagrams again.
    fn wait_for_room(&self, context: &mut Context<'_>) {
        let mut full = self.full.borrow_mut();
        if full.is_none() {
            let twin = self.socket.get_ref().as_fd().try_clone_to_owned();
            *full = twin.and_then(|twin| batch::watch(twin, Interest::WRITABLE)).ok();
        }
        // The first look may see room of before, which the failed sending has disproved.
        for _ in 0..2 {
            match full.as_ref().map(|full| full.poll_write_ready(context)) {
                Some(Poll::Pending) => return,
                Some(Poll::Ready(Ok(mut room))) => room.clear_ready(),
                Some(Poll::Ready(Err(_))) | None => break,
            }
        }
        context.waker().wake_by_ref();
    }

    /// Whether all that was given to send has left.
    pub(crate) fn is_flushed(&self) -> bool {
        self.waiting.borrow().is_empty()
    }

    /// Reads one batch into `into`. Pending when there is nothing.
    pub(crate) fn poll_read(
        &self,
        context: &mut Context<'_>,
        buffers: &mut Buffers,
        into: &mut Vec<Inbound>,
    ) -> Poll<()> {
        while let Ok(mut arrived) = ready!(self.socket.poll_read_ready(context)) {
            let mut received = 0;
            let read = arrived.try_io(|socket| {
                let batch = buffers.receive(socket.get_ref().as_fd(), |bytes, peer, destination| {
                    let ip = destination.unwrap_or(self.local.ip());
                    let flow = Flow::udp(SocketAddr::new(ip, self.local.port()), peer);
                    if !is_keep_alive(bytes) {
                        into.push(Inbound::Message { bytes: Bytes::copy_from_slice(bytes), flow });
                    }
                })?;
                received = batch.count;
                // A batch not full means that nothing more waits: saves the call that would only say so.
                if batch.is_full { Ok(()) } else { Err(io::ErrorKind::WouldBlock.into()) }
            });
            match read {
                Ok(Err(error)) => {
                    // An ICMP error that belongs to an earlier datagram.
                    tracing::debug!(%error, "reading datagrams");
                    return Poll::Ready(());
                }
                _ if received > 0 => return Poll::Ready(()),
                _ => {}
            }
        }
        Poll::Pending
    }
}

/// What phones send to keep a NAT's mapping: nothing, CRLFs or a few null bytes (RFC 5626 §3.5.1 and practice).
fn is_keep_alive(bytes: &[u8]) -> bool {
    bytes.len() <= 8 && bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

/// The address of ours from which the system reaches `peer`.
pub(crate) fn source_towards(peer: SocketAddr) -> Option<IpAddr> {
    let any: SocketAddr = if peer.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0_u16; 8], 0).into() };
    let probe = std::net::UdpSocket::bind(any).ok()?;
    probe.connect(peer).ok()?;
    Some(probe.local_addr().ok()?.ip())
}
