//! What the media threads tell.

use crate::Stats;
use std::time::Duration;

/// Names one stream, that is one leg's pair of sockets. Never used twice in a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub(crate) u64);

/// What happened to a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The first RTP packet was accepted.
    Started {
        /// Which stream.
        stream: StreamId,
    },
    /// No RTP was accepted for as long as was asked for ([`crate::Media::expect`]). Told once; told again only after
    /// packets came back and stayed away anew.
    Silent {
        /// Which stream.
        stream: StreamId,
        /// Time since the last packet, or since the expectation was set.
        elapsed: Duration,
    },
    /// A digit was pressed: a telephone-event (RFC 4733) went by. Told once for each digit, at its end.
    Dtmf {
        /// Which stream it came from.
        stream: StreamId,
        /// `0`–`9`, `*`, `#`, `A`–`D`.
        digit: char,
        /// How long it was pressed.
        duration: Duration,
    },
    /// The stream was closed and its ports are free; its final figures.
    Closed {
        /// Which stream.
        stream: StreamId,
        /// Figures of its whole life.
        stats: Box<Stats>,
    },
}

/// Takes events on a media thread. It must return at once: hand the event to a queue.
pub type EventSink = Box<dyn Fn(Event) + Send + Sync>;
