//! A session: what it remembers, the requests it sends within its dialog, and how it ends.

use bytes::Bytes;

use super::invited::Invited;
use super::inviting::Inviting;
use super::offers::{OpenAnswer, Reoffer, Theirs};
use super::referring::Transfer;
use super::refresh::Refresh;
use super::stack::{Owner, Stack, signed};
use super::unacknowledged::Unacknowledged;
use super::{EndCause, Reason, ReferId, SessionError, SessionEvent};
use crate::dialog::{Dialog, DialogId};
use crate::digest::Responder;
use crate::flow::{Flow, Protocol};
use crate::header::HeaderName;
use crate::transaction::{ClientId, Name, Queued, ServerId, Token};
use crate::wire::{Message, MessageBuilder, Method};

/// How far a session is.
#[derive(Debug)]
pub(super) enum Phase {
    /// Our INVITE is out.
    Inviting(Box<Inviting>),
    /// Their INVITE is unanswered.
    Invited(Box<Invited>),
    /// Answered.
    Standing,
    /// Hung up by us; waits for the end of its last transaction.
    Ending,
    /// To be removed.
    Gone,
}

/// What a request of ours is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Invite,
    Prack,
    Reoffer,
    Refresh,
    Bye,
    Refer(ReferId),
    Notify(ReferId),
    Info,
}

/// A request of ours that is out.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) client: ClientId,
    pub(super) purpose: Purpose,
    pub(super) request: Message,
    /// How often it was challenged.
    pub(super) challenges: u8,
    /// An INVITE that has its 2xx: kept, because the 2xx may come again.
    pub(super) is_answered: bool,
}

/// An ACK sent, for when its 2xx comes again.
#[derive(Debug)]
pub(super) struct SentAck {
    pub(super) cseq: u32,
    pub(super) flow: Flow,
    pub(super) bytes: Bytes,
}

/// One session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) name: Name,
    pub(super) phase: Phase,
    pub(super) flow: Flow,
    pub(super) follow_target: bool,
    /// Our Contact, the whole value.
    pub(super) contact: Box<str>,
    pub(super) call_id: Box<str>,
    pub(super) local_tag: Token,
    pub(super) dialog: Option<Dialog>,
    pub(super) pending: Vec<Pending>,
    /// The application has hung up and hears no more.
    pub(super) is_silent: bool,
    /// We made the Call-ID (RFC 3261 §14.1 lets that side wait longer after a glare).
    pub(super) is_caller: bool,
    pub(super) queued: Queued,
    /// The transaction of the INVITE that made the session, until it is answered.
    pub(super) first_server: Option<ServerId>,
    /// The description last sent, and the one last received.
    pub(super) sent: Option<Bytes>,
    pub(super) received: Option<Bytes>,
    pub(super) refresh: Refresh,
    pub(super) ours: Option<Reoffer>,
    /// What the application offered while a refresh was out.
    pub(super) ours_next: Option<Option<Bytes>>,
    pub(super) theirs: Option<Theirs>,
    pub(super) transfers: Vec<Transfer>,
    pub(super) credentials: Option<Box<Responder>>,
    pub(super) last_ack: Option<SentAck>,
    pub(super) open_answer: Option<OpenAnswer>,
    pub(super) unacknowledged: Option<Unacknowledged>,
    /// Hung up before our 2xx was acknowledged: BYE follows the ACK (RFC 3261 §15), with this Reason.
    pub(super) bye_after_ack: Option<Option<Box<str>>>,
}

impl Session {
    /// A session that has not sent or answered anything yet.
    pub(super) fn new(name: Name, phase: Phase, flow: Flow, local_tag: Token, call_id: &str) -> Self {
        Self {
            name,
            phase,
            flow,
            follow_target: false,
            contact: Box::default(),
            call_id: call_id.into(),
            local_tag,
            dialog: None,
            pending: Vec::new(),
            is_silent: false,
            is_caller: false,
            queued: Queued::NO,
            first_server: None,
            sent: None,
            received: None,
            refresh: Refresh::default(),
            ours: None,
            ours_next: None,
            theirs: None,
            transfers: Vec::new(),
            credentials: None,
            last_ack: None,
            open_answer: None,
            unacknowledged: None,
            bye_after_ack: None,
        }
    }

    pub(super) const fn is_gone(&self) -> bool {
        matches!(self.phase, Phase::Gone)
    }

    pub(super) const fn is_standing(&self) -> bool {
        matches!(self.phase, Phase::Standing)
    }

    pub(super) fn tell(&self, stack: &mut Stack, event: SessionEvent) {
        if !self.is_silent {
            stack.tell(self.name, event);
        }
    }

    /// The dialog with this identity: the session's, or one of the branches of its unanswered INVITE.
    pub(super) fn dialog_mut(&mut self, id: DialogId<'_>) -> Option<&mut Dialog> {
        let forks = match &mut self.phase {
            Phase::Inviting(inviting) => inviting.forks.as_mut_slice(),
            _ => &mut [],
        };
        let mut all = forks.iter_mut().map(|fork| &mut fork.dialog).chain(self.dialog.as_mut());
        all.find(|dialog| dialog.id() == id)
    }

    /// Where requests within the dialog go.
    pub(super) fn way(&self, dialog: &Dialog) -> Flow {
        let address =
            dialog.next_address().filter(|_| self.follow_target && self.flow.protocol == Protocol::Udp);
        match address {
            Some(peer) if peer.is_ipv4() == self.flow.peer.is_ipv4() => Flow { peer, ..self.flow },
            _ => self.flow,
        }
    }

