//! What a call's log means outside: journal, records, live events, active calls, how busy endpoints are.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::time::Duration;

use bus::{LiveEvent, Seq};
use call::{ConnectionId, Entry, Kind, LogEntry, Party};
use kernel::Cause;
use kernel::id::CdrId;
use serde::Serialize;

use crate::actor::Actor;
use crate::handle::{ActiveCall, ActiveParty, CallState};

/// How far a call's log has been noted, and what was made of it.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Lines seen.
    seen: usize,
    /// Lines in the journal.
    written: usize,
    seqs: Vec<Seq>,
    shown: Option<Box<ActiveCall>>,
    uses: Vec<Use>,
    last: Option<Cause>,
}

/// The parties of an open connection.
#[derive(Debug)]
struct Use {
    connection: ConnectionId,
    caller: Party,
    called: Option<Party>,
}

/// The body of `call.ended`.
#[derive(Serialize)]
struct EndedCall<'a> {
    #[serde(flatten)]
    call: &'a ActiveCall,
    cause: Cause,
    records: &'a [CdrId],
}

/// What a log line changes for those who watch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    Nothing,
    Shown,
    Told(&'static str),
}

impl Actor {
    /// Notes the lines that the machine has added.
    pub(crate) fn note(&mut self) {
        let fresh: Vec<LogEntry> = self.call.log().get(self.notes.seen..).unwrap_or_default().to_vec();
        let mut worth_keeping = false;
        for line in &fresh {
            worth_keeping |=
                matches!(line.entry, Entry::Routed { .. } | Entry::Answered { .. } | Entry::Closed { .. });
            let news = self.note_line(line);
            self.publish(news);
        }
        self.notes.seen += fresh.len();
        if worth_keeping && !self.call.has_ended() {
            self.write(false);
        }
    }

    fn write(&mut self, over: bool) {
        let from = self.notes.written;
        let lines = self.call.log().get(from..).unwrap_or_default();
        let seq = self.exchange.keeper.write(self.handle.id, self.handle.tenant, from, lines, over);
        self.notes.written = self.call.log().len();
        self.notes.seqs.extend(seq);
    }

    /// Writes the whole log anew and lets go of the older records.
    pub(crate) fn checkpoint(&mut self) {
        self.notes.written = 0;
        let old = std::mem::take(&mut self.notes.seqs);
        self.write(false);
        if !self.notes.seqs.is_empty() {
            self.exchange.keeper.release(&old);
        } else {
            self.notes.seqs = old;
        }
    }

    /// The call is over: its records go to the journal and to whoever keeps them.
    pub(crate) fn conclude(&mut self) {
        let mut log = self.call.log().to_vec();
        let complete = log.len();
        call::cdr::close_open(&mut log, self.exchange.now().wall, Cause::TEMPORARY_FAILURE);
        self.note();
        self.write(true);
        if log.len() > complete {
            // The machine broke: its log ends here, on disk too.
            let rest = &log[complete..];
            let seq = self.exchange.keeper.write(self.handle.id, self.handle.tenant, complete, rest, true);
            self.notes.seqs.extend(seq);
            for line in rest {
                self.note_line(line);
            }
        }
        let cdrs = call::cdr::fold(self.handle.id, &log);
        self.exchange.shared.hide(self.handle.tenant, self.handle.id);
        if let Some(shown) = self.notes.shown.take() {
            let cause = self.notes.last.unwrap_or(Cause::NORMAL_CLEARING);
            let records: Vec<CdrId> = cdrs.iter().map(|cdr| cdr.id).collect();
            let ended =
                || LiveEvent::new("call.ended", &EndedCall { call: &shown, cause, records: &records });
            self.exchange.live.publish_with(&self.scope, ended);
        }
        let seqs = std::mem::take(&mut self.notes.seqs);
        self.exchange.ports.cdrs.finished(self.exchange.keeper.finished(self.handle.tenant, cdrs, seqs));
    }

    fn publish(&mut self, news: News) {
        let Some(shown) = self.notes.shown.as_deref() else { return };
        if news != News::Nothing {
            self.exchange.shared.show(self.handle.tenant, shown.clone());
        }
        if let News::Told(name) = news {
            self.exchange.live.publish_with(&self.scope, || LiveEvent::new(name, shown));
        }
    }

    fn note_line(&mut self, line: &LogEntry) -> News {
        match &line.entry {
            Entry::Opened { connection, caller, dialled, .. } => {
                self.opened(line, *connection, caller, dialled)
            }
            Entry::Routed { connection, kind, called, .. } => self.routed(*connection, *kind, called),
            Entry::Ringing { .. } => self.rings(),
            Entry::Answered { connection, called, .. } => self.answered(line, *connection, called),
            Entry::Held { .. } => self.held(CallState::Held, "call.held"),
            Entry::Resumed { .. } => self.held(CallState::Answered, "call.resumed"),
            Entry::Closed { connection, cause, .. } => self.closed(*connection, *cause),
            Entry::Invited { .. }
            | Entry::LegFailed { .. }
            | Entry::TransferAsked { .. }
            | Entry::TransferFailed { .. } => News::Nothing,
        }
    }

