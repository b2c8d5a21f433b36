//! Tests of [`super::Streams`] in virtual time, without sockets.

use super::*;
use crate::{Payload, Remote};
use rtp::{
    packet,
    quality::Codec,
    rtcp::{Block, Builder, SenderInfo},
    telephone_event::TelephoneEvent,
};
use std::time::Duration;

const A: StreamId = StreamId(1);
const B: StreamId = StreamId(2);
const MS: u64 = 1000;

fn peer(host: u8, port: u16) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, host], port))
}

fn remote(host: u8) -> Remote {
    let payload = |payload_type, codec| Payload { payload_type, clock_rate: 8000, codec };
    Remote {
        rtp: Some(peer(host, 4000)),
        rtcp: Some(peer(host, 4001)),
        rtcp_mux: false,
        signalling: peer(host, 0).ip(),
        payloads: vec![payload(8, Codec::Pcma), payload(101, Codec::TelephoneEvent)],
    }
}

/// Streams A (slot 0, peer 192.0.2.1) and B (slot 1, peer 192.0.2.2), bridged.
fn bridged() -> Streams {
    let mut streams = Streams::default();
    for (id, host) in [(A, 1), (B, 2)] {
        streams.insert(Box::new(Stream::new(id, peer(100, 20_000), 0)));
        streams.named(id).unwrap().set_remote(remote(host), 0);
    }
    streams.bridge(A, B);
    streams
}

fn audio(sequence: u16, timestamp: u32) -> Vec<u8> {
    let mut bytes = packet::header(false, 8, sequence, timestamp, 0xaaaa).to_vec();
    bytes.resize(172, 0xd5);
    bytes
}

/// A packet of A's peer.
fn from_a(streams: &mut Streams, datagram: &[u8], now_us: u64) -> Option<Forward> {
    streams.handle_datagram(0, Port::Rtp, datagram, peer(1, 4000), now_us)
}

#[test]
fn audio_goes_to_the_other_peer_and_starts_once() {
    let mut streams = bridged();
    let forward = Some(Forward { slot: 1, port: Port::Rtp, to: peer(2, 4000) });
    assert_eq!(from_a(&mut streams, &audio(1, 0), 0), forward);
    assert_eq!(from_a(&mut streams, &audio(2, 160), 20 * MS), forward);
    assert_eq!(streams.events, [Event::Started { stream: A }]);
}

#[test]
fn without_a_bridge_packets_are_counted_and_go_nowhere() {
    let mut streams = bridged();
    streams.unbridge(B);
    assert_eq!(from_a(&mut streams, &audio(1, 0), 0), None);
    assert_eq!(streams.stats(A, 0).unwrap().received, 1);
}

#[test]
fn a_new_bridge_ends_the_old_one_of_both() {
    const C: StreamId = StreamId(3);
    let mut streams = bridged();
    streams.insert(Box::new(Stream::new(C, peer(100, 20_000), 0)));
    streams.named(C).unwrap().set_remote(remote(3), 0);
    streams.bridge(C, A);
    assert_eq!(from_a(&mut streams, &audio(1, 0), 0).unwrap().slot, 2);
    assert_eq!(streams.handle_datagram(1, Port::Rtp, &audio(1, 0), peer(2, 4000), 0), None);
    streams.remove(C);
    assert_eq!(from_a(&mut streams, &audio(2, 160), 0), None, "its partner is gone");
}

#[test]
fn what_is_no_media_is_dropped_and_counted() {
    let mut streams = bridged();
    let stun = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
    let mut report = Vec::new();
    Builder::new(&mut report).receiver_report(1, &[]);
    for datagram in [&stun[..], &[0x80, 8, 0], &[], &report] {
        assert_eq!(from_a(&mut streams, datagram, 0), None);
    }
    assert_eq!(streams.handle_datagram(0, Port::Rtcp, &audio(1, 0), peer(1, 4001), 0), None);
    let stats = streams.stats(A, 0).unwrap();
    assert_eq!((stats.malformed, stats.received), (5, 0));
}

#[test]
fn figures_of_a_known_loss_and_wobble() {
    let mut streams = bridged();
    for number in (0..1000_u16).filter(|number| number % 20 != 7) {
        let wobble = if number % 2 == 0 { 0 } else { 8 * MS };
        let now_us = u64::from(number) * 20 * MS + wobble;
        from_a(&mut streams, &audio(number.wrapping_add(65_000), u32::from(number) * 160), now_us);
    }
    let stats = streams.stats(A, 20_000 * MS).unwrap();
    assert_eq!((stats.received, stats.lost), (950, 50));
    assert_eq!(stats.received_bytes, 950 * 172);
    assert!((7000..9000).contains(&stats.jitter_us), "{stats:?}");
    let mos = stats.mos.unwrap();
    assert!((3.4..4.1).contains(&mos), "five in a hundred lost: {mos}");
    assert_eq!((stats.codec, stats.source), (Some(Codec::Pcma), Some(peer(1, 4000))));
    assert_eq!(stats.age, Duration::from_secs(20));
}

#[test]
fn a_new_ssrc_of_the_known_source_costs_no_loss() {
    let mut streams = bridged();
    for number in 0..10 {
        from_a(&mut streams, &audio(number, 0), 0);
    }
    let mut other = audio(40_000, 0);
    other[8] = 0xff;
    assert!(from_a(&mut streams, &other, 0).is_some());
    let stats = streams.stats(A, 0).unwrap();
    assert_eq!((stats.received, stats.lost, stats.refused), (11, 0, 0));
}

