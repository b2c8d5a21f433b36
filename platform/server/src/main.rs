//! The one binary: the exchange, its administration and its tools.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program speaks on its standard streams")]

mod bench;
mod cli;
mod config;
mod credentials;
mod data;
mod doctor;
mod explain;
mod logging;
mod serve;
mod tls;
mod ui;

fn main() {}
