//! What the application wants of a user agent.

use std::time::Instant;

use super::stack::{Owner, Stack, signed};
use super::standing::{Phase, Purpose, Session};
use super::{Answer, OutgoingInvite, ReferId, RequestOutside, SessionError, SessionId, UserAgent};
use crate::dialog::{Dialog, DialogId};
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::transaction::{ClientId, Refused, ServerId, Token};
use crate::wire::{Message, MessageBuilder, Method};

impl UserAgent {
    /// Lets a session that the application still knows do something.
    fn command<R>(
        &mut self,
        now: Instant,
        session: SessionId,
        act: impl FnOnce(&mut Session, &mut Stack) -> Result<R, SessionError>,
    ) -> Result<R, SessionError> {
        self.stack.now = now;
        self.sessions.find(session.0).filter(|session| !session.is_silent).ok_or(SessionError::Ended)?;
        let done = self.with(session.0, act).unwrap_or(Err(SessionError::Ended));
        self.settle();
        done
    }

    /// Writes the answer to a request outside any dialog.
    fn write_answer(&mut self, server: ServerId, answer: &Answer<'_>) -> Result<Message, SessionError> {
        let received = self.stack.transactions.received(server);
        let (request, flow) =
            received.map(|(request, flow)| (request.clone(), flow)).ok_or(SessionError::Ended)?;
        let tag = self.stack.tokens.draw();
        let mut builder = self.stack.reply(&request, flow, (answer.status, answer.phrase), tag.as_str());
        for (name, value) in answer.headers {
            builder = builder.header(HeaderName::of(name), value);
        }
        if let Some(description) = answer.description {
            builder = builder.body("application/sdp", description);
        }
        builder.finish().map_err(|_| SessionError::Malformed)
    }

    /// Answers a request outside any dialog.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when its transaction is gone, [`SessionError::Malformed`] when a header cannot be
    /// written.
    pub fn respond(
        &mut self,
        now: Instant,
        server: ServerId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        self.stack.now = now;
        let response = self.write_answer(server, &answer)?;
        let done = self.stack.transactions.respond(now, server, &response);
        self.settle();
        Ok(done?)
    }

    /// Answers a request outside any dialog and forgets it at once: for challenges and cheap refusals, so that
    /// strangers cannot fill the table. If the answer gets lost the request comes again as a new one.
    ///
    /// # Errors
    /// As of [`Self::respond`].
    pub fn respond_once(
        &mut self,
        now: Instant,
        server: ServerId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        self.stack.now = now;
        let response = self.write_answer(server, &answer)?;
        let done = self.stack.transactions.respond_once(now, server, &response);
        self.settle();
        Ok(done?)
    }

    /// Sends a request outside any dialog.
    ///
    /// # Errors
    /// [`SessionError::Overloaded`], [`SessionError::Malformed`].
    pub fn request(&mut self, now: Instant, request: &RequestOutside<'_>) -> Result<ClientId, SessionError> {
        self.stack.now = now;
        let method: Method = request.method.parse().map_err(|_| SessionError::Malformed)?;
        let stack = &mut self.stack;
        let (tag, drawn) = (stack.tokens.draw(), stack.tokens.draw());
        let via = stack.via(request.flow);
        let product = stack.product.clone();
        let mut builder = MessageBuilder::request(stack.room(), &method, request.uri)
            .header(HeaderName::Via, via)
            .header(HeaderName::MaxForwards, 70)
            .header(HeaderName::From, format_args!("{};tag={tag}", request.from))
            .header(HeaderName::To, request.to)
            .header(HeaderName::CallId, request.call_id.unwrap_or(drawn.as_str()))
            .header(HeaderName::CSeq, format_args!("{} {method}", request.cseq));
        for (name, value) in request.headers {
            builder = builder.header(HeaderName::of(name), value);
        }
        if let Some((content_type, body)) = request.body {
            builder = builder.body(content_type, body);
        }
        let message = signed(&product, builder).finish().map_err(|_| SessionError::Malformed)?;
        let client = stack.send(&message, request.flow, Some(Owner::Application));
        self.settle();
        client
    }

    /// Our Contact for messages on a flow, the whole value: for a REGISTER of ours, or a redirection.
    pub fn contact(&self, flow: Flow, user: &str) -> String {
        self.stack.contact(flow, user, false)
    }

    /// Whether a request bears a Via of ours: it has come back through another server.
    pub fn has_come_back(&self, request: &Message) -> bool {
        self.stack.is_ours_come_back(request)
    }

