//! Why a message or a header could not be read, where, and what a server may answer.

/// A malformed message or header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} ({place}, byte {at})")]
pub struct ParseError {
    /// What is wrong, in a few words.
    pub what: &'static str,
    /// Where: the header's name, `start line`, `head`, `body`, or `URI` and the like for a value read by itself.
    pub place: &'static str,
    /// Byte offset: within the message for `start line`, `head` and `body`, within the value else.
    pub at: usize,
    /// The status a server may answer to a request (400, 414, 505, 513); `None` where nothing may be answered.
    pub answer: Option<u16>,
}

impl ParseError {
    /// A fault that a server answers with 400.
    pub(crate) const fn bad(place: &'static str, what: &'static str, at: usize) -> Self {
        ParseError { what, place, at, answer: Some(400) }
    }

    pub(crate) const fn answered(self, answer: Option<u16>) -> Self {
        ParseError { answer, ..self }
    }

    /// The same fault, told of the header that holds the value.
    pub(crate) const fn within(self, place: &'static str) -> Self {
        ParseError { place, ..self }
    }
}
