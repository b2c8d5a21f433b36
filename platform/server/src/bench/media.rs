//! Relayed two-way G.711: CPU per call-second, loss and added delay, memory per call.

use std::time::{Duration, Instant};

use super::child::Server;
use super::pair::Pair;
use super::report::Media;
use super::rtp::Streams;
use super::{BenchError, Sizes, pace};

const RAMP_PER_SEC: u32 = 100;
const SETTLE: Duration = Duration::from_secs(1);
const TEAR_DOWN: Duration = Duration::from_secs(10);
/// Longer than any run: calls are hung up by hand.
const WARM_HOLD: Duration = Duration::from_millis(500);
const HOLD: Duration = Duration::from_secs(3_600);

/// Sets calls up, sends audio both ways, and returns what that cost.
///
/// A few calls come and go first: they fault the code's pages in, which every server that has run for a minute has
/// in memory, and which belong to no call.
pub(super) fn run(server: &Server, sizes: &Sizes) -> Result<Media, BenchError> {
    let mut warm = Pair::open(server.sip, 'w', WARM_HOLD)?;
    super::calls::offer(&mut warm, 50, 50);
    drop(warm);
    let pss_before = server.settled_pss_kib();
    let mut pair = Pair::open(server.sip, 'm', HOLD)?;
    let mut streams = Streams::open()?;
    let mut kb_per_call = None;
    let memory_calls = sizes.memory_calls.min(sizes.talking);
    let start = Instant::now();
    let ramp = Duration::from_secs_f64(count(sizes.talking) / f64::from(RAMP_PER_SEC));
    let mut connected = 0;
    let mut first_quiet: Option<Instant> = None;
    pace::until(start + ramp + TEAR_DOWN, |now| {
        // At the count that the memory figure is defined for, the ramp rests until the server has settled.
        let pausing = kb_per_call.is_none() && pair.talks.len() >= memory_calls;
        if !pausing && pair.talks.len() < sizes.talking.min(pace::due(RAMP_PER_SEC, now - start)) {
            pair.start(now);
        }
        pair.step(now);
        connected = connect(&mut streams, &pair, connected);
        streams.step();
        if pausing && connected >= memory_calls {
            let since = *first_quiet.get_or_insert(now);
            if now - since > SETTLE {
                kb_per_call = Some((server.pss_kib() - pss_before).max(0.0) / count(memory_calls));
            }
        }
        connected == sizes.talking
    });
    if pair.answered() < sizes.talking {
        return Err(BenchError::Failed {
            what: "media calls",
            lost: sizes.talking - pair.answered(),
            of: sizes.talking,
            why: "not answered".into(),
        });
    }
    drive(&mut pair, &mut streams, SETTLE);
    streams.mark();
    let (cpu, measured) = (server.cpu_secs(), Instant::now());
    drive(&mut pair, &mut streams, sizes.talk_for);
    let (burnt, wall) = (server.cpu_secs() - cpu, measured.elapsed().as_secs_f64());
    let heard = streams.report();
    pair.hang_up_all(Instant::now());
    pace::until(Instant::now() + TEAR_DOWN, |now| {
        pair.step(now);
        pair.finished() == sizes.talking
    });
    let settled = server.settled_pss_kib();
    Ok(Media {
        calls: sizes.talking,
        cpu_ms_per_call_second: burnt * 1e3 / (count(sizes.talking) * wall),
        lost: heard.lost,
        sent: heard.sent,
        p50: heard.p50,
        p99: heard.p99,
        late_ticks: heard.late_ticks,
        kb_per_call: kb_per_call.unwrap_or_else(|| (settled - pss_before).max(0.0) / count(memory_calls)),
        kb_kept: (settled - pss_before).max(0.0),
    })
}

fn connect(streams: &mut Streams, pair: &Pair, connected: usize) -> usize {
    let fresh = pair.talks[connected..].iter().map_while(|t| t.media).collect::<Vec<_>>();
    for address in &fresh {
        streams.add(*address);
    }
    connected + fresh.len()
}

fn drive(pair: &mut Pair, streams: &mut Streams, span: Duration) {
    pace::until(Instant::now() + span, |now| {
        pair.step(now);
        streams.step();
        false
    });
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}
