//! How connections and calls end: hang-up by a side, by the exchange, by time.

use kernel::Cause;
use kernel::id::CallId;

use super::Call;
use super::state::{Exchange, Phase, Purpose};
use crate::{ConnectionId, Entry, HangUpReason, LegId, Moment, Output, Side};

impl Call {
    pub(super) fn hung_up(&mut self, now: Moment, leg: LegId, cause: Cause) {
        match self.leg(leg).map(|leg| leg.phase) {
            None => return,
            Some(Phase::Calling) => return self.cancelled(now, leg),
            Some(Phase::Invited) => return self.failed(now, leg, 480, cause),
            Some(Phase::Established) => {}
        }
        let transfer =
            self.transfer.as_ref().map(|transfer| (transfer.transferrer, transfer.kept, transfer.old));
        match transfer {
            Some((Some(transferrer), kept, old)) if transferrer == leg => {
                self.transferrer_left(now, leg, kept, old, cause);
            }
            Some((transferrer, kept, old)) if kept == leg => {
                self.transferred_left(now, leg, transferrer, old, cause);
            }
            _ => self.talker_left(now, leg, cause),
        }
    }

    /// Most phones hang up right after the 202: the transfer goes on without them.
    fn transferrer_left(&mut self, now: Moment, leg: LegId, kept: LegId, old: ConnectionId, cause: Cause) {
        self.take_leg(leg);
        if let Some(transfer) = &mut self.transfer {
            transfer.transferrer = None;
        }
        if let Some(side) = self.connection(old).map(|old| old.side_of(leg)) {
            self.out.push_back(Output::Unbridge { leg: kept });
            self.close(now, old, cause, side, None, None);
        }
    }

    fn transferred_left(
        &mut self,
        now: Moment,
        leg: LegId,
        transferrer: Option<LegId>,
        old: ConnectionId,
        cause: Cause,
    ) {
        let new = self.transfer.take().and_then(|transfer| transfer.new);
        self.take_leg(leg);
        if let Some(id) = new {
            self.cancel_forks(id, HangUpReason::Cause(Cause::NORMAL_CLEARING));
            self.close(now, id, cause, Side::Caller, Some(487), None);
        }
        if let Some(side) = self.connection(old).map(|old| old.side_of(leg)) {
            self.close(now, old, cause, side, None, None);
        }
        if let Some(leg) = transferrer.filter(|transferrer| self.take_leg(*transferrer).is_some()) {
            self.out.push_back(Output::NotifyTransfer { leg, status: 487 });
            self.out.push_back(Output::HangUp { leg, reason: HangUpReason::Cause(cause) });
        }
    }

    fn talker_left(&mut self, now: Moment, leg: LegId, cause: Cause) {
        let talk = self.talk_of(leg).map(|talk| (talk.id, talk.side_of(leg), talk.peer_of(leg)));
        self.take_leg(leg);
        if let Some((id, side, peer)) = talk {
            self.close(now, id, cause, side, None, None);
            if let Some(peer) = peer.filter(|peer| self.take_leg(*peer).is_some()) {
                self.out.push_back(Output::HangUp { leg: peer, reason: HangUpReason::Cause(cause) });
            }
            return;
        }
        // A standing party that was being connected anew (a transfer given back) has gone.
        let waiting = self.connections.iter().find(|connection| connection.from == leg).map(|found| found.id);
        if let Some(id) = waiting {
            self.cancel_forks(id, HangUpReason::Cause(Cause::NORMAL_CLEARING));
            self.close(now, id, cause, Side::Caller, Some(487), None);
        }
    }

    /// Takes a connection off the list. Its called legs that only ring must have been cancelled.
    pub(super) fn close(
        &mut self,
        now: Moment,
        id: ConnectionId,
        cause: Cause,
        side: Side,
        status: Option<u16>,
        other_call: Option<CallId>,
    ) {
        let Some(place) = self.connections.iter().position(|connection| connection.id == id) else { return };
        self.connections.remove(place);
        self.record(now, Entry::Closed { connection: id, cause, side, status, other_call });
    }

