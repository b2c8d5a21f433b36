//! `conmuta bench`: the server as a process of its own on one core, our generator on another (OPS-50).
//!
//! What is measured: CPU time of the server's process (all threads), less what it burns idle; memory as
//! proportional set size. The generator polls each millisecond, so that the server never pays for waking it.

mod calls;
mod child;
mod events;
mod http;
mod kept;
mod lists;
mod media;
mod overload;
mod pace;
mod pair;
mod phones;
mod register;
mod report;
mod rtp;
mod text;

use std::path::PathBuf;
use std::time::Duration;

use child::Server;
use report::Figures;

/// `conmuta bench`.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// What to measure: register, calls, media, memory [default: all four], overload, kept, lists, events.
    pub names: Vec<String>,
    /// Within 50 seconds, with shorter runs.
    #[arg(long)]
    pub quick: bool,
    /// Print one JSON object instead of sentences.
    #[arg(long)]
    pub json: bool,
    /// Core of the server.
    #[arg(long, default_value_t = 0)]
    pub server_core: usize,
    /// Core of the generator.
    #[arg(long, default_value_t = 1)]
    pub generator_core: usize,
    /// Calls at once for the media figure [default: 800].
    #[arg(long)]
    pub calls: Option<usize>,
    /// New calls per second: 300 for the calls figure, 20 for events.
    #[arg(long)]
    pub rate: Option<u32>,
    /// For lists: the HTTP address of a running server, ADDRESS:PORT.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub server: Option<String>,
    /// For lists: the file with what `conmuta seed` printed.
    #[arg(long, value_name = "FILE")]
    pub credentials: Option<PathBuf>,
}

/// Why a figure could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The server did not come up.
    #[error("the server under test did not start: {0}")]
    Start(String),
    /// A socket of the generator could not be opened.
    #[error("the generator needs {address}")]
    Socket {
        /// Which address.
        address: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The run lost something, so its figure would lie.
    #[error("{what}: {lost} of {of} failed ({why})")]
    Failed {
        /// Which run.
        what: &'static str,
        /// How many.
        lost: usize,
        /// Of how many.
        of: usize,
        /// How they ended.
        why: String,
    },
    /// Reading or writing of files and processes.
    #[error("bench")]
    Io(#[from] std::io::Error),
    /// A name that is not measured.
    #[error(
        "there is no figure called {0:?}; there are register, calls, media, memory, overload, kept, lists and events"
    )]
    Name(String),
}

const FIGURES: &[&str] = &["register", "calls", "media", "memory", OVERLOAD, KEPT, LISTS, EVENTS];
/// These are measured only when asked for: they take minutes.
const OVERLOAD: &str = "overload";
const KEPT: &str = "kept";
/// Asks a server that runs already.
const LISTS: &str = "lists";
const EVENTS: &str = "events";

/// Takes the figures asked for and returns what is to be printed.
///
/// # Errors
/// When the server does not start or a run is not clean.
pub fn run(options: &Options) -> Result<String, BenchError> {
    if let Some(unknown) = options.names.iter().find(|n| !FIGURES.contains(&n.as_str())) {
        return Err(BenchError::Name(unknown.clone()));
    }
    let asked = |name: &str| options.names.iter().any(|n| n == name);
    let wanted = |name: &str| options.names.is_empty() || asked(name);
    if asked(LISTS) {
        return lists::run(options);
    }
    child::pin(options.generator_core);
    let sizes = Sizes::of(options);
    let mut figures = Figures::default();
    let folder = Folder::make()?;
    if asked(EVENTS) {
        let server = Server::start(options, &folder.0.join("events"), 0)?;
        return events::run(&server, &sizes, options.rate.unwrap_or(events::CALLS_PER_SEC));
    }
    if wanted("register") || wanted("memory") {
        let idle = Server::start(options, &folder.0.join("idle"), 0)?.settled_pss_kib();
        let server = Server::start(options, &folder.0.join("endpoints"), sizes.endpoints)?;
        figures.register = Some(register::run(&server, &sizes)?);
        let full = server.settled_pss_kib();
        figures.kb_per_endpoint = Some((full - idle).max(0.0) / f64::from(sizes.endpoints));
    }
    if wanted("calls") {
        let server = Server::start(options, &folder.0.join("calls"), 0)?;
        figures.calls = Some(calls::run(&server, &sizes)?);
    }
    if asked(OVERLOAD) {
        let server = Server::start(options, &folder.0.join("overload"), 0)?;
        figures.overload = Some(overload::run(&server, &sizes)?);
    }
    if asked(KEPT) {
        let server = Server::start(options, &folder.0.join("kept"), 0)?;
        figures.kept = Some(kept::run(&server, &sizes)?);
    }
    if wanted("media") || wanted("memory") {
        let server = Server::start(options, &folder.0.join("media"), 0)?;
        let media = media::run(&server, &sizes)?;
        figures.kb_per_call = Some(media.kb_per_call);
        figures.media = Some(media);
    }
    Ok(if options.json { figures.json() } else { figures.sentences() })
}

/// How much is done for each figure.
struct Sizes {
    endpoints: u32,
    registrations_per_sec: u32,
    registrations: u32,
    calls_per_sec: u32,
    calls_for: Duration,
    hold: Duration,
    talking: usize,
    talk_for: Duration,
    memory_calls: usize,
}

impl Sizes {
    fn of(options: &Options) -> Self {
        let quick = options.quick;
        Self {
            endpoints: 5_000,
            registrations_per_sec: 1_000,
            registrations: if quick { 5_000 } else { 20_000 },
            calls_per_sec: options.rate.unwrap_or(300),
            calls_for: Duration::from_secs(if quick { 6 } else { 15 }),
            hold: Duration::from_millis(500),
            talking: options.calls.unwrap_or(800),
            talk_for: Duration::from_secs(if quick { 5 } else { 20 }),
            memory_calls: 200,
        }
    }
}

/// A scratch folder that goes with the run.
struct Folder(PathBuf);

impl Folder {
    fn make() -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("conmuta-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A scratch folder that stays is a nuisance, not a failure of the measurement.
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}
