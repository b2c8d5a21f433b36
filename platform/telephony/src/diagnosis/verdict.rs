//! The words of a verdict: findings with a level, a code and its arguments, and what they come to together.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::cdrs::Side;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FindingLevel)]
pub enum Level {
    /// It is worth knowing and needs nothing.
    Note,
    /// As it should be.
    Good,
    /// It works, but not as it should.
    Doubtful,
    /// It does not work.
    Bad,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FindingAbout)]
pub enum About {
    /// Whether the call came about.
    Answer,
    /// Whether the parties hear each other.
    Audio,
    /// How it sounded.
    Quality,
    /// Addresses, NAT.
    Network,
    /// Encryption.
    Encryption,
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Finding {
    /// What it is about.
    pub about: About,
    /// How bad it is.
    pub level: Level,
    /// Its stable code; the pages have words for each.
    #[schema(value_type = String, example = "audio_missing")]
    pub code: &'static str,
    /// Whose phone it is about; absent: both, or the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Figures of its words, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, f64>)]
    pub figures: BTreeMap<&'static str, f64>,
    /// Texts of its words, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub texts: BTreeMap<&'static str, String>,
}

impl Finding {
    pub(super) const fn new(about: About, level: Level, code: &'static str) -> Self {
        Self { about, level, code, side: None, figures: BTreeMap::new(), texts: BTreeMap::new() }
    }

    pub(super) const fn of(mut self, side: Side) -> Self {
        self.side = Some(side);
        self
    }

    pub(super) fn figure(mut self, name: &'static str, value: f64) -> Self {
        self.figures.insert(name, value);
        self
    }

    pub(super) fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.texts.insert(name, value.into());
        self
    }
}

/// The verdict over a call.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CallDiagnosis)]
pub struct Diagnosis {
    /// The worst level found.
    pub level: Level,
    /// The whole in one code: `all_good`, `one_way_audio`, `no_audio`, or the code of the worst finding.
    #[schema(value_type = String, example = "all_good")]
    pub summary: &'static str,
    /// What was seen, by what it is about.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    pub(super) fn of(mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| finding.about);
        let worst = findings.iter().reduce(|worst, next| if next.level > worst.level { next } else { worst });
        let level = worst.map_or(Level::Note, |worst| worst.level.max(Level::Good));
        let silent = findings.iter().filter(|finding| is_silence(finding)).count();
        let summary = match (worst, silent) {
            _ if level == Level::Good => "all_good",
            (_, 2..) => "no_audio",
            (_, 1) => "one_way_audio",
            (worst, _) => worst.map_or("all_good", |worst| worst.code),
        };
        Self { level, summary, findings }
    }
}

fn is_silence(finding: &Finding) -> bool {
    finding.about == About::Audio && finding.level == Level::Bad
}
