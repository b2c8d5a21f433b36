//! The side that sent the INVITE: branches of a forked call, PRACK, ACK, challenges and refusals (RFC 3261 §13.2).

use bytes::Bytes;

use super::offers::OpenAnswer;
use super::refresh::Refresh;
use super::stack::{Owner, SUPPORTED, Stack, signed};
use super::standing::{Pending, Phase, Purpose, Session, build_ack, build_within};
use super::{OutgoingInvite, Reason, SessionError, SessionEvent, description};
use crate::dialog::{Dialog, DialogId};
use crate::digest::Responder;
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::session::stack::ALLOW;
use crate::transaction::{ClientId, Name};
use crate::wire::{Message, MessageBuilder, Method};

/// The most branches of one INVITE that are followed.
const FORKS: usize = 16;

/// Our INVITE, unanswered.
#[derive(Debug)]
pub(super) struct Inviting {
    pub(super) client: ClientId,
    pub(super) invite: Message,
    pub(super) forks: Vec<Fork>,
    pub(super) is_cancelled: bool,
    /// How often the session interval was raised (422).
    raised: u8,
}

/// One branch.
#[derive(Debug)]
pub(super) struct Fork {
    pub(super) dialog: Dialog,
    /// The last reliable response taken (RFC 3262 §4).
    rseq: Option<u32>,
    /// The reliable response whose offer wants an answer.
    open_offer: Option<u32>,
    /// Offer and answer are exchanged.
    is_agreed: bool,
}

impl Session {
    /// Sends an INVITE.
    pub(super) fn invite(
        stack: &mut Stack,
        name: Name,
        invite: &OutgoingInvite<'_>,
    ) -> Result<Self, SessionError> {
        let local_tag = stack.tokens.draw();
        let call_id = stack.tokens.draw();
        let is_secure = invite.uri.starts_with("sips:");
        let contact = stack.contact(invite.flow, invite.contact_user, is_secure);
        let via = stack.via(invite.flow);
        let (product, min_se) = (stack.product.clone(), stack.config.min_se_secs);
        let mut builder = MessageBuilder::request(stack.room(), &Method::Invite, invite.uri)
            .header(HeaderName::Via, via)
            .header(HeaderName::MaxForwards, invite.max_forwards)
            .header(HeaderName::From, format_args!("{};tag={local_tag}", invite.from))
            .header(HeaderName::To, invite.to)
            .header(HeaderName::CallId, call_id)
            .header(HeaderName::CSeq, "1 INVITE")
            .header(HeaderName::Contact, &contact)
            .header(HeaderName::Allow, ALLOW)
            .header(HeaderName::Supported, SUPPORTED);
        for route in invite.routes {
            builder = builder.header(HeaderName::Route, route);
        }
        if invite.session_expires_secs != 0 {
            builder = builder
                .header(HeaderName::SessionExpires, invite.session_expires_secs.max(min_se))
                .header(HeaderName::MinSe, min_se);
        }
        for (header, value) in invite.headers {
            builder = builder.header(HeaderName::of(header), value);
        }
        if let Some(offer) = invite.offer {
            builder = builder.body("application/sdp", offer);
        }
        let message = signed(&product, builder).finish().map_err(|_| SessionError::Malformed)?;
        let client = stack.send(&message, invite.flow, Some(Owner::Session(name)))?;
        let sent = description(&message);
        let pending = Pending {
            client,
            purpose: Purpose::Invite,
            request: message.clone(),
            challenges: 0,
            is_answered: false,
        };
        let inviting =
            Inviting { client, invite: message, forks: Vec::new(), is_cancelled: false, raised: 0 };
        let phase = Phase::Inviting(Box::new(inviting));
        let mut session = Self::new(name, phase, invite.flow, local_tag, call_id.as_str());
        session.follow_target = invite.follow_target;
        session.contact = contact.into();
        session.is_caller = true;
        session.sent = sent;
        session.pending.push(pending);
        session.credentials =
            invite.credentials.map(|(user, password)| Box::new(Responder::new(user, password)));
        stack.tags.insert(local_tag, name);
        Ok(session)
    }

