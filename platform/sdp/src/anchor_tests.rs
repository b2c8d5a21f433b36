//! Tests of [`super::Anchor`]: descriptions carried from leg to leg.

use super::*;
use crate::validate_answer;

/// What a desk phone offers.
const PHONE: &str = "v=0\r\no=phone 77 77 IN IP4 192.168.1.20\r\ns=Talk\r\ni=secret\r\nc=IN IP4 192.168.1.20\r\n\
    b=AS:84\r\nt=0 0\r\na=x-vendor:7\r\nm=audio 11780 RTP/AVP 9 8 0 101\r\na=rtpmap:9 G722/8000\r\n\
    a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:30\r\na=rtcp:11999\r\na=x-odd:1\r\n\
    a=sendrecv\r\nm=video 11782 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";

fn parse(text: &str) -> Session {
    Session::parse(text.as_bytes()).unwrap()
}

fn simple(address: &str, port: u16, formats: &str, direction: &str) -> Session {
    parse(&format!(
        "v=0\no=- 5 5 IN IP4 {address}\ns=-\nc=IN IP4 {address}\nt=0 0\nm=audio {port} RTP/AVP {formats}\n\
         a=rtpmap:101 telephone-event/8000\na={direction}\n"
    ))
}

fn anchor(port: u16) -> Anchor {
    let at = |port| SocketAddr::from(([203, 0, 113, 9], port));
    Anchor::new(42, at(port), at(port + 1))
}

#[test]
fn an_offer_crosses_with_its_formats_and_our_address() {
    let text = anchor(20_000).offer(&parse(PHONE)).unwrap().to_text();
    assert_eq!(
        text,
        "v=0\r\no=- 42 1 IN IP4 203.0.113.9\r\ns=-\r\nc=IN IP4 203.0.113.9\r\nb=AS:84\r\nt=0 0\r\na=x-vendor:7\r\n\
         m=audio 20000 RTP/AVP 9 8 0 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\n\
         a=fmtp:101 0-15\r\na=ptime:30\r\na=x-odd:1\r\na=sendrecv\r\n"
    );
}

#[test]
fn an_answer_keeps_every_offered_line_in_its_place() {
    let offer = parse(PHONE);
    let answer = anchor(20_002).answer(&offer, &simple("10.0.0.7", 9000, "8 101", "sendrecv")).unwrap();
    assert_eq!(validate_answer(&offer, &answer), Ok(()));
    let lines: Vec<_> =
        answer.media.iter().map(|m| (m.media.as_str(), m.port, m.formats.join(" "))).collect();
    assert_eq!(lines, [("audio", 20_002, "8 101".into()), ("video", 0, "96".into())]);
}

#[test]
fn an_answer_names_no_format_that_was_not_offered() {
    let offer = simple("10.0.0.1", 4000, "8", "sendrecv");
    let answer = anchor(20_000).answer(&offer, &simple("10.0.0.2", 5000, "0 8 101", "sendrecv")).unwrap();
    assert_eq!(answer.media[0].formats, ["8"]);
    assert_eq!(values(&answer.media[0].attributes, "rtpmap").count(), 0);
}

#[test]
fn payload_types_of_the_answerer_stay_its_own() {
    let offer = parse(
        "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=audio 4000 RTP/AVP 96\na=rtpmap:96 opus/48000/2\n",
    );
    let other = parse(
        "v=0\no=- 1 1 IN IP4 10.0.0.2\ns=-\nc=IN IP4 10.0.0.2\nt=0 0\nm=audio 5000 RTP/AVP 111\na=rtpmap:111 opus/48000/2\na=fmtp:111 stereo=0\n",
    );
    let answer = anchor(20_000).answer(&offer, &other).unwrap();
    assert_eq!(answer.media[0].formats, ["111"]);
    assert_eq!(Audio::of(&answer).unwrap().codecs[0].fmtp.as_deref(), Some("stereo=0"));
}

#[test]
fn nothing_in_common_and_nothing_plain_are_told_apart() {
    let mut anchor = anchor(20_000);
    let pcma = simple("10.0.0.1", 4000, "8 101", "sendrecv");
    assert_eq!(
        anchor.answer(&pcma, &simple("10.0.0.2", 5000, "0 101", "sendrecv")),
        Err(RelayError::NoCommonCodec)
    );
    assert_eq!(anchor.answer(&pcma, &simple("10.0.0.2", 0, "8", "sendrecv")), Err(RelayError::NoAudio));
    let secure =
        parse("v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=audio 4000 RTP/SAVP 8\n");
    assert_eq!(anchor.offer(&secure), Err(RelayError::NoAudio));
    assert_eq!(anchor.last(), None, "a failure tells the leg nothing");
}

#[test]
fn plain_audio_is_found_behind_the_encrypted_line() {
    let offer = parse(
        "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=audio 4000 RTP/SAVP 8\n\
         a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\nm=audio 4002 RTP/AVP 8\n",
    );
    let answer = anchor(20_000).answer(&offer, &simple("10.0.0.2", 5000, "8", "sendrecv")).unwrap();
    assert_eq!(answer.media.iter().map(|m| m.port).collect::<Vec<_>>(), [0, 20_000]);
    assert_eq!(answer.media[0].protocol, "RTP/SAVP");
}

