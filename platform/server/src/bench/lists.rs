//! `conmuta bench lists`: how long pages of big lists take over HTTP, each filter and order, first pages and deep ones.
//!
//! It asks a running server, whose tenant `conmuta seed` has filled; what that printed is the file of `--credentials`.

use std::time::{Duration, Instant};

use serde::Deserialize;

use super::http::Http;
use super::{BenchError, Options};

const ROUNDS: usize = 40;
const WARM: usize = 3;
/// How many pages a deep one is behind the first.
const DEEP: usize = 30;
/// The bound of a filtered page at the 95th percentile.
const BOUND: Duration = Duration::from_millis(200);

#[derive(Deserialize)]
struct SignIn {
    tenant: String,
    user: String,
    password: String,
}

/// What is asked: a name, and the path with `{n}` where a number that changes from round to round stands.
const ASKED: &[(&str, &str)] = &[
    ("users, by name", "users?total=true"),
    ("users, by name, down", "users?sort=-name"),
    ("users, by user name", "users?sort=user_name"),
    ("users, by role", "users?sort=role"),
    ("users, by creation", "users?sort=-created_at"),
    ("users, by sign-in", "users?sort=-signed_in_at"),
    ("users, name", "users?total=true&search=nunez%20{a}"),
    ("users, e-mail", "users?total=true&search=garcia.{n}@example"),
    ("users, department", "users?total=true&search=logistics"),
    ("users, nothing found", "users?total=true&search=nobody{n}"),
    ("users, role", "users?total=true&role=agent"),
    ("users, disabled", "users?total=true&enabled=false&sort=user_name"),
    ("endpoints, by name", "endpoints?total=true"),
    ("endpoints, by number", "endpoints?sort=number"),
    ("endpoints, by owner", "endpoints?sort=owner"),
    ("endpoints, by creation", "endpoints?sort=-created_at"),
    ("endpoints, number", "endpoints?total=true&search=1{n}"),
    ("endpoints, owner", "endpoints?total=true&search=elena%20ortiz"),
    ("extensions", "extensions?total=true"),
    ("extensions, number", "extensions?total=true&search=1{n}"),
    ("calls, newest", "cdrs?total=true"),
    ("calls, oldest", "cdrs?sort=detected"),
    ("calls, longest", "cdrs?sort=-duration"),
    ("calls, from a number", "cdrs?total=true&from=1{n}"),
    ("calls, from an ending", "cdrs?total=true&from={n}7"),
    ("calls, from two digits", "cdrs?total=true&from=34"),
    ("calls, to a number", "cdrs?total=true&to=%2B346{n}"),
    ("calls, to, longest", "cdrs?total=true&to=1{n}&sort=-duration"),
    ("calls, nobody's number", "cdrs?total=true&from=777{n}"),
    ("calls, one call", "cdrs?total=true&call=cal_01JD3P6V6ZK3W9M6T0RZQ9V0AB"),
    ("calls, over an hour", "cdrs?total=true&min_secs=3600"),
    ("calls, up to 5 s", "cdrs?total=true&max_secs=5&ended=answered"),
    ("calls, answered", "cdrs?total=true&ended=answered"),
    ("calls, unanswered", "cdrs?total=true&ended=unanswered"),
    ("calls, failed", "cdrs?total=true&disposition=failed"),
    ("calls, a day", "cdrs?total=true&since={day}T00:00:00Z&until={day}T23:59:59Z"),
    ("calls, a day, longest", "cdrs?total=true&since={day}T00:00:00Z&until={day}T23:59:59Z&sort=-duration"),
    ("calls, a day, from, unanswered", "cdrs?total=true&since={day}T00:00:00Z&from=1{a}&ended=unanswered"),
    ("calls, inbound over a minute", "cdrs?total=true&kind=in&min_secs=60&since={day}T00:00:00Z"),
    ("calls, search a number", "cdrs?total=true&search=1{n}"),
    ("calls, search a name", "cdrs?total=true&search=elena%20ort"),
    ("audit, newest", "audit?total=true"),
    ("audit, a slice", "audit?total=true&action=users"),
    ("audit, an action", "audit?total=true&action=endpoints.create"),
    ("audit, since", "audit?total=true&since={day}T00:00:00Z"),
];

