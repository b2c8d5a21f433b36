//! `cargo xtask bench` and `cargo xtask seed`: the release binary measures itself, and makes what is measured.

use crate::run::{self, Outcome};

/// Builds the release binary and hands over to its command `bench` or `seed`.
pub fn run(command: &str, rest: &[&str]) -> Outcome {
    run::step(run::cargo(["build", "--release", "--package", "server"]))?;
    let binary = run::target().join("release/conmuta");
    run::step(run::command(&binary.to_string_lossy(), [command].iter().chain(rest)))
}
