//! Offers within a standing session, both ways: re-INVITE, UPDATE, glare (RFC 3261 §14, RFC 3264, RFC 3311, RFC 6337).

use bytes::Bytes;

use super::refresh::{Acceptable, Refresh};
use super::stack::{ALLOW, SUPPORTED, Stack};
use super::standing::{Purpose, Session};
use super::unacknowledged::Unacknowledged;
use super::{Answer, EndCause, SessionError, SessionEvent, description};
use crate::dialog::DialogId;
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::transaction::{Micros, ServerId};
use crate::wire::{Message, Method};

/// How often an offer of ours is tried again after a glare.
const GLARES: u8 = 6;

/// An offer of ours that is out or waits.
#[derive(Debug)]
pub(super) struct Reoffer {
    /// `None` asks the other side for an offer.
    offer: Option<Bytes>,
    /// It only repeats what holds, to keep the session alive: the application does not hear of it.
    is_refresh: bool,
    /// When to send it; `None` once it is out.
    wait_until: Option<Micros>,
    glares: u8,
}

/// Which request brought an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TheirsKind {
    Reinvite,
    Update,
    Prack,
}

/// An offer of theirs that the application has to answer.
#[derive(Debug)]
pub(super) struct Theirs {
    pub(super) server: ServerId,
    pub(super) request: Message,
    pub(super) flow: Flow,
    pub(super) kind: TheirsKind,
    pub(super) had_offer: bool,
}

/// A 2xx with an offer, whose ACK will carry the application's answer.
#[derive(Debug)]
pub(super) struct OpenAnswer {
    pub(super) invite: Message,
}

impl Session {
    /// The application offers again.
    pub(super) fn reoffer(&mut self, stack: &mut Stack, offer: Option<&[u8]>) -> Result<(), SessionError> {
        let has_application_offer = self.ours.as_ref().is_some_and(|ours| !ours.is_refresh);
        if !self.is_standing() || has_application_offer || self.open_answer.is_some() {
            return Err(SessionError::State);
        }
        self.queue_offer(stack, offer.map(Bytes::copy_from_slice), false);
        Ok(())
    }

    /// Repeats the description that holds, by re-INVITE.
    pub(super) fn reoffer_for_refresh(&mut self, stack: &mut Stack) {
        if self.ours.is_none() {
            self.queue_offer(stack, self.sent.clone(), true);
        }
    }

    fn queue_offer(&mut self, stack: &mut Stack, offer: Option<Bytes>, is_refresh: bool) {
        let is_out = self.ours.as_ref().is_some_and(|ours| ours.wait_until.is_none());
        if is_out {
            // A refresh is on its way: the application's offer follows it as soon as it is through.
            self.ours_next = Some(offer);
            return;
        }
        self.ours = Some(Reoffer { offer, is_refresh, wait_until: Some(stack.micros()), glares: 0 });
        self.send_offer_if_possible(stack);
    }

    /// Whether an INVITE may be sent now (RFC 3261 §14.1): none is under way in either direction.
    fn may_offer(&self) -> bool {
        self.is_standing()
            && self.theirs.is_none()
            && self.unacknowledged.is_none()
            && self.open_answer.is_none()
    }

    /// Sends an offer of ours that waits, if its time has come.
    pub(super) fn send_offer_if_possible(&mut self, stack: &mut Stack) {
        let now = stack.micros();
        if !self.may_offer() {
            return;
        }
        let Some(ours) = self.ours.as_mut().filter(|ours| ours.wait_until.is_some_and(|at| at <= now)) else {
            return;
        };
        ours.wait_until = None;
        let offer = ours.offer.clone();
        let contact = self.contact.clone();
        let timer = self.refresh.in_request();
        let min_se = stack.config.min_se_secs;
        let sent = self.send_within(stack, &Method::Invite, Purpose::Reoffer, |builder| {
            let mut builder = builder
                .header(HeaderName::Contact, &contact)
                .header(HeaderName::Allow, ALLOW)
                .header(HeaderName::Supported, SUPPORTED);
            if let Some(timer) = timer {
                builder = builder.header(HeaderName::SessionExpires, timer).header(HeaderName::MinSe, min_se);
            }
            match &offer {
                Some(offer) => builder.body("application/sdp", offer),
                None => builder,
            }
        });
        if sent.is_err() {
            self.end_offer(stack, 503, None);
        }
    }

    /// When a waiting offer wants to be sent.
    pub(super) fn offer_deadline(&self) -> Option<Micros> {
        self.ours.as_ref().and_then(|ours| ours.wait_until).filter(|_| self.may_offer())
    }

