//! Legs that leave this call for another one, and newcomers that take a leg's place (RFC 3891).

use kernel::Cause;
use kernel::id::CallId;

use super::Call;
use super::state::{Exchange, Failure, Leg, Phase, Purpose};
use super::transfer::Joined;
use crate::{Description, Entry, HangUpReason, LegId, Moment, Origin, Output, Party, Side};

impl Call {
    /// Another call wants the peer of `replaced`.
    pub(super) fn leg_wanted(&mut self, now: Moment, replaced: LegId, by: CallId) {
        let talk = self
            .talk_of(replaced)
            .and_then(|talk| Some((talk.id, talk.peer_of(replaced)?, talk.side_of(replaced))));
        let Some((id, peer, side)) = talk.filter(|_| self.transfer.is_none()) else {
            let dialled = self.withdraw(now, replaced);
            return self.out.push_back(Output::RefuseLeg { to: by, dialled });
        };
        let Some(given) = self.take_leg(peer) else { return };
        if matches!(given.exchange, Exchange::Theirs(_)) {
            self.out.push_back(Output::RefuseReoffer { leg: peer, status: 491 });
        }
        self.close(now, id, Cause::NORMAL_CLEARING, side, None, Some(by));
        self.out.push_back(Output::Unbridge { leg: peer });
        self.out.push_back(Output::GiveLeg {
            leg: peer,
            to: by,
            party: given.party,
            description: given.description,
            busy: matches!(given.exchange, Exchange::Ours(_)),
        });
        if self.take_leg(replaced).is_some() {
            let reason = HangUpReason::Cause(Cause::NORMAL_CLEARING);
            self.out.push_back(Output::HangUp { leg: replaced, reason });
        }
    }

    /// The transferrer's second call only rings: it ends, and what it dialled is told so that the other call can
    /// dial it instead.
    fn withdraw(&mut self, now: Moment, caller: LegId) -> Option<String> {
        let id = self
            .connections
            .iter()
            .find(|connection| connection.from == caller && connection.to.is_none())?
            .id;
        self.leg(caller).filter(|leg| leg.phase == Phase::Calling)?;
        let dialled = self.log.iter().find_map(|line| match &line.entry {
            Entry::Opened { connection, dialled, .. } if *connection == id => Some(dialled.clone()),
            _ => None,
        });
        self.conclude(now, id, Failure { status: 487, cause: Cause::NORMAL_CLEARING, side: Side::Caller });
        dialled
    }

    /// A newcomer wants the place of `replaced`.
    pub(super) fn replace(&mut self, leg: LegId, party: Party, offer: Option<Description>, replaced: LegId) {
        let reject = |status, cause| Output::Reject { leg, status, cause };
        let Some(peer) = self.peer_of(replaced).filter(|_| self.transfer.is_none()) else {
            return self.out.push_back(reject(481, Cause::NORMAL_UNSPECIFIED));
        };
        let Some(offer) = offer else {
            return self.out.push_back(reject(488, Cause::INCOMPATIBLE));
        };
        if !self.leg(peer).is_some_and(Leg::is_idle) {
            return self.out.push_back(reject(491, Cause::TEMPORARY_FAILURE));
        }
        self.legs.push(Leg::new(leg, party, Phase::Calling, Some(offer.clone())));
        self.set_exchange(peer, Exchange::Ours(Purpose::Replace { new: leg, replaced }));
        self.out.push_back(Output::Reoffer { leg: peer, description: offer, resume: true });
    }

    /// The peer has accepted the newcomer's offer.
    pub(super) fn replaced(
        &mut self,
        now: Moment,
        peer: LegId,
        new: LegId,
        replaced: LegId,
        answer: Description,
    ) {
        let Some(talk) = self.talk_of(peer).filter(|talk| talk.peer_of(peer) == Some(replaced)) else {
            return;
        };
        let (old, caller_stays) = (talk.id, talk.from == peer);
        let Some(newcomer) = self.leg_mut(new) else {
            // It gave up meanwhile: back to how it was.
            return self.join(peer, replaced);
        };
        newcomer.phase = Phase::Established;
        self.out.push_back(Output::Answer { leg: new, description: Some(answer) });
        self.out.push_back(Output::Bridge { a: peer, b: new });
        let (from, to) = if caller_stays { (peer, new) } else { (new, peer) };
        self.open_joined(now, Joined { from, to, origin: Origin::Replaced, after: old, other_call: None });
        self.close(now, old, Cause::NORMAL_CLEARING, Side::Exchange, None, None);
        if self.take_leg(replaced).is_some() {
            let reason = HangUpReason::AnsweredElsewhere;
            self.out.push_back(Output::HangUp { leg: replaced, reason });
        }
    }
}
