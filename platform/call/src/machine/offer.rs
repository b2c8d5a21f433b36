//! Changing a session: re-offers passed from leg to leg, and the re-offers that join two standing legs.

use kernel::Cause;

use super::Call;
use super::state::{Exchange, Phase, Purpose};
use crate::{Description, Entry, LegId, Moment, Output, Side};

impl Call {
    pub(super) fn reoffered(&mut self, leg: LegId, offer: Option<Description>) {
        let Some(asker) = self.leg(leg) else { return };
        if !asker.is_idle() {
            return self.out.push_back(Output::RefuseReoffer { leg, status: 491 });
        }
        let peer = self.peer_of(leg);
        match (peer, offer) {
            (peer, None) => {
                // It wants our offer; what it answers is news for its peer.
                self.set_exchange(leg, Exchange::Ours(peer.map_or(Purpose::Stale, Purpose::Join)));
                self.out.push_back(Output::AcceptReoffer { leg, description: None });
            }
            (Some(peer), Some(offer)) if self.leg(peer).is_some_and(super::Leg::is_idle) => {
                self.set_exchange(leg, Exchange::Theirs(Some(offer.clone())));
                self.set_exchange(peer, Exchange::Ours(Purpose::PassOn(leg)));
                self.out.push_back(Output::Reoffer { leg: peer, description: offer, resume: false });
            }
            (Some(_), Some(_)) => self.out.push_back(Output::RefuseReoffer { leg, status: 491 }),
            (None, Some(offer)) => {
                if let Some(alone) = self.leg_mut(leg) {
                    alone.description = Some(offer);
                }
                self.out.push_back(Output::AcceptReoffer { leg, description: None });
            }
        }
    }

    pub(super) fn set_exchange(&mut self, leg: LegId, exchange: Exchange) {
        if let Some(leg) = self.leg_mut(leg) {
            leg.exchange = exchange;
        }
    }

    /// Takes the purpose of our open offer to a leg, if there is one.
    fn take_purpose(&mut self, leg: LegId) -> Option<Purpose> {
        let leg = self.leg_mut(leg)?;
        let Exchange::Ours(purpose) = leg.exchange else { return None };
        leg.exchange = Exchange::None;
        Some(purpose)
    }

    pub(super) fn reanswered(&mut self, now: Moment, leg: LegId, description: Description) {
        let Some(purpose) = self.take_purpose(leg) else { return };
        if let Some(answering) = self.leg_mut(leg) {
            answering.description = Some(description.clone());
        }
        match purpose {
            Purpose::PassOn(asker) => self.pass_back(now, leg, asker, description),
            Purpose::Join(peer) => self.join_back(leg, peer, description),
            Purpose::Replace { new, replaced } => self.replaced(now, leg, new, replaced, description),
            Purpose::Joined | Purpose::Stale => {}
        }
        self.settle(leg);
    }

    /// The proposal is off; its peer may have accepted it already and is then told otherwise.
    pub(super) fn reoffer_withdrawn(&mut self, leg: LegId) {
        if let Some(asker) = self.leg_mut(leg).filter(|leg| matches!(leg.exchange, Exchange::Theirs(_))) {
            asker.exchange = Exchange::None;
        }
        self.settle(leg);
    }

    fn pass_back(&mut self, now: Moment, leg: LegId, asker: LegId, answer: Description) {
        let Some(asking) = self.leg_mut(asker) else { return };
        if !matches!(asking.exchange, Exchange::Theirs(_)) {
            return self.join(leg, asker);
        }
        let Exchange::Theirs(offer) = std::mem::replace(&mut asking.exchange, Exchange::None) else { return };
        let held = offer.as_ref().is_some_and(|offer| offer.held);
        asking.description = offer;
        self.out.push_back(Output::AcceptReoffer { leg: asker, description: Some(answer) });
        self.note_hold(now, asker, held);
        self.settle(asker);
    }

    fn join_back(&mut self, leg: LegId, peer: LegId, description: Description) {
        if self.peer_of(leg) != Some(peer) {
            return;
        }
        if self.leg(peer).is_some_and(super::Leg::is_idle) {
            self.set_exchange(peer, Exchange::Ours(Purpose::Joined));
            self.out.push_back(Output::Reoffer { leg: peer, description, resume: true });
        } else if let Some(busy) = self.leg_mut(peer) {
            busy.join_next = Some(leg);
        }
    }

    fn note_hold(&mut self, now: Moment, leg: LegId, held: bool) {
        let Some(connection) = self.talk_of(leg) else { return };
        let (id, by, before) = (connection.id, connection.side_of(leg), connection.held_by);
        let (after, entry) = match before {
            None if held => (Some(by), Entry::Held { connection: id, by }),
            Some(holder) if holder == by && !held => (None, Entry::Resumed { connection: id, by }),
            _ => return,
        };
        if let Some(connection) = self.connection_mut(id) {
            connection.held_by = after;
        }
        self.record(now, entry);
    }

    pub(super) fn reoffer_failed(&mut self, now: Moment, leg: LegId, status: u16) {
        let Some(purpose) = self.take_purpose(leg) else { return };
        let incompatible = matches!(status, 415 | 488 | 606);
        match purpose {
            Purpose::PassOn(asker) => {
                let waits =
                    self.leg(asker).is_some_and(|asking| matches!(asking.exchange, Exchange::Theirs(_)));
                if waits {
                    self.set_exchange(asker, Exchange::None);
                    let status = if status == 491 { 491 } else { 488 };
                    self.out.push_back(Output::RefuseReoffer { leg: asker, status });
                    self.settle(asker);
                }
            }
            Purpose::Replace { new, .. } => {
                if self.take_leg(new).is_some() {
                    self.out.push_back(Output::Reject { leg: new, status: 488, cause: Cause::INCOMPATIBLE });
                }
            }
            // The two share no codec: a connection that nobody hears is worse than none.
            Purpose::Join(_) | Purpose::Joined if incompatible => {
                if let Some(id) = self.talk_of(leg).map(|connection| connection.id) {
                    self.cut(now, id, Cause::INCOMPATIBLE, Side::Exchange);
                }
            }
            Purpose::Join(_) | Purpose::Joined | Purpose::Stale => {}
        }
        self.settle(leg);
    }

    /// Makes two standing legs agree: `kept` is offered what `other` described, `other` gets its answer.
    pub(super) fn join(&mut self, kept: LegId, other: LegId) {
        let Some(description) = self.leg(other).and_then(|leg| leg.description.clone()) else { return };
        let Some(leg) = self.leg_mut(kept).filter(|leg| leg.phase == Phase::Established) else { return };
        if leg.is_idle() {
            leg.exchange = Exchange::Ours(Purpose::Join(other));
            self.out.push_back(Output::Reoffer { leg: kept, description, resume: true });
        } else {
            leg.join_next = Some(other);
        }
    }

    /// Starts the join that waited for an exchange to be over.
    fn settle(&mut self, leg: LegId) {
        let Some(waiting) = self.leg_mut(leg).filter(|leg| leg.is_idle()) else { return };
        let Some(other) = waiting.join_next.take() else { return };
        if self.peer_of(leg) == Some(other) {
            self.join(leg, other);
        }
    }
}
