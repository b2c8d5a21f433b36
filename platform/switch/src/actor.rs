//! One call's task: takes what its sessions, its streams and others tell, and does what the machine wants.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use call::{Call, Input, LegId, Limits, Offered, Party, TakenLeg};
use kernel::Cause;
use kernel::id::CallId;
use sip::flow::Flow;
use sip::session::{Answer, SessionError, SessionEvent, UserAgent};
use sip::transaction::ServerId;
use sip::{HeaderName, Message};
use tenancy::TenantScope;
use tokio::sync::mpsc;

use crate::exchange::{CallHandle, Exchange, Owner};
use crate::invite::Origin;
use crate::leg::{self, LegDriver, MediaEnd};
use crate::note::Notes;
use crate::plan::Reach;
use crate::trace::{MediaLine, Trace, Way};

/// How long the trace of an ended call stays open for late answers and media figures.
const LINGER: Duration = Duration::from_millis(500);
/// Messages that may wait for a call.
const WAITING: usize = 32;

/// What a call's task is told.
pub(crate) enum ToCall {
    Session {
        leg: LegId,
        event: Box<SessionEvent>,
    },
    Media {
        leg: LegId,
        event: media::Event,
    },
    HangUp(Cause),
    Replace(Box<Newcomer>),
    WantLeg {
        replaced: LegId,
        by: CallHandle,
    },
    TakeLeg {
        taken: Box<TakenLeg>,
        driver: Box<LegDriver>,
    },
    LegRefused {
        dialled: Option<String>,
    },
    /// Write the log anew, so that the journal may forget old segments.
    Checkpoint,
}

/// An INVITE with Replaces for a leg of this call.
pub(crate) struct Newcomer {
    pub server: ServerId,
    pub message: Message,
    pub flow: Flow,
    pub party: Party,
    pub replaced: LegId,
}

pub(crate) struct Actor {
    pub exchange: Rc<Exchange>,
    pub handle: CallHandle,
    pub scope: TenantScope,
    pub call: Call,
    pub legs: Vec<LegDriver>,
    pub targets: Vec<Reach>,
    pub inputs: VecDeque<Input>,
    pub trace: Rc<RefCell<Trace>>,
    pub media_lines: Vec<MediaLine>,
    pub notes: Notes,
    /// Call-IDs under which messages come into the trace.
    pub call_ids: Vec<Box<str>>,
    /// The caller asked not to be shown (RFC 3323).
    pub withheld: bool,
    /// Max-Forwards for the INVITEs of this call (RFC 3261 §16.6, step 3).
    pub max_forwards: u8,
    pub over: bool,
}

/// Takes an admitted INVITE and starts its call.
pub(crate) fn begin(
    exchange: &Rc<Exchange>,
    server: ServerId,
    message: &Message,
    flow: Flow,
    origin: Origin,
    mut offered: Offered,
) {
    let tenant = origin.scope.tenant();
    let now = exchange.now();
    let body = message.body();
    let codecs = exchange.codecs_of(&origin.party);
    if !body.is_empty() {
        offered.offer = leg::description(message.bytes().slice_ref(body), codecs.as_deref());
        if offered.offer.is_none() {
            exchange.admission.borrow_mut().left(tenant);
            return exchange.refuse_call(server, 488, Cause::INCOMPATIBLE);
        }
    }
    let contact = sip::uri::escape_user(&offered.dialled).into_owned();
    let accepted = exchange.agent.borrow_mut().accept(now.instant, server, &contact);
    let session = match accepted {
        Ok(session) => session,
        Err(error) => {
            tracing::debug!(%error, "an INVITE was not taken");
            return exchange.admission.borrow_mut().left(tenant);
        }
    };
    let id = CallId::new(now.wall, exchange.rng.as_ref());
    let number = exchange.next_call.get();
    exchange.next_call.set(number + 1);
    exchange.shared.figures.calls_total.add(1);
    let (inbox, mail) = mpsc::channel(WAITING);
    let handle = CallHandle {
        id,
        tenant,
        inbox,
        overrun: Rc::new(Cell::new(false)),
        backlog: Rc::clone(&exchange.backlog),
        began: now.instant,
    };
    let limits = Limits {
        max_duration: Duration::from_secs(exchange.config.max_call_secs),
        transfer: Duration::from_secs(exchange.config.transfer_secs),
    };
    let offer = offered.offer.as_ref().map(|offer| offer.sdp.clone());
    let mut actor = Actor {
        exchange: Rc::clone(exchange),
        handle: handle.clone(),
        scope: origin.scope,
        call: Call::new(id, number, limits, offered, now),
        legs: Vec::with_capacity(2),
        targets: Vec::new(),
        inputs: VecDeque::new(),
        trace: Rc::new(RefCell::new(Trace::new(now.instant, now.wall))),
        media_lines: Vec::new(),
        notes: Notes::default(),
        call_ids: Vec::with_capacity(2),
        withheld: message.has_token(HeaderName::Privacy, "id")
            || message.from().uri().host() == "anonymous.invalid",
        max_forwards: message.max_forwards().unwrap_or(70).saturating_sub(1),
        over: false,
    };
    actor.trace.borrow_mut().message(now.instant, Way::In, flow, message.bytes());
    let driver = LegDriver::new(actor.call.first_leg(), session, MediaEnd::new(flow, offer, codecs));
    actor.adopt(driver, message.call_id());
    exchange.calls.borrow_mut().insert(id, handle);
    exchange.backlog.set(exchange.backlog.get() + 1);
    tokio::task::spawn_local(run(Box::new(actor), mail));
}

