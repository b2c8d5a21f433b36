//! What the rules look at, read out of the trace: each side's figures, addresses, transport and description.

use std::net::{IpAddr, SocketAddr};

use call::cdr::record_id;
use call::{ConnectionId, Entry, LegId, LogEntry};
use sdp::{Audio, Direction, Session};
use sip::header::Contact;
use sip::wire::{Message as SipMessage, Method};

use crate::cdrs::{Cdr, Side};
use crate::traces::{CallTrace, Figures, Message};

/// What is known of one side of a call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Party {
    /// Its media figures.
    pub figures: Option<Figures>,
    /// The transport of its signalling.
    pub transport: Option<String>,
    /// Where its signalling came from.
    pub source: Option<SocketAddr>,
    /// The address that it said it is reached at, where it said one and no name.
    pub contact: Option<IpAddr>,
    /// Where its description says that it receives audio.
    pub audio: Option<SocketAddr>,
    /// Whether it said that it sends.
    pub sends: Option<bool>,
    /// It described encrypted audio and no other.
    pub demands_encryption: bool,
}

/// What is known of a call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Who called.
    pub caller: Party,
    /// Who was called.
    pub called: Party,
    /// Phones were asked to ring.
    pub invited: bool,
    /// Somebody was put on hold.
    pub held: bool,
    /// A party came from or went to another connection: its figures are not those of this one.
    pub moved: bool,
}

impl Facts {
    /// Reads them.
    pub fn of(cdr: &Cdr, trace: Option<&CallTrace>) -> Self {
        let Some(trace) = trace else { return Self::default() };
        let log: Vec<LogEntry> =
            trace.log.iter().filter_map(|line| serde_json::from_value(line.clone()).ok()).collect();
        let own: Vec<&Entry> =
            log.iter().map(|line| &line.entry).filter(|it| is_of(cdr, it.connection())).collect();
        let answered = own.iter().find_map(|entry| match entry {
            Entry::Answered { leg, .. } => Some(*leg),
            _ => None,
        });
        let moved = log.iter().any(|line| !is_of(cdr, line.entry.connection()));
        let figures = |wanted: &dyn Fn(u64) -> bool| trace.media.iter().find(|it| wanted(it.leg)).cloned();
        let (asked, said) = parties(&trace.messages);
        Self {
            caller: Party { figures: figures(&is_first), ..asked },
            called: Party { figures: answered.and_then(|LegId(leg)| figures(&|it| it == leg)), ..said },
            invited: own.iter().any(|entry| matches!(entry, Entry::Invited { .. })),
            held: own.iter().any(|entry| matches!(entry, Entry::Held { .. })),
            moved,
        }
    }

    /// One side.
    pub const fn side(&self, side: Side) -> &Party {
        match side {
            Side::Called => &self.called,
            Side::Caller | Side::Exchange => &self.caller,
        }
    }
}

/// A call is born with the leg of its caller.
const fn is_first(leg: u64) -> bool {
    leg & 0xFFFF == 0
}

fn is_of(cdr: &Cdr, connection: ConnectionId) -> bool {
    record_id(cdr.call, connection) == cdr.id
}

/// The caller as its INVITE shows it, and the called party as its answer to one does.
fn parties(messages: &[Message]) -> (Party, Party) {
    let mut caller = None;
    let mut called = None;
    for line in messages.iter().filter(|line| line.direction == "in") {
        let Ok(message) = SipMessage::parse(line.text.clone().into_bytes().into()) else { continue };
        if *message.cseq().method != Method::Invite {
            continue;
        }
        match message.status() {
            // The one after a challenge says the same and is the one that counts.
            None if caller.as_ref().is_none_or(|(id, _)| id == message.call_id()) => {
                caller = Some((message.call_id().to_owned(), party(line, &message)));
            }
            Some(200..300) if called.is_none() => called = Some(party(line, &message)),
            _ => {}
        }
    }
    (caller.map(|(_, party)| party).unwrap_or_default(), called.unwrap_or_default())
}

fn party(line: &Message, message: &SipMessage) -> Party {
    let session = Session::parse(message.body()).ok();
    let audio = session.as_ref().and_then(Audio::of);
    let encrypted = session.as_ref().is_some_and(|session| {
        let mut lines = session.media.iter().filter(|media| media.is_audio() && media.port != 0).peekable();
        lines.peek().is_some() && lines.all(|media| media.protocol.to_ascii_uppercase().contains("SAVP"))
    });
    Party {
        figures: None,
        transport: Some(line.transport.clone()),
        source: line.from.parse().ok(),
        contact: contact(message),
        audio: audio.as_ref().and_then(|audio| audio.rtp),
        sends: audio.as_ref().map(|audio| Direction::sends(audio.direction)),
        demands_encryption: encrypted,
    }
}

fn contact(message: &SipMessage) -> Option<IpAddr> {
    match message.contacts().next()?.ok()? {
        Contact::Address(contact) => contact.address.uri().ip(),
        Contact::Star => None,
    }
}
