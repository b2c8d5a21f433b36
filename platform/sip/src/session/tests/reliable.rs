//! Reliable provisional responses (RFC 3262), with the offers and answers they carry.

use super::world::{ALICE, ANSWER, BOB, OFFER, World};
use crate::header::HeaderName;
use crate::session::Answer;
use crate::wire::Method;

#[test]
fn a_reliable_response_is_repeated_until_its_prack() {
    let mut world = World::new();
    let mut lost = 0;
    world.loses = Box::new(move |_, message| {
        let is_prack = message.method() == Some(&Method::Prack);
        lost += u32::from(is_prack);
        is_prack && lost <= 1
    });
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
    world.run(5000);
    assert_eq!(world.times("1 183 INVITE"), [20, 520]);
    assert_eq!(world.times("0 PRACK"), [30, 530]);
    assert_eq!(world.words(ALICE), ["progress 183 0 v=0 answer"]);
    let reliable = world.last("1 183 INVITE");
    let rseq = reliable.number(HeaderName::RSeq).unwrap().unwrap();
    assert!(reliable.has_token(HeaderName::Require, "100rel"));
    assert_eq!(world.last("0 PRACK").header(HeaderName::RAck), Some(&*format!("{rseq} 1 INVITE")));
}

#[test]
fn without_any_prack_the_call_is_given_up_after_64_t1() {
    let mut world = World::new();
    world.loses = Box::new(|_, message| message.method() == Some(&Method::Prack));
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
    world.run(33_000);
    assert_eq!(world.words(BOB), ["cancelled -"]);
    assert_eq!(world.words(ALICE).last().unwrap(), "rejected 504");
}

#[test]
fn further_responses_wait_for_the_prack_and_so_does_the_200() {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| {
        agent.ring(now, bob, Answer::with(183, ANSWER)).unwrap();
        agent.answer(now, bob, Answer::with(200, ANSWER)).unwrap();
        assert!(agent.answer(now, bob, Answer::with(200, ANSWER)).is_err(), "answered twice");
    });
    world.run(15);
    assert!(world.times("1 200 INVITE").is_empty());
    world.run(100);
    assert_eq!(world.lines()[2..], ["0 PRACK", "1 200 PRACK", "1 200 INVITE", "0 ACK"]);
    assert!(world.last("1 200 INVITE").body().is_empty(), "the answer has been given already");
    assert_eq!(world.words(BOB), ["acknowledged"]);
}

#[test]
fn an_offer_in_a_reliable_response_is_answered_in_its_prack() {
    let mut world = World::new();
    let alice = world.call(None);
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, OFFER))).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["progress 183 0 -", "offered v=0 offer true"]);
    world.act(ALICE, |agent, now| agent.complete(now, alice, ANSWER)).unwrap();
    world.run(50);
    assert_eq!(world.words(BOB), ["completed v=0 answer"]);
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::status(200))).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["answered -"]);
    assert_eq!(world.words(BOB), ["acknowledged"]);
    assert!(world.last("0 ACK").body().is_empty());
}

#[test]
fn a_response_without_description_is_not_sent_reliably_unless_required() {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    world.run(50);
    assert!(world.last("1 180 INVITE").header(HeaderName::RSeq).is_none());
    let mut strict = World::new();
    let flow = strict.flows[ALICE];
    let required = super::world::invite(flow);
    let required = crate::session::OutgoingInvite { headers: &[("Require", "100rel")], ..required };
    strict.act(ALICE, |agent, now| agent.invite(now, &required)).unwrap();
    strict.run(20);
    let bob = strict.take();
    strict.act(BOB, |agent, now| agent.ring(now, bob, Answer::status(180))).unwrap();
    strict.run(50);
    assert_eq!(strict.times("0 PRACK").len(), 1);
}

#[test]
fn a_prack_for_nothing_gets_481() {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.ring(now, bob, Answer::with(183, ANSWER))).unwrap();
    world.run(100);
    let prack = String::from_utf8(world.last("0 PRACK").bytes().to_vec()).unwrap();
    let rseq = world.last("1 183 INVITE").number(HeaderName::RSeq).unwrap().unwrap();
    let wrong = prack
        .replace(&format!("RAck: {rseq}"), "RAck: 1")
        .replace("branch=z9hG4bK", "branch=z9hG4bKx")
        .replace("2 PRACK", "3 PRACK");
    let flow = world.flows[BOB];
    world.act(BOB, |agent, now| agent.handle_bytes(now, wrong.into_bytes().into(), flow));
    assert_eq!(world.lines().last().unwrap(), "1 481 PRACK");
}
