//! From [`Session`] to bytes, in the order of RFC 8866 §5, CRLF line ends.
#![expect(clippy::todo, reason = "face first")]

use crate::Session;

impl Session {
    /// The description as text, CRLF line ends. Control characters inside values are left out.
    pub fn to_text(&self) -> String {
        todo!()
    }

    /// The same as bytes, for a message body.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_text().into_bytes()
    }
}
