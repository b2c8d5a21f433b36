//! `cargo xtask test`: the crates' tests, then the scenarios with real peers against the dev binary.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

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
    let failed = scenarios(&["--test-threads=1"].iter().chain(rest).copied().collect::<Vec<_>>())?;
    again(&failed)
}

/// More failures than these are no hiccup.
const MOST_AGAIN: usize = 2;

/// Real phones keep real time: a machine that stalls for a moment fails a story that is right. What failed is told and
/// runs once more by itself; a fault of ours fails again.
fn again(failed: &[String]) -> Outcome {
    if failed.len() > MOST_AGAIN {
        return Err(format!("{} scenarios failed: {}", failed.len(), failed.join(", ")));
    }
    for name in failed {
        println!("scenario {name} failed once and runs again");
        if !scenarios(&["--exact", name])?.is_empty() {
            return Err(format!("scenario {name} failed twice"));
        }
    }
    Ok(())
}

/// Runs scenarios, showing what they print, and answers the names of those that failed.
fn scenarios(arguments: &[&str]) -> Outcome<Vec<String>> {
    let mut command = run::cargo(["test", "--package", "tests", "--"].iter().chain(arguments));
    command.env("CONMUTA_BIN", run::target().join("debug/conmuta")).stdout(Stdio::piped());
    if let Some(folder) = prerequisites::node_folder() {
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", folder.display()));
    }
    let told = |fault: std::io::Error| format!("the scenarios cannot be run: {fault}");
    let mut child = command.spawn().map_err(told)?;
    let mut failed = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line.map_err(told)?;
        println!("{line}");
        let name = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED"));
        failed.extend(name.map(str::to_owned));
    }
    let status = child.wait().map_err(told)?;
    if !status.success() && failed.is_empty() {
        return Err(format!("the scenarios ended with {status}"));
    }
    Ok(failed)
}
