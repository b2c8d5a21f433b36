//! What a call's task hears, turned into the machine's inputs.

use call::{Input, LegId, TransferTarget};
use kernel::Cause;
use sip::header::{HeaderName, Replaces};
use sip::session::{EndCause, Reason, ReferId, SessionEvent, SessionId};
use sip::{Message, UriRef};

use crate::actor::{Actor, ToCall};
use crate::leg;
use crate::trace::MediaLine;

impl Actor {
    pub(crate) fn hear(&mut self, message: ToCall) {
        match message {
            ToCall::Session { leg, event } => self.session_told(leg, *event),
            ToCall::Media { leg, event } => self.media_told(leg, event),
            ToCall::HangUp(cause) => self.feed(Input::HangUp { cause }),
            ToCall::Replace(newcomer) => self.newcomer(*newcomer),
            ToCall::WantLeg { replaced, by } => self.feed(Input::LegWanted { replaced, by: by.id }),
            ToCall::TakeLeg { taken, driver } => {
                let call_id =
                    self.exchange.agent.borrow().call_id(driver.session).unwrap_or_default().to_owned();
                self.adopt(*driver, &call_id);
                self.feed(Input::LegTaken(*taken));
            }
            ToCall::LegRefused { dialled } => self.feed(Input::LegRefused { dialled }),
            ToCall::Checkpoint => self.checkpoint(),
        }
    }

    pub(crate) fn media_told(&mut self, leg: LegId, event: media::Event) {
        match event {
            media::Event::Silent { .. } => self.feed(Input::MediaSilent { leg }),
            media::Event::Closed { stats, .. } => self.media_lines.push(MediaLine::new(leg.0, &stats)),
            media::Event::Started { .. } | media::Event::Dtmf { .. } => {}
        }
    }

    fn session_told(&mut self, leg: LegId, event: SessionEvent) {
        match event {
            SessionEvent::Progress { status: 199, .. } | SessionEvent::Text { .. } => {}
            SessionEvent::Progress { description, .. } => match description.and_then(answered) {
                Some(description) => {
                    self.hear_media(leg, &description.sdp);
                    self.feed(Input::Progress { leg, description });
                }
                None => self.feed(Input::Ringing { leg }),
            },
            SessionEvent::Answered { answer, .. } => {
                let description = answer.and_then(answered);
                if let Some(description) = &description {
                    self.hear_media(leg, &description.sdp);
                }
                self.feed(Input::Answered { leg, description });
            }
            SessionEvent::Rejected { status, reason, .. } => {
                self.drop_leg(leg);
                let cause = q850(reason.as_ref()).unwrap_or(Cause::from_sip_status(status));
                // A redirection is not followed: where a phone diverts to is for rules of the tenant to say.
                let status = if status < 400 { 480 } else { status };
                self.feed(Input::Failed { leg, status, cause });
            }
            SessionEvent::Cancelled { .. } => {
                self.drop_leg(leg);
                self.feed(Input::Cancelled { leg });
            }
            SessionEvent::Acknowledged => self.retry_waiting(leg),
            SessionEvent::Completed { answer }
            | SessionEvent::Reanswered { description: Some(answer), .. } => {
                self.reanswered(leg, answer);
            }
            // Every INVITE of ours carries an offer, so none may come in its answer.
            SessionEvent::Offered { .. } | SessionEvent::Reanswered { description: None, .. } => {
                self.feed(Input::ReofferFailed { leg, status: 488 });
            }
            SessionEvent::Reoffered { offer, unchanged, .. } => self.reoffered(leg, offer, unchanged),
            SessionEvent::ReofferWithdrawn => {
                if let Some(driver) = self.leg(leg) {
                    driver.media.offer = None;
                }
                self.feed(Input::ReofferWithdrawn { leg });
            }
            SessionEvent::ReofferRefused { status, .. } => {
                self.feed(Input::ReofferFailed { leg, status });
                self.retry_waiting(leg);
            }
            SessionEvent::Referred { refer, message } => self.referred(leg, refer, &message),
            SessionEvent::Info { message } => self.pass_info(leg, &message),
            SessionEvent::ReferProgress { .. } => {}
            SessionEvent::Ended { cause, reason } => {
                self.drop_leg(leg);
                let cause = q850(reason.as_ref()).unwrap_or(match cause {
                    EndCause::Bye => Cause::NORMAL_CLEARING,
                    EndCause::Expired | EndCause::NotAcknowledged => Cause::TIMER_EXPIRED,
                    EndCause::Lost => Cause::TEMPORARY_FAILURE,
                });
                self.feed(Input::HungUp { leg, cause });
            }
        }
    }

