//! Transfers asked for by REFER: accepted, reported, refused, without reports.

use super::world::{ALICE, BOB, World};
use crate::header::HeaderName;
use crate::session::{ReferId, SessionEvent, SessionId};

const CAROL: &str = "<sip:carol@192.0.2.9?Replaces=c1%3Bto-tag%3Dt%3Bfrom-tag%3Df>";

fn referred(world: &mut World, alice: SessionId) -> ReferId {
    world.act(ALICE, |agent, now| agent.refer(now, alice, CAROL)).unwrap();
    world.run(50);
    match world.told(BOB).pop() {
        Some(SessionEvent::Referred { refer, message }) => {
            let refer_to = message.address(HeaderName::ReferTo).unwrap().unwrap();
            let replaces = refer_to.uri().header("Replaces").unwrap();
            assert_eq!(replaces, "c1;to-tag=t;from-tag=f");
            refer
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_accepted_transfer_is_reported_to_its_end() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    let refer = referred(&mut world, alice);
    world.act(BOB, |agent, now| agent.answer_refer(now, bob, refer, 202)).unwrap();
    world.run(50);
    world.act(BOB, |agent, now| agent.report_refer(now, bob, refer, 180)).unwrap();
    world.run(50);
    world.act(BOB, |agent, now| agent.report_refer(now, bob, refer, 200)).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["refer 100 false", "refer 180 false", "refer 200 true"]);
    let last = world.last("1 NOTIFY");
    assert_eq!(last.header(HeaderName::SubscriptionState), Some("terminated;reason=noresource"));
    assert_eq!(last.header(HeaderName::Event), Some("refer"));
    assert_eq!(last.header(HeaderName::ContentType), Some("message/sipfrag;version=2.0"));
    assert_eq!(last.body(), b"SIP/2.0 200 OK\r\n");
    world.act(BOB, |agent, now| agent.report_refer(now, bob, refer, 200)).unwrap();
    world.run(50);
    assert_eq!(world.times("1 NOTIFY").len(), 3, "nothing after the end");
}

#[test]
fn a_second_transfer_bears_its_id() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    let first = referred(&mut world, alice);
    world.act(BOB, |agent, now| agent.answer_refer(now, bob, first, 202)).unwrap();
    let second = referred(&mut world, alice);
    world.act(BOB, |agent, now| agent.answer_refer(now, bob, second, 202)).unwrap();
    world.run(50);
    assert_eq!(world.last("1 NOTIFY").header(HeaderName::Event), Some(&*format!("refer;id={}", second.0)));
}

#[test]
fn a_refused_transfer_is_told_and_over() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    let refer = referred(&mut world, alice);
    world.act(BOB, |agent, now| agent.answer_refer(now, bob, refer, 603)).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["refer 603 true"]);
    assert!(world.times("1 NOTIFY").is_empty());
    assert!(world.act(BOB, |agent, now| agent.answer_refer(now, bob, refer, 202)).is_err());
}

#[test]
fn a_transfer_without_subscription_is_not_reported() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    world.act(ALICE, |agent, now| agent.refer(now, alice, CAROL)).unwrap();
    let refer = String::from_utf8(world.last("0 REFER").bytes().to_vec()).unwrap();
    let quiet = refer
        .replace("Refer-To:", "Refer-Sub: false\r\nRefer-To:")
        .replace("branch=z9hG4bK", "branch=z9hG4bKx")
        .replace("2 REFER", "7 REFER");
    let flow = world.flows[BOB];
    world.act(BOB, |agent, now| agent.handle_bytes(now, quiet.into_bytes().into(), flow));
    world.act(BOB, |agent, now| agent.answer_refer(now, bob, ReferId(7), 202)).unwrap();
    world.act(BOB, |agent, now| agent.report_refer(now, bob, ReferId(7), 200)).unwrap();
    assert_eq!(world.last("1 202 REFER").header(HeaderName::ReferSub), Some("false"));
    assert!(world.times("1 NOTIFY").is_empty());
}

#[test]
fn a_refer_without_a_target_is_malformed_and_a_notify_nobody_asked_for_refused() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    world.act(ALICE, |agent, now| agent.refer(now, alice, CAROL)).unwrap();
    let refer = String::from_utf8(world.last("0 REFER").bytes().to_vec()).unwrap();
    let flow = world.flows[BOB];
    let without = refer.replace("Refer-To:", "X-To:").replace("bK", "bKx").replace("2 REFER", "7 REFER");
    world.act(BOB, |agent, now| agent.handle_bytes(now, without.into_bytes().into(), flow));
    assert_eq!(world.lines().last().unwrap(), "1 400 REFER");
    for (number, event, status) in [(8, "refer", 481), (9, "presence", 489)] {
        let notify = refer
            .replace("REFER", "NOTIFY")
            .replace("Refer-To:", &format!("Subscription-State: active\r\nEvent: {event}\r\nX-To:"))
            .replace("bK", &format!("bK{number}"))
            .replace("2 NOTIFY", &format!("{number} NOTIFY"));
        world.act(BOB, |agent, now| agent.handle_bytes(now, notify.into_bytes().into(), flow));
        assert_eq!(world.lines().last().unwrap(), &format!("1 {status} NOTIFY"));
    }
    assert!(world.agents[BOB].call_id(bob).is_some());
}

#[test]
fn a_transfer_nobody_answered_is_refused_when_the_session_ends() {
    let mut world = World::new();
    let [alice, bob] = world.connected();
    referred(&mut world, alice);
    world.act(BOB, |agent, now| agent.hang_up(now, bob, None)).unwrap();
    assert_eq!(world.times("1 481 REFER").len(), 1);
}
