//! The machine of a call: inputs and time come in, outputs and log entries go out.

use std::time::{Duration, Instant};

use kernel::id::CallId;

use crate::{Input, LegId, LogEntry, Moment, Offered, Output};

/// Bounds that the exchange sets on every call.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest time from answer to end.
    pub max_duration: Duration,
    /// How long a transfer may wait for its new leg.
    pub transfer: Duration,
}

/// One call.
#[derive(Debug)]
pub struct Call {}

impl Call {
    /// A call is born with the leg of its caller. `number` is the call's number on this node (see [`LegId::of`]).
    pub fn new(id: CallId, number: u64, limits: Limits, offered: Offered, now: Moment) -> Self {
        let _ = (id, number, limits, offered, now);
        todo!()
    }

    /// The leg it was born with.
    pub fn first_leg(&self) -> LegId {
        todo!()
    }

    /// Tells what happened.
    pub fn handle_input(&mut self, now: Moment, input: Input) {
        let _ = (now, input);
        todo!()
    }

    /// The next thing to do, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        todo!()
    }

    /// When [`Input::Timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Instant> {
        todo!()
    }

    /// The log so far.
    pub fn log(&self) -> &[LogEntry] {
        todo!()
    }
}
