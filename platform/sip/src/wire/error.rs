//! Why a message or a header could not be read, where, and what a server may answer.

/// A malformed message or header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} ({place}, byte {at})")]
pub struct ParseError {
    /// What is wrong, in a few words.
    pub what: &'static str,
    /// Where: the header's name, `start line`, `head` or `body`.
    pub place: &'static str,
    /// Byte offset within the place.
    pub at: usize,
    /// The status a server may answer to a request (400, 413, 414, 505, 513); `None` where nothing may be answered.
    pub answer: Option<u16>,
}
