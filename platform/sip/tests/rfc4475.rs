//! The torture messages of RFC 4475 in our own words (`tests/vectors/rfc4475`), each with its verdict.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use sip::header::{Address, Contact, HeaderName};
use sip::uri::Scheme;
use sip::wire::salvage;
use sip::{Kind, Message, Method, ParseError, Reply};

/// One entry of `cases.toml`.
struct Case {
    name: String,
    verdict: String,
    status: Option<u16>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/rfc4475")
}

fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(folder().join("cases.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let text = |case: &toml::Value, key: &str| case[key].as_str().unwrap().to_owned();
    let read = |case: &toml::Value| Case {
        name: text(case, "name"),
        verdict: text(case, "verdict"),
        status: case.get("status").map(|status| u16::try_from(status.as_integer().unwrap()).unwrap()),
    };
    table["case"].as_array().unwrap().iter().map(read).collect()
}

fn bytes(name: &str) -> Bytes {
    std::fs::read(folder().join(format!("{name}.sip"))).unwrap().into()
}

fn accepted(name: &str) -> Message {
    Message::parse(bytes(name)).unwrap_or_else(|err| panic!("{name}: {err}"))
}

#[test]
fn every_message_has_its_verdict() {
    for Case { name, verdict, status } in cases() {
        let outcome = Message::parse(bytes(&name));
        match (verdict.as_str(), &outcome) {
            ("accepted", Ok(message)) => assert!(is_answered(message), "{name}"),
            ("semantic", Ok(message)) => {
                assert!(is_answered(message), "{name}");
                assert_eq!(semantic_status(&name, message), status, "{name}");
            }
            ("refused", Err(ParseError { answer: Some(answer), .. })) => {
                assert_eq!(Some(*answer), status, "{name}");
                let source = "192.0.2.1:5060".parse().unwrap();
                let salvaged = salvage(&bytes(&name)).unwrap_or_else(|| panic!("{name} cannot be answered"));
                let sent = salvaged.answer(&mut BytesMut::new(), *answer, "", "t", source).unwrap();
                assert!(sent.starts_with(format!("SIP/2.0 {answer} ").as_bytes()), "{name}");
            }
            ("dropped", Err(ParseError { answer: None, .. })) => {
                assert!(salvage(&bytes(&name)).is_none(), "{name}")
            }
            _ => panic!("{name} should be {verdict}, got {outcome:?}"),
        }
    }
}

#[test]
fn the_table_and_the_folder_agree() {
    let listed: BTreeSet<_> = cases().into_iter().map(|case| format!("{}.sip", case.name)).collect();
    let files =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<_> = files.filter(|name| name.ends_with(".sip")).collect();
    assert_eq!(listed, there);
    assert_eq!(listed.len(), 49);
}

/// A request that parses can be answered; a response needs nothing.
fn is_answered(message: &Message) -> bool {
    !message.is_request()
        || Reply::new(message, 200, "").tagged("t").begin(&mut BytesMut::new()).finish().is_ok()
}

/// What a server that serves this request answers, from what the views show.
fn semantic_status(name: &str, message: &Message) -> Option<u16> {
    let holds = match name {
        "regbadct" => message.contacts().any(|contact| contact.is_err_and(|err| err.answer == Some(400))),
        "unkscm" => message.uri().unwrap().scheme() == Scheme::Other("schemeWithoutAName"),
        "novelsc" => message.uri().unwrap().scheme() == Scheme::Other("ldap"),
        "bext01" => message.values(HeaderName::Require).eq(["levitation", "telepathy"]),
        "invut" => !message.content_type().unwrap().unwrap().is("application", "sdp"),
        "regaut01" => message.authorization(HeaderName::Authorization, "any").unwrap().is_none(),
        "zeromf" => message.max_forwards() == Some(0),
        "sdp01" => !message.has_token(HeaderName::Accept, "application/sdp"),
        _ => false,
    };
    let status = match name {
        "regbadct" => 400,
        "unkscm" | "novelsc" => 416,
        "bext01" => 420,
        "invut" => 415,
        "regaut01" => 401,
        "zeromf" => 483,
        _ => 406,
    };
    holds.then_some(status)
}

#[test]
fn the_tortuous_invite_reads_as_meant() {
    let message = accepted("wsinv");
    assert_eq!(message.uri().unwrap().param("newparam"), Some(""));
    assert_eq!(message.to().tag(), Some("7fd2n"));
    assert_eq!(message.from().display().as_deref(), Some("J \\\"Pau\\\""));
    assert_eq!(message.from().tag(), Some("q81aa"));
    assert_eq!(message.max_forwards(), Some(42));
    assert_eq!(message.cseq().number, 17);
    let branches: Vec<_> = message.vias().map(|via| via.unwrap().branch().unwrap().to_owned()).collect();
    assert_eq!(branches, ["z9hG4bKblanks1", "z9hG4bKblanks2", "z9hG4bKblanks3"]);
    assert_eq!(message.vias().nth(1).unwrap().unwrap().transport(), "TCP");
    assert_eq!(message.header(HeaderName::Subject), Some(""));
    assert_eq!(message.header(HeaderName::Other("unheardofheaderwithplainoddvalue")), Some(",;;,,;;"));
    let Some(Ok(Contact::Address(contact))) = message.contacts().next() else { panic!("an address") };
    assert_eq!((contact.address.param("odd"), contact.q()), (Some("value"), Some(250)));
    assert_eq!(contact.address.display().as_deref(), Some("A quoted name \"\""));
    assert!(message.body().starts_with(b"v=0\r\n"));
}

#[test]
fn every_allowed_character_is_kept() {
    let message = accepted("intmeth");
    assert_eq!(message.method().unwrap().as_str(), "~A.Method-of!Many*Chars_0123456789+`%twenty'");
    let uri = message.uri().unwrap();
    assert_eq!(uri.user(), Some("7-strange.user_(yes!no)&it's+$/so?,/;;*"));
    assert_eq!(uri.password(), Some("&p+=1,odd!*pa$$w~rd_(isn't-it)"));
    assert_eq!(message.from().param("its'Param``+*_!.-%"), Some("\"λόγος\""));
    assert_eq!(message.call_id(), "chars.w%ZZ+!.*_-'~`@(w)<ord>:\\/\"[?]{=}");
    assert_eq!(message.header(HeaderName::Other("Header!Of.Many-Chars*+_`'~%")), Some("शब्द"));
    let reply = Reply::new(&message, 501, "").tagged("t").begin(&mut BytesMut::new()).finish().unwrap();
    assert!(reply.header_bytes(HeaderName::To).unwrap().starts_with(b"\"ETX:\\\x03 NUL:\\\0 DEL:\\\x7f\""));
}

#[test]
fn escapes_are_undone_where_they_are_escapes() {
    let message = accepted("esc01");
    assert_eq!(message.uri().unwrap().user_unescaped().as_deref(), Some("sip:nuria@centralita.example"));
    assert_eq!(message.to().uri().user_unescaped().as_deref(), Some("nuria"));
    assert_eq!(message.from().uri().user_unescaped().as_deref(), Some("two words"));
    let message = accepted("escnull");
    assert_eq!(message.to().uri().user_unescaped().as_deref(), Some("zero-\0-zero"));
    let contacts: Vec<_> = message.contacts().map(Result::unwrap).collect();
    assert_eq!(contacts.len(), 2);
    let message = accepted("esc02");
    assert_eq!(message.method().unwrap().as_str(), "O%50TION%53");
    assert_ne!(message.method(), Some(&Method::Options));
    assert_eq!(message.to().display().as_deref(), Some("%N%75"));
    assert_eq!(message.contacts().count(), 2);
}

#[test]
fn bodies_and_what_follows_them() {
    let message = accepted("mpart01");
    let all: Vec<u8> = (0..=255).collect();
    assert!(message.body().windows(256).any(|window| window == all));
    assert_eq!(message.date().unwrap().unwrap().unix_secs, 1_772_446_530);
    let message = accepted("dblreq");
    assert_eq!((message.method(), message.body()), (Some(&Method::Register), &b""[..]));
    assert!(message.bytes().len() < bytes("dblreq").len());
}

#[test]
fn lists_of_any_length() {
    let message = accepted("longreq");
    assert_eq!(message.vias().map(Result::unwrap).count(), 36);
    assert_eq!(message.from().tag().map(str::len), Some(180));
    let transports: Vec<_> =
        accepted("transports").vias().map(|via| via.unwrap().transport().to_owned()).collect();
    assert_eq!(transports, ["UDP", "TLS", "SCTP", "PIGEON", "TCP"]);
}

#[test]
fn names_and_phrases() {
    assert_eq!(accepted("lwsdisp").from().display().as_deref(), Some("pau"));
    let user = accepted("semiuri");
    assert_eq!(user.uri().unwrap().user_unescaped().as_deref(), Some("nuria;via=x@campo.example"));
    let phrase = Kind::Response { status: 200, reason: "= 5**3 + 75 чудная; \"¿qué?\"" };
    assert_eq!(accepted("unreason").kind(), phrase);
    assert_eq!(accepted("noreason").kind(), Kind::Response { status: 100, reason: "" });
}

#[test]
fn parameters_belong_where_they_stand() {
    let contact = |name: &str, read: fn(Address<'_>) -> bool| {
        let message = accepted(name);
        let Some(Ok(Contact::Address(contact))) = message.contacts().next() else { panic!("an address") };
        read(contact.address)
    };
    assert!(contact("cparam01", |address| address.param("mystery").is_some()
        && address.uri().param("mystery").is_none()));
    assert!(contact("cparam02", |address| address.param("mystery").is_none()
        && address.uri().param("mystery").is_some()));
    assert!(contact("regescrt", |address| address.uri().header("route").as_deref()
        == Some("<sip:puerta.example>")));
}

#[test]
fn what_is_accepted_although_it_should_not_have_been_sent() {
    let message = accepted("escruri");
    assert_eq!(message.uri().unwrap().without_headers(), "sip:nuria@centralita.example");
    assert!(accepted("baddate").date().is_err());
    assert_eq!(accepted("badbranch").top_via().branch(), Some("z9hG4bK"));
    let old = accepted("inv2543");
    assert_eq!((old.top_via().branch(), old.from().tag(), old.max_forwards()), (None, None, None));
    assert!(old.body().ends_with(b"\r\n"));
    let foreign = accepted("unksm2");
    assert_eq!(foreign.to().uri().scheme(), Scheme::Other("isbn"));
    assert_eq!(accepted("bcast").vias().count(), 2);
}