    /// Ends a connection and its legs from the exchange's side.
    pub(super) fn cut(&mut self, now: Moment, id: ConnectionId, cause: Cause, side: Side) {
        let Some(connection) = self.connection(id) else { return };
        let (from, to) = (connection.from, connection.to);
        self.cancel_forks(id, HangUpReason::Cause(cause));
        let status = to.is_none().then(|| status_of(cause));
        self.close(now, id, cause, side, status, None);
        for leg in [Some(from), to].into_iter().flatten() {
            self.drop_leg(leg, cause);
        }
    }

    fn drop_leg(&mut self, id: LegId, cause: Cause) {
        let Some(leg) = self.take_leg(id) else { return };
        let reason = HangUpReason::Cause(cause);
        self.out.push_back(match leg.phase {
            Phase::Calling => Output::Reject { leg: id, status: status_of(cause), cause },
            Phase::Invited => Output::Cancel { leg: id, reason },
            Phase::Established => Output::HangUp { leg: id, reason },
        });
    }

    pub(super) fn hang_up_all(&mut self, now: Moment, cause: Cause) {
        self.transfer = None;
        let open: Vec<ConnectionId> = self.connections.iter().map(|connection| connection.id).collect();
        for id in open {
            self.cut(now, id, cause, Side::Exchange);
        }
        let left: Vec<LegId> = self.legs.iter().map(|leg| leg.id).collect();
        for leg in left {
            self.drop_leg(leg, cause);
        }
    }

    pub(super) fn media_silent(&mut self, now: Moment, leg: LegId) {
        if self.transfer.is_some() {
            return;
        }
        if let Some(id) = self.talk_of(leg).filter(|talk| talk.held_by.is_none()).map(|talk| talk.id) {
            self.cut(now, id, Cause::TIMER_EXPIRED, Side::Exchange);
        }
    }

    pub(super) fn timeout(&mut self, now: Moment) {
        let due = |until: Option<std::time::Instant>| until.is_some_and(|until| until <= now.instant);
        let late: Vec<(ConnectionId, bool)> = self
            .connections
            .iter()
            .filter(|connection| due(connection.until))
            .map(|connection| (connection.id, connection.to.is_some()))
            .collect();
        for (id, established) in late {
            if established {
                self.cut(now, id, Cause::TIMER_EXPIRED, Side::Exchange);
            } else {
                self.ring_timeout(now, id);
            }
        }
        if due(self.transfer.as_ref().map(|transfer| transfer.until)) {
            self.transfer_timeout(now);
        }
    }

    /// Ends legs that nothing refers to any more: the last line of defence against a leg left alone.
    pub(super) fn sweep(&mut self) {
        let stray: Vec<LegId> =
            self.legs.iter().map(|leg| leg.id).filter(|leg| !self.is_held_by_something(*leg)).collect();
        for leg in stray {
            self.drop_leg(leg, Cause::NORMAL_CLEARING);
        }
    }

    fn is_held_by_something(&self, leg: LegId) -> bool {
        let connected = self.connections.iter().any(|connection| {
            connection.from == leg || connection.to == Some(leg) || connection.forks.contains(&leg)
        });
        let transferred = self
            .transfer
            .as_ref()
            .is_some_and(|transfer| transfer.kept == leg || transfer.transferrer == Some(leg));
        let coming = self.legs.iter().any(
            |other| matches!(other.exchange, Exchange::Ours(Purpose::Replace { new, .. }) if new == leg),
        );
        connected || transferred || coming
    }
}

/// What a caller who was not answered yet is told.
const fn status_of(cause: Cause) -> u16 {
    match cause.0 {
        16 | 31 => 480,
        _ => cause.sip_status(),
    }
}
