//! SIP messages, streams, URIs and headers.

use bytes::{Bytes, BytesMut};
use sip::digest::{Challenger, Ha1, Responder, Verdict};
use sip::header::{
    Address, Authorization, Challenge, Contact, ContentType, Date, Event, HeaderName, Quoted, RAck, Reason,
    Replaces, SessionExpires, SubscriptionState, Via, unquote,
};
use sip::wire::{BuildError, Frame, Side, StreamFramer, salvage};
use sip::{Message, MessageBuilder, Method, Reply, UriRef, uri};

use super::{Target, kind};

const WORDS: &[&[u8]] = &[
    b"\r\n",
    b"\r\n\r\n",
    b"\r\n ",
    b"SIP/2.0",
    b"SIP/2.0/UDP ",
    b"INVITE ",
    b"ACK ",
    b"sip:",
    b"sips:",
    b"tel:+34",
    b"[2001:db8::1]",
    b";branch=z9hG4bK",
    b";rport",
    b";received=",
    b";tag=",
    b";lr",
    b";q=0.5",
    b";expires=",
    b"%00",
    b"%zz",
    b"\\\"",
    b"<sip:a@b>",
    b"Content-Length: ",
    b"l: ",
    b"v: ",
    b"f: ",
    b"t: ",
    b"i: ",
    b"m: *",
    b"CSeq: 1 ",
    b"4294967296",
    b"18446744073709551616",
    b"-1",
    b"Digest ",
    b"username=\"",
    b"nonce=\"",
    b"qop=auth",
    b"nc=0000000a",
    b"\xc3\xb1",
    b"\xff",
];

pub const MESSAGE: Target =
    Target { name: "sip", corpus: "fuzz/corpus/sip+vectors/rfc4475", words: WORDS, run: fuzz_sip };
pub const STREAM: Target = Target {
    name: "sip-stream",
    corpus: "fuzz/corpus/sip-stream+fuzz/corpus/sip",
    words: WORDS,
    run: fuzz_sip_stream,
};
pub const URI: Target = Target { name: "uri", corpus: "fuzz/corpus/uri", words: WORDS, run: fuzz_uri };
pub const HEADER: Target =
    Target { name: "header", corpus: "fuzz/corpus/header", words: WORDS, run: fuzz_header };

/// A message parses or is refused; what parses can be read, answered and built again.
fn fuzz_sip(data: &[u8]) -> u64 {
    let bytes = Bytes::copy_from_slice(data);
    let source = "192.0.2.9:5060".parse().expect("an address");
    match Message::parse(bytes.clone()) {
        Ok(message) => {
            assert!(data.windows(message.bytes().len().max(1)).any(|window| window == message.bytes()));
            let again = Message::parse(message.bytes().clone()).expect("what parsed parses again");
            assert_eq!(again.bytes(), message.bytes());
            assert!(message.bytes().ends_with(message.body()));
            rebuild(&message);
            if message.is_request() {
                answer(&message, source);
            }
            kind((message.cseq().method, message.header_lines().count().min(20), views(&message)))
        }
        Err(error) => {
            let answered = salvage(&bytes).and_then(|salvaged| {
                let answer =
                    salvaged.answer(&mut BytesMut::new(), error.answer.unwrap_or(400), "", "t", source)?;
                assert!(
                    answer.starts_with(b"SIP/2.0 ") && answer.ends_with(b"\r\nContent-Length: 0\r\n\r\n")
                );
                Some(Message::parse(answer).map_err(|error| error.what))
            });
            kind((error.what, error.place, answered.map(|answer| answer.err())))
        }
    }
}

