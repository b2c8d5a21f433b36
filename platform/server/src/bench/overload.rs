//! Twice as many calls as a core takes: what is still answered, how fast, and what the others are told (OPS-32).

use std::time::{Duration, Instant};

use super::child::Server;
use super::pair::{Pair, Talk};
use super::report::Overload;
use super::{BenchError, Sizes, calls, pace};

/// For so long more is offered than can be taken.
const OVERLOADED_FOR: Duration = Duration::from_secs(8);

/// A rate at which a core is well used and not full: what a call costs there says how many fill it.
const BUSY: u32 = 2_000;

/// Measures what a call costs on a busy core, offers twice what fills it, and counts.
pub(super) fn run(server: &Server, sizes: &Sizes) -> Result<Overload, BenchError> {
    let busy = Sizes { calls_per_sec: BUSY, calls_for: Duration::from_secs(5), ..*sizes };
    let alone = calls::run(server, &busy)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousand")]
    let offered = (2e6 / alone.cpu_us) as u32;
    let mut pair = Pair::open(server.sip, 'o', sizes.hold)?;
    let count = usize::try_from(u64::from(offered) * OVERLOADED_FOR.as_secs()).unwrap_or(usize::MAX);
    let (cpu, start) = (server.cpu_secs(), Instant::now());
    calls::offer(&mut pair, offered, count);
    let (burnt, wall) = (server.cpu_secs() - cpu, start.elapsed());
    let mut times: Vec<Duration> = pair.talks.iter().filter(|t| t.ended).filter_map(|t| t.answered).collect();
    times.sort_unstable();
    let refused = |talk: &&Talk| talk.refused == Some(503);
    let refused = pair.talks.iter().filter(refused).count();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let answered = times.len() as f64;
    Ok(Overload {
        offered,
        answered_per_sec: answered / (wall - sizes.hold).as_secs_f64().min(OVERLOADED_FOR.as_secs_f64()),
        refused,
        lost: count - times.len() - refused,
        of: count,
        alone_us: alone.cpu_us,
        cpu_us: burnt * 1e6 / answered,
        p50: pace::quantile(&times, 0.5),
        p99: pace::quantile(&times, 0.99),
    })
}
