//! Dialogs made on both sides, their routes, targets and counters.

use bytes::{Bytes, BytesMut};

use super::{Dialog, DialogError, DialogId};
use crate::header::HeaderName;
use crate::transaction::Tokens;
use crate::wire::{Message, Method};

const INVITE: &str = "INVITE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n\
    Record-Route: <sip:p2.example;lr>\r\nRecord-Route: <sip:p1.example;lr>\r\nMax-Forwards: 70\r\n\
    From: \"Alice\" <sip:alice@192.0.2.1>;tag=a\r\nTo: <sip:bob@192.0.2.2>\r\nCall-ID: c1\r\nCSeq: 7 INVITE\r\n\
    Contact: <sip:alice@192.0.2.1:5070>\r\nContent-Length: 0\r\n\r\n";
const OK: &str = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n\
    Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>\r\nFrom: \"Alice\" <sip:alice@192.0.2.1>;tag=a\r\n\
    To: <sip:bob@192.0.2.2>;tag=b\r\nCall-ID: c1\r\nCSeq: 7 INVITE\r\nContact: <sip:bob@192.0.2.2:5080>\r\n\
    Content-Length: 0\r\n\r\n";

fn parse(text: &str) -> Message {
    Message::parse(Bytes::copy_from_slice(text.as_bytes())).unwrap()
}

fn routes(message: &Message) -> Vec<&str> {
    message.values(HeaderName::Route).collect()
}

fn bye(dialog: &mut Dialog) -> Message {
    let cseq = dialog.next_cseq();
    let via = "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK9";
    dialog.request(&mut BytesMut::new(), &Method::Bye, cseq, via).finish().unwrap()
}

#[test]
fn the_servers_dialog_turns_the_request_round() {
    let tag = Tokens::new([1; 32]).draw();
    let mut dialog = Dialog::from_request(&parse(INVITE), tag).unwrap();
    assert_eq!(dialog.id(), DialogId { call_id: "c1", local_tag: tag.as_str(), remote_tag: "a" });
    let bye = bye(&mut dialog);
    assert_eq!(bye.request_uri(), Some("sip:alice@192.0.2.1:5070"));
    assert_eq!(routes(&bye), ["<sip:p2.example;lr>", "<sip:p1.example;lr>"]);
    assert_eq!(bye.from().tag(), Some(tag.as_str()));
    assert_eq!(bye.to().as_str(), "\"Alice\" <sip:alice@192.0.2.1>;tag=a");
    assert_eq!((bye.cseq().number, bye.cseq().method), (1, &Method::Bye));
}

#[test]
fn the_clients_dialog_keeps_the_direction_and_reverses_the_route() {
    let mut dialog = Dialog::from_response(&parse(OK), &parse(INVITE)).unwrap();
    assert_eq!(dialog.id(), DialogId { call_id: "c1", local_tag: "a", remote_tag: "b" });
    let bye = bye(&mut dialog);
    assert_eq!(bye.request_uri(), Some("sip:bob@192.0.2.2:5080"));
    assert_eq!(routes(&bye), ["<sip:p1.example;lr>", "<sip:p2.example;lr>"]);
    assert_eq!(bye.cseq().number, 8);
    assert_eq!(dialog.next_hop(), "sip:p1.example;lr");
    assert_eq!(dialog.next_address(), None);
}

#[test]
fn a_strict_router_gets_the_request_uri_and_the_target_goes_last() {
    let strict = OK.replace("<sip:p1.example;lr>", "<sip:192.0.2.50:5090>");
    let mut dialog = Dialog::from_response(&parse(&strict), &parse(INVITE)).unwrap();
    assert_eq!(dialog.next_address(), Some("192.0.2.50:5090".parse().unwrap()));
    let bye = bye(&mut dialog);
    assert_eq!(bye.request_uri(), Some("sip:192.0.2.50:5090"));
    assert_eq!(routes(&bye), ["<sip:p2.example;lr>", "<sip:bob@192.0.2.2:5080>"]);
}

#[test]
fn an_early_dialog_without_a_contact_gets_its_target_when_it_is_confirmed() {
    let ringing = OK
        .replace("200 OK", "180 Ringing")
        .replace("Contact: <sip:bob@192.0.2.2:5080>\r\n", "")
        .replace("Record-Route: <sip:p2.example;lr>, <sip:p1.example;lr>\r\n", "");
    let mut dialog = Dialog::from_response(&parse(&ringing), &parse(INVITE)).unwrap();
    assert_eq!(dialog.target(), "sip:bob@192.0.2.2");
    dialog.confirm(&parse(OK)).unwrap();
    assert_eq!(dialog.target(), "sip:bob@192.0.2.2:5080");
    assert_eq!(routes(&bye(&mut dialog)).len(), 2);
}

#[test]
fn a_response_without_a_tag_makes_no_dialog_and_a_request_without_contact_neither() {
    let no_tag = parse(&OK.replace(";tag=b", ""));
    assert_eq!(Dialog::from_response(&no_tag, &parse(INVITE)).err(), Some(DialogError::Header("To tag")));
    let no_contact = parse(&INVITE.replace("Contact: <sip:alice@192.0.2.1:5070>\r\n", ""));
    let tag = Tokens::new([1; 32]).draw();
    assert_eq!(Dialog::from_request(&no_contact, tag).err(), Some(DialogError::Header("Contact")));
}

#[test]
fn requests_out_of_order_are_refused_and_gaps_allowed() {
    let mut dialog = Dialog::from_request(&parse(INVITE), Tokens::new([1; 32]).draw()).unwrap();
    let mut numbered = |number: u32, method: &str| {
        dialog.handle_request(&parse(
            &INVITE
                .replace("7 INVITE", &format!("{number} {method}"))
                .replace("INVITE sip", &format!("{method} sip")),
        ))
    };
    assert_eq!(numbered(9, "INFO"), Ok(()));
    assert_eq!(numbered(8, "INFO"), Err(DialogError::OutOfOrder));
    assert_eq!(numbered(7, "ACK"), Ok(()));
    assert_eq!(numbered(10, "BYE"), Ok(()));
}

#[test]
fn a_refresh_moves_the_target_and_leaves_the_route() {
    let mut dialog = Dialog::from_response(&parse(OK), &parse(INVITE)).unwrap();
    dialog.refresh_target(&parse(&OK.replace("192.0.2.2:5080", "192.0.2.3:5081"))).unwrap();
    let bye = bye(&mut dialog);
    assert_eq!(bye.request_uri(), Some("sip:bob@192.0.2.3:5081"));
    assert_eq!(routes(&bye).len(), 2);
    assert!(dialog.refresh_target(&parse(&OK.replace("<sip:bob@192.0.2.2:5080>", "*"))).is_err());
}

#[test]
fn a_request_names_the_dialog_by_our_tag_in_to() {
    let request = parse(&INVITE.replace("To: <sip:bob@192.0.2.2>", "To: <sip:bob@192.0.2.2>;tag=b"));
    let id = DialogId::of_request(&request).unwrap();
    assert_eq!(id, DialogId { call_id: "c1", local_tag: "b", remote_tag: "a" });
    assert_eq!(DialogId::of_request(&parse(INVITE)), None);
}

#[test]
fn a_dialog_made_with_sips_is_secure() {
    let invite = parse(&INVITE.replace("INVITE sip:bob", "INVITE sips:bob"));
    assert!(Dialog::from_request(&invite, Tokens::new([1; 32]).draw()).unwrap().is_secure());
}
