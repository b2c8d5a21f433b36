//! The project's own commands: `cargo xtask demo|test|check|bench|seed|fuzz|screens|screenshots|codegen|setup`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its standard streams"
)]

mod bench;
mod check;
mod demo;
mod fuzz;
mod pictures;
mod prerequisites;
mod run;
mod suite;
mod ui;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [--here]        build everything and run the product with the demo tenants
  test [FILTER]        all tests: crates, then the scenarios with real peers; a name filters
  check [NAME]         format, lints, docs, layers, sizes, purity, licences, generated files, translations
  bench [NAME]         figures: register, calls, media, memory; lists and events of a running server
  bench pages [WORD…]  Lighthouse over the pages and their first views; mobile, a page, DIR/ for the reports
  seed [OPTIONS]       fill a tenant with users, extensions and call records (see conmuta seed --help)
  fuzz [TARGET] [SECS] mutate the committed corpus against the parsers
  screens DIR [WORD]   pictures of every page in both languages and themes at three widths
  screenshots          the pictures that README and guides show
  codegen              rewrite the OpenAPI document and the client generated from it
  setup [ci|demo]      install what a bare Debian machine lacks (as root), or name it";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["demo", rest @ ..] => demo::run(rest),
        ["test", rest @ ..] => suite::run(rest),
        ["check", rest @ ..] => check::run(rest),
        ["bench", "pages", rest @ ..] => bench::pages(rest),
        ["bench", rest @ ..] => bench::run("bench", rest),
        ["seed", rest @ ..] => bench::run("seed", rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["screens", folder] => pictures::screens(folder, None),
        ["screens", folder, only] => pictures::screens(folder, Some(only)),
        ["screenshots"] => pictures::screenshots(),
        ["codegen"] => check::generated::write(),
        ["setup"] => prerequisites::install(prerequisites::Purpose::Demo),
        ["setup", "demo"] => prerequisites::install(prerequisites::Purpose::Demo),
        ["setup", "ci"] => prerequisites::install(prerequisites::Purpose::Test),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
