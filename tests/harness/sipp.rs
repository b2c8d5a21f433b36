//! SIPp as caller, callee and carrier: many simple calls at once.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::{Account, Failure, Result, peers, ports, wait};

/// What one run of SIPp is to do; the scenario is a file of `peers/sipp`.
#[derive(Debug, Clone)]
pub struct Plan {
    scenario: &'static str,
    address: &'static str,
    port: u16,
    remote: Option<String>,
    lines: Vec<String>,
    keys: Vec<(&'static str, String)>,
    calls: Option<u32>,
    per_second: u32,
    talk: Duration,
}

impl Plan {
    /// A scenario on a port of its own: one call, of one second.
    pub fn new(scenario: &'static str) -> Result<Self> {
        Ok(Self {
            scenario,
            address: "127.0.0.1",
            // SIP, control, and pairs for audio and video.
            port: ports::block(8)?,
            remote: None,
            lines: Vec::new(),
            keys: Vec::new(),
            calls: None,
            per_second: 20,
            talk: Duration::from_secs(1),
        })
    }

    /// The port it speaks SIP from.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Speaks from this address of the machine: of the loopback network every one is.
    #[must_use]
    pub const fn from_address(mut self, address: &'static str) -> Self {
        self.address = address;
        self
    }

    /// Speaks from this port.
    #[must_use]
    pub const fn from_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Calls `ADDRESS:PORT`, so many times at so many a second.
    #[must_use]
    pub fn calls(mut self, remote: &str, count: u32, per_second: u32) -> Self {
        (self.remote, self.calls, self.per_second) = (Some(remote.to_owned()), Some(count), per_second);
        self
    }

    /// Takes so many calls and then ends; without it a callee goes on until it is told to quit.
    #[must_use]
    pub const fn takes(mut self, count: u32) -> Self {
        self.calls = Some(count);
        self
    }

    /// How long the caller talks.
    #[must_use]
    pub const fn talks(mut self, talk: Duration) -> Self {
        self.talk = talk;
        self
    }

    /// A word of the scenario in brackets, and what stands for it.
    #[must_use]
    pub fn key(mut self, key: &'static str, value: impl ToString) -> Self {
        self.keys.push((key, value.to_string()));
        self
    }

    /// The next call's fields, separated by semicolons. The lines are used in turn.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// The next call's fields for an account with digest, and more of them after these two.
    #[must_use]
    pub fn account(self, account: &Account, more: &str) -> Self {
        let Account { user, secret, .. } = account;
        self.line(format!("{user};[authentication username={user} password={secret}];{more}"))
    }

    /// Starts it.
    pub fn start(self) -> Result<Sipp> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(peers::program("sipp")?);
        command.arg("-sf").arg(peers::scripts().join("sipp").join(format!("{}.xml", self.scenario)));
        let (port, control, media) = (self.port, self.port + 1, self.port + 2);
        command.args(["-i", self.address, "-mi", self.address, "-p", &port.to_string()]);
        command.args(["-cp", &control.to_string(), "-mp", &media.to_string()]);
        command.args(["-nostdin", "-trace_err", "-error_file"]).arg(folder.path().join("errors"));
        command.args(["-trace_stat", "-fd", "1", "-stf"]).arg(folder.path().join("figures"));
        command.args(["-d", &self.talk.as_millis().to_string(), "-l", "2000", "-recv_timeout", "40000"]);
        for (key, value) in &self.keys {
            command.args(["-key", key, value]);
        }
        if !self.lines.is_empty() {
            let file = folder.path().join("lines");
            std::fs::write(&file, format!("SEQUENTIAL\n{}\n", self.lines.join("\n")))?;
            command.arg("-inf").arg(file);
        }
        if let Some(calls) = self.calls {
            command.args(["-m", &calls.to_string()]);
        }
        if let Some(remote) = &self.remote {
            command.args(["-r", &self.per_second.to_string(), remote]);
        }
        let child = command
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        Ok(Sipp { scenario: self.scenario, child, folder, control })
    }
}

/// The running SIPp. It is killed when this is dropped.
pub struct Sipp {
    scenario: &'static str,
    child: Child,
    folder: tempfile::TempDir,
    control: u16,
}

/// How its calls went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Calls that went as the scenario says.
    pub succeeded: u64,
    /// The others.
    pub failed: u64,
}

impl Sipp {
    /// Waits until it has done what it was to do.
    pub async fn finish(mut self, patience: Duration) -> Result<Tally> {
        self.done(patience).await?;
        self.tally()
    }

    /// Waits until it has done all of it without a failed call.
    pub async fn succeeds(mut self, patience: Duration) -> Result<Tally> {
        self.done(patience).await?;
        let tally = self.tally()?;
        if tally.failed == 0 && tally.succeeded > 0 {
            return Ok(tally);
        }
        Err(Failure::new(format!("SIPp {}: {tally:?}\n{}", self.scenario, self.errors())))
    }

    /// Tells it to take no more calls, and waits until the present ones are over.
    pub async fn quit(self, patience: Duration) -> Result<Tally> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        socket.send_to(b"q", ("127.0.0.1", self.control)).await?;
        self.finish(patience).await
    }

    /// Ends it at once.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Waits until so many of its calls have gone as the scenario says.
    pub async fn has_succeeded(&self, count: u64, patience: Duration) -> Result<()> {
        let file = self.figures_file();
        wait::until(&format!("{count} calls of SIPp {}", self.scenario), patience, || {
            let enough = figures(&file).is_ok_and(|tally| tally.succeeded >= count);
            async move { Ok(enough.then_some(())) }
        })
        .await
    }

    async fn done(&mut self, patience: Duration) -> Result<()> {
        match timeout(patience, self.child.wait()).await {
            Ok(status) => status.map(drop).map_err(Failure::from),
            Err(_) => {
                let (scenario, errors) = (self.scenario, self.errors());
                Err(Failure::new(format!("SIPp {scenario} is not done within {patience:?}\n{errors}")))
            }
        }
    }

    fn tally(&self) -> Result<Tally> {
        figures(&self.figures_file())
    }

    fn figures_file(&self) -> PathBuf {
        self.folder.path().join("figures")
    }

    fn errors(&self) -> String {
        head(&std::fs::read_to_string(self.folder.path().join("errors")).unwrap_or_default())
    }
}

fn head(text: &str) -> String {
    text.lines().take(40).collect::<Vec<_>>().join("\n")
}

fn figures(file: &std::path::Path) -> Result<Tally> {
    let text = std::fs::read_to_string(file)?;
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(';').collect();
    let last: Vec<&str> = lines.next_back().unwrap_or_default().split(';').collect();
    let figure = |name: &str| {
        let place = names.iter().position(|column| *column == name);
        let value = place.and_then(|place| last.get(place)).and_then(|value| value.parse().ok());
        value.ok_or_else(|| Failure::new(format!("SIPp wrote no figure {name}")))
    };
    Ok(Tally { succeeded: figure("SuccessfulCall(C)")?, failed: figure("FailedCall(C)")? })
}