    /// Sends a request within the dialog; `dress` adds what it has beyond the usual.
    pub(super) fn send_within(
        &mut self,
        stack: &mut Stack,
        method: &Method,
        purpose: Purpose,
        dress: impl for<'b> FnOnce(MessageBuilder<'b>) -> MessageBuilder<'b>,
    ) -> Result<(), SessionError> {
        let mut dialog = self.dialog.take().ok_or(SessionError::State)?;
        let flow = self.way(&dialog);
        let cseq = dialog.next_cseq();
        let built = build_within(stack, &dialog, flow, (method, cseq), dress);
        self.dialog = Some(dialog);
        self.send_request(stack, built?, flow, purpose, 0)
    }

    pub(super) fn send_request(
        &mut self,
        stack: &mut Stack,
        request: Message,
        flow: Flow,
        purpose: Purpose,
        challenges: u8,
    ) -> Result<(), SessionError> {
        let client = stack.send(&request, flow, Some(Owner::Session(self.name)))?;
        let is_invite = matches!(purpose, Purpose::Invite | Purpose::Reoffer);
        self.pending.retain(|pending| {
            let is_past = is_invite && pending.is_answered;
            if is_past {
                stack.clients.remove(&pending.client);
            }
            !is_past
        });
        self.pending.push(Pending { client, purpose, request, challenges, is_answered: false });
        Ok(())
    }

    /// Acknowledges a 2xx to `invite`; keeps the ACK for when the 2xx comes again.
    pub(super) fn acknowledge(&mut self, stack: &mut Stack, invite: &Message, answer: Option<&[u8]>) {
        let Some(dialog) = self.dialog.take() else { return };
        let cseq = invite.cseq().number;
        let flow = self.way(&dialog);
        if let Some(bytes) = build_ack(stack, &dialog, flow, invite, answer) {
            self.last_ack = Some(SentAck { cseq, flow, bytes: bytes.clone() });
            stack.transmit(flow, bytes);
        }
        self.dialog = Some(dialog);
    }

    /// Sends BYE and waits for its end.
    pub(super) fn bye(&mut self, stack: &mut Stack, reason: Option<&str>) {
        self.stop(stack);
        self.phase = Phase::Ending;
        let sent = self.send_within(stack, &Method::Bye, Purpose::Bye, |builder| match reason {
            Some(reason) => builder.header(HeaderName::Reason, reason),
            None => builder,
        });
        if sent.is_err() {
            self.phase = Phase::Gone;
        }
    }

    /// Ends a standing session on our own account: BYE to the other side, and the application is told.
    pub(super) fn give_up(&mut self, stack: &mut Stack, cause: EndCause) {
        self.tell(stack, SessionEvent::Ended { cause, reason: None });
        self.is_silent = true;
        self.refuse_theirs(stack, 487);
        let reason = match cause {
            EndCause::Expired => "SIP;cause=408;text=\"Session timer expired\"",
            EndCause::NotAcknowledged => "SIP;cause=408;text=\"No ACK\"",
            EndCause::Lost | EndCause::Bye => "SIP;cause=481;text=\"Dialog lost\"",
        };
        self.bye(stack, Some(reason));
    }

    /// Nothing is to happen by itself any more.
    fn stop(&mut self, stack: &mut Stack) {
        self.refresh = Refresh::default();
        self.ours = None;
        self.ours_next = None;
        self.unacknowledged = None;
        self.open_answer = None;
        self.bye_after_ack = None;
        self.drop_transfers(stack);
    }

    /// The other side hung up, or gave up before we answered.
    pub(super) fn on_bye(&mut self, stack: &mut Stack, request: &Message) {
        let reason = Reason::of(request);
        self.refuse_theirs(stack, 487);
        match std::mem::replace(&mut self.phase, Phase::Gone) {
            Phase::Inviting(inviting) => {
                // A callee ends a call it has not answered by a final response; until that comes we wait.
                stack.transactions.cancel(stack.now, inviting.client, None).unwrap_or_default();
                self.phase = Phase::Inviting(inviting);
            }
            Phase::Invited(invited) => {
                self.finish_invite(stack, &invited, 487, &[]);
                self.tell(stack, SessionEvent::Cancelled { reason });
            }
            Phase::Standing => self.tell(stack, SessionEvent::Ended { cause: EndCause::Bye, reason }),
            Phase::Ending | Phase::Gone => {}
        }
    }
}

/// Writes a request within a dialog.
pub(super) fn build_within(
    stack: &mut Stack,
    dialog: &Dialog,
    flow: Flow,
    (method, cseq): (&Method, u32),
    dress: impl for<'b> FnOnce(MessageBuilder<'b>) -> MessageBuilder<'b>,
) -> Result<Message, SessionError> {
    let via = stack.via(flow);
    let product = stack.product.clone();
    let builder = signed(&product, dialog.request(stack.room(), method, cseq, via));
    dress(builder).finish().map_err(|_| SessionError::Malformed)
}

/// Writes the ACK of a 2xx: credentials as in the INVITE (RFC 3261 §13.2.2.4).
pub(super) fn build_ack(
    stack: &mut Stack,
    dialog: &Dialog,
    flow: Flow,
    invite: &Message,
    answer: Option<&[u8]>,
) -> Option<Bytes> {
    let ack = build_within(stack, dialog, flow, (&Method::Ack, invite.cseq().number), |builder| {
        let builder =
            builder.copy(invite, HeaderName::Authorization).copy(invite, HeaderName::ProxyAuthorization);
        match answer {
            Some(answer) => builder.body("application/sdp", answer),
            None => builder,
        }
    });
    ack.ok().map(|ack| ack.bytes().clone())
}
