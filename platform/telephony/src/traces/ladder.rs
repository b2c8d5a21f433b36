//! A call's trace as the API shows it: messages in order with their direction, decisions, log and media figures.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::Timestamp;
use kernel::id::CallId;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// What the exchange is called in `from` and `to`.
const EXCHANGE: &str = "exchange";

/// The trace as the switch writes it.
#[derive(Debug, Deserialize)]
struct Written {
    call: CallId,
    began: Timestamp,
    #[serde(default)]
    messages: Vec<WrittenMessage>,
    #[serde(default)]
    left_out: u64,
    #[serde(default)]
    decisions: Vec<WrittenDecision>,
    #[serde(default)]
    log: Vec<serde_json::Value>,
    #[serde(default)]
    media: Vec<Figures>,
}

#[derive(Debug, Deserialize)]
struct WrittenMessage {
    after_us: u64,
    way: String,
    protocol: String,
    peer: String,
    text: String,
}

#[derive(Debug, Deserialize)]
struct WrittenDecision {
    after_us: u64,
    code: String,
    #[serde(default)]
    about: BTreeMap<String, String>,
}

/// One SIP message.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Message {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Microseconds after the beginning of the call.
    pub after_us: u64,
    /// `in`: to the exchange; `out`: from it.
    pub direction: String,
    /// `UDP`, `TCP`, `TLS`, `WS`, `WSS`.
    pub transport: String,
    /// Who sent it: an address, or `exchange`.
    pub from: String,
    /// Who got it: an address, or `exchange`.
    pub to: String,
    /// Its first line.
    #[schema(example = "INVITE sip:1002@pbx.example SIP/2.0")]
    pub first_line: String,
    /// The whole message, credentials blotted out.
    pub text: String,
}

/// The names of [`switch::Reason`], for the document.
struct DecisionCode;

impl PartialSchema for DecisionCode {
    fn schema() -> RefOr<Schema> {
        let names = switch::Reason::ALL.iter().map(|reason| reason.name());
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
    }
}
impl ToSchema for DecisionCode {}

/// A step of the routing decision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Step {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What was decided; before the dot, who decided.
    #[schema(value_type = DecisionCode)]
    pub code: String,
    /// What it speaks of, by name: numbers, routes, trunks, how many.
    pub about: BTreeMap<String, String>,
}

/// Media figures of one leg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// The leg.
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
    #[serde(default)]
    pub jitter_max_us: u32,
    /// Round trip, µs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtt_us: Option<u32>,
    /// Estimated mean opinion score, 1.0 to 4.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mos: Option<f32>,
    /// The codec that it sent last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codec: Option<String>,
    /// Where its packets came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Datagrams refused by the source rule.
    #[serde(default)]
    pub refused: u64,
    /// From opening to the first packet, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_packet_ms: Option<u64>,
    /// How it went over time; absent for a short stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<MediaHistory>,
}

/// How a stream went over time: one entry of each list for a span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MediaHistory {
    /// How long a span is, ms; the last one may be shorter.
    pub span_ms: u64,
    /// Packets that came.
    pub received: Vec<u32>,
    /// Packets that never came.
    pub lost: Vec<u32>,
    /// Jitter, µs.
    pub jitter_us: Vec<u32>,
    /// Estimated mean opinion score; null for a span in which nothing came.
    pub mos: Vec<Option<f32>>,
}

/// What happened in a call.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CallTrace {
    /// The call.
    pub call: CallId,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began: Timestamp,
    /// The SIP ladder, in order.
    pub messages: Vec<Message>,
    /// Messages that were too many to be kept.
    pub left_out: u64,
    /// How it was routed, in order.
    pub decisions: Vec<Step>,
    /// The call's event log.
    #[schema(value_type = Vec<Object>)]
    pub log: Vec<serde_json::Value>,
    /// Media figures of its legs.
    pub media: Vec<Figures>,
}

/// Reads what the switch wrote.
///
/// # Errors
/// When it is no trace.
pub fn read(blob: &[u8]) -> Result<CallTrace, serde_json::Error> {
    let written: Written = serde_json::from_slice(blob)?;
    let at = |after_us| written.began + Duration::from_micros(after_us);
    let message = |line: WrittenMessage| {
        let (from, to) = if line.way == "in" {
            (line.peer, EXCHANGE.to_owned())
        } else {
            (EXCHANGE.to_owned(), line.peer)
        };
        Message {
            at: at(line.after_us),
            after_us: line.after_us,
            direction: line.way,
            transport: line.protocol,
            from,
            to,
            first_line: line.text.lines().next().unwrap_or_default().to_owned(),
            text: line.text,
        }
    };
    let step = |line: WrittenDecision| Step { at: at(line.after_us), code: line.code, about: line.about };
    Ok(CallTrace {
        call: written.call,
        began: written.began,
        messages: written.messages.into_iter().map(message).collect(),
        left_out: written.left_out,
        decisions: written.decisions.into_iter().map(step).collect(),
        log: written.log,
        media: written.media,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_names_who_sent_to_whom_and_when() {
        let blob = br#"{"call":"cal_00000000000000000000000001","began":"2026-11-20T09:20:00Z",
            "messages":[
              {"after_us":0,"way":"in","protocol":"UDP","peer":"192.0.2.1:5060","text":"INVITE sip:2@b SIP/2.0\r\nTo: x\r\n"},
              {"after_us":1500,"way":"out","protocol":"UDP","peer":"192.0.2.1:5060","text":"SIP/2.0 100 Trying\r\n"}],
            "left_out":0,
            "decisions":[{"after_us":700,"code":"extension.found","about":{"dialled":"2","user":"100000002"}}],
            "log":[],
            "media":[{"leg":1,"received":10,"sent":9,"lost":0,"jitter_us":20,"rtt_us":null,"mos":4.4,"codec":"Pcma","source":null}]}"#;
        let trace = read(blob).unwrap();
        let [invite, trying] = &trace.messages[..] else { panic!("{trace:?}") };
        assert_eq!((invite.from.as_str(), invite.to.as_str()), ("192.0.2.1:5060", "exchange"));
        assert_eq!((trying.from.as_str(), trying.first_line.as_str()), ("exchange", "SIP/2.0 100 Trying"));
        assert_eq!(trying.at.to_string(), "2026-11-20T09:20:00.001500Z");
        assert_eq!((trace.decisions[0].code.as_str(), trace.media[0].mos), ("extension.found", Some(4.4)));
    }

    #[test]
    fn what_is_no_trace_is_an_error() {
        assert!(read(b"").is_err() && read(b"{}").is_err());
    }
}
