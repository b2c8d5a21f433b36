//! Whatever is put into a builder, what comes out is one message that says just that, or an error.

#![cfg(test)]

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;
use sip::header::{Address, HeaderName, Quoted, Via};
use sip::wire::BuildError;
use sip::{Message, MessageBuilder, Method, Reply, uri};

fn invite() -> Message {
    let text = "INVITE sip:200@pbx.example SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:1@h>;tag=f\r\n\
                To: <sip:2@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n";
    Message::parse(Bytes::from_static(text.as_bytes())).expect("a whole request")
}

fn breaks_a_line(text: &str) -> bool {
    text.contains(['\r', '\n', '\0'])
}

/// Any text, often with what could end a line.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![".*", "[ -~\r\n\0\t]{0,40}", "[a-z]{0,5}(\r\n[A-Z][a-z]{1,5}: [a-z]{1,5}){0,2}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_is_one_line_or_refused(value in any_text()) {
        let mut out = BytesMut::new();
        let built = Reply::new(&invite(), 200, "").begin(&mut out).header(HeaderName::Subject, &value).finish();
        if breaks_a_line(&value) {
            prop_assert_eq!(built.expect_err("must be refused"), BuildError::Control("Subject"));
            prop_assert!(out.is_empty());
        } else {
            let built = built.expect("any other value is fine");
            prop_assert_eq!(built.header(HeaderName::Subject), Some(value.trim_matches([' ', '\t'])));
            prop_assert_eq!(built.header_lines().count(), 7);
        }
    }

    #[test]
    fn names_uris_and_reasons_cannot_smuggle(text in any_text()) {
        let mut out = BytesMut::new();
        let base = |builder: MessageBuilder<'_>| {
            let copied = [HeaderName::Via, HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq];
            copied.into_iter().fold(builder, |builder, name| builder.copy(&invite(), name)).finish()
        };
        if let Ok(built) = base(MessageBuilder::request(&mut out, &Method::Invite, &text)) {
            prop_assert_eq!(built.request_uri(), Some(text.as_str()));
            prop_assert_eq!(built.header_lines().count(), 6);
        }
        if let Ok(built) = base(MessageBuilder::response(&mut out, 200, &text)) {
            prop_assert_eq!(built.header_lines().count(), 6);
        }
        if let Ok(built) = Reply::new(&invite(), 200, "").begin(&mut out).header(HeaderName::Other(&text), "1").finish() {
            prop_assert_eq!(built.header_lines().count(), 7);
            prop_assert_eq!(built.headers(HeaderName::Other(&text)).last(), Some("1"));
        }
        if let Ok(built) = Reply::new(&invite(), 200, "").tagged(&text).begin(&mut out).finish() {
            prop_assert_eq!(built.header_lines().count(), 6);
        }
    }

    #[test]
    fn bodies_are_kept_byte_for_byte(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut out = BytesMut::new();
        let built = Reply::new(&invite(), 200, "").begin(&mut out).body("application/octet-stream", &body).finish();
        let built = built.expect("any body is fine");
        prop_assert_eq!(built.body(), &body[..]);
        let padded = [&built.bytes()[..], b"trailing"].concat();
        let again = Message::parse(padded.into()).expect("what follows the body is left out");
        prop_assert_eq!(again.bytes(), built.bytes());
    }

    #[test]
    fn a_display_name_survives(name in ".{1,40}", user in ".{1,20}") {
        let text = format!("{} <sip:{}@h>;tag=1", Quoted(&name), uri::escape_user(&user));
        let address = Address::parse(&text).expect("an address");
        let plain = name.replace(|letter: char| letter.is_ascii_control(), " ");
        let (read_name, read_user) = (address.display(), address.uri().user_unescaped());
        prop_assert_eq!(read_name.as_deref(), Some(&*plain));
        prop_assert_eq!(read_user.as_deref(), Some(&*user));
        prop_assert_eq!(address.tag(), Some("1"));
    }

    #[test]
    fn a_filled_via_tells_its_source(port in 1_u16.., v6 in any::<bool>(), asks in any::<bool>()) {
        let text = format!("SIP/2.0/UDP phone.example:5062;branch=z9hG4bKx{}", if asks { ";rport" } else { "" });
        let ip: std::net::IpAddr = if v6 { "2001:db8::9" } else { "192.0.2.9" }.parse().expect("an address");
        let filled = Via::parse(&text).expect("a Via").filled((ip, port).into()).to_string();
        let filled = Via::parse(&filled).expect("still a Via");
        prop_assert_eq!(filled.received(), Some(ip));
        prop_assert_eq!(filled.rport(), asks.then_some(Some(port)));
        prop_assert_eq!((filled.branch(), filled.port()), (Some("z9hG4bKx"), Some(5062)));
    }
}
