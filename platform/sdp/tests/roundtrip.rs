//! What is parsed can be written and parsed again, and no input whatever makes the parser or the anchor panic.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
use proptest::prelude::*;
use sdp::{Anchor, Audio, Session, has_common_audio_codec, limits, payload_types_agree, validate_answer};
use std::net::SocketAddr;

fn token() -> impl Strategy<Value = String> {
    "[A-Za-z0-9._-]{1,12}"
}

fn text() -> impl Strategy<Value = String> {
    "[ -~]{0,40}"
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<std::net::Ipv4Addr>().prop_map(|ip| format!("IP4 {ip}")),
        any::<std::net::Ipv6Addr>().prop_map(|ip| format!("IP6 {ip}")),
        token().prop_map(|host| format!("IP4 {host}")),
    ]
}

fn attribute() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("sendonly".to_owned()),
        Just("inactive".to_owned()),
        Just("rtcp-mux".to_owned()),
        (any::<u16>()).prop_map(|port| format!("rtcp:{port}")),
        (0u8..=127, token(), any::<u32>()).prop_map(|(pt, name, rate)| format!("rtpmap:{pt} {name}/{rate}")),
        (0u8..=127, text()).prop_map(|(pt, value)| format!("fmtp:{pt} {value}")),
        (token(), text()).prop_map(|(name, value)| format!("{name}:{value}")),
        token(),
    ]
}

fn media() -> impl Strategy<Value = String> {
    let protocol =
        prop::sample::select(vec!["RTP/AVP", "RTP/AVPF", "RTP/SAVP", "UDP/TLS/RTP/SAVPF", "udptl"]);
    let kind = prop::sample::select(vec!["audio", "audio", "video", "image", "application"]);
    let formats = prop::collection::vec(any::<u8>().prop_map(|f| f.to_string()), 1..6);
    (
        kind,
        any::<u16>(),
        protocol,
        formats,
        prop::option::of(address()),
        prop::collection::vec(attribute(), 0..8),
    )
        .prop_map(|(kind, port, protocol, formats, connection, attributes)| {
            let mut lines = format!("m={kind} {port} {protocol} {}\r\n", formats.join(" "));
            if let Some(connection) = connection {
                lines.push_str(&format!("c=IN {connection}\r\n"));
            }
            for attribute in attributes {
                lines.push_str(&format!("a={attribute}\r\n"));
            }
            lines
        })
}

fn description() -> impl Strategy<Value = String> {
    let head = (token(), any::<u64>(), any::<u64>(), address(), text());
    let body = (
        prop::option::of(address()),
        prop::collection::vec(attribute(), 0..4),
        prop::collection::vec(media(), 0..5),
    );
    (head, body).prop_map(|((user, id, version, origin, name), (connection, attributes, media))| {
        let mut lines = format!("v=0\r\no={user} {id} {version} IN {origin}\r\ns={name}\r\n");
        if let Some(connection) = connection {
            lines.push_str(&format!("c=IN {connection}\r\n"));
        }
        lines.push_str("t=0 0\r\n");
        for attribute in attributes {
            lines.push_str(&format!("a={attribute}\r\n"));
        }
        lines.extend(media);
        lines
    })
}

fn anchor() -> Anchor {
    let at = |port| SocketAddr::from(([203, 0, 113, 1], port));
    Anchor::new(7, at(20_000), at(20_001))
}

