//! Transfers, as seen by the call that keeps the transferred party.

use std::time::Duration;

use kernel::Cause;

use super::Call;
use super::state::{Connection, Exchange, Leg, Phase, Purpose, Transfer};
use crate::{
    ConnectionId, Entry, HangUpReason, Kind, LegId, Moment, Origin, Output, Party, RouteRequest, TakenLeg,
    TransferTarget,
};

/// How long another call on this node may take to give a leg.
const GIVE: Duration = Duration::from_secs(5);

impl Call {
    pub(super) fn transfer_asked(&mut self, now: Moment, leg: LegId, to: TransferTarget) {
        let refuse = |status| Output::RefuseTransfer { leg, status };
        let Some((old, kept, by)) =
            self.talk_of(leg).and_then(|talk| Some((talk.id, talk.peer_of(leg)?, talk.side_of(leg))))
        else {
            return self.out.push_back(refuse(403));
        };
        if self.transfer.is_some() {
            return self.out.push_back(refuse(491));
        }
        if matches!(&to, TransferTarget::Attended { call, .. } if *call == self.id) {
            return self.out.push_back(refuse(603));
        }
        let text = match &to {
            TransferTarget::Blind { dialled, .. } => dialled.clone(),
            TransferTarget::Attended { call, .. } => call.to_string(),
        };
        self.record(now, Entry::TransferAsked { connection: old, by, to: text });
        self.out.push_back(Output::AcceptTransfer { leg });
        let mut transfer = Transfer {
            transferrer: Some(leg),
            transferrer_party: self.party(leg),
            kept,
            old,
            new: None,
            asked: None,
            until: now.instant + self.limits.transfer,
        };
        match to {
            TransferTarget::Blind { dialled, host } => {
                let by = transfer.transferrer_party.clone();
                transfer.new = Some(self.open_transfer(now, kept, by, dialled, host, old));
            }
            TransferTarget::Attended { call, leg: replaced } => {
                transfer.asked = Some(call);
                transfer.until = now.instant + GIVE;
                self.out.push_back(Output::WantLeg { from: call, replaced });
            }
        }
        self.transfer = Some(Box::new(transfer));
    }

    fn open_transfer(
        &mut self,
        now: Moment,
        kept: LegId,
        by: Party,
        dialled: String,
        dialled_host: String,
        after: ConnectionId,
    ) -> ConnectionId {
        let caller = self.party(kept);
        let request = RouteRequest { by, caller, dialled, dialled_host, origin: Origin::BlindTransfer };
        self.open(now, kept, request, Some(after))
    }

    pub(super) fn notify_transfer(&mut self, id: ConnectionId, status: u16) {
        let transferrer = self.transfer.as_ref().filter(|transfer| transfer.new == Some(id));
        if let Some(leg) = transferrer.and_then(|transfer| transfer.transferrer) {
            self.out.push_back(Output::NotifyTransfer { leg, status });
        }
    }

    /// The target of a transfer (or the transferrer called back) has answered: join it with the kept party.
    pub(super) fn transfer_answered(&mut self, now: Moment, id: ConnectionId, kept: LegId, other: LegId) {
        if let Some(transfer) = self.transfer.take_if(|transfer| transfer.new == Some(id)) {
            self.release_transferrer(now, &transfer);
        }
        self.out.push_back(Output::Bridge { a: kept, b: other });
        self.join(kept, other);
    }

    /// The transfer is done: its old connection ends and the transferrer's leg goes.
    fn release_transferrer(&mut self, now: Moment, transfer: &Transfer) {
        let Some(leg) = transfer.transferrer else { return };
        let side = self.connection(transfer.old).map(|old| old.side_of(leg));
        if let Some(side) = side {
            self.close(now, transfer.old, Cause::NORMAL_CLEARING, side, None, None);
        }
        if self.take_leg(leg).is_some() {
            self.out.push_back(Output::NotifyTransfer { leg, status: 200 });
            self.out.push_back(Output::HangUp { leg, reason: HangUpReason::Cause(Cause::NORMAL_CLEARING) });
        }
    }

    /// A connection with a standing caller will not be established (it is closed already).
    pub(super) fn transfer_failed(
        &mut self,
        now: Moment,
        id: ConnectionId,
        kept: LegId,
        status: u16,
        cause: Cause,
    ) {
        if let Some(transfer) = self.transfer.take_if(|transfer| transfer.new == Some(id)) {
            self.give_back(now, &transfer, status, cause);
        } else if self.take_leg(kept).is_some() {
            self.out.push_back(Output::HangUp { leg: kept, reason: HangUpReason::Cause(cause) });
        }
    }