fn answer(request: &Message, source: std::net::SocketAddr) {
    match Reply::new(request, 486, "").tagged("t1").received_from(source).begin(&mut BytesMut::new()).finish()
    {
        Ok(reply) => {
            assert_eq!((reply.call_id(), reply.cseq()), (request.call_id(), request.cseq()));
            assert_eq!(
                reply.header_bytes(HeaderName::From).map(unfolded),
                request.header_bytes(HeaderName::From).map(unfolded)
            );
            assert_eq!(reply.top_via().branch(), request.top_via().branch());
            assert!(reply.to().tag().is_some());
        }
        // A parameter, a Via list in lines of their own or a longer Via may step over a limit.
        Err(BuildError::Invalid(error)) => assert!(error.what.contains("too"), "{error}"),
        Err(error) => panic!("{error}"),
    }
}

fn unfolded(line: &[u8]) -> Vec<u8> {
    line.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

/// All headers but Content-Length, written anew, read the same.
fn rebuild(message: &Message) {
    let mut out = BytesMut::new();
    let mut builder = match (message.method(), message.status()) {
        (Some(method), _) => MessageBuilder::request(&mut out, method, message.request_uri().unwrap_or("")),
        (None, status) => MessageBuilder::response(&mut out, status.unwrap_or(0), "x"),
    };
    let lines = || message.header_lines().filter(|(name, _)| *name != HeaderName::ContentLength);
    for (name, value) in lines() {
        builder = builder.header(name, value);
    }
    match builder.finish() {
        Ok(built) => {
            let built_lines = built.header_lines().filter(|(name, _)| *name != HeaderName::ContentLength);
            assert!(built_lines.eq(lines()));
            assert_eq!(built.request_uri(), message.request_uri());
        }
        // A full name is longer than a compact one, and Content-Length is one line more.
        Err(BuildError::Invalid(error)) => assert!(error.what.contains("too"), "{error}"),
        Err(error) => panic!("{error}"),
    }
}

/// Reads everything there is to read; which of it could be read is part of the outcome.
fn views(message: &Message) -> u64 {
    let numbers = [HeaderName::Expires, HeaderName::MinExpires, HeaderName::RSeq, HeaderName::RetryAfter]
        .map(|name| message.number(name).is_ok());
    let lists = [HeaderName::Route, HeaderName::RecordRoute, HeaderName::Path, HeaderName::PAssertedIdentity]
        .map(|name| message.addresses(name).filter(Result::is_ok).count());
    let singles = [
        message.session_expires().is_ok(),
        message.rack().is_ok(),
        message.replaces().is_ok(),
        message.join().is_ok(),
        message.event().is_ok(),
        message.subscription_state().is_ok(),
        message.content_type().is_ok(),
        message.date().is_ok(),
        message.address(HeaderName::ReferTo).is_ok(),
        message.authorization(HeaderName::Authorization, "r").is_ok(),
    ];
    for contact in message.contacts().flatten() {
        if let Contact::Address(contact) = contact {
            let _ =
                (contact.q(), contact.expires(), contact.instance(), contact.reg_id(), contact.is_outbound());
        }
    }
    let _ = (message.from().display(), message.to().tag(), message.max_forwards(), message.uri());
    let challenges = message.challenges(HeaderName::WwwAuthenticate).count();
    kind((
        numbers,
        lists,
        singles,
        message.vias().filter(Result::is_ok).count(),
        challenges,
        message.reasons().count(),
    ))
}

/// However a stream is cut into reads, the same frames come out of it.
fn fuzz_sip_stream(data: &[u8]) -> u64 {
    let mut outcomes = Vec::new();
    for side in [Side::Accepted, Side::Connected] {
        let whole = frames(side, data, data.len().max(1));
        let step = usize::from(data.first().copied().unwrap_or(0) % 61) + 1;
        assert_eq!(whole, frames(side, data, step), "cut into {step}");
        outcomes.push((whole.0.len().min(8), whole.1));
    }
    kind(outcomes)
}

fn frames(side: Side, data: &[u8], step: usize) -> (Vec<Frame>, Option<&'static str>) {
    let mut framer = StreamFramer::new(side);
    let mut frames = Vec::new();
    for piece in data.chunks(step) {
        framer.push(piece);
        loop {
            match framer.poll_frame() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => return (frames, Some(error.error.what)),
            }
        }
    }
    (frames, None)
}

