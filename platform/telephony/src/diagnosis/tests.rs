//! Verdicts over many shapes of calls.

use std::time::Duration;

use call::cdr::record_id;
use call::{ConnectionId, Entry, LegId, LogEntry, Origin};
use kernel::id::{CallId, Uuid};
use kernel::{Cause, Timestamp};
use serde_json::json;

use super::{About, Diagnosis, Level, examine};
use crate::cdrs::{Cdr, Disposition, Side};
use crate::traces::{CallTrace, Figures, Message};

const SECS: u64 = 10;

/// A call of ten seconds over UDP whose phones are where they say, and hear each other.
struct Shape {
    cdr: Cdr,
    trace: CallTrace,
}

impl Shape {
    fn good() -> Self {
        let call = CallId(Uuid::from_u128(1 << 64));
        let began = Timestamp::from_micros(1_795_176_000_000_000);
        let cdr = call::Cdr {
            id: record_id(call, ConnectionId(0)),
            call,
            linked_to: None,
            linked_call: None,
            origin: Origin::Dialled,
            kind: call::Kind::Internal,
            endpoint: None,
            trunk: None,
            ani: "1001".into(),
            ani_name: None,
            ani_user: Some("410000001".into()),
            dnis: "1002".into(),
            dnis_user: Some("410000002".into()),
            detected: began,
            rang: Some(began + Duration::from_secs(1)),
            connected: Some(began + Duration::from_secs(3)),
            disconnected: began + Duration::from_secs(3 + SECS),
            duration_ms: SECS * 1_000,
            disposition: call::Disposition::Answered,
            cause: Cause::NORMAL_CLEARING,
            side: call::Side::Caller,
            status: None,
            emergency: false,
        };
        let mut shape = Self {
            cdr: cdr.into(),
            trace: CallTrace {
                call,
                began,
                messages: Vec::new(),
                left_out: 0,
                decisions: Vec::new(),
                log: Vec::new(),
                media: [LegId::of(7, 0), LegId::of(7, 1)].map(figures).into(),
            },
        };
        let (connection, leg) = (ConnectionId(0), LegId::of(7, 1));
        shape.log(Entry::Invited { connection, leg });
        shape.log(Entry::Answered { connection, leg, called: call::Party::default() });
        shape.said(Side::Caller, "UDP", "192.0.2.11", "192.0.2.11", "RTP/AVP");
        shape.said(Side::Called, "UDP", "192.0.2.12", "192.0.2.12", "RTP/AVP");
        shape
    }

    /// A call that nobody took.
    fn unanswered(disposition: Disposition, status: u16, cause: Cause) -> Self {
        let mut shape = Self::good();
        shape.cdr.connected = None;
        shape.cdr.duration_ms = 0;
        shape.cdr.disposition = disposition;
        shape.cdr.status = Some(status);
        shape.cdr.cause = cause.0;
        shape.trace.media.clear();
        shape
    }

    fn log(&mut self, entry: Entry) {
        let line = LogEntry { at: self.trace.began, entry };
        self.trace.log.push(serde_json::to_value(line).unwrap());
    }

