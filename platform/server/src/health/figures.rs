//! The figures of the process: readings of counters, and what happened between two of them.

use std::time::{Duration, Instant};

use switch::Counters;

use super::Doors;
use super::machine;

/// The counters at one moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) at: Instant,
    pub(super) switch: Counters,
    pub(super) devices: u64,
    pub(super) cpu: Duration,
    pub(super) memory_bytes: u64,
    pub(super) dropped: u64,
}

/// What happened until one moment since the one before.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Sample {
    pub(super) calls: f64,
    pub(super) calls_per_sec: f64,
    pub(super) devices: f64,
    pub(super) registrations_per_sec: f64,
    pub(super) cpu_percent: f64,
    pub(super) memory_bytes: f64,
    pub(super) database_ms: Option<f64>,
    pub(super) dropped_per_sec: f64,
    pub(super) shed_per_sec: f64,
}

impl Reading {
    /// Reads them now.
    pub(super) fn take(doors: &Doors) -> Self {
        Self {
            at: doors.env.clock.instant(),
            switch: doors.env.switch.counters(),
            devices: doors.env.location.len() as u64,
            cpu: machine::cpu_time(),
            memory_bytes: machine::memory_bytes(),
            dropped: machine::dropped_datagrams(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures for the eye")]
impl Sample {
    /// What happened between two readings; of the first one there are no rates.
    pub(super) fn between(before: Option<&Reading>, now: &Reading, database: Option<Duration>) -> Self {
        let span = before.map_or(0.0, |before| now.at.saturating_duration_since(before.at).as_secs_f64());
        let rate = |of: fn(&Reading) -> u64| match before {
            Some(before) if span > 0.0 => of(now).saturating_sub(of(before)) as f64 / span,
            _ => 0.0,
        };
        let cpu = before.map_or(Duration::ZERO, |before| now.cpu.saturating_sub(before.cpu));
        Self {
            calls: now.switch.calls as f64,
            calls_per_sec: rate(|it| it.switch.calls_total),
            devices: now.devices as f64,
            registrations_per_sec: rate(|it| it.switch.registered_total),
            cpu_percent: if span > 0.0 { cpu.as_secs_f64() / span * 100.0 } else { 0.0 },
            memory_bytes: now.memory_bytes as f64,
            database_ms: database.map(|took| took.as_secs_f64() * 1_000.0),
            dropped_per_sec: rate(|it| it.dropped),
            shed_per_sec: rate(|it| it.switch.shed_total),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_per_second_and_the_first_sample_has_none() {
        let at = Instant::now();
        let switch = Counters { calls: 3, calls_total: 100, shed_total: 7, ..Counters::default() };
        let (cpu, memory_bytes, dropped) = (Duration::from_secs(10), 1 << 20, 50);
        let first = Reading { at, switch, devices: 9, cpu, memory_bytes, dropped };
        let sample = Sample::between(None, &first, None);
        assert_eq!((sample.calls, sample.calls_per_sec, sample.cpu_percent), (3.0, 0.0, 0.0));
        let switch = Counters { calls_total: 150, shed_total: 12, ..switch };
        let at = at + Duration::from_secs(5);
        let later = Reading { at, switch, cpu: Duration::from_millis(12_500), dropped: 40, ..first };
        let sample = Sample::between(Some(&first), &later, Some(Duration::from_micros(1_500)));
        assert_eq!((sample.calls_per_sec, sample.shed_per_sec, sample.cpu_percent), (10.0, 1.0, 50.0));
        assert_eq!(
            (sample.database_ms, sample.dropped_per_sec),
            (Some(1.5), 0.0),
            "a counter that began anew"
        );
    }
}
