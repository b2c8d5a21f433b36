//! What arrives.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use sip::flow::Flow;
use tokio::sync::mpsc;

use crate::batch::Buffers;
use crate::transport::Shared;

/// The most that one call of [`Inbox::recv`] gathers before it returns.
const GATHERED: usize = 512;

/// Something that arrived.
#[derive(Debug)]
pub enum Inbound {
    /// A whole message: a datagram, or one framed from a stream. Keep-alives are answered inside.
    Message {
        /// Its bytes, in a buffer of their own.
        bytes: Bytes,
        /// Where it came from.
        flow: Flow,
    },
    /// A connection ended, or could not be made.
    Closed {
        /// The connection.
        flow: Flow,
        /// Why.
        why: Closed,
    },
}

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The other side closed it.
    Peer,
    /// It could not be made: refused, unreachable, bad certificate, out of time.
    NotConnected,
    /// Nothing came for too long.
    Idle,
    /// A message was begun and not finished in time, none came at all after connecting, or a write was not taken.
    Stuck,
    /// What came is no SIP, or too big.
    Malformed,
    /// We closed it.
    Ours,
}

/// The receiving half of a transport. Dropping it ends all connections.
#[derive(Debug)]
pub struct Inbox {
    pub(crate) shared: Rc<Shared>,
    pub(crate) streams: mpsc::Receiver<Inbound>,
    pub(crate) buffers: Buffers,
}

impl Inbox {
    /// Waits until something arrives and appends all that is there (at most some hundreds) to `batch`.
    ///
    /// It also writes out what [`crate::Transport::send`] has gathered, so it must be polled all the time; it may be
    /// dropped at any await point without losing a message.
    pub async fn recv(&mut self, batch: &mut Vec<Inbound>) {
        poll_fn(|context| self.poll_recv(context, batch)).await;
    }

    /// Writes out what [`crate::Transport::send`] has gathered, as far as the sockets take it now.
    pub async fn flush(&mut self) {
        poll_fn(|context| {
            self.shared.flush(context);
            Poll::Ready(())
        })
        .await;
    }

    /// Ends the transport in order: no new connections, what waits is written, then the open ones are closed; what has
    /// not ended `within` is cut. Nothing more is received.
    pub async fn close(mut self, within: Duration) {
        self.shared.wind_down();
        let done = poll_fn(|context| {
            // Connections that end say so; unread they could not.
            while let Poll::Ready(Some(_)) = self.streams.poll_recv(context) {}
            self.shared.poll_done(context)
        });
        if tokio::time::timeout(within, done).await.is_err() {
            tracing::debug!("connections cut at the end");
        }
    }

    /// As [`Self::recv`], for those who poll by hand.
    pub fn poll_recv(&mut self, context: &mut Context<'_>, batch: &mut Vec<Inbound>) -> Poll<()> {
        let Self { shared, streams, buffers } = self;
        shared.flush(context);
        let before = batch.len();
        loop {
            let begun = batch.len();
            let mut is_dry = true;
            for socket in &shared.sockets {
                is_dry &= socket.poll_read(context, buffers, batch).is_pending();
            }
            while batch.len() < before + GATHERED {
                match streams.poll_recv(context) {
                    Poll::Ready(Some(inbound)) => batch.push(inbound),
                    Poll::Ready(None) | Poll::Pending => break,
                }
            }
            if is_dry && batch.len() == begun || batch.len() >= before + GATHERED {
                break;
            }
        }
        if batch.len() > before {
            return Poll::Ready(());
        }
        shared.wake_when_sending(context);
        Poll::Pending
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.shared.close_all();
    }
}