    fn opened(&mut self, line: &LogEntry, connection: ConnectionId, caller: &Party, dialled: &str) -> News {
        self.count(caller, 1);
        self.notes.uses.push(Use { connection, caller: caller.clone(), called: None });
        if self.notes.shown.is_some() {
            return News::Nothing;
        }
        let called = ActiveParty { number: dialled.into(), name: None, endpoint: None, trunk: None };
        let kind = if caller.trunk.is_some() { Kind::In } else { Kind::Internal };
        self.notes.shown = Some(Box::new(ActiveCall {
            id: self.handle.id,
            state: CallState::Dialling,
            kind,
            caller: Self::shown(caller),
            called,
            since: line.at,
            answered: None,
        }));
        News::Shown
    }

    fn routed(&mut self, connection: ConnectionId, kind: Kind, called: &Party) -> News {
        // A gateway that is being tried already is the better knowledge.
        if self.notes.uses.iter().any(|used| used.connection == connection && used.called.is_none()) {
            self.now_called(connection, called);
        }
        let Some(shown) = self.notes.shown.as_deref_mut().filter(|shown| shown.answered.is_none()) else {
            return News::Nothing;
        };
        shown.kind = kind;
        if !called.number.is_empty() {
            shown.called = Self::shown(called);
        }
        News::Shown
    }

    fn rings(&mut self) -> News {
        match self.notes.shown.as_deref_mut() {
            Some(shown) if shown.state == CallState::Dialling => {
                shown.state = CallState::Ringing;
                News::Told("call.ringing")
            }
            _ => News::Nothing,
        }
    }

    fn answered(&mut self, line: &LogEntry, connection: ConnectionId, called: &Party) -> News {
        self.exchange.shared.figures.answered_total.add(1);
        self.now_called(connection, called);
        self.expect_media(true);
        let caller =
            self.notes.uses.iter().find(|used| used.connection == connection).map(|used| &used.caller);
        let Some(shown) = self.notes.shown.as_deref_mut() else { return News::Nothing };
        if let Some(caller) = caller {
            shown.caller = Self::shown(caller);
        }
        shown.called = Self::shown(called);
        shown.state = CallState::Answered;
        shown.answered = shown.answered.or(Some(line.at));
        News::Told("call.answered")
    }

    /// Who is being called has become clearer: the gateway that is tried, the device that answered. Decides which
    /// trunk and endpoint are busy.
    pub(crate) fn now_called(&mut self, connection: ConnectionId, called: &Party) {
        let Some(place) = self.notes.uses.iter().position(|used| used.connection == connection) else {
            return;
        };
        let before = self.notes.uses[place].called.replace(called.clone());
        self.count(called, 1);
        if let Some(before) = before {
            self.count(&before, -1);
        }
    }

    fn held(&mut self, state: CallState, name: &'static str) -> News {
        self.expect_media(state == CallState::Answered);
        let Some(shown) = self.notes.shown.as_deref_mut() else { return News::Nothing };
        shown.state = state;
        News::Told(name)
    }

    fn closed(&mut self, connection: ConnectionId, cause: Cause) -> News {
        self.notes.last = Some(cause);
        if let Some(place) = self.notes.uses.iter().position(|used| used.connection == connection) {
            let used = self.notes.uses.swap_remove(place);
            self.count(&used.caller, -1);
            if let Some(called) = &used.called {
                self.count(called, -1);
            }
        }
        News::Nothing
    }

    fn count(&self, party: &Party, change: i32) {
        if let Some(endpoint) = party.endpoint {
            tally(&mut self.exchange.endpoint_calls.borrow_mut(), endpoint, change);
        }
        if let Some(trunk) = party.trunk {
            tally(&mut self.exchange.trunk_calls.borrow_mut(), trunk, change);
        }
    }

    /// Whether both parties are to be heard from now on.
    fn expect_media(&self, expected: bool) {
        let within: Option<Duration> = self.exchange.config.media_silence().filter(|_| expected);
        for stream in self.legs.iter().filter_map(|leg| leg.media.stream) {
            self.exchange.media.expect(stream, within);
        }
    }
}

fn tally<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, key: K, change: i32) {
    match counts.entry(key) {
        Slot::Occupied(mut slot) => {
            *slot.get_mut() = slot.get().saturating_add_signed(change);
            if *slot.get() == 0 {
                slot.remove();
            }
        }
        Slot::Vacant(slot) if change > 0 => {
            slot.insert(change.unsigned_abs());
        }
        Slot::Vacant(_) => {}
    }
}
