//! The operator's health page: figures of the process, what `conmuta doctor` finds, and whether it is ready (OPS-2, OPS-20).

mod api;
mod figures;
mod machine;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use feature::{Env, Feature};
use kernel::Timestamp;

use crate::config::Config;
use crate::doctor::{self, Finding, Serving};
use figures::{Reading, Sample};

web::permission! {
    /// Sees how the installation is.
    Read = "health.read" at Operator;
}

/// A sample of the figures is taken so often.
const EVERY: Duration = Duration::from_secs(5);
/// Samples of the last fifteen minutes.
const SAMPLES: usize = 180;
/// A database that does not answer within this does not answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// What the process knows of itself. Clones share one state.
#[derive(Clone)]
pub struct Health(Arc<Inner>);

struct Inner {
    config: Config,
    began: Instant,
    began_at: Timestamp,
    doors: OnceLock<Doors>,
    stopping: AtomicBool,
    state: Mutex<State>,
}

/// What is looked at.
pub struct Doors {
    /// Doors that features share.
    pub env: Env,
    /// Records of calls on their way.
    pub journal: bus::Journal,
    /// Media streams.
    pub media: media::Media,
}

#[derive(Default)]
struct State {
    last: Option<Reading>,
    samples: VecDeque<Sample>,
    database: Option<Duration>,
    run: Run,
}

/// A run of the checks.
#[derive(Clone, Default)]
struct Run {
    at: Option<Timestamp>,
    running: bool,
    findings: Vec<Finding>,
}

/// The slice.
pub fn feature(health: &Health) -> Feature {
    Feature::new("health").permissions::<(Read,)>().routes(api::routes).provide(Arc::new(health.clone()))
}

impl Health {
    /// Of a process that begins now.
    pub fn new(config: &Config, clock: &dyn kernel::Clock) -> Self {
        Self(Arc::new(Inner {
            config: config.clone(),
            began: clock.instant(),
            began_at: clock.now(),
            doors: OnceLock::new(),
            stopping: AtomicBool::new(false),
            state: Mutex::default(),
        }))
    }

    /// Gives it what it looks at. A second time changes nothing.
    pub fn connect(&self, doors: Doors) {
        drop(self.0.doors.set(doors));
    }

    /// Takes samples, and checks everything once at the start. It does not end.
    pub async fn run(&self) {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut checked = false;
        loop {
            tick.tick().await;
            self.sample().await;
            if !std::mem::replace(&mut checked, true) {
                self.check().await;
            }
        }
    }

    /// Whether requests should come here: it serves, is not being stopped, and its database answers.
    pub fn is_ready(&self) -> bool {
        let connected = self.0.doors.get().is_some() && !self.0.stopping.load(Ordering::Relaxed);
        connected && self.lock().database.is_some()
    }

    /// No longer ready: the process is being stopped.
    pub fn stopping(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
    }

    async fn sample(&self) {
        let Some(doors) = self.0.doors.get() else { return };
        let database = self.ping(doors).await;
        let reading = Reading::take(doors);
        let mut state = self.lock();
        let sample = Sample::between(state.last.as_ref(), &reading, database);
        state.database = database;
        state.last = Some(reading);
        if state.samples.len() >= SAMPLES {
            state.samples.pop_front();
        }
        state.samples.push_back(sample);
    }

    async fn ping(&self, doors: &Doors) -> Option<Duration> {
        let clock = &doors.env.clock;
        let began = clock.instant();
        let answered = tokio::time::timeout(PATIENCE, doors.env.directory.ping()).await;
        answered.ok()?.ok()?;
        Some(clock.instant().saturating_duration_since(began))
    }

    /// Runs the checks, unless they are being run.
    async fn check(&self) {
        let Some(doors) = self.0.doors.get() else { return };
        let now = doors.env.clock.now();
        {
            let mut state = self.lock();
            if state.run.running {
                return;
            }
            state.run = Run { at: Some(now), running: true, findings: Vec::new() };
        }
        let listening = doors.env.switch.listening();
        let serving = Serving {
            listening: [true, !listening.udp.is_empty(), !listening.tls.is_empty()],
            database: self.ping(doors).await,
        };
        doctor::examine(&self.0.config, now, Some(&serving), |finding| {
            self.lock().run.findings.push(finding)
        })
        .await;
        self.lock().run.running = false;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
