//! Waiting for something to become true, with an end to patience.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::{Failure, Result};

/// How often a condition is looked at that nobody announces.
const LOOK: Duration = Duration::from_millis(25);

/// Asks again and again until there is an answer; `what` says in the failure what never came.
pub async fn until<T, F>(what: &str, patience: Duration, mut ask: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let end = Instant::now() + patience;
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        if Instant::now() > end {
            return Err(Failure::new(format!("waited {patience:?} in vain for {what}")));
        }
    }
}
