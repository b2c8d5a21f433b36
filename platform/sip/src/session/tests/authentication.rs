//! Challenges to requests of our own.

use std::time::Duration;

use super::world::{ALICE, BOB, World, invite};
use crate::digest::{Algorithm, Challenger, Ha1, Verdict};
use crate::header::HeaderName;
use crate::session::{Answer, Event, OutgoingInvite};
use crate::transaction::ServerId;
use crate::wire::Message;

struct Gate {
    challenger: Challenger,
    ha1: Ha1,
}

impl Gate {
    fn new() -> Self {
        let challenger = Challenger::new("trunk", [4; 32], Duration::from_secs(60));
        Self { challenger, ha1: Ha1::of("alice", "trunk", "secret") }
    }

    fn verdict(&self, request: &Message) -> Option<Verdict> {
        let given = request.authorization(HeaderName::Authorization, "trunk").unwrap()?;
        Some(self.challenger.verify(&given, request.method().unwrap(), &self.ha1, 1000, b"x"))
    }

    fn challenge(&self, world: &mut World, server: ServerId) {
        let line = self.challenger.challenge(Algorithm::Sha256, 1000, b"x", false);
        let answer = Answer { headers: &[("WWW-Authenticate", &line)], ..Answer::status(401) };
        world.act(BOB, |agent, now| agent.respond_once(now, server, answer)).unwrap();
    }
}

fn asked(world: &mut World) -> (ServerId, Message) {
    match world.events[BOB].remove(0) {
        Event::Request { server, message, .. } => (server, message),
        other => panic!("{other:?}"),
    }
}

fn call_with(world: &mut World, password: &'static str) {
    let flow = world.flows[ALICE];
    let request = OutgoingInvite { credentials: Some(("alice", password)), ..invite(flow) };
    world.act(ALICE, |agent, now| agent.invite(now, &request)).unwrap();
    world.run(20);
}

#[test]
fn a_challenged_invite_is_sent_again_with_credentials() {
    let (mut world, gate) = (World::new(), Gate::new());
    call_with(&mut world, "secret");
    let (server, first) = asked(&mut world);
    assert_eq!(gate.verdict(&first), None);
    gate.challenge(&mut world, server);
    world.run(50);
    let (server, second) = asked(&mut world);
    assert!(matches!(gate.verdict(&second), Some(Verdict::Accepted { .. })));
    assert_eq!(second.cseq().number, 2);
    assert_eq!(second.call_id(), first.call_id());
    assert_eq!(second.from().tag(), first.from().tag());
    assert_ne!(second.top_via().branch(), first.top_via().branch());
    assert_eq!(second.body(), first.body());
    let bob = world.act(BOB, |agent, now| agent.accept(now, server, "bob")).unwrap();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, b"v=0"))).unwrap();
    world.run(50);
    assert_eq!(world.words(ALICE), ["answered v=0"]);
    // The ACK repeats the credentials (RFC 3261 §13.2.2.4).
    let ack = world.last("0 ACK");
    assert_eq!(ack.header(HeaderName::Authorization), second.header(HeaderName::Authorization));
    assert_eq!(ack.cseq().number, 2);
}

#[test]
fn a_wrong_password_is_tried_once_and_then_told() {
    let (mut world, gate) = (World::new(), Gate::new());
    call_with(&mut world, "wrong");
    for _ in 0..2 {
        let (server, _) = asked(&mut world);
        gate.challenge(&mut world, server);
        world.run(50);
    }
    assert_eq!(world.words(ALICE), ["rejected 401"]);
    assert_eq!(world.times("0 INVITE").len(), 2);
}

#[test]
fn without_credentials_the_challenge_is_the_end() {
    let (mut world, gate) = (World::new(), Gate::new());
    world.call(None);
    world.run(20);
    let (server, _) = asked(&mut world);
    gate.challenge(&mut world, server);
    world.run(50);
    assert_eq!(world.words(ALICE), ["rejected 401"]);
}

#[test]
fn a_challenged_bye_is_sent_again_too() {
    let (mut world, gate) = (World::new(), Gate::new());
    call_with(&mut world, "secret");
    let (server, _) = asked(&mut world);
    let bob = world.act(BOB, |agent, now| agent.accept(now, server, "bob")).unwrap();
    world.act(BOB, |agent, now| agent.answer(now, bob, Answer::with(200, b"v=0"))).unwrap();
    world.run(50);
    let Event::Session { session: alice, .. } = world.events[ALICE][0] else { panic!("no session") };
    world.loses = Box::new(|_, _| true);
    world.act(ALICE, |agent, now| agent.hang_up(now, alice, None)).unwrap();
    let bye = world.last("0 BYE").clone();
    let line = gate.challenger.challenge(Algorithm::Md5, 1000, b"x", false);
    let challenge = format!(
        "SIP/2.0 407 X\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {} BYE\r\n\
         Proxy-Authenticate: {line}\r\nContent-Length: 0\r\n\r\n",
        bye.top_via().as_str(),
        bye.from().as_str(),
        bye.to().as_str(),
        bye.call_id(),
        bye.cseq().number
    );
    let flow = world.flows[ALICE];
    world.act(ALICE, |agent, now| agent.handle_bytes(now, challenge.into_bytes().into(), flow));
    let again = world.last("0 BYE");
    assert_eq!(again.cseq().number, bye.cseq().number + 1);
    assert!(again.header(HeaderName::ProxyAuthorization).is_some());
}
