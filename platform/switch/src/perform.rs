//! What the machine of a call wants, done with sessions, streams and other calls.

use call::{Description, HangUpReason, Input, LegId, Output, Party, TakenLeg};
use kernel::Cause;
use kernel::id::CallId;
use sip::session::{Answer, SessionError};

use crate::actor::{Actor, ToCall};
use crate::leg::Trouble;

impl Actor {
    pub(crate) fn perform(&mut self, output: Output) {
        match output {
            Output::Route { connection, request } => self.route(connection, &request),
            Output::Invite { leg, connection, target, offer, resume, .. } => {
                self.busy_trunk(connection, target);
                self.invite(leg, target, offer.as_ref(), resume);
            }
            Output::Ring { leg } => self.ring(leg),
            Output::Progress { leg, description, .. } => self.progress(leg, &description),
            Output::Answer { leg, description } => self.answer(leg, description.as_ref()),
            Output::Reject { leg, status, cause } => self.reject(leg, status, cause),
            Output::Cancel { leg, reason } | Output::HangUp { leg, reason } => self.hang_up(leg, reason),
            Output::Reoffer { leg, description, resume } => self.reoffer(leg, description, resume),
            Output::AcceptReoffer { leg, description } => self.accept_reoffer(leg, description.as_ref()),
            Output::RefuseReoffer { leg, status } => self.refuse_reoffer(leg, status),
            Output::AcceptTransfer { leg } => self.answer_refer(leg, 202),
            Output::RefuseTransfer { leg, status } => self.answer_refer(leg, status),
            Output::NotifyTransfer { leg, status } => self.report_refer(leg, status),
            Output::WantLeg { from, replaced } => self.want_leg(from, replaced),
            Output::GiveLeg { leg, to, party, description, busy } => {
                let from_call = self.handle.id;
                self.give_leg(to, TakenLeg { leg, party, description, from_call, busy });
            }
            Output::RefuseLeg { to, dialled } => {
                if let Some(asker) = self.exchange.call(to) {
                    asker.tell(ToCall::LegRefused { dialled });
                }
            }
            Output::Bridge { a, b } => self.bridge(a, b),
            Output::Unbridge { leg } => {
                if let Some(stream) = self.leg(leg).and_then(|driver| driver.media.stream) {
                    self.exchange.media.unbridge(stream);
                }
            }
            Output::Ended => self.over = true,
        }
    }

    fn ring(&mut self, leg: LegId) {
        if let Some(driver) = self.leg(leg) {
            let session = driver.session;
            self.ask(|agent, now| agent.ring(now, session, Answer::status(180)));
        }
    }

    fn progress(&mut self, leg: LegId, description: &Description) {
        let written = self.write_answer(leg, description);
        let Some(driver) = self.leg(leg) else { return };
        let session = driver.session;
        match written {
            Ok(body) => self.ask(|agent, now| agent.ring(now, session, Answer::with(183, &body))),
            Err(error) => tracing::debug!(call.id = %self.handle.id, %error, "early media is not passed on"),
        }
    }

    fn write_answer(&mut self, leg: LegId, description: &Description) -> Result<Vec<u8>, Trouble> {
        let (exchange, handle) = (std::rc::Rc::clone(&self.exchange), self.handle.clone());
        let driver = self.leg(leg).ok_or(SessionError::Ended)?;
        driver.media.open(&exchange, &handle, leg)?;
        driver.media.write_answer(description)
    }

    fn answer(&mut self, leg: LegId, description: Option<&Description>) {
        let now = self.exchange.now().instant;
        let written = description.map(|description| self.write_answer(leg, description)).transpose();
        let Some(driver) = self.leg(leg) else { return };
        driver.media.offer = None;
        let session = driver.session;
        let done = written.and_then(|body| {
            let answer = Answer { status: 200, description: body.as_deref(), ..Answer::default() };
            Ok(self.exchange.agent.borrow_mut().answer(now, session, answer)?)
        });
        if let Err(error) = done {
            tracing::info!(call.id = %self.handle.id, %error, "a call cannot be answered");
            let cause = cause_of(&error);
            self.reject(leg, cause.sip_status(), cause);
            self.inputs.push_back(Input::HungUp { leg, cause });
        }
    }

    fn reject(&mut self, leg: LegId, status: u16, cause: Cause) {
        let Some(driver) = self.drop_leg(leg) else { return };
        let reason = cause.to_string();
        let headers = [("Reason", reason.as_str())];
        let answer = Answer { status, headers: &headers, ..Answer::default() };
        self.ask(|agent, now| agent.reject(now, driver.session, answer));
    }

    fn hang_up(&mut self, leg: LegId, reason: HangUpReason) {
        let Some(driver) = self.drop_leg(leg) else { return };
        let reason = match reason {
            HangUpReason::Cause(cause) => cause.to_string(),
            // Phones look for the SIP cause and do not list the call as missed.
            HangUpReason::AnsweredElsewhere => {
                let other = Cause(26);
                format!("SIP;cause=200;text=\"Call completed elsewhere\", {other}")
            }
        };
        self.ask(|agent, now| agent.hang_up(now, driver.session, Some(&reason)));
    }

