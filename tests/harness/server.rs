//! `conmuta serve --demo` as a process of its own, with fresh data and free ports.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::credentials::Credentials;
use crate::postgres::Postgres;
use crate::{Client, Failure, Result, Tenant, peers, ports, wait};

/// How long a start may take: a debug build makes its keys and hashes its demo passwords.
const START: Duration = Duration::from_secs(60);
/// How long an orderly end may take.
const END: Duration = Duration::from_secs(30);
/// Ports for media of one server: 300 calls have two legs of two ports each.
const MEDIA_PORTS: u16 = 1400;

/// What the server keeps its rows in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// The embedded default.
    Sqlite,
    /// A throwaway PostgreSQL.
    Postgres,
}

/// What the server begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// The demo.
    Demo,
    /// Nothing: its first visitor makes the operator's account.
    Empty,
}

/// The running server. It is killed when this is dropped.
pub struct Server {
    /// Doors and accounts.
    pub doors: Credentials,
    child: Child,
    begin: Begin,
    first_port: u16,
    folder: tempfile::TempDir,
    postgres: Option<Postgres>,
}

impl Server {
    /// Starts on the embedded database.
    pub async fn start() -> Result<Self> {
        Self::start_on(Database::Sqlite).await
    }

    /// Starts with fresh data.
    pub async fn start_on(database: Database) -> Result<Self> {
        Self::start_with(database, Begin::Demo).await
    }

    /// Starts with nothing, as one who has just downloaded it does.
    pub async fn start_empty() -> Result<Self> {
        Self::start_with(Database::Sqlite, Begin::Empty).await
    }

    async fn start_with(database: Database, begin: Begin) -> Result<Self> {
        let postgres = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(Postgres::start().await?),
        };
        let folder = tempfile::tempdir()?;
        let first_port = ports::block(4 + MEDIA_PORTS)?;
        let child = spawn(folder.path(), first_port, begin, postgres.as_ref())?;
        let (child, doors) = ready(child, folder.path()).await?;
        Ok(Self { doors, child, begin, first_port, folder, postgres })
    }

    /// Ends it at once, as a power cut would.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        let id = self.child.id().ok_or_else(|| Failure::new("the server has ended already"))?;
        let mut kill = Command::new("kill");
        peers::run(kill.args(["-TERM", &id.to_string()]), "kill -TERM").await?;
        match timeout(END, self.child.wait()).await {
            Ok(status) => Ok(status?),
            Err(_) => {
                Err(Failure::new(format!("the server does not end within {END:?}; {}", self.log_tail())))
            }
        }
    }

    /// Starts it again on the same data and ports, after `kill` or `stop`.
    pub async fn start_again(&mut self) -> Result<()> {
        let _ = std::fs::remove_file(self.folder.path().join("credentials.json"));
        let child = spawn(self.folder.path(), self.first_port, self.begin, self.postgres.as_ref())?;
        let (child, doors) = ready(child, self.folder.path()).await?;
        (self.child, self.doors) = (child, doors);
        Ok(())
    }

    /// A tenant of the demo.
    pub fn tenant(&self, place: usize) -> Result<&Tenant> {
        self.doors.tenants.get(place).ok_or_else(|| Failure::new(format!("the demo has no tenant {place}")))
    }

    /// The administrator of a tenant, signed in.
    pub async fn administrator(&self, tenant: &Tenant) -> Result<Client> {
        Client::sign_in(&self.doors.http, tenant, tenant.person("administrator")?).await
    }

    /// Whether the process is there.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Resident memory of the process in kB.
    pub fn resident_kb(&self) -> Result<u64> {
        let id = self.child.id().ok_or_else(|| Failure::new("the server has ended"))?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let figure = line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse().ok());
        figure.ok_or_else(|| Failure::new("the system tells no VmRSS"))
    }

    /// The embedded database's file.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("data").join("conmuta.db")
    }

    /// The file its log goes to.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The end of the log, for failures.
    pub fn log_tail(&self) -> String {
        tail(self.folder.path())
    }
}

fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CONMUTA_BIN") {
        return Ok(path.into());
    }
    let path = peers::build_folder()?.join("conmuta");
    match path.is_file() {
        true => Ok(path),
        false => Err(Failure::new(format!("{} is missing: run cargo build -p server", path.display()))),
    }
}

fn spawn(folder: &Path, first_port: u16, begin: Begin, postgres: Option<&Postgres>) -> Result<Child> {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log"))?;
    let media = first_port + 4;
    // Next to the phones: where tests run beside builds, a late relay is the machine's fault and not the server's.
    let mut command = Command::new("nice");
    command
        .args(["-n", "-20"])
        .arg(binary()?)
        .arg("serve")
        .args((begin == Begin::Demo).then_some("--demo"))
        .arg("--credentials")
        .arg(folder.join("credentials.json"))
        .env("CONMUTA_DATA", folder.join("data"))
        .env("CONMUTA_HTTP", format!("127.0.0.1:{}", first_port + 2))
        .env("CONMUTA_SIP", format!("127.0.0.1:{first_port}"))
        .env("CONMUTA_SIPS", format!("127.0.0.1:{}", first_port + 1))
        .env("CONMUTA_RTP", format!("{media}-{}", media + MEDIA_PORTS - 1))
        .env_remove("CONMUTA_DATABASE")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .kill_on_drop(true);
    if let Some(postgres) = postgres {
        command.env("CONMUTA_DATABASE", postgres.url());
    }
    Ok(command.spawn()?)
}

async fn ready(mut child: Child, folder: &Path) -> Result<(Child, Credentials)> {
    let file = folder.join("credentials.json");
    let doors = wait::until("the credentials file", START, || {
        let ended = child.try_wait();
        let text = std::fs::read_to_string(&file);
        async move {
            if let Some(status) = ended? {
                return Err(Failure::new(format!("the server ended with {status}")));
            }
            // Invariant of the file: it appears whole, so a file that is there can be read.
            text.ok().map(|text| serde_json::from_str(&text).map_err(Failure::from)).transpose()
        }
    })
    .await
    .map_err(|why| Failure::new(format!("{why}; {}", tail(folder))))?;
    Ok((child, doors))
}

fn tail(folder: &Path) -> String {
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    let last = lines.len().saturating_sub(15);
    format!("its log ends with\n{}", lines[last..].join("\n"))
}
