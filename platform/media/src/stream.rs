//! One stream: what its peer sends is judged, counted and watched here. Pure: time and packets come in.

use crate::{
    Event, Payload, Remote, Stats, StreamId,
    history::Recorder,
    source::{Allowed, Peer, Verdict},
};
use rtp::{
    Packet, Reception,
    quality::{Codec, Conditions, mos},
    rtcp::{self, Compound},
    telephone_event::{Assembler, Digit, TelephoneEvent},
};
use std::{net::SocketAddr, time::Duration};

/// A score of fewer packets would say nothing.
const PACKETS_FOR_A_SCORE: u64 = 50;

/// The clock of all narrowband audio, for packets of a payload type never signalled.
const DEFAULT_CLOCK: u32 = 8000;

/// State of one stream; times are µs since the epoch which all media threads share.
///
/// The order of the fields is that of use: what each packet touches stands in the first cache lines.
#[repr(C)]
pub(crate) struct Stream {
    pub(crate) rtp: Peer,
    pub(crate) sent: u64,
    pub(crate) sent_bytes: u64,
    /// Slot of the stream it is bridged with.
    pub(crate) partner: Option<u32>,
    pub(crate) rtcp_mux: bool,
    silence_told: bool,
    /// What it sent last, found without a search.
    current: Option<Payload>,
    reception: Reception,
    received_bytes: u64,
    last_us: u64,
    history: Recorder,
    first_us: Option<u64>,
    pub(crate) id: StreamId,
    pub(crate) rtcp: Peer,
    pub(crate) send_failures: u64,
    /// Our RTP address.
    pub(crate) local: SocketAddr,
    opened_us: u64,
    payloads: Box<[Payload]>,
    moved: u32,
    refused: u64,
    malformed: u64,
    rtcp_received: u64,
    assembler: Assembler,
    digit_clock: u32,
    expected_within_us: Option<u64>,
    expected_since_us: u64,
    /// The last sender report passed on to this peer: middle of its NTP time, and when.
    report_passed: Option<(u32, u64)>,
    remote: Option<RemoteReport>,
    rtt_us: Option<u32>,
}

#[derive(Clone, Copy)]
struct RemoteReport {
    lost: i32,
    jitter: u32,
}

impl Stream {
    pub(crate) fn new(id: StreamId, local: SocketAddr, now_us: u64) -> Self {
        Self {
            id,
            local,
            partner: None,
            rtp: Peer::default(),
            rtcp: Peer::default(),
            rtcp_mux: false,
            sent: 0,
            sent_bytes: 0,
            send_failures: 0,
            opened_us: now_us,
            payloads: Box::default(),
            current: None,
            reception: Reception::default(),
            received_bytes: 0,
            history: Recorder::default(),
            first_us: None,
            last_us: now_us,
            moved: 0,
            refused: 0,
            malformed: 0,
            rtcp_received: 0,
            assembler: Assembler::default(),
            digit_clock: DEFAULT_CLOCK,
            expected_within_us: None,
            expected_since_us: now_us,
            silence_told: false,
            report_passed: None,
            remote: None,
            rtt_us: None,
        }
    }

    pub(crate) fn set_remote(&mut self, remote: Remote, now_us: u64) {
        let Remote { rtp, rtcp, rtcp_mux, signalling, payloads } = remote;
        self.rtp.signal(Allowed::new(rtp.map(|a| a.ip()), signalling), rtp, now_us);
        self.rtcp.signal(Allowed::new(rtcp.or(rtp).map(|a| a.ip()), signalling), rtcp, now_us);
        self.rtcp_mux = rtcp_mux;
        self.payloads = payloads.into();
        self.current = None;
    }

    pub(crate) fn expect(&mut self, within: Option<Duration>, now_us: u64) {
        self.expected_within_us = within.map(|within| u64::try_from(within.as_micros()).unwrap_or(u64::MAX));
        self.expected_since_us = now_us;
        self.silence_told = false;
    }

