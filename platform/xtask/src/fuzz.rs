//! `cargo xtask fuzz`: the parsers under mutated input, on the stable toolchain.

use crate::run::{self, Outcome};

/// Runs one target (or all) for the given seconds; the corpus lies under `tests/fuzz/corpus`.
pub fn run(rest: &[&str]) -> Outcome {
    let target = rest.first().copied().unwrap_or("all");
    let secs = rest.get(1).copied().unwrap_or("60");
    secs.parse::<u32>().map_err(|_| format!("`{secs}` is not a number of seconds"))?;
    // The dev build: arithmetic that overflows is a finding there.
    let mut fuzz = run::cargo([
        "test",
        "--package",
        "tests",
        "--test",
        "fuzz",
        "--",
        "--ignored",
        "--nocapture",
        "mutate",
    ]);
    fuzz.env("CONMUTA_FUZZ_TARGET", target).env("CONMUTA_FUZZ_SECS", secs);
    run::step(fuzz)
}
