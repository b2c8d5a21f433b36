//! The sockets under SIP: UDP in batches, TCP and TLS connections, and WebSocket streams handed over by `web`.
//!
//! [`Transport`] sends and [`Inbox`] receives; both live in the one thread that owns SIP.

mod config;
mod inbox;
mod stream;
mod transport;

pub use config::{BindError, Config, Limits, TlsIdentity};
pub use inbox::{Closed, Inbound, Inbox};
pub use stream::MessageStream;
pub use transport::{SendError, Transport};
