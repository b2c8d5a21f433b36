//! Calls as a pure back-to-back user agent: legs, forking, hold, transfer, and the event log that records fold from.
//!
//! Invariant: nothing here reads a clock, draws randomness or touches I/O. Whoever drives a [`Call`] feeds it
//! [`Input`]s with the time, drains [`Output`]s, and wakes it at [`Call::poll_timeout`].

pub mod cdr;
mod input;
mod leg;
mod log;
mod machine;
mod output;

pub use cdr::{Cdr, Disposition, Kind};
pub use input::{Attempt, Input, Offered, Plan, TakenLeg, TransferTarget};
pub use leg::{ConnectionId, Description, LegId, Party, Side, Target};
pub use log::{Entry, LogEntry, Moment, Origin};
pub use machine::{Call, Limits};
pub use output::{HangUpReason, Output, RouteRequest};
