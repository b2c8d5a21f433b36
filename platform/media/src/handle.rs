//! The handle through which calls use the media threads.

use crate::{
    EventSink, MediaConfig, MediaError, Remote, Stats, StreamId,
    ports::{Pool, Sockets},
    system::raise_file_limit,
    worker::{Command, Doorbell, Moved, Worker},
};
use kernel::rng::Rng;
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Sender, SyncSender, TrySendError, channel, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// Commands on their way to a thread. A caller that finds it full waits for the next tick.
const COMMANDS: usize = 1024;

/// Handle of the media threads. Clones share them; [`Media::stop`] or the last clone's drop ends them.
///
/// Commands return at once; a stream unknown or closed is passed over in silence.
#[derive(Clone)]
pub struct Media {
    shared: Arc<Shared>,
    gathering: Option<Arc<Gathering>>,
}

/// Threads that have commands lying in their queue and have not been woken for them.
struct Gathering {
    lines: Vec<AtomicBool>,
    told: Box<dyn Fn() + Send + Sync>,
}

struct Shared {
    pool: Arc<Mutex<Pool>>,
    lines: Vec<Line>,
    directory: Mutex<Directory>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// The way to one thread.
struct Line {
    commands: SyncSender<Command>,
    adopt: Sender<Moved>,
    doorbell: Arc<Doorbell>,
}

/// Which thread owns which stream. Held while a command is put into a queue, so that commands for one stream keep
/// their order when it changes its thread.
#[derive(Default)]
struct Directory {
    next: u64,
    home: HashMap<StreamId, usize>,
    /// Streams of each thread.
    load: Vec<usize>,
}

impl Media {
    /// Checks the configuration, raises the process's limit of open files as far as the system allows, and starts the
    /// threads. `events` is called on them; it must neither wait nor use the handle.
    ///
    /// # Errors
    /// An empty range, no address, or what the system refuses.
    pub fn start(config: MediaConfig, rng: &dyn Rng, events: EventSink) -> Result<Self, MediaError> {
        let pool = Arc::new(Mutex::new(Pool::new(&config, rng)?));
        if let Err(error) = raise_file_limit() {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the limit of open files stays as it is"
            );
        }
        let (events, epoch) = (Arc::new(events), Instant::now());
        let (mut lines, mut threads) = (Vec::new(), Vec::new());
        for index in 0..config.threads.max(1) {
            let (commands, taken) = sync_channel(COMMANDS);
            let (adopt, adopted) = channel();
            let doorbell = Arc::new(Doorbell::new().map_err(MediaError::Start)?);
            let (bell, events, pool) = (Arc::clone(&doorbell), Arc::clone(&events), Arc::clone(&pool));
            let worker =
                Worker::new((taken, adopted), bell, events, pool, epoch).map_err(MediaError::Start)?;
            let thread = thread::Builder::new().name(format!("media-{index}")).spawn(move || worker.run());
            threads.push(thread.map_err(MediaError::Start)?);
            lines.push(Line { commands, adopt, doorbell });
        }
        let directory = Directory { load: vec![0; lines.len()], ..Directory::default() };
        let shared = Shared { pool, lines, directory: Mutex::new(directory), threads: Mutex::new(threads) };
        Ok(Self { shared: Arc::new(shared), gathering: None })
    }

    /// A handle whose commands wait in their queue until [`Self::go`]: who gives many at once wakes the threads once.
    /// `told` is called with the first command that waits.
    pub fn gathering(&self, told: impl Fn() + Send + Sync + 'static) -> Self {
        let lines = self.shared.lines.iter().map(|_| AtomicBool::new(false)).collect();
        let gathering = Gathering { lines, told: Box::new(told) };
        Self { shared: Arc::clone(&self.shared), gathering: Some(Arc::new(gathering)) }
    }

    /// Wakes the threads for what waits. Nothing to do on a handle that does not gather.
    pub fn go(&self) {
        let Some(gathering) = &self.gathering else { return };
        for (line, waits) in self.shared.lines.iter().zip(&gathering.lines) {
            if waits.swap(false, Ordering::SeqCst) {
                line.doorbell.ring();
            }
        }
    }

    /// Opens a stream on a local address: a free even port for RTP and the next one for RTCP. The sockets are made
    /// here and now, on the caller's thread; pairs of ports that others hold are passed over. Returns our RTP address.
    ///
    /// # Errors
    /// An address not configured, or no ports left.
    pub fn open(&self, local: IpAddr) -> Result<(StreamId, SocketAddr), MediaError> {
        let sockets = self.shared.sockets(local)?;
        let address = sockets.address;
        let mut directory = lock(&self.shared.directory);
        directory.next += 1;
        let id = StreamId(directory.next);
        let thread = (0..directory.load.len()).min_by_key(|thread| directory.load[*thread]).unwrap_or(0);
        if !self.send(thread, Command::Open { id, sockets }) {
            return Err(MediaError::Stopped);
        }
        directory.settle(id, thread);
        Ok((id, address))
    }

