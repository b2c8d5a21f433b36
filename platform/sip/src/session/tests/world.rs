//! Two user agents, a network between them, and a protocol of everything that happened.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::flow::Flow;
use crate::header::HeaderName;
use crate::session::{Answer, Config, Event, OutgoingInvite, SessionEvent, SessionId, UserAgent};
use crate::wire::Message;

pub(super) const ALICE: usize = 0;
pub(super) const BOB: usize = 1;
pub(super) const OFFER: &[u8] = b"v=0 offer";
pub(super) const ANSWER: &[u8] = b"v=0 answer";

/// Decides which messages the network loses: sender, message.
type Sieve = Box<dyn FnMut(usize, &Message) -> bool>;

pub(super) struct World {
    pub(super) agents: [UserAgent; 2],
    pub(super) flows: [Flow; 2],
    pub(super) now: Instant,
    start: Instant,
    delay: [Duration; 2],
    air: BTreeMap<(Instant, u64), (usize, Bytes)>,
    sequence: u64,
    /// Every message sent: when (ms), by whom, and what.
    pub(super) wire: Vec<(u64, usize, Message)>,
    pub(super) events: [Vec<Event>; 2],
    pub(super) loses: Sieve,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(Config { session_expires_secs: 0, ..Config::default() })
    }

    pub(super) fn with(config: Config) -> Self {
        let now = Instant::now();
        let (one, two) = ("192.0.2.1:5060".parse().unwrap(), "192.0.2.2:5060".parse().unwrap());
        Self {
            agents: [1, 2].map(|seed| UserAgent::new(config.clone(), now, [seed; 32])),
            flows: [Flow::udp(one, two), Flow::udp(two, one)],
            now,
            start: now,
            delay: [Duration::from_millis(10); 2],
            air: BTreeMap::new(),
            sequence: 0,
            wire: Vec::new(),
            events: [Vec::new(), Vec::new()],
            loses: Box::new(|_, _| false),
        }
    }

    fn drain(&mut self, who: usize) {
        while let Some((_, bytes)) = self.agents[who].poll_transmit() {
            // The answer to a broken request repeats what is broken in it.
            let Ok(message) = Message::parse(bytes.clone()) else { continue };
            let lost = (self.loses)(who, &message);
            self.wire.push(((self.now - self.start).as_millis() as u64, who, message));
            if !lost {
                self.sequence += 1;
                self.air.insert((self.now + self.delay[who], self.sequence), (1 - who, bytes));
            }
        }
        while let Some(event) = self.agents[who].poll_event() {
            self.events[who].push(event);
        }
    }

    /// Lets the time pass.
    pub(super) fn run(&mut self, millis: u64) {
        let until = self.now + Duration::from_millis(millis);
        self.drain(ALICE);
        self.drain(BOB);
        loop {
            let arrival = self.air.keys().next().map(|(at, _)| *at);
            let alarms = [ALICE, BOB].map(|who| self.agents[who].poll_timeout());
            let next = alarms.into_iter().chain([arrival]).flatten().min();
            let Some(next) = next.filter(|at| *at <= until) else { break };
            self.now = self.now.max(next);
            while let Some(entry) = self.air.first_entry().filter(|entry| entry.key().0 <= self.now) {
                let (to, bytes) = entry.remove();
                self.agents[to].handle_bytes(self.now, bytes, self.flows[to]);
                self.drain(to);
            }
            for who in [ALICE, BOB] {
                self.agents[who].handle_timeout(self.now);
                self.drain(who);
            }
        }
        self.now = until;
    }

    /// One agent does something; what it sends leaves.
    pub(super) fn act<R>(&mut self, who: usize, act: impl FnOnce(&mut UserAgent, Instant) -> R) -> R {
        let done = act(&mut self.agents[who], self.now);
        self.drain(who);
        done
    }

    /// The start lines sent so far: `0 INVITE`, `1 180 INVITE`.
    pub(super) fn lines(&self) -> Vec<String> {
        self.wire.iter().map(|(_, who, message)| format!("{who} {}", title(message))).collect()
    }

    /// When (ms) this was sent.
    pub(super) fn times(&self, line: &str) -> Vec<u64> {
        let all = self.wire.iter();
        all.filter(|(_, who, message)| format!("{who} {}", title(message)) == line)
            .map(|(at, ..)| *at)
            .collect()
    }

    /// The last message sent with this line.
    pub(super) fn last(&self, line: &str) -> &Message {
        let mut all = self.wire.iter().rev();
        let found = all.find(|(_, who, message)| format!("{who} {}", title(message)) == line);
        &found.unwrap_or_else(|| panic!("{line} was not sent")).2
    }

    /// What a party was told of sessions, and forgets it.
    pub(super) fn told(&mut self, who: usize) -> Vec<SessionEvent> {
        let events = std::mem::take(&mut self.events[who]);
        let of_session = |event| match event {
            Event::Session { event, .. } => Some(event),
            _ => None,
        };
        events.into_iter().filter_map(of_session).collect()
    }

    /// The same as short words.
    pub(super) fn words(&mut self, who: usize) -> Vec<String> {
        self.told(who).iter().map(word).collect()
    }

    pub(super) fn call(&mut self, offer: Option<&[u8]>) -> SessionId {
        let flow = self.flows[ALICE];
        self.act(ALICE, |agent, now| agent.invite(now, &OutgoingInvite { offer, ..invite(flow) })).unwrap()
    }

    /// Bob takes the call that has come.
    pub(super) fn take(&mut self) -> SessionId {
        let taken = self.events[BOB].iter().position(|event| matches!(event, Event::Request { .. }));
        let Event::Request { server, .. } = self.events[BOB].remove(taken.expect("no call has come")) else {
            unreachable!()
        };
        self.act(BOB, |agent, now| agent.accept(now, server, "bob")).unwrap()
    }

    /// A call that stands: the sessions of both sides.
    pub(super) fn connected(&mut self) -> [SessionId; 2] {
        let alice = self.call(Some(OFFER));
        self.run(20);
        let bob = self.take();
        self.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
        self.run(100);
        assert_eq!(self.words(ALICE), ["answered v=0 answer"]);
        assert_eq!(self.words(BOB), ["acknowledged"]);
        self.wire.clear();
        [alice, bob]
    }

    /// Whether nothing is left of any call, on either side.
    pub(super) fn ended(&self) -> bool {
        self.agents.iter().all(|agent| {
            let stack = &agent.stack;
            agent.load() == (0, 0)
                && stack.clients.is_empty()
                && stack.servers.is_empty()
                && stack.tags.is_empty()
        })
    }
}

