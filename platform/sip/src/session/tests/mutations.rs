//! Hostile peers: real messages of a call with bytes changed, lines doubled or dropped, in any order.

use bytes::Bytes;

use super::world::{ALICE, ANSWER, BOB, OFFER, World};
use crate::session::{Answer, Event};

/// A linear congruential generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// The messages of a call with everything in it, and both sides still in the middle of another.
fn rich_call() -> (World, Vec<Bytes>) {
    let mut world = World::new();
    let alice = world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
    world.run(100);
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::status(200))).unwrap();
    world.run(100);
    world.act(ALICE, |agent, now| agent.reoffer(now, alice, Some(b"v=0 more"))).unwrap();
    world.run(100);
    world.act(BOB, |agent, now| agent.reanswer(now, bob, ANSWER)).unwrap();
    world.run(100);
    world.act(ALICE, |agent, now| agent.refer(now, alice, "<sip:c@h>")).unwrap();
    world.act(ALICE, |agent, now| agent.info(now, alice, "text/plain", b"x")).unwrap();
    world.run(100);
    let messages = world.wire.iter().map(|(_, _, message)| message.bytes().clone()).collect();
    (world, messages)
}

fn mutate(dice: &mut Dice, messages: &[Bytes]) -> Bytes {
    let mut text = messages[dice.below(messages.len())].to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(text.len());
        match dice.below(6) {
            0 => text[at] = dice.below(256) as u8,
            1 => text.truncate(at.max(1)),
            2 => {
                let other = &messages[dice.below(messages.len())];
                text.extend_from_slice(&other[dice.below(other.len())..]);
            }
            3 => {
                let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
                lines.remove(dice.below(lines.len()));
                text = lines.join(&b'\n');
                if text.is_empty() {
                    text.push(b'x');
                }
            }
            4 => {
                let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
                let mut doubled = lines.clone();
                doubled.insert(dice.below(lines.len()), lines[dice.below(lines.len())]);
                text = doubled.join(&b'\n');
            }
            _ => {
                if let Some(digit) = text.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                    *digit = b'0' + dice.below(10) as u8;
                }
            }
        }
    }
    text.into()
}

#[test]
fn nothing_hostile_panics_or_stays() {
    for seed in 0..15 {
        let (mut world, messages) = rich_call();
        let mut dice = Dice(seed);
        for _ in 0..400 {
            let who = dice.below(2);
            let (bytes, flow) = (mutate(&mut dice, &messages), world.flows[who]);
            world.act(who, |agent, now| agent.handle_bytes(now, bytes, flow));
            world.run(dice.below(50) as u64);
        }
        for _ in 0..10 {
            for who in [ALICE, BOB] {
                for event in std::mem::take(&mut world.events[who]) {
                    match event {
                        Event::Request { server, .. } => {
                            world.act(who, |agent, now| agent.respond(now, server, Answer::status(403)).ok());
                        }
                        Event::Session { session, .. } => {
                            world.act(who, |agent, now| agent.hang_up(now, session, None).ok());
                        }
                        _ => {}
                    }
                }
            }
            world.run(40_000);
        }
        assert!(world.ended(), "seed {seed}: {:?}", world.agents.each_ref().map(|agent| agent.load()));
    }
}
