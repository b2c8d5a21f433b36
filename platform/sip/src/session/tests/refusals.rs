//! Requests that are answered with a refusal by themselves, and small requests within a session.

use super::world::{ALICE, ANSWER, BOB, OFFER, World};
use crate::header::HeaderName;
use crate::session::{Answer, Config, Event, RequestOutside, SessionError};
use crate::wire::Message;

fn request(start: &str, cseq: u32, headers: &str, body: &str) -> String {
    let method = start.split(' ').next().unwrap();
    format!(
        "{start} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKr{cseq}{method}\r\nMax-Forwards: 70\r\n\
         From: <sip:alice@192.0.2.1>;tag=a\r\nCall-ID: r{method}\r\nCSeq: {cseq} {method}\r\n{headers}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What Bob answers by himself.
fn answered(world: &mut World, text: String) -> Option<Message> {
    let (sent, flow) = (world.wire.len(), world.flows[BOB]);
    world.act(BOB, |agent, now| agent.handle_bytes(now, text.into_bytes().into(), flow));
    world.wire.get(sent).map(|(_, _, message)| message.clone())
}

fn status(world: &mut World, start: &str, headers: &str) -> Option<u16> {
    answered(world, request(start, 1, headers, "")).and_then(|answer| answer.status())
}

#[test]
fn requests_for_unknown_dialogs_get_481_and_their_acks_nothing() {
    let mut world = World::new();
    let inside = "To: <sip:bob@192.0.2.2>;tag=0123456789abcdef\r\n";
    for method in ["BYE", "INFO", "UPDATE", "PRACK", "INVITE", "REFER"] {
        assert_eq!(status(&mut world, &format!("{method} sip:bob@192.0.2.2"), inside), Some(481), "{method}");
    }
    assert_eq!(status(&mut world, "ACK sip:bob@192.0.2.2", inside), None);
    assert_eq!(status(&mut world, "BYE sip:bob@192.0.2.2", "To: <sip:bob@192.0.2.2>\r\n"), Some(481));
    assert!(world.events[BOB].is_empty());
}

#[test]
fn unknown_methods_get_501_and_requests_without_a_hop_left_483() {
    let mut world = World::new();
    let to = "To: <sip:bob@192.0.2.2>\r\n";
    assert_eq!(status(&mut world, "JUGGLE sip:bob@192.0.2.2", to), Some(501));
    let spent = request("INVITE sip:bob@192.0.2.2", 1, to, "").replace("Forwards: 70", "Forwards: 0");
    assert_eq!(answered(&mut world, spent).unwrap().status(), Some(483));
    assert!(world.events[BOB].is_empty());
}

#[test]
fn unknown_extensions_get_420_that_names_them() {
    let mut world = World::new();
    let headers = "To: <sip:bob@192.0.2.2>\r\nRequire: 100rel, teleport, timer, fly\r\n";
    let answer = answered(&mut world, request("INVITE sip:bob@192.0.2.2", 1, headers, "")).unwrap();
    assert_eq!(answer.status(), Some(420));
    assert_eq!(answer.header(HeaderName::Unsupported), Some("teleport, fly"));
    // A registration is the registrar's to judge.
    assert_eq!(status(&mut world, "REGISTER sip:192.0.2.2", headers), None);
    assert_eq!(world.events[BOB].len(), 1);
}

#[test]
fn an_invite_with_a_strange_body_gets_415_and_one_without_contact_400() {
    let mut world = World::new();
    let to = "To: <sip:bob@192.0.2.2>\r\n";
    let contact = "Contact: <sip:alice@192.0.2.1>\r\n";
    for (cseq, headers, body, expected) in
        [(1, format!("{to}{contact}Content-Type: text/plain\r\n"), "hello", 415), (2, to.to_owned(), "", 400)]
    {
        assert!(answered(&mut world, request("INVITE sip:bob@192.0.2.2", cseq, &headers, body)).is_none());
        let Some(Event::Request { server, .. }) = world.events[BOB].pop() else { panic!("no call") };
        assert!(world.act(BOB, |agent, now| agent.accept(now, server, "bob")).is_err());
        assert_eq!(world.wire.last().unwrap().2.status(), Some(expected));
    }
}

#[test]
fn beyond_the_limit_calls_are_answered_503() {
    let mut world = World::with(Config { session_limit: 1, session_expires_secs: 0, ..Config::default() });
    world.connected();
    let headers = "To: <sip:bob@192.0.2.2>\r\nContact: <sip:alice@192.0.2.1>\r\n";
    assert!(answered(&mut world, request("INVITE sip:bob@192.0.2.2", 1, headers, "")).is_none());
    let Some(Event::Request { server, .. }) = world.events[BOB].pop() else { panic!("no call") };
    let taken = world.act(BOB, |agent, now| agent.accept(now, server, "bob"));
    assert_eq!(taken, Err(SessionError::Overloaded));
    let answer = &world.wire.last().unwrap().2;
    assert_eq!((answer.status(), answer.header(HeaderName::RetryAfter)), (Some(503), Some("5")));
}

/// A request within Bob's session.
fn within(world: &World, method: &str, cseq: u32, headers: &str) -> String {
    let ack = world.last("0 ACK");
    let (from, to, call) = (ack.from().as_str(), ack.to().as_str(), ack.call_id());
    request(&format!("{method} sip:bob@192.0.2.2"), cseq, &format!("To: {to}\r\n{headers}"), "")
        .replace("From: <sip:alice@192.0.2.1>;tag=a", &format!("From: {from}"))
        .replace(&format!("Call-ID: r{method}"), &format!("Call-ID: {call}"))
}

fn talking() -> World {
    let mut world = World::new();
    world.call(Some(OFFER));
    world.run(20);
    let bob = world.take();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, ANSWER))).unwrap();
    world.run(100);
    world.words(BOB);
    world
}

