//! Whole messages: parsed, refused, built and answered.

use bytes::{Bytes, BytesMut};

use super::*;
use crate::header::{Contact, HeaderName, Refresher};

fn parse(text: &str) -> Result<Message, ParseError> {
    Message::parse(Bytes::copy_from_slice(text.as_bytes()))
}

/// A request with the mandatory lines and these.
fn request(more: &str) -> String {
    format!(
        "INVITE sip:200@pbx.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7:5062;rport;branch=z9hG4bKx1\r\n\
         From: \"Ada\" <sip:100@pbx.example>;tag=f1\r\nTo: <sip:200@pbx.example>\r\nCall-ID: c1@192.0.2.7\r\n\
         CSeq: 314 INVITE\r\n{more}\r\n"
    )
}

#[test]
fn the_essentials() {
    let message = parse(&request("Max-Forwards: 70\r\n")).unwrap();
    assert_eq!(message.kind(), Kind::Request { method: &Method::Invite, uri: "sip:200@pbx.example" });
    assert_eq!(message.uri().unwrap().user(), Some("200"));
    assert_eq!(message.top_via().branch(), Some("z9hG4bKx1"));
    assert_eq!(message.from().tag(), Some("f1"));
    assert_eq!(message.from().display().as_deref(), Some("Ada"));
    assert_eq!(message.to().tag(), None);
    assert_eq!(message.call_id(), "c1@192.0.2.7");
    assert_eq!((message.cseq().number, message.cseq().method), (314, &Method::Invite));
    assert_eq!(message.max_forwards(), Some(70));
    assert_eq!(message.body(), b"");
    assert_eq!(format!("{message:?}"), "Message(INVITE sip:200@pbx.example, c1@192.0.2.7)");
}

#[test]
fn compact_folded_spaced_and_foreign() {
    let text = "MESSAGE sip:200@[2001:db8::1]:5062;transport=tcp SIP/2.0\r\nv : SIP/2.0/TCP\r\n [2001:db8::2]:5070 ;\r\n\tbranch=z9hG4bKy\
                \r\nf: sip:a@h;tag=1\r\nT: tel:+34911223344\r\ni:c2\r\ncseq:   1\r\n  MESSAGE\r\ns: caf\u{e9}\r\nX-Odd: ;;,,\"\r\nl: 2\r\n\r\nhi";
    let message = parse(text).unwrap();
    assert_eq!(message.top_via().host(), "[2001:db8::2]");
    assert_eq!(message.top_via().branch(), Some("z9hG4bKy"));
    assert_eq!(message.to().uri().user(), Some("+34911223344"));
    assert_eq!(message.cseq().number, 1);
    assert_eq!(message.header(HeaderName::Subject), Some("caf\u{e9}"));
    assert_eq!(message.header(HeaderName::Other("x-odd")), Some(";;,,\""));
    assert_eq!(message.header_bytes(HeaderName::CSeq), Some(&b"1\r\n  MESSAGE"[..]));
    assert_eq!(message.body(), b"hi");
    assert_eq!(message.bytes(), text.as_bytes());
}

#[test]
fn a_body_that_looks_folded_is_none_of_the_heads_business() {
    let message =
        parse(&request("X: a\r\n b\r\nContent-Length: 7\r\n").replace("\r\n\r\n", "\r\n\r\n a\r\n\t b\r\n"))
            .unwrap();
    assert_eq!(message.body(), b" a\r\n\t b");
    assert_eq!(message.header(HeaderName::Other("X")), Some("a   b"));
}

#[test]
fn bytes_that_are_not_utf_8_are_kept() {
    let mut text = request("Subject: caf? bar\r\n").into_bytes();
    let at = text.iter().position(|byte| *byte == b'?').unwrap();
    text[at] = 0xe9;
    let message = Message::parse(Bytes::from(text)).unwrap();
    assert_eq!(message.header(HeaderName::Subject), Some("caf\u{1a} bar"));
    assert_eq!(message.header_bytes(HeaderName::Subject), Some(&b"caf\xe9 bar"[..]));
    let copy = Reply::new(&message, 200, "")
        .begin(&mut BytesMut::new())
        .copy(&message, HeaderName::Subject)
        .finish();
    assert_eq!(copy.unwrap().header_bytes(HeaderName::Subject), Some(&b"caf\xe9 bar"[..]));
}

#[test]
fn a_quoted_nul_is_kept_and_answered() {
    let message = parse(&request("").replace("To: <", "To: \"NUL:\\\0\" <")).unwrap();
    assert_eq!(message.to().display().as_deref(), Some("NUL:\u{1a}"));
    let reply = Reply::new(&message, 200, "").tagged("t").begin(&mut BytesMut::new()).finish().unwrap();
    assert_eq!(reply.header_bytes(HeaderName::To), Some(&b"\"NUL:\\\0\" <sip:200@pbx.example>;tag=t"[..]));
}