/// What parses equals itself and survives being owned; its user part can be escaped again.
fn fuzz_uri(data: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(data);
    match UriRef::parse(&text) {
        Ok(read) => {
            assert!(read == read.to_owned().view(), "{text}");
            assert!(UriRef::parse(read.without_headers()).is_ok());
            if let Some(user) = read.user_unescaped().filter(|user| !user.contains('\u{fffd}')) {
                let again = format!("sip:{}@h", uri::escape_user(&user));
                let again = UriRef::parse(&again).expect("an escaped user is a user");
                assert_eq!(again.user_unescaped(), Some(user));
            }
            let parts = (
                read.password().is_some(),
                read.port().is_some(),
                read.ip().is_some(),
                read.headers().is_some(),
            );
            kind((
                parts,
                read.params().count().min(8),
                read.header("subject").is_some(),
                read.host().len().min(3),
            ))
        }
        Err(error) => kind((error.what, error.at.min(4))),
    }
}

/// Every header reads any text without panicking; what displays reads back.
fn fuzz_header(data: &[u8]) -> u64 {
    let text = &*String::from_utf8_lossy(data);
    let via = Via::parse(text);
    if let Ok(via) = &via {
        let source = "[2001:db8::5]:5061".parse().expect("an address");
        let filled = via.filled(source).to_string();
        let filled = Via::parse(&filled).expect("a filled Via is a Via");
        assert_eq!((filled.branch(), filled.host(), filled.port()), (via.branch(), via.host(), via.port()));
        assert!(via.rport().is_none() || filled.rport() == Some(Some(5061)));
    }
    assert_eq!(
        unquote(&Quoted(text).to_string()),
        text.replace(|letter: char| letter.is_ascii_control(), " ")
    );
    if let Ok(date) = Date::parse(text) {
        assert_eq!(Date::parse(&date.to_string()), Ok(date));
    }
    if let Ok(replaces) = Replaces::parse(text) {
        assert_eq!(Replaces::parse(&replaces.to_string()), Ok(replaces));
    }
    let address = Address::parse(text).map(|address| (address.display().is_some(), address.tag().is_some()));
    kind((
        via.map(|via| via.params().count().min(8)).map_err(|error| error.what),
        address.map_err(|error| error.what),
        (Contact::parse(text).is_ok(), ContentType::parse(text).is_ok(), Event::parse(text).is_ok()),
        (RAck::parse(text).is_ok(), Reason::parse(text).is_ok(), SessionExpires::parse(text).is_ok()),
        (
            SubscriptionState::parse(text).is_ok(),
            HeaderName::of(text) == HeaderName::Via,
            text.parse::<Method>().is_ok(),
        ),
        digest(text),
    ))
}

/// Nothing but the right secret is accepted, and what a client answers to any challenge can be read.
fn digest(text: &str) -> (Option<&'static str>, bool) {
    let verdict = match Authorization::parse(text) {
        Ok(Some(credentials)) => {
            let challenger = Challenger::new(credentials.realm, [1; 32], std::time::Duration::from_secs(60));
            let ha1 = Ha1::of("nobody", "nowhere", "a secret nobody guesses");
            match challenger.verify(&credentials, &Method::Register, &ha1, 1_790_000_000, b"") {
                Verdict::Malformed(what) => Some(what),
                Verdict::Wrong => None,
                verdict => panic!("{verdict:?}"),
            }
        }
        Ok(None) => Some("another scheme"),
        Err(error) => Some(error.what),
    };
    let mut client = Responder::new("user", "password");
    let answered = Challenge::parse(text)
        .ok()
        .flatten()
        .is_some_and(|challenge| client.accept(std::iter::once(challenge)));
    if answered {
        let line = client.credentials(&Method::Invite, "sip:h", "c").expect("a challenge was accepted");
        assert!(matches!(Authorization::parse(&line), Ok(Some(_))), "{line}");
    }
    (verdict, answered)
}
