//! Calls from the INVITE to the BYE, and every way in which they cross.

use super::world::{ALICE, ANSWER, BOB, OFFER, World};
use crate::header::HeaderName;
use crate::session::{Answer, Event, SessionError};
use crate::wire::Method;

#[test]
fn a_call_rings_is_answered_and_hung_up_and_leaves_nothing() {
    let mut world = World::new();
    let alice = world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    world.run(3000);
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(100);
    assert_eq!(world.words(ALICE), ["progress 180 0 -", "answered v=0 answer"]);
    assert_eq!(world.words(BOB), ["acknowledged"]);
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, Some("Q.850;cause=16"))).unwrap();
    world.run(100);
    assert_eq!(world.words(BOB), ["ended Bye Q.850;cause=16"]);
    assert!(world.words(ALICE).is_empty());
    assert_eq!(world.lines(), ["0 INVITE", "1 180 INVITE", "1 200 INVITE", "0 ACK", "0 BYE", "1 200 BYE"]);
    assert_eq!(world.agents[ALICE].hang_up(world.now, alice, None), Err(SessionError::Ended));
    world.run(40_000);
    assert!(world.ended());
}

#[test]
fn the_callee_hangs_up() {
    let mut world = World::new();
    let [_, bob] = world.connected();
    world.act(BOB, |agent, now| agent.hang_up(now, bob, None)).unwrap();
    world.run(100);
    assert_eq!(world.words(ALICE), ["ended Bye -"]);
    assert_eq!(world.lines(), ["1 BYE", "0 200 BYE"]);
    let bye = world.last("1 BYE");
    assert_eq!(bye.request_uri(), Some("sip:alice@192.0.2.1:5060"));
    world.run(40_000);
    assert!(world.ended());
}

#[test]
fn a_rejected_call_tells_status_and_reason() {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    let busy = Answer { headers: &[("Reason", "Q.850;cause=17")], ..Answer::status(486) };
    world.act(BOB, |agent, now| agent.reject(now, bob, busy)).unwrap();
    world.run(100);
    assert_eq!(world.words(ALICE), ["rejected 486"]);
    assert_eq!(world.last("1 486 INVITE").header(HeaderName::Reason), Some("Q.850;cause=17"));
    assert_eq!(world.lines(), ["0 INVITE", "1 486 INVITE", "0 ACK"]);
    world.run(60_000);
    assert!(world.ended());
}

#[test]
fn early_media_is_told_and_the_answer_may_leave_the_description_out() {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    // The INVITE supports 100rel, so a description travels reliably.
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
    world.run(100);
    assert_eq!(world.words(ALICE), ["progress 183 0 v=0 answer"]);
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::status(200))).unwrap();
    world.run(100);
    assert_eq!(world.words(ALICE), ["answered -"]);
    assert_eq!(
        world.lines(),
        ["0 INVITE", "1 183 INVITE", "0 PRACK", "1 200 PRACK", "1 200 INVITE", "0 ACK"]
    );
}

#[test]
fn a_cancelled_call_ends_with_487_and_the_callee_hears_the_reason() {
    let mut world = World::new();
    let alice = world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    world.run(100);
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, Some("SIP;cause=200"))).unwrap();
    world.run(100);
    assert_eq!(world.words(BOB), ["cancelled SIP;cause=200"]);
    assert_eq!(world.words(ALICE), ["progress 180 0 -"]);
    assert_eq!(
        world.lines(),
        ["0 INVITE", "1 180 INVITE", "0 CANCEL", "1 200 CANCEL", "1 487 INVITE", "0 ACK"]
    );
    let tag = |line| world.last(line).to().tag().unwrap().to_owned();
    assert_eq!(tag("1 200 CANCEL"), tag("1 180 INVITE"));
    world.run(60_000);
    assert!(world.ended());
}

