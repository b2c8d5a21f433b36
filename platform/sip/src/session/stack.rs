//! What all sessions of a user agent share: transactions, identifiers, the way messages are begun.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use bytes::{Bytes, BytesMut};

use super::{Config, Event, SessionError, SessionEvent, SessionId};
use crate::flow::{Flow, Protocol};
use crate::header::HeaderName;
use crate::transaction::{ClientId, Micros, Name, ServerId, Token, Tokens, Transactions};
use crate::wire::{Message, MessageBuilder, Reply};

/// The methods we take.
pub(super) const ALLOW: &str =
    "INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, OPTIONS, REFER, NOTIFY, MESSAGE, REGISTER";
/// The extensions we know.
pub(super) const SUPPORTED: &str = "100rel, timer, replaces, norefersub";

/// Who waits for the response to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Session(Name),
    Application,
}

/// What all sessions share.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) config: Config,
    pub(super) transactions: Transactions,
    pub(super) tokens: Tokens,
    pub(super) events: VecDeque<Event>,
    pub(super) clients: HashMap<ClientId, Owner>,
    /// INVITEs that sessions have taken.
    pub(super) servers: HashMap<ServerId, Name>,
    /// Sessions by our tag.
    pub(super) tags: HashMap<Token, Name>,
    pub(super) now: Instant,
    epoch: Instant,
    public_host: Option<Arc<str>>,
    pub(super) product: Arc<str>,
    /// Marks branches as ours.
    cookie: Token,
    scratch: BytesMut,
}

/// A Via of ours.
pub(super) struct OurVia {
    protocol: Protocol,
    host: Host,
    port: u16,
    cookie: Token,
    token: Token,
}

#[derive(Clone)]
enum Host {
    Address(IpAddr),
    Name(Arc<str>),
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
            Self::Address(ip) => write!(f, "{ip}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for OurVia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { protocol, host, port, cookie, token } = self;
        write!(f, "SIP/2.0/{protocol} {host}:{port};rport;branch=z9hG4bK{}{token}", &cookie.as_str()[..6])
    }
}

impl Stack {
    pub(super) fn new(config: Config, now: Instant, seed: [u8; 32]) -> Self {
        let mut tokens = Tokens::new(seed);
        let transactions = Transactions::new(&config.transactions, now, tokens.seed());
        let public_host = config.public_host.as_deref().map(Arc::from);
        let product = config.product.as_str().into();
        Self {
            config,
            transactions,
            cookie: tokens.draw(),
            tokens,
            events: VecDeque::new(),
            clients: HashMap::new(),
            servers: HashMap::new(),
            tags: HashMap::new(),
            now,
            epoch: now,
            public_host,
            product,
            scratch: BytesMut::new(),
        }
    }

    pub(super) fn micros(&self) -> Micros {
        self.now.saturating_duration_since(self.epoch).as_micros() as Micros
    }

    pub(super) fn instant(&self, at: Micros) -> Instant {
        self.epoch + std::time::Duration::from_micros(at)
    }

    pub(super) fn t1(&self) -> Micros {
        self.config.transactions.t1.as_micros() as Micros
    }

    pub(super) fn t2(&self) -> Micros {
        self.config.transactions.t2.as_micros() as Micros
    }

    /// Room for one message.
    pub(super) fn room(&mut self) -> &mut BytesMut {
        self.scratch.reserve(1024);
        &mut self.scratch
    }

    fn host_and_port(&self, flow: Flow) -> (Host, u16) {
        let host = self.public_host.clone().map_or(Host::Address(flow.local.ip()), Host::Name);
        let (tcp, tls) = self.config.stream_ports;
        let port = match flow.protocol {
            Protocol::Tcp if tcp != 0 => tcp,
            Protocol::Tls if tls != 0 => tls,
            _ => flow.local.port(),
        };
        (host, port)
    }

    pub(super) fn via(&mut self, flow: Flow) -> OurVia {
        let (host, port) = self.host_and_port(flow);
        OurVia { protocol: flow.protocol, host, port, cookie: self.cookie, token: self.tokens.draw() }
    }

    /// Whether a Via of this request is one of ours: it has come back.
    pub(super) fn is_ours_come_back(&self, request: &Message) -> bool {
        let is_ours = |branch: &str| {
            branch.strip_prefix("z9hG4bK").is_some_and(|rest| rest.starts_with(&self.cookie.as_str()[..6]))
        };
        request.vias().flatten().any(|via| via.branch().is_some_and(is_ours))
    }