    /// The final response to our re-INVITE.
    pub(super) fn on_reoffer_final(
        &mut self,
        stack: &mut Stack,
        invite: &Message,
        response: Message,
        status: u16,
    ) {
        match status {
            ..300 => self.on_reoffer_accepted(stack, invite, response),
            491 => self.on_glare(stack, response),
            408 | 481 => {
                self.end_offer(stack, status, Some(response));
                self.give_up(stack, EndCause::Lost);
            }
            422 if self.refresh.raise(&response) => {
                if let Some(ours) = &mut self.ours {
                    ours.wait_until = Some(stack.micros());
                }
                self.send_offer_if_possible(stack);
            }
            _ => self.end_offer(stack, status, Some(response)),
        }
    }

    fn on_reoffer_accepted(&mut self, stack: &mut Stack, invite: &Message, response: Message) {
        if let Some(dialog) = &mut self.dialog {
            dialog.refresh_target(&response).unwrap_or_default();
        }
        self.refresh.renew(stack, &response);
        let Some(ours) = self.ours.take() else { return self.acknowledge(stack, invite, None) };
        let described = description(&response);
        if ours.offer.is_some() {
            self.acknowledge(stack, invite, None);
            self.sent = ours.offer;
        } else if described.is_some() && !self.is_silent {
            self.open_answer = Some(OpenAnswer { invite: invite.clone() });
        } else {
            self.acknowledge(stack, invite, None);
        }
        let is_news = described.is_some() && described != self.received;
        if described.is_some() {
            self.received.clone_from(&described);
        }
        if !ours.is_refresh || is_news {
            self.tell(stack, SessionEvent::Reanswered { description: described, message: response });
        }
        self.send_next_offer(stack);
    }

    /// Both sides offered at once (RFC 3261 §14.1): whoever made the Call-ID waits 2.1 to 4 s, the other up to 2 s.
    fn on_glare(&mut self, stack: &mut Stack, response: Message) {
        let wait_tens = if self.is_caller { 210 + stack.tokens.below(191) } else { stack.tokens.below(201) };
        match &mut self.ours {
            Some(ours) if ours.glares < GLARES => {
                ours.glares += 1;
                ours.wait_until = Some(stack.micros() + wait_tens * 10_000);
            }
            _ => self.end_offer(stack, 491, Some(response)),
        }
    }

    /// Our offer failed: the session stays as it was.
    pub(super) fn end_offer(&mut self, stack: &mut Stack, status: u16, message: Option<Message>) {
        if self.ours.take().is_some_and(|ours| !ours.is_refresh) {
            self.tell(stack, SessionEvent::ReofferRefused { status, message });
        }
        self.send_next_offer(stack);
    }

    fn send_next_offer(&mut self, stack: &mut Stack) {
        if let Some(offer) = self.ours_next.take() {
            self.queue_offer(stack, offer, false);
        }
    }

    /// The application answers an offer that came in a 2xx or a reliable provisional response.
    pub(super) fn complete(&mut self, stack: &mut Stack, answer: &[u8]) -> Result<(), SessionError> {
        let Some(open) = self.open_answer.take() else { return self.complete_early(stack, answer) };
        self.sent = Some(Bytes::copy_from_slice(answer));
        self.acknowledge(stack, &open.invite, Some(answer));
        self.send_offer_if_possible(stack);
        Ok(())
    }

