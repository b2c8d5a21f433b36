//! The media threads with real sockets on the loopback addresses.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use kernel::system::SystemRng;
use media::{Event, Media, MediaConfig, MediaError, Payload, Remote, Stats, StreamId};
use rtp::{packet, quality::Codec, rtcp::Builder};
use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    ops::RangeInclusive,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
const PATIENCE: Duration = Duration::from_secs(10);

fn start(ports: RangeInclusive<u16>, threads: usize) -> (Media, Receiver<Event>) {
    let (told, events) = channel();
    let config = MediaConfig { ports, addresses: vec![V4, V6], threads, ..MediaConfig::default() };
    let media = Media::start(config, &SystemRng, Box::new(move |event| drop(told.send(event)))).unwrap();
    (media, events)
}

/// Figures of a stream; all commands given before have been done then.
fn stats(media: &Media, stream: StreamId) -> Stats {
    let (reply, figures) = channel();
    media.stats(stream, move |stats| drop(reply.send(stats)));
    figures.recv_timeout(PATIENCE).unwrap().unwrap()
}

/// A far end with its sockets and the stream that faces it.
struct Phone {
    rtp: UdpSocket,
    rtcp: UdpSocket,
    stream: StreamId,
    ours: SocketAddr,
}

fn socket(ip: IpAddr) -> UdpSocket {
    let socket = UdpSocket::bind((ip, 0)).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

impl Phone {
    fn new(media: &Media, ip: IpAddr) -> Self {
        let (stream, ours) = media.open(ip).unwrap();
        let phone = Self { rtp: socket(ip), rtcp: socket(ip), stream, ours };
        media.set_remote(
            stream,
            Remote {
                rtp: phone.rtp.local_addr().ok(),
                rtcp: phone.rtcp.local_addr().ok(),
                rtcp_mux: false,
                signalling: ip,
                payloads: vec![Payload { payload_type: 8, clock_rate: 8000, codec: Codec::Pcma }],
            },
        );
        phone
    }

    fn send(&self, bytes: &[u8]) {
        self.rtp.send_to(bytes, self.ours).unwrap();
    }

    fn receive(&self) -> (Vec<u8>, SocketAddr) {
        receive(&self.rtp)
    }
}

fn receive(socket: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buffer = [0; 2048];
    let (length, from) = socket.recv_from(&mut buffer).unwrap();
    (buffer[..length].to_vec(), from)
}

fn call(media: &Media, a: IpAddr, b: IpAddr) -> (Phone, Phone) {
    let (a, b) = (Phone::new(media, a), Phone::new(media, b));
    media.bridge(a.stream, b.stream);
    stats(media, a.stream);
    stats(media, b.stream);
    (a, b)
}

fn audio(sequence: u16, ssrc: u32) -> Vec<u8> {
    let mut bytes = packet::header(sequence == 0, 8, sequence, u32::from(sequence) * 160, ssrc).to_vec();
    bytes.extend((0..160).map(|index| (index as u16 ^ sequence) as u8));
    bytes
}

fn exchange(a: &Phone, b: &Phone) {
    for sequence in 0..20 {
        for (from, to, ssrc) in [(a, b, 1), (b, a, 2)] {
            let sent = audio(sequence, ssrc);
            from.send(&sent);
            assert_eq!(to.receive(), (sent, to.ours), "byte for byte, from our port");
        }
    }
}

fn closed(events: &Receiver<Event>, of: StreamId) -> Stats {
    loop {
        if let Event::Closed { stream, stats } = events.recv_timeout(PATIENCE).unwrap()
            && stream == of
        {
            return *stats;
        }
    }
}

#[test]
fn audio_and_reports_pass_both_ways_on_every_pair_of_protocols() {
    let (media, events) = start(21_000..=21_099, 1);
    for (a, b) in [(V4, V4), (V6, V6), (V4, V6)] {
        let (a, b) = call(&media, a, b);
        exchange(&a, &b);
        let mut report = Vec::new();
        Builder::new(&mut report).receiver_report(1, &[]).cname(1, "phone");
        let rtcp = |ours: SocketAddr| SocketAddr::new(ours.ip(), ours.port() + 1);
        a.rtcp.send_to(&report, rtcp(a.ours)).unwrap();
        assert_eq!(receive(&b.rtcp), (report, rtcp(b.ours)));
        media.close(a.stream);
        media.close(b.stream);
        let stats = closed(&events, a.stream);
        assert_eq!((stats.received, stats.sent, stats.lost, stats.rtcp_received), (20, 20, 0, 1));
        assert_eq!((stats.received_bytes, stats.sent_bytes), (20 * 172, 20 * 172));
        assert!(stats.first_packet_after.is_some());
    }
    assert_eq!(media.open_streams(), 0);
}

#[test]
fn a_stranger_is_refused_and_a_moved_peer_followed() {
    let (media, _events) = start(21_100..=21_199, 1);
    let (a, b) = call(&media, V4, V4);
    a.send(&audio(1, 7));
    b.receive();

    let other = socket(V4);
    other.send_to(&audio(2, 99), a.ours).unwrap();
    a.send(&audio(2, 7));
    assert_eq!(b.receive().0, audio(2, 7), "the other SSRC did not pass");

    other.send_to(&audio(3, 7), a.ours).unwrap();
    assert_eq!(b.receive().0, audio(3, 7), "the same SSRC from another port did");
    b.send(&audio(1, 8));
    assert_eq!(receive(&other).0, audio(1, 8), "and what comes back goes there");
    let stats = stats(&media, a.stream);
    assert_eq!((stats.refused, stats.moved, stats.source), (1, 1, other.local_addr().ok()));
}

#[test]
fn an_address_never_signalled_is_refused() {
    let (media, _events) = start(21_200..=21_299, 1);
    let (a, b) = call(&media, V4, V4);
    let foreign = socket(IpAddr::from([127, 0, 0, 2]));
    foreign.send_to(&audio(1, 7), a.ours).unwrap();
    a.send(&audio(50, 8));
    assert_eq!(b.receive().0, audio(50, 8));
    assert_eq!(stats(&media, a.stream).refused, 1);
}

#[test]
fn a_bridge_ends_and_another_begins() {
    let (media, _events) = start(21_300..=21_399, 1);
    let (a, b) = call(&media, V4, V4);
    let c = Phone::new(&media, V4);
    exchange(&a, &b);
    media.unbridge(a.stream);
    stats(&media, a.stream);
    a.send(&audio(100, 1));
    media.bridge(b.stream, c.stream);
    stats(&media, b.stream);
    exchange(&c, &b);
    assert_eq!(stats(&media, c.stream).sent, 20);
}

#[test]
fn streams_of_different_threads_can_be_joined_again_and_again() {
    let (media, events) = start(21_400..=21_499, 3);
    let phones: Vec<Phone> = (0..4).map(|_| Phone::new(&media, V4)).collect();
    for (a, b) in [(0, 1), (2, 3), (0, 3), (1, 2), (3, 1), (2, 0)] {
        let (a, b) = (&phones[a], &phones[b]);
        media.bridge(a.stream, b.stream);
        assert_eq!(stats(&media, a.stream).refused, 0);
        stats(&media, b.stream);
        exchange(a, b);
    }

    let received = phones.iter().map(|phone| {
        media.close(phone.stream);
        closed(&events, phone.stream).received
    });
    let received: Vec<u64> = received.collect();
    assert_eq!(received, [60, 60, 60, 60], "figures go along");
}

#[test]
fn closing_frees_the_ports_and_want_of_ports_is_an_error() {
    let (media, events) = start(21_500..=21_503, 1);
    let (first, address) = media.open(V4).unwrap();
    media.open(V4).unwrap();
    assert!(matches!(media.open(V4), Err(MediaError::PortsExhausted(V4))));
    assert!(media.open(V6).is_ok(), "each address has its own ports");
    media.close(first);
    media.close(first);
    closed(&events, first);
    assert_eq!(media.open(V4).unwrap().1, address);
    assert!(matches!(media.open(IpAddr::from([127, 0, 0, 9])), Err(MediaError::UnknownAddress(_))));
}

#[test]
fn ports_which_others_hold_are_passed_over() {
    let _rtp = UdpSocket::bind((V4, 21_602)).unwrap();
    let _rtcp = UdpSocket::bind((V4, 21_605)).unwrap();
    let (media, _events) = start(21_600..=21_607, 1);
    let given: BTreeSet<u16> =
        std::iter::from_fn(|| media.open(V4).ok()).map(|(_, ours)| ours.port()).collect();
    assert_eq!(given, BTreeSet::from([21_600, 21_606]));
}

#[test]
fn stopping_tells_the_figures_of_every_stream_and_ends_the_commands() {
    let (media, events) = start(21_700..=21_799, 2);
    let (a, b) = call(&media, V4, V4);
    exchange(&a, &b);
    media.stop();
    let closed = events.try_iter().filter(|event| matches!(event, Event::Closed { .. })).count();
    assert_eq!((closed, media.open_streams()), (2, 0));
    assert!(matches!(media.open(V4), Err(MediaError::Stopped)));
    media.bridge(a.stream, b.stream);
    let (reply, figures) = channel();
    media.stats(a.stream, move |stats| drop(reply.send(stats)));
    assert_eq!(figures.recv_timeout(PATIENCE).unwrap(), None);
}

#[test]
fn the_first_packet_and_digits_are_told() {
    let (media, events) = start(21_800..=21_899, 1);
    let (a, b) = call(&media, V4, V4);
    let mut remote = Remote {
        rtp: a.rtp.local_addr().ok(),
        rtcp: None,
        rtcp_mux: false,
        signalling: V4,
        payloads: vec![Payload { payload_type: 101, clock_rate: 8000, codec: Codec::TelephoneEvent }],
    };
    remote.payloads.push(Payload { payload_type: 8, clock_rate: 8000, codec: Codec::Pcma });
    media.set_remote(a.stream, remote);
    stats(&media, a.stream);
    a.send(&audio(0, 7));
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), Event::Started { stream: a.stream });
    let mut digit = packet::header(true, 101, 1, 160, 7).to_vec();
    digit.extend([5, 0x8a, 0x03, 0x20]);
    a.send(&digit);
    let told = Event::Dtmf { stream: a.stream, digit: '5', duration: Duration::from_millis(100) };
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), told);
    b.receive();
    assert_eq!(b.receive().0, digit);
}

#[test]
fn a_gathering_handle_tells_of_the_first_command_and_wakes_at_go() {
    let (media, events) = start(21_900..=21_999, 1);
    let told = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&told);
    let gathering = media.gathering(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let (stream, _) = gathering.open(V4).unwrap();
    gathering.expect(stream, None);
    gathering.close(stream);
    assert_eq!(told.load(Ordering::SeqCst), 1);
    gathering.go();
    closed(&events, stream);
    let (again, _) = gathering.open(V4).unwrap();
    assert_eq!(told.load(Ordering::SeqCst), 2, "after `go` the next first one is told of");
    gathering.close(again);
    gathering.go();
    closed(&events, again);
}

#[test]
fn a_queue_that_is_full_wakes_its_thread_without_go() {
    let (media, events) = start(22_000..=22_099, 1);
    let gathering = media.gathering(|| {});
    let (stream, _) = gathering.open(V4).unwrap();
    for _ in 0..5_000 {
        gathering.expect(stream, None);
    }
    gathering.close(stream);
    gathering.go();
    closed(&events, stream);
}
