//! `cargo xtask bench`: the release binary measures itself, server and generator on a core each.

use crate::run::{self, Outcome};

/// Builds the release binary and hands over to `conmuta bench`.
pub fn run(rest: &[&str]) -> Outcome {
    run::step(run::cargo(["build", "--release", "--package", "server"]))?;
    let binary = run::target().join("release/conmuta");
    run::step(run::command(&binary.to_string_lossy(), ["bench"].iter().chain(rest)))
}
