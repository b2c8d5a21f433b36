//! Dialogs (RFC 3261 §12): the state that two user agents share, and the requests built from it.

#![expect(clippy::todo, reason = "face first")]

use crate::transaction::Token;
use crate::wire::Message;

/// Identifies a dialog from our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DialogId<'a> {
    /// The Call-ID.
    pub call_id: &'a str,
    /// Our tag.
    pub local_tag: &'a str,
    /// The other side's tag; empty with a peer of RFC 2543.
    pub remote_tag: &'a str,
}

impl<'a> DialogId<'a> {
    /// The dialog a request inside a dialog belongs to: its To tag is ours. `None` without a To tag.
    pub fn of_request(request: &'a Message) -> Option<Self> {
        let _ = request;
        todo!()
    }
}

/// One dialog, early or confirmed.
#[derive(Debug)]
pub struct Dialog {}

/// Why a dialog cannot be made from a message, or a request does not belong into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DialogError {
    /// A header that every dialog needs is missing or unreadable; the text names it.
    #[error("{0} is missing or unreadable")]
    Header(&'static str),
    /// The request's CSeq is lower than one already seen (answer 500).
    #[error("the CSeq is out of order")]
    OutOfOrder,
}

impl Dialog {
    /// The dialog a server makes by answering `request` with our tag (RFC 3261 §12.1.1).
    ///
    /// # Errors
    /// [`DialogError::Header`] when the request lacks what a dialog needs.
    pub fn from_request(request: &Message, local_tag: Token) -> Result<Self, DialogError> {
        let _ = (request, local_tag);
        todo!()
    }

    /// The dialog a client gets by a response with a To tag (RFC 3261 §12.1.2).
    ///
    /// # Errors
    /// [`DialogError::Header`] when the response lacks what a dialog needs.
    pub fn from_response(response: &Message) -> Result<Self, DialogError> {
        let _ = response;
        todo!()
    }

    /// The dialog's identity.
    pub fn id(&self) -> DialogId<'_> {
        todo!()
    }
}
