//! Calls in virtual time: set-up, failures, races, hold.

mod rig;

use std::time::Duration;

use call::{Disposition, Input, Kind, Plan, Side};
use kernel::Cause;
use rig::{A, B, C, Rig, attempt, party, ring, sdp};

#[test]
fn a_call_rings_answers_talks_and_leaves_one_record() {
    let mut rig = Rig::new();
    assert_eq!(rig.drain(), ["route 102"]);
    assert_eq!(rig.route(0, ring(1)).drain(), ["invite B offer of A"]);
    rig.wait(Duration::from_secs(1));
    assert_eq!(rig.tell(Input::Ringing { leg: B }).drain(), ["ring A"]);
    rig.wait(Duration::from_secs(2));
    let answered = Input::Answered { leg: B, description: Some(sdp("answer of B")) };
    assert_eq!(rig.tell(answered).drain(), ["answer A answer of B", "bridge A B"]);
    rig.wait(Duration::from_secs(60));
    let hung_up = Input::HungUp { leg: B, cause: Cause::NORMAL_CLEARING };
    assert_eq!(rig.tell(hung_up).drain(), ["hang up A 16", "ended"]);

    let records = rig.records();
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(
        (record.side, record.cause, record.disposition),
        (Side::Called, Cause(16), Disposition::Answered)
    );
    assert_eq!(record.rang.unwrap().since(record.detected), Duration::from_secs(1));
    assert_eq!(record.connected.unwrap().since(record.detected), Duration::from_secs(3));
    assert_eq!(record.duration_ms, 60_000);
    assert_eq!((record.ani.as_str(), record.dnis.as_str()), ("101", "102"));
    assert_eq!((record.ani_user.as_deref(), record.dnis_user.as_deref()), (Some("101"), Some("102")));
}

#[test]
fn nobody_registered_is_480_with_cause_20() {
    let mut rig = Rig::new();
    assert_eq!(rig.route(0, ring(0)).drain()[1..], ["reject A 480 20", "ended"]);
    let record = &rig.records()[0];
    assert_eq!(
        (record.disposition, record.side, record.status),
        (Disposition::Failed, Side::Exchange, Some(480))
    );
}

#[test]
fn losers_of_a_fork_hear_that_it_was_answered_elsewhere() {
    let mut rig = Rig::new();
    rig.route(0, ring(3)).drain();
    let answered = Input::Answered { leg: C, description: Some(sdp("answer of C")) };
    let done = rig.tell(answered).drain();
    assert_eq!(done, ["cancel B elsewhere", "cancel D elsewhere", "answer A answer of C", "bridge A C"]);
    // B's 200 crossed the CANCEL.
    let late = Input::Answered { leg: B, description: Some(sdp("answer of B")) };
    assert_eq!(rig.tell(late).drain(), ["hang up B elsewhere"]);
    assert_eq!(rig.records().len(), 0, "the call goes on");
}

#[test]
fn busy_beats_silence_and_declined_for_all_stops_the_ringing() {
    let mut rig = Rig::new();
    rig.route(0, ring(2)).drain();
    rig.tell(Input::Failed { leg: B, status: 486, cause: Cause::USER_BUSY });
    assert!(rig.drain().is_empty());
    let silent = Input::Failed { leg: C, status: 408, cause: Cause::TIMER_EXPIRED };
    assert_eq!(rig.tell(silent).drain(), ["reject A 486 17", "ended"]);
    assert_eq!(rig.records()[0].disposition, Disposition::Busy);

    let mut rig = Rig::new();
    rig.route(0, ring(2)).drain();
    let declined = Input::Failed { leg: B, status: 603, cause: Cause::REJECTED };
    assert_eq!(rig.tell(declined).drain(), ["cancel C 21", "reject A 603 21", "ended"]);
    assert_eq!(rig.records()[0].disposition, Disposition::Rejected);
}

