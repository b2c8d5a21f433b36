//! Requests outside any dialog: which are served, by whom, and what the others are told.

use std::rc::Rc;

use bytes::{Bytes, BytesMut};
use sip::flow::Flow;
use sip::session::Answer;
use sip::transaction::ServerId;
use sip::wire::salvage;
use sip::{HeaderName, Message, Method};

use crate::exchange::Exchange;
use crate::guard::Treatment;
use crate::trace::Way;

/// The methods that we understand.
pub(crate) const ALLOW: &str =
    "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, PRACK, UPDATE, INFO, REFER, NOTIFY, MESSAGE";
/// The extensions that we understand.
const SUPPORTED: &str = "100rel, timer, replaces, path, outbound, norefersub";

impl Exchange {
    /// Takes bytes that arrived. What comes from a banned source is dropped unread, what comes from a silenced one before
    /// more is spent on it.
    pub fn handle_bytes(self: &Rc<Self>, bytes: Bytes, flow: Flow) {
        self.shared.figures.received_total.add(1);
        if self.is_banned(flow.peer.ip()) {
            return self.shared.figures.banned_total.add(1);
        }
        let message = match Message::parse(bytes.clone()) {
            Ok(message) => message,
            Err(error) => return self.handle_malformed(&bytes, flow, &error),
        };
        if message.is_request() && self.is_silenced(&message, flow) {
            self.watch.borrow_mut().silenced(flow.peer.ip());
            return self.shared.figures.silenced_total.add(1);
        }
        let now = self.clock.instant();
        let trace = self.traces.borrow().get(message.call_id()).cloned();
        if let Some(trace) = trace {
            trace.borrow_mut().message(now, Way::In, flow, message.bytes());
        }
        if message.is_request() && message.to().tag().is_some() && self.is_strangers(&message, flow) {
            tracing::info!(source = %flow.peer, "a request names a dialog of somebody else");
            return self.agent.borrow_mut().handle_strangers(now, message, flow);
        }
        self.agent.borrow_mut().handle_message(now, message, flow);
    }

    fn handle_malformed(&self, bytes: &Bytes, flow: Flow, error: &sip::ParseError) {
        self.shared.figures.malformed_total.add(1);
        tracing::debug!(%flow, %error, "a message is malformed");
        let source = flow.peer.ip();
        let treatment = self.guard.borrow().treatment(
            self.clock.instant(),
            source,
            None,
            self.location.is_known_source(source),
        );
        if treatment != Treatment::Answer {
            return;
        }
        self.note_challenged(None, flow);
        let tag = kernel::rng::draw_text(self.rng.as_ref(), b"abcdefghijklmnopqrstuvwxyz", 12);
        let answer = error.answer.and_then(|status| {
            salvage(bytes)?.answer(&mut BytesMut::with_capacity(512), status, error.what, &tag, flow.peer)
        });
        if let Some(answer) = answer {
            self.send(flow, answer);
        }
    }

    fn is_silenced(&self, message: &Message, flow: Flow) -> bool {
        if self.guard.borrow().is_calm() || message.to().tag().is_some() {
            return false;
        }
        let credentials =
            message.authorization(HeaderName::Authorization, self.challenger.realm()).ok().flatten();
        let user = credentials.map(|credentials| credentials.username);
        self.treatment(flow, user) == Treatment::Silence
    }

    pub(crate) fn treatment(&self, flow: Flow, user: Option<&str>) -> Treatment {
        let source = flow.peer.ip();
        let known = self.location.is_known_source(source);
        self.guard.borrow().treatment(self.clock.instant(), source, user, known)
    }

    pub(crate) fn handle_request(self: &Rc<Self>, server: ServerId, message: Message, flow: Flow) {
        let Some(method) = message.method() else { return };
        match method {
            Method::Invite => self.handle_invite(server, message, flow),
            Method::Register => self.handle_register(server, &message, flow),
            Method::Options => self.handle_options(server, &message, flow),
            Method::Subscribe | Method::Publish => {
                let none = [("Allow-Events", "refer")];
                self.answer(server, Answer { status: 489, headers: &none, ..Answer::default() });
            }
            Method::Bye | Method::Cancel | Method::Prack | Method::Update | Method::Info | Method::Notify => {
                self.answer(server, Answer::status(481));
            }
            Method::Ack => {}
            Method::Refer | Method::Message => self.not_allowed(server, 405),
            Method::Other(_) => self.not_allowed(server, 501),
        }
    }

    fn not_allowed(&self, server: ServerId, status: u16) {
        self.answer(server, Answer { status, headers: &[("Allow", ALLOW)], ..Answer::default() });
    }

    /// Answers a request for good; nothing of it is kept where the protocol allows.
    pub(crate) fn answer(&self, server: ServerId, answer: Answer<'_>) {
        let now = self.clock.instant();
        if let Err(error) = self.agent.borrow_mut().respond_once(now, server, answer) {
            tracing::debug!(%error, "an answer was not taken");
        }
    }

    fn handle_options(&self, server: ServerId, message: &Message, flow: Flow) {
        if message.max_forwards() == Some(0) {
            return self.answer(server, Answer::status(483));
        }
        let source = flow.peer.ip();
        let called = message.uri().and_then(|uri| uri.user_unescaped()).unwrap_or_default();
        let trunk = matches!(
            self.ports.trunks.by_source(flow.peer, &called),
            crate::TrunkMatch::Call { .. } | crate::TrunkMatch::UnknownNumber
        );
        if !trunk && !self.location.is_known_source(source) {
            self.note_challenged(Some(message), flow);
        }
        let headers = [
            ("Allow", ALLOW),
            ("Accept", "application/sdp, message/sipfrag"),
            ("Supported", SUPPORTED),
            ("Allow-Events", "refer"),
        ];
        self.answer(server, Answer { status: 200, headers: &headers, ..Answer::default() });
    }
}
