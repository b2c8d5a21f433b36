//! `cargo xtask demo`: build everything and run the product with the demo tenants.

use crate::run::{self, Outcome};
use crate::{prerequisites, ui};

/// Prepares the machine, builds UI and server, and becomes `conmuta serve --demo`. What follows `demo` is
/// handed on, such as `--credentials FILE`.
pub fn run(rest: &[&str]) -> Outcome {
    prerequisites::install(prerequisites::Purpose::Demo)?;
    ui::build()?;
    run::step(run::cargo(["build", "--release", "--package", "server"]))?;
    let binary = run::target().join("release/conmuta");
    let mut serve = run::command(&binary.to_string_lossy(), ["serve", "--demo"].iter().chain(rest));
    if std::env::var_os("CONMUTA_DATA").is_none() {
        serve.env("CONMUTA_DATA", run::root().join("data/demo"));
    }
    become_it(serve)
}

/// Replaces this process, so that signals reach the server directly.
fn become_it(mut command: std::process::Command) -> Outcome {
    use std::os::unix::process::CommandExt as _;
    let failure = command.exec();
    Err(format!("the server cannot be started: {failure}"))
}
