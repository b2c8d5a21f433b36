//! The side that got the INVITE: ringing, reliably where wanted (RFC 3262), answering, rejecting.

use std::collections::VecDeque;

use bytes::Bytes;

use super::offers::{Theirs, TheirsKind};
use super::refresh::{Acceptable, Refresh};
use super::stack::{ALLOW, SUPPORTED, Stack};
use super::standing::{Phase, Session};
use super::unacknowledged::Unacknowledged;
use super::{Answer, Config, Reason, SessionError, SessionEvent, description};
use crate::dialog::Dialog;
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::transaction::{Micros, Name, ServerId};
use crate::wire::Message;

/// Their INVITE, unanswered.
#[derive(Debug)]
pub(super) struct Invited {
    pub(super) server: ServerId,
    pub(super) invite: Message,
    pub(super) flow: Flow,
    had_offer: bool,
    next_rseq: u32,
    reliable: Option<Reliable>,
    /// What waits for the PRACK of the last reliable response.
    waiting: VecDeque<Waiting>,
    /// Offer and answer were exchanged in reliable responses and their PRACKs.
    is_agreed: bool,
}

/// A reliable provisional response that was not acknowledged yet.
#[derive(Debug)]
struct Reliable {
    rseq: u32,
    response: Message,
    interval: Micros,
    resend_at: Micros,
    give_up_at: Micros,
    has_description: bool,
}

/// A response of the application that must wait.
#[derive(Debug)]
struct Waiting {
    status: u16,
    phrase: Box<str>,
    headers: Vec<(Box<str>, Box<str>)>,
    description: Option<Bytes>,
}

impl Waiting {
    fn of(answer: &Answer<'_>) -> Self {
        Self {
            status: answer.status,
            phrase: answer.phrase.into(),
            headers: answer.headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            description: answer.description.map(Bytes::copy_from_slice),
        }
    }
}

impl Session {
    /// Takes an INVITE; if it cannot be taken it is answered here.
    pub(super) fn invited(
        stack: &mut Stack,
        name: Name,
        server: ServerId,
        contact_user: &str,
    ) -> Result<Self, SessionError> {
        let received = stack.transactions.received(server).map(|(invite, flow)| (invite.clone(), flow));
        let (invite, flow) = received.ok_or(SessionError::Ended)?;
        if let Some((status, name, value)) = objection(&stack.config, &invite) {
            stack.respond_outside(server, (&invite, flow), status, &[(name, &value)]);
            return Err(SessionError::State);
        }
        let local_tag = stack.tokens.draw();
        let Ok(dialog) = Dialog::from_request(&invite, local_tag) else {
            let warning = "399 conmuta \"Contact or Record-Route missing or unreadable\"";
            stack.respond_outside(server, (&invite, flow), 400, &[(HeaderName::Warning, warning)]);
            return Err(SessionError::Malformed);
        };
        let contact = stack.contact(flow, contact_user, dialog.is_secure());
        let received = description(&invite);
        let invited = Invited {
            server,
            flow,
            had_offer: received.is_some(),
            next_rseq: 1 + stack.tokens.below(100_000) as u32,
            reliable: None,
            waiting: VecDeque::new(),
            is_agreed: false,
            invite: invite.clone(),
        };
        let phase = Phase::Invited(Box::new(invited));
        let mut session = Self::new(name, phase, flow, local_tag, invite.call_id());
        session.contact = contact.into();
        session.dialog = Some(dialog);
        session.received = received;
        session.first_server = Some(server);
        stack.tags.insert(local_tag, name);
        stack.servers.insert(server, name);
        Ok(session)
    }

    /// Sends a provisional response, reliably where that is wanted and possible.
    pub(super) fn ring(&mut self, stack: &mut Stack, answer: &Answer<'_>) -> Result<(), SessionError> {
        let mut invited = self.take_invited()?;
        let done = self.ring_invited(stack, &mut invited, answer);
        self.phase = Phase::Invited(invited);
        done
    }

