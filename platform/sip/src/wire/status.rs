//! Default reason phrases.

#![expect(clippy::todo, reason = "face first")]

/// The customary reason phrase of a status (RFC 3261 §21 and extensions); an empty one when unknown.
pub fn reason_phrase(_status: u16) -> &'static str {
    todo!()
}
