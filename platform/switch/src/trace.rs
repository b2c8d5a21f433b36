//! The trace of a call (PBX-6): its SIP ladder, decisions, log and media figures, as one JSON text at the end.
//!
//! While the call lives only the raw messages are kept, bounded; credentials are blotted out when it is written.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::time::Instant;

use bytes::Bytes;
use call::LogEntry;
use kernel::Timestamp;
use kernel::id::CallId;
use serde::Serialize;
use sip::flow::{Flow, Protocol};

use crate::decision::Decision;

/// Most bytes of messages kept of one call; later ones are counted only.
const MOST_BYTES: usize = 48 * 1024;

/// Whether a message came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// To us.
    In,
    /// From us.
    Out,
}

#[derive(Debug)]
struct Line {
    after_us: u64,
    way: Way,
    protocol: Protocol,
    peer: SocketAddr,
    raw: Box<[u8]>,
}

/// What is kept while a call lives.
#[derive(Debug)]
pub struct Trace {
    began: Instant,
    began_at: Timestamp,
    lines: Vec<Line>,
    bytes: usize,
    left_out: usize,
    decisions: Vec<(u64, Decision)>,
}

/// Media figures of one leg.
#[derive(Debug, Serialize)]
pub struct MediaLine {
    /// The leg, as the log names it.
    pub leg: u64,
    /// RTP packets that came from the party.
    pub received: u64,
    /// RTP packets that went to it.
    pub sent: u64,
    /// Packets of the party that never came.
    pub lost: i64,
    /// Jitter, µs.
    pub jitter_us: u32,
    /// Highest jitter, µs.
    pub jitter_max_us: u32,
    /// Round trip, µs.
    pub rtt_us: Option<u32>,
    /// Estimated mean opinion score, 1.0 to 4.5.
    pub mos: Option<f32>,
    /// What it sent last.
    pub codec: Option<String>,
    /// Where its packets came from.
    pub source: Option<SocketAddr>,
    /// Datagrams refused by the source rule.
    pub refused: u64,
    /// From opening to the first packet, ms.
    pub first_packet_ms: Option<u64>,
    /// How it went over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryLine>,
}

/// How a stream went over time: one entry of each list for a span.
#[derive(Debug, Serialize)]
pub struct HistoryLine {
    /// How long a span is, ms.
    pub span_ms: u64,
    /// Packets that came.
    pub received: Vec<u32>,
    /// Packets that never came.
    pub lost: Vec<u32>,
    /// Jitter, µs.
    pub jitter_us: Vec<u32>,
    /// Estimated mean opinion score; `None` for a span in which nothing came.
    pub mos: Vec<Option<f32>>,
}

impl MediaLine {
    /// From the figures of a leg's stream.
    pub fn new(leg: u64, stats: &media::Stats) -> Self {
        Self {
            leg,
            received: stats.received,
            sent: stats.sent,
            lost: stats.lost,
            jitter_us: stats.jitter_us,
            jitter_max_us: stats.jitter_max_us,
            rtt_us: stats.rtt_us,
            mos: stats.mos,
            codec: stats.codec.map(|codec| format!("{codec:?}")),
            source: stats.source,
            refused: stats.refused,
            first_packet_ms: stats.first_packet_after.and_then(|span| span.as_millis().try_into().ok()),
            history: HistoryLine::new(stats),
        }
    }
}

impl HistoryLine {
    fn new(stats: &media::Stats) -> Option<Self> {
        let media::History { span, spans } = &stats.history;
        (!spans.is_empty()).then(|| Self {
            span_ms: span.as_millis().try_into().unwrap_or(u64::MAX),
            received: spans.iter().map(|span| span.received).collect(),
            lost: spans.iter().map(|span| span.expected.saturating_sub(span.received)).collect(),
            jitter_us: spans.iter().map(|span| span.jitter_us).collect(),
            mos: spans.iter().map(|span| stats.score(span)).collect(),
        })
    }
}

#[derive(Serialize)]
struct Written<'a> {
    call: CallId,
    began: Timestamp,
    messages: Vec<WrittenLine<'a>>,
    left_out: usize,
    decisions: Vec<WrittenDecision<'a>>,
    log: &'a [LogEntry],
    media: &'a [MediaLine],
}

#[derive(Serialize)]
struct WrittenLine<'a> {
    after_us: u64,
    way: Way,
    protocol: &'static str,
    peer: SocketAddr,
    text: Cow<'a, str>,
}

#[derive(Serialize)]
struct WrittenDecision<'a> {
    after_us: u64,
    code: &'static str,
    #[serde(serialize_with = "as_map")]
    about: &'a [(&'static str, Cow<'static, str>)],
}

