//! Two tables joined by a network that loses, doubles and reorders: every request is seen once and answered.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::lab::{parse, request, response};
use crate::flow::Flow;
use crate::transaction::{Config, Output, Transactions};
use crate::wire::{Message, Method};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.roll() % 100 < chance
    }
}

struct World {
    peers: [Transactions; 2],
    flows: [Flow; 2],
    now: Instant,
    dice: Dice,
    /// Datagrams on their way: to whom and what.
    air: BTreeMap<(Instant, u64), (usize, Bytes)>,
    /// How often the server saw each Call-ID.
    requests: HashMap<String, u32>,
    /// The final statuses each Call-ID got.
    finals: HashMap<String, Vec<u16>>,
    acks: HashMap<String, u32>,
    timeouts: u32,
}

impl World {
    fn new(seed: u64) -> Self {
        let now = Instant::now();
        let (one, two) = ("192.0.2.1:5060".parse().unwrap(), "192.0.2.2:5060".parse().unwrap());
        Self {
            peers: [0, 1].map(|n| Transactions::new(&Config::default(), now, [n; 32])),
            flows: [Flow::udp(one, two), Flow::udp(two, one)],
            now,
            dice: Dice(seed),
            air: BTreeMap::new(),
            requests: HashMap::new(),
            finals: HashMap::new(),
            acks: HashMap::new(),
            timeouts: 0,
        }
    }

    fn throw(&mut self, from: usize, bytes: &Bytes) {
        let copies = if self.dice.percent(10) { 2 } else { 1 };
        for _ in 0..copies {
            if !self.dice.percent(25) {
                let at = self.now + Duration::from_millis(5 + self.dice.roll() % 200);
                self.air.insert((at, self.dice.roll()), (1 - from, bytes.clone()));
            }
        }
    }

    fn drain(&mut self, who: usize) {
        while let Some(output) = self.peers[who].poll_output() {
            match output {
                Output::Transmit { bytes, .. } => self.throw(who, &bytes),
                Output::Request { server, message, .. } => {
                    *self.requests.entry(message.call_id().into()).or_default() += 1;
                    let method = message.method().unwrap().clone();
                    let status = if method == Method::Invite { 486 } else { 200 };
                    let answer = parse(&response(status, method.as_str(), message.call_id()));
                    self.peers[who].respond(self.now, server, &answer).unwrap();
                }
                Output::Response { message, .. } if message.status() >= Some(200) => {
                    let finals = self.finals.entry(message.call_id().into()).or_default();
                    finals.push(message.status().unwrap());
                }
                Output::Ack { message, .. } => *self.acks.entry(message.call_id().into()).or_default() += 1,
                Output::TimedOut { .. } => self.timeouts += 1,
                _ => {}
            }
        }
    }

    fn run(&mut self, until: Instant) {
        loop {
            let arrival = self.air.keys().next().map(|(at, _)| *at);
            let alarms = [0, 1].map(|n| self.peers[n].poll_timeout());
            let next = alarms.into_iter().chain([arrival]).flatten().min();
            let Some(next) = next.filter(|at| *at <= until) else { break };
            self.now = self.now.max(next);
            while let Some(entry) = self.air.first_entry().filter(|entry| entry.key().0 <= self.now) {
                let (to, bytes) = entry.remove();
                let message = Message::parse(bytes).unwrap();
                self.peers[to].handle_message(self.now, message, self.flows[to]);
            }
            for who in [0, 1] {
                self.peers[who].handle_timeout(self.now);
                self.drain(who);
            }
        }
        self.now = until;
    }
}

#[test]
fn over_a_bad_network_every_request_is_seen_once_and_answered_once() {
    for seed in 0..20 {
        let mut world = World::new(seed);
        for n in 0..50 {
            let method = if n % 2 == 0 { "INVITE" } else { "OPTIONS" };
            let message = parse(&request(method, &format!("s{seed}n{n}")));
            let flow = world.flows[0];
            world.peers[0].request(world.now, &message, flow).unwrap();
            world.drain(0);
            let later = world.now + Duration::from_millis(100);
            world.run(later);
        }
        let end = world.now + Duration::from_secs(120);
        world.run(end);
        assert_eq!(world.timeouts, 0, "seed {seed}");
        assert_eq!(world.requests.len(), 50, "seed {seed}");
        assert!(world.requests.values().all(|times| *times == 1), "seed {seed}");
        assert_eq!(world.finals.len(), 50, "seed {seed}");
        assert!(world.finals.values().all(|finals| finals.len() == 1), "seed {seed}");
        assert!(world.acks.is_empty(), "a refusal's ACK is no business of the dialog (seed {seed})");
        assert!(world.peers.iter().all(Transactions::is_empty), "seed {seed}");
    }
}
