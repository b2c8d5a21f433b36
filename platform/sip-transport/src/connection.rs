//! One stream connection: cuts what arrives into messages, writes what is lined up, and ends what drags on.

use bytes::Bytes;
use sip::flow::Flow;
use sip::wire::{Frame, FrameError, Side, StreamFramer, salvage};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{Closed, Inbound, Limits};

const PING: Bytes = Bytes::from_static(b"\r\n\r\n");
const PONG: Bytes = Bytes::from_static(b"\r\n");

/// The ends of a connection's channels.
pub(crate) struct Ends {
    /// Messages to write. Closed when nobody may send any more.
    pub(crate) outgoing: mpsc::Receiver<Bytes>,
    /// For answers to keep-alives; does not keep the connection open.
    pub(crate) answers: mpsc::WeakSender<Bytes>,
    /// Where messages that arrive go.
    pub(crate) inbox: mpsc::Sender<Inbound>,
}

/// Runs a connection to its end. `forget` takes the connection's sender away from everybody else.
pub(crate) async fn run<S: AsyncRead + AsyncWrite>(
    stream: S,
    flow: Flow,
    side: Side,
    limits: &Limits,
    ends: Ends,
    forget: impl FnOnce(),
) -> Closed {
    let (reading, writing) = tokio::io::split(stream);
    let Ends { outgoing, answers, inbox } = ends;
    let mut reader =
        Reader { stream: reading, framer: StreamFramer::new(side), flow, side, limits, answers, inbox };
    let keep_alive = (side == Side::Connected).then_some(limits.keep_alive);
    let mut writer = std::pin::pin!(write(writing, outgoing, limits, keep_alive));
    let why = tokio::select! {
        why = reader.run() => why,
        why = &mut writer => return why,
    };
    if why == Closed::Malformed {
        // The refusal is lined up: without senders the writer ends after it.
        forget();
        writer.await;
    }
    why
}

/// Writes messages until there are no more senders; several at once when they wait.
async fn write<S: AsyncWrite>(
    mut stream: WriteHalf<S>,
    mut outgoing: mpsc::Receiver<Bytes>,
    limits: &Limits,
    keep_alive: Option<std::time::Duration>,
) -> Closed {
    let mut waiting = Vec::new();
    loop {
        let count = match keep_alive {
            None => outgoing.recv_many(&mut waiting, 32).await,
            Some(period) => match timeout(period, outgoing.recv_many(&mut waiting, 32)).await {
                Ok(count) => count,
                Err(_) => {
                    waiting.push(PING);
                    1
                }
            },
        };
        let written = timeout(limits.write, async {
            for bytes in waiting.drain(..) {
                stream.write_all(&bytes).await?;
            }
            if count == 0 { stream.shutdown().await } else { stream.flush().await }
        });
        match written.await {
            Ok(Ok(())) if count == 0 => return Closed::Ours,
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Closed::Peer,
            Err(_) => return Closed::Stuck,
        }
    }
}

struct Reader<'a, S> {
    stream: ReadHalf<S>,
    framer: StreamFramer,
    flow: Flow,
    side: Side,
    limits: &'a Limits,
    answers: mpsc::WeakSender<Bytes>,
    inbox: mpsc::Sender<Inbound>,
}

impl<S: AsyncRead> Reader<'_, S> {
    async fn run(&mut self) -> Closed {
        // Whoever connects to us must show a whole message soon; whom we connected to answers when asked.
        let mut has_spoken = self.side == Side::Connected;
        let opening = Instant::now() + self.limits.opening;
        let mut begun: Option<Instant> = None;
        loop {
            let until = match (has_spoken, begun) {
                (false, _) => opening,
                (true, Some(begun)) => begun + self.limits.message,
                (true, None) => Instant::now() + self.limits.idle,
            };
            match timeout_at(until, self.stream.read_buf(self.framer.buffer())).await {
                Err(_) if has_spoken && begun.is_none() => return Closed::Idle,
                Err(_) => return Closed::Stuck,
                Ok(Ok(0) | Err(_)) => return Closed::Peer,
                Ok(Ok(_)) => {}
            }
            match self.take_frames().await {
                Ok(messages) => {
                    has_spoken |= messages > 0;
                    begun = match (self.framer.is_mid_message(), messages) {
                        (false, _) => None,
                        (true, 0) => begun.or_else(|| Some(Instant::now())),
                        (true, _) => Some(Instant::now()),
                    };
                }
                Err(why) => return why,
            }
        }
    }

    /// Hands on what is whole; says how many messages that were.
    async fn take_frames(&mut self) -> Result<usize, Closed> {
        let mut messages = 0;
        loop {
            match self.framer.poll_frame() {
                Ok(None) => return Ok(messages),
                Ok(Some(Frame::Message(bytes))) => {
                    messages += 1;
                    let message = Inbound::Message { bytes, flow: self.flow };
                    self.inbox.send(message).await.map_err(|_| Closed::Ours)?;
                }
                Ok(Some(Frame::Ping)) => self.answer(PONG),
                Ok(Some(Frame::Pong)) => {}
                Err(error) => return Err(self.refuse(&error)),
            }
        }
    }

    fn answer(&self, bytes: Bytes) {
        if let Some(answers) = self.answers.upgrade() {
            // A full line means that the peer does not read; the writer's time limit settles that.
            answers.try_send(bytes).unwrap_or_default();
        }
    }

    /// Lines up an answer to what cannot be cut into messages.
    fn refuse(&self, error: &FrameError) -> Closed {
        let mut out = bytes::BytesMut::new();
        let answer = error
            .error
            .answer
            .and_then(|status| salvage(&error.head)?.answer(&mut out, status, "", "refused", self.flow.peer));
        if let Some(answer) = answer {
            self.answer(answer);
        }
        Closed::Malformed
    }
}