#[test]
fn what_belongs_to_the_path_ends_here() {
    let offer = parse(
        "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\na=ice-lite\na=group:BUNDLE 0\n\
         m=audio 4000 RTP/AVPF 8\na=mid:0\na=ice-ufrag:x\na=ice-pwd:y\na=candidate:1 1 UDP 1 10.0.0.1 4000 typ host\n\
         a=fingerprint:sha-256 00\na=setup:actpass\na=rtcp-mux\na=ssrc:1 cname:x\na=rtcp-fb:* nack\na=maxptime:60\n",
    );
    let carried = anchor(20_000).offer(&offer).unwrap();
    assert!(carried.attributes.is_empty());
    let names: Vec<_> = carried.media[0].attributes.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["rtcp-fb", "maxptime", "sendrecv"]);
    assert_eq!(carried.media[0].protocol, "RTP/AVPF");
}

#[test]
fn rtcp_mux_is_granted_to_the_leg_that_offers_it() {
    let mut offer = simple("10.0.0.1", 4000, "8", "sendrecv");
    offer.media[0].attributes.push(Attribute::flag("rtcp-mux"));
    let other = simple("10.0.0.2", 5000, "8", "sendrecv");
    assert!(Audio::of(&anchor(20_000).answer(&offer, &other).unwrap()).unwrap().rtcp_mux);
    let plain = simple("10.0.0.1", 4000, "8", "sendrecv");
    assert!(!Audio::of(&anchor(20_000).answer(&plain, &other).unwrap()).unwrap().rtcp_mux);
}

#[test]
fn an_rtcp_port_that_is_no_neighbour_is_said() {
    let at = |port| SocketAddr::from(([203, 0, 113, 9], port));
    let carried =
        Anchor::new(1, at(20_000), at(30_001)).offer(&simple("10.0.0.1", 4000, "8", "sendrecv")).unwrap();
    assert_eq!(values(&carried.media[0].attributes, "rtcp").next(), Some("30001 IN IP4 203.0.113.9"));
}

#[test]
fn hold_crosses_in_the_new_form_and_is_answered_from_the_holder_s_side() {
    let held = simple("0.0.0.0", 4000, "8", "sendrecv");
    let carried = anchor(20_000).offer(&held).unwrap();
    assert_eq!(Audio::of(&carried).unwrap().direction, Direction::SendOnly);
    assert_eq!(carried.connection, Some(Connection::of([203, 0, 113, 9].into())));
    let answer = anchor(20_002).answer(&held, &simple("10.0.0.2", 5000, "8", "sendrecv")).unwrap();
    assert_eq!(
        Audio::of(&answer).unwrap().direction,
        Direction::RecvOnly,
        "more than offered is not answered"
    );
}

#[test]
fn the_version_rises_only_with_a_change() {
    let mut anchor = anchor(20_000);
    let other = simple("10.0.0.2", 5000, "8", "sendrecv");
    let version = |session: Session| session.origin.version_number().unwrap();
    assert_eq!(version(anchor.offer(&other).unwrap()), 1);
    assert_eq!(version(anchor.offer(&other).unwrap()), 1);
    assert_eq!(version(anchor.redirect(Direction::SendOnly).unwrap()), 2);
    assert_eq!(version(anchor.redirect(Direction::SendOnly).unwrap()), 2);
    assert_eq!(version(anchor.redirect(Direction::SendRecv).unwrap()), 3);
    assert_eq!(
        version(anchor.offer(&simple("10.9.9.9", 5000, "8", "sendrecv")).unwrap()),
        3,
        "its address is not told"
    );
}

#[test]
fn a_later_offer_keeps_the_lines_of_the_leg() {
    let mut anchor = anchor(20_000);
    let video_first = parse(
        "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=video 4002 RTP/AVP 96\nm=audio 4000 RTP/AVPF 8\n",
    );
    anchor.answer(&video_first, &simple("10.0.0.2", 5000, "8", "sendrecv")).unwrap();
    let later = anchor.offer(&simple("10.0.0.3", 6000, "0", "sendonly")).unwrap();
    let lines: Vec<_> = later.media.iter().map(|m| (m.media.as_str(), m.port, m.protocol.as_str())).collect();
    assert_eq!(lines, [("video", 0, "RTP/AVP"), ("audio", 20_000, "RTP/AVPF")]);
    assert_eq!(later.media[1].formats, ["0"]);
}

#[test]
fn a_refused_leg_gets_all_ports_zero() {
    let answer = anchor(20_000).refuse(&parse(PHONE));
    assert!(answer.media.iter().all(|m| m.port == 0));
    assert_eq!(answer.media.len(), 2);
}

#[test]
fn our_own_offer_can_be_read_and_carries_what_we_relay() {
    let audio = Audio::of(&anchor(20_000).offer_all()).unwrap();
    let names: Vec<_> = audio.codecs.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["PCMA", "PCMU", "G722", "opus", "telephone-event", "telephone-event"]);
    assert_eq!(audio.rtp.unwrap().port(), 20_000);
}

#[test]
fn ipv6_is_written_as_such() {
    let at = |port| SocketAddr::from(([0x2001, 0xdb8, 0, 0, 0, 0, 0, 9], port));
    let text = Anchor::new(1, at(20_000), at(20_001)).offer(&parse(PHONE)).unwrap().to_text();
    assert!(text.contains("c=IN IP6 2001:db8::9\r\n"), "{text}");
    assert!(text.contains("o=- 1 1 IN IP6 2001:db8::9\r\n"), "{text}");
}