#[test]
fn content_length_bounds_the_body() {
    let body = |more: &str| {
        parse(&request(more)).map(|message| String::from_utf8_lossy(message.body()).into_owned())
    };
    assert_eq!(body("Content-Length: 5\r\n\r\nhelloTRAILING").as_deref(), Ok("hello"));
    assert_eq!(body("\r\nto the end").as_deref(), Ok("to the end\r\n"));
    for more in
        ["Content-Length: 90\r\n", "l: -1\r\n", "l:\r\n", "l: 0\r\nl: 0\r\n", "l: 99999999999999999999\r\n"]
    {
        let err = body(more).unwrap_err();
        assert_eq!((err.place, err.answer), ("Content-Length", Some(400)), "{more}");
    }
}

#[test]
fn what_is_missing_doubled_or_broken_is_named() {
    for (from, to, place) in [
        ("Via: SIP/2.0/UDP 192.0.2.7", "Via: SIP/2.0/UDP ;", "Via"),
        ("Via", "X-Via", "Via"),
        ("Via: ", "Via: , ", "Via"),
        ("From", "X-From", "From"),
        ("To: <", "To: ", "To"),
        ("Call-ID: c1@", "Call-ID: c1 @", "Call-ID"),
        ("CSeq: 314 INVITE", "CSeq: 314 BYE", "CSeq"),
        ("CSeq: 314", "CSeq: 4294967295", "CSeq"),
        ("Call-ID", "To: <sip:x@y>\r\nCall-ID", "To"),
        ("Call-ID", "Max-Forwards: 300\r\nCall-ID", "Max-Forwards"),
        ("Call-ID", "Call ID", "head"),
        ("\r\nCall-ID", "\nCall-ID", "head"),
        ("\r\nCall-ID", "\r\rCall-ID", "head"),
        ("\r\nCall-ID", "\r\nno colon\r\nCall-ID", "head"),
        ("\r\nVia", "\r\n Via", "head"),
        ("c1@", "c1\0@", "head"),
        ("sip:200@pbx.example SIP", "200 SIP", "start line"),
    ] {
        let text = request("");
        assert!(text.contains(from));
        let err = parse(&text.replacen(from, to, 1)).unwrap_err();
        assert_eq!((err.place, err.answer), (place, Some(400)), "{to:?} {err}");
    }
}

#[test]
fn nothing_answers_a_broken_response() {
    for text in [
        "SIP/2.0 200 OK\r\n\r\n",
        "SIP/2.0 200 OK\r\nVia\r\n\r\n",
        "sip/2.0 999 x\r\n\r\n",
        "SIP/2.0 200\n\n",
    ] {
        assert_eq!(parse(text).unwrap_err().answer, None, "{text}");
    }
}

#[test]
fn limits() {
    let err = parse(&request(&"X: y\r\n".repeat(MAX_HEADER_LINES))).unwrap_err();
    assert_eq!(err.answer, Some(513));
    let err = parse(&request(&format!("X: {}\r\n", "y".repeat(MAX_LINE_BYTES)))).unwrap_err();
    assert_eq!(err.answer, Some(513));
    let err = parse(&request(&format!("\r\n{}", "y".repeat(MAX_MESSAGE_BYTES)))).unwrap_err();
    assert_eq!(err.answer, Some(513));
    let folded = format!("X: a\r\n{}", " b\r\n".repeat(MAX_LINE_BYTES / 3));
    assert_eq!(parse(&request(&folded)).unwrap_err().answer, Some(513));
    for end in 0..request("").len() - 1 {
        assert!(parse(&request("")[..end]).is_err(), "{end}");
    }
}

