//! The user agent: requests find their session, sessions find the wire.

#![expect(clippy::todo, reason = "face first")]

use std::time::Instant;

use bytes::Bytes;

use crate::dialog::DialogId;
use crate::flow::Flow;
use crate::session::{Answer, Event, OutgoingInvite, ReferId, RequestOutside, SessionId};
use crate::transaction::{self, ClientId, ServerId};
use crate::wire::Message;

/// How a user agent presents itself.
#[derive(Debug, Clone)]
pub struct Config {
    /// Timers and limits of the transactions.
    pub transactions: transaction::Config,
    /// Product name for User-Agent and Server; empty for none.
    pub product: String,
    /// The host to write in Via and Contact instead of the flow's local address (behind a static NAT).
    pub public_host: Option<String>,
    /// The ports on which we listen for connections, written in Via and Contact of connections that we opened
    /// ourselves: (TCP, TLS).
    pub stream_ports: (u16, u16),
    /// The smallest session interval accepted, in seconds (RFC 4028: at least 90).
    pub min_se_secs: u32,
    /// The session interval proposed to callers who support timers, in seconds; 0 for none.
    pub session_expires_secs: u32,
    /// The most sessions held at once; INVITEs beyond it are answered 503.
    pub session_limit: usize,
}

/// Why a session did not take what the application wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The session is gone.
    #[error("the session has ended")]
    Ended,
    /// Not possible in the session's present state.
    #[error("not possible in the present state of the session")]
    State,
    /// Too many sessions or transactions at once.
    #[error("too many sessions at once")]
    Overloaded,
    /// A header or address given cannot be written into a message, or the INVITE lacks what a dialog needs.
    #[error("the message is malformed")]
    Malformed,
}

/// All transactions, dialogs and sessions of one user agent.
#[derive(Debug)]
pub struct UserAgent {}

impl UserAgent {
    /// A user agent without sessions. `seed` must be unpredictable outside tests.
    pub fn new(config: Config, now: Instant, seed: [u8; 32]) -> Self {
        let _ = (config, now, seed);
        todo!()
    }

    /// Takes a message that arrived.
    pub fn handle_message(&mut self, now: Instant, message: Message, flow: Flow) {
        let _ = (now, message, flow);
        todo!()
    }

    /// Takes note that a connection is gone.
    pub fn handle_disconnect(&mut self, now: Instant, connection: u64) {
        let _ = (now, connection);
        todo!()
    }

