//! A call that a proxy forks: several branches ring, one or more answer.

use super::world::{ALICE, OFFER, World};
use crate::wire::Message;

/// A response as the branch `tag` would send it.
fn branch(invite: &Message, status: u16, tag: &str, extra: &str, body: &str) -> bytes::Bytes {
    let content = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
    format!(
        "SIP/2.0 {status} X\r\nVia: {}\r\nFrom: {}\r\nTo: {};tag={tag}\r\nCall-ID: {}\r\nCSeq: {} INVITE\r\n\
         Contact: <sip:{tag}@192.0.2.2>\r\n{extra}{content}Content-Length: {}\r\n\r\n{body}",
        invite.top_via().as_str(),
        invite.from().as_str(),
        invite.to().as_str(),
        invite.call_id(),
        invite.cseq().number,
        body.len()
    )
    .into_bytes()
    .into()
}

fn hear(world: &mut World, status: u16, tag: &str, extra: &str, body: &str) {
    let message = branch(world.last("0 INVITE"), status, tag, extra, body);
    let flow = world.flows[ALICE];
    world.act(ALICE, |agent, now| agent.handle_bytes(now, message, flow));
}

fn forked() -> World {
    let mut world = World::new();
    world.loses = Box::new(|_, _| true);
    world.call(Some(OFFER));
    world
}

#[test]
fn branches_are_told_apart_and_the_first_to_answer_wins() {
    let mut world = forked();
    hear(&mut world, 180, "one", "", "");
    hear(&mut world, 183, "two", "", "v=0 two");
    hear(&mut world, 180, "one", "", "");
    hear(&mut world, 200, "two", "", "v=0 two");
    assert_eq!(
        world.words(ALICE),
        ["progress 180 0 -", "progress 183 1 v=0 two", "progress 180 0 -", "answered v=0 two"]
    );
    assert_eq!(world.last("0 ACK").request_uri(), Some("sip:two@192.0.2.2"));
}

#[test]
fn a_second_branch_that_answers_is_acknowledged_and_hung_up() {
    let mut world = forked();
    hear(&mut world, 200, "one", "", "v=0 one");
    hear(&mut world, 200, "two", "", "v=0 two");
    assert_eq!(world.words(ALICE), ["answered v=0 one"]);
    assert_eq!(world.lines()[1..], ["0 ACK", "0 ACK", "0 BYE"]);
    let bye = world.last("0 BYE");
    assert_eq!(bye.request_uri(), Some("sip:two@192.0.2.2"));
    assert_eq!(bye.to().tag(), Some("two"));
}

#[test]
fn the_winners_200_once_more_gets_its_ack_once_more() {
    let mut world = forked();
    hear(&mut world, 200, "one", "", "v=0 one");
    hear(&mut world, 200, "one", "", "v=0 one");
    assert_eq!(world.words(ALICE), ["answered v=0 one"]);
    assert_eq!(world.lines()[1..], ["0 ACK", "0 ACK"]);
    let acks: Vec<_> = world.wire.iter().rev().take(2).map(|(_, _, ack)| ack.bytes().clone()).collect();
    assert_eq!(acks[0], acks[1]);
}

#[test]
fn each_branch_counts_its_reliable_responses_and_repetitions_are_not_told() {
    let mut world = forked();
    let rel = |rseq: u32| format!("Require: 100rel\r\nRSeq: {rseq}\r\n");
    hear(&mut world, 183, "one", &rel(10), "v=0 one");
    hear(&mut world, 183, "two", &rel(900), "v=0 two");
    hear(&mut world, 183, "one", &rel(10), "v=0 one");
    hear(&mut world, 180, "one", &rel(12), "");
    hear(&mut world, 180, "one", &rel(11), "");
    assert_eq!(world.words(ALICE), ["progress 183 0 v=0 one", "progress 183 1 v=0 two", "progress 180 0 -"]);
    let racks: Vec<String> = world
        .wire
        .iter()
        .filter_map(|(_, _, message)| Some(message.rack().ok()??.rseq.to_string()))
        .collect();
    assert_eq!(racks, ["10", "900", "11"]);
}

#[test]
fn after_prack_the_bye_counts_on() {
    let mut world = forked();
    hear(&mut world, 183, "one", "Require: 100rel\r\nRSeq: 1\r\n", "v=0 one");
    hear(&mut world, 200, "one", "", "");
    let (id, numbers) = (
        world.events[ALICE].iter().find_map(|event| match event {
            crate::session::Event::Session { session, .. } => Some(*session),
            _ => None,
        }),
        |line| world.last(line).cseq().number,
    );
    assert_eq!(numbers("0 PRACK"), 2);
    assert_eq!(numbers("0 ACK"), 1);
    world.act(ALICE, |agent, now| agent.hang_up(now, id.unwrap(), None)).unwrap();
    assert_eq!(world.last("0 BYE").cseq().number, 3);
}

#[test]
fn a_flood_of_branches_is_cut_short() {
    let mut world = forked();
    for n in 0..100 {
        hear(&mut world, 180, &format!("t{n}"), "", "");
    }
    assert_eq!(world.words(ALICE).len(), 16);
}