#[test]
fn lists_and_singles() {
    let message = parse(&request(
        "Contact: \"a, b\" <sip:1@h>;q=0.5, <sip:2@h;ob>\r\nm: sip:3@h;expires=60\r\nRoute: <sip:r1;lr>,<sip:r2;lr>\r\n\
         Supported: 100rel, Timer\r\nk: replaces\r\nSession-Expires: 1800;refresher=uac\r\nRefer-To: <sip:x@h?Replaces=c%3Bto-tag%3D1%3Bfrom-tag%3D2>\r\n\
         Expires: 99999999999\r\nRetry-After: 120 (asleep);duration=9\r\nReason: SIP;cause=486, Q.850;cause=17;text=\"Busy, now\"\r\nPrivacy: id;critical\r\n",
    ))
    .unwrap();
    let contacts: Vec<_> = message.contacts().map(Result::unwrap).collect();
    assert_eq!(contacts.len(), 3);
    let Contact::Address(first) = contacts[0] else { panic!("an address") };
    assert_eq!((first.q(), first.address.uri().user()), (Some(500), Some("1")));
    assert_eq!(message.addresses(HeaderName::Route).filter_map(Result::ok).count(), 2);
    assert!(message.has_token(HeaderName::Supported, "timer"));
    assert!(message.has_token(HeaderName::Supported, "replaces"));
    assert!(!message.has_token(HeaderName::Supported, "path"));
    assert_eq!(message.session_expires().unwrap().unwrap().refresher, Some(Refresher::Uac));
    assert_eq!(message.number(HeaderName::Expires), Ok(Some(u32::MAX)));
    assert_eq!(message.number(HeaderName::RetryAfter), Ok(Some(120)));
    assert_eq!(message.number(HeaderName::MinSe), Ok(None));
    assert!(message.number(HeaderName::Supported).is_err());
    let refer_to = message.address(HeaderName::ReferTo).unwrap().unwrap();
    assert_eq!(refer_to.uri().header("replaces").as_deref(), Some("c;to-tag=1;from-tag=2"));
    let causes: Vec<_> = message.reasons().map(|reason| reason.cause).collect();
    assert_eq!(causes, [Some(486), Some(17)]);
    assert!(message.asks_privacy("id") && !message.asks_privacy("user"));
}

#[test]
fn credentials_of_the_realm_asked_for() {
    let line = |realm: &str| {
        format!(
            "Authorization: Digest username=\"u\",realm=\"{realm}\",nonce=\"n\",uri=\"sip:h\",response=\"0\"\r\n"
        )
    };
    let text = request(&format!("Authorization: Bearer x\r\n{}{}", line("one"), line("two")));
    let message = parse(&text).unwrap();
    let found = message.authorization(HeaderName::Authorization, "two").unwrap().unwrap();
    assert_eq!(found.realm, "two");
    assert_eq!(message.authorization(HeaderName::Authorization, "three"), Ok(None));
    assert_eq!(message.authorization(HeaderName::ProxyAuthorization, "one"), Ok(None));
}

#[test]
fn a_reply_copies_what_it_must() {
    let text =
        request("Via: SIP/2.0/TCP b.example, SIP/2.0/TLS c.example\r\nTimestamp: 54\r\nX-Other: 1\r\n");
    let invite = parse(&text).unwrap();
    let source = "198.51.100.4:6000".parse().unwrap();
    let mut out = BytesMut::new();
    let trying = Reply::new(&invite, 100, "").received_from(source).begin(&mut out).finish().unwrap();
    assert_eq!(
        trying.bytes(),
        "SIP/2.0 100 Trying\r\nVia: SIP/2.0/UDP 192.0.2.7:5062;branch=z9hG4bKx1;received=198.51.100.4;rport=6000\r\n\
         Via: SIP/2.0/TCP b.example\r\nVia: SIP/2.0/TLS c.example\r\nFrom: \"Ada\" <sip:100@pbx.example>;tag=f1\r\n\
         To: <sip:200@pbx.example>\r\nCall-ID: c1@192.0.2.7\r\nCSeq: 314 INVITE\r\nTimestamp: 54\r\nContent-Length: 0\r\n\r\n"
    );
    let busy = Reply::new(&invite, 486, "Lunch").tagged("t1").begin(&mut out).finish().unwrap();
    assert_eq!((busy.status(), busy.to().tag()), (Some(486), Some("t1")));
    assert_eq!(busy.vias().count(), 3);
    assert_eq!(busy.header(HeaderName::Timestamp), None);
    assert_eq!(busy.kind(), Kind::Response { status: 486, reason: "Lunch" });
}

#[test]
fn builders_refuse_injection_and_leave_nothing_behind() {
    let invite = parse(&request("")).unwrap();
    let mut out = BytesMut::from(&b"kept"[..]);
    let mut build = |name, value: &str| {
        let result = Reply::new(&invite, 200, "").begin(&mut out).header(name, value).finish();
        assert_eq!(out, b"kept"[..]);
        result.map(|_| ())
    };
    for value in ["a\r\nVia: x", "a\nb", "a\rb", "a\0b"] {
        assert_eq!(build(HeaderName::Subject, value), Err(BuildError::Control("Subject")), "{value:?}");
    }
    assert_eq!(build(HeaderName::Other("X: a\r\nY"), "1"), Err(BuildError::NotToken("header name")));
    assert_eq!(build(HeaderName::Other("l"), "1"), Err(BuildError::ContentLength));
    assert!(matches!(build(HeaderName::To, "<sip:twice@h>"), Err(BuildError::Invalid(_))));
    assert_eq!(build(HeaderName::Subject, "fine"), Ok(()));
    let split = MessageBuilder::request(&mut out, &Method::Options, "sip:h SIP/2.0\r\nX: y").finish();
    assert_eq!(split.unwrap_err(), BuildError::Control("Request-URI"));
}
