//! Setting a connection up: route, fork, ring, early media, answer, failure.

use kernel::Cause;

use super::Call;
use super::state::{Exchange, Failure, Leg, Phase, Purpose};
use crate::{
    Attempt, ConnectionId, Description, Entry, HangUpReason, LegId, Moment, Origin, Output, Plan, Side,
};

impl Call {
    pub(super) fn routed(&mut self, now: Moment, id: ConnectionId, plan: Plan) {
        if self
            .connection(id)
            .is_none_or(|connection| connection.to.is_some() || !connection.forks.is_empty())
        {
            return;
        }
        match plan {
            Plan::Refuse { status, cause, kind } => {
                self.record(
                    now,
                    Entry::Routed { connection: id, kind, called: Default::default(), emergency: false },
                );
                self.conclude(now, id, Failure { status, cause, side: Side::Exchange });
            }
            Plan::Ring { attempts, kind, called, emergency, max_duration } => {
                self.record(now, Entry::Routed { connection: id, kind, called, emergency });
                let longest =
                    max_duration.map_or(self.limits.max_duration, |max| max.min(self.limits.max_duration));
                if let Some(connection) = self.connection_mut(id) {
                    connection.attempts = attempts.into();
                    connection.max_duration = (!emergency).then_some(longest);
                }
                self.next_attempt(now, id);
            }
        }
    }

    fn next_attempt(&mut self, now: Moment, id: ConnectionId) {
        loop {
            let Some(connection) = self.connection_mut(id) else { return };
            let Some(attempt) = connection.attempts.pop_front() else { break };
            if !attempt.targets.is_empty() {
                return self.ring_targets(now, id, attempt);
            }
        }
        let absent = Failure { status: 480, cause: Cause::SUBSCRIBER_ABSENT, side: Side::Exchange };
        let failure = self.connection(id).and_then(|connection| connection.best).unwrap_or(absent);
        self.conclude(now, id, failure);
    }

    fn ring_targets(&mut self, now: Moment, id: ConnectionId, attempt: Attempt) {
        let Some(connection) = self.connection_mut(id) else { return };
        connection.until = Some(now.instant + attempt.ring);
        let (caller, resume) = (connection.from, connection.origin != Origin::Dialled);
        let offer = self.leg(caller).and_then(|leg| leg.description.clone());
        for target in attempt.targets {
            let leg = self.new_leg();
            self.legs.push(Leg::new(leg, attempt.party.clone(), Phase::Invited, None));
            if let Some(connection) = self.connection_mut(id) {
                connection.forks.push(leg);
            }
            self.record(now, Entry::Invited { connection: id, leg });
            let offer = offer.clone();
            self.out.push_back(Output::Invite { leg, connection: id, target, offer, caller, resume });
        }
    }

    fn fork_of(&self, leg: LegId) -> Option<ConnectionId> {
        let connection = self.connections.iter().find(|connection| connection.forks.contains(&leg))?;
        Some(connection.id)
    }

    /// The caller's leg of a connection, if it still waits for an answer to its INVITE.
    fn waiting_caller(&self, id: ConnectionId) -> Option<LegId> {
        let from = self.connection(id)?.from;
        self.leg(from).filter(|leg| leg.phase == Phase::Calling).map(|leg| leg.id)
    }

    pub(super) fn ringing(&mut self, now: Moment, leg: LegId) {
        let Some(id) = self.fork_of(leg) else { return };
        self.record(now, Entry::Ringing { connection: id, leg });
        let Some(connection) = self.connection_mut(id) else { return };
        if std::mem::replace(&mut connection.rang, true) {
            return;
        }
        if let Some(caller) = self.waiting_caller(id) {
            self.out.push_back(Output::Ring { leg: caller });
        } else {
            self.notify_transfer(id, 180);
        }
    }

    /// The first early media wins; what other devices send meanwhile is not heard.
    pub(super) fn progress(&mut self, now: Moment, leg: LegId, description: Description) {
        let Some(id) = self.fork_of(leg) else { return };
        let offered =
            self.waiting_caller(id).and_then(|caller| self.leg(caller)).map(|leg| leg.description.is_some());
        if let Some(waiting) = self.leg_mut(leg) {
            waiting.description = Some(description.clone());
        }
        let Some(connection) = self.connection_mut(id) else { return };
        let first = connection.early.is_none();
        // A caller who made no offer cannot take an answer early, and a transferred one is in a session already.
        if !first || offered != Some(true) {
            return self.ringing(now, leg);
        }
        connection.early = Some(leg);
        connection.rang = true;
        let caller = connection.from;
        self.record(now, Entry::Ringing { connection: id, leg });
        self.out.push_back(Output::Progress { leg: caller, from: leg, description });
        self.out.push_back(Output::Bridge { a: caller, b: leg });
    }

