//! What was wrong with a call, or that nothing was: a verdict from its record, its trace and its media figures.
//!
//! Pure: the record and the trace come in, findings with codes and arguments go out. The pages put them into words.

mod answer;
mod audio;
mod facts;
#[cfg(test)]
mod tests;
mod verdict;

pub use facts::Facts;
pub use verdict::{About, Diagnosis, Finding, Level};

use crate::cdrs::Cdr;
use crate::traces::CallTrace;

/// The verdict over a call that ended. Without a trace it says what the record alone shows.
pub fn examine(cdr: &Cdr, trace: Option<&CallTrace>) -> Diagnosis {
    let facts = Facts::of(cdr, trace);
    let mut findings = answer::examine(cdr, &facts);
    if cdr.connected.is_some() {
        findings.extend(audio::examine(cdr, &facts));
    }
    Diagnosis::of(findings)
}
