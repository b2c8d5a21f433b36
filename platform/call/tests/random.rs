//! Random sequences of inputs: never a panic, always an end, one record per connection, no leg left.

mod rig;

use std::collections::HashSet;

use call::{Entry, Input, LegId, Output, Plan, TakenLeg, TransferTarget};
use kernel::Cause;
use kernel::id::{CallId, Uuid};
use proptest::prelude::*;
use rig::{Rig, party, ring, sdp};

/// What the world outside knows: the legs that live.
struct World {
    rig: Rig,
    alive: HashSet<LegId>,
    connections: Vec<u16>,
    ended: usize,
    foreign: u64,
}

impl World {
    fn drain(&mut self) {
        for output in self.rig.outputs() {
            match output {
                Output::Route { connection, .. } => self.connections.push(connection.0),
                Output::Invite { leg, .. } => assert!(self.alive.insert(leg), "{leg} was invited twice"),
                Output::Reject { leg, .. } | Output::HangUp { leg, .. } | Output::Cancel { leg, .. } => {
                    self.alive.remove(&leg);
                }
                Output::GiveLeg { leg, .. } => {
                    assert!(self.alive.remove(&leg), "{leg} was given without being owned")
                }
                Output::Ended => self.ended += 1,
                _ => {}
            }
        }
        assert!(self.ended <= 1, "ended twice");
    }

    fn any_leg(&self, draw: u8) -> LegId {
        LegId::of(1, u16::from(draw % 8))
    }

    fn tell(&mut self, kind: u8, draw: u8) {
        let leg = self.any_leg(draw);
        let cause = Cause::NORMAL_CLEARING;
        let other = CallId(Uuid::from_u128(99));
        let offer = || Some(sdp(if draw & 16 == 0 { "plain" } else { "hold" }));
        let input = match kind % 22 {
            0 | 1 => {
                let Some(connection) = self.connections.pop() else { return };
                let plan = match draw % 5 {
                    0 => Plan::Refuse { status: 403, cause: Cause::REJECTED, kind: call::Kind::Out },
                    targets => ring(u32::from(targets) - 1),
                };
                self.after(|rig| {
                    rig.route(connection, plan);
                });
                return;
            }
            2 => Input::Ringing { leg },
            3 => Input::Progress { leg, description: sdp("early") },
            4 | 5 => Input::Answered { leg, description: offer() },
            6 => self
                .gone(leg, Input::Failed { leg, status: [404, 486, 503, 603][usize::from(draw % 4)], cause }),
            7 => self.gone(leg, Input::Cancelled { leg }),
            8 => self.gone(leg, Input::HungUp { leg, cause }),
            9 => Input::Reoffered { leg, offer: offer() },
            10 => Input::Reoffered { leg, offer: None },
            11 | 12 => Input::Reanswered { leg, description: sdp("answer") },
            13 => Input::ReofferFailed { leg, status: [488, 491, 500][usize::from(draw % 3)] },
            14 => Input::TransferAsked {
                leg,
                to: TransferTarget::Blind { dialled: "1".into(), host: "h".into() },
            },
            15 => Input::TransferAsked {
                leg,
                to: TransferTarget::Attended { call: other, leg: LegId::of(9, 1) },
            },
            16 => Input::LegWanted { replaced: leg, by: other },
            17 => {
                self.foreign += 1;
                let leg = LegId::of(1_000 + self.foreign, 0);
                self.alive.insert(leg);
                let (party, description) = (party("200"), offer());
                Input::LegTaken(TakenLeg { leg, party, description, from_call: other, busy: draw & 1 == 0 })
            }
            20 => Input::ReofferWithdrawn { leg },
            18 => Input::LegRefused { dialled: (draw & 1 == 0).then(|| "300".to_owned()) },
            19 => {
                if self.ended > 0 {
                    return;
                }
                let replaced = leg;
                let leg = self.rig.call.new_leg();
                self.alive.insert(leg);
                Input::Replace { leg, party: party("104"), offer: offer(), replaced }
            }
            _ => {
                if self.rig.call.poll_timeout().is_some() {
                    self.after(|rig| {
                        rig.expire();
                    });
                }
                return;
            }
        };
        self.after(|rig| {
            rig.tell(input);
        });
    }

    /// A leg that says it is gone is gone, if it was there.
    fn gone(&mut self, leg: LegId, input: Input) -> Input {
        self.alive.remove(&leg);
        input
    }

    fn after(&mut self, act: impl FnOnce(&mut Rig)) {
        act(&mut self.rig);
        self.drain();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_sequence_of_inputs_ends_clean(steps in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..80)) {
        let mut world =
            World { rig: Rig::new(), alive: HashSet::from([rig::A]), connections: Vec::new(), ended: 0, foreign: 0 };
        world.drain();
        for (kind, draw) in steps {
            world.tell(kind, draw);
        }
        world.after(|rig| { rig.tell(Input::HangUp { cause: Cause::TEMPORARY_FAILURE }); });
        prop_assert_eq!(world.ended, 1);
        prop_assert!(world.alive.is_empty(), "legs left: {:?}", world.alive);
        prop_assert!(world.rig.call.poll_timeout().is_none());
        let log = world.rig.call.log();
        let opened = log.iter().filter(|line| matches!(line.entry, Entry::Opened { .. })).count();
        let closed = log.iter().filter(|line| matches!(line.entry, Entry::Closed { .. })).count();
        let records = world.rig.records();
        prop_assert_eq!(opened, closed);
        prop_assert_eq!(records.len(), opened);
        let ids: HashSet<_> = records.iter().map(|record| record.id).collect();
        prop_assert_eq!(ids.len(), records.len());
    }
}