    /// Takes an INVITE given by [`super::Event::Request`] as a session to be rung, answered or rejected.
    ///
    /// The request itself stays with the application (its body is the offer, if it has one). `contact_user` is the
    /// user part of our Contact.
    ///
    /// # Errors
    /// [`SessionError::Malformed`] when it lacks what a dialog needs, [`SessionError::Overloaded`] beyond the limit,
    /// [`SessionError::State`] when an extension it requires is unknown (420), its body is no description (415) or
    /// its session interval too small (422): in each case the request has been answered. [`SessionError::Ended`]
    /// when it was cancelled meanwhile.
    pub fn accept(
        &mut self,
        now: Instant,
        server: ServerId,
        contact_user: &str,
    ) -> Result<SessionId, SessionError> {
        self.stack.now = now;
        if self.sessions.len() >= self.stack.config.session_limit {
            self.respond(now, server, Answer { headers: &[("Retry-After", "5")], ..Answer::status(503) })?;
            return Err(SessionError::Overloaded);
        }
        let name = self.sessions.upcoming();
        let session = Session::invited(&mut self.stack, name, server, contact_user);
        let session = session.map(|session| SessionId(self.sessions.insert(Box::new(session))));
        self.settle();
        session
    }

    /// Sends a provisional response (180, 183 …) to the INVITE of a session. With a description, or when the caller
    /// requires it, it is sent reliably if the caller can take it so (RFC 3262).
    ///
    /// # Errors
    /// [`SessionError::Ended`], or [`SessionError::State`] once the session is answered.
    pub fn ring(&mut self, now: Instant, session: SessionId, answer: Answer<'_>) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.ring(stack, &answer))
    }

    /// Answers the INVITE of a session with 2xx. The description may be left out when a provisional response has
    /// carried it.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] once the session is answered.
    pub fn answer(
        &mut self,
        now: Instant,
        session: SessionId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.answer(stack, &answer))
    }

    /// Rejects the INVITE of a session with a status from 300; the session is gone.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] once the session is answered.
    pub fn reject(
        &mut self,
        now: Instant,
        session: SessionId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.reject(stack, &answer))
    }

    /// Sends an INVITE.
    ///
    /// # Errors
    /// [`SessionError::Overloaded`], [`SessionError::Malformed`].
    pub fn invite(&mut self, now: Instant, invite: &OutgoingInvite<'_>) -> Result<SessionId, SessionError> {
        self.stack.now = now;
        if self.sessions.len() >= self.stack.config.session_limit {
            return Err(SessionError::Overloaded);
        }
        let name = self.sessions.upcoming();
        let session = Session::invite(&mut self.stack, name, invite);
        let session = session.map(|session| SessionId(self.sessions.insert(Box::new(session))));
        self.settle();
        session
    }

    /// Gives the answer to an offer of [`super::SessionEvent::Offered`], or to one that came as the response to our
    /// re-INVITE without an offer.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] when no offer is open.
    pub fn complete(&mut self, now: Instant, session: SessionId, answer: &[u8]) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.complete(stack, answer))
    }

    /// Offers again within a standing session, by re-INVITE. `None` asks the other side for an offer. Glare is
    /// resolved by itself; while the other side's offer is open, ours waits.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] while another offer of ours is open or the session is not
    /// answered.
    pub fn reoffer(
        &mut self,
        now: Instant,
        session: SessionId,
        offer: Option<&[u8]>,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.reoffer(stack, offer))
    }

    /// Accepts what [`super::SessionEvent::Reoffered`] brought.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] when no offer is open.
    pub fn reanswer(
        &mut self,
        now: Instant,
        session: SessionId,
        description: &[u8],
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.reanswer(stack, description))
    }

    /// Refuses what [`super::SessionEvent::Reoffered`] brought (488, 491 …): the session stays as it was.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] when no offer is open.
    pub fn refuse_reoffer(
        &mut self,
        now: Instant,
        session: SessionId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.refuse_reoffer(stack, &answer))
    }

    /// Ends a session in whatever state it is: CANCEL, 480, or BYE. `reason` is a Reason header value. Nothing more
    /// is told of the session.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when it is gone already.
    pub fn hang_up(
        &mut self,
        now: Instant,
        session: SessionId,
        reason: Option<&str>,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| {
            session.hang_up(stack, reason);
            Ok(())
        })
    }

    /// Answers a REFER: 202 accepts it and opens the implicit subscription, from 300 on refuses it.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when session or REFER is gone.
    pub fn answer_refer(
        &mut self,
        now: Instant,
        session: SessionId,
        refer: ReferId,
        status: u16,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.answer_refer(stack, refer, status))
    }

    /// Reports to whoever sent an accepted REFER how the new call goes: its status; a final one ends the
    /// subscription. Does nothing when the REFER asked for no subscription (RFC 4488) or has been reported to its end.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when the session is gone.
    pub fn report_refer(
        &mut self,
        now: Instant,
        session: SessionId,
        refer: ReferId,
        status: u16,
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| session.report_refer(stack, refer, status))
    }

    /// Asks the other side to call `refer_to` (a whole Refer-To value).
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] when the session is not answered.
    pub fn refer(
        &mut self,
        now: Instant,
        session: SessionId,
        refer_to: &str,
    ) -> Result<ReferId, SessionError> {
        self.command(now, session, |session, stack| session.refer(stack, refer_to))
    }

    /// Sends an INFO within a session.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] when the session is not answered.
    pub fn info(
        &mut self,
        now: Instant,
        session: SessionId,
        content_type: &str,
        body: &[u8],
    ) -> Result<(), SessionError> {
        self.command(now, session, |session, stack| {
            if !session.is_standing() {
                return Err(SessionError::State);
            }
            session
                .send_within(stack, &Method::Info, Purpose::Info, |builder| builder.body(content_type, body))
        })
    }

    /// The session a Replaces header names, and whether it is answered: its `to-tag` is our tag (RFC 3891 §3).
    pub fn find(&self, dialog: DialogId<'_>) -> Option<(SessionId, bool)> {
        let name = *self.stack.tags.get(&Token::of(dialog.local_tag)?)?;
        let session = self.sessions.find(name).filter(|session| !session.is_silent)?;
        let forks = match &session.phase {
            Phase::Inviting(inviting) => inviting.forks.as_slice(),
            _ => &[],
        };
        let mut all = forks.iter().map(|fork| &fork.dialog).chain(&session.dialog);
        all.any(|known| known.id() == dialog).then(|| (SessionId(name), session.is_standing()))
    }

    /// The identity of a session's dialog; `None` before there is one.
    pub fn dialog(&self, session: SessionId) -> Option<DialogId<'_>> {
        self.sessions.find(session.0)?.dialog.as_ref().map(Dialog::id)
    }

    /// The Call-ID of a session.
    pub fn call_id(&self, session: SessionId) -> Option<&str> {
        Some(&self.sessions.find(session.0)?.call_id)
    }

    /// Where a session's messages go.
    pub fn flow(&self, session: SessionId) -> Option<Flow> {
        Some(self.sessions.find(session.0)?.flow)
    }
}

