//! Places in a text of at most 65,535 bytes, kept in four bytes.

use super::MAX_MESSAGE_BYTES;

/// A half-open range of byte offsets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u16,
    end: u16,
}

impl Span {
    /// Offsets beyond 16 bits saturate; parsers refuse longer texts before they get here.
    #[inline]
    pub(crate) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= MAX_MESSAGE_BYTES);
        Span { start: narrow(start), end: narrow(end) }
    }

    #[inline]
    pub(crate) fn start(self) -> usize {
        usize::from(self.start)
    }

    #[inline]
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }

    /// The part of the text it was made for.
    #[inline]
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

#[inline]
fn narrow(offset: usize) -> u16 {
    u16::try_from(offset).unwrap_or(u16::MAX)
}