    /// Takes an RTP datagram; whether it is to be passed on.
    #[inline]
    pub(crate) fn handle_rtp(
        &mut self,
        datagram: &[u8],
        source: SocketAddr,
        now_us: u64,
        events: &mut Vec<Event>,
    ) -> bool {
        let Some(packet) = Packet::parse(datagram) else {
            self.malformed += 1;
            return false;
        };
        let reception = &self.reception;
        match self.rtp.admit(source, packet.ssrc, now_us, || reception.continues(packet.sequence)) {
            Verdict::Known => {}
            Verdict::Moved => self.moved += 1,
            Verdict::NewSsrc => {
                self.reception.restart();
                self.assembler = Assembler::default();
            }
            Verdict::Refused => {
                self.refused += 1;
                return false;
            }
        }
        if self.history.is_due(now_us) {
            self.note_span(now_us);
        }
        self.reception.handle_sequence(packet.sequence);
        self.received_bytes += datagram.len() as u64;
        self.last_us = now_us;
        self.silence_told = false;
        if self.first_us.is_none() {
            self.first_us = Some(now_us);
            self.history.begin(now_us);
            events.push(Event::Started { stream: self.id });
        }
        self.look_inside(&packet, now_us, events);
        true
    }

    #[cold]
    fn note_span(&mut self, now_us: u64) {
        let reception = &self.reception;
        let jitter_us = reception.jitter_us(self.clock_rate());
        self.history.note(now_us, reception.expected(), reception.received(), jitter_us);
    }

    fn clock_rate(&self) -> u32 {
        self.current.map_or(DEFAULT_CLOCK, |payload| payload.clock_rate)
    }

    /// Jitter, codec and digits.
    #[inline]
    fn look_inside(&mut self, packet: &Packet<'_>, now_us: u64, events: &mut Vec<Event>) {
        let current = self.current.filter(|payload| payload.payload_type == packet.payload_type);
        let Some(payload) = current.or_else(|| self.payload(packet.payload_type)) else { return };
        match payload.codec {
            Codec::TelephoneEvent => self.handle_event(packet, payload.clock_rate, now_us, events),
            Codec::ComfortNoise => {}
            _ => {
                self.current = Some(payload);
                self.reception.handle_timing(packet.timestamp, now_us, payload.clock_rate);
            }
        }
    }

    fn payload(&self, payload_type: u8) -> Option<Payload> {
        self.payloads.iter().find(|payload| payload.payload_type == payload_type).copied()
    }

    fn handle_event(&mut self, packet: &Packet<'_>, clock: u32, now_us: u64, events: &mut Vec<Event>) {
        let Some(event) = TelephoneEvent::parse(packet.payload) else { return };
        let stream = self.id;
        self.digit_clock = clock;
        self.assembler
            .handle(event, packet.timestamp, now_us, |digit| events.push(dtmf(stream, digit, clock)));
    }

    /// Takes an RTCP datagram; if it is to be passed on, the sender report in it which the partner will refer to.
    pub(crate) fn handle_rtcp(
        &mut self,
        datagram: &[u8],
        source: SocketAddr,
        now_us: u64,
    ) -> Option<Option<u32>> {
        let Some((compound, sender)) = Compound::parse(datagram).and_then(|c| Some((c, c.sender()?))) else {
            self.malformed += 1;
            return None;
        };
        let peer = if self.rtcp_mux { &mut self.rtp } else { &mut self.rtcp };
        let admitted = if self.rtcp_mux {
            peer.source() == Some(source)
        } else {
            peer.admit(source, sender, now_us, || true) != Verdict::Refused
        };
        if !admitted {
            self.refused += 1;
            return None;
        }
        self.rtcp_received += 1;
        let mut passed = None;
        for packet in compound.packets() {
            match packet {
                rtcp::Packet::SenderReport { info, blocks, .. } => {
                    passed = Some(info.middle());
                    blocks.take(1).for_each(|block| self.handle_block(&block, now_us));
                }
                rtcp::Packet::ReceiverReport { blocks, .. } => {
                    blocks.take(1).for_each(|block| self.handle_block(&block, now_us));
                }
                _ => {}
            }
        }
        Some(passed)
    }

