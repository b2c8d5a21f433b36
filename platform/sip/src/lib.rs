//! SIP without I/O: messages over one buffer, URIs, headers, digest, transactions, dialogs and sessions.

#![doc = include_str!("../README.md")]

pub mod dialog;
pub mod digest;
pub mod flow;
pub mod header;
pub mod session;
pub mod transaction;
pub mod uri;
#[cfg(feature = "rsip")]
pub mod vocabulary;
pub mod wire;

pub use header::HeaderName;
pub use uri::{Uri, UriRef};
pub use wire::{Kind, Message, MessageBuilder, Method, ParseError, Reply};