    /// A transfer failed: the transferrer still has its party, or is called back (PBX-21).
    fn give_back(&mut self, now: Moment, transfer: &Transfer, status: u16, cause: Cause) {
        self.record(now, Entry::TransferFailed { connection: transfer.old, status });
        if let Some(leg) = transfer.transferrer {
            return self.out.push_back(Output::NotifyTransfer { leg, status });
        }
        let by = transfer.transferrer_party.clone();
        if by.endpoint.is_some() {
            let request = RouteRequest {
                caller: self.party(transfer.kept),
                dialled: by.number.to_string(),
                dialled_host: String::new(),
                by,
                origin: Origin::Returned,
            };
            self.open(now, transfer.kept, request, Some(transfer.old));
        } else if self.take_leg(transfer.kept).is_some() {
            self.out.push_back(Output::HangUp { leg: transfer.kept, reason: HangUpReason::Cause(cause) });
        }
    }

    pub(super) fn leg_taken(&mut self, now: Moment, taken: TakenLeg) {
        let wanted =
            |transfer: &mut Box<Transfer>| transfer.new.is_none() && transfer.asked == Some(taken.from_call);
        let Some(transfer) = self.transfer.take_if(wanted) else {
            let reason = HangUpReason::Cause(Cause::NORMAL_CLEARING);
            return self.out.push_back(Output::HangUp { leg: taken.leg, reason });
        };
        let (kept, other) = (transfer.kept, taken.leg);
        let mut leg = Leg::new(other, taken.party, Phase::Established, taken.description);
        if taken.busy {
            leg.exchange = Exchange::Ours(Purpose::Stale);
        }
        self.legs.push(leg);
        let origin = Origin::AttendedTransfer;
        let joined =
            Joined { from: kept, to: other, origin, after: transfer.old, other_call: Some(taken.from_call) };
        self.open_joined(now, joined);
        self.release_transferrer(now, &transfer);
        self.out.push_back(Output::Bridge { a: kept, b: other });
        self.join(kept, other);
    }

    /// Opens a connection between two legs that stand already.
    pub(super) fn open_joined(&mut self, now: Moment, joined: Joined) {
        let Joined { from, to, origin, after, other_call } = joined;
        let id = ConnectionId(self.next_connection);
        self.next_connection = self.next_connection.wrapping_add(1);
        let (caller, called) = (self.party(from), self.party(to));
        let kind = match (&caller.trunk, &called.trunk) {
            (Some(_), _) => Kind::In,
            (None, Some(_)) => Kind::Out,
            (None, None) => Kind::Internal,
        };
        let dialled = called.number.to_string();
        self.record(
            now,
            Entry::Opened { connection: id, caller, dialled, origin, after: Some(after), other_call },
        );
        self.record(now, Entry::Routed { connection: id, kind, called: called.clone(), emergency: false });
        self.record(now, Entry::Answered { connection: id, leg: to, called });
        let mut connection = Connection::new(id, from, origin);
        connection.to = Some(to);
        connection.until = Some(now.instant + self.limits.max_duration);
        self.connections.push(connection);
    }

    pub(super) fn leg_refused(&mut self, now: Moment, dialled: Option<String>) {
        let waits = |transfer: &mut Box<Transfer>| transfer.new.is_none() && transfer.asked.is_some();
        let Some(mut transfer) = self.transfer.take_if(waits) else { return };
        if let Some(dialled) = dialled {
            let by = transfer.transferrer_party.clone();
            transfer.asked = None;
            transfer.until = now.instant + self.limits.transfer;
            let new = self.open_transfer(now, transfer.kept, by, dialled, String::new(), transfer.old);
            transfer.new = Some(new);
            self.transfer = Some(transfer);
        } else {
            self.give_back(now, &transfer, 481, Cause::NORMAL_UNSPECIFIED);
        }
    }

    /// The target took too long.
    pub(super) fn transfer_timeout(&mut self, now: Moment) {
        match self.transfer.as_ref().map(|transfer| transfer.new) {
            Some(Some(id)) => {
                let failure = super::state::Failure {
                    status: 408,
                    cause: Cause::NO_ANSWER,
                    side: crate::Side::Exchange,
                };
                self.conclude(now, id, failure);
            }
            Some(None) => self.leg_refused(now, None),
            None => {}
        }
    }
}

/// Two standing legs that become a connection.
pub(super) struct Joined {
    pub from: LegId,
    pub to: LegId,
    pub origin: Origin,
    pub after: ConnectionId,
    pub other_call: Option<kernel::id::CallId>,
}
