//! One media thread: commands in, packets through, events out.

use crate::{
    Event, EventSink, Remote, Stats, StreamId,
    ports::{Pair, Pool, Sockets},
    stream::Stream,
    streams::{Port, Streams},
    system::{Epoll, Ready, Wake, raise_priority},
};
use kernel::Pace;
use std::{
    collections::HashMap,
    io,
    os::fd::AsFd,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, TryRecvError},
    },
    time::{Duration, Instant},
};

/// Longest datagram that is passed on whole: no path carries more without fragments.
const DATAGRAM: usize = 2048;
/// Packets that go nowhere taken from one socket before the next has its turn.
const BURST: u64 = 16;
/// Sockets asked for at once.
const BATCH: usize = 512;
/// Token of the event descriptor.
const WAKE: u64 = u64::MAX;
/// The tick while there is much to do. Longer ones save nothing more and only add delay.
const TICK_US: u64 = 1000;
/// How often silence and lost ends of digits are looked for, ms.
const SWEEP_MS: i32 = 100;

/// What the handle tells a thread.
pub(crate) enum Command {
    Open {
        id: StreamId,
        sockets: Sockets,
    },
    SetRemote {
        id: StreamId,
        remote: Box<Remote>,
    },
    Bridge {
        a: StreamId,
        b: StreamId,
    },
    Unbridge {
        id: StreamId,
    },
    Expect {
        id: StreamId,
        within: Option<Duration>,
    },
    Stats {
        id: StreamId,
        reply: Box<dyn FnOnce(Option<Stats>) + Send>,
    },
    Close {
        id: StreamId,
    },
    /// A stream of another thread will be adopted: commands for it wait until then.
    Await {
        id: StreamId,
    },
    /// Hands a stream over to another thread.
    Move {
        id: StreamId,
        to: Sender<Moved>,
        wake: Arc<Doorbell>,
    },
    Stop,
}

impl Command {
    /// The streams it speaks of.
    fn streams(&self) -> [Option<StreamId>; 2] {
        match self {
            Self::Bridge { a, b } => [Some(*a), Some(*b)],
            Self::SetRemote { id, .. }
            | Self::Unbridge { id }
            | Self::Expect { id, .. }
            | Self::Stats { id, .. }
            | Self::Close { id }
            | Self::Move { id, .. } => [Some(*id), None],
            Self::Open { .. } | Self::Await { .. } | Self::Stop => [None, None],
        }
    }
}

/// A stream on its way from thread to thread; without state when it was closed meanwhile.
pub(crate) struct Moved {
    id: StreamId,
    state: Option<(Box<Stream>, Pair)>,
}

/// Wakes a thread, but only while it sleeps without an alarm.
pub(crate) struct Doorbell {
    asleep: AtomicBool,
    wake: Wake,
}

impl Doorbell {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { asleep: AtomicBool::new(false), wake: Wake::new()? })
    }

    pub(crate) fn ring(&self) {
        if self.asleep.swap(false, Ordering::SeqCst) {
            self.wake.notify();
        }
    }
}

/// Everything a media thread owns.
pub(crate) struct Worker {
    pub(crate) commands: Receiver<Command>,
    pub(crate) adopted: Receiver<Moved>,
    pub(crate) doorbell: Arc<Doorbell>,
    pub(crate) events: Arc<EventSink>,
    pub(crate) pool: Arc<Mutex<Pool>>,
    pub(crate) epoch: Instant,
    epoll: Epoll,
    streams: Streams,
    sockets: Vec<Option<Pair>>,
    /// Commands for streams that have been announced and have not arrived.
    waiting: HashMap<StreamId, Vec<Command>>,
    /// Streams that arrived before their announcement: the two ways are not ordered.
    early: HashMap<StreamId, Moved>,
    ready: Ready,
    buffer: Box<[u8; DATAGRAM]>,
    swept_us: u64,
}