    /// Fires the timers that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        let _ = now;
        todo!()
    }

    /// The next message to put on the wire.
    pub fn poll_transmit(&mut self) -> Option<(Flow, Bytes)> {
        todo!()
    }

    /// The next thing to know.
    pub fn poll_event(&mut self) -> Option<Event> {
        todo!()
    }

    /// When [`Self::handle_timeout`] wants to be called at the latest.
    pub fn poll_timeout(&self) -> Option<Instant> {
        todo!()
    }

    /// Answers a request outside any dialog.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when its transaction is gone.
    pub fn respond(
        &mut self,
        now: Instant,
        server: ServerId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        let _ = (now, server, answer);
        todo!()
    }

    /// Answers a request outside any dialog and forgets it at once: for challenges and cheap refusals. An INVITE's
    /// answer is kept all the same, since its ACK must be recognised.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when its transaction is gone.
    pub fn respond_once(
        &mut self,
        now: Instant,
        server: ServerId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        let _ = (now, server, answer);
        todo!()
    }

    /// Sends a request outside any dialog.
    ///
    /// # Errors
    /// [`SessionError::Overloaded`], [`SessionError::Malformed`].
    pub fn request(&mut self, now: Instant, request: &RequestOutside<'_>) -> Result<ClientId, SessionError> {
        let _ = (now, request);
        todo!()
    }

    /// Takes an INVITE given by [`Event::Request`] as a session to be rung, answered or rejected.
    ///
    /// The request itself stays with the application (its body is the offer, if it has one). `contact_user` is the
    /// user part of our Contact.
    ///
    /// # Errors
    /// [`SessionError::Malformed`] when it lacks what a dialog needs, [`SessionError::Overloaded`] beyond the limit,
    /// [`SessionError::State`] when an extension it requires is unknown (420) or its session interval too small
    /// (422): in each case the request has been answered. [`SessionError::Ended`] when it was cancelled meanwhile.
    pub fn accept(
        &mut self,
        now: Instant,
        server: ServerId,
        contact_user: &str,
    ) -> Result<SessionId, SessionError> {
        let _ = (now, server, contact_user);
        todo!()
    }

    /// Sends a provisional response (180, 183 …) to the INVITE of a session. With a description, or when the caller
    /// requires it, it is sent reliably if the caller can take it so (RFC 3262).
    ///
    /// # Errors
    /// [`SessionError::Ended`], or [`SessionError::State`] once the session is answered.
    pub fn ring(&mut self, now: Instant, session: SessionId, answer: Answer<'_>) -> Result<(), SessionError> {
        let _ = (now, session, answer);
        todo!()
    }

    /// Answers the INVITE of a session with 200. The description may be left out when a reliable provisional
    /// response has carried it; it is repeated then.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] once the session is answered.
    pub fn answer(
        &mut self,
        now: Instant,
        session: SessionId,
        answer: Answer<'_>,
    ) -> Result<(), SessionError> {
        let _ = (now, session, answer);
        todo!()
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
        let _ = (now, session, answer);
        todo!()
    }

    /// Sends an INVITE.
    ///
    /// # Errors
    /// [`SessionError::Overloaded`], [`SessionError::Malformed`].
    pub fn invite(&mut self, now: Instant, invite: &OutgoingInvite<'_>) -> Result<SessionId, SessionError> {
        let _ = (now, invite);
        todo!()
    }

    /// Gives the answer to an offer of [`super::SessionEvent::Offered`], or to one that came as the response to our
    /// re-INVITE without an offer.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] when no offer is open.
    pub fn complete(&mut self, now: Instant, session: SessionId, answer: &[u8]) -> Result<(), SessionError> {
        let _ = (now, session, answer);
        todo!()
    }

    /// Offers again within a standing session, by re-INVITE. `None` asks the other side for an offer. Glare is
    /// resolved by itself.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] while another offer is open or the session is not answered.
    pub fn reoffer(
        &mut self,
        now: Instant,
        session: SessionId,
        offer: Option<&[u8]>,
    ) -> Result<(), SessionError> {
        let _ = (now, session, offer);
        todo!()
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
        let _ = (now, session, description);
        todo!()
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
        let _ = (now, session, answer);
        todo!()
    }

    /// Ends a session in whatever state it is: CANCEL, 603 or 487, BYE. `reason` is a Reason header value. Nothing
    /// more is told of the session.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when it is gone already.
    pub fn hang_up(
        &mut self,
        now: Instant,
        session: SessionId,
        reason: Option<&str>,
    ) -> Result<(), SessionError> {
        let _ = (now, session, reason);
        todo!()
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
        let _ = (now, session, refer, status);
        todo!()
    }

    /// Reports to whoever sent an accepted REFER how the new call goes: its status; a final one ends the
    /// subscription. Does nothing when the REFER asked for no subscription (RFC 4488).
    ///
    /// # Errors
    /// [`SessionError::Ended`] when session or REFER is gone.
    pub fn report_refer(
        &mut self,
        now: Instant,
        session: SessionId,
        refer: ReferId,
        status: u16,
    ) -> Result<(), SessionError> {
        let _ = (now, session, refer, status);
        todo!()
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
        let _ = (now, session, refer_to);
        todo!()
    }

    /// Sends an INFO within a session.
    ///
    /// # Errors
    /// [`SessionError::Ended`], [`SessionError::State`] before there is a dialog.
    pub fn info(
        &mut self,
        now: Instant,
        session: SessionId,
        content_type: &str,
        body: &[u8],
    ) -> Result<(), SessionError> {
        let _ = (now, session, content_type, body);
        todo!()
    }

    /// The session a Replaces header names, and whether it is answered: its `to-tag` is our tag (RFC 3891 §3).
    pub fn find(&self, dialog: DialogId<'_>) -> Option<(SessionId, bool)> {
        let _ = dialog;
        todo!()
    }

    /// The identity of a session's dialog; `None` before there is one.
    pub fn dialog(&self, session: SessionId) -> Option<DialogId<'_>> {
        let _ = session;
        todo!()
    }

    /// The Call-ID of a session.
    pub fn call_id(&self, session: SessionId) -> Option<&str> {
        let _ = session;
        todo!()
    }

    /// How many sessions and transactions are held.
    pub fn load(&self) -> (usize, usize) {
        todo!()
    }
}
