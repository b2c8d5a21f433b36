//! The state of the sip thread: the user agent, the sockets, and who owns which session, stream and Call-ID.
//!
//! Everything here lives on one thread. Invariant: no borrow of a `RefCell` is held across an await or a call into
//! another module's code that may borrow it again.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use call::{LegId, Moment};
use kernel::id::{CallId, EndpointId, TenantId, TrunkId};
use kernel::{Clock, Rng};
use media::StreamId;
use sip::digest::{Challenger, Ha1};
use sip::flow::Flow;
use sip::session::{Event, SessionId, UserAgent};
use sip_transport::Transport;
use tokio::sync::{Notify, mpsc};

use crate::actor::ToCall;
use crate::admission::Admission;
use crate::bans::Bans;
use crate::config::Config;
use crate::guard::Guard;
use crate::journal::Keeper;
use crate::ports::{Ports, Sentry};
use crate::shared::Shared;
use crate::trace::{Trace, Way};
use crate::trunk::Trunks;
use crate::watch::Watch;

/// Speaks to one call.
#[derive(Clone)]
pub(crate) struct CallHandle {
    pub id: CallId,
    pub tenant: TenantId,
    pub inbox: mpsc::Sender<ToCall>,
    /// Set when a message did not fit: the call must end, since it has lost one.
    pub overrun: Rc<Cell<bool>>,
    /// Messages that calls have not taken yet, over all calls.
    pub backlog: Rc<Cell<usize>>,
    pub began: Instant,
}

impl CallHandle {
    /// Tells the call. Never waits.
    pub fn tell(&self, message: ToCall) {
        match self.inbox.try_send(message) {
            Ok(()) => self.backlog.set(self.backlog.get() + 1),
            Err(_) => self.overrun.set(true),
        }
    }
}

/// The call and leg that a session or stream belongs to.
#[derive(Clone)]
pub(crate) struct Owner {
    pub call: CallHandle,
    pub leg: LegId,
}

pub(crate) struct Exchange {
    pub config: Config,
    pub ports: Ports,
    pub shared: Arc<Shared>,
    pub keeper: Keeper,
    pub live: bus::LiveHub,
    pub location: tenancy::Location,
    /// Gathers commands until the end of a turn; `media_waits` is told of the first.
    pub media: media::Media,
    pub media_waits: Arc<Notify>,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
    pub transport: Transport,
    pub agent: RefCell<UserAgent>,
    pub challenger: Challenger,
    /// What unknown users are verified against, so that they cost what known ones cost.
    pub nobody: Ha1,
    pub guard: RefCell<Guard>,
    pub bans: RefCell<Bans>,
    pub watch: RefCell<Watch>,
    /// When the minute of `watch` began.
    pub watched_since: Cell<Instant>,
    pub sentry: Arc<dyn Sentry>,
    pub admission: RefCell<Admission>,
    pub trunks: RefCell<Trunks>,
    pub calls: RefCell<HashMap<CallId, CallHandle>>,
    pub sessions: RefCell<HashMap<SessionId, Owner>>,
    pub streams: RefCell<HashMap<StreamId, Owner>>,
    /// Call-IDs of all dialogs, ours and theirs.
    pub traces: RefCell<HashMap<Box<str>, Rc<RefCell<Trace>>>>,
    /// How many calls an endpoint or trunk has part in.
    pub endpoint_calls: RefCell<HashMap<EndpointId, u32>>,
    pub trunk_calls: RefCell<HashMap<TrunkId, u32>>,
    pub next_call: Cell<u64>,
    pub backlog: Rc<Cell<usize>>,
    /// When the main loop will look at the agent's timers next.
    pub armed: Cell<Option<Instant>>,
    pub rearm: Notify,
    /// Told whenever a call is gone.
    pub call_gone: Notify,
    /// Answers that are held back from suspicious sources.
    pub late: Cell<usize>,
}

impl Exchange {
    pub fn now(&self) -> Moment {
        Moment { instant: self.clock.instant(), wall: self.clock.now() }
    }