    pub(crate) fn reoffer(&mut self, leg: LegId, description: Description, resume: bool) {
        let agreed = self.agreed(leg, &description).filter(|_| resume);
        if let Some(description) = agreed {
            return self.inputs.push_back(Input::Reanswered { leg, description });
        }
        let now = self.exchange.now().instant;
        let Some(driver) = self.leg(leg) else { return };
        let session = driver.session;
        let written = driver.media.write_offer(Some(&description), resume);
        let done = written
            .and_then(|body| Ok(self.exchange.agent.borrow_mut().reoffer(now, session, Some(&body))?));
        match done {
            Ok(()) => {
                if let Some(driver) = self.leg(leg) {
                    driver.media.proposed = true;
                }
            }
            // Our 2xx is not acknowledged yet, or the other side's offer is open: tried again after that.
            Err(Trouble::Session(SessionError::State)) => {
                if let Some(driver) = self.leg(leg) {
                    driver.waiting = Some((description, resume));
                }
            }
            Err(error) => {
                tracing::debug!(call.id = %self.handle.id, %error, "a session cannot be offered anew");
                self.inputs.push_back(Input::ReofferFailed { leg, status: 488 });
            }
        }
    }

    /// The answer that a party would give to a re-offer of the other's description, where that changes nothing: its
    /// last one. Such a re-offer is not sent.
    fn agreed(&self, leg: LegId, other: &Description) -> Option<Description> {
        let own = self.call.description(leg)?;
        let driver = self.legs.iter().find(|driver| driver.id == leg)?;
        driver.media.has_agreed(own, other).then(|| own.clone())
    }

    pub(crate) fn retry_waiting(&mut self, leg: LegId) {
        if let Some((description, resume)) = self.leg(leg).and_then(|driver| driver.waiting.take()) {
            self.reoffer(leg, description, resume);
        }
    }

    fn accept_reoffer(&mut self, leg: LegId, description: Option<&Description>) {
        let now = self.exchange.now().instant;
        let exchange = std::rc::Rc::clone(&self.exchange);
        let Some(driver) = self.leg(leg) else { return };
        let session = driver.session;
        let written = match description {
            Some(other) => driver.media.write_answer(other),
            None => driver.media.write_again(),
        };
        if let Some(offer) = driver.media.offer.take() {
            driver.media.hear(&exchange, &offer);
        }
        let mut agent = self.exchange.agent.borrow_mut();
        let done = match written {
            Ok(body) => agent.reanswer(now, session, &body),
            Err(_) => agent.refuse_reoffer(now, session, Answer::status(488)),
        };
        drop(agent);
        if let Err(error) = done {
            tracing::debug!(call.id = %self.handle.id, %error, "a proposal was not answered");
        }
        self.retry_waiting(leg);
    }

    fn refuse_reoffer(&mut self, leg: LegId, status: u16) {
        let Some(driver) = self.leg(leg) else { return };
        driver.media.offer = None;
        let session = driver.session;
        self.ask(|agent, now| agent.refuse_reoffer(now, session, Answer::status(status)));
        self.retry_waiting(leg);
    }

    fn answer_refer(&mut self, leg: LegId, status: u16) {
        let Some(driver) = self.leg(leg) else { return };
        let (session, refer) = (driver.session, driver.refer);
        if status >= 300 {
            driver.refer = None;
        }
        if let Some(refer) = refer {
            self.ask(|agent, now| agent.answer_refer(now, session, refer, status));
        }
    }

    fn report_refer(&mut self, leg: LegId, status: u16) {
        let Some(driver) = self.leg(leg) else { return };
        let (session, refer) = (driver.session, driver.refer);
        if status >= 200 {
            driver.refer = None;
        }
        if let Some(refer) = refer {
            self.ask(|agent, now| agent.report_refer(now, session, refer, status));
        }
    }

    fn want_leg(&mut self, from: CallId, replaced: LegId) {
        match self.exchange.call(from) {
            Some(giver) => giver.tell(ToCall::WantLeg { replaced, by: self.handle.clone() }),
            None => self.inputs.push_back(Input::LegRefused { dialled: None }),
        }
    }

    /// The giver stops driving; what still comes for the leg goes to the taker, behind the leg itself.
    fn give_leg(&mut self, to: CallId, taken: TakenLeg) {
        let Some(place) = self.legs.iter().position(|leg| leg.id == taken.leg) else { return };
        let driver = self.legs.swap_remove(place);
        let Some(taker) = self.exchange.call(to) else {
            let reason = Cause::NORMAL_CLEARING.to_string();
            self.exchange.sessions.borrow_mut().remove(&driver.session);
            if let Some(stream) = driver.media.stream {
                self.exchange.media.close(stream);
            }
            self.ask(|agent, now| agent.hang_up(now, driver.session, Some(&reason)));
            return;
        };
        let owner = crate::exchange::Owner { call: taker.clone(), leg: driver.id };
        if let Some(stream) = driver.media.stream {
            self.exchange.streams.borrow_mut().insert(stream, owner.clone());
        }
        self.exchange.sessions.borrow_mut().insert(driver.session, owner);
        taker.tell(ToCall::TakeLeg { taken: Box::new(taken), driver: Box::new(driver) });
    }

    fn bridge(&mut self, a: LegId, b: LegId) {
        let stream = |leg: LegId| self.legs.iter().find(|driver| driver.id == leg)?.media.stream;
        if let (Some(a), Some(b)) = (stream(a), stream(b)) {
            self.exchange.media.bridge(a, b);
        }
    }

    /// The legs that a party has in this call, for people.
    pub(crate) fn shown(party: &Party) -> crate::handle::ActiveParty {
        crate::handle::ActiveParty {
            number: party.number.clone(),
            name: party.name.clone(),
            endpoint: party.endpoint,
            trunk: party.trunk,
        }
    }
}

const fn cause_of(trouble: &Trouble) -> Cause {
    match trouble {
        Trouble::Unreadable(_) | Trouble::Incompatible(_) => Cause::INCOMPATIBLE,
        Trouble::Media(_) => Cause::NO_CIRCUIT,
        Trouble::Session(_) => Cause::TEMPORARY_FAILURE,
    }
}