/// Everything that is done with a stranger's descriptions.
fn exercise(a: &Session, b: &Session) {
    let written = a.to_text();
    assert_eq!(Session::parse(written.as_bytes()).unwrap().to_text(), written, "writing is stable");
    Audio::of(a);
    has_common_audio_codec(a, b);
    payload_types_agree(a, b);
    let mut leg = anchor();
    if let Ok(answer) = leg.answer(a, b) {
        validate_answer(a, &answer).unwrap();
        assert!(has_common_audio_codec(a, &answer));
    }
    let lines = leg.last().map_or(0, |last| last.media.len());
    if let Ok(offer) = leg.offer(b) {
        assert!(offer.media.len() >= lines, "a media line vanished");
        assert_eq!(Audio::of(&offer).unwrap().rtp.unwrap().port(), 20_000);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_the_same(text in description()) {
        let session = Session::parse(text.as_bytes()).unwrap();
        let again = Session::parse(&session.to_bytes()).unwrap();
        if session.name.is_empty() {
            prop_assert_eq!(&again.name, "-");
        } else {
            prop_assert_eq!(session, again);
        }
    }

    #[test]
    fn line_ends_do_not_matter(text in description()) {
        let bare = text.replace("\r\n", "\n");
        prop_assert_eq!(Session::parse(text.as_bytes()), Session::parse(bare.as_bytes()));
    }

    #[test]
    fn any_two_descriptions_can_be_carried(a in description(), b in description()) {
        exercise(&Session::parse(a.as_bytes()).unwrap(), &Session::parse(b.as_bytes()).unwrap());
    }

    #[test]
    fn garbage_is_an_error_and_not_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Session::parse(&bytes);
    }

    #[test]
    fn a_damaged_description_never_panics(text in description(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(session) = Session::parse(&bytes) {
            exercise(&session, &session);
        }
    }
}

const HEAD: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n";

#[test]
fn what_is_too_much_is_refused() {
    let error = |text: String| Session::parse(text.as_bytes()).unwrap_err().what;
    assert_eq!(error(format!("{HEAD}a={}\r\n", "x".repeat(limits::BYTES))), "longer than the limit");
    assert_eq!(error(format!("{HEAD}{}", "a=x\r\n".repeat(limits::LINES))), "more lines than the limit");
    let media = "m=audio 1 RTP/AVP 0\r\n".repeat(limits::MEDIA + 1);
    assert_eq!(error(format!("{HEAD}{media}")), "more media lines than the limit");
    assert_eq!(
        error(format!("{HEAD}m=audio 1 RTP/AVP{}", " 0".repeat(limits::FORMATS + 1))),
        "more formats than the limit"
    );
}

#[test]
fn what_makes_no_sense_is_told_with_its_line() {
    let cases = [
        ("", 1, "no o= line"),
        ("o=- 1 1 IN IP4 192.0.2.1\n", 1, "v=0 must come first"),
        ("v=1\n", 1, "v=0 must come first"),
        ("v=0\ns=-\n", 1, "no o= line"),
        (
            "v=0\no=- 1 IN IP4 192.0.2.1\n",
            2,
            "o= needs user, session id, version, IN, address type and address",
        ),
        ("v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4\n", 3, "c= needs IN, address type and address"),
        ("v=0\no=- 1 1 IN IP4 192.0.2.1\nm=audio x RTP/AVP 0\n", 3, "m= has a bad port"),
        ("v=0\no=- 1 1 IN IP4 192.0.2.1\nm=audio 70000 RTP/AVP 0\n", 3, "m= has a bad port"),
        ("v=0\no=- 1 1 IN IP4 192.0.2.1\nm=audio\n", 3, "m= needs media, port and protocol"),
        ("v=0\no=- 1 1 IN IP4 192.0.2.1\nnonsense\n", 3, "not of the form letter=value"),
    ];
    for (text, line, what) in cases {
        let error = Session::parse(text.as_bytes()).unwrap_err();
        assert_eq!((error.line, error.what), (line, what), "{text:?}");
    }
}

#[test]
fn odd_but_readable_descriptions_are_read() {
    let odd =
        "v=0\no=two words 1 1 IN ip4 192.0.2.1\nq=unknown letter\n\ns=\nm=audio 4000/2 RTP/AVP\na=\na=flag\n";
    let session = Session::parse(odd.as_bytes()).unwrap();
    assert_eq!(session.origin.username, "two words");
    assert_eq!(session.media[0].port_count, Some(2));
    assert_eq!(session.media[0].attributes, [sdp::Attribute::flag("flag")]);
    assert!(session.to_text().contains("\r\ns=-\r\n"));
}

#[test]
fn no_value_can_smuggle_in_a_line() {
    let mut session = Session::parse(HEAD.as_bytes()).unwrap();
    session.name = "x\r\nm=audio 1 RTP/AVP 0".into();
    assert!(Session::parse(&session.to_bytes()).unwrap().media.is_empty());
}