pub(super) fn invite(flow: Flow) -> OutgoingInvite<'static> {
    OutgoingInvite {
        flow,
        uri: "sip:bob@192.0.2.2",
        routes: &[],
        from: "\"Alice\" <sip:alice@192.0.2.1>",
        to: "<sip:bob@192.0.2.2>",
        contact_user: "alice",
        max_forwards: 70,
        headers: &[],
        offer: Some(OFFER),
        credentials: None,
        session_expires_secs: 0,
        follow_target: false,
    }
}

pub(super) fn title(message: &Message) -> String {
    match message.status() {
        Some(status) => format!("{status} {}", message.cseq().method),
        None => message.method().unwrap().to_string(),
    }
}

pub(super) fn text(bytes: Option<&Bytes>) -> String {
    bytes.map_or_else(|| "-".into(), |bytes| String::from_utf8(bytes.to_vec()).unwrap())
}

fn word(event: &SessionEvent) -> String {
    match event {
        SessionEvent::Progress { status, fork, description, .. } => {
            format!("progress {status} {fork} {}", text(description.as_ref()))
        }
        SessionEvent::Offered { offer, early, .. } => format!("offered {} {early}", text(Some(offer))),
        SessionEvent::Answered { answer, .. } => format!("answered {}", text(answer.as_ref())),
        SessionEvent::Rejected { status, .. } => format!("rejected {status}"),
        SessionEvent::Cancelled { reason } => {
            format!("cancelled {}", reason.as_ref().map_or_else(|| "-".into(), ToString::to_string))
        }
        SessionEvent::Completed { answer } => format!("completed {}", text(Some(answer))),
        SessionEvent::Acknowledged => "acknowledged".into(),
        SessionEvent::Reoffered { offer, unchanged, .. } => {
            format!("reoffered {}{}", text(offer.as_ref()), if *unchanged { " unchanged" } else { "" })
        }
        SessionEvent::ReofferWithdrawn => "withdrawn".into(),
        SessionEvent::Reanswered { description, .. } => format!("reanswered {}", text(description.as_ref())),
        SessionEvent::ReofferRefused { status, .. } => format!("refused {status}"),
        SessionEvent::Referred { message, .. } => {
            format!("referred {}", message.header(HeaderName::ReferTo).unwrap())
        }
        SessionEvent::ReferProgress { status, finished, .. } => format!("refer {status} {finished}"),
        SessionEvent::Info { .. } => "info".into(),
        SessionEvent::Text { .. } => "text".into(),
        SessionEvent::Ended { cause, reason } => {
            format!("ended {cause:?} {}", reason.as_ref().map_or_else(|| "-".into(), ToString::to_string))
        }
    }
}
