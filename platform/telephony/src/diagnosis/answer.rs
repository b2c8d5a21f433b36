//! Whether the call came about, and where it did not, why.

use kernel::Cause;

use super::facts::Facts;
use super::verdict::{About, Finding, Level};
use crate::cdrs::{Cdr, Disposition, Side};

pub(super) fn examine(cdr: &Cdr, facts: &Facts) -> Vec<Finding> {
    if let Some(connected) = cdr.connected {
        let waited = connected.since(cdr.detected).as_secs_f64();
        return vec![finding(Level::Good, "answered").figure("secs", waited)];
    }
    let mut findings = vec![why_not(cdr, facts)];
    if matches!(cdr.status, Some(415 | 488 | 606)) && facts.caller.demands_encryption {
        findings = vec![finding(Level::Bad, "demands_encryption").of(Side::Caller)];
    }
    findings
}

const fn finding(level: Level, code: &'static str) -> Finding {
    Finding::new(About::Answer, level, code)
}

/// The status says more than the cause, where both speak; the disposition speaks last.
fn why_not(cdr: &Cdr, facts: &Facts) -> Finding {
    let rang = cdr.rang.is_some();
    let waited = cdr.disconnected.since(cdr.rang.unwrap_or(cdr.detected)).as_secs_f64();
    let status = f64::from(cdr.status.unwrap_or_default());
    match (cdr.disposition, cdr.status, Cause(cdr.cause)) {
        (Disposition::Cancelled, ..) if !rang && facts.invited => {
            finding(Level::Bad, "phone_does_not_ring").of(Side::Called).figure("secs", waited)
        }
        (Disposition::Cancelled, ..) => finding(Level::Doubtful, "caller_gave_up").figure("secs", waited),
        (Disposition::Busy, ..) => finding(Level::Doubtful, "busy").of(Side::Called),
        (_, Some(415 | 488 | 606), _) | (_, _, Cause::INCOMPATIBLE) => finding(Level::Bad, "no_common_codec"),
        (_, Some(404 | 484 | 604), _) | (_, _, Cause::UNALLOCATED | Cause::INVALID_NUMBER) => {
            finding(Level::Bad, "no_such_number").text("number", cdr.to.clone())
        }
        (_, Some(401 | 403 | 407), _) | (_, _, Cause::NOT_SUBSCRIBED | Cause::NOT_AUTHORISED) => {
            finding(Level::Bad, "not_allowed").text("number", cdr.to.clone())
        }
        (_, _, Cause::SUBSCRIBER_ABSENT) => finding(Level::Bad, "not_registered").of(Side::Called),
        (_, Some(408), _) | (_, _, Cause::NO_USER_RESPONDING) if !rang => {
            finding(Level::Bad, "phone_does_not_reply").of(Side::Called)
        }
        (_, _, Cause::NO_CIRCUIT | Cause::CONGESTION) | (Disposition::Congestion, ..) => {
            finding(Level::Bad, "no_channel_free")
        }
        (Disposition::NoAnswer, ..) => {
            finding(Level::Doubtful, "nobody_answered").of(Side::Called).figure("secs", waited)
        }
        (Disposition::Rejected, ..) => {
            finding(Level::Doubtful, "rejected").of(Side::Called).figure("status", status)
        }
        _ => finding(Level::Bad, "failed").figure("status", status).figure("cause", f64::from(cdr.cause)),
    }
}
