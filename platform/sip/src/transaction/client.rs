//! Client transactions (RFC 3261 §17.1 with RFC 6026): INVITE and the others.

use std::collections::VecDeque;

use bytes::Bytes;

use super::deadlines::{Micros, Queued};
use super::key::Key;
use super::{ClientId, Output, Timing};
use crate::flow::Flow;
use crate::wire::Message;

/// Where a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Sent, nothing heard (*Calling*, *Trying*).
    Sent,
    /// A provisional response came.
    Proceeding,
    /// INVITE only: a 2xx came; more may, from other branches (RFC 6026).
    Accepted,
    /// The final response came; its repetitions are absorbed.
    Completed,
}

/// What may have to be sent once more.
#[derive(Debug)]
enum Kept {
    Request(Message),
    Ack(Bytes),
    Nothing,
}

/// How far a CANCEL is.
#[derive(Debug)]
enum Cancelling {
    No,
    /// Wanted, but nothing has been heard of the INVITE yet (RFC 3261 §9.1).
    Wanted(Option<Box<str>>),
    Sent,
}

/// Who started a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The application, which hears of the outcome.
    Application,
    /// This table (a CANCEL): nobody hears of it.
    Table,
}

/// One client transaction.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) key: Key,
    pub(super) flow: Flow,
    pub(super) queued: Queued,
    origin: Origin,
    is_invite: bool,
    state: State,
    kept: Kept,
    cancelling: Cancelling,
    interval: Micros,
    resend_at: Option<Micros>,
    end_at: Option<Micros>,
}

/// What the table must do after a step of a machine.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// Give the response to the application.
    pub(super) deliver: bool,
    /// Remove the transaction.
    pub(super) ended: bool,
    /// Start a CANCEL.
    pub(super) send_cancel: bool,
}

impl Step {
    const NOTHING: Self = Self { deliver: false, ended: false, send_cancel: false };
    const DELIVER: Self = Self { deliver: true, ended: false, send_cancel: false };
}

impl Client {
    /// A transaction whose request is being sent now: timers A and B, or E and F.
    pub(super) fn new(
        now: Micros,
        timing: &Timing,
        request: &Message,
        (key, flow): (Key, Flow),
        is_invite: bool,
        origin: Origin,
    ) -> Self {
        let resend_at = (!flow.protocol.is_reliable()).then_some(now + timing.t1);
        Self {
            key,
            flow,
            queued: Queued::NO,
            origin,
            is_invite,
            state: State::Sent,
            kept: Kept::Request(request.clone()),
            cancelling: Cancelling::No,
            interval: timing.t1,
            resend_at,
            end_at: Some(now + timing.give_up),
        }
    }

    pub(super) fn deadline(&self) -> Option<Micros> {
        match (self.resend_at, self.end_at) {
            (Some(resend), Some(end)) => Some(resend.min(end)),
            (one, other) => one.or(other),
        }
    }

    /// The request, as long as no final response has come.
    pub(super) const fn request(&self) -> Option<&Message> {
        match &self.kept {
            Kept::Request(request) => Some(request),
            _ => None,
        }
    }

    pub(super) const fn reports(&self) -> bool {
        matches!(self.origin, Origin::Application)
    }

    /// Whether a final response is still missing.
    pub(super) const fn is_waiting(&self) -> bool {
        matches!(self.state, State::Sent | State::Proceeding)
    }

    /// Asks for a CANCEL; true when it may be sent at once.
    pub(super) fn cancel(&mut self, reason: Option<&str>) -> bool {
        if !matches!(self.cancelling, Cancelling::No) {
            return false;
        }
        self.cancelling = Cancelling::Wanted(reason.map(Into::into));
        self.state == State::Proceeding
    }

    /// The CANCEL is leaving: gives its reason; from now on the INVITE has 64·T1 to end (RFC 3261 §9.1).
    pub(super) fn cancel_sent(&mut self, now: Micros, timing: &Timing) -> Option<Box<str>> {
        self.end_at = Some(now + timing.give_up);
        match std::mem::replace(&mut self.cancelling, Cancelling::Sent) {
            Cancelling::Wanted(reason) => reason,
            Cancelling::No | Cancelling::Sent => None,
        }
    }

    /// Takes a response. `ack` writes the ACK to a final response of an INVITE.
    pub(super) fn handle_response(
        &mut self,
        now: Micros,
        timing: &Timing,
        status: u16,
        ack: impl FnOnce(&Message) -> Option<Bytes>,
        out: &mut VecDeque<Output>,
    ) -> Step {
        match (self.state, status) {
            (State::Sent | State::Proceeding, ..200) => self.proceed(now, timing),
            (State::Accepted, 200..300) => Step::DELIVER,
            (State::Sent | State::Proceeding, 200..300) if self.is_invite => {
                self.finish(State::Accepted, Kept::Nothing, now + timing.give_up);
                Step::DELIVER
            }
            (State::Sent | State::Proceeding, _) if self.is_invite => {
                let ack = self.request().and_then(ack);
                self.finish(State::Completed, ack.map_or(Kept::Nothing, Kept::Ack), now + timing.give_up);
                self.resend(out);
                Step { ended: self.flow.protocol.is_reliable(), ..Step::DELIVER }
            }
            (State::Sent | State::Proceeding, _) => {
                self.finish(State::Completed, Kept::Nothing, now + timing.t4);
                Step { ended: self.flow.protocol.is_reliable(), ..Step::DELIVER }
            }
            (State::Completed, 300..) if self.is_invite => {
                self.resend(out);
                Step::NOTHING
            }
            _ => Step::NOTHING,
        }
    }

    fn proceed(&mut self, now: Micros, timing: &Timing) -> Step {
        self.state = State::Proceeding;
        if !self.is_invite {
            self.interval = timing.t2;
            return Step::DELIVER;
        }
        self.resend_at = None;
        if !matches!(self.cancelling, Cancelling::Sent) {
            self.end_at = Some(now + timing.proceeding);
        }
        Step { send_cancel: matches!(self.cancelling, Cancelling::Wanted(_)), ..Step::DELIVER }
    }

    fn finish(&mut self, state: State, kept: Kept, end_at: Micros) {
        self.state = state;
        self.kept = kept;
        self.resend_at = None;
        self.end_at = Some(end_at);
    }

    fn resend(&self, out: &mut VecDeque<Output>) {
        let bytes = match &self.kept {
            Kept::Request(request) => request.bytes(),
            Kept::Ack(ack) => ack,
            Kept::Nothing => return,
        };
        out.push_back(Output::Transmit { flow: self.flow, bytes: bytes.clone() });
    }

    /// Fires timers A, E (again), B, F, C (give up) and D, K, M (forget).
    pub(super) fn handle_timeout(
        &mut self,
        now: Micros,
        timing: &Timing,
        client: ClientId,
        out: &mut VecDeque<Output>,
    ) -> Step {
        if self.end_at.is_some_and(|at| at <= now) {
            if self.is_invite && self.state == State::Proceeding && matches!(self.cancelling, Cancelling::No)
            {
                return Step { send_cancel: true, ..Step::NOTHING };
            }
            if self.is_waiting() && self.reports() {
                out.push_back(Output::TimedOut { client });
            }
            return Step { ended: true, ..Step::NOTHING };
        }
        if self.resend_at.is_some_and(|at| at <= now) {
            self.resend(out);
            let longest = if self.is_invite { Micros::MAX } else { timing.t2 };
            self.interval = (self.interval * 2).min(longest);
            self.resend_at = Some(now + self.interval);
        }
        Step::NOTHING
    }
}