#[test]
fn unanswered_ringing_ends_at_the_ring_time() {
    let mut rig = Rig::new();
    rig.route(0, ring(1)).tell(Input::Ringing { leg: B }).drain();
    assert_eq!(rig.expire().drain(), ["cancel B 19", "reject A 480 19", "ended"]);
    assert_eq!(rig.records()[0].disposition, Disposition::NoAnswer);
}

#[test]
fn the_caller_may_give_up_and_a_crossing_answer_is_hung_up() {
    let mut rig = Rig::new();
    rig.route(0, ring(1)).drain();
    assert_eq!(rig.tell(Input::Cancelled { leg: A }).drain(), ["cancel B 16", "ended"]);
    let late = Input::Answered { leg: B, description: Some(sdp("answer of B")) };
    assert_eq!(rig.tell(late).drain(), ["hang up B elsewhere"]);
    let records = rig.records();
    assert_eq!(
        (records.len(), records[0].disposition, records[0].side),
        (1, Disposition::Cancelled, Side::Caller)
    );
}

#[test]
fn the_first_early_media_passes_and_another_device_may_still_answer() {
    let mut rig = Rig::new();
    rig.route(0, ring(2)).drain();
    let early = |leg, text| Input::Progress { leg, description: sdp(text) };
    assert_eq!(rig.tell(early(B, "early B")).drain(), ["progress A from B early B", "bridge A B"]);
    assert!(rig.tell(early(C, "early C")).drain().is_empty());
    rig.tell(Input::Answered { leg: C, description: None });
    assert_eq!(rig.drain(), ["cancel B elsewhere", "answer A early C", "bridge A C"]);
}

#[test]
fn a_failed_trunk_gives_way_to_the_next_and_a_busy_callee_does_not() {
    let plan = || Plan::Ring {
        attempts: vec![attempt(0..1), attempt(1..2)],
        kind: Kind::Out,
        called: party("+34910000001"),
        emergency: false,
        max_duration: None,
    };
    let mut rig = Rig::new();
    rig.route(0, plan()).drain();
    let away = Input::Failed { leg: B, status: 503, cause: Cause::TEMPORARY_FAILURE };
    assert_eq!(rig.tell(away).drain(), ["invite C offer of A"]);
    rig.tell(Input::Answered { leg: C, description: Some(sdp("answer of C")) });
    rig.tell(Input::HungUp { leg: A, cause: Cause::NORMAL_CLEARING });
    assert_eq!((rig.records()[0].side, rig.records()[0].dnis.as_str()), (Side::Caller, "102"));

    let mut rig = Rig::new();
    rig.route(0, plan()).drain();
    rig.tell(Input::Failed { leg: B, status: 486, cause: Cause::USER_BUSY });
    assert_eq!(rig.drain(), ["reject A 486 17", "ended"]);
    assert_eq!(rig.records()[0].dnis, "+34910000001");
}

#[test]
fn hold_and_resume_pass_through_and_are_logged() {
    let mut rig = Rig::talking();
    rig.tell(Input::Reoffered { leg: B, offer: Some(sdp("hold by B")) });
    assert_eq!(rig.drain(), ["reoffer A hold by B"]);
    rig.tell(Input::Reanswered { leg: A, description: sdp("A listens") });
    assert_eq!(rig.drain(), ["accept B A listens"]);
    assert!(
        rig.call.log().iter().any(|line| matches!(line.entry, call::Entry::Held { by: Side::Called, .. }))
    );
    assert!(rig.tell(Input::MediaSilent { leg: A }).drain().is_empty(), "silence is right while held");
    rig.tell(Input::Reoffered { leg: B, offer: Some(sdp("B again")) });
    rig.tell(Input::Reanswered { leg: A, description: sdp("A again") });
    assert!(
        rig.call.log().iter().any(|line| matches!(line.entry, call::Entry::Resumed { by: Side::Called, .. }))
    );
}

