//! Session timers (RFC 4028) on both sides.

use super::world::{ALICE, ANSWER, BOB, OFFER, World, invite};
use crate::header::{HeaderName, Refresher, SessionExpires};
use crate::session::{Answer, Config, OutgoingInvite, SessionId};
use crate::wire::Method;

fn connected(world: &mut World, asked_secs: u32) -> [SessionId; 2] {
    let flow = world.flows[ALICE];
    let request = OutgoingInvite { session_expires_secs: asked_secs, ..invite(flow) };
    let alice = world.act(ALICE, |agent, now| agent.invite(now, &request)).unwrap();
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(100);
    world.words(ALICE);
    world.words(BOB);
    [alice, bob]
}

fn agreed(world: &World) -> Option<SessionExpires> {
    world.last("1 200 INVITE").session_expires().unwrap()
}

#[test]
fn the_asker_refreshes_by_update_at_half_time_for_as_long_as_it_takes() {
    let mut world = World::new();
    connected(&mut world, 600);
    assert_eq!(agreed(&world), Some(SessionExpires { secs: 600, refresher: Some(Refresher::Uac) }));
    assert!(world.last("1 200 INVITE").has_token(HeaderName::Require, "timer"));
    world.run(2_000_000);
    let at: Vec<u64> = world.times("0 UPDATE").iter().map(|at| at / 1000).collect();
    assert_eq!(at, [300, 600, 900, 1200, 1500, 1800]);
    assert!(world.words(ALICE).is_empty() && world.words(BOB).is_empty());
}

#[test]
fn without_a_refresh_the_other_side_ends_the_session_a_third_before_the_interval_is_over() {
    let mut world = World::new();
    connected(&mut world, 90);
    world.loses = Box::new(|who, _| who == ALICE);
    world.run(90_000);
    // 90 s less a third; Alice notices at the end of her own patience with the UPDATE.
    assert_eq!(world.times("1 BYE")[0] / 1000, 60);
    assert_eq!(world.words(BOB), ["ended Expired -"]);
}

#[test]
fn the_answering_side_proposes_a_timer_to_those_who_know_it() {
    let mut world = World::with(Config { session_expires_secs: 1800, ..Config::default() });
    connected(&mut world, 0);
    assert_eq!(agreed(&world), Some(SessionExpires { secs: 1800, refresher: Some(Refresher::Uac) }));
    world.run(910_000);
    assert_eq!(world.times("0 UPDATE").len(), 1);
}

#[test]
fn an_interval_is_shortened_to_ours_but_not_below_what_the_asker_allows() {
    let mut world = World::with(Config { session_expires_secs: 300, ..Config::default() });
    connected(&mut world, 3600);
    assert_eq!(agreed(&world).unwrap().secs, 300);
}

#[test]
fn too_small_an_interval_gets_422_and_is_raised() {
    let mut world = World::new();
    world.agents[BOB] = crate::session::UserAgent::new(
        Config { min_se_secs: 200, session_expires_secs: 0, ..Config::default() },
        world.now,
        [9; 32],
    );
    let flow = world.flows[ALICE];
    let request = OutgoingInvite { session_expires_secs: 100, ..invite(flow) };
    world.act(ALICE, |agent, now| agent.invite(now, &request)).unwrap();
    world.run(20);
    let refused = std::mem::take(&mut world.events[BOB]);
    let crate::session::Event::Request { server, .. } = refused[0] else { panic!("no call") };
    assert!(world.act(BOB, |agent, now| agent.accept(now, server, "bob")).is_err());
    world.run(50);
    assert_eq!(world.last("1 422 INVITE").number(HeaderName::MinSe), Ok(Some(200)));
    let again = world.last("0 INVITE");
    assert_eq!(again.cseq().number, 2);
    assert_eq!(again.session_expires().unwrap().unwrap().secs, 200);
    assert_eq!(again.body(), OFFER);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["answered v=0 answer"]);
    assert_eq!(agreed(&world).unwrap().secs, 200);
}

/// A call whose callee is asked to refresh and whose caller does not take UPDATE.
fn refreshed_by_callee(world: &mut World) -> SessionId {
    let request = format!(
        "INVITE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKold\r\nMax-Forwards: 70\r\n\
         From: <sip:alice@192.0.2.1>;tag=a\r\nTo: <sip:bob@192.0.2.2>\r\nCall-ID: old\r\nCSeq: 1 INVITE\r\n\
         Contact: <sip:alice@192.0.2.1>\r\nSupported: timer\r\nSession-Expires: 120;refresher=uas\r\n\
         Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{}",
        OFFER.len(),
        String::from_utf8_lossy(OFFER)
    );
    let flow = world.flows[BOB];
    world.act(BOB, |agent, now| agent.handle_bytes(now, request.into_bytes().into(), flow));
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    let ok = world.last("1 200 INVITE");
    let ack = format!(
        "ACK sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKack\r\nMax-Forwards: 70\r\n\
         From: {}\r\nTo: {}\r\nCall-ID: old\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",
        ok.from().as_str(),
        ok.to().as_str()
    );
    world.act(BOB, |agent, now| agent.handle_bytes(now, ack.into_bytes().into(), flow));
    bob
}

#[test]
fn who_is_asked_to_refresh_repeats_its_description_by_re_invite_where_update_is_unknown() {
    let mut world = World::new();
    world.loses = Box::new(|who, _| who == BOB);
    refreshed_by_callee(&mut world);
    assert_eq!(agreed(&world), Some(SessionExpires { secs: 120, refresher: Some(Refresher::Uas) }));
    world.run(60_100);
    let refresh = world.last("1 INVITE");
    assert_eq!(refresh.body(), ANSWER);
    assert_eq!(
        refresh.session_expires().unwrap(),
        Some(SessionExpires { secs: 120, refresher: Some(Refresher::Uac) })
    );
    // Nobody answers: the dialog is lost.
    world.run(40_000);
    assert_eq!(world.words(BOB), ["acknowledged", "ended Expired -"]);
}

#[test]
fn a_refresh_does_not_surface_and_the_applications_offer_follows_it() {
    let mut world = World::new();
    world.loses = Box::new(|who, _| who == BOB);
    let bob = refreshed_by_callee(&mut world);
    world.words(BOB);
    world.run(60_000);
    world.act(BOB, |agent, now| agent.reoffer(now, bob, Some(b"v=0 hold"))).unwrap();
    assert_eq!(world.times("1 INVITE").len(), 1);
    let refresh = world.last("1 INVITE").clone();
    let ok = format!(
        "SIP/2.0 200 OK\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: old\r\nCSeq: 1 INVITE\r\n\
         Contact: <sip:alice@192.0.2.1>\r\nSession-Expires: 120;refresher=uac\r\nRequire: timer\r\n\
         Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{}",
        refresh.top_via().as_str(),
        refresh.from().as_str(),
        refresh.to().as_str(),
        OFFER.len(),
        String::from_utf8_lossy(OFFER)
    );
    let flow = world.flows[BOB];
    world.act(BOB, |agent, now| agent.handle_bytes(now, ok.into_bytes().into(), flow));
    assert!(world.words(BOB).is_empty());
    let methods: Vec<_> =
        world.wire.iter().rev().take(2).map(|(_, _, message)| message.method().unwrap().clone()).collect();
    assert_eq!(methods, [Method::Invite, Method::Ack]);
    assert_eq!(world.last("1 INVITE").body(), b"v=0 hold");
}
