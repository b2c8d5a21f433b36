//! The media threads: a pool of port pairs and a relay of RTP and RTCP between two streams without decoding.
//!
//! [`Media`] is the handle (cheap to clone, `Send + Sync`). A call opens one stream for each leg, tells where the
//! leg's peer wants its packets, and bridges two of them. Everything the threads notice comes out as [`Event`]s
//! through the function given at the start.

mod config;
mod error;
mod event;
mod handle;
mod history;
mod ports;
mod remote;
mod source;
mod stats;
mod stream;
mod streams;
mod system;
mod worker;

pub use config::MediaConfig;
pub use error::MediaError;
pub use event::{Event, EventSink, StreamId};
pub use handle::Media;
pub use history::{History, Span};
pub use remote::{Payload, Remote};
pub use stats::Stats;