#[test]
fn small_requests_within_a_session_are_answered() {
    let mut world = talking();
    for (number, method, headers, expected) in [
        (10, "OPTIONS", "", 200),
        (11, "INFO", "", 200),
        (12, "MESSAGE", "", 200),
        (13, "REGISTER", "", 405),
        (14, "JUGGLE", "", 501),
        (15, "INFO", "Require: fly\r\n", 420),
        (9, "INFO", "", 500),
    ] {
        let text = within(&world, method, number, headers);
        let answer = answered(&mut world, text).unwrap();
        assert_eq!(answer.status(), Some(expected), "{method}");
        if matches!(expected, 405 | 501) || method == "OPTIONS" {
            assert!(answer.has_token(HeaderName::Allow, "INVITE"));
        }
    }
    assert_eq!(world.words(BOB), ["info", "text"]);
}

#[test]
fn the_right_tag_with_a_wrong_call_id_or_partner_is_a_stranger() {
    let mut world = talking();
    let bye = within(&world, "BYE", 10, "");
    let call_id = world.last("0 ACK").call_id().to_owned();
    let tag = world.last("0 ACK").from().tag().unwrap().to_owned();
    for wrong in [bye.replace(&call_id, "another"), bye.replace(&tag, "another")] {
        let wrong = wrong.replace("bKr", &format!("bK{}", wrong.len()));
        assert_eq!(answered(&mut world, wrong).unwrap().status(), Some(481));
    }
    assert!(world.words(BOB).is_empty());
    assert_eq!(answered(&mut world, bye).unwrap().status(), Some(200));
}

#[test]
fn broken_requests_are_answered_as_far_as_they_can_be_read() {
    let mut world = World::new();
    let broken = request("OPTIONS sip:bob@192.0.2.2", 1, "To: <sip:bob@192.0.2.2>\r\n", "")
        .replace("CSeq: 1 OPTIONS", "CSeq: 1 INVITE");
    assert_eq!(answered(&mut world, broken).unwrap().status(), Some(400));
    assert!(answered(&mut world, "garbage".into()).is_none());
    assert!(answered(&mut world, String::new()).is_none());
}

#[test]
fn requests_outside_any_dialog_reach_the_application_and_its_answers_the_asker() {
    let mut world = World::new();
    let options = RequestOutside {
        flow: world.flows[ALICE],
        method: "OPTIONS",
        uri: "sip:192.0.2.2",
        from: "<sip:192.0.2.1>",
        to: "<sip:192.0.2.2>",
        call_id: None,
        cseq: 1,
        headers: &[("Accept", "application/sdp")],
        body: None,
    };
    let client = world.act(ALICE, |agent, now| agent.request(now, &options)).unwrap();
    world.run(20);
    let Some(Event::Request { server, message, .. }) = world.events[BOB].pop() else {
        panic!("nothing came")
    };
    assert_eq!(message.header(HeaderName::Accept), Some("application/sdp"));
    world.act(BOB, |agent, now| agent.respond(now, server, Answer::status(200))).unwrap();
    world.run(20);
    let Some(Event::Response { client: answered, message, .. }) = world.events[ALICE].pop() else {
        panic!("no answer")
    };
    assert_eq!((answered, message.status()), (client, Some(200)));
    world.loses = Box::new(|_, _| true);
    let client = world.act(ALICE, |agent, now| agent.request(now, &options)).unwrap();
    world.run(40_000);
    assert!(
        matches!(world.events[ALICE].pop(), Some(Event::Failed { client: failed, .. }) if failed == client)
    );
    assert!(world.ended());
}

#[test]
fn headers_that_would_break_a_message_are_refused() {
    let mut world = World::new();
    let flow = world.flows[ALICE];
    let bad =
        crate::session::OutgoingInvite { headers: &[("X-A", "1\r\nX-B: 2")], ..super::world::invite(flow) };
    let sent = world.act(ALICE, |agent, now| agent.invite(now, &bad));
    assert_eq!(sent, Err(SessionError::Malformed));
    assert!(world.wire.is_empty() && world.ended());
}

#[test]
fn a_request_that_comes_back_is_recognised_by_our_branch() {
    let mut world = World::new();
    world.call(Some(OFFER));
    let invite = world.last("0 INVITE").clone();
    let flow = world.flows[ALICE];
    let looped = String::from_utf8(invite.bytes().to_vec()).unwrap().replacen(
        "Via:",
        "Via: SIP/2.0/UDP 192.0.2.77;branch=z9hG4bKproxy\r\nVia:",
        1,
    );
    world.act(ALICE, |agent, now| agent.handle_bytes(now, looped.into_bytes().into(), flow));
    let Some(Event::Request { message, .. }) = world.events[ALICE].pop() else { panic!("nothing came") };
    assert!(world.agents[ALICE].has_come_back(&message));
    assert!(!world.agents[BOB].has_come_back(&message));
}
