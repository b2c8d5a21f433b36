//! Registrations with digest over UDP: CPU per registration.

use std::time::{Duration, Instant};

use sip::Method;
use sip::digest::Responder;

use super::child::Server;
use super::phones::Phone;
use super::report::Registrations;
use super::{BenchError, Sizes, pace, text};

const CONTACT: &str = "127.0.0.4:5070";
const FIRST_USER: u32 = 100_000;
const SECRET: &str = "secret";
const RESEND: Duration = Duration::from_millis(500);
const GIVE_UP: Duration = Duration::from_secs(8);

struct Attempt {
    user: u32,
    started: Instant,
    sent: Instant,
    message: String,
    challenged: bool,
    took: Option<Duration>,
}

/// Registers as many as `sizes` says, each challenged, and returns the CPU each cost.
pub(super) fn run(server: &Server, sizes: &Sizes) -> Result<Registrations, BenchError> {
    let mut phone = Phone::bind(CONTACT)?;
    let idle = server.idle_cores(Duration::from_secs(1));
    let (cpu, start) = (server.cpu_secs(), Instant::now());
    let total = usize::try_from(sizes.registrations).unwrap_or(usize::MAX);
    let last_due = Duration::from_secs(u64::from(sizes.registrations / sizes.registrations_per_sec));
    let mut attempts: Vec<Attempt> = Vec::with_capacity(total);
    let (mut done, mut resent) = (0, 0);
    pace::until(start + last_due + GIVE_UP, |now| {
        while attempts.len() < pace::due(sizes.registrations_per_sec, now - start).min(total) {
            let attempt = first(server, sizes, attempts.len(), now);
            phone.send(attempt.message.as_bytes(), server.sip);
            attempts.push(attempt);
        }
        while let Some(message) = phone.next() {
            done += usize::from(answered(server, &phone, &mut attempts, &message, now));
        }
        for late in attempts.iter_mut().filter(|a| a.took.is_none() && now - a.sent > RESEND) {
            late.sent = now;
            resent += 1;
            phone.send(late.message.as_bytes(), server.sip);
        }
        done == total
    });
    let wall = start.elapsed().as_secs_f64();
    let burnt = server.cpu_secs() - cpu - idle * wall;
    if done < total {
        return Err(BenchError::Failed {
            what: "register",
            lost: total - done,
            of: total,
            why: "no 200".into(),
        });
    }
    let mut times: Vec<Duration> = attempts.iter().filter_map(|a| a.took).collect();
    times.sort_unstable();
    Ok(Registrations {
        count: total,
        resent,
        cpu_us: burnt * 1e6 / f64::from(sizes.registrations),
        p50: pace::quantile(&times, 0.5),
        p99: pace::quantile(&times, 0.99),
    })
}

fn first(server: &Server, sizes: &Sizes, number: usize, now: Instant) -> Attempt {
    let user = FIRST_USER + u32::try_from(number).unwrap_or(0) % sizes.endpoints;
    let message = text::register(user, server.sip, CONTACT, &format!("r{number}"), 1, "");
    Attempt { user, started: now, sent: now, message, challenged: false, took: None }
}

/// Whether this answer ended an attempt well.
fn answered(
    server: &Server,
    phone: &Phone,
    attempts: &mut [Attempt],
    message: &sip::Message,
    now: Instant,
) -> bool {
    let number: Option<usize> = message.call_id().strip_prefix('r').and_then(|n| n.parse().ok());
    let Some((number, attempt)) = number.and_then(|n| Some((n, attempts.get_mut(n)?))) else { return false };
    match message.status() {
        Some(200) if attempt.took.is_none() => {
            attempt.took = Some(now - attempt.started);
            true
        }
        Some(401) if !attempt.challenged => {
            let mut responder = Responder::new(&attempt.user.to_string(), SECRET);
            let uri = format!("sip:{}", server.sip);
            if !responder.accept(message.challenges(sip::HeaderName::WwwAuthenticate).filter_map(Result::ok))
            {
                return false;
            }
            let Some(value) = responder.credentials(&Method::Register, &uri, "b3e7c9a1") else {
                return false;
            };
            let line = format!("Authorization: {value}\r\n");
            attempt.message =
                text::register(attempt.user, server.sip, CONTACT, &format!("r{number}"), 2, &line);
            attempt.challenged = true;
            attempt.sent = now;
            phone.send(attempt.message.as_bytes(), server.sip);
            false
        }
        _ => false,
    }
}
