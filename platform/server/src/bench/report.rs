//! The figures as sentences or as JSON.

use std::time::Duration;

/// Of the registrations.
pub(super) struct Registrations {
    pub(super) count: usize,
    pub(super) resent: usize,
    pub(super) cpu_us: f64,
    pub(super) p50: Duration,
    pub(super) p99: Duration,
}

/// Of the calls.
pub(super) struct Calls {
    pub(super) count: usize,
    pub(super) rate: u32,
    pub(super) resent: usize,
    pub(super) cpu_us: f64,
    pub(super) p50: Duration,
    pub(super) p99: Duration,
}

/// Of twice as many calls as a core takes.
pub(super) struct Overload {
    pub(super) offered: u32,
    pub(super) answered_per_sec: f64,
    pub(super) refused: usize,
    pub(super) lost: usize,
    pub(super) of: usize,
    /// What a call costs when all are taken.
    pub(super) alone_us: f64,
    pub(super) cpu_us: f64,
    pub(super) p50: Duration,
    pub(super) p99: Duration,
}

/// Of rounds of calls.
pub(super) struct Kept {
    /// Proportional set size after each round and a rest.
    pub(super) after_kib: Vec<f64>,
    pub(super) calls_each: usize,
    /// Growth over the last rounds.
    pub(super) bytes_per_call: f64,
}

/// Of the relayed audio.
pub(super) struct Media {
    pub(super) calls: usize,
    pub(super) cpu_ms_per_call_second: f64,
    pub(super) lost: u64,
    pub(super) sent: u64,
    pub(super) p50: Duration,
    pub(super) p99: Duration,
    pub(super) late_ticks: u64,
    pub(super) kb_per_call: f64,
    pub(super) kb_kept: f64,
}

/// Everything measured in one run.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) register: Option<Registrations>,
    pub(super) calls: Option<Calls>,
    pub(super) overload: Option<Overload>,
    pub(super) kept: Option<Kept>,
    pub(super) media: Option<Media>,
    pub(super) kb_per_endpoint: Option<f64>,
    pub(super) kb_per_call: Option<f64>,
}

impl Figures {
    /// One object; a figure that was not asked for is null.
    pub(super) fn json(&self) -> String {
        let round = |value: Option<f64>| value.map(|v| (v * 1_000.0).round() / 1_000.0);
        serde_json::json!({
            "register_cpu_us": round(self.register.as_ref().map(|r| r.cpu_us)),
            "call_cpu_us": round(self.calls.as_ref().map(|c| c.cpu_us)),
            "overload_call_cpu_us": round(self.overload.as_ref().map(|o| o.cpu_us)),
            "kept_bytes_per_call": round(self.kept.as_ref().map(|k| k.bytes_per_call)),
            "relay_cpu_ms_per_call_second": round(self.media.as_ref().map(|m| m.cpu_ms_per_call_second)),
            "kb_per_endpoint": round(self.kb_per_endpoint),
            "kb_per_call": round(self.kb_per_call),
        })
        .to_string()
    }

    /// A line for each figure.
    pub(super) fn sentences(&self) -> String {
        let mut lines = Vec::new();
        if let Some(r) = &self.register {
            lines.push(format!(
                "register  {:6.1} µs CPU per registration ({} with digest over UDP, {} sent again, p50 {:?}, p99 {:?})",
                r.cpu_us, r.count, r.resent, r.p50, r.p99
            ));
        }
        if let Some(c) = &self.calls {
            lines.push(format!(
                "calls     {:6.1} µs CPU per call ({} at {}/s, media anchored, {} sent again, answered p50 {:?}, p99 {:?})",
                c.cpu_us, c.count, c.rate, c.resent, c.p50, c.p99
            ));
        }
        if let Some(o) = &self.overload {
            lines.push(format!(
                "overload  {:6.1} µs CPU per answered call at {}/s offered ({:.1} µs when all are taken): {:.0}/s answered (p50 {:?}, p99 {:?}), {} of {} refused with 503, {} lost",
                o.cpu_us, o.offered, o.alone_us, o.answered_per_sec, o.p50, o.p99, o.refused, o.of, o.lost
            ));
        }
        if let Some(k) = &self.kept {
            let after: Vec<String> = k.after_kib.iter().map(|kib| format!("{kib:.0}")).collect();
            lines.push(format!(
                "kept      {:6.1} bytes of each ended call ({} KiB after each round of {} calls and 36 s)",
                k.bytes_per_call,
                after.join(", "),
                k.calls_each
            ));
        }
        if let Some(m) = &self.media {
            lines.push(format!(
                "media     {:6.3} ms CPU per call-second ({} calls, {} of {} packets lost, added delay p50 {:?}, p99 {:?}, {} late ticks)",
                m.cpu_ms_per_call_second, m.calls, m.lost, m.sent, m.p50, m.p99, m.late_ticks
            ));
        }
        if let Some(kb) = self.kb_per_endpoint {
            lines.push(format!("memory    {kb:6.2} KiB per registered endpoint with its configuration"));
        }
        if let (Some(kb), Some(m)) = (self.kb_per_call, &self.media) {
            lines.push(format!(
                "memory    {kb:6.1} KiB per relayed call; {:.0} KiB more than before once all have ended",
                m.kb_kept
            ));
        }
        lines.join("\n")
    }
}
