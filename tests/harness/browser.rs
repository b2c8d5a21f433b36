//! Headless Chromium, driven by scripts of `peers/browser` that speak JSON lines.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;

use crate::process::{Process, Said};
use crate::{Result, peers};

/// How long a page may take: Chromium itself starts within this time.
const PATIENCE: Duration = Duration::from_secs(40);

/// A browser with one script.
pub struct Browser {
    process: Process,
    folder: tempfile::TempDir,
}

impl Browser {
    /// Starts Chromium with a script of `peers/browser`.
    pub async fn start(script: &str) -> Result<Self> {
        let chromium = peers::program("chromium")?;
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(peers::program("node")?);
        command.arg(peers::browser_scripts().await?.join(script)).env("CHROMIUM", chromium);
        Ok(Self { process: Process::start(script, command, folder.path())?, folder })
    }

    /// Commands the script and waits for its answer.
    pub async fn ask(&self, what: &str, facts: Value) -> Result<Said> {
        self.process.ask_patiently(what, facts, PATIENCE).await
    }

    /// Commands what takes longer than usual, and waits for its answer.
    pub async fn ask_within(&self, patience: Duration, what: &str, facts: Value) -> Result<Said> {
        self.process.ask_patiently(what, facts, patience).await
    }

    /// Waits for an event of the script.
    pub async fn event(&self, name: &str) -> Result<Said> {
        self.process.wait(name, PATIENCE, |said| said["event"] == name).await
    }

    /// Where the script may leave pictures.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes it.
    pub async fn close(self) -> Result<()> {
        self.process.end().await
    }
}