    /// Sends what the agent wants sent and tells what it wants told, until it is quiet.
    pub fn pump(self: &Rc<Self>) {
        loop {
            self.transmit();
            let Some(event) = self.agent.borrow_mut().poll_event() else { break };
            match event {
                Event::Session { session, event } => self.tell_session(session, event),
                Event::Request { server, message, flow } => self.handle_request(server, message, flow),
                Event::Response { client, message, .. } => self.handle_trunk_response(client, &message),
                Event::Failed { client, failure } => self.handle_trunk_failure(client, failure),
                Event::Withdrawn { .. } => {}
            }
        }
        let next = self.agent.borrow().poll_timeout();
        let armed = self.armed.get();
        if next.is_some_and(|next| armed.is_none_or(|armed| next < armed)) {
            self.rearm.notify_one();
        }
    }

    fn transmit(&self) {
        loop {
            let Some((flow, bytes)) = self.agent.borrow_mut().poll_transmit() else { return };
            self.send(flow, bytes);
        }
    }

    pub fn send(&self, flow: Flow, bytes: Bytes) {
        self.shared.figures.sent_total.add(1);
        if let Some(trace) = call_id(&bytes).and_then(|id| self.traces.borrow().get(id).cloned()) {
            trace.borrow_mut().message(self.clock.instant(), Way::Out, flow, &bytes);
        }
        if let Err(error) = self.transport.send(flow, bytes) {
            tracing::debug!(%flow, %error, "a message was not sent");
        }
    }

    fn tell_session(&self, session: SessionId, event: sip::session::SessionEvent) {
        let owner = self.sessions.borrow().get(&session).cloned();
        if let Some(owner) = owner {
            owner.call.tell(ToCall::Session { leg: owner.leg, event: Box::new(event) });
        }
    }

    pub fn tell_media(&self, event: media::Event) {
        let stream = match &event {
            media::Event::Started { stream }
            | media::Event::Silent { stream, .. }
            | media::Event::Dtmf { stream, .. }
            | media::Event::Closed { stream, .. } => *stream,
        };
        let closed = matches!(event, media::Event::Closed { .. });
        let owner = if closed {
            self.streams.borrow_mut().remove(&stream)
        } else {
            self.streams.borrow().get(&stream).cloned()
        };
        if let Some(owner) = owner {
            owner.call.tell(ToCall::Media { leg: owner.leg, event });
        }
    }

    pub fn call(&self, id: CallId) -> Option<CallHandle> {
        self.calls.borrow().get(&id).cloned()
    }

    /// The addresses by which a phone may name this installation, besides domains: the one that it reached, and the
    /// configured ones.
    pub fn is_our_address(&self, address: IpAddr, flow: Flow) -> bool {
        address == flow.local.ip() || self.config.addresses.contains(&address)
    }

    /// The codecs that a party may use, if it is an endpoint that may not use all.
    pub fn codecs_of(&self, party: &call::Party) -> Option<crate::CodecNames> {
        self.ports.credentials.account(party.user.as_deref()?)?.codecs.clone()
    }

    /// How a party is told of a media address: by the public one, where a static NAT stands between.
    pub fn announced(&self, media: SocketAddr) -> SocketAddr {
        let public = self.config.public_media.filter(|public| public.is_ipv4() == media.is_ipv4());
        SocketAddr::new(public.unwrap_or(media.ip()), media.port())
    }

    /// Opens a media stream towards a party that is signalled with over `flow`.
    pub fn open_stream(&self, flow: Flow) -> Result<(StreamId, SocketAddr), media::MediaError> {
        let local = flow.local.ip();
        match self.media.open(local) {
            Err(media::MediaError::UnknownAddress(_)) => {
                let same = |address: &&IpAddr| address.is_ipv4() == local.is_ipv4();
                let other = self.config.addresses.iter().find(same).copied();
                self.media.open(other.unwrap_or(local))
            }
            opened => opened,
        }
    }
}

/// The Call-ID of a message that we wrote: its name is in the long form.
fn call_id(message: &[u8]) -> Option<&str> {
    const NAME: &[u8] = b"\r\nCall-ID: ";
    let start = memchr::memmem::find(message, NAME)? + NAME.len();
    let rest = message.get(start..)?;
    let end = memchr::memchr(b'\r', rest)?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_call_id_of_a_written_message_is_found() {
        assert_eq!(super::call_id(b"SIP/2.0 200 OK\r\nCall-ID: a@b\r\nCSeq: 1 BYE\r\n\r\n"), Some("a@b"));
        assert_eq!(super::call_id(b"SIP/2.0 200 OK\r\n\r\n"), None);
    }
}
