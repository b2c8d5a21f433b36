//! `cargo xtask test`: the crates' tests, then the scenarios with real peers against the dev binary.

use crate::run::{self, Outcome};
use crate::{prerequisites, ui};

/// All tests, or those whose name contains the filter.
pub fn run(rest: &[&str]) -> Outcome {
    prerequisites::install(prerequisites::Purpose::Test)?;
    ui::build()?;
    ui::npm(&["test"])?;
    let crates = ["test", "--workspace", "--exclude", "tests", "--", "--test-threads=2"];
    run::step(run::cargo(crates.iter().chain(rest)))?;
    run::step(run::cargo(["build", "--package", "server"]))?;
    let mut scenarios =
        run::cargo(["test", "--package", "tests", "--", "--test-threads=1"].iter().chain(rest));
    scenarios.env("CONMUTA_BIN", run::target().join("debug/conmuta"));
    if let Some(folder) = prerequisites::node_folder() {
        let path = std::env::var("PATH").unwrap_or_default();
        scenarios.env("PATH", format!("{}:{path}", folder.display()));
    }
    run::step(scenarios)
}