#[test]
fn a_cancel_before_any_response_waits_for_the_first_one() {
    let mut world = World::new();
    let alice = world.call(Some(OFFER));
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, None)).unwrap();
    world.run(1000);
    // Bob's application never touched the call: the stack answers 100 after 200 ms, then the CANCEL comes.
    assert!(world.events[BOB].iter().any(|event| matches!(event, Event::Withdrawn { .. })));
    assert_eq!(
        world.lines(),
        ["0 INVITE", "1 100 INVITE", "0 CANCEL", "1 200 CANCEL", "1 487 INVITE", "0 ACK"]
    );
}

#[test]
fn a_200_that_crosses_the_cancel_is_acknowledged_and_ended() {
    let mut world = World::new();
    let alice = world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    world.run(100);
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, None)).unwrap();
    world.run(200);
    assert_eq!(world.words(ALICE), ["progress 180 0 -"]);
    let told = world.words(BOB);
    assert_eq!(told[0], "acknowledged");
    assert!(told[1].starts_with("ended Bye"), "{told:?}");
    assert_eq!(world.lines()[4..], ["0 ACK", "0 BYE", "1 200 CANCEL", "1 200 BYE"]);
    world.run(60_000);
    assert!(world.ended());
}

#[test]
fn the_200_is_repeated_until_its_ack_arrives() {
    let mut world = World::new();
    let mut lost = 0;
    world.loses = Box::new(move |_, message| {
        let is_ack = message.method() == Some(&Method::Ack);
        lost += u32::from(is_ack);
        is_ack && lost <= 2
    });
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(10_000);
    assert_eq!(world.times("1 200 INVITE"), [20, 520, 1520]);
    assert_eq!(world.times("0 ACK"), [30, 530, 1530]);
    assert_eq!(world.words(BOB), ["acknowledged"]);
    assert_eq!(world.words(ALICE), ["answered v=0 answer"]);
}

#[test]
fn without_any_ack_the_call_is_ended_after_64_t1() {
    let mut world = World::new();
    world.loses = Box::new(|_, message| message.method() == Some(&Method::Ack));
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(31_000);
    assert!(world.words(BOB).is_empty());
    assert_eq!(world.times("1 200 INVITE")[..7], [20, 520, 1520, 3520, 7520, 11_520, 15_520]);
    world.run(2000);
    assert_eq!(world.words(BOB), ["ended NotAcknowledged -"]);
    assert!(world.words(ALICE)[1].starts_with("ended Bye"));
    world.run(60_000);
    assert!(world.ended());
}

#[test]
fn a_callee_who_hangs_up_before_the_ack_waits_for_it() {
    let mut world = World::new();
    let mut lost = 0;
    world.loses = Box::new(move |_, message| {
        let is_ack = message.method() == Some(&Method::Ack);
        lost += u32::from(is_ack);
        is_ack && lost <= 1
    });
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.act(BOB, |agent, now| agent.hang_up(now, bob, None)).unwrap();
    world.run(5000);
    assert_eq!(
        world.lines(),
        ["0 INVITE", "1 200 INVITE", "0 ACK", "1 200 INVITE", "0 ACK", "1 BYE", "0 200 BYE"]
    );
    assert!(world.words(BOB).is_empty());
}

#[test]
fn an_invite_without_offer_gets_the_offer_in_the_200_and_the_answer_in_the_ack() {
    let mut world = World::new();
    let alice = world.call(None);
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, OFFER))).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["offered v=0 offer false"]);
    assert!(world.times("0 ACK").is_empty());
    world.act(ALICE, |agent, now| agent.complete(now, alice, ANSWER)).unwrap();
    world.run(50);
    assert_eq!(world.words(BOB), ["acknowledged", "completed v=0 answer"]);
    assert_eq!(world.last("0 ACK").body(), ANSWER);
}

#[test]
fn hanging_up_an_unanswered_offer_still_acknowledges_it() {
    let mut world = World::new();
    let alice = world.call(None);
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, OFFER))).unwrap();
    world.run(50);
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, None)).unwrap();
    world.run(50);
    assert_eq!(world.lines()[2..], ["0 ACK", "0 BYE", "1 200 BYE"]);
}