    /// A re-INVITE or UPDATE arrived.
    pub(super) fn on_offer_request(
        &mut self,
        stack: &mut Stack,
        server: ServerId,
        request: Message,
        flow: Flow,
    ) {
        let is_invite = request.method() == Some(&Method::Invite);
        let kind = if is_invite { TheirsKind::Reinvite } else { TheirsKind::Update };
        let offer = description(&request);
        let tag = self.local_tag;
        let refuse = |stack: &mut Stack, status, headers: &[(HeaderName<'_>, &str)]| {
            stack.respond(server, (&request, flow), status, tag.as_str(), headers);
        };
        if is_invite && !self.is_standing() {
            return refuse(stack, 491, &[]);
        }
        let is_unfinished =
            self.theirs.is_some() || (is_invite && self.unacknowledged.is_some()) || self.owes_first_answer();
        if is_unfinished && (is_invite || offer.is_some()) {
            let seconds = stack.tokens.below(11).to_string();
            return refuse(stack, 500, &[(HeaderName::RetryAfter, &seconds)]);
        }
        let is_ours_out = self.ours.as_ref().is_some_and(|ours| ours.wait_until.is_none())
            || self.awaits_first_answer(DialogId::of_request(&request));
        if (is_ours_out || self.open_answer.is_some()) && (is_invite || offer.is_some()) {
            return refuse(stack, 491, &[]);
        }
        if !request.body().is_empty() && offer.is_none() {
            return refuse(stack, 415, &[(HeaderName::Accept, "application/sdp")]);
        }
        if let Acceptable::TooSmall(min_se) = Refresh::acceptable(&stack.config, &request) {
            return refuse(stack, 422, &[(HeaderName::MinSe, &min_se.to_string())]);
        }
        if let Some(dialog) = &mut self.dialog {
            dialog.refresh_target(&request).unwrap_or_default();
        }
        let theirs = Theirs { server, flow, kind, had_offer: offer.is_some(), request };
        if kind == TheirsKind::Update && offer.is_none() {
            return self.accept_offer(stack, theirs, None);
        }
        self.take_offer(stack, theirs, offer);
    }

    /// Lays an offer before the application.
    pub(super) fn take_offer(&mut self, stack: &mut Stack, theirs: Theirs, offer: Option<Bytes>) {
        stack.servers.insert(theirs.server, self.name);
        let message = theirs.request.clone();
        let unchanged = offer.is_some() && offer == self.received;
        if offer.is_some() {
            self.received.clone_from(&offer);
        }
        self.theirs = Some(theirs);
        self.tell(stack, SessionEvent::Reoffered { offer, unchanged, message });
    }

    /// The application accepts their offer.
    pub(super) fn reanswer(&mut self, stack: &mut Stack, described: &[u8]) -> Result<(), SessionError> {
        let theirs = self.theirs.take().ok_or(SessionError::State)?;
        self.accept_offer(stack, theirs, Some(Bytes::copy_from_slice(described)));
        self.send_offer_if_possible(stack);
        Ok(())
    }

    fn accept_offer(&mut self, stack: &mut Stack, theirs: Theirs, described: Option<Bytes>) {
        stack.servers.remove(&theirs.server);
        if theirs.kind != TheirsKind::Prack && self.is_standing() {
            self.refresh.accept(stack, &theirs.request);
        }
        let timer = self.refresh.in_response(&theirs.request).filter(|_| theirs.kind != TheirsKind::Prack);
        let line = (200, "");
        let mut builder = stack.reply(&theirs.request, theirs.flow, line, self.local_tag.as_str());
        if theirs.kind != TheirsKind::Prack {
            builder = builder
                .copy(&theirs.request, HeaderName::RecordRoute)
                .header(HeaderName::Contact, &self.contact)
                .header(HeaderName::Allow, ALLOW)
                .header(HeaderName::Supported, SUPPORTED);
        }
        if let Some((value, is_required)) = timer {
            builder = builder.header(HeaderName::SessionExpires, value);
            if is_required {
                builder = builder.header(HeaderName::Require, "timer");
            }
        }
        if let Some(described) = &described {
            builder = builder.body("application/sdp", described);
        }
        let Ok(response) = builder.finish() else { return };
        stack.transactions.respond(stack.now, theirs.server, &response).unwrap_or_default();
        if described.is_some() {
            self.sent = described;
        }
        if theirs.kind == TheirsKind::Reinvite {
            let awaits_answer = !theirs.had_offer;
            self.unacknowledged =
                Some(Unacknowledged::new(stack, theirs.server, response, awaits_answer, false));
        }
    }

    /// The application refuses their offer.
    pub(super) fn refuse_reoffer(
        &mut self,
        stack: &mut Stack,
        answer: &Answer<'_>,
    ) -> Result<(), SessionError> {
        if answer.status < 300 {
            return Err(SessionError::Malformed);
        }
        if !self.refuse_theirs_with(stack, answer) {
            return Err(SessionError::State);
        }
        self.send_offer_if_possible(stack);
        Ok(())
    }

    /// Refuses their offer, if one is open.
    pub(super) fn refuse_theirs(&mut self, stack: &mut Stack, status: u16) {
        self.refuse_theirs_with(stack, &Answer::status(status));
    }

    fn refuse_theirs_with(&mut self, stack: &mut Stack, answer: &Answer<'_>) -> bool {
        let Some(theirs) = self.theirs.take() else { return false };
        stack.servers.remove(&theirs.server);
        let headers: Vec<(HeaderName<'_>, &str)> =
            answer.headers.iter().map(|(name, value)| (HeaderName::of(name), *value)).collect();
        let request = (&theirs.request, theirs.flow);
        stack.respond(theirs.server, request, answer.status, self.local_tag.as_str(), &headers);
        true
    }

    /// Their re-INVITE was cancelled. False: it is another request's CANCEL.
    pub(super) fn withdraw_theirs(&mut self, stack: &mut Stack, server: ServerId) -> bool {
        let is_theirs = self.theirs.as_ref().is_some_and(|theirs| theirs.server == server);
        if is_theirs {
            self.refuse_theirs(stack, 487);
            self.tell(stack, SessionEvent::ReofferWithdrawn);
        }
        is_theirs
    }
}
