//! The sip thread: turns arrivals, timers and commands into steps until it is told to stop.

use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use kernel::id::CallId;
use kernel::{Binding, Cause, Network, Pace};
use sip_transport::{Inbound, Inbox, MessageStream};
use tokio::sync::{mpsc, oneshot};

use crate::actor::ToCall;
use crate::bans::Ban;
use crate::config::Config;
use crate::exchange::Exchange;
use crate::handle::{Listening, StartError, Surroundings};
use crate::journal::Keeper;
use crate::opening;
use crate::ports::{Drained, Ports};
use crate::shared::Shared;

/// A batch of so many messages means that more wait in the sockets.
const FULL_BATCH: usize = 512;
/// How often calls get their turn between two batches.
const MOST_TURNS: usize = 64;
/// While much comes, it is fetched so often, and waits so long at most: a ring is a thousand times longer.
const TICK_US: u64 = 4000;
/// A running call's log is written anew after so long, so that its first record does not hold old segments back.
const CHECKPOINT: Duration = Duration::from_secs(120);

/// What handles ask of the sip thread.
pub(crate) enum Command {
    HangUp(CallId, Cause),
    Notify(Box<Binding>, &'static str),
    Stream(Box<MessageStream>),
    Ban(Vec<Ban>),
    LiftBan(Network),
    NeverBan(Vec<Network>),
    Drain(Duration, oneshot::Sender<Drained>),
    Stop(oneshot::Sender<()>),
}

/// Everything that crosses into the thread.
pub(crate) struct Start {
    pub config: Config,
    pub ports: Ports,
    pub surroundings: Surroundings,
    pub keeper: Keeper,
    pub shared: Arc<Shared>,
    pub commands: mpsc::Receiver<Command>,
}

/// Runs the thread; `ready` hears of the listeners once they are open.
pub(crate) fn run(start: Start, ready: std::sync::mpsc::Sender<Result<Listening, StartError>>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return drop(ready.send(Err(StartError::Thread(error)))),
    };
    tokio::task::LocalSet::new().block_on(&runtime, async move {
        match opening::open(start) {
            Ok((exchange, inbox, commands, media_events, listening)) => {
                drop(ready.send(Ok(listening)));
                // A task beside those of the calls: among tasks a wake-up is a push onto a queue, while waking what
                // the runtime blocks on writes to its event descriptor each time.
                let work = Loop::new(exchange, inbox, commands, media_events).run();
                if let Err(broken) = tokio::task::spawn_local(work).await
                    && broken.is_panic()
                {
                    std::panic::resume_unwind(broken.into_panic());
                }
            }
            Err(error) => drop(ready.send(Err(error))),
        }
    });
}

struct Loop {
    exchange: Rc<Exchange>,
    inbox: Inbox,
    commands: mpsc::Receiver<Command>,
    media_events: mpsc::Receiver<media::Event>,
    /// Since when the sockets have never been empty.
    behind_since: Option<Instant>,
    pace: Pace,
    /// From here the pace's time is counted.
    epoch: Instant,
}

impl Loop {
    fn new(
        exchange: Rc<Exchange>,
        inbox: Inbox,
        commands: mpsc::Receiver<Command>,
        media_events: mpsc::Receiver<media::Event>,
    ) -> Self {
        let epoch = exchange.clock.instant();
        Self {
            exchange,
            inbox,
            commands,
            media_events,
            behind_since: None,
            pace: Pace::every(TICK_US),
            epoch,
        }
    }

