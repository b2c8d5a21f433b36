//! SIP messages on the wire: parser, builders, stream framing and what can be answered to a broken request.

mod build;
pub(crate) mod chars;
mod error;
mod essentials;
mod frame;
mod lines;
mod message;
mod method;
mod parse;
mod reply;
mod salvage;
mod span;
mod start_line;
mod status;
#[cfg(test)]
mod tests;
mod views;

pub use build::{BuildError, MessageBuilder};
pub use error::ParseError;
pub use frame::{Frame, FrameError, Side, StreamFramer};
pub use message::{Kind, Message};
pub use method::{Extension, Method};
pub use reply::Reply;
pub use salvage::{Salvaged, salvage};
pub(crate) use span::Span;
pub use status::reason_phrase;

/// Longest message in bytes, head and body together (64 KiB less one: offsets are 16 bits wide).
pub const MAX_MESSAGE_BYTES: usize = 65_535;
/// Longest start line in bytes.
pub const MAX_START_LINE_BYTES: usize = 4_096;
/// Longest header line in bytes, folds included.
pub const MAX_LINE_BYTES: usize = 8_192;
/// Most header lines of a message.
pub const MAX_HEADER_LINES: usize = 160;
