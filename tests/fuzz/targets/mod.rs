//! What is fuzzed: functions of bytes that must hold their invariants whatever the bytes are.

mod agent;
mod rtp;
mod sdp;
mod sip;

/// One target.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Folders of its corpus under `tests/`, joined by `+`.
    pub corpus: &'static str,
    /// Pieces of its grammar.
    pub words: &'static [&'static [u8]],
    /// Panics when an invariant breaks. Tells the kind of outcome, so that inputs with a new one are mutated further.
    pub run: fn(&[u8]) -> u64,
}

/// All targets.
pub const TARGETS: [Target; 7] =
    [sip::MESSAGE, sip::STREAM, sip::URI, sip::HEADER, sdp::DESCRIPTION, rtp::DATAGRAM, agent::AGENT];

/// The kind of an outcome: a number made of whatever tells it apart.
pub fn kind(outcome: impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    outcome.hash(&mut hasher);
    hasher.finish()
}
