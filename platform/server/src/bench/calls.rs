//! Call set-up and tear-down with media anchored: CPU per call.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::child::Server;
use super::pair::{Pair, Talk};
use super::report::Calls;
use super::{BenchError, Sizes, pace};

const GIVE_UP: Duration = Duration::from_secs(10);

/// Offers calls at a steady rate through the trunk, without authentication, and returns the CPU each cost.
pub(super) fn run(server: &Server, sizes: &Sizes) -> Result<Calls, BenchError> {
    let mut pair = Pair::open(server.sip, 'c', sizes.hold)?;
    // A first few calls fault the code's pages in, as any server that has run for a minute has them.
    offer(&mut pair, 50, 25);
    let warm = pair.talks.len();
    let idle = server.idle_cores(Duration::from_secs(1));
    let secs = u32::try_from(sizes.calls_for.as_secs()).unwrap_or(1);
    let total = usize::try_from(sizes.calls_per_sec * secs).unwrap_or(usize::MAX);
    let (cpu, start) = (server.cpu_secs(), Instant::now());
    offer(&mut pair, sizes.calls_per_sec, total);
    let wall = start.elapsed().as_secs_f64();
    let burnt = server.cpu_secs() - cpu - idle * wall;
    let good = pair.talks[warm..].iter().filter(|t| t.ended && t.answered.is_some()).count();
    if good < total {
        let why = how_they_ended(&pair.talks[warm..]);
        return Err(BenchError::Failed { what: "calls", lost: total - good, of: total, why });
    }
    let mut times: Vec<Duration> = pair.talks[warm..].iter().filter_map(|t| t.answered).collect();
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let cpu_us = burnt * 1e6 / total as f64;
    Ok(Calls {
        count: total,
        rate: sizes.calls_per_sec,
        resent: pair.resent,
        cpu_us,
        p50: pace::quantile(&times, 0.5),
        p99: pace::quantile(&times, 0.99),
    })
}

/// Counts what did not end as it should, by final status.
pub(super) fn how_they_ended(talks: &[Talk]) -> String {
    let mut refused: BTreeMap<u16, usize> = BTreeMap::new();
    let mut silent = 0;
    for talk in talks.iter().filter(|talk| !talk.ended) {
        match talk.refused {
            Some(status) => *refused.entry(status).or_default() += 1,
            None => silent += 1,
        }
    }
    let refused = refused.iter().map(|(status, count)| format!("{count} with {status}"));
    refused.chain((silent > 0).then(|| format!("{silent} unanswered"))).collect::<Vec<_>>().join(", ")
}

/// Starts `count` calls at `rate` a second and waits until all have ended.
pub(super) fn offer(pair: &mut Pair, rate: u32, count: usize) {
    let (first, start) = (pair.talks.len(), Instant::now());
    let offered =
        Duration::from_secs_f64(f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / f64::from(rate));
    pace::until(start + offered + GIVE_UP, |now| {
        while pair.talks.len() - first < pace::due(rate, now - start).min(count) {
            pair.start(now);
        }
        pair.step(now);
        pair.finished() == first + count
    });
}
