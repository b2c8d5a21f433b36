//! Calls in the journal: what is written while they run, and what a restart makes of it (PBX-96).
//!
//! A record is JSON: a part of a call's log, or a mark that says *the exchange was alive at this moment*.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use bus::{Journal, JournalError, Seq};
use call::{Entry, LogEntry};
use kernel::id::{CallId, TenantId};
use kernel::{Cause, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ports::{FinishedCall, Receipt};

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "r", rename_all = "lowercase")]
enum Record<'a> {
    /// Lines of a call's log from this index on; from 0 it replaces what was written before.
    Call {
        call: CallId,
        tenant: TenantId,
        from: usize,
        #[serde(default)]
        over: bool,
        lines: std::borrow::Cow<'a, [LogEntry]>,
    },
    /// The exchange was alive.
    Mark { at: Timestamp },
}

/// Numbers that the journal must keep.
#[derive(Debug, Default)]
struct Outstanding {
    kept: BTreeSet<Seq>,
    last: Seq,
}

/// The journal with the records that are still needed. Clones share one state.
#[derive(Clone)]
pub struct Keeper {
    journal: Journal,
    outstanding: Arc<Mutex<Outstanding>>,
}

impl Keeper {
    /// Over an open journal.
    pub fn new(journal: Journal) -> Self {
        Self { journal, outstanding: Arc::default() }
    }

    /// Writes lines of a call's log from index `from` on; `over` when the call has ended with them.
    pub fn write(
        &self,
        call: CallId,
        tenant: TenantId,
        from: usize,
        lines: &[LogEntry],
        over: bool,
    ) -> Option<Seq> {
        let record = Record::Call { call, tenant, from, over, lines: lines.into() };
        let seq = self.append(&record)?;
        self.lock().kept.insert(seq);
        Some(seq)
    }

    /// Writes that the exchange is alive.
    pub fn mark(&self, at: Timestamp) {
        self.append(&Record::Mark { at });
    }

    fn append(&self, record: &Record<'_>) -> Option<Seq> {
        let bytes = serde_json::to_vec(record).ok()?;
        match self.journal.append(bytes) {
            Ok(seq) => {
                let mut outstanding = self.lock();
                outstanding.last = outstanding.last.max(seq);
                Some(seq)
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a call record did not reach the journal"
                );
                None
            }
        }
    }

    /// These records are not needed any more.
    pub fn release(&self, seqs: &[Seq]) {
        let mut outstanding = self.lock();
        for seq in seqs {
            outstanding.kept.remove(seq);
        }
        let done = outstanding.kept.first().map_or(outstanding.last, |first| first - 1);
        drop(outstanding);
        if done > 0 {
            self.journal.acknowledge(done);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Outstanding> {
        self.outstanding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The records of a call that has ended, with their receipt.
    pub fn finished(&self, tenant: TenantId, cdrs: Vec<call::Cdr>, seqs: Vec<Seq>) -> FinishedCall {
        let keeper = self.clone();
        FinishedCall { tenant, cdrs, receipt: Receipt::new(move || keeper.release(&seqs)) }
    }

    /// What the last run left: calls that ended unacknowledged, and those that were cut, closed with cause 41 as of
    /// the last sign of life.
    ///
    /// # Errors
    /// What reading the journal says.
    pub fn recover(&self) -> Result<Vec<FinishedCall>, JournalError> {
        let records = self.journal.recover()?;
        let mut found = Found::default();
        for record in records {
            self.lock().last = record.seq;
            match serde_json::from_slice(&record.bytes) {
                Ok(parsed) => found.take(record.seq, parsed),
                Err(error) => tracing::error!(seq = record.seq, %error, "a journal record is not readable"),
            }
        }
        let alive = found.alive;
        let calls = found.in_order();
        self.lock().kept.extend(calls.iter().flat_map(|(_, call)| call.seqs.iter().copied()));
        let mut finished = Vec::with_capacity(calls.len());
        for (id, mut call) in calls {
            if !call.over {
                let before = call.log.len();
                call::cdr::close_open(&mut call.log, alive, Cause::TEMPORARY_FAILURE);
                call.seqs.extend(self.write(id, call.tenant, before, &call.log[before..], true));
            }
            finished.push(self.finished(call.tenant, call::cdr::fold(id, &call.log), call.seqs));
        }
        self.release(&[]);
        Ok(finished)
    }
}

#[derive(Debug)]
struct Left {
    tenant: TenantId,
    log: Vec<LogEntry>,
    seqs: Vec<Seq>,
    over: bool,
}

#[derive(Debug, Default)]
struct Found {
    calls: HashMap<CallId, Left>,
    alive: Timestamp,
}

impl Found {
    fn take(&mut self, seq: Seq, record: Record<'_>) {
        match record {
            Record::Mark { at } => self.alive = self.alive.max(at),
            Record::Call { call, tenant, from, over, lines } => {
                let latest = lines.last().map_or(Timestamp::EPOCH, |line| line.at);
                self.alive = self.alive.max(latest);
                let left = self.calls.entry(call).or_insert_with(|| Left {
                    tenant,
                    log: Vec::new(),
                    seqs: Vec::new(),
                    over: false,
                });
                left.log.truncate(from);
                left.log.extend(lines.into_owned());
                left.seqs.push(seq);
                left.over |= over;
            }
        }
    }

    /// Calls whose beginning is there, oldest first. Without it (its segment was acknowledged) a call is done.
    fn in_order(self) -> Vec<(CallId, Left)> {
        let begins =
            |left: &Left| matches!(left.log.first().map(|line| &line.entry), Some(Entry::Opened { .. }));
        let mut calls: Vec<_> = self.calls.into_iter().filter(|(_, left)| begins(left)).collect();
        calls.sort_by_key(|(id, _)| *id);
        calls
    }
}
