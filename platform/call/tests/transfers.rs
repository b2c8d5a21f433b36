//! Transfers and replaced legs in virtual time, one call and two calls together.

mod rig;

use call::{Disposition, Input, LegId, Origin, Output, TakenLeg, TransferTarget};
use kernel::Cause;
use rig::{A, B, C, D, Rig, party, ring, sdp};

fn blind() -> Input {
    Input::TransferAsked {
        leg: B,
        to: TransferTarget::Blind { dialled: "103".into(), host: "example.test".into() },
    }
}

#[test]
fn a_blind_transfer_connects_the_kept_party_and_releases_the_transferrer() {
    let mut rig = Rig::talking();
    assert_eq!(rig.tell(blind()).drain(), ["accept transfer B", "route 103"]);
    assert_eq!(rig.route(1, ring(1)).drain(), ["invite C offer of A"]);
    assert_eq!(rig.tell(Input::Ringing { leg: C }).drain(), ["notify B 180"]);
    rig.tell(Input::Answered { leg: C, description: Some(sdp("answer of C")) });
    assert_eq!(rig.drain(), ["notify B 200", "hang up B 16", "bridge A C", "reoffer A answer of C resumed"]);
    rig.tell(Input::Reanswered { leg: A, description: sdp("A to C") });
    assert_eq!(rig.drain(), ["reoffer C A to C resumed"]);
    rig.tell(Input::Reanswered { leg: C, description: sdp("C to A") });
    rig.tell(Input::HungUp { leg: A, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["hang up C 16", "ended"]);
    let records = rig.records();
    assert_eq!(records.len(), 2);
    assert_eq!((records[1].origin, records[1].linked_to), (Origin::BlindTransfer, Some(records[0].id)));
    assert_eq!(records[0].call, records[1].call);
    assert_ne!(records[0].id, records[1].id);
}

#[test]
fn a_failed_blind_transfer_leaves_the_call_with_the_transferrer() {
    let mut rig = Rig::talking();
    rig.tell(blind()).route(1, ring(1)).drain();
    rig.tell(Input::Failed { leg: C, status: 486, cause: Cause::USER_BUSY });
    assert_eq!(rig.drain(), ["notify B 486"]);
    rig.tell(Input::HungUp { leg: B, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["hang up A 16", "ended"]);
    assert_eq!(rig.records()[1].disposition, Disposition::Busy);
}

#[test]
fn a_failed_transfer_calls_the_transferrer_back_when_it_has_hung_up() {
    let mut rig = Rig::talking();
    rig.tell(blind()).route(1, ring(1)).drain();
    assert_eq!(rig.tell(Input::HungUp { leg: B, cause: Cause::NORMAL_CLEARING }).drain(), ["unbridge A"]);
    rig.tell(Input::Failed { leg: C, status: 480, cause: Cause::NO_ANSWER });
    assert_eq!(rig.drain(), ["route 102"]);
    assert_eq!(rig.route(2, ring(1)).drain(), ["invite D offer of A"]);
    rig.tell(Input::Answered { leg: D, description: Some(sdp("B again")) });
    assert_eq!(rig.drain(), ["bridge A D", "reoffer A B again resumed"]);
    rig.tell(Input::HungUp { leg: D, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["hang up A 16", "ended"]);
    assert_eq!(
        rig.records().iter().map(|record| record.origin).collect::<Vec<_>>(),
        [Origin::Dialled, Origin::BlindTransfer, Origin::Returned]
    );
}

#[test]
fn a_caller_that_hangs_up_during_the_transfer_ends_everything() {
    let mut rig = Rig::talking();
    rig.tell(blind()).route(1, ring(1)).drain();
    rig.tell(Input::HungUp { leg: A, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["cancel C 16", "notify B 487", "hang up B 16", "ended"]);
    assert_eq!(rig.records()[1].disposition, Disposition::Cancelled);
}

/// Carries legs between two calls as the driver does.
fn carry(giver: &mut Rig, taker: &mut Rig) -> Vec<String> {
    let mut seen = Vec::new();
    for output in taker.outputs() {
        seen.push(rig::words(&output));
        if let Output::WantLeg { replaced, .. } = output {
            giver.tell(Input::LegWanted { replaced, by: taker.call.id() });
        }
    }
    for output in giver.outputs() {
        seen.push(format!("giver {}", rig::words(&output)));
        match output {
            Output::GiveLeg { leg, party, description, busy, .. } => {
                let from_call = giver.call.id();
                taker.tell(Input::LegTaken(TakenLeg { leg, party, description, from_call, busy }));
            }
            Output::RefuseLeg { dialled, .. } => {
                taker.tell(Input::LegRefused { dialled });
            }
            _ => {}
        }
    }
    seen
}

#[test]
fn an_attended_transfer_joins_the_outer_legs_of_two_calls() {
    let (mut first, mut second) = (Rig::talking(), Rig::numbered(2));
    let (b2, c) = (LegId::of(2, 0), LegId::of(2, 1));
    second.route(0, ring(1)).tell(Input::Answered { leg: c, description: Some(sdp("answer of C")) }).drain();
    let to = TransferTarget::Attended { call: second.call.id(), leg: b2 };
    first.tell(Input::TransferAsked { leg: B, to });
    let seen = carry(&mut second, &mut first);
    assert_eq!(
        seen,
        [
            "accept transfer B",
            "want leg",
            "giver unbridge B",
            "giver give B",
            "giver hang up A 16",
            "giver ended"
        ]
    );
    let joined = first.drain();
    assert_eq!(joined, ["notify B 200", "hang up B 16", "bridge A B", "reoffer A answer of C resumed"]);
    first.tell(Input::Reanswered { leg: A, description: sdp("A to C") });
    first.tell(Input::HungUp { leg: c, cause: Cause::NORMAL_CLEARING });
    assert_eq!(first.drain().last().map(String::as_str), Some("ended"));
    let records = first.records();
    assert_eq!((records.len(), records[1].linked_call), (2, Some(second.call.id())));
    assert_eq!(second.records()[0].linked_call, Some(first.call.id()));
}

#[test]
fn a_transfer_to_a_call_that_only_rings_dials_its_target() {
    let (mut first, mut second) = (Rig::talking(), Rig::numbered(2));
    second.route(0, ring(1)).drain();
    let to = TransferTarget::Attended { call: second.call.id(), leg: LegId::of(2, 0) };
    first.tell(Input::TransferAsked { leg: B, to });
    let seen = carry(&mut second, &mut first);
    assert_eq!(
        seen[2..],
        ["giver cancel B 16", "giver reject A 487 16", "giver refuse leg 102", "giver ended"]
    );
    assert_eq!(first.drain(), ["route 102"]);
}

#[test]
fn a_newcomer_takes_the_place_of_a_leg() {
    let mut rig = Rig::talking();
    let new = rig.call.new_leg();
    assert_eq!(new, C);
    rig.tell(Input::Replace { leg: C, party: party("104"), offer: Some(sdp("offer of C")), replaced: B });
    assert_eq!(rig.drain(), ["reoffer A offer of C resumed"]);
    rig.tell(Input::Reanswered { leg: A, description: sdp("A to C") });
    assert_eq!(rig.drain(), ["answer C A to C", "bridge A C", "hang up B elsewhere"]);
    rig.tell(Input::HungUp { leg: C, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["hang up A 16", "ended"]);
    assert_eq!(rig.records()[1].origin, Origin::Replaced);
}

#[test]
fn a_newcomer_that_gives_up_leaves_the_call_as_it_was() {
    let mut rig = Rig::talking();
    let new = rig.call.new_leg();
    rig.tell(Input::Replace { leg: new, party: party("104"), offer: Some(sdp("offer of C")), replaced: B })
        .drain();
    assert!(rig.tell(Input::Cancelled { leg: C }).drain().is_empty());
    rig.tell(Input::Reanswered { leg: A, description: sdp("A to C") });
    assert_eq!(rig.drain(), ["reoffer A answer of B resumed"]);
    rig.tell(Input::HungUp { leg: B, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["hang up A 16", "ended"]);
}