#[test]
fn both_offering_at_once_and_a_refusal_leave_the_call_as_it_was() {
    let mut rig = Rig::talking();
    rig.tell(Input::Reoffered { leg: A, offer: Some(sdp("A changes")) }).drain();
    rig.tell(Input::Reoffered { leg: B, offer: Some(sdp("B changes")) });
    assert_eq!(rig.drain(), ["refuse B 491"]);
    assert_eq!(rig.tell(Input::ReofferFailed { leg: B, status: 415 }).drain(), ["refuse A 488"]);
    assert!(rig.tell(Input::Reanswered { leg: B, description: sdp("late") }).drain().is_empty());
}

#[test]
fn a_proposal_taken_back_leaves_both_as_they_were() {
    let mut rig = Rig::talking();
    rig.tell(Input::Reoffered { leg: A, offer: Some(sdp("hold by A")) }).drain();
    assert!(rig.tell(Input::ReofferWithdrawn { leg: A }).drain().is_empty());
    rig.tell(Input::Reanswered { leg: B, description: sdp("B agrees") });
    assert_eq!(rig.drain(), ["reoffer B offer of A resumed"]);
    assert!(!rig.call.log().iter().any(|line| matches!(line.entry, call::Entry::Held { .. })));
}

#[test]
fn a_bye_that_crosses_a_re_invite_ends_the_call_once() {
    let mut rig = Rig::talking();
    rig.tell(Input::Reoffered { leg: A, offer: Some(sdp("hold by A")) }).drain();
    rig.tell(Input::HungUp { leg: B, cause: Cause::NORMAL_CLEARING });
    assert_eq!(rig.drain(), ["hang up A 16", "ended"]);
    assert!(rig.tell(Input::ReofferFailed { leg: B, status: 481 }).drain().is_empty());
    assert!(rig.tell(Input::HungUp { leg: A, cause: Cause::NORMAL_CLEARING }).drain().is_empty());
    assert_eq!(rig.records().len(), 1);
}

#[test]
fn a_caller_without_an_offer_gets_the_callees_and_its_answer_goes_on() {
    let mut rig = Rig::new();
    let offered = call::Offered {
        from: party("101"),
        dialled: "102".to_owned(),
        dialled_host: String::new(),
        offer: None,
    };
    rig.call = call::Call::new(rig.call.id(), 1, rig::LIMITS, offered, rig.now);
    assert_eq!(rig.route(0, ring(1)).drain(), ["route 102", "invite B -"]);
    rig.tell(Input::Answered { leg: B, description: Some(sdp("answer of B")) });
    assert_eq!(rig.drain(), ["answer A answer of B", "bridge A B"]);
    rig.tell(Input::Reanswered { leg: A, description: sdp("A in ACK") });
    assert_eq!(rig.drain(), ["reoffer B A in ACK resumed"]);
    assert!(rig.tell(Input::Reanswered { leg: B, description: sdp("B agrees") }).drain().is_empty());
}

#[test]
fn silence_length_and_the_administrator_end_a_call_from_the_exchange() {
    let ends = [
        (Input::MediaSilent { leg: A }, Cause::TIMER_EXPIRED),
        (Input::HangUp { cause: Cause::NORMAL_CLEARING }, Cause::NORMAL_CLEARING),
        (Input::Timeout, Cause::TIMER_EXPIRED),
    ];
    for (end, cause) in ends {
        let mut rig = Rig::talking();
        rig.wait(Duration::from_secs(3600));
        rig.tell(end);
        assert_eq!(rig.drain().len(), 3);
        let record = rig.records().remove(0);
        assert_eq!((record.side, record.cause), (Side::Exchange, cause));
    }
}

#[test]
fn a_cut_call_is_closed_as_of_the_last_sign_of_life() {
    let mut rig = Rig::talking();
    let mut log = rig.call.log().to_vec();
    rig.wait(Duration::from_secs(10));
    call::cdr::close_open(&mut log, rig.now.wall, Cause::TEMPORARY_FAILURE);
    let records = call::cdr::fold(rig.call.id(), &log);
    assert_eq!((records.len(), records[0].cause, records[0].duration_ms), (1, Cause(41), 10_000));
}