    /// Our Contact for messages on a flow.
    pub(super) fn contact(&self, flow: Flow, user: &str, is_secure: bool) -> String {
        let (host, port) = self.host_and_port(flow);
        let scheme = if is_secure { "sips" } else { "sip" };
        let at = if user.is_empty() { "" } else { "@" };
        match flow.protocol {
            Protocol::Udp => format!("<{scheme}:{user}{at}{host}:{port}>"),
            protocol => format!("<{scheme}:{user}{at}{host}:{port};transport={}>", protocol.parameter()),
        }
    }

    /// Sends a request for a session.
    pub(super) fn send(
        &mut self,
        message: &Message,
        flow: Flow,
        owner: Option<Owner>,
    ) -> Result<ClientId, SessionError> {
        let client = self.transactions.request(self.now, message, flow)?;
        if let Some(owner) = owner {
            self.clients.insert(client, owner);
        }
        Ok(client)
    }

    /// Begins a response with the headers that every one of ours has.
    pub(super) fn reply<'s>(
        &'s mut self,
        request: &Message,
        flow: Flow,
        (status, phrase): (u16, &str),
        tag: &str,
    ) -> MessageBuilder<'s> {
        self.scratch.reserve(1024);
        let mut reply = Reply::new(request, status, phrase).received_from(flow.peer);
        if status > 100 {
            reply = reply.tagged(tag);
        }
        let builder = reply.begin(&mut self.scratch);
        if self.product.is_empty() { builder } else { builder.header(HeaderName::Server, &self.product) }
    }

    /// A request of ours once more, as a new one: other CSeq and Via, and these headers instead of the old ones.
    pub(super) fn rewrite(
        &mut self,
        old: &Message,
        cseq: u32,
        flow: Flow,
        headers: &[(HeaderName<'_>, &str)],
    ) -> Option<Message> {
        let method = old.method()?;
        let via = self.via(flow);
        let mut builder = MessageBuilder::request(self.room(), method, old.request_uri()?)
            .header(HeaderName::Via, via)
            .header(HeaderName::CSeq, format_args!("{cseq} {method}"));
        for (name, value) in old.header_lines() {
            let is_rewritten = matches!(
                name,
                HeaderName::Via | HeaderName::CSeq | HeaderName::ContentLength | HeaderName::ContentType
            );
            if !is_rewritten && headers.iter().all(|(other, _)| *other != name) {
                builder = builder.header(name, value);
            }
        }
        for (name, value) in headers {
            builder = builder.header(*name, value);
        }
        if let Some(content_type) = old.header(HeaderName::ContentType) {
            builder = builder.body(content_type, old.body());
        }
        builder.finish().ok()
    }

    /// Answers a request with a status and headers.
    pub(super) fn respond(
        &mut self,
        server: ServerId,
        (request, flow): (&Message, Flow),
        status: u16,
        tag: &str,
        headers: &[(HeaderName<'_>, &str)],
    ) {
        let begun = self.reply(request, flow, (status, ""), tag);
        let built =
            headers.iter().fold(begun, |builder, (name, value)| builder.header(*name, value)).finish();
        if let Ok(message) = built {
            // A transaction that has ended meanwhile needs no answer any more.
            self.transactions.respond(self.now, server, &message).unwrap_or_default();
        }
    }

    /// Answers a request outside any dialog, or one whose dialog is unknown.
    pub(super) fn respond_outside(
        &mut self,
        server: ServerId,
        request: (&Message, Flow),
        status: u16,
        headers: &[(HeaderName<'_>, &str)],
    ) {
        let tag = self.tokens.draw();
        self.respond(server, request, status, tag.as_str(), headers);
    }

    pub(super) fn transmit(&mut self, flow: Flow, bytes: Bytes) {
        self.transactions.transmit(flow, bytes);
    }

    pub(super) fn tell(&mut self, session: Name, event: SessionEvent) {
        self.events.push_back(Event::Session { session: SessionId(session), event });
    }
}

/// Adds User-Agent, when there is a name for it.
pub(super) fn signed<'b>(product: &str, builder: MessageBuilder<'b>) -> MessageBuilder<'b> {
    if product.is_empty() { builder } else { builder.header(HeaderName::UserAgent, product) }
}
