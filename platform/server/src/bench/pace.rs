//! Pacing of the generator: it looks at its sockets once a millisecond and never sleeps in a receive call.

use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(1);

/// One tick of rest.
#[expect(clippy::disallowed_methods, reason = "a load generator paces itself by the clock")]
pub(super) fn nap() {
    std::thread::sleep(TICK);
}

/// Rests for a while.
#[expect(clippy::disallowed_methods, reason = "a load generator paces itself by the clock")]
pub(super) fn rest(span: Duration) {
    std::thread::sleep(span);
}

/// How many of `rate` events per second are due `since` the start.
pub(super) fn due(rate: u32, since: Duration) -> usize {
    usize::try_from(since.as_micros().saturating_mul(u128::from(rate)) / 1_000_000).unwrap_or(usize::MAX)
}

/// Calls `step` each millisecond until it answers `true` or the deadline passes.
pub(super) fn until(deadline: Instant, mut step: impl FnMut(Instant) -> bool) {
    loop {
        let now = Instant::now();
        if step(now) || now >= deadline {
            return;
        }
        nap();
    }
}

/// The value below which the given share of the sorted durations lies.
pub(super) fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index within the slice"
    )]
    let place = ((sorted.len() as f64) * share) as usize;
    sorted.get(place.min(last)).copied().unwrap_or_default()
}
