//! Two user agents that do anything at any time over a bad network: nothing panics, and nothing is left.

use super::world::{ALICE, ANSWER, BOB, OFFER, World, invite};
use crate::session::{Answer, Config, Event, OutgoingInvite, ReferId, SessionEvent, SessionId};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

#[derive(Default)]
struct Known {
    sessions: [Vec<SessionId>; 2],
    refers: Vec<(usize, SessionId, ReferId)>,
}

fn look(world: &mut World, known: &mut Known, dice: &mut Dice) {
    for who in [ALICE, BOB] {
        for event in std::mem::take(&mut world.events[who]) {
            match event {
                Event::Request { server, .. } => {
                    let taken = world.act(who, |agent, now| match dice.below(4) {
                        0 => agent.respond(now, server, Answer::status(486)).map(|()| None),
                        _ => agent.accept(now, server, "x").map(Some),
                    });
                    known.sessions[who].extend(taken.ok().flatten());
                }
                Event::Session { session, event: SessionEvent::Referred { refer, .. } } => {
                    known.refers.push((who, session, refer));
                }
                _ => {}
            }
        }
    }
}

fn act(world: &mut World, known: &mut Known, dice: &mut Dice) {
    let who = dice.below(2) as usize;
    let flow = world.flows[who];
    if dice.below(5) == 0 {
        let offer = (dice.below(4) != 0).then_some(OFFER);
        let session_expires_secs = [0, 90][dice.below(2) as usize];
        let request = OutgoingInvite { offer, session_expires_secs, ..invite(flow) };
        known.sessions[who].extend(world.act(who, |agent, now| agent.invite(now, &request)));
    }
    if let Some((who, session, refer)) = known.refers.last().copied() {
        let status = [100, 180, 200, 202, 486][dice.below(5) as usize];
        world.act(who, |agent, now| {
            agent.answer_refer(now, session, refer, status.max(200)).ok();
            agent.report_refer(now, session, refer, status).ok();
        });
    }
    let count = known.sessions[who].len() as u64;
    if count == 0 {
        return;
    }
    let session = known.sessions[who][dice.below(count) as usize];
    let described = (dice.below(2) == 0).then_some(ANSWER);
    let choice = dice.below(14);
    world.act(who, |agent, now| {
        // Whatever is not possible now is refused; that is the point.
        match choice {
            0 | 1 => agent.ring(now, session, Answer { description: described, ..Answer::status(183) }).ok(),
            2 | 3 => {
                agent.answer(now, session, Answer { description: described, ..Answer::status(200) }).ok()
            }
            4 => agent.reject(now, session, Answer::status(603)).ok(),
            5 => agent.hang_up(now, session, Some("Q.850;cause=16")).ok(),
            6 | 7 => agent.reoffer(now, session, described).ok(),
            8 | 9 => agent.reanswer(now, session, ANSWER).ok(),
            10 => agent.refuse_reoffer(now, session, Answer::status(488)).ok(),
            11 => agent.complete(now, session, ANSWER).ok(),
            12 => agent.info(now, session, "text/plain", b"x").ok(),
            _ => agent.refer(now, session, "<sip:c@h>").map(|_| ()).ok(),
        }
    });
}

#[test]
fn whatever_both_sides_do_nothing_panics_and_nothing_is_left() {
    for seed in 1..40_u64 {
        let mut dice = Dice(seed);
        let mut world =
            World::with(Config { session_expires_secs: 90 * (seed as u32 % 2), ..Config::default() });
        let mut network = Dice(seed ^ 0xABCD);
        let loss = seed % 3 * 10;
        world.loses = Box::new(move |_, _| network.below(100) < loss);
        let mut known = Known::default();
        for _ in 0..200 {
            act(&mut world, &mut known, &mut dice);
            world.run([1, 30, 300, 3000][dice.below(4) as usize]);
            look(&mut world, &mut known, &mut dice);
        }
        for who in [ALICE, BOB] {
            for session in std::mem::take(&mut known.sessions[who]) {
                world.act(who, |agent, now| agent.hang_up(now, session, None).ok());
            }
        }
        // What still comes is rejected, so that the end comes.
        for _ in 0..20 {
            world.run(20_000);
            for who in [ALICE, BOB] {
                for event in std::mem::take(&mut world.events[who]) {
                    if let Event::Request { server, .. } = event {
                        world.act(who, |agent, now| agent.respond(now, server, Answer::status(486)).ok());
                    }
                }
            }
        }
        assert!(world.ended(), "seed {seed}: {:?}", world.agents.each_ref().map(|agent| agent.load()));
    }
}
