//! A whole user agent in the middle of calls: what strangers and partners send in any order.

use std::time::{Duration, Instant};

use bytes::Bytes;
use sip::flow::Flow;
use sip::session::{Answer, Config, Event, OutgoingInvite, SessionEvent, SessionId, UserAgent};

use super::{Target, kind};

/// Identifiers are drawn from this seed: the corpus names the tags and branches that come of it.
const SEED: [u8; 32] = [7; 32];

/// An INVITE of the partner, answered and acknowledged before the input comes; another one rings.
const CALLS: [&str; 2] = ["talking", "ringing"];

const WORDS: &[&[u8]] = &[
    b"\0\0",
    b"INVITE ",
    b"ACK ",
    b"BYE ",
    b"CANCEL ",
    b"PRACK ",
    b"UPDATE ",
    b"REFER ",
    b"NOTIFY ",
    b"INFO ",
    b"OPTIONS ",
    b"SIP/2.0 100 ",
    b"SIP/2.0 183 ",
    b"SIP/2.0 200 ",
    b"SIP/2.0 401 ",
    b"SIP/2.0 422 ",
    b"SIP/2.0 491 ",
    b"Call-ID: talking",
    b"Call-ID: ringing",
    b"CSeq: 2 ",
    b"Require: 100rel\r\nRSeq: ",
    b"RAck: ",
    b"Session-Expires: 90;refresher=uas\r\n",
    b"Min-SE: ",
    b"Refer-To: <sip:c@h>\r\n",
    b"Content-Type: application/sdp\r\n",
    b"Contact: <sip:x@h>\r\n",
    b"Record-Route: <sip:h;lr>\r\n",
    b"v=0\r\n",
];

pub const AGENT: Target =
    Target { name: "agent", corpus: "fuzz/corpus/agent+fuzz/corpus/sip", words: WORDS, run: fuzz_agent };

/// Messages, separated by two NULs, reach the agent one after the other; whatever they were, hanging up and waiting
/// leaves nothing behind.
fn fuzz_agent(data: &[u8]) -> u64 {
    let mut scene = Scene::new();
    let mut told = Vec::new();
    let mut rest = data;
    while !rest.is_empty() {
        let end = rest.windows(2).position(|pair| pair == b"\0\0").unwrap_or(rest.len());
        scene.hear(&rest[..end], &mut told);
        rest = rest.get(end + 2..).unwrap_or_default();
        scene.wait(Duration::from_millis(300), &mut told);
    }
    for session in std::mem::take(&mut scene.sessions) {
        // Those that have ended meanwhile are refused.
        scene.agent.hang_up(scene.now, session, None).ok();
    }
    for _ in 0..12 {
        scene.wait(Duration::from_secs(40), &mut Vec::new());
        for session in std::mem::take(&mut scene.sessions) {
            scene.agent.hang_up(scene.now, session, None).ok();
        }
    }
    assert_eq!(scene.agent.load(), (0, 0), "something stays behind");
    kind(told)
}

struct Scene {
    agent: UserAgent,
    flow: Flow,
    now: Instant,
    sessions: Vec<SessionId>,
}

impl Scene {
    fn new() -> Self {
        let now = Instant::now();
        let flow =
            Flow::udp("192.0.2.1:5060".parse().expect("ours"), "192.0.2.2:5060".parse().expect("theirs"));
        let mut scene =
            Self { agent: UserAgent::new(Config::default(), now, SEED), flow, now, sessions: Vec::new() };
        for call in CALLS {
            let invite = format!(
                "INVITE sip:a@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\n\
                 From: <sip:b@h>;tag=b\r\nTo: <sip:a@h>\r\nCall-ID: {call}\r\nCSeq: 1 INVITE\r\nSupported: 100rel, timer\r\n\
                 Contact: <sip:b@192.0.2.2>\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n"
            );
            scene.hear(invite.as_bytes(), &mut Vec::new());
        }
        let (talking, ringing) = (scene.sessions[0], scene.sessions[1]);
        scene.agent.answer(now, talking, Answer::with(200, b"v=1\r\n")).expect("unanswered");
        scene.agent.ring(now, ringing, Answer::with(183, b"v=2\r\n")).expect("unanswered");
        let calling = OutgoingInvite {
            flow,
            uri: "sip:b@192.0.2.2",
            routes: &[],
            from: "<sip:a@h>",
            to: "<sip:b@h>",
            contact_user: "a",
            max_forwards: 70,
            headers: &[],
            offer: Some(b"v=3\r\n"),
            credentials: Some(("a", "secret")),
            session_expires_secs: 600,
            follow_target: false,
        };
        scene.sessions.push(scene.agent.invite(now, &calling).expect("room"));
        scene
    }

    fn hear(&mut self, bytes: &[u8], told: &mut Vec<String>) {
        self.agent.handle_bytes(self.now, Bytes::copy_from_slice(bytes), self.flow);
        self.drain(told);
    }

    fn wait(&mut self, time: Duration, told: &mut Vec<String>) {
        let until = self.now + time;
        while let Some(at) = self.agent.poll_timeout().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.agent.handle_timeout(self.now);
            self.drain(told);
        }
        self.now = until;
    }

    /// Does what an application does; notes what happened, without the particulars.
    fn drain(&mut self, told: &mut Vec<String>) {
        while let Some((_, bytes)) = self.agent.poll_transmit() {
            told.push(String::from_utf8_lossy(bytes.get(..11).unwrap_or(&bytes)).into_owned());
        }
        while let Some(event) = self.agent.poll_event() {
            match event {
                Event::Request { server, .. } => match self.agent.accept(self.now, server, "a") {
                    Ok(session) => self.sessions.push(session),
                    Err(_) => self.agent.respond(self.now, server, Answer::status(403)).unwrap_or_default(),
                },
                Event::Session { session, event } => self.react(session, event, told),
                Event::Withdrawn { .. } | Event::Response { .. } | Event::Failed { .. } => {}
            }
        }
    }

    /// Refusals of the agent are part of the game: the session may have gone on.
    fn react(&mut self, session: SessionId, event: SessionEvent, told: &mut Vec<String>) {
        let (agent, now) = (&mut self.agent, self.now);
        let (what, done) = match event {
            SessionEvent::Reoffered { .. } => ("reoffered", agent.reanswer(now, session, b"v=4\r\n")),
            SessionEvent::Offered { .. } => ("offered", agent.complete(now, session, b"v=5\r\n")),
            SessionEvent::Referred { refer, .. } => {
                let answered = agent.answer_refer(now, session, refer, 202);
                ("referred", answered.and_then(|()| agent.report_refer(now, session, refer, 200)))
            }
            SessionEvent::Reanswered { .. } => ("reanswered", agent.complete(now, session, b"v=6\r\n")),
            SessionEvent::Acknowledged => ("acknowledged", agent.reoffer(now, session, Some(b"v=7\r\n"))),
            SessionEvent::Answered { .. } => ("answered", agent.reoffer(now, session, None)),
            SessionEvent::Ended { .. } => ("ended", Ok(())),
            SessionEvent::Cancelled { .. } => ("cancelled", Ok(())),
            SessionEvent::Rejected { .. } => ("rejected", Ok(())),
            _ => ("other", Ok(())),
        };
        told.push(format!("{what} {}", done.is_ok()));
    }
}