#[test]
fn digits_pass_and_are_told_once() {
    let mut streams = bridged();
    from_a(&mut streams, &audio(1, 0), 0);
    streams.events.clear();
    let mut now_us = 0;
    for (number, (end, duration)) in
        [(false, 160), (false, 320), (true, 800), (true, 800), (true, 800)].into_iter().enumerate()
    {
        let event = TelephoneEvent { code: 11, end, volume: 10, duration };
        let mut bytes = packet::header(number == 0, 101, number as u16 + 2, 160, 0xaaaa).to_vec();
        bytes.extend(event.to_bytes());
        now_us += 20 * MS;
        assert!(from_a(&mut streams, &bytes, now_us).is_some(), "digits go through");
    }
    streams.handle_timeout(now_us + 1000 * MS);
    assert_eq!(streams.events, [Event::Dtmf { stream: A, digit: '#', duration: Duration::from_millis(100) }]);
    assert_eq!(
        streams.stats(A, now_us).unwrap().jitter_us,
        0,
        "the standing timestamp of digits is no jitter"
    );
}

#[test]
fn silence_is_told_once_and_again_after_it_was_broken() {
    let mut streams = bridged();
    let silent = |streams: &mut Streams, now_us| {
        streams.events.clear();
        streams.handle_timeout(now_us);
        streams.events.clone()
    };
    assert_eq!(silent(&mut streams, 90_000 * MS), [], "nothing was expected");
    streams.named(A).unwrap().expect(Some(Duration::from_secs(30)), 90_000 * MS);
    assert_eq!(silent(&mut streams, 119_999 * MS), []);
    let told = [Event::Silent { stream: A, elapsed: Duration::from_secs(30) }];
    assert_eq!(silent(&mut streams, 120_000 * MS), told);
    assert_eq!(silent(&mut streams, 150_000 * MS), [], "once");
    from_a(&mut streams, &audio(1, 0), 160_000 * MS);
    assert_eq!(silent(&mut streams, 189_999 * MS), []);
    assert_eq!(silent(&mut streams, 190_000 * MS), told);
    streams.named(A).unwrap().expect(None, 190_000 * MS);
    assert_eq!(silent(&mut streams, 990_000 * MS), [], "on hold");
}

#[test]
fn refused_packets_do_not_break_the_silence() {
    let mut streams = bridged();
    streams.named(A).unwrap().expect(Some(Duration::from_secs(1)), 0);
    assert_eq!(streams.handle_datagram(0, Port::Rtp, &audio(1, 0), peer(9, 4000), 900 * MS), None);
    streams.handle_timeout(1000 * MS);
    assert_eq!(streams.events, [Event::Silent { stream: A, elapsed: Duration::from_secs(1) }]);
    assert_eq!(streams.stats(A, 0).unwrap().refused, 1);
}

#[test]
fn reports_pass_and_tell_round_trip_and_the_peer_s_loss() {
    let mut streams = bridged();
    let mut report = Vec::new();
    let info = SenderInfo { ntp: 0x1111_2222_3333_4444, ..SenderInfo::default() };
    Builder::new(&mut report).sender_report(0xaaaa, &info, &[]).cname(0xaaaa, "a");
    let passed = streams.handle_datagram(0, Port::Rtcp, &report, peer(1, 4001), 1000 * MS);
    assert_eq!(passed, Some(Forward { slot: 1, port: Port::Rtcp, to: peer(2, 4001) }));

    let block = Block {
        ssrc: 0xaaaa,
        lost: 5,
        jitter: 80,
        last_report: 0x2222_3333,
        delay: 65_536 / 2,
        ..Block::default()
    };
    let mut answer = Vec::new();
    Builder::new(&mut answer).receiver_report(0xbbbb, &[block]);
    let passed = streams.handle_datagram(1, Port::Rtcp, &answer, peer(2, 4001), 1560 * MS);
    assert_eq!(passed, Some(Forward { slot: 0, port: Port::Rtcp, to: peer(1, 4001) }));
    let stats = streams.stats(B, 0).unwrap();
    assert!(stats.rtt_us.unwrap().abs_diff(60_000) < 100, "{stats:?}");
    assert_eq!((stats.remote_lost, stats.remote_jitter_us, stats.rtcp_received), (Some(5), Some(10_000), 1));
}

#[test]
fn reports_change_ports_where_only_one_side_shares_them() {
    let mut streams = bridged();
    streams
        .named(A)
        .unwrap()
        .set_remote(Remote { rtcp_mux: true, rtcp: Some(peer(1, 4000)), ..remote(1) }, 0);
    from_a(&mut streams, &audio(1, 0), 0);
    let mut report = Vec::new();
    Builder::new(&mut report).receiver_report(0xaaaa, &[]);
    let passed = from_a(&mut streams, &report, 0);
    assert_eq!(passed, Some(Forward { slot: 1, port: Port::Rtcp, to: peer(2, 4001) }));
    let back = streams.handle_datagram(1, Port::Rtcp, &report, peer(2, 4001), 0);
    assert_eq!(back, Some(Forward { slot: 0, port: Port::Rtp, to: peer(1, 4000) }));
    assert_eq!(streams.handle_datagram(0, Port::Rtp, &report, peer(9, 4000), 0), None, "a stranger's");
}

#[test]
fn slots_are_used_again_and_nothing_is_kept_of_the_last() {
    let mut streams = bridged();
    streams.remove(A);
    assert_eq!(streams.insert(Box::new(Stream::new(StreamId(9), peer(100, 20_000), 0))), 0);
    streams.remove(StreamId(9));
    streams.remove(B);
    assert!(streams.is_empty());
    assert_eq!((streams.slots.capacity(), streams.free.capacity(), streams.names.capacity()), (0, 0, 0));
}
