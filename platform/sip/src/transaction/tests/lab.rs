//! One table under a virtual clock, with everything it puts out written down beside the time.

use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::flow::{Flow, Protocol};
use crate::transaction::{ClientId, Config, Output, ServerId, Transactions};
use crate::wire::Message;

pub(super) struct Lab {
    pub(super) table: Transactions,
    pub(super) flow: Flow,
    pub(super) seen: Vec<(u64, String)>,
    pub(super) servers: Vec<ServerId>,
    /// The messages transmitted, as text.
    pub(super) wire: Vec<String>,
    start: Instant,
    now: Instant,
}

impl Lab {
    pub(super) fn udp() -> Self {
        Self::over(Flow::udp("192.0.2.1:5060".parse().unwrap(), "192.0.2.2:5060".parse().unwrap()))
    }

    pub(super) fn tcp() -> Self {
        Self::over(Flow { protocol: Protocol::Tcp, connection: 7, ..Self::udp().flow })
    }

    fn over(flow: Flow) -> Self {
        Self::limited(flow, 100_000)
    }

    pub(super) fn limited(flow: Flow, limit: usize) -> Self {
        let start = Instant::now();
        let table = Transactions::new(&Config { limit, ..Config::default() }, start, [7; 32]);
        Self { table, flow, seen: Vec::new(), servers: Vec::new(), wire: Vec::new(), start, now: start }
    }

    pub(super) fn now(&self) -> Instant {
        self.now
    }

    fn note(&mut self, what: String) {
        self.seen.push(((self.now - self.start).as_millis() as u64, what));
    }

    fn drain(&mut self) {
        while let Some(output) = self.table.poll_output() {
            let what = match output {
                Output::Transmit { bytes, .. } => {
                    let text = String::from_utf8(bytes.to_vec()).unwrap();
                    let what = format!("> {}", start(&text));
                    self.wire.push(text);
                    what
                }
                Output::Request { server, message, .. } => {
                    self.servers.push(server);
                    format!("request {}", message.method().unwrap())
                }
                Output::Response { message, .. } => format!("response {}", message.status().unwrap()),
                Output::Ack { .. } => "ack".into(),
                Output::Cancelled { .. } => "cancelled".into(),
                Output::Stray { message, .. } => format!("stray {}", message.status().unwrap()),
                Output::TimedOut { .. } => "timed out".into(),
                Output::TransportFailed { .. } => "transport failed".into(),
                Output::NotAcknowledged { .. } => "not acknowledged".into(),
            };
            self.note(what);
        }
    }

    /// Runs the clock to `millis` after the start, firing what is due on the way.
    pub(super) fn run_to(&mut self, millis: u64) {
        let until = self.start + Duration::from_millis(millis);
        while let Some(at) = self.table.poll_timeout().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.table.handle_timeout(self.now);
            self.drain();
        }
        self.now = until;
    }

    pub(super) fn receive(&mut self, text: &str) {
        let message = parse(text);
        self.table.handle_message(self.now, message, self.flow);
        self.drain();
    }

    pub(super) fn send(&mut self, text: &str) -> ClientId {
        let client = self.table.request(self.now, &parse(text), self.flow).unwrap();
        self.drain();
        client
    }

    /// Answers the request that came last.
    pub(super) fn respond(&mut self, text: &str) {
        let server = *self.servers.last().unwrap();
        self.table.respond(self.now, server, &parse(text)).unwrap();
        self.drain();
    }

    /// The same, without keeping anything.
    pub(super) fn respond_once(&mut self, text: &str) {
        let server = *self.servers.last().unwrap();
        self.table.respond_once(self.now, server, &parse(text)).unwrap();
        self.drain();
    }

    pub(super) fn cancel(&mut self, client: ClientId) {
        self.table.cancel(self.now, client, Some("SIP;cause=200")).unwrap();
        self.drain();
    }

    pub(super) fn disconnect(&mut self) {
        self.table.handle_disconnect(self.flow.connection);
        self.drain();
    }

    /// The times (ms) at which exactly this was seen.
    pub(super) fn times(&self, what: &str) -> Vec<u64> {
        self.seen.iter().filter(|(_, seen)| seen == what).map(|(at, _)| *at).collect()
    }
}

/// What a start line is about: the method or the status.
pub(super) fn start(text: &str) -> &str {
    let mut words = text.split(' ');
    match words.next() {
        Some("SIP/2.0") => words.next().unwrap_or_default(),
        other => other.unwrap_or_default(),
    }
}

pub(super) fn parse(text: &str) -> Message {
    Message::parse(Bytes::copy_from_slice(text.as_bytes())).unwrap()
}

/// A request from 192.0.2.2 (or to it) with this branch.
pub(super) fn request(method: &str, branch: &str) -> String {
    format!(
        "{method} sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK{branch}\r\n\
         Max-Forwards: 70\r\nRoute: <sip:192.0.2.9;lr>\r\nFrom: <sip:alice@192.0.2.1>;tag=a\r\nTo: <sip:bob@192.0.2.2>\r\n\
         Call-ID: {branch}\r\nCSeq: 1 {method}\r\nContact: <sip:alice@192.0.2.1>\r\nContent-Length: 0\r\n\r\n"
    )
}

/// The response to such a request.
pub(super) fn response(status: u16, method: &str, branch: &str) -> String {
    format!(
        "SIP/2.0 {status} X\r\nVia: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK{branch}\r\n\
         From: <sip:alice@192.0.2.1>;tag=a\r\nTo: <sip:bob@192.0.2.2>;tag=b\r\nCall-ID: {branch}\r\nCSeq: 1 {method}\r\n\
         Contact: <sip:bob@192.0.2.2>\r\nContent-Length: 0\r\n\r\n"
    )
}
