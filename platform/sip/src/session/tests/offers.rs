//! Offers within a standing session: hold, refusal, glare, UPDATE, the order of things.

use super::world::{ALICE, ANSWER, BOB, World};
use crate::header::HeaderName;
use crate::session::{Answer, SessionError, SessionId};
use crate::wire::Method;

const HOLD: &[u8] = b"v=0 hold";
const HELD: &[u8] = b"v=0 held";

fn reoffer(world: &mut World, who: usize, session: SessionId) {
    world.act(who, |agent, now| agent.reoffer(now, session, Some(HOLD))).unwrap();
}

fn reanswer(world: &mut World, who: usize, session: SessionId) {
    world.act(who, |agent, now| agent.reanswer(now, session, HELD)).unwrap();
}

#[test]
fn either_side_may_offer_again() {
    let mut world = World::new();
    let sessions = world.connected();
    for (asker, other) in [(ALICE, BOB), (BOB, ALICE), (ALICE, BOB)] {
        reoffer(&mut world, asker, sessions[asker]);
        world.run(50);
        assert!(world.words(other)[0].starts_with("reoffered v=0 hold"));
        reanswer(&mut world, other, sessions[other]);
        world.run(50);
        assert_eq!(world.words(asker), ["reanswered v=0 held"]);
        assert!(world.words(other).is_empty());
    }
    let numbers: Vec<u32> = world
        .wire
        .iter()
        .filter(|(_, _, message)| message.method() == Some(&Method::Invite))
        .map(|(_, _, message)| message.cseq().number)
        .collect();
    assert_eq!(numbers, [2, 1, 3]);
}

#[test]
fn the_same_description_again_is_told_to_be_unchanged() {
    let mut world = World::new();
    let [alice, _] = world.connected();
    world.act(ALICE, |agent, now| agent.reoffer(now, alice, Some(super::world::OFFER))).unwrap();
    world.run(50);
    assert_eq!(world.words(BOB), ["reoffered v=0 offer unchanged"]);
}

#[test]
fn a_refused_offer_leaves_the_session_standing() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    reoffer(&mut world, ALICE, alice);
    assert_eq!(world.agents[ALICE].reoffer(world.now, alice, Some(HOLD)), Err(SessionError::State));
    world.run(50);
    world.act(BOB, |agent, now| agent.refuse_reoffer(now, bob, Answer::status(488))).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["refused 488"]);
    world.words(BOB);
    reoffer(&mut world, ALICE, alice);
    world.run(50);
    reanswer(&mut world, BOB, bob);
    world.run(50);
    assert_eq!(world.words(ALICE), ["reanswered v=0 held"]);
}

#[test]
fn after_a_glare_the_callee_tries_again_first_and_both_offers_get_through() {
    let mut world = World::new();
    let sessions = world.connected();
    reoffer(&mut world, ALICE, sessions[ALICE]);
    reoffer(&mut world, BOB, sessions[BOB]);
    world.run(100);
    assert_eq!(world.times("0 491 INVITE").len(), 1);
    assert_eq!(world.times("1 491 INVITE").len(), 1);
    let glare = world.times("0 491 INVITE")[0];
    for (asker, other) in [(BOB, ALICE), (ALICE, BOB)] {
        let mut waited = 0;
        while world.words(other).is_empty() {
            world.run(10);
            waited += 10;
            assert!(waited < 4100, "{asker} does not try again");
        }
        reanswer(&mut world, other, sessions[other]);
        world.run(60);
        assert_eq!(world.words(asker), ["reanswered v=0 held"]);
    }
    let again = |who: usize| world.times(&format!("{who} INVITE"))[1] - glare;
    assert!(again(BOB) <= 2020, "{}", again(BOB));
    assert!((2100..=4020).contains(&again(ALICE)), "{}", again(ALICE));
}

#[test]
fn an_offer_that_comes_while_one_is_unanswered_gets_500_with_retry_after() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    reoffer(&mut world, ALICE, alice);
    world.run(50);
    let invite = String::from_utf8(world.last("0 INVITE").bytes().to_vec()).unwrap();
    let second = invite.replace("2 INVITE", "3 INVITE").replace("branch=z9hG4bK", "branch=z9hG4bKx");
    let flow = world.flows[BOB];
    world.act(BOB, |agent, now| agent.handle_bytes(now, second.into_bytes().into(), flow));
    assert_eq!(world.lines().last().unwrap(), "1 500 INVITE");
    assert!(world.last("1 500 INVITE").header(HeaderName::RetryAfter).is_some());
    // Ours waits until theirs is through.
    reoffer(&mut world, BOB, bob);
    assert!(world.times("1 INVITE").is_empty());
    reanswer(&mut world, BOB, bob);
    world.run(100);
    assert_eq!(world.times("1 INVITE").len(), 1);
}