    fn ring_invited(
        &mut self,
        stack: &mut Stack,
        invited: &mut Invited,
        answer: &Answer<'_>,
    ) -> Result<(), SessionError> {
        if !(100..200).contains(&answer.status) {
            return Err(SessionError::Malformed);
        }
        let can = invited.invite.has_token(HeaderName::Supported, "100rel");
        let must = invited.invite.has_token(HeaderName::Require, "100rel");
        let is_reliable = answer.status > 100 && (must || (can && answer.description.is_some()));
        if is_reliable && invited.reliable.is_some() {
            invited.waiting.retain(|waiting| waiting.status >= 200);
            invited.waiting.push_front(Waiting::of(answer));
            return Ok(());
        }
        // An offer may not travel in a response that can get lost (RFC 3261 §13.2.1).
        let described =
            answer.description.filter(|_| (is_reliable || invited.had_offer) && !invited.is_agreed);
        let described = described.map(Bytes::copy_from_slice);
        let response = self.build(stack, invited, answer, described.as_ref(), is_reliable)?;
        stack.transactions.respond(stack.now, invited.server, &response)?;
        if let Some(described) = &described {
            self.sent = Some(described.clone());
        }
        if is_reliable {
            let (now, t1) = (stack.micros(), stack.t1());
            invited.reliable = Some(Reliable {
                rseq: invited.next_rseq,
                response,
                interval: t1,
                resend_at: now + t1,
                give_up_at: now + 64 * t1,
                has_description: described.is_some(),
            });
            invited.next_rseq += 1;
        }
        Ok(())
    }

    /// Writes a response to the INVITE that makes or confirms the dialog.
    fn build(
        &self,
        stack: &mut Stack,
        invited: &Invited,
        answer: &Answer<'_>,
        described: Option<&Bytes>,
        is_reliable: bool,
    ) -> Result<Message, SessionError> {
        let timer = (answer.status >= 200).then(|| self.refresh.in_response(&invited.invite)).flatten();
        let line = (answer.status, answer.phrase);
        let mut builder = stack.reply(&invited.invite, invited.flow, line, self.local_tag.as_str());
        if answer.status > 100 {
            builder = builder
                .copy(&invited.invite, HeaderName::RecordRoute)
                .header(HeaderName::Contact, &self.contact)
                .header(HeaderName::Allow, ALLOW)
                .header(HeaderName::Supported, SUPPORTED);
        }
        if is_reliable {
            builder =
                builder.header(HeaderName::Require, "100rel").header(HeaderName::RSeq, invited.next_rseq);
        }
        if let Some((value, is_required)) = timer {
            builder = builder.header(HeaderName::SessionExpires, value);
            if is_required {
                builder = builder.header(HeaderName::Require, "timer");
            }
        }
        for (name, value) in answer.headers {
            builder = builder.header(HeaderName::of(name), value);
        }
        if let Some(described) = described {
            builder = builder.body("application/sdp", described);
        }
        builder.finish().map_err(|_| SessionError::Malformed)
    }

    /// Answers the INVITE with 2xx, or notes it down until a description sent reliably is acknowledged.
    pub(super) fn answer(&mut self, stack: &mut Stack, answer: &Answer<'_>) -> Result<(), SessionError> {
        let mut invited = self.take_invited()?;
        let done = self.answer_invited(stack, &mut invited, answer);
        if !matches!(self.phase, Phase::Standing) {
            self.phase = Phase::Invited(invited);
        }
        done
    }

