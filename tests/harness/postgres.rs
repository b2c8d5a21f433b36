//! A throwaway PostgreSQL, without durability and gone with the test.

use std::path::PathBuf;
use std::process::{Command as Blocking, Stdio};

use tokio::process::Command;

use crate::{Failure, Result, peers, ports};

/// The running database server.
pub struct Postgres {
    programs: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    as_postgres: bool,
}

impl Postgres {
    /// Makes a cluster in a folder of its own and starts it.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let owner = peers::run(Command::new("id").arg("-u"), "id").await?;
        let this =
            Self { programs: programs()?, folder, port: ports::block(1)?, as_postgres: owner.trim() == "0" };
        if this.as_postgres {
            // PostgreSQL refuses to run as root.
            let mut chown = Command::new("chown");
            peers::run(chown.arg("postgres").arg(this.folder.path()), "chown postgres").await?;
        }
        let data = this.folder.path().join("data");
        let mut initdb = this.program("initdb");
        initdb.arg("-D").arg(&data);
        initdb.args(["-U", "conmuta", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        peers::run(&mut initdb, "initdb").await?;
        let mut start = this.program("pg_ctl");
        start.arg("-D").arg(&data).args(["-s", "-w", "-l"]).arg(this.folder.path().join("log"));
        start.arg("-o").arg(format!(
            "-c listen_addresses=127.0.0.1 -p {} -k {} -c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            this.port,
            this.folder.path().display()
        ));
        // The server inherits the pipes and would keep `output` waiting.
        let status = start.arg("start").stdout(Stdio::null()).stderr(Stdio::null()).status().await?;
        if !status.success() {
            return Err(Failure::new("PostgreSQL did not start"));
        }
        let mut create = this.program("createdb");
        create.args(["-h", "127.0.0.1", "-p", &this.port.to_string(), "-U", "conmuta", "conmuta"]);
        peers::run(&mut create, "createdb").await?;
        Ok(this)
    }

    /// The database's address.
    pub fn url(&self) -> String {
        format!("postgres://conmuta@127.0.0.1:{}/conmuta", self.port)
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::from(self.blocking(name));
        command.current_dir(self.folder.path());
        command
    }

    fn blocking(&self, name: &str) -> Blocking {
        let program = self.programs.join(name);
        if !self.as_postgres {
            return Blocking::new(program);
        }
        let mut command = Blocking::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.blocking("pg_ctl");
        stop.arg("-D").arg(self.folder.path().join("data")).args(["-m", "immediate", "-s", "stop"]);
        // Nothing of value is lost with it; a server that does not stop ends with the machine.
        let _ = stop.current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn programs() -> Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest =
        versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).max();
    newest.ok_or_else(|| Failure::new("initdb is missing: install the package postgresql"))
}
