//! SQLite: WAL, one connection that writes and a pool that reads.

use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions, SqlitePool};
use tokio::sync::Mutex;

use super::Access;
use super::session::{Session, query_error};
use crate::{Error, Result};

/// Readers beyond this wait: more connections than cores gain nothing on one file.
const READERS: u32 = 4;
/// Page caches (KiB, negative as SQLite wants them): the operating system caches the file as well.
const WRITER_CACHE: &str = "-4000";
const READER_CACHE: &str = "-500";
/// How long a writer waits for its turn, and for another process that holds the file.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Pools {
    write: SqlitePool,
    read: SqlitePool,
}

impl Pools {
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| Error::Setup(format!("the database URL is not usable: {error}")))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit is on the disk before it is acknowledged, also when the power fails (OPS-30).
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        let pool = || SqlitePoolOptions::new().acquire_timeout(PATIENCE).test_before_acquire(false);
        let write = pool()
            .max_connections(1)
            .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
            .await
            .map_err(query_error)?;
        let read = pool()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "ON").pragma("cache_size", READER_CACHE))
            .await
            .map_err(query_error)?;
        Ok(Self { write, read })
    }

    pub(crate) async fn begin(&self, access: Access) -> Result<Session> {
        let transaction = match access {
            Access::Read(_) => self.read.begin_with("BEGIN DEFERRED").await,
            Access::Write(_) | Access::Directory(_) => self.write.begin_with("BEGIN IMMEDIATE").await,
        };
        Ok(Session::Sqlite(Mutex::new(transaction.map_err(query_error)?)))
    }

    pub(crate) async fn begin_exclusive(&self) -> Result<Session> {
        let transaction = self.write.begin_with("BEGIN EXCLUSIVE").await.map_err(query_error)?;
        Ok(Session::Sqlite(Mutex::new(transaction)))
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}
