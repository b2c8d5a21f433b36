//! Does an answer fit its offer (RFC 3264 §6)?
#![expect(clippy::todo, reason = "face first")]

use crate::Session;

/// Why an answer does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// More or fewer media lines than offered.
    #[error("{answered} media lines answer {offered}")]
    LineCount {
        /// In the offer.
        offered: usize,
        /// In the answer.
        answered: usize,
    },
    /// Another kind of media or transport in this line.
    #[error("media line {0} is of another kind than offered")]
    Kind(usize),
    /// A line accepted that was offered with port 0.
    #[error("media line {0} was not offered")]
    NotOffered(usize),
    /// A line accepted with no format of the offer.
    #[error("media line {0} shares no format with the offer")]
    NoFormat(usize),
}

/// Checks an answer against its offer, line by line.
///
/// # Errors
/// The first rule it breaks.
pub fn validate_answer(_offer: &Session, _answer: &Session) -> Result<(), AnswerError> {
    todo!()
}