    /// Tells where the stream's peer is. A new RTP address is sent to at once; the same one keeps the source learnt.
    pub fn set_remote(&self, stream: StreamId, remote: Remote) {
        self.tell(stream, Command::SetRemote { id: stream, remote: Box::new(remote) });
    }

    /// Joins two streams: what comes from one goes to the other. Earlier bridges of both end.
    pub fn bridge(&self, a: StreamId, b: StreamId) {
        let mut directory = lock(&self.shared.directory);
        let (Some(&home), Some(&other)) = (directory.home.get(&a), directory.home.get(&b)) else { return };
        if home != other
            && let Some(line) = self.shared.lines.get(home)
        {
            let (to, wake) = (line.adopt.clone(), Arc::clone(&line.doorbell));
            self.send(home, Command::Await { id: b });
            self.send(other, Command::Move { id: b, to, wake });
            directory.leave(b);
            directory.settle(b, home);
        }
        self.send(home, Command::Bridge { a, b });
    }

    /// Ends the bridge of a stream, and so that of its partner.
    pub fn unbridge(&self, stream: StreamId) {
        self.tell(stream, Command::Unbridge { id: stream });
    }

    /// From now on RTP is expected within this time, else [`crate::Event::Silent`]; nothing while the peer is on hold
    /// or need not send.
    pub fn expect(&self, stream: StreamId, within: Option<Duration>) {
        self.tell(stream, Command::Expect { id: stream, within });
    }

    /// Asks for the figures of a stream. `reply` runs on the media thread within about a millisecond and must return at
    /// once; it gets nothing when the stream is gone.
    pub fn stats(&self, stream: StreamId, reply: impl FnOnce(Option<Stats>) + Send + 'static) {
        let directory = lock(&self.shared.directory);
        match directory.home.get(&stream) {
            Some(&home) => {
                self.send(home, Command::Stats { id: stream, reply: Box::new(reply) });
            }
            None => reply(None),
        }
    }

    /// Closes a stream; [`crate::Event::Closed`] follows. Closing twice does nothing.
    pub fn close(&self, stream: StreamId) {
        let mut directory = lock(&self.shared.directory);
        if let Some(home) = directory.leave(stream) {
            self.send(home, Command::Close { id: stream });
        }
    }

    /// Number of open streams.
    pub fn open_streams(&self) -> usize {
        lock(&self.shared.directory).home.len()
    }

    /// Closes all streams and ends the threads; returns when they have ended. Their last events have been told then.
    pub fn stop(&self) {
        self.shared.stop();
    }

    /// Whether the thread takes it.
    fn send(&self, thread: usize, command: Command) -> bool {
        let waits = self.gathering.as_ref().and_then(|gathering| gathering.lines.get(thread));
        let (Some(gathering), Some(waits)) = (&self.gathering, waits) else {
            return self.shared.send(thread, command);
        };
        let Some(line) = self.shared.lines.get(thread) else { return false };
        match line.commands.try_send(command) {
            Ok(()) => {
                if !waits.swap(true, Ordering::SeqCst) {
                    (gathering.told)();
                }
                true
            }
            // A thread that sleeps on a full queue would never make room in it.
            Err(TrySendError::Full(command)) => {
                line.doorbell.ring();
                self.shared.send(thread, command)
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }

    fn tell(&self, stream: StreamId, command: Command) {
        let directory = lock(&self.shared.directory);
        if let Some(&home) = directory.home.get(&stream) {
            self.send(home, command);
        }
    }
}

impl Directory {
    fn settle(&mut self, id: StreamId, thread: usize) {
        self.home.insert(id, thread);
        self.load[thread] += 1;
    }

    fn leave(&mut self, id: StreamId) -> Option<usize> {
        let thread = self.home.remove(&id)?;
        self.load[thread] -= 1;
        if self.home.is_empty() {
            self.home = HashMap::new();
        }
        Some(thread)
    }
}

impl Shared {
    /// Whether the thread takes it.
    fn send(&self, thread: usize, command: Command) -> bool {
        let Some(line) = self.lines.get(thread) else { return false };
        let sent = line.commands.send(command).is_ok();
        line.doorbell.ring();
        sent
    }

    fn sockets(&self, local: IpAddr) -> Result<Sockets, MediaError> {
        let tries = lock(&self.pool).tries(local).max(1);
        for _ in 0..tries {
            let port = lock(&self.pool).take(local, Instant::now())?;
            let address = SocketAddr::new(local, port);
            match Sockets::open(address) {
                Ok(Some(sockets)) => return Ok(sockets),
                Ok(None) => lock(&self.pool).release(address, Instant::now()),
                Err(error) => {
                    lock(&self.pool).release(address, Instant::now());
                    return Err(error);
                }
            }
        }
        Err(MediaError::PortsExhausted(local))
    }

    fn stop(&self) {
        for thread in 0..self.lines.len() {
            self.send(thread, Command::Stop);
        }
        let threads = std::mem::take(&mut *lock(&self.threads));
        for thread in threads {
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a media thread had panicked");
            }
        }
        let mut directory = lock(&self.directory);
        directory.home.clear();
        directory.load.fill(0);
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Invariant: nothing under these locks panics, and what they guard is whole between two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