/// Boxed, so that the task's own state stays small however it is moved.
async fn run(mut actor: Box<Actor>, mut mail: mpsc::Receiver<ToCall>) {
    actor.taken(1);
    actor.guarded(Actor::advance);
    actor.exchange.pump();
    while !actor.over {
        let deadline = actor.call.poll_timeout();
        let first = match deadline {
            None => mail.recv().await,
            Some(deadline) => tokio::select! {
                biased;
                message = mail.recv() => message,
                () = tokio::time::sleep_until(deadline.into()) => {
                    actor.guarded(|actor| actor.feed(Input::Timeout));
                    actor.exchange.pump();
                    continue;
                }
            },
        };
        let mut next = first;
        while let Some(message) = next {
            actor.taken(1);
            actor.guarded(|actor| {
                actor.hear(message);
                actor.advance();
            });
            next = mail.try_recv().ok();
        }
        if actor.handle.overrun.get() {
            actor.guarded(|actor| actor.feed(Input::HangUp { cause: Cause::TEMPORARY_FAILURE }));
        }
        actor.exchange.pump();
    }
    actor.leave();
    actor.exchange.pump();
    actor.linger(mail).await;
}

impl Actor {
    /// Runs one step; a panic in it ends this call alone, with its record.
    fn guarded(&mut self, step: impl FnOnce(&mut Self)) {
        let broken = catch_unwind(AssertUnwindSafe(|| step(self))).is_err();
        if broken {
            self.exchange.shared.figures.panics_total.add(1);
            tracing::error!(call.id = %self.handle.id, "a call broke and is ended");
            let mended = catch_unwind(AssertUnwindSafe(|| {
                self.inputs.clear();
                self.feed(Input::HangUp { cause: Cause::TEMPORARY_FAILURE });
            }));
            self.over = true;
            if mended.is_err() {
                tracing::error!(call.id = %self.handle.id, "the broken call could not be ended in order");
            }
        }
    }

    /// Tells the machine something and does what it wants.
    pub fn feed(&mut self, input: Input) {
        self.inputs.push_back(input);
        self.advance();
    }

    /// Performs outputs and feeds what they cause, until the call is quiet.
    fn advance(&mut self) {
        loop {
            while let Some(output) = self.call.poll_output() {
                self.perform(output);
            }
            self.note();
            let Some(input) = self.inputs.pop_front() else { return };
            self.call.handle_input(self.exchange.now(), input);
        }
    }

    /// Asks something of the user agent. A session that cannot is about to tell why by itself.
    pub fn ask(&self, act: impl FnOnce(&mut UserAgent, Instant) -> Result<(), SessionError>) {
        let now = self.exchange.clock.instant();
        if let Err(error) = act(&mut self.exchange.agent.borrow_mut(), now) {
            tracing::debug!(call.id = %self.handle.id, %error, "a session did not take what the call wants");
        }
    }