/// Times everything and answers a table; a page beyond the bound is marked.
pub(super) fn run(options: &Options) -> Result<String, BenchError> {
    let missing =
        |what: &str| BenchError::Start(format!("bench lists needs --{what}: see `conmuta bench --help`"));
    let host = options.server.as_deref().ok_or_else(|| missing("server"))?;
    let file = options.credentials.as_deref().ok_or_else(|| missing("credentials"))?;
    let text = std::fs::read_to_string(file)?;
    let sign_in: SignIn =
        serde_json::from_str(&text).map_err(|fault| BenchError::Start(fault.to_string()))?;
    let mut http = Http::sign_in(host, &sign_in.tenant, &sign_in.user, &sign_in.password)?;
    let mut table = format!("{:<34}{:>9}{:>9}{:>9}\n", "", "p50 ms", "p95 ms", "p99 ms");
    for (name, path) in ASKED {
        let times = timed(&mut http, path)?;
        table.push_str(&line(name, &times));
    }
    for list in ["users?sort=name", "endpoints?sort=number", "cdrs", "cdrs?sort=-duration", "audit"] {
        let times = deep(&mut http, list)?;
        table.push_str(&line(&format!("{list}, page {DEEP}"), &times));
    }
    table.push_str(&exported(&mut http)?);
    Ok(table)
}

fn timed(http: &mut Http, path: &str) -> Result<Vec<Duration>, BenchError> {
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS + WARM {
        let path = format!("/api/v1/{}", filled(path, round));
        let answer = http.get(&path)?;
        if answer.status != 200 {
            let body = String::from_utf8_lossy(&answer.body);
            return Err(BenchError::Start(format!("{path}: {} {body}", answer.status)));
        }
        if round >= WARM {
            times.push(answer.took);
        }
    }
    times.sort_unstable();
    Ok(times)
}

/// The path of a round: other numbers, days and letters each time, so that no page is asked for twice.
fn filled(path: &str, round: usize) -> String {
    let day = kernel::Timestamp::from_micros(
        now_micros() - i64::try_from(round + 1).unwrap_or(1) * 8 * 86_400_000_000,
    );
    let day = day.to_string().chars().take(10).collect::<String>();
    let letter = char::from(b'a' + u8::try_from(round % 26).unwrap_or(0));
    let number = (10_000 + round * 997 % 80_000).to_string();
    path.replace("{n}", &number).replace("{day}", &day).replace("{a}", &letter.to_string())
}

fn now_micros() -> i64 {
    use kernel::Clock as _;
    kernel::system::SystemClock.now().micros()
}

fn deep(http: &mut Http, list: &str) -> Result<Vec<Duration>, BenchError> {
    #[derive(Deserialize)]
    struct Page {
        next: Option<String>,
    }
    let with = if list.contains('?') { '&' } else { '?' };
    let mut cursor = String::new();
    for _ in 0..DEEP {
        let answer = http.get(&format!("/api/v1/{list}{with}limit=500{cursor}"))?;
        let page: Page =
            serde_json::from_slice(&answer.body).map_err(|fault| BenchError::Start(fault.to_string()))?;
        let Some(next) = page.next else { break };
        cursor = format!("&cursor={next}");
    }
    timed(http, &format!("{list}{with}limit=50{cursor}"))
}

/// A month as CSV: how long, how much, and how fast.
fn exported(http: &mut Http) -> Result<String, BenchError> {
    let (since, until) = (filled("{day}", 4), filled("{day}", 0));
    let begun = Instant::now();
    let path = format!("/api/v1/cdrs/export?format=csv&since={since}T00:00:00Z&until={until}T00:00:00Z");
    let answer = http.get(&path)?;
    let lines = answer.body.iter().filter(|byte| **byte == b'\n').count();
    Ok(format!(
        "export of a month: {lines} lines, {} bytes in {:.1} s\n",
        answer.body.len(),
        begun.elapsed().as_secs_f64()
    ))
}

fn line(name: &str, times: &[Duration]) -> String {
    let at =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied();
    let ms = |percent| at(percent).unwrap_or_default().as_secs_f64() * 1_000.0;
    let mark = if at(95).is_some_and(|time| time > BOUND) { "  too slow" } else { "" };
    format!("{name:<34}{:>9.1}{:>9.1}{:>9.1}{mark}\n", ms(50), ms(95), ms(99))
}
