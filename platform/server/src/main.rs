//! The one binary: the exchange, its administration and its tools.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on its standard streams"
)]

mod allocator;
mod bench;
mod cli;
mod config;
mod credentials;
mod data;
mod demo;
mod doctor;
mod explain;
mod health;
mod installation;
mod limits;
mod logging;
#[cfg(test)]
mod matrix;
mod openapi;
mod roots;
mod seed;
mod serve;
mod setup_link;
mod tenant;
mod tls;
#[cfg(test)]
mod trunk_tls;
mod ui;
#[cfg(test)]
mod walls;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};
use serve::{StartError, sentence};

fn main() -> ExitCode {
    // One provider for every TLS user in the process; a second installation is refused and harmless.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    allocator::tune();
    limits::raise_open_files();
    let cli = Cli::parse();
    if let Command::Bench(options) = &cli.command {
        return finish(bench::run(options).map(Some).map_err(|error| sentence(&error)));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return finish(Err(format!("the runtime does not start: {error}"))),
    };
    finish(runtime.block_on(run(cli.command)))
}

/// Runs a command; the text is for standard output, an error for standard error.
async fn run(command: Command) -> Result<Option<String>, String> {
    let failed = |error: StartError| sentence(&error);
    match command {
        Command::Serve(options) => serve::run(&options).await.map(|()| None).map_err(failed),
        Command::Migrate(settings) => migrate(&settings).await.map(Some).map_err(failed),
        Command::Tenant(tenant) => tenant::run(&tenant).await.map_err(failed)?.map(Some),
        Command::SetupLink(settings) => setup_link::run(&settings).await.map_err(failed)?.map(Some),
        Command::Doctor(settings) => {
            let config = config::Config::load(&settings).map_err(|error| sentence(&error))?;
            let now = kernel::Clock::now(&kernel::system::SystemClock);
            let findings = doctor::examine_all(&config, now).await;
            let report = doctor::report(&findings);
            let bad = findings.iter().any(|finding| finding.state == doctor::State::Failed);
            if bad { Err(report) } else { Ok(Some(report)) }
        }
        Command::Seed(options) => Box::pin(seed::run(&options)).await.map(Some),
        Command::Openapi => openapi::document().await.map(Some).map_err(failed),
        Command::Config(cli::Config::Explain(settings)) => {
            explain::explain(&settings).map(Some).map_err(|error| sentence(&error))
        }
        Command::Bench(_) => Err("the bench runs without this runtime".into()),
    }
}

async fn migrate(settings: &cli::Settings) -> Result<String, StartError> {
    let config = config::Config::load(settings)?;
    let _data = data::DataFolder::open(&config.data)?;
    serve::database(&config).await?.close().await;
    Ok("the database is up to date\n".into())
}

fn finish(outcome: Result<Option<String>, String>) -> ExitCode {
    match outcome {
        Ok(text) => {
            if let Some(text) = text {
                print!("{text}");
                if !text.ends_with('\n') {
                    println!();
                }
            }
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("conmuta: {text}");
            ExitCode::FAILURE
        }
    }
}