    pub(super) fn answered(&mut self, now: Moment, leg: LegId, description: Option<Description>) {
        let Some(id) = self.fork_of(leg) else {
            // It answered while it was being cancelled: nobody is left for it.
            if self.leg(leg).is_none() {
                self.out.push_back(Output::HangUp { leg, reason: HangUpReason::AnsweredElsewhere });
            }
            return;
        };
        let Some(connection) = self.connection_mut(id) else { return };
        connection.to = Some(leg);
        connection.until = connection.max_duration.map(|max| now.instant + max);
        connection.attempts.clear();
        let (caller, early) = (connection.from, connection.early);
        let losers: Vec<LegId> = connection.forks.drain(..).filter(|fork| *fork != leg).collect();
        if let Some(answered) = self.leg_mut(leg) {
            answered.phase = Phase::Established;
            answered.description = description.or_else(|| answered.description.take());
        }
        for loser in losers {
            self.take_leg(loser);
            self.out.push_back(Output::Cancel { leg: loser, reason: HangUpReason::AnsweredElsewhere });
        }
        let called = self.party(leg);
        self.record(now, Entry::Answered { connection: id, leg, called });
        if self.waiting_caller(id).is_some() {
            self.answer_caller(caller, leg, early);
        } else {
            self.transfer_answered(now, id, caller, leg);
        }
    }

    fn answer_caller(&mut self, caller: LegId, leg: LegId, early: Option<LegId>) {
        let description = self.leg(leg).and_then(|leg| leg.description.clone());
        if let Some(calling) = self.leg_mut(caller) {
            calling.phase = Phase::Established;
            if calling.description.is_none() {
                calling.exchange = Exchange::Ours(Purpose::Join(leg));
            }
        }
        self.out.push_back(Output::Answer { leg: caller, description });
        if early != Some(leg) {
            self.out.push_back(Output::Bridge { a: caller, b: leg });
        }
    }

    pub(super) fn failed(&mut self, now: Moment, leg: LegId, status: u16, cause: Cause) {
        let Some(id) = self.fork_of(leg) else {
            return self.hung_up(now, leg, cause);
        };
        self.take_leg(leg);
        self.record(now, Entry::LegFailed { connection: id, leg, status, cause });
        let failure = Failure { status, cause, side: Side::Called };
        let Some(connection) = self.connection_mut(id) else { return };
        connection.forks.retain(|fork| *fork != leg);
        if connection.early == Some(leg) {
            connection.early = None;
        }
        connection.best = Some(Failure::better(connection.best, failure));
        if status >= 600 {
            return self.conclude(now, id, failure);
        }
        if connection.forks.is_empty() {
            self.attempt_over(now, id, status);
        }
    }

    /// All targets of an attempt have failed: another gateway may help where the failure was not the callee's.
    fn attempt_over(&mut self, now: Moment, id: ConnectionId, status: u16) {
        let elsewhere = matches!(status, 401 | 403 | 407 | 408 | 500..=599);
        if let Some(connection) = self.connection_mut(id).filter(|_| !elsewhere) {
            connection.attempts.clear();
        }
        self.next_attempt(now, id);
    }

    pub(super) fn ring_timeout(&mut self, now: Moment, id: ConnectionId) {
        let Some(connection) = self.connection_mut(id) else { return };
        connection.until = None;
        let rang = connection.rang;
        let silent = Failure { status: 408, cause: Cause::NO_USER_RESPONDING, side: Side::Exchange };
        let unanswered = Failure { status: 480, cause: Cause::NO_ANSWER, side: Side::Exchange };
        let failure = if rang { unanswered } else { silent };
        connection.best = Some(Failure::better(connection.best, failure));
        self.cancel_forks(id, HangUpReason::Cause(failure.cause));
        self.attempt_over(now, id, failure.status);
    }

    pub(super) fn cancel_forks(&mut self, id: ConnectionId, reason: HangUpReason) {
        let forks = self
            .connection_mut(id)
            .map(|connection| std::mem::take(&mut connection.forks))
            .unwrap_or_default();
        for leg in forks {
            self.take_leg(leg);
            self.out.push_back(Output::Cancel { leg, reason });
        }
    }

    /// The caller gave up, or its dialog broke before an answer.
    pub(super) fn cancelled(&mut self, now: Moment, leg: LegId) {
        let Some(phase) = self.leg(leg).map(|leg| leg.phase) else { return };
        if phase != Phase::Calling {
            return self.hung_up(now, leg, Cause::NORMAL_CLEARING);
        }
        self.take_leg(leg);
        let waiting =
            self.connections.iter().find(|connection| connection.from == leg).map(|connection| connection.id);
        if let Some(id) = waiting {
            self.cancel_forks(id, HangUpReason::Cause(Cause::NORMAL_CLEARING));
            let gone = Failure { status: 487, cause: Cause::NORMAL_CLEARING, side: Side::Caller };
            self.close(now, id, gone.cause, gone.side, Some(gone.status), None);
        }
    }

    /// A connection will not be established.
    pub(super) fn conclude(&mut self, now: Moment, id: ConnectionId, failure: Failure) {
        self.cancel_forks(id, HangUpReason::Cause(failure.cause));
        let caller = self.waiting_caller(id);
        let Some(from) = self.connection(id).map(|connection| connection.from) else { return };
        self.close(now, id, failure.cause, failure.side, Some(failure.status), None);
        if let Some(leg) = caller {
            self.take_leg(leg);
            self.out.push_back(Output::Reject { leg, status: failure.status, cause: failure.cause });
        } else {
            self.transfer_failed(now, id, from, failure.status, failure.cause);
        }
    }
}
