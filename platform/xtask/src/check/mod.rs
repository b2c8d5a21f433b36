//! `cargo xtask check`: every rule of the house that a program can hold.

pub mod generated;
mod layers;
mod licences;
mod purity;
mod sources;
mod translations;

use crate::run::{self, Outcome};

type Check = (&'static str, fn() -> Outcome);

const CHECKS: &[Check] = &[
    ("layers", layers::check),
    ("licences", licences::check),
    ("sources", sources::check),
    ("translations", translations::check),
    ("format", format),
    ("lints", lints),
    ("docs", docs),
    ("purity", purity::check),
    ("generated", generated::check),
];

/// All checks, or the one named.
pub fn run(rest: &[&str]) -> Outcome {
    let wanted = rest.first().copied();
    if let Some(name) = wanted.filter(|name| !CHECKS.iter().any(|(known, _)| known == name)) {
        let names: Vec<_> = CHECKS.iter().map(|(name, _)| *name).collect();
        return Err(format!("no check is called `{name}`; there are: {}", names.join(", ")));
    }
    let mut failures = Vec::new();
    for (name, check) in CHECKS.iter().filter(|(name, _)| wanted.is_none_or(|w| w == *name)) {
        println!("check {name}");
        if let Err(failure) = check() {
            eprintln!("{failure}");
            failures.push(*name);
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(format!("failed checks: {}", failures.join(", "))) }
}

fn format() -> Outcome {
    run::step(run::cargo(["fmt", "--all", "--check"]))
}

fn lints() -> Outcome {
    run::step(run::cargo(["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn docs() -> Outcome {
    let mut doc = run::cargo(["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"]);
    doc.env("RUSTDOCFLAGS", "--deny warnings --allow rustdoc::private_intra_doc_links");
    run::step(doc)
}

/// Joins findings into one failure.
fn verdict(what: &str, findings: Vec<String>) -> Outcome {
    if findings.is_empty() { Ok(()) } else { Err(format!("{what}:\n  {}", findings.join("\n  "))) }
}