    fn answer_invited(
        &mut self,
        stack: &mut Stack,
        invited: &mut Invited,
        answer: &Answer<'_>,
    ) -> Result<(), SessionError> {
        if !(200..300).contains(&answer.status) || invited.waiting.iter().any(|waiting| waiting.status >= 200)
        {
            return Err(SessionError::State);
        }
        if invited.reliable.as_ref().is_some_and(|reliable| reliable.has_description) {
            invited.waiting.push_back(Waiting::of(answer));
            return Ok(());
        }
        let described = match answer.description {
            _ if invited.is_agreed => None,
            Some(described) => Some(Bytes::copy_from_slice(described)),
            None => self.sent.clone().filter(|_| invited.had_offer),
        };
        self.refresh = Refresh::of_their_request(stack, &invited.invite);
        let response = self.build(stack, invited, answer, described.as_ref(), false)?;
        stack.transactions.respond(stack.now, invited.server, &response)?;
        let awaits_answer = !invited.had_offer && !invited.is_agreed;
        if described.is_some() {
            self.sent = described;
        }
        self.refresh.arm(stack.micros());
        self.unacknowledged = Some(Unacknowledged::new(stack, invited.server, response, awaits_answer, true));
        stack.servers.remove(&invited.server);
        self.first_server = None;
        self.phase = Phase::Standing;
        Ok(())
    }

    /// Rejects the INVITE.
    pub(super) fn reject(&mut self, stack: &mut Stack, answer: &Answer<'_>) -> Result<(), SessionError> {
        let invited = self.take_invited()?;
        let line = (answer.status, answer.phrase);
        let begun = stack.reply(&invited.invite, invited.flow, line, self.local_tag.as_str());
        let headers = answer.headers.iter();
        let built = headers
            .fold(begun, |builder, (name, value)| builder.header(HeaderName::of(name), value))
            .finish()
            .ok()
            .filter(|_| answer.status >= 300);
        let Some(response) = built else {
            self.phase = Phase::Invited(invited);
            return Err(SessionError::Malformed);
        };
        self.refuse_theirs(stack, 487);
        Ok(stack.transactions.respond(stack.now, invited.server, &response)?)
    }

