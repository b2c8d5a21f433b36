//! Sessions: INVITE dialogs with their offers, answers, timers and endings, above transactions and dialogs.
//!
//! [`UserAgent`] is the whole of a SIP user agent without its sockets: the application says what it wants of a
//! session (ring, answer, offer again, hang up) and learns what the other side did; everything the protocol itself
//! demands (ACK, PRACK, CANCEL races, retransmitted 2xx, glare, session timers, authentication of our own requests)
//! happens inside. Descriptions are opaque bytes. Time and entropy are arguments.

mod agent;
mod commands;
mod description;
mod dispatch;
mod event;
mod invited;
mod inviting;
mod offers;
mod outgoing;
mod referring;
mod refresh;
mod stack;
mod standing;
#[cfg(test)]
mod tests;
mod unacknowledged;
mod within;

pub use agent::{Config, SessionError, UserAgent};
pub use description::description;
pub use event::{EndCause, Event, Failure, ReferId, SessionEvent, SessionId};
pub use outgoing::{Answer, OutgoingInvite, Reason, RequestOutside};
