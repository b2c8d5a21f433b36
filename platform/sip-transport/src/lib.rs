//! The sockets under SIP: UDP in batches, TCP and TLS connections, and WebSocket streams handed over by `web`.

#![doc = include_str!("../README.md")]

mod batch;
mod config;
mod connection;
mod inbox;
mod listener;
mod outgoing;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod tls;
mod transport;
mod udp;

pub use config::{BindError, Config, Limits, TlsIdentity};
pub use inbox::{Closed, Inbound, Inbox};
pub use stream::MessageStream;
pub use transport::{SendError, Transport};