impl Worker {
    pub(crate) fn new(
        (commands, adopted): (Receiver<Command>, Receiver<Moved>),
        doorbell: Arc<Doorbell>,
        events: Arc<EventSink>,
        pool: Arc<Mutex<Pool>>,
        epoch: Instant,
    ) -> io::Result<Self> {
        let epoll = Epoll::new()?;
        epoll.add(doorbell.wake.fd(), WAKE)?;
        Ok(Self {
            commands,
            adopted,
            doorbell,
            events,
            pool,
            epoch,
            epoll,
            streams: Streams::default(),
            sockets: Vec::new(),
            waiting: HashMap::new(),
            early: HashMap::new(),
            ready: Ready::with_room_for(BATCH),
            buffer: Box::new([0; DATAGRAM]),
            swept_us: 0,
        })
    }

    /// Runs until it is told to stop or nobody is left to tell.
    pub(crate) fn run(mut self) {
        if let Err(error) = raise_priority() {
            tracing::debug!(error = &error as &dyn std::error::Error, "media thread keeps ordinary priority");
        }
        let mut pace = Pace::every(TICK_US);
        loop {
            let rest = pace.rest(self.now_us());
            match rest {
                Some(Duration::ZERO) => {}
                Some(rest) => std::thread::park_timeout(rest),
                // Whoever sends from here on rings; what was sent before is taken below.
                None => self.doorbell.asleep.store(true, Ordering::SeqCst),
            }
            if !self.take_commands() {
                break;
            }
            self.tell();
            let timeout_ms = match rest {
                Some(_) => 0,
                None if self.streams.is_empty() => -1,
                None => SWEEP_MS,
            };
            match self.relay(timeout_ms) {
                Ok(packets) => pace.note(packets, self.now_us()),
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "media thread cannot wait for packets"
                    );
                    break;
                }
            }
            self.sweep();
            self.tell();
        }
        for id in self.streams.ids() {
            self.close(id);
        }
        self.tell();
    }

    fn now_us(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Does what has been asked; whether the thread goes on.
    fn take_commands(&mut self) -> bool {
        while let Ok(moved) = self.adopted.try_recv() {
            self.adopt(moved);
        }
        loop {
            match self.commands.try_recv() {
                Ok(Command::Stop) | Err(TryRecvError::Disconnected) => return false,
                Ok(command) => self.handle(command),
                Err(TryRecvError::Empty) => return true,
            }
        }
    }

    fn handle(&mut self, command: Command) {
        let parked = command.streams().into_iter().flatten().find(|id| self.waiting.contains_key(id));
        if let Some(parked) = parked.and_then(|id| self.waiting.get_mut(&id)) {
            parked.push(command);
            return;
        }
        let now_us = self.now_us();
        match command {
            Command::Open { id, sockets: Sockets { pair, address } } => {
                self.admit(Box::new(Stream::new(id, address, now_us)), pair);
            }
            Command::SetRemote { id, remote } => {
                if let Some(stream) = self.streams.named(id) {
                    stream.set_remote(*remote, now_us);
                }
            }
            Command::Bridge { a, b } => self.streams.bridge(a, b),
            Command::Unbridge { id } => self.streams.unbridge(id),
            Command::Expect { id, within } => {
                if let Some(stream) = self.streams.named(id) {
                    stream.expect(within, now_us);
                }
            }
            Command::Stats { id, reply } => reply(self.streams.stats(id, now_us)),
            Command::Close { id } => self.close(id),
            Command::Await { id } => match self.early.remove(&id) {
                Some(moved) => self.settle(moved),
                None => drop(self.waiting.insert(id, Vec::new())),
            },
            Command::Move { id, to, wake } => {
                let state = self.release(id);
                for port in [Port::Rtp, Port::Rtcp] {
                    // It fails only for a socket that could not be watched in the first place.
                    let _ = state.as_ref().map(|(_, sockets)| self.epoll.remove(sockets.of(port).as_fd()));
                }
                // A thread that has ended takes nothing more: the sockets close with the message.
                let _ = to.send(Moved { id, state });
                wake.ring();
            }
            Command::Stop => {}
        }
    }

    /// Gives a stream a slot and watches its sockets.
    fn admit(&mut self, stream: Box<Stream>, sockets: Pair) {
        let id = stream.id;
        let slot = self.streams.insert(stream);
        let watched = [Port::Rtp, Port::Rtcp]
            .into_iter()
            .try_for_each(|port| self.epoll.add(sockets.of(port).as_fd(), token(slot, port)));
        if self.sockets.len() <= slot as usize {
            self.sockets.resize_with(slot as usize + 1, || None);
        }
        if let Some(place) = self.sockets.get_mut(slot as usize) {
            *place = Some(sockets);
        }
        if let Err(error) = watched {
            tracing::error!(error = &error as &dyn std::error::Error, "media socket cannot be watched");
            self.close(id);
        }
    }

    /// Takes a stream out of this thread, its sockets still open and watched: closing ends that too.
    fn release(&mut self, id: StreamId) -> Option<(Box<Stream>, Pair)> {
        let (slot, stream) = self.streams.remove(id)?;
        let sockets = self.sockets.get_mut(slot as usize)?.take()?;
        if self.streams.is_empty() {
            self.sockets = Vec::new();
        }
        Some((stream, sockets))
    }

    fn adopt(&mut self, moved: Moved) {
        match self.waiting.remove(&moved.id) {
            Some(parked) => {
                self.settle(moved);
                parked.into_iter().for_each(|command| self.handle(command));
            }
            None => drop(self.early.insert(moved.id, moved)),
        }
    }

    fn settle(&mut self, moved: Moved) {
        if let Some((stream, sockets)) = moved.state {
            self.admit(stream, sockets);
        }
    }

    fn close(&mut self, id: StreamId) {
        let Some((stream, sockets)) = self.release(id) else { return };
        let stats = Box::new(stream.stats(self.now_us()));
        drop(sockets);
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).release(stream.local, Instant::now());
        self.streams.events.push(Event::Closed { stream: id, stats });
    }

    /// Waits up to `timeout_ms` for packets, then passes on one of each socket that has some; what is left is found
    /// the next time. Returns how many came.
    fn relay(&mut self, timeout_ms: i32) -> io::Result<u64> {
        self.epoll.wait(&mut self.ready, timeout_ms)?;
        self.doorbell.asleep.store(false, Ordering::SeqCst);
        let now_us = self.now_us();
        let Self { ready, sockets, streams, buffer, doorbell, .. } = self;
        let mut packets = 0;
        for token in ready.tokens() {
            match token {
                WAKE => doorbell.wake.clear(),
                _ => packets += pass_on(token, sockets, streams, buffer, now_us),
            }
        }
        Ok(packets)
    }

    fn sweep(&mut self) {
        let now_us = self.now_us();
        if now_us.saturating_sub(self.swept_us) >= SWEEP_MS as u64 * 1000 {
            self.swept_us = now_us;
            self.streams.handle_timeout(now_us);
        }
    }

    fn tell(&mut self) {
        for event in self.streams.events.drain(..) {
            (self.events)(event);
        }
    }
}

fn token(slot: u32, port: Port) -> u64 {
    u64::from(slot) << 1 | u64::from(port == Port::Rtcp)
}

/// Takes a datagram from the socket and sends it where it belongs. Ones that go nowhere do not use up the socket's
/// turn, so that a flood of them does not hold up what is wanted. Returns how many came.
#[inline]
fn pass_on(
    token: u64,
    sockets: &[Option<Pair>],
    streams: &mut Streams,
    buffer: &mut [u8; DATAGRAM],
    now_us: u64,
) -> u64 {
    let slot = (token >> 1) as u32;
    let port = if token & 1 == 0 { Port::Rtp } else { Port::Rtcp };
    let Some(Some(from)) = sockets.get(slot as usize) else { return 0 };
    for taken in 0..BURST {
        let Ok((length, source)) = from.of(port).recv_from(buffer) else { return taken };
        let datagram = &buffer[..length];
        if let Some(forward) = streams.handle_datagram(slot, port, datagram, source, now_us)
            && let Some(Some(to)) = sockets.get(forward.slot as usize)
        {
            let accepted = to.of(forward.port).send_to(datagram, forward.to).is_ok();
            streams.note_sent(&forward, length, accepted);
            return taken + 1;
        }
    }
    BURST
}