    /// What the peer says about what it gets from us.
    fn handle_block(&mut self, block: &rtcp::Block, now_us: u64) {
        self.remote = Some(RemoteReport { lost: block.lost, jitter: block.jitter });
        if let Some((middle, at_us)) = self.report_passed
            && block.last_report == middle
            && let Some(rtt_us) = rtcp::round_trip_us(now_us.saturating_sub(at_us), block)
        {
            self.rtt_us = Some(rtt_us);
        }
    }

    /// A sender report was passed on to this peer.
    pub(crate) fn note_report(&mut self, middle: u32, now_us: u64) {
        self.report_passed = Some((middle, now_us));
    }

    /// Something that is neither RTP nor RTCP.
    pub(crate) fn note_malformed(&mut self) {
        self.malformed += 1;
    }

    /// Tells silence and digits whose end was lost.
    pub(crate) fn handle_timeout(&mut self, now_us: u64, events: &mut Vec<Event>) {
        let (stream, clock) = (self.id, self.digit_clock);
        events.extend(self.assembler.handle_timeout(now_us).map(|digit| dtmf(stream, digit, clock)));
        let elapsed = now_us.saturating_sub(self.last_us.max(self.expected_since_us));
        if !self.silence_told && self.expected_within_us.is_some_and(|within| elapsed >= within) {
            self.silence_told = true;
            events.push(Event::Silent { stream, elapsed: Duration::from_micros(elapsed) });
        }
    }

    pub(crate) fn stats(&self, now_us: u64) -> Stats {
        let clock = self.clock_rate();
        let jitter_us = self.reception.jitter_us(clock);
        let received = self.reception.received();
        let conditions = Conditions {
            codec: self.current.map_or(Codec::Other, |payload| payload.codec),
            loss: self.reception.loss_ratio(),
            delay_ms: self.rtt_us.unwrap_or(0) as f32 / 2000.0,
            jitter_ms: jitter_us as f32 / 1000.0,
        };
        Stats {
            received,
            received_bytes: self.received_bytes,
            sent: self.sent,
            sent_bytes: self.sent_bytes,
            lost: self.reception.lost(),
            jitter_us,
            jitter_max_us: self.reception.jitter_max_us(clock),
            remote_lost: self.remote.map(|report| report.lost),
            remote_jitter_us: self.remote.map(|report| scaled_us(report.jitter, clock)),
            rtt_us: self.rtt_us,
            mos: (received >= PACKETS_FOR_A_SCORE).then(|| mos(&conditions)),
            codec: self.current.map(|payload| payload.codec),
            ssrc: self.rtp.ssrc(),
            source: self.rtp.source(),
            moved: self.moved,
            refused: self.refused,
            malformed: self.malformed,
            rtcp_received: self.rtcp_received,
            send_failures: self.send_failures,
            first_packet_after: self
                .first_us
                .map(|at| Duration::from_micros(at.saturating_sub(self.opened_us))),
            history: self.history.until(self.reception.expected(), received, jitter_us),
            age: Duration::from_micros(now_us.saturating_sub(self.opened_us)),
        }
    }
}

fn dtmf(stream: StreamId, digit: Digit, clock_rate: u32) -> Event {
    let us = u64::from(digit.duration) * 1_000_000 / u64::from(clock_rate.max(1));
    Event::Dtmf { stream, digit: digit.digit, duration: Duration::from_micros(us) }
}

fn scaled_us(jitter: u32, clock_rate: u32) -> u32 {
    u32::try_from(u64::from(jitter) * 1_000_000 / u64::from(clock_rate.max(1))).unwrap_or(u32::MAX)
}
