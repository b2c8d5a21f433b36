//! The handle through which calls use the media threads.
#![expect(clippy::todo, reason = "face first")]

use crate::{EventSink, MediaConfig, MediaError, Remote, Stats, StreamId};
use kernel::rng::Rng;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// Handle of the media threads. Clones share them; [`Media::stop`] or the last clone's drop ends them.
#[derive(Clone)]
pub struct Media {
    _shared: Arc<()>,
}

impl Media {
    /// Checks the configuration and starts the threads. `events` is called on them.
    ///
    /// # Errors
    /// An empty range, no address, or what the system refuses.
    pub fn start(_config: MediaConfig, _rng: &dyn Rng, _events: EventSink) -> Result<Self, MediaError> {
        todo!()
    }

    /// Opens a stream on a local address: a free even port for RTP and the next one for RTCP. The sockets are made
    /// here and now, on the caller's thread. Returns our RTP address.
    ///
    /// # Errors
    /// An address not configured, or no ports left.
    pub fn open(&self, _local: IpAddr) -> Result<(StreamId, SocketAddr), MediaError> {
        todo!()
    }

    /// Tells where the stream's peer is. A changed RTP address forgets the source learnt before; the same one keeps it.
    pub fn set_remote(&self, _stream: StreamId, _remote: Remote) {
        todo!()
    }

    /// Joins two streams: what comes from one goes to the other. Earlier bridges of both end.
    pub fn bridge(&self, _a: StreamId, _b: StreamId) {
        todo!()
    }

    /// Ends the bridge of a stream, and so that of its partner.
    pub fn unbridge(&self, _stream: StreamId) {
        todo!()
    }

    /// From now on RTP is expected within this time, else [`crate::Event::Silent`]; nothing while the peer is on hold
    /// or need not send.
    pub fn expect(&self, _stream: StreamId, _within: Option<Duration>) {
        todo!()
    }

    /// Asks for the figures of a stream. `reply` runs on the media thread within about a millisecond; it gets nothing
    /// when the stream is gone.
    pub fn stats(&self, _stream: StreamId, _reply: impl FnOnce(Option<Stats>) + Send + 'static) {
        todo!()
    }

    /// Closes a stream; [`crate::Event::Closed`] follows. Closing twice does nothing.
    pub fn close(&self, _stream: StreamId) {
        todo!()
    }

    /// Number of open streams.
    pub fn open_streams(&self) -> usize {
        todo!()
    }

    /// Closes all streams and ends the threads; returns when they have ended.
    pub fn stop(&self) {
        todo!()
    }
}