    /// Ends the INVITE with a status of our own.
    pub(super) fn finish_invite(
        &self,
        stack: &mut Stack,
        invited: &Invited,
        status: u16,
        headers: &[(HeaderName<'_>, &str)],
    ) {
        let request = (&invited.invite, invited.flow);
        stack.respond(invited.server, request, status, self.local_tag.as_str(), headers);
    }

    /// The caller withdrew the INVITE.
    pub(super) fn on_cancel(&mut self, stack: &mut Stack, server: ServerId, cancel: &Message) {
        if self.withdraw_theirs(stack, server) {
            return;
        }
        match std::mem::replace(&mut self.phase, Phase::Gone) {
            Phase::Invited(invited) if invited.server == server => {
                self.refuse_theirs(stack, 487);
                self.finish_invite(stack, &invited, 487, &[]);
                self.tell(stack, SessionEvent::Cancelled { reason: Reason::of(cancel) });
            }
            other => self.phase = other,
        }
    }

    /// Offer and answer of the first INVITE are not exchanged yet: there is no room for another offer (RFC 3311 §5.2).
    pub(super) fn owes_first_answer(&self) -> bool {
        matches!(&self.phase, Phase::Invited(invited) if !invited.is_agreed)
    }

    /// A PRACK arrived (RFC 3262 §3).
    pub(super) fn on_prack(&mut self, stack: &mut Stack, server: ServerId, request: &Message, flow: Flow) {
        let tag = self.local_tag;
        let Phase::Invited(invited) = &mut self.phase else {
            return stack.respond(server, (request, flow), 481, tag.as_str(), &[]);
        };
        let (Ok(Some(rack)), Some(reliable)) = (request.rack(), &invited.reliable) else {
            return stack.respond(server, (request, flow), 481, tag.as_str(), &[]);
        };
        let is_match =
            (rack.rseq, rack.cseq, rack.method) == (reliable.rseq, invited.invite.cseq().number, "INVITE");
        if !is_match {
            return stack.respond(server, (request, flow), 481, tag.as_str(), &[]);
        }
        let carried = reliable.has_description;
        invited.reliable = None;
        invited.is_agreed |= carried;
        let described = description(request);
        match described {
            Some(answer) if carried && !invited.had_offer => {
                self.received = Some(answer.clone());
                stack.respond(server, (request, flow), 200, tag.as_str(), &[]);
                self.tell(stack, SessionEvent::Completed { answer });
            }
            Some(offer) if invited.is_agreed => {
                let kind = TheirsKind::Prack;
                let theirs = Theirs { server, request: request.clone(), flow, kind, had_offer: true };
                self.take_offer(stack, theirs, Some(offer));
            }
            _ => stack.respond(server, (request, flow), 200, tag.as_str(), &[]),
        }
        self.send_waiting(stack);
    }

    /// Sends what waited for a PRACK.
    fn send_waiting(&mut self, stack: &mut Stack) {
        let Phase::Invited(invited) = &mut self.phase else { return };
        let Some(waiting) = invited.waiting.pop_front() else { return };
        let headers: Vec<(&str, &str)> =
            waiting.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let answer = Answer {
            status: waiting.status,
            phrase: &waiting.phrase,
            headers: &headers,
            description: waiting.description.as_deref(),
        };
        // The transaction may have ended meanwhile; its end is told by itself.
        if waiting.status >= 200 {
            self.answer(stack, &answer).unwrap_or_default();
        } else {
            self.ring(stack, &answer).unwrap_or_default();
            if matches!(&self.phase, Phase::Invited(invited) if invited.reliable.is_none()) {
                self.send_waiting(stack);
            }
        }
    }

    /// Repeats a reliable response, or gives the call up.
    pub(super) fn on_invited_timeout(&mut self, stack: &mut Stack) {
        let now = stack.micros();
        let Phase::Invited(invited) = &mut self.phase else { return };
        let Some(reliable) = &mut invited.reliable else { return };
        if reliable.give_up_at <= now {
            let Phase::Invited(invited) = std::mem::replace(&mut self.phase, Phase::Gone) else { return };
            self.finish_invite(stack, &invited, 504, &[]);
            return self.tell(stack, SessionEvent::Cancelled { reason: None });
        }
        if reliable.resend_at <= now {
            reliable.interval *= 2;
            reliable.resend_at = now + reliable.interval;
            let server = invited.server;
            stack.transactions.respond(stack.now, server, &reliable.response).unwrap_or_default();
        }
    }

    /// When [`Self::on_invited_timeout`] has something to do.
    pub(super) fn invited_deadline(&self) -> Option<Micros> {
        match &self.phase {
            Phase::Invited(invited) => {
                invited.reliable.as_ref().map(|reliable| reliable.resend_at.min(reliable.give_up_at))
            }
            _ => None,
        }
    }

    /// Takes the unanswered INVITE out; whoever takes it puts it or the next phase in.
    fn take_invited(&mut self) -> Result<Box<Invited>, SessionError> {
        match std::mem::replace(&mut self.phase, Phase::Gone) {
            Phase::Invited(invited) => Ok(invited),
            other => {
                self.phase = other;
                Err(SessionError::State)
            }
        }
    }
}

/// Why an INVITE cannot be taken: status, and the header that says what would be.
fn objection(config: &Config, invite: &Message) -> Option<(u16, HeaderName<'static>, String)> {
    if let Some(unknown) = unknown_extensions(invite) {
        return Some((420, HeaderName::Unsupported, unknown));
    }
    if !invite.body().is_empty() && description(invite).is_none() {
        return Some((415, HeaderName::Accept, "application/sdp".into()));
    }
    match Refresh::acceptable(config, invite) {
        Acceptable::TooSmall(min_se) => Some((422, HeaderName::MinSe, min_se.to_string())),
        Acceptable::Yes => None,
    }
}

/// The extensions a request requires that we do not know, as the value of Unsupported.
pub(super) fn unknown_extensions(request: &Message) -> Option<String> {
    let known = |tag: &str| SUPPORTED.split(", ").any(|known| known.eq_ignore_ascii_case(tag));
    let unknown: Vec<&str> = request.values(HeaderName::Require).filter(|tag| !known(tag)).collect();
    (!unknown.is_empty()).then(|| unknown.join(", "))
}