    /// What a side's INVITE or answer says, in the place of what it said.
    fn said(&mut self, side: Side, transport: &str, source: &str, own: &str, profile: &str) {
        let (first_line, id) = match side {
            Side::Called => ("SIP/2.0 200 OK", "b"),
            _ => ("INVITE sip:1002@pbx.example SIP/2.0", "a"),
        };
        let body = format!(
            "v=0\r\no=- 1 1 IN IP4 {own}\r\ns=-\r\nc=IN IP4 {own}\r\nt=0 0\r\nm=audio 4000 {profile} 8\r\n"
        );
        let text = format!(
            "{first_line}\r\nVia: SIP/2.0/{transport} {own}:5060;branch=z9hG4bK{id}\r\nFrom: <sip:1@pbx.example>;tag=1\r\n\
             To: <sip:2@pbx.example>;tag=2\r\nCall-ID: {id}\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\n\
             Contact: \"A, phone\" <sip:41@{own}:5060;ob>\r\nContent-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.trace.messages.retain(|message| !message.text.starts_with(first_line));
        self.trace.messages.push(Message {
            at: self.trace.began,
            after_us: 0,
            direction: "in".into(),
            transport: transport.into(),
            from: format!("{source}:5060"),
            to: "exchange".into(),
            first_line: first_line.into(),
            text,
        });
    }

    fn media(&mut self, side: Side) -> &mut Figures {
        &mut self.trace.media[usize::from(side == Side::Called)]
    }

    fn verdict(&self) -> Diagnosis {
        examine(&self.cdr, Some(&self.trace))
    }

    fn sums_up(&self, level: Level, summary: &str) {
        let verdict = self.verdict();
        assert_eq!((verdict.level, verdict.summary), (level, summary), "{verdict:#?}");
    }
}

fn figures(leg: LegId) -> Figures {
    serde_json::from_value(json!({
        "leg": leg.0, "received": 500, "sent": 500, "lost": 0, "jitter_us": 900, "mos": 4.4, "codec": "Pcma",
        "source": "192.0.2.11:4000", "first_packet_ms": 20,
    }))
    .unwrap()
}

fn codes(verdict: &Diagnosis, about: About) -> Vec<(Option<Side>, &'static str)> {
    let wanted = verdict.findings.iter().filter(|finding| finding.about == about);
    wanted.map(|finding| (finding.side, finding.code)).collect()
}

const BOTH: [Side; 2] = [Side::Caller, Side::Called];

#[test]
fn a_good_call_is_good_in_every_respect() {
    let verdict = Shape::good().verdict();
    Shape::good().sums_up(Level::Good, "all_good");
    assert_eq!(codes(&verdict, About::Answer), [(None, "answered")]);
    for (about, code) in
        [(About::Audio, "audio_heard"), (About::Quality, "quality_good"), (About::Network, "direct")]
    {
        assert_eq!(codes(&verdict, about), BOTH.map(|side| (Some(side), code)));
    }
    let plain: Vec<_> = codes(&verdict, About::Encryption).into_iter().map(|(_, code)| code).collect();
    assert_eq!(plain, ["signalling_plain", "signalling_plain", "audio_plain"]);
    assert_eq!(verdict.findings[0].figures["secs"], 3.0);
}

#[test]
fn one_way_audio_and_none_at_all_are_told_apart() {
    for side in BOTH {
        let mut shape = Shape::good();
        *shape.media(side) = Figures { received: 0, mos: None, codec: None, ..shape.media(side).clone() };
        shape.sums_up(Level::Bad, "one_way_audio");
        let verdict = shape.verdict();
        assert!(codes(&verdict, About::Audio).contains(&(Some(side), "audio_missing")), "{verdict:#?}");
        let missing = verdict.findings.iter().find(|finding| finding.code == "audio_missing").unwrap();
        assert!(missing.texts["address"].ends_with(":4000"));
        assert_eq!(codes(&verdict, About::Quality).len(), 1, "silence has no quality");
    }
    let mut shape = Shape::good();
    for side in BOTH {
        shape.media(side).received = 0;
    }
    shape.sums_up(Level::Bad, "no_audio");
}

#[test]
fn packets_from_elsewhere_are_named() {
    let mut shape = Shape::good();
    let media = shape.media(Side::Called);
    (media.received, media.refused) = (0, 480);
    let verdict = shape.verdict();
    assert!(codes(&verdict, About::Audio).contains(&(Some(Side::Called), "audio_refused")));
    assert_eq!(verdict.summary, "one_way_audio");
}

#[test]
fn silence_that_is_meant_is_no_fault() {
    let mut held = Shape::good();
    held.media(Side::Called).received = 0;
    held.log(Entry::Held { connection: ConnectionId(0), by: call::Side::Called });
    held.sums_up(Level::Good, "all_good");
    let mut short = Shape::good();
    short.cdr.duration_ms = 300;
    for side in BOTH {
        short.media(side).received = 0;
    }
    short.sums_up(Level::Good, "all_good");
    assert!(codes(&short.verdict(), About::Audio).contains(&(Some(Side::Caller), "too_short")));
}

#[test]
fn gaps_loss_jitter_delay_and_a_low_opinion_are_graded() {
    type Change = fn(&mut Figures);
    let shapes: [(Change, Level, &str); 7] = [
        (|media| media.received = 30, Level::Doubtful, "audio_gaps"),
        (|media| media.lost = 10, Level::Doubtful, "loss"),
        (|media| media.lost = 60, Level::Bad, "loss"),
        (|media| media.jitter_us = 90_000, Level::Doubtful, "jitter"),
        (|media| media.rtt_us = Some(450_000), Level::Doubtful, "delay"),
        (|media| media.mos = Some(3.3), Level::Doubtful, "poor_quality"),
        (|media| media.mos = Some(2.0), Level::Bad, "poor_quality"),
    ];
    for (change, level, code) in shapes {
        let mut shape = Shape::good();
        change(shape.media(Side::Called));
        shape.sums_up(level, code);
    }
    let mut duplicated = Shape::good();
    duplicated.media(Side::Caller).lost = -3;
    duplicated.sums_up(Level::Good, "all_good");
}

#[test]
fn nat_is_well_while_audio_passes() {
    let mut shape = Shape::good();
    shape.said(Side::Called, "UDP", "203.0.113.9", "192.168.1.20", "RTP/AVP");
    shape.sums_up(Level::Good, "all_good");
    let verdict = shape.verdict();
    let passed = verdict.findings.iter().find(|finding| finding.code == "nat_passed").unwrap();
    assert_eq!(
        (passed.texts["contact"].as_str(), passed.texts["source"].as_str()),
        ("192.168.1.20", "203.0.113.9")
    );
    shape.media(Side::Called).received = 0;
    assert!(codes(&shape.verdict(), About::Network).contains(&(Some(Side::Called), "nat_suspected")));
}

#[test]
fn encrypted_signalling_is_seen() {
    let mut shape = Shape::good();
    shape.said(Side::Caller, "TLS", "192.0.2.11", "192.0.2.11", "RTP/AVP");
    let told = codes(&shape.verdict(), About::Encryption);
    assert!(told.contains(&(Some(Side::Caller), "signalling_encrypted")), "{told:?}");
    assert!(told.contains(&(Some(Side::Called), "signalling_plain")), "{told:?}");
}

#[test]
fn why_a_call_was_not_answered() {
    use Disposition as How;
    let shapes = [
        (How::NoAnswer, 480, Cause::SUBSCRIBER_ABSENT, Level::Bad, "not_registered"),
        (How::NoAnswer, 480, Cause::NO_ANSWER, Level::Doubtful, "nobody_answered"),
        (How::Busy, 486, Cause::USER_BUSY, Level::Doubtful, "busy"),
        (How::Rejected, 603, Cause::REJECTED, Level::Doubtful, "rejected"),
        (How::Failed, 488, Cause::INCOMPATIBLE, Level::Bad, "no_common_codec"),
        (How::Failed, 404, Cause::UNALLOCATED, Level::Bad, "no_such_number"),
        (How::Rejected, 403, Cause::NOT_AUTHORISED, Level::Bad, "not_allowed"),
        (How::Congestion, 503, Cause::NO_CIRCUIT, Level::Bad, "no_channel_free"),
        (How::Failed, 500, Cause::TEMPORARY_FAILURE, Level::Bad, "failed"),
        (How::Cancelled, 487, Cause::NORMAL_CLEARING, Level::Doubtful, "caller_gave_up"),
    ];
    for (disposition, status, cause, level, code) in shapes {
        Shape::unanswered(disposition, status, cause).sums_up(level, code);
    }
}

#[test]
fn a_phone_that_is_registered_and_mute_is_told_from_one_that_rings() {
    let mut shape = Shape::unanswered(Disposition::NoAnswer, 408, Cause::NO_USER_RESPONDING);
    shape.cdr.rang = None;
    shape.sums_up(Level::Bad, "phone_does_not_reply");
    let mut shape = Shape::unanswered(Disposition::Cancelled, 487, Cause::NORMAL_CLEARING);
    shape.cdr.rang = None;
    shape.sums_up(Level::Bad, "phone_does_not_ring");
}

#[test]
fn a_phone_that_wants_encrypted_audio_alone_is_told_so() {
    let mut shape = Shape::unanswered(Disposition::Failed, 488, Cause::INCOMPATIBLE);
    shape.said(Side::Caller, "TLS", "192.0.2.11", "192.0.2.11", "RTP/SAVP");
    shape.sums_up(Level::Bad, "demands_encryption");
}

#[test]
fn without_a_trace_the_record_alone_speaks() {
    let verdict = examine(&Shape::good().cdr, None);
    assert_eq!((verdict.level, verdict.summary), (Level::Good, "all_good"));
    assert!(codes(&verdict, About::Audio).iter().all(|(_, code)| *code == "no_figures"));
}

#[test]
fn figures_of_a_transferred_call_accuse_nobody() {
    let mut shape = Shape::good();
    shape.media(Side::Called).received = 0;
    shape.log(Entry::Invited { connection: ConnectionId(1), leg: LegId::of(7, 2) });
    shape.sums_up(Level::Good, "all_good");
    assert_eq!(codes(&shape.verdict(), About::Audio), [(None, "moved")]);
}
