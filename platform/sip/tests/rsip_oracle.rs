//! Our parser against rsip's on messages both understand: full header names, no folds, no IPv6, no escapes.

#![cfg(all(test, feature = "rsip"))]

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;
use rsip::message::{HasHeaders, HeadersExt};
use rsip::prelude::*;
use sip::header::HeaderName;
use sip::{Message, MessageBuilder, Method, UriRef};

/// What a message of the common subset is made of.
#[derive(Debug, Clone)]
struct Parts {
    method: usize,
    status: Option<u16>,
    uri: String,
    from: String,
    to: String,
    via: String,
    call_id: String,
    cseq: u32,
    extra: Vec<(String, String)>,
    body: String,
}

fn uri() -> impl Strategy<Value = String> {
    let user = proptest::option::of("[a-z0-9]{1,9}");
    let host = prop_oneof!["[a-z]{1,8}\\.example", "192\\.0\\.2\\.[1-9]"];
    let port = proptest::option::of(1024_u16..65535);
    let params = proptest::collection::vec(
        prop_oneof![Just("lr".to_owned()), "x[a-z]{1,5}=[a-z0-9]{1,6}", Just("transport=tcp".to_owned())],
        0..3,
    );
    (prop_oneof![Just("sip"), Just("sips")], user, host, port, params).prop_map(
        |(scheme, user, host, port, params)| {
            let user = user.map(|user| user + "@").unwrap_or_default();
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            let params: String = params.iter().map(|param| format!(";{param}")).collect();
            format!("{scheme}:{user}{host}{port}{params}")
        },
    )
}

fn address() -> impl Strategy<Value = String> {
    let name = prop_oneof![Just(String::new()), "[A-Z][a-z]{1,8} ", "\"[A-Za-z ]{1,12}\" "];
    (name, uri(), "[a-z0-9]{1,12}").prop_map(|(name, uri, tag)| format!("{name}<{uri}>;tag={tag}"))
}

fn via() -> impl Strategy<Value = String> {
    let transport = prop_oneof![Just("UDP"), Just("TCP"), Just("TLS"), Just("WS")];
    (transport, "[a-z]{1,9}\\.example", 1024_u16..65535, "[A-Za-z0-9]{1,20}").prop_map(
        |(transport, host, port, branch)| format!("SIP/2.0/{transport} {host}:{port};branch=z9hG4bK{branch}"),
    )
}

fn parts() -> impl Strategy<Value = Parts> {
    let extra = proptest::collection::vec(("X-[A-Z][a-z]{1,9}", "[!-~]([ -~]{0,30}[!-~])?"), 0..6);
    let ids = ("[A-Za-z0-9.-]{1,24}(@[a-z]{1,9})?", 0_u32..1 << 31, extra, "[ -~]{0,60}");
    (0..Method::KNOWN.len(), proptest::option::of(100_u16..700), uri(), address(), address(), via(), ids)
        .prop_map(|(method, status, uri, from, to, via, (call_id, cseq, extra, body))| Parts {
            method,
            status,
            uri,
            from,
            to,
            via,
            call_id,
            cseq,
            extra,
            body,
        })
}

fn build(parts: &Parts) -> Message {
    let method = &Method::KNOWN[parts.method];
    let mut out = BytesMut::new();
    let mut builder = match parts.status {
        Some(status) => MessageBuilder::response(&mut out, status, "Some Reason"),
        None => MessageBuilder::request(&mut out, method, &parts.uri),
    };
    for (name, value) in [
        (HeaderName::Via, &parts.via),
        (HeaderName::From, &parts.from),
        (HeaderName::To, &parts.to),
        (HeaderName::CallId, &parts.call_id),
    ] {
        builder = builder.header(name, value);
    }
    builder = builder.header(HeaderName::CSeq, format_args!("{} {method}", parts.cseq));
    for (name, value) in &parts.extra {
        builder = builder.header(HeaderName::Other(name), value);
    }
    builder.content(parts.body.as_bytes()).finish().expect("a message of the subset is valid")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_read_the_same(parts in parts()) {
        let ours = build(&parts);
        let theirs = rsip::SipMessage::try_from(&ours.bytes()[..]).expect("rsip reads the subset");
        match &theirs {
            rsip::SipMessage::Request(request) => {
                prop_assert_eq!(ours.method(), Some(&Method::from(request.method)));
                let uri = ours.uri().expect("a request has a URI");
                prop_assert_eq!(rsip::Uri::try_from(uri).expect("a word"), request.uri.clone());
            }
            rsip::SipMessage::Response(response) => {
                prop_assert_eq!(ours.status(), Some(response.status_code.code()));
            }
        }
        prop_assert_eq!(ours.body(), &theirs.body()[..]);
        prop_assert_eq!(ours.call_id(), theirs.call_id_header().expect("there").value());
        let cseq = theirs.cseq_header().expect("there").typed().expect("sound");
        prop_assert_eq!(rsip::typed::CSeq::try_from(ours.cseq()), Ok(cseq));
        let from = theirs.from_header().expect("there").typed().expect("sound");
        prop_assert_eq!(ours.from().tag().map(str::to_owned), from.tag().map(ToString::to_string));
        prop_assert_eq!(rsip::Uri::try_from(ours.from().uri()), Ok(from.uri));
        let via = theirs.via_header().expect("there").typed().expect("sound");
        prop_assert_eq!(ours.top_via().branch().map(str::to_owned), via.branch().map(ToString::to_string));
        prop_assert_eq!(ours.top_via().port(), via.uri.port().map(|port| *port.value()));
        let lines: Vec<String> = ours.header_lines().map(|(name, value)| format!("{name}: {value}")).collect();
        let their_lines: Vec<String> = theirs.headers().iter().map(ToString::to_string).collect();
        prop_assert_eq!(lines, their_lines);
    }

    #[test]
    fn what_rsip_writes_we_read(parts in parts()) {
        let ours = build(&parts);
        let theirs = rsip::SipMessage::try_from(&ours.bytes()[..]).expect("rsip reads the subset");
        let written = Message::parse(Bytes::from(theirs.to_string())).expect("we read what rsip writes");
        prop_assert_eq!(written.call_id(), ours.call_id());
        prop_assert_eq!(written.body(), ours.body());
        let again = Message::try_from(&theirs).expect("a word of rsip is a message");
        prop_assert_eq!(again.header_lines().count(), ours.header_lines().count());
    }

    #[test]
    fn what_we_accept_rsip_does_not_read_otherwise(text in "(sip|sips):[a-z0-9]{0,3}[@:;=?a-z0-9.]{0,12}") {
        if let (Ok(ours), Ok(theirs)) = (UriRef::parse(&text), rsip::Uri::try_from(text.as_str())) {
            // rsip drops headers of a URI and takes what it does not understand for a part of something else.
            if let Ok(word) = rsip::Uri::try_from(ours) && theirs.to_string() == text {
                prop_assert_eq!(word.to_string(), text);
            }
        }
    }
}
