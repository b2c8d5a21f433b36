//! One throwaway PostgreSQL server per test process, on a socket in a temporary folder.
//!
//! A watchdog, started beside it, reads from a pipe that only this process holds open: however the tests end,
//! killed or not, the pipe closes and the watchdog stops the server and removes the folder.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::{Database, DatabaseUrls, Migration, lock};

static SERVER: OnceLock<Server> = OnceLock::new();
/// Databases whose tests have ended; dropped when the next one is made.
static FORGOTTEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
static COUNT: AtomicU64 = AtomicU64::new(0);

struct Server {
    folder: PathBuf,
    /// Template databases by the migrations they have; held while one is made or cloned.
    templates: tokio::sync::Mutex<HashMap<u64, String>>,
    /// Its standard input is what the watchdog waits on: it closes when this process ends.
    _watchdog: Child,
}

/// A fresh database, cloned from a template with these migrations: where it is, and its name.
pub(super) async fn clone_template(migrations: &[Migration]) -> (DatabaseUrls, String) {
    let server = SERVER.get_or_init(|| {
        Server::start().expect("a throwaway PostgreSQL server starts (apt-get install postgresql)")
    });
    server.clone_template(migrations).await.expect("a throwaway database is made")
}

/// The database is not needed any more.
pub(super) fn forget(name: String) {
    lock(&FORGOTTEN).push(name);
}

impl Server {
    fn start() -> io::Result<Self> {
        let bin = binaries()?;
        let folder = tempfile::Builder::new().prefix("conmuta-pg-").tempdir()?.keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        let runner = Runner::for_owner_of(&folder)?;
        let data = folder.join("data");
        let pg_ctl = bin.join("pg_ctl");
        // Before the server: so it is never left alone.
        let watchdog = runner.watchdog(&pg_ctl, &folder)?;
        runner.run(
            Command::new(bin.join("initdb"))
                .arg("-D")
                .arg(&data)
                .args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]),
            &["--locale=C", "--no-sync", "--no-instructions"],
        )?;
        let options = format!(
            "-c listen_addresses= -k {} -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
             -c max_connections=200 -c shared_buffers=32MB",
            folder.display()
        );
        let log = folder.join("log");
        runner.run(
            Command::new(pg_ctl).arg("-D").arg(&data).arg("-l").arg(log).args(["-s", "-w", "-o", &options]),
            &["start"],
        )?;
        Ok(Self { folder, templates: tokio::sync::Mutex::default(), _watchdog: watchdog })
    }

    async fn clone_template(&self, migrations: &[Migration]) -> sqlx::Result<(DatabaseUrls, String)> {
        let mut admin = self.connect("postgres").await?;
        let forgotten = std::mem::take(&mut *lock(&FORGOTTEN));
        for name in forgotten {
            run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        let mut hasher = DefaultHasher::new();
        migrations.iter().for_each(|migration| migration.name().hash(&mut hasher));
        let mut templates = self.templates.lock().await;
        let template = match templates.get(&hasher.finish()) {
            Some(template) => template.clone(),
            None => {
                let template = self.make_template(&mut admin, migrations).await?;
                templates.insert(hasher.finish(), template.clone());
                template
            }
        };
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        run(&mut admin, &format!("CREATE DATABASE {name} TEMPLATE {template} OWNER conmuta_owner")).await?;
        admin.close().await?;
        Ok((self.urls(&name), name))
    }

    async fn make_template(
        &self,
        admin: &mut PgConnection,
        migrations: &[Migration],
    ) -> sqlx::Result<String> {
        let name = format!("template_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let owner = "SELECT 1 FROM pg_roles WHERE rolname = 'conmuta_owner'";
        if sqlx::query(owner).fetch_optional(&mut *admin).await?.is_none() {
            run(admin, "CREATE ROLE conmuta_owner LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS").await?;
        }
        run(admin, &format!("CREATE DATABASE {name} OWNER conmuta_owner")).await?;
        let database = Database::connect(&self.urls(&name)).await.expect("the template opens");
        database.migrate(migrations.to_vec()).await.expect("the migrations apply");
        database.close().await;
        Ok(name)
    }

    async fn connect(&self, database: &str) -> sqlx::Result<PgConnection> {
        let options = PgConnectOptions::new_without_pgpass().socket(&self.folder).username("postgres");
        options.database(database).connect().await
    }

    fn urls(&self, database: &str) -> DatabaseUrls {
        let url =
            |role: &str| format!("postgres://{role}@localhost/{database}?host={}", self.folder.display());
        DatabaseUrls { serve: url("conmuta_app"), migrate: Some(url("conmuta_owner")) }
    }
}

async fn run(connection: &mut PgConnection, sql: &str) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(drop)
}

/// Gathers statistics and what index-only scans rest on, as the owner of the tables.
pub(super) async fn analyze(owner: &str) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect(owner).await?;
    run(&mut connection, "VACUUM ANALYZE").await?;
    connection.close().await
}

/// The newest PostgreSQL of the Debian layout, else what the path has.
fn binaries() -> io::Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    if let Some((_, bin)) = found.pop() {
        return Ok(bin);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
    on_path.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "initdb is not installed"))
}

/// PostgreSQL refuses to run as root: then it runs as the user `postgres`.
struct Runner {
    drop_root: bool,
}

impl Runner {
    fn for_owner_of(folder: &Path) -> io::Result<Self> {
        let root = fs::metadata("/proc/self")?;
        let drop_root = std::os::unix::fs::MetadataExt::uid(&root) == 0;
        if drop_root {
            let output = Command::new("id").args(["-u", "postgres"]).output()?;
            let user = String::from_utf8_lossy(&output.stdout).trim().parse().map_err(io::Error::other)?;
            chown(folder, Some(user), None)?;
        }
        Ok(Self { drop_root })
    }

    fn run(&self, command: &Command, more: &[&str]) -> io::Result<()> {
        let output = self.as_user(command).args(more).current_dir("/").stdin(Stdio::null()).output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }

    fn as_user(&self, command: &Command) -> Command {
        if !self.drop_root {
            let mut same = Command::new(command.get_program());
            same.args(command.get_args());
            return same;
        }
        let mut lowered = Command::new("setpriv");
        lowered.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        lowered.arg(command.get_program()).args(command.get_args());
        lowered
    }

    /// In a process group of its own, so that an interrupt of the tests does not end it before its work.
    fn watchdog(&self, pg_ctl: &Path, folder: &Path) -> io::Result<Child> {
        let script = r#"read -r _; "$1" -D "$2/data" -m immediate -s stop; rm -rf "$2""#;
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "watchdog"]).arg(pg_ctl).arg(folder);
        self.as_user(&shell)
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
    }
}