#[test]
fn a_call_nobody_answers_times_out() {
    let mut world = World::new();
    world.loses = Box::new(|_, _| true);
    world.call(Some(OFFER));
    world.run(40_000);
    assert_eq!(world.words(ALICE), ["rejected 408"]);
    assert!(world.ended());
}

#[test]
fn both_hang_up_at_once() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, None)).unwrap();
    world.act(BOB, |agent, now| agent.hang_up(now, bob, None)).unwrap();
    world.run(100);
    assert_eq!(world.lines(), ["0 BYE", "1 BYE", "1 200 BYE", "0 200 BYE"]);
    assert!(world.words(ALICE).is_empty() && world.words(BOB).is_empty());
    world.run(40_000);
    assert!(world.ended());
}

#[test]
fn a_bye_from_the_caller_of_an_unanswered_call_ends_it_with_487() {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    world.run(100);
    let ringing = world.last("1 180 INVITE").clone();
    let bye = format!(
        "BYE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKearly\r\nMax-Forwards: 70\r\n\
         From: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n",
        ringing.from().as_str(),
        ringing.to().as_str(),
        ringing.call_id()
    );
    let flow = world.flows[BOB];
    world.act(BOB, |agent, now| agent.handle_bytes(now, bye.into_bytes().into(), flow));
    world.run(100);
    assert_eq!(world.words(BOB), ["cancelled -"]);
    assert_eq!(world.lines()[2..4], ["1 200 BYE", "1 487 INVITE"]);
}

#[test]
fn a_caller_whose_connection_breaks_while_it_rings_is_gone() {
    let mut world = World::new();
    for flow in &mut world.flows {
        flow.protocol = crate::flow::Protocol::Tcp;
        flow.connection = 5;
    }
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    world.run(100);
    world.act(BOB, |agent, now| agent.handle_disconnect(now, 5));
    assert_eq!(world.words(BOB), ["cancelled -"]);
    world.act(ALICE, |agent, now| agent.handle_disconnect(now, 5));
    assert_eq!(world.words(ALICE), ["progress 180 0 -", "rejected 503"]);
}

#[test]
fn sessions_are_found_by_the_names_in_replaces() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    let id = world.agents[BOB].dialog(bob).unwrap();
    let (call_id, local, remote) = (id.call_id.to_owned(), id.local_tag.to_owned(), id.remote_tag.to_owned());
    let named = crate::dialog::DialogId { call_id: &call_id, local_tag: &local, remote_tag: &remote };
    assert_eq!(world.agents[BOB].find(named), Some((bob, true)));
    let turned = crate::dialog::DialogId { local_tag: &remote, remote_tag: &local, ..named };
    assert_eq!(world.agents[ALICE].find(turned), Some((alice, true)));
    assert_eq!(world.agents[BOB].find(turned), None);
    let other_call = crate::dialog::DialogId { call_id: "other", ..named };
    assert_eq!(world.agents[BOB].find(other_call), None);
}

#[test]
fn over_a_bad_network_calls_still_stand_and_end() {
    for seed in 1..30_u64 {
        let mut world = World::new();
        let mut state = seed;
        world.loses = Box::new(move |_, _| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % 100 < 25
        });
        let alice = world.call(Some(OFFER));
        world.run(8000);
        let bob = world.take();
        world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
        world.run(10_000);
        world.act(BOB, |agent, now| agent.answer(now, bob, Answer::status(200))).unwrap();
        world.run(25_000);
        assert_eq!(world.words(BOB), ["acknowledged"], "seed {seed}");
        assert_eq!(world.words(ALICE).last().unwrap(), "answered -", "seed {seed}");
        world.act(ALICE, |agent, now| agent.hang_up(now, alice, None)).unwrap();
        world.run(20_000);
        assert_eq!(world.words(BOB), ["ended Bye -"], "seed {seed}");
        world.run(100_000);
        assert!(world.ended(), "seed {seed}");
    }
}
