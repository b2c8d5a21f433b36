//! What the transactions put out finds its session, or the application.

use std::time::Instant;

use bytes::{Bytes, BytesMut};

use super::stack::{ALLOW, Owner};
use super::standing::Session;
use super::{Event, Failure, SessionId, UserAgent};
use crate::dialog::DialogId;
use crate::flow::Flow;
use crate::header::HeaderName;
use crate::session::invited::unknown_extensions;
use crate::transaction::{ClientId, Name, Output, ServerId, Token};
use crate::wire::{Message, Method, salvage};

impl UserAgent {
    /// Takes bytes that arrived: a message, or something broken that is answered as far as it can be read.
    pub fn handle_bytes(&mut self, now: Instant, bytes: Bytes, flow: Flow) {
        match Message::parse(bytes.clone()) {
            Ok(message) => self.handle_message(now, message, flow),
            Err(error) => {
                let tag = self.stack.tokens.draw();
                let mut out = BytesMut::new();
                let answer = error.answer.and_then(|status| {
                    salvage(&bytes)?.answer(&mut out, status, error.what, tag.as_str(), flow.peer)
                });
                self.transmits.extend(answer.map(|answer| (flow, answer)));
            }
        }
    }

    /// Takes a message that arrived.
    pub fn handle_message(&mut self, now: Instant, message: Message, flow: Flow) {
        self.stack.now = now;
        self.stack.transactions.handle_message(now, message, flow);
        self.settle();
    }

    /// Takes a message from somebody who has no part in any session: the one that it names is not there.
    pub fn handle_strangers(&mut self, now: Instant, message: Message, flow: Flow) {
        self.is_strangers = true;
        self.handle_message(now, message, flow);
        self.is_strangers = false;
    }

    /// The session that a request within a dialog names, and where its messages go.
    pub fn named(&self, request: &Message) -> Option<(SessionId, Flow)> {
        let name = self.session_of(request)?;
        Some((SessionId(name), self.sessions.find(name)?.flow))
    }

    /// Carries out what the transactions have put out.
    pub(super) fn settle(&mut self) {
        while let Some(output) = self.stack.transactions.poll_output() {
            match output {
                Output::Transmit { flow, bytes } => self.transmits.push_back((flow, bytes)),
                Output::Request { server, message, flow } => self.on_request(server, message, flow),
                Output::Response { client, message, flow } => self.on_response(client, message, flow),
                Output::Ack { message, .. } => {
                    if let Some(name) = self.session_of(&message) {
                        self.with(name, |session, stack| session.on_ack(stack, &message));
                    }
                }
                Output::Cancelled { server, cancel } => self.on_cancel(server, &cancel),
                Output::TimedOut { client } => self.on_failed(client, Failure::TimedOut),
                Output::TransportFailed { client } => self.on_failed(client, Failure::Transport),
                Output::Stray { .. } | Output::NotAcknowledged { .. } => {}
            }
        }
    }

    /// The session whose tag a request bears in To.
    fn session_of(&self, request: &Message) -> Option<Name> {
        let id = DialogId::of_request(request).filter(|_| !self.is_strangers)?;
        let name = *self.stack.tags.get(&Token::of(id.local_tag)?)?;
        self.sessions.find(name).filter(|session| *session.call_id == *id.call_id).map(|_| name)
    }

    fn on_request(&mut self, server: ServerId, message: Message, flow: Flow) {
        let Some(method) = message.method() else { return };
        if let Some(name) = self.session_of(&message) {
            self.with(name, |session, stack| session.on_request(stack, server, message, flow));
            return;
        }
        let is_inside = message.to().tag().is_some();
        let belongs_inside = matches!(method, Method::Bye | Method::Prack | Method::Update | Method::Info);
        let is_lost = belongs_inside || (is_inside && matches!(method, Method::Invite | Method::Refer));
        let (status, name, value) = match method {
            _ if is_lost => (481, HeaderName::Allow, ALLOW.to_owned()),
            Method::Other(_) => (501, HeaderName::Allow, ALLOW.to_owned()),
            // We pass calls on: without a hop left they end here (RFC 3261 §16.3).
            Method::Invite if message.max_forwards() == Some(0) => (483, HeaderName::Allow, ALLOW.to_owned()),
            // What a registration requires is the registrar's to judge.
            Method::Register => return self.offer_request(server, message, flow),
            _ => match unknown_extensions(&message) {
                Some(unknown) => (420, HeaderName::Unsupported, unknown),
                None => return self.offer_request(server, message, flow),
            },
        };
        self.stack.respond_outside(server, (&message, flow), status, &[(name, &value)]);
    }

    fn offer_request(&mut self, server: ServerId, message: Message, flow: Flow) {
        self.stack.events.push_back(Event::Request { server, message, flow });
    }

    fn on_response(&mut self, client: ClientId, message: Message, flow: Flow) {
        match self.stack.clients.get(&client).copied() {
            Some(Owner::Session(name)) => {
                self.with(name, |session, stack| session.on_response(stack, client, message, flow));
            }
            Some(Owner::Application) => {
                if message.status() >= Some(200) {
                    self.stack.clients.remove(&client);
                }
                self.stack.events.push_back(Event::Response { client, message, flow });
            }
            None => {}
        }
    }

    fn on_failed(&mut self, client: ClientId, failure: Failure) {
        let status = match failure {
            Failure::TimedOut => 408,
            Failure::Transport => 503,
        };
        match self.stack.clients.remove(&client) {
            Some(Owner::Session(name)) => {
                self.with(name, |session, stack| session.on_failed(stack, client, status));
            }
            Some(Owner::Application) => self.stack.events.push_back(Event::Failed { client, failure }),
            None => {}
        }
    }

    fn on_cancel(&mut self, server: ServerId, cancel: &Message) {
        if let Some(name) = self.stack.servers.get(&server).copied() {
            self.with(name, |session: &mut Session, stack| session.on_cancel(stack, server, cancel));
            return;
        }
        let received = self.stack.transactions.received(server);
        let Some((invite, flow)) = received.map(|(invite, flow)| (invite.clone(), flow)) else { return };
        self.stack.respond_outside(server, (&invite, flow), 487, &[]);
        self.stack.events.push_back(Event::Withdrawn { server });
    }
}