    async fn run(mut self) {
        let exchange = Rc::clone(&self.exchange);
        let mut batch = Vec::with_capacity(FULL_BATCH);
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // Set anew only for an earlier deadline; a later one is found when the alarm rings for nothing.
        let alarm = tokio::time::sleep(Duration::ZERO);
        tokio::pin!(alarm);
        // Nothing was ready after the last tick, or since: what comes now is to be waited for.
        let mut rested = false;
        loop {
            if let Some(wake) = exchange.agent.borrow().poll_timeout()
                && exchange.armed.get().is_none_or(|armed| wake < armed)
            {
                alarm.as_mut().reset(wake.into());
                exchange.armed.set(Some(wake));
            }
            let mut arrivals = 1;
            tokio::select! {
                biased;
                command = self.commands.recv() => match command {
                    Some(Command::Stop(done)) => {
                        self.stop().await;
                        // Whoever asked may have gone.
                        done.send(()).ok();
                        return;
                    }
                    Some(command) => self.obey(command),
                    None => return self.stop().await,
                },
                _ = tick.tick() => self.tend(),
                () = alarm.as_mut(), if exchange.armed.get().is_some() => {
                    exchange.armed.set(None);
                    exchange.agent.borrow_mut().handle_timeout(exchange.clock.instant());
                    exchange.pump();
                }
                () = exchange.rearm.notified() => arrivals = 0,
                () = exchange.media_waits.notified() => arrivals = 0,
                Some(event) = self.media_events.recv() => arrivals = self.told(event),
                () = self.inbox.recv(&mut batch) => {
                    arrivals = batch.len() as u64;
                    self.arrived(&mut batch);
                }
                () = std::future::ready(()), if !rested => {
                    self.rest().await;
                    rested = true;
                    continue;
                }
            }
            rested = false;
            self.pace.note(arrivals, self.now_us());
            self.settle().await;
            exchange.media.go();
        }
    }

    fn now_us(&self) -> u64 {
        micros(self.exchange.clock.instant().saturating_duration_since(self.epoch))
    }

    /// While much comes, waits for the next tick, with what is to be sent already gone. The whole thread waits: its
    /// other tasks would wake it as often.
    async fn rest(&mut self) {
        let Some(rest) = self.pace.rest(self.now_us()).filter(|rest| !rest.is_zero()) else { return };
        self.inbox.flush().await;
        std::thread::park_timeout(rest);
        // Lets the runtime ask the system what has come meanwhile.
        tokio::task::yield_now().await;
    }

    /// Passes on what the media threads tell; returns how much it was.
    fn told(&mut self, first: media::Event) -> u64 {
        let mut events = 1;
        self.exchange.tell_media(first);
        while let Ok(event) = self.media_events.try_recv() {
            events += 1;
            self.exchange.tell_media(event);
        }
        events
    }

    fn arrived(&mut self, batch: &mut Vec<Inbound>) {
        let now = self.exchange.clock.instant();
        // Input waits as long as the sockets have been full without a break (OPS-32).
        let lag = if batch.len() < FULL_BATCH {
            self.behind_since = None;
            Duration::ZERO
        } else {
            now.saturating_duration_since(*self.behind_since.get_or_insert(now))
        };
        self.exchange.admission.borrow_mut().set_lag(lag);
        if !lag.is_zero() {
            self.exchange.shared.figures.lag_us.set(micros(lag));
        }
        for inbound in batch.drain(..) {
            match inbound {
                Inbound::Message { bytes, flow } => self.exchange.handle_bytes(bytes, flow),
                Inbound::Closed { flow, .. } => {
                    self.exchange.agent.borrow_mut().handle_disconnect(now, flow.connection);
                    self.exchange.ports.register.flow_closed(flow);
                }
            }
        }
        self.exchange.pump();
    }

    /// Lets the calls do what the batch has told them before more is read, so that their messages leave together
    /// and a flood does not starve them.
    async fn settle(&self) {
        for _ in 0..MOST_TURNS {
            if self.exchange.backlog.get() == 0 {
                return;
            }
            turn().await;
        }
    }

