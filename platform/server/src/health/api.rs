//! `/health/…` over REST, for the operator.

use std::collections::VecDeque;

use kernel::Timestamp;
use serde::Serialize;
use web::{Allow, Data, Json, Problem, Result, Routes};

use super::figures::Sample;
use super::{EVERY, Health, Read};
use crate::doctor::{self, Finding};

/// The process as it is now, and the last quarter of an hour.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct HealthFigures {
    /// The version that runs.
    version: &'static str,
    /// When it began.
    started_at: Timestamp,
    /// For how long it has run, in seconds.
    uptime_secs: u64,
    /// Calls now.
    calls: u64,
    /// Calls since the start.
    calls_total: u64,
    /// New calls per second.
    calls_per_sec: f64,
    /// Registered devices.
    devices: u64,
    /// Accepted REGISTER requests per second.
    registrations_per_sec: f64,
    /// Processor time in percent of one core.
    cpu_percent: f64,
    /// Memory in use.
    memory_bytes: u64,
    /// Records of calls that wait for the disk.
    journal_waiting: u64,
    /// What keeps the journal from being written, while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    journal_failing: Option<String>,
    /// Tenants with events that wait to be handled.
    outbox_waiting: u64,
    /// How long the database took to answer, in milliseconds; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    database_ms: Option<f64>,
    /// Datagrams of this machine that met a full buffer, since its start.
    dropped_datagrams: u64,
    /// SIP messages that could not be read.
    malformed: u64,
    /// Calls and registrations refused with 503 for overload or limits.
    shed: u64,
    /// How long SIP input waits, in microseconds.
    lag_us: u64,
    /// Calls that failed inside and were contained.
    panics: u64,
    /// Media streams open.
    streams: u64,
    /// Addresses banned.
    bans: u64,
    /// Messages of banned addresses, dropped unread.
    banned_dropped: u64,
    /// Days the certificate is still good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_days: Option<i64>,
    /// Room on the disk of the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_free_bytes: Option<u64>,
    /// The last fifteen minutes.
    history: HealthHistory,
}

/// One value for each sample, the oldest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct HealthHistory {
    /// Seconds between two samples.
    every_secs: u64,
    /// Calls.
    calls: Vec<f64>,
    /// New calls per second.
    calls_per_sec: Vec<f64>,
    /// Registered devices.
    devices: Vec<f64>,
    /// Accepted REGISTER requests per second.
    registrations_per_sec: Vec<f64>,
    /// Processor time in percent of one core.
    cpu_percent: Vec<f64>,
    /// Memory in use, in bytes.
    memory_bytes: Vec<f64>,
    /// How long the database took to answer, in milliseconds; null where it did not.
    database_ms: Vec<Option<f64>>,
    /// Datagrams dropped per second.
    dropped_per_sec: Vec<f64>,
    /// Calls and registrations shed per second.
    shed_per_sec: Vec<f64>,
}

/// What the checks found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct HealthChecks {
    /// When they were run; absent before the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    /// Whether they are being run.
    running: bool,
    /// How many checks there are: what is found so far stands in `items`.
    total: usize,
    /// What was found.
    items: Vec<Finding>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/health/figures",
        "get_health_figures",
        "Shows the figures of the process, and those of the last fifteen minutes.",
        figures,
    );
    routes.get(
        "/health/checks",
        "get_health_checks",
        "Shows what the checks of the installation found.",
        checks,
    );
    routes.post("/health/checks", "run_health_checks", "Runs the checks of the installation again.", run);
}

async fn figures(_: Allow<Read>, health: Data<Health>) -> Result<Json<HealthFigures>> {
    let inner = &health.0;
    let doors = inner.doors.get().ok_or_else(Problem::not_found)?;
    let (counters, journal) = (doors.env.switch.counters(), doors.journal.health());
    let (last, reading, history) = {
        let state = health.lock();
        (state.samples.back().copied().unwrap_or_default(), state.last, history(&state.samples))
    };
    let now = doors.env.clock.now();
    Ok(Json(HealthFigures {
        version: env!("CARGO_PKG_VERSION"),
        started_at: inner.began_at,
        uptime_secs: doors.env.clock.instant().saturating_duration_since(inner.began).as_secs(),
        calls: counters.calls,
        calls_total: counters.calls_total,
        calls_per_sec: last.calls_per_sec,
        devices: doors.env.location.len() as u64,
        registrations_per_sec: last.registrations_per_sec,
        cpu_percent: last.cpu_percent,
        memory_bytes: reading.map_or(0, |reading| reading.memory_bytes),
        journal_waiting: journal.waiting as u64,
        journal_failing: journal.failing,
        outbox_waiting: doors.env.bus.outbox.backlog() as u64,
        database_ms: last.database_ms,
        dropped_datagrams: reading.map_or(0, |reading| reading.dropped),
        malformed: counters.malformed_total,
        shed: counters.shed_total,
        lag_us: counters.lag_us,
        panics: counters.panics_total,
        streams: doors.media.open_streams() as u64,
        bans: counters.bans,
        banned_dropped: counters.banned_total,
        certificate_days: doctor::days_left(&doctor::own_chain(&inner.config), now),
        disk_free_bytes: doctor::free_bytes(&inner.config.data),
        history,
    }))
}

fn history(samples: &VecDeque<Sample>) -> HealthHistory {
    let series = |of: fn(&Sample) -> f64| samples.iter().map(of).collect();
    HealthHistory {
        every_secs: EVERY.as_secs(),
        calls: series(|it| it.calls),
        calls_per_sec: series(|it| it.calls_per_sec),
        devices: series(|it| it.devices),
        registrations_per_sec: series(|it| it.registrations_per_sec),
        cpu_percent: series(|it| it.cpu_percent),
        memory_bytes: series(|it| it.memory_bytes),
        database_ms: samples.iter().map(|it| it.database_ms).collect(),
        dropped_per_sec: series(|it| it.dropped_per_sec),
        shed_per_sec: series(|it| it.shed_per_sec),
    }
}

async fn checks(_: Allow<Read>, health: Data<Health>) -> Result<Json<HealthChecks>> {
    Ok(Json(shown(&health)))
}

/// Begins a run and answers at once; who asks again sees how far it is.
async fn run(_: Allow<Read>, health: Data<Health>) -> Result<Json<HealthChecks>> {
    let work = Health::clone(&health);
    let began = tokio::spawn(async move { work.check().await });
    // The task ends by itself within the patience of its checks; here nothing waits for it.
    drop(began);
    tokio::task::yield_now().await;
    Ok(Json(shown(&health)))
}

fn shown(health: &Health) -> HealthChecks {
    let run = health.lock().run.clone();
    HealthChecks { at: run.at, running: run.running, total: doctor::CHECKS, items: run.findings }
}