#[test]
fn an_offer_right_after_the_answer_waits_for_the_ack() {
    let mut world = World::new();
    world.call(Some(super::world::OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    reoffer(&mut world, BOB, bob);
    world.run(100);
    assert_eq!(world.lines(), ["0 INVITE", "1 200 INVITE", "0 ACK", "1 INVITE", "0 100 INVITE"][..4]);
}

#[test]
fn a_request_for_an_offer_is_answered_in_the_ack() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    world.act(ALICE, |agent, now| agent.reoffer(now, alice, None)).unwrap();
    world.run(50);
    assert_eq!(world.words(BOB), ["reoffered -"]);
    world.act(BOB, |agent, now| agent.reanswer(now, bob, HOLD)).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["reanswered v=0 hold"]);
    assert!(world.times("0 ACK").is_empty());
    world.act(ALICE, |agent, now| agent.complete(now, alice, HELD)).unwrap();
    world.run(50);
    assert_eq!(world.words(BOB), ["reanswered v=0 held"]);
}

fn update(world: &World, body: &str, cseq: u32) -> bytes::Bytes {
    let id = world.last("0 ACK");
    let content = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
    format!(
        "UPDATE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKu{cseq}\r\n\
         Max-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {cseq} UPDATE\r\n\
         Contact: <sip:alice@192.0.2.1:5099>\r\n{content}Content-Length: {}\r\n\r\n{body}",
        id.from().as_str(),
        id.to().as_str(),
        id.call_id(),
        body.len()
    )
    .into_bytes()
    .into()
}

#[test]
fn an_update_is_answered_and_moves_the_target() {
    let mut world = World::new();
    let alice = world.call(Some(super::world::OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(100);
    world.words(BOB);
    let (plain, offer, flow) = (update(&world, "", 5), update(&world, "v=0 new", 6), world.flows[BOB]);
    world.act(BOB, |agent, now| agent.handle_bytes(now, plain, flow));
    assert_eq!(world.lines().last().unwrap(), "1 200 UPDATE");
    assert!(world.words(BOB).is_empty());
    world.act(BOB, |agent, now| agent.handle_bytes(now, offer, flow));
    assert_eq!(world.words(BOB), ["reoffered v=0 new"]);
    reanswer(&mut world, BOB, bob);
    assert_eq!(world.last("1 200 UPDATE").body(), HELD);
    world.act(BOB, |agent, now| agent.hang_up(now, bob, None)).unwrap();
    assert_eq!(world.last("1 BYE").request_uri(), Some("sip:alice@192.0.2.1:5099"));
    assert!(world.agents[ALICE].call_id(alice).is_some());
}

#[test]
fn an_update_without_a_body_is_answered_while_an_offer_of_ours_is_out_and_one_with_an_offer_is_not() {
    let mut world = World::new();
    world.call(Some(super::world::OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(100);
    let (plain, offer, flow) = (update(&world, "", 5), update(&world, "v=0 new", 6), world.flows[BOB]);
    reoffer(&mut world, BOB, bob);
    world.act(BOB, |agent, now| agent.handle_bytes(now, plain, flow));
    assert_eq!(world.lines().last().unwrap(), "1 200 UPDATE");
    world.act(BOB, |agent, now| agent.handle_bytes(now, offer, flow));
    assert_eq!(world.lines().last().unwrap(), "1 491 UPDATE");
}

#[test]
fn a_bye_while_an_offer_is_open_answers_it_with_487() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    reoffer(&mut world, ALICE, alice);
    world.run(50);
    world.act(BOB, |agent, now| agent.hang_up(now, bob, None)).unwrap();
    world.run(100);
    assert_eq!(world.times("1 487 INVITE").len(), 1);
    world.run(40_000);
    assert!(world.ended());
}

#[test]
fn an_offer_nobody_answers_ends_the_session() {
    let mut world = World::new();
    let [alice, _] = world.connected();
    world.loses = Box::new(|_, _| true);
    reoffer(&mut world, ALICE, alice);
    world.run(40_000);
    assert_eq!(world.words(ALICE), ["refused 408", "ended Lost -"]);
    world.run(40_000);
    assert_eq!(world.agents[ALICE].load(), (0, 0));
}

/// An UPDATE with an offer from Alice within the dialog that Bob's last response made.
fn early_update(world: &World, cseq: u32) -> bytes::Bytes {
    let ringing = world.last("1 183 INVITE");
    format!(
        "UPDATE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKe{cseq}\r\n\
         Max-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {cseq} UPDATE\r\n\
         Contact: <sip:alice@192.0.2.1>\r\nContent-Type: application/sdp\r\nContent-Length: 7\r\n\r\nv=0 new",
        ringing.from().as_str(),
        ringing.to().as_str(),
        ringing.call_id()
    )
    .into_bytes()
    .into()
}

#[test]
fn a_callee_takes_an_update_before_the_answer_only_once_the_first_offer_is_answered() {
    let mut world = World::new();
    world.call(Some(super::world::OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
    let (early, later, flow) = (early_update(&world, 2), early_update(&world, 11), world.flows[BOB]);
    world.act(BOB, |agent, now| agent.handle_bytes(now, early, flow));
    assert_eq!(world.lines().last().unwrap(), "1 500 UPDATE");
    world.run(100);
    world.act(BOB, |agent, now| agent.handle_bytes(now, later, flow));
    assert_eq!(world.words(BOB), ["reoffered v=0 new"]);
    reanswer(&mut world, BOB, bob);
    assert_eq!(world.last("1 200 UPDATE").body(), HELD);
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::status(200))).unwrap();
    world.run(100);
    assert_eq!(world.words(ALICE).last().unwrap(), "answered -");
}