    /// A provisional response to our INVITE.
    pub(super) fn on_progress(&mut self, stack: &mut Stack, response: Message, status: u16) {
        let Phase::Inviting(inviting) = &mut self.phase else { return };
        if status == 100 || inviting.is_cancelled {
            return;
        }
        let had_offer = !inviting.invite.body().is_empty();
        let Some(index) = inviting.fork(&response) else { return };
        let fork = &mut inviting.forks[index];
        let rseq = response.number(HeaderName::RSeq).ok().flatten();
        let reliable = rseq.filter(|_| response.has_token(HeaderName::Require, "100rel"));
        if let Some(rseq) = reliable {
            // Out of order or repeated: only the next one is taken (RFC 3262 §4).
            if fork.rseq.is_some_and(|last| rseq != last.wrapping_add(1)) {
                return;
            }
            fork.rseq = Some(rseq);
        }
        let described = description(&response);
        let offer = described.clone().filter(|_| reliable.is_some() && !had_offer && !fork.is_agreed);
        fork.is_agreed |= described.is_some() && reliable.is_some();
        if offer.is_some() {
            fork.open_offer = reliable;
        }
        let told = described.filter(|_| offer.is_none());
        if let Some(told) = &told {
            self.received = Some(told.clone());
        }
        let (message, fork) = (response.clone(), index as u32);
        self.tell(stack, SessionEvent::Progress { status, fork, description: told, message });
        match (reliable, offer) {
            (Some(_), Some(offer)) => {
                self.received = Some(offer.clone());
                self.tell(stack, SessionEvent::Offered { offer, early: true, message: response });
            }
            (Some(rseq), None) => self.prack(stack, index, rseq, None),
            (None, _) => {}
        }
    }

    /// Acknowledges a reliable provisional response.
    fn prack(&mut self, stack: &mut Stack, index: usize, rseq: u32, answer: Option<&[u8]>) {
        let Phase::Inviting(inviting) = &mut self.phase else { return };
        let cseq = inviting.invite.cseq().number;
        let Some(fork) = inviting.forks.get_mut(index) else { return };
        let number = fork.dialog.next_cseq();
        let dialog = fork.dialog.clone();
        let flow = self.way(&dialog);
        let built = build_within(stack, &dialog, flow, (&Method::Prack, number), |builder| {
            let builder = builder.header(HeaderName::RAck, format_args!("{rseq} {cseq} INVITE"));
            match answer {
                Some(answer) => builder.body("application/sdp", answer),
                None => builder,
            }
        });
        if let Ok(request) = built {
            // Without room for it the response comes again, and so does this.
            self.send_request(stack, request, flow, Purpose::Prack, 0).unwrap_or_default();
        }
    }

    /// The application's answer to an offer in a reliable provisional response.
    pub(super) fn complete_early(&mut self, stack: &mut Stack, answer: &[u8]) -> Result<(), SessionError> {
        let Phase::Inviting(inviting) = &mut self.phase else { return Err(SessionError::State) };
        let open = inviting.forks.iter_mut().enumerate();
        let (index, rseq) = open
            .filter_map(|(index, fork)| fork.open_offer.take().map(|rseq| (index, rseq)))
            .next()
            .ok_or(SessionError::State)?;
        self.sent = Some(Bytes::copy_from_slice(answer));
        self.prack(stack, index, rseq, Some(answer));
        Ok(())
    }

    /// The branch with this identity has not answered the offer of our INVITE, or we not its own.
    pub(super) fn awaits_first_answer(&self, id: Option<DialogId<'_>>) -> bool {
        let Phase::Inviting(inviting) = &self.phase else { return false };
        let fork = inviting.forks.iter().find(|fork| Some(fork.dialog.id()) == id);
        fork.is_none_or(|fork| !fork.is_agreed || fork.open_offer.is_some())
    }

    /// The final response to our INVITE.
    pub(super) fn on_invite_final(&mut self, stack: &mut Stack, response: Message, status: u16, flow: Flow) {
        let inviting = match std::mem::replace(&mut self.phase, Phase::Gone) {
            Phase::Inviting(inviting) => inviting,
            other => {
                self.phase = other;
                return;
            }
        };
        if status < 300 {
            return self.on_answered(stack, *inviting, response, flow);
        }
        if status == 422 && !inviting.is_cancelled && inviting.raised < 2 {
            return self.raise_interval(stack, inviting, &response);
        }
        let reason = Reason::of(&response);
        self.tell(stack, SessionEvent::Rejected { status, reason, message: Some(response) });
    }

    /// Our INVITE will get no response any more.
    pub(super) fn on_invite_failed(&mut self, stack: &mut Stack, status: u16) {
        self.phase = Phase::Gone;
        self.tell(stack, SessionEvent::Rejected { status, reason: None, message: None });
    }

