//! Datagrams on a media port.

use rtp::{
    Class, Packet, Reception,
    rtcp::{self, Builder, Compound},
    telephone_event::{Assembler, TelephoneEvent},
};

use super::{Target, kind};

const WORDS: &[&[u8]] = &[
    &[0x80, 8],
    &[0x80, 0x88],
    &[0x90, 0],
    &[0xb2, 101],
    &[0x80, 200, 0, 6],
    &[0x81, 200, 0, 12],
    &[0x81, 201, 0, 7],
    &[0x81, 202, 0, 2],
    &[0x81, 203, 0, 1],
    &[0x9f, 201, 0, 1],
    &[0xbe, 0xde, 0, 1],
    &[0xff, 0xff],
    &[0, 0, 0, 0],
    &[5, 0x8a, 3, 0x20],
];

pub const DATAGRAM: Target =
    Target { name: "rtp", corpus: "fuzz/corpus/rtp", words: WORDS, run: fuzz_datagram };

/// A datagram is classified and read within its bounds; a report read is a report that can be written.
fn fuzz_datagram(data: &[u8]) -> u64 {
    let packet = Packet::parse(data);
    if let Some(packet) = packet {
        assert!(packet.payload.len() + 12 <= data.len());
        let mut reception = Reception::default();
        for step in 0..3 {
            reception.handle_sequence(packet.sequence.wrapping_mul(step));
            reception.handle_timing(packet.timestamp, u64::from(packet.ssrc) * u64::from(step), 8000);
        }
        assert!(reception.received() <= 3 && reception.loss_ratio() <= 1.0);
    }
    let event = packet.and_then(|packet| {
        let event = TelephoneEvent::parse(packet.payload)?;
        let mut digits = 0;
        let mut assembler = Assembler::default();
        for timestamp in [packet.timestamp, packet.ssrc] {
            assembler.handle(event, timestamp, 0, |_| digits += 1);
        }
        assert!(digits <= 2 && assembler.handle_timeout(u64::MAX).is_none_or(|_| digits < 2));
        Some(digits)
    });
    let reports = Compound::parse(data).map(|compound| {
        let kinds: Vec<u8> = compound.packets().map(reread).take(8).collect();
        (kinds, compound.sender().is_some())
    });
    kind((Class::of(data) as u8, packet.map(|p| (p.marker, p.payload.len().min(5))), event, reports))
}

/// Writes a report anew and compares; tells its kind.
fn reread(packet: rtcp::Packet<'_>) -> u8 {
    let mut out = Vec::new();
    match packet {
        rtcp::Packet::SenderReport { ssrc, info, blocks } => {
            Builder::new(&mut out).sender_report(ssrc, &info, &blocks.collect::<Vec<_>>());
        }
        rtcp::Packet::ReceiverReport { ssrc, blocks } => {
            Builder::new(&mut out).receiver_report(ssrc, &blocks.collect::<Vec<_>>());
        }
        rtcp::Packet::SourceDescription(_) => return 202,
        rtcp::Packet::Goodbye { .. } => return 203,
        rtcp::Packet::Other { kind, .. } => return kind,
    }
    let again = Compound::parse(&out).expect("what was written is read");
    assert_eq!(again.packets().next(), Some(packet));
    out[1]
}