    /// Takes a leg's driver: from now on its session, stream and messages are this call's.
    pub fn adopt(&mut self, driver: LegDriver, call_id: &str) {
        let owner = Owner { call: self.handle.clone(), leg: driver.id };
        if let Some(stream) = driver.media.stream {
            self.exchange.streams.borrow_mut().insert(stream, owner.clone());
        }
        self.exchange.sessions.borrow_mut().insert(driver.session, owner);
        self.exchange.traces.borrow_mut().insert(call_id.into(), Rc::clone(&self.trace));
        self.call_ids.push(call_id.into());
        self.legs.push(driver);
    }

    pub fn leg(&mut self, id: LegId) -> Option<&mut LegDriver> {
        self.legs.iter_mut().find(|leg| leg.id == id)
    }

    /// Parts with a leg: its session means nothing more, its stream is closed.
    pub fn drop_leg(&mut self, id: LegId) -> Option<LegDriver> {
        let place = self.legs.iter().position(|leg| leg.id == id)?;
        let driver = self.legs.swap_remove(place);
        self.exchange.sessions.borrow_mut().remove(&driver.session);
        if let Some(stream) = driver.media.stream {
            self.exchange.media.close(stream);
        }
        Some(driver)
    }

    /// Joins a newcomer with Replaces.
    pub fn newcomer(&mut self, newcomer: Newcomer) {
        let Newcomer { server, message, flow, party, replaced } = newcomer;
        let codecs = self.exchange.codecs_of(&party);
        let offer = leg::description(message.bytes().slice_ref(message.body()), codecs.as_deref());
        let accepted = self.exchange.agent.borrow_mut().accept(self.exchange.now().instant, server, "");
        let Ok(session) = accepted else { return };
        let leg = self.call.new_leg();
        let media = MediaEnd::new(flow, offer.as_ref().map(|offer| offer.sdp.clone()), codecs);
        let driver = LegDriver::new(leg, session, media);
        self.trace.borrow_mut().message(self.exchange.now().instant, Way::In, flow, message.bytes());
        self.adopt(driver, message.call_id());
        self.feed(Input::Replace { leg, party, offer, replaced });
    }

    /// The call is over: its record is written, everything it holds is given back.
    fn leave(&mut self) {
        for leg in self.legs.iter().map(|leg| leg.id).collect::<Vec<_>>() {
            if let Some(driver) = self.drop_leg(leg) {
                let reason = Cause::TEMPORARY_FAILURE.to_string();
                self.ask(|agent, now| agent.hang_up(now, driver.session, Some(&reason)));
            }
        }
        self.conclude();
        self.targets = Vec::new();
        self.exchange.calls.borrow_mut().remove(&self.handle.id);
        self.exchange.admission.borrow_mut().left(self.handle.tenant);
        self.exchange.call_gone.notify_waiters();
    }

    /// So many messages are off the backlog.
    fn taken(&self, messages: usize) {
        let backlog = &self.exchange.backlog;
        backlog.set(backlog.get().saturating_sub(messages));
    }

    /// Late answers and figures still belong into the trace.
    async fn linger(mut self: Box<Self>, mut mail: mpsc::Receiver<ToCall>) {
        let end = tokio::time::Instant::now() + LINGER;
        while let Ok(Some(message)) = tokio::time::timeout_at(end, mail.recv()).await {
            self.taken(1);
            self.refuse_late(message);
        }
        self.taken(mail.len());
        for call_id in self.call_ids.drain(..) {
            let mut traces = self.exchange.traces.borrow_mut();
            if traces.get(&call_id).is_some_and(|trace| Rc::ptr_eq(trace, &self.trace)) {
                traces.remove(&call_id);
            }
        }
        let blob: Bytes = self.trace.borrow().write(self.handle.id, self.call.log(), &self.media_lines);
        self.exchange.ports.traces.trace(self.handle.tenant, self.handle.id, blob);
    }

    fn refuse_late(&mut self, message: ToCall) {
        match message {
            ToCall::Media { leg, event } => self.media_told(leg, event),
            ToCall::WantLeg { by, .. } => by.tell(ToCall::LegRefused { dialled: None }),
            ToCall::Replace(newcomer) => {
                self.exchange.answer(newcomer.server, Answer::status(481));
                self.exchange.pump();
            }
            ToCall::TakeLeg { driver, .. } => {
                self.ask(|agent, now| agent.hang_up(now, driver.session, None));
                self.exchange.sessions.borrow_mut().remove(&driver.session);
                if let Some(stream) = driver.media.stream {
                    self.exchange.media.close(stream);
                }
                self.exchange.pump();
            }
            _ => {}
        }
    }
}