fn as_map<S: serde::Serializer>(about: &[(&str, Cow<'_, str>)], out: S) -> Result<S::Ok, S::Error> {
    out.collect_map(about.iter().map(|(name, value)| (name, value)))
}

impl Trace {
    /// Begins now.
    pub const fn new(began: Instant, began_at: Timestamp) -> Self {
        Self { began, began_at, lines: Vec::new(), bytes: 0, left_out: 0, decisions: Vec::new() }
    }

    fn after(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.began).as_micros()).unwrap_or(u64::MAX)
    }

    /// Keeps a message.
    pub fn message(&mut self, now: Instant, way: Way, flow: Flow, raw: &[u8]) {
        if self.bytes + raw.len() > MOST_BYTES {
            self.left_out += 1;
            return;
        }
        self.bytes += raw.len();
        let after_us = self.after(now);
        self.lines.push(Line { after_us, way, protocol: flow.protocol, peer: flow.peer, raw: raw.into() });
    }

    /// Keeps decisions.
    pub fn decided(&mut self, now: Instant, decisions: impl IntoIterator<Item = Decision>) {
        let after = self.after(now);
        self.decisions.extend(decisions.into_iter().map(|decision| (after, decision)));
    }

    /// The whole as JSON.
    pub fn write(&self, call: CallId, log: &[LogEntry], media: &[MediaLine]) -> Bytes {
        let messages = self.lines.iter().map(|line| WrittenLine {
            after_us: line.after_us,
            way: line.way,
            protocol: line.protocol.via_name(),
            peer: line.peer,
            text: blot(text(&line.raw)),
        });
        let decisions = self.decisions.iter().map(|(after_us, decision)| WrittenDecision {
            after_us: *after_us,
            code: decision.reason.name(),
            about: &decision.about,
        });
        let written = Written {
            call,
            began: self.began_at,
            messages: messages.collect(),
            left_out: self.left_out,
            decisions: decisions.collect(),
            log,
            media,
        };
        serde_json::to_vec(&written).map(Bytes::from).unwrap_or_default()
    }
}

/// The message as text; the quick way for what is UTF-8, as nearly everything is.
fn text(raw: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(raw).map_or_else(|_| String::from_utf8_lossy(raw), Cow::Borrowed)
}

/// Blots out the values of Authorization and Proxy-Authorization.
fn blot(text: Cow<'_, str>) -> Cow<'_, str> {
    let begins = |line: &str, name: &str| {
        let (start, rest) = line.split_at_checked(name.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(name) && rest.trim_start().starts_with(':')
    };
    let secret = |line: &str| {
        matches!(line.as_bytes().first(), Some(b'A' | b'a' | b'P' | b'p'))
            && (begins(line, "authorization") || begins(line, "proxy-authorization"))
    };
    let mut ends = memchr::memchr_iter(b'\n', text.as_bytes());
    if !ends.any(|end| text.get(end + 1..).is_some_and(secret)) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut hiding = false;
    for line in text.split_inclusive('\n') {
        // A folded line belongs to the header before it.
        hiding = secret(line) || (hiding && line.starts_with([' ', '\t']));
        if !hiding {
            clean.push_str(line);
        } else if let Some((name, _)) = line.split_once(':').filter(|_| secret(line)) {
            clean.push_str(name);
            clean.push_str(": …\r\n");
        }
    }
    clean.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_blotted_out_and_the_rest_is_kept() {
        let raw = "INVITE sip:a@b SIP/2.0\r\nauthorization : Digest username=\"u\",\r\n response=\"5ec2e7\"\r\nTo: <sip:a@b>\r\n\r\n";
        let clean = blot(raw.into());
        assert!(!clean.contains("5ec2e7") && !clean.contains("username"));
        assert!(clean.starts_with("INVITE sip:a@b SIP/2.0\r\nauthorization : …\r\nTo: <sip:a@b>\r\n"));
    }

    #[test]
    fn what_is_too_much_is_counted_only() {
        let now = Instant::now();
        let mut trace = Trace::new(now, Timestamp::EPOCH);
        let flow = Flow::udp(([127, 0, 0, 1], 5060).into(), ([127, 0, 0, 1], 5070).into());
        for _ in 0..4 {
            trace.message(now, Way::In, flow, &[b'x'; 20_000]);
        }
        assert_eq!((trace.lines.len(), trace.left_out), (2, 2));
        let id = CallId(kernel::id::Uuid::from_u128(1));
        let value: serde_json::Value = serde_json::from_slice(&trace.write(id, &[], &[])).unwrap();
        assert_eq!((value["left_out"].as_u64(), value["messages"][1]["way"].as_str()), (Some(2), Some("in")));
    }
}
