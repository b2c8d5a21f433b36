//! From bytes to [`Session`], bounded, without panics.
#![expect(clippy::todo, reason = "face first")]

use crate::Session;

/// Limits of what is read. More is refused, not cut.
pub mod limits {
    /// Bytes of a description.
    pub const BYTES: usize = 32 * 1024;
    /// Lines of a description.
    pub const LINES: usize = 1024;
    /// Media lines.
    pub const MEDIA: usize = 32;
    /// Formats of a media line.
    pub const FORMATS: usize = 128;
}

/// Why a description was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ParseError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

impl Session {
    /// Reads a description with LF or CRLF line ends; lines of unknown letters are skipped.
    ///
    /// # Errors
    /// Something over the [`limits`], no `v=0` first, no `o=`, or an `o=`, `c=` or `m=` line that makes no sense.
    pub fn parse(_bytes: &[u8]) -> Result<Self, ParseError> {
        todo!()
    }
}