    fn obey(&self, command: Command) {
        let exchange = &self.exchange;
        match command {
            Command::HangUp(call, cause) => {
                if let Some(call) = exchange.call(call) {
                    call.tell(ToCall::HangUp(cause));
                }
            }
            Command::Notify(binding, event) => {
                exchange.notify(&binding, event);
                exchange.pump();
            }
            Command::Stream(stream) => {
                if exchange.transport.accept_stream(*stream).is_none() {
                    tracing::warn!("a WebSocket connection was refused: too many connections");
                }
            }
            Command::Ban(bans) => bans.into_iter().for_each(|ban| exchange.bans.borrow_mut().put(ban)),
            Command::LiftBan(network) => {
                exchange.bans.borrow_mut().lift(network);
                exchange.guard.borrow_mut().forgive(network.address());
            }
            Command::NeverBan(networks) => exchange.bans.borrow_mut().allow(&networks),
            Command::Drain(wait, done) => {
                let exchange = Rc::clone(exchange);
                tokio::task::spawn_local(async move { done.send(exchange.drain(wait).await).ok() });
            }
            Command::Stop(_) => {}
        }
    }

    /// Once a second.
    fn tend(&self) {
        let exchange = &self.exchange;
        let now = exchange.now();
        exchange.guard.borrow_mut().forget(now.instant);
        exchange.admission.borrow_mut().forget(now.instant);
        let (sessions, transactions) = exchange.agent.borrow().load();
        exchange.shared.figures.sessions.set(sessions as u64);
        exchange.shared.figures.transactions.set(transactions as u64);
        if self.behind_since.is_none() {
            exchange.shared.figures.lag_us.set(0);
        }
        let calls: Vec<_> = exchange.calls.borrow().values().cloned().collect();
        if !calls.is_empty() {
            exchange.keeper.mark(now.wall);
        }
        for call in calls {
            let age = now.instant.saturating_duration_since(call.began).as_secs();
            if age > 0 && age.is_multiple_of(CHECKPOINT.as_secs()) {
                call.tell(ToCall::Checkpoint);
            }
        }
        exchange.tend_bans(now);
        exchange.tend_trunks();
    }

    /// Cuts what is left and lets the last messages out.
    async fn stop(&mut self) {
        let exchange = Rc::clone(&self.exchange);
        let mut batch = Vec::new();
        let quiet = async {
            exchange.drain(Duration::ZERO).await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        tokio::pin!(quiet);
        loop {
            tokio::select! {
                () = &mut quiet => return,
                () = self.inbox.recv(&mut batch) => self.arrived(&mut batch),
                () = exchange.media_waits.notified() => exchange.media.go(),
            }
        }
    }
}

fn micros(span: Duration) -> u64 {
    span.as_micros().try_into().unwrap_or(u64::MAX)
}

/// Lets the thread's other tasks go first, without the visit to the system that the runtime's own yielding costs.
async fn turn() {
    let mut gone = false;
    std::future::poll_fn(move |context| {
        if std::mem::replace(&mut gone, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Exchange {
    /// Lets nothing new in, waits for running calls, then ends those that are left.
    async fn drain(self: &Rc<Self>, wait: Duration) -> Drained {
        let began = self.clock.instant();
        self.admission.borrow_mut().drain();
        let before = self.calls.borrow().len();
        let empty = async {
            while !self.calls.borrow().is_empty() {
                self.call_gone.notified().await;
            }
        };
        // Whether they all went is seen by counting.
        drop(tokio::time::timeout(wait, empty).await);
        let left: Vec<_> = self.calls.borrow().values().cloned().collect();
        for call in &left {
            call.tell(ToCall::HangUp(Cause::TEMPORARY_FAILURE));
        }
        let end = Duration::from_secs(5);
        let emptied = async {
            while !self.calls.borrow().is_empty() {
                self.call_gone.notified().await;
            }
        };
        if tokio::time::timeout(end, emptied).await.is_err() {
            tracing::error!("calls were left when the exchange stopped");
        }
        let took = self.clock.instant().saturating_duration_since(began);
        Drained { ended: before.saturating_sub(left.len()), cut: left.len(), took }
    }
}
