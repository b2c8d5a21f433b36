//! Whether the parties heard each other, how well, through which network, and who else could listen.

use super::facts::{Facts, Party};
use super::verdict::{About, Finding, Level};
use crate::cdrs::{Cdr, Side};
use crate::traces::Figures;

/// A shorter call says nothing about audio.
const SHORTEST_MS: u64 = 1_500;
/// Phones send 50 packets a second, fewer where they say nothing while nobody speaks; below this audio had gaps.
const FEWEST_PER_SEC: f64 = 8.0;
/// Lost packets in hundred: what is heard, and what is not understood any more.
const LOSS_HEARD: f64 = 1.0;
const LOSS_BAD: f64 = 5.0;
/// Jitter that common buffers do not even out, ms.
const JITTER_HEARD_MS: f64 = 60.0;
/// Round trip at which people interrupt each other (ITU-T G.114 allows 150 ms one way), ms.
const DELAY_HEARD_MS: f64 = 300.0;
/// Mean opinion: many users dissatisfied, and nearly all (ITU-T G.107 annex B).
const MOS_HEARD: f64 = 3.6;
const MOS_BAD: f64 = 3.1;

pub(super) fn examine(cdr: &Cdr, facts: &Facts) -> Vec<Finding> {
    if facts.moved {
        return vec![Finding::new(About::Audio, Level::Note, "moved")];
    }
    let mut findings = Vec::new();
    for side in [Side::Caller, Side::Called] {
        let party = facts.side(side);
        let found = heard(cdr, facts, party);
        let arrives = found.level == Level::Good;
        findings.push(found.of(side));
        if let Some(figures) = party.figures.as_ref().filter(|figures| figures.received > 0) {
            findings.extend(quality(figures).into_iter().map(|finding| finding.of(side)));
        }
        findings.extend(network(party, arrives).map(|finding| finding.of(side)));
        findings.extend(encryption(party).map(|finding| finding.of(side)));
    }
    if facts.caller.audio.is_some() && facts.called.audio.is_some() {
        findings.push(Finding::new(About::Encryption, Level::Note, "audio_plain"));
    }
    findings
}

fn float(count: u64) -> f64 {
    // Counts of packets stay far below 2⁵³.
    count as f64
}

/// Whether packets of a party came.
fn heard(cdr: &Cdr, facts: &Facts, party: &Party) -> Finding {
    let finding = |level, code| Finding::new(About::Audio, level, code);
    let Some(figures) = &party.figures else { return finding(Level::Note, "no_figures") };
    let packets = float(figures.received);
    let fewest = float(cdr.duration_ms) / 1_000.0 * FEWEST_PER_SEC;
    match figures.received {
        _ if packets >= fewest.max(1.0) => finding(Level::Good, "audio_heard").figure("packets", packets),
        _ if cdr.duration_ms < SHORTEST_MS => finding(Level::Note, "too_short"),
        _ if facts.held || party.sends == Some(false) => finding(Level::Note, "on_hold"),
        0 if figures.refused > 0 => {
            finding(Level::Bad, "audio_refused").figure("packets", float(figures.refused))
        }
        0 => {
            let said = party.audio.map(|address| address.to_string()).unwrap_or_default();
            finding(Level::Bad, "audio_missing").text("address", said)
        }
        _ => finding(Level::Doubtful, "audio_gaps").figure("packets", packets),
    }
}

fn graded(value: f64, heard: f64, bad: f64) -> Option<Level> {
    match value {
        _ if value > bad => Some(Level::Bad),
        _ if value > heard => Some(Level::Doubtful),
        _ => None,
    }
}

/// How a party sounded.
fn quality(figures: &Figures) -> Vec<Finding> {
    let finding = |level, code| Finding::new(About::Quality, level, code);
    let lost = float(u64::try_from(figures.lost).unwrap_or(0));
    let loss = 100.0 * lost / (lost + float(figures.received));
    let jitter = f64::from(figures.jitter_us) / 1_000.0;
    let mos = figures.mos.map(f64::from);
    let mut findings = Vec::new();
    if let Some(level) = graded(loss, LOSS_HEARD, LOSS_BAD) {
        findings.push(finding(level, "loss").figure("percent", loss));
    }
    if jitter > JITTER_HEARD_MS {
        findings.push(finding(Level::Doubtful, "jitter").figure("ms", jitter));
    }
    if let Some(delay) = figures.rtt_us.map(|us| f64::from(us) / 1_000.0).filter(|ms| *ms > DELAY_HEARD_MS) {
        findings.push(finding(Level::Doubtful, "delay").figure("ms", delay));
    }
    // What makes the opinion low is said already, where it is known.
    if let Some((mos, level)) = mos.and_then(|mos| Some((mos, graded(-mos, -MOS_HEARD, -MOS_BAD)?)))
        && findings.is_empty()
    {
        findings.push(finding(level, "poor_quality").figure("mos", mos));
    }
    if findings.is_empty() {
        let good = finding(Level::Good, "quality_good").figure("percent", loss).figure("ms", jitter);
        findings.push(match mos {
            Some(mos) => good.figure("mos", mos),
            None => good,
        });
    }
    findings
}

/// Whether a party is where it says it is. Behind NAT it is not, and that is well while its audio comes: the exchange
/// answers where packets come from (symmetric RTP, RFC 4961).
fn network(party: &Party, arrives: bool) -> Option<Finding> {
    let finding = |level, code| Finding::new(About::Network, level, code);
    let source = party.source?.ip();
    let said = party.contact.into_iter().chain(party.audio.map(|address| address.ip()));
    Some(match said.into_iter().find(|ip| *ip != source) {
        None => finding(Level::Good, "direct").text("address", source.to_string()),
        Some(other) => {
            let found = match arrives {
                true => finding(Level::Good, "nat_passed"),
                false => finding(Level::Doubtful, "nat_suspected"),
            };
            found.text("contact", other.to_string()).text("source", source.to_string())
        }
    })
}

/// Whether a party's signalling is encrypted.
fn encryption(party: &Party) -> Option<Finding> {
    let transport = party.transport.clone()?;
    let (level, code) = match transport.as_str() {
        "TLS" | "WSS" => (Level::Good, "signalling_encrypted"),
        _ => (Level::Note, "signalling_plain"),
    };
    Some(Finding::new(About::Encryption, level, code).text("transport", transport))
}