    fn hear_media(&mut self, leg: LegId, sdp: &[u8]) {
        let exchange = std::rc::Rc::clone(&self.exchange);
        if let Some(driver) = self.leg(leg) {
            driver.media.hear(&exchange, sdp);
        }
    }

    fn reanswered(&mut self, leg: LegId, answer: bytes::Bytes) {
        match answered(answer) {
            Some(description) => {
                if let Some(driver) = self.leg(leg) {
                    driver.media.proposed = false;
                }
                self.hear_media(leg, &description.sdp);
                self.feed(Input::Reanswered { leg, description });
            }
            None => self.feed(Input::ReofferFailed { leg, status: 488 }),
        }
        self.retry_waiting(leg);
    }

    fn reoffered(&mut self, leg: LegId, offer: Option<bytes::Bytes>, unchanged: bool) {
        let Some(driver) = self.leg(leg) else { return };
        let session = driver.session;
        if let Some(last) = driver.media.last_told().filter(|_| unchanged) {
            self.ask(|agent, now| agent.reanswer(now, session, &last));
            return;
        }
        let read = offer.map(|offer| driver.media.description(offer));
        driver.media.offer = read.iter().flatten().next().map(|offer| offer.sdp.clone());
        let offer = match read {
            Some(None) => {
                let refusal = sip::session::Answer::status(488);
                self.ask(|agent, now| agent.refuse_reoffer(now, session, refusal));
                return;
            }
            Some(readable) => readable,
            None => None,
        };
        self.feed(Input::Reoffered { leg, offer });
    }

    fn referred(&mut self, leg: LegId, refer: ReferId, message: &Message) {
        let Some(session) = self.leg(leg).map(|driver| driver.session) else { return };
        let address = message.address(HeaderName::ReferTo).ok().flatten();
        let target = address.map(|address| self.target_of(session, address.uri()));
        let Some(driver) = self.leg(leg) else { return };
        match (driver.refer, target) {
            (None, Some(Some(to))) => {
                driver.refer = Some(refer);
                self.feed(Input::TransferAsked { leg, to });
            }
            (busy, target) => {
                let status = match target {
                    _ if busy.is_some() => 491,
                    Some(_) => 603,
                    None => 400,
                };
                self.ask(|agent, now| agent.answer_refer(now, session, refer, status));
            }
        }
    }

    /// Reads Refer-To: a number here, or a dialog on this exchange and in this tenant (Replaces).
    fn target_of(&self, transferrer: SessionId, uri: UriRef<'_>) -> Option<TransferTarget> {
        let dialled = uri.user_unescaped().unwrap_or_default().into_owned();
        let Some(text) = uri.header("Replaces") else {
            let flow = self.exchange.agent.borrow().flow(transferrer)?;
            // The number of another domain is not the own one of the same digits.
            let own = self.exchange.domain_owner(uri.host()) == Some(self.handle.tenant);
            if !uri.host().is_empty() && !own && !self.exchange.is_installation(uri, flow) {
                return None;
            }
            return Some(TransferTarget::Blind { dialled, host: uri.host().to_owned() });
        };
        let replaces = Replaces::parse(&text).ok()?;
        let find = |local_tag, remote_tag| {
            let dialog = sip::dialog::DialogId { call_id: replaces.call_id, local_tag, remote_tag };
            self.exchange.agent.borrow().find(dialog)
        };
        // The transferrer names the dialog as its peer sees it (RFC 3891 §3); some name it as they see it themselves.
        let (session, _) =
            find(replaces.to_tag, replaces.from_tag).or_else(|| find(replaces.from_tag, replaces.to_tag))?;
        let owner = self.exchange.sessions.borrow().get(&session).cloned()?;
        let same = owner.call.tenant == self.handle.tenant;
        same.then_some(TransferTarget::Attended { call: owner.call.id, leg: owner.leg })
    }

    /// Digits by INFO go on as they came.
    fn pass_info(&mut self, leg: LegId, message: &Message) {
        let peer = self.call.peer(leg).and_then(|peer| self.leg(peer)).map(|driver| driver.session);
        let kind = message.header(HeaderName::ContentType);
        if let (Some(session), Some(kind)) = (peer, kind) {
            self.ask(|agent, now| agent.info(now, session, kind, message.body()));
        }
    }
}

/// An answer: its codecs were offered, so they are among those that the party may use.
fn answered(sdp: bytes::Bytes) -> Option<call::Description> {
    leg::description(sdp, None)
}

/// The cause of a Reason header in Q.850's numbers.
fn q850(reason: Option<&Reason>) -> Option<Cause> {
    let reason = reason.filter(|reason| reason.protocol.eq_ignore_ascii_case("Q.850"))?;
    let value = u8::try_from(reason.cause?).ok()?;
    (1..=127).contains(&value).then_some(Cause(value))
}