impl Session {
    /// Ends the session in whatever state it is.
    fn hang_up(&mut self, stack: &mut Stack, reason: Option<&str>) {
        self.is_silent = true;
        self.refuse_theirs(stack, 487);
        match std::mem::replace(&mut self.phase, Phase::Gone) {
            Phase::Inviting(mut inviting) => {
                let cancelled = stack.transactions.cancel(stack.now, inviting.client, reason);
                if cancelled != Err(Refused::Ended) {
                    inviting.is_cancelled = true;
                    self.phase = Phase::Inviting(inviting);
                }
            }
            Phase::Invited(invited) => {
                let header = reason.map(|reason| (HeaderName::Reason, reason));
                self.finish_invite(stack, &invited, 480, header.as_slice());
            }
            Phase::Standing if self.open_answer.is_some() => {
                // Their 2xx carried the offer: it must be acknowledged before the BYE.
                if let Some(open) = self.open_answer.take() {
                    self.acknowledge(stack, &open.invite, None);
                }
                self.bye(stack, reason);
            }
            Phase::Standing if self.unacknowledged.as_ref().is_some_and(|open| open.is_first()) => {
                self.phase = Phase::Standing;
                self.bye_after_ack = Some(reason.map(Into::into));
            }
            Phase::Standing => self.bye(stack, reason),
            phase @ (Phase::Ending | Phase::Gone) => self.phase = phase,
        }
    }

    /// The connection of an unanswered caller broke.
    pub(super) fn lose_caller(&mut self, stack: &mut Stack) {
        match std::mem::replace(&mut self.phase, Phase::Gone) {
            Phase::Invited(invited) => {
                self.finish_invite(stack, &invited, 487, &[]);
                self.tell(stack, super::SessionEvent::Cancelled { reason: None });
            }
            other => self.phase = other,
        }
    }
}
