//! Server transactions (RFC 3261 §17.2 with RFC 6026): INVITE and the others.

use std::collections::VecDeque;

use bytes::Bytes;

use super::deadlines::{Micros, Queued};
use super::key::Key;
use super::{Output, Refused, ServerId, Timing};
use crate::flow::Flow;
use crate::wire::Message;

/// Where a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No response yet (*Trying*).
    Received,
    /// A provisional response was sent.
    Proceeding,
    /// INVITE only: a 2xx was sent; the dialog repeats it until its ACK comes (RFC 6026).
    Accepted,
    /// The final response was sent.
    Completed,
    /// INVITE only: the ACK of a refusal came.
    Confirmed,
}

/// One server transaction.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) key: Key,
    /// Set while a copy of the request over another path must be refused (RFC 3261 §8.2.2.2).
    pub(super) merge: Option<Key>,
    pub(super) queued: Queued,
    /// Where the request came from.
    pub(super) flow: Flow,
    /// Where responses go.
    reply: Flow,
    is_invite: bool,
    was_cancelled: bool,
    state: State,
    request: Option<Message>,
    last: Option<Bytes>,
    interval: Micros,
    trying_at: Option<Micros>,
    resend_at: Option<Micros>,
    end_at: Option<Micros>,
}

/// What an ACK meant to a transaction.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Acknowledged {
    /// It ends the retransmissions of a refusal.
    Here,
    /// The same, and the transaction is to be removed.
    Ended,
    /// It is the dialog's.
    Elsewhere,
}

impl Server {
    pub(super) fn new(
        now: Micros,
        timing: &Timing,
        request: Message,
        (key, merge): (Key, Option<Key>),
        (flow, reply): (Flow, Flow),
        is_invite: bool,
    ) -> Self {
        Self {
            key,
            merge,
            queued: Queued::NO,
            flow,
            reply,
            is_invite,
            was_cancelled: false,
            state: State::Received,
            request: Some(request),
            last: None,
            interval: timing.t1,
            trying_at: is_invite.then_some(now + timing.trying_after),
            resend_at: None,
            // A client gives up after 64·T1 (timer F): an answer later than that helps nobody (RFC 4320 §4.2).
            end_at: (!is_invite).then_some(now + timing.give_up),
        }
    }

    pub(super) fn deadline(&self) -> Option<Micros> {
        [self.trying_at, self.resend_at, self.end_at].into_iter().flatten().min()
    }

    /// The request, until its final response is sent.
    pub(super) const fn request(&self) -> Option<&Message> {
        self.request.as_ref()
    }

    /// The last response sent.
    pub(super) const fn last(&self) -> Option<&Bytes> {
        self.last.as_ref()
    }

    fn send(&self, bytes: Bytes, out: &mut VecDeque<Output>) {
        out.push_back(Output::Transmit { flow: self.reply, bytes });
    }

    /// The request came again.
    pub(super) fn handle_repetition(&self, out: &mut VecDeque<Output>) {
        if let (State::Proceeding | State::Completed, Some(last)) = (self.state, &self.last) {
            self.send(last.clone(), out);
        }
    }

    /// Whether a CANCEL changes anything: the first one before the final response does.
    pub(super) fn handle_cancel(&mut self) -> bool {
        let counts = matches!(self.state, State::Received | State::Proceeding) && !self.was_cancelled;
        self.was_cancelled |= counts;
        counts
    }

    pub(super) fn handle_ack(&mut self, now: Micros, timing: &Timing) -> Acknowledged {
        match self.state {
            State::Accepted => Acknowledged::Elsewhere,
            State::Completed if self.flow.protocol.is_reliable() => Acknowledged::Ended,
            State::Completed => {
                self.state = State::Confirmed;
                self.last = None;
                self.resend_at = None;
                self.end_at = Some(now + timing.t4);
                Acknowledged::Here
            }
            State::Received | State::Proceeding | State::Confirmed => Acknowledged::Here,
        }
    }

    /// Sends a response. `Ok(true)`: the transaction is to be removed.
    pub(super) fn respond(
        &mut self,
        now: Micros,
        timing: &Timing,
        status: u16,
        response: Bytes,
        out: &mut VecDeque<Output>,
    ) -> Result<bool, Refused> {
        match (self.state, status) {
            (State::Received | State::Proceeding, ..200) => {
                self.state = State::Proceeding;
                self.trying_at = None;
                self.last = Some(response.clone());
            }
            (State::Received | State::Proceeding, 200..300) if self.is_invite => {
                self.finish(State::Accepted, None, now + timing.give_up);
            }
            (State::Accepted, 200..300) => {}
            (State::Received | State::Proceeding, _) => {
                // Kept for half a minute, so without the room that the buffer it was written in has left.
                let kept = Bytes::copy_from_slice(&response);
                self.finish(State::Completed, Some(kept), now + timing.give_up);
                self.resend_at =
                    (self.is_invite && !self.flow.protocol.is_reliable()).then_some(now + timing.t1);
            }
            _ => return Err(Refused::Ended),
        }
        self.send(response, out);
        Ok(!self.is_invite && self.state == State::Completed && self.flow.protocol.is_reliable())
    }

    /// Sends a final response of a transaction that is being removed.
    pub(super) fn respond_once(&self, response: Bytes, out: &mut VecDeque<Output>) -> Result<(), Refused> {
        if !matches!(self.state, State::Received | State::Proceeding) {
            return Err(Refused::Ended);
        }
        self.send(response, out);
        Ok(())
    }

    /// Whether the client repeats the request until it is answered, so that nothing has to be kept for it.
    pub(super) const fn may_be_forgotten(&self) -> bool {
        !self.is_invite || matches!(self.state, State::Received)
    }

    fn finish(&mut self, state: State, last: Option<Bytes>, end_at: Micros) {
        self.state = state;
        self.last = last;
        self.request = None;
        self.trying_at = None;
        self.end_at = Some(end_at);
    }

    /// Fires the delayed `100 Trying`, timer G (again), H (give up) and I, J, L (forget), and drops what nobody
    /// answered. `true`: to be removed.
    pub(super) fn handle_timeout(
        &mut self,
        now: Micros,
        timing: &Timing,
        server: ServerId,
        trying: impl FnOnce(&Message, Flow) -> Option<Bytes>,
        out: &mut VecDeque<Output>,
    ) -> bool {
        if self.end_at.is_some_and(|at| at <= now) {
            if self.is_invite && self.state == State::Completed {
                out.push_back(Output::NotAcknowledged { server });
            }
            return true;
        }
        if self.trying_at.take_if(|at| *at <= now).is_some()
            && let Some(bytes) = self.request.as_ref().and_then(|request| trying(request, self.flow))
        {
            self.state = State::Proceeding;
            self.last = Some(bytes.clone());
            self.send(bytes, out);
        }
        if self.resend_at.is_some_and(|at| at <= now) {
            if let Some(last) = self.last.clone() {
                self.send(last, out);
            }
            self.interval = (self.interval * 2).min(timing.t2);
            self.resend_at = Some(now + self.interval);
        }
        false
    }
}
