//! The command line of `conmuta`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The cloud telephone exchange.
#[derive(Debug, Parser)]
#[command(name = "conmuta", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server.
    Serve(Serve),
    /// Bring the database to this version's schema and end.
    Migrate(Settings),
    /// Plan, apply and export tenants as blueprints.
    Tenant(Tenant),
    /// Print a new one-time link that makes the operator's account, while nobody has one.
    SetupLink(Settings),
    /// Check the surroundings and say what to do.
    Doctor(Settings),
    /// Measure this build.
    Bench(crate::bench::Options),
    /// Fill a tenant with users, extensions and call records, to see how big lists behave.
    Seed(crate::seed::Options),
    /// Print the OpenAPI document.
    Openapi,
    /// Explain the configuration.
    #[command(subcommand)]
    Config(Config),
}

/// `conmuta serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where and how to listen and store.
    #[command(flatten)]
    pub settings: Settings,
    /// Provision the demo reseller and its tenants.
    #[arg(long)]
    pub demo: bool,
    /// Write URL, sign-ins and SIP accounts to this file as JSON once every listener is up.
    #[arg(long, value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// Apply this blueprint at start (repeatable).
    #[arg(long, value_name = "FILE")]
    pub blueprint: Vec<PathBuf>,
}

/// What may be set by flag, environment or file; a flag wins over the environment, that over the file.
#[derive(Debug, Clone, Default, Args, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Configuration file (TOML with the same keys).
    #[arg(long, env = "CONMUTA_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// HTTP and WebSocket listener, ADDRESS:PORT [default: 127.0.0.1:8080].
    #[arg(long, env = "CONMUTA_HTTP", value_name = "ADDRESS:PORT")]
    pub http: Option<String>,
    /// SIP over UDP and TCP, ADDRESS:PORT [default: 127.0.0.1:5060].
    #[arg(long, env = "CONMUTA_SIP", value_name = "ADDRESS:PORT")]
    pub sip: Option<String>,
    /// SIP over TLS, ADDRESS:PORT [default: the address of SIP, its port + 1].
    #[arg(long, env = "CONMUTA_SIPS", value_name = "ADDRESS:PORT")]
    pub sips: Option<String>,
    /// UDP ports for media, FIRST-LAST [default: 20000-29999].
    #[arg(long, env = "CONMUTA_RTP", value_name = "FIRST-LAST")]
    pub rtp: Option<String>,
    /// Data folder: database, keys, journal, registrations, traces [default: ./data].
    #[arg(long, env = "CONMUTA_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Database: sqlite (a file in the data folder) or postgres://… [default: sqlite].
    #[arg(long, env = "CONMUTA_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// PostgreSQL as the role that owns the schema and migrates [default: the same as the database].
    #[arg(long, env = "CONMUTA_DATABASE_MIGRATE", value_name = "URL", hide_env_values = true)]
    pub database_migrate: Option<String>,
    /// Name by which phones and browsers know this installation (host name or address).
    #[arg(long, env = "CONMUTA_NAME", value_name = "HOST")]
    pub name: Option<String>,
    /// Address of the pages as browsers and phones reach it, https://HOST; links that set phones up begin with it
    /// [default: the address that HTTP listens on].
    #[arg(long, env = "CONMUTA_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Let phones fetch passwords over plain HTTP from any host [default: only inside one's own network].
    #[arg(long, env = "CONMUTA_PLAIN_PROVISIONING", value_name = "BOOL")]
    pub plain_provisioning: Option<bool>,
    /// Address announced for media and in Contact when it differs from the one listened on (behind NAT).
    #[arg(long, env = "CONMUTA_ANNOUNCE", value_name = "ADDRESS")]
    pub announce: Option<String>,
    /// Certificate chain for TLS (PEM) [default: one signed by an authority made in the data folder].
    #[arg(long, env = "CONMUTA_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// Its private key (PEM).
    #[arg(long, env = "CONMUTA_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Authorities (PEM) believed besides the system's, when a trunk is called over TLS.
    #[arg(long, env = "CONMUTA_TLS_CA", value_name = "FILE")]
    pub tls_ca: Option<PathBuf>,
    /// Media threads [default: one per two cores, at least one].
    #[arg(long, env = "CONMUTA_MEDIA_THREADS", value_name = "COUNT")]
    pub media_threads: Option<usize>,
    /// Most calls at once on this node [default: 2000].
    #[arg(long, env = "CONMUTA_MAX_CALLS", value_name = "COUNT")]
    pub max_calls: Option<usize>,
    /// Days that call traces are kept [default: 14].
    #[arg(long, env = "CONMUTA_TRACE_DAYS", value_name = "DAYS")]
    pub trace_days: Option<u16>,
    /// Seconds that a stopping server waits for its calls to end [default: 30].
    #[arg(long, env = "CONMUTA_DRAIN_SECS", value_name = "SECONDS")]
    pub drain_secs: Option<u64>,
    /// What to log, as in RUST_LOG [default: info].
    #[arg(long, env = "CONMUTA_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How to log: text or json [default: text].
    #[arg(long, env = "CONMUTA_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<String>,
}

/// `conmuta tenant …`: speaks to the running server of the data folder, or opens the database itself.
#[derive(Debug, Args)]
pub struct Tenant {
    /// Which data folder and database.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do.
    #[command(subcommand)]
    pub action: TenantAction,
}

/// What `conmuta tenant` does.
#[derive(Debug, Subcommand)]
pub enum TenantAction {
    /// Print what applying the blueprint would create, change and delete. Changes nothing.
    Plan {
        /// The blueprint.
        file: PathBuf,
    },
    /// Apply the blueprint: all of it, or nothing.
    Apply {
        /// The blueprint.
        file: PathBuf,
    },
    /// Print the blueprint of a live tenant, secrets excepted.
    Export {
        /// The tenant's name.
        tenant: String,
    },
    /// List the tenants.
    List,
}

/// What `conmuta config` does.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Print every key with its meaning, its value and where that comes from.
    Explain(Settings),
}