    fn on_answered(&mut self, stack: &mut Stack, mut inviting: Inviting, response: Message, flow: Flow) {
        let Some(index) = inviting.fork(&response) else {
            // A 2xx that makes no dialog cannot even be acknowledged.
            return self
                .tell(stack, SessionEvent::Rejected { status: 502, reason: None, message: Some(response) });
        };
        let cseqs = inviting.forks.iter().map(|fork| fork.dialog.local_cseq()).max();
        let Fork { mut dialog, is_agreed, .. } = inviting.forks.swap_remove(index);
        dialog.raise_cseq(cseqs.unwrap_or(1));
        // Unreadable routes leave those of the provisional response, which are the same in any sane network.
        dialog.confirm(&response).unwrap_or_default();
        self.dialog = Some(dialog);
        self.flow = if self.flow.connection == flow.connection { self.flow } else { flow };
        self.phase = Phase::Standing;
        if inviting.is_cancelled {
            // The 200 crossed our CANCEL: the call stands, and is ended (RFC 3261 §9.1).
            self.acknowledge(stack, &inviting.invite, None);
            return self.bye(stack, Some("SIP;cause=487;text=\"Cancelled\""));
        }
        self.refresh = Refresh::of_our_request(stack, &response);
        let described = description(&response);
        let had_offer = !inviting.invite.body().is_empty();
        if let Some(described) = &described {
            self.received = Some(described.clone());
        }
        match described {
            Some(offer) if !had_offer && !is_agreed => {
                self.open_answer = Some(OpenAnswer { invite: inviting.invite });
                self.tell(stack, SessionEvent::Offered { offer, early: false, message: response });
            }
            answer => {
                self.acknowledge(stack, &inviting.invite, None);
                let fork = index as u32;
                self.tell(stack, SessionEvent::Answered { fork, answer, message: response });
            }
        }
    }

    /// A 2xx to an INVITE of ours that has one already: the same again, or another branch's.
    pub(super) fn on_further_ok(&mut self, stack: &mut Stack, invite: &Message, response: &Message) {
        let id = DialogId::of_response(response);
        if id.is_none() || id == self.dialog.as_ref().map(Dialog::id) {
            let ack = self.last_ack.as_ref().filter(|ack| ack.cseq == response.cseq().number);
            if let Some(ack) = ack {
                stack.transmit(ack.flow, ack.bytes.clone());
            }
            return;
        }
        // Another phone answered as well: it is told that nobody is there.
        let Ok(mut dialog) = Dialog::from_response(response, invite) else { return };
        let flow = self.way(&dialog);
        if let Some(ack) = build_ack(stack, &dialog, flow, invite, None) {
            stack.transmit(flow, ack);
        }
        let cseq = dialog.next_cseq();
        let bye = build_within(stack, &dialog, flow, (&Method::Bye, cseq), |builder| {
            builder.header(HeaderName::Reason, "SIP;cause=200;text=\"Call completed elsewhere\"")
        });
        if let Ok(bye) = bye {
            // Its outcome changes nothing here.
            stack.send(&bye, flow, None).ok();
        }
    }

    /// The other side wants a longer session interval (RFC 4028 §6): the INVITE is sent again with its figure.
    fn raise_interval(&mut self, stack: &mut Stack, mut inviting: Box<Inviting>, response: &Message) {
        let min_se = response.number(HeaderName::MinSe).ok().flatten().unwrap_or(1800).to_string();
        let cseq = inviting.invite.cseq().number + 1;
        let headers = [(HeaderName::SessionExpires, min_se.as_str()), (HeaderName::MinSe, min_se.as_str())];
        inviting.raised += 1;
        let again = stack.rewrite(&inviting.invite, cseq, self.flow, &headers);
        self.send_invite_again(stack, inviting, again, 0);
    }

    /// Sends the INVITE anew; without success the session is gone.
    pub(super) fn send_invite_again(
        &mut self,
        stack: &mut Stack,
        mut inviting: Box<Inviting>,
        again: Option<Message>,
        challenges: u8,
    ) {
        let sent = again.map(|invite| {
            inviting.invite = invite.clone();
            self.send_request(stack, invite, self.flow, Purpose::Invite, challenges)
        });
        match (sent, self.pending.last()) {
            (Some(Ok(())), Some(pending)) => {
                inviting.client = pending.client;
                inviting.forks.clear();
                self.phase = Phase::Inviting(inviting);
            }
            _ => self.on_invite_failed(stack, 503),
        }
    }
}

impl Inviting {
    /// The branch a response belongs to, new if need be.
    fn fork(&mut self, response: &Message) -> Option<usize> {
        let id = DialogId::of_response(response)?;
        if let Some(index) = self.forks.iter().position(|fork| fork.dialog.id() == id) {
            return Some(index);
        }
        if self.forks.len() >= FORKS {
            return None;
        }
        let dialog = Dialog::from_response(response, &self.invite).ok()?;
        self.forks.push(Fork { dialog, rseq: None, open_offer: None, is_agreed: false });
        Some(self.forks.len() - 1)
    }
}
