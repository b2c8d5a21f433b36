//! What is kept of calls that have ended: memory after one rush of calls and the next, each rested for.

use std::time::Duration;

use super::child::Server;
use super::pair::Pair;
use super::report::Kept;
use super::{BenchError, Sizes, calls, pace};

const ROUNDS: usize = 5;
const CALLS: usize = 3_000;
/// The first rounds fill buffers and fault code in, which stays once and belongs to no call.
const FILLING: usize = 2;
/// Longer than transactions of ended calls stay to absorb what is sent again (RFC 6026: 32 s).
const REST: Duration = Duration::from_secs(36);

/// Offers rounds of calls and reads the memory after each.
pub(super) fn run(server: &Server, sizes: &Sizes) -> Result<Kept, BenchError> {
    let mut after_kib = Vec::with_capacity(ROUNDS);
    for series in ('k'..).take(ROUNDS) {
        let mut pair = Pair::open(server.sip, series, sizes.hold)?;
        calls::offer(&mut pair, sizes.calls_per_sec, CALLS);
        let lost = pair.talks.iter().filter(|talk| !talk.ended).count();
        if lost > 0 {
            let why = calls::how_they_ended(&pair.talks);
            return Err(BenchError::Failed { what: "kept", lost, of: CALLS, why });
        }
        pace::rest(REST);
        after_kib.push(server.pss_kib());
    }
    let grown = after_kib.last().copied().unwrap_or(0.0) - after_kib[FILLING - 1];
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let calls = (CALLS * (ROUNDS - FILLING)) as f64;
    Ok(Kept { after_kib, calls_each: CALLS, bytes_per_call: grown * 1024.0 / calls })
}
