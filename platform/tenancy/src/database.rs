//! The pools: SQLite (embedded default) and PostgreSQL, and the transactions they give to the doors.

use std::path::Path;

use crate::migration::Migration;
use crate::{Error, Result};

/// Where the database is and who speaks to it.
#[derive(Clone)]
pub struct DatabaseUrls {
    /// What serves: `sqlite:PATH`, or `postgres://…` of a role without BYPASSRLS.
    pub serve: String,
    /// What migrates: on PostgreSQL the owner of the tables. Where absent, `serve` migrates and then serves
    /// under `SET ROLE conmuta_serve`.
    pub migrate: Option<String>,
}

impl DatabaseUrls {
    /// A SQLite file (created when absent).
    pub fn sqlite(path: &Path) -> Self {
        Self { serve: format!("sqlite:{}", path.display()), migrate: None }
    }

    /// A URL, or the path of a SQLite file.
    pub fn parse(text: &str) -> Self {
        let serve = if text.contains(':') { text.to_owned() } else { format!("sqlite:{text}") };
        Self { serve, migrate: None }
    }
}

/// The installation's database. Rows are reached through scopes only.
#[derive(Clone)]
pub struct Database {}

impl Database {
    /// Opens the pools and checks the roles: a serving role that could bypass row security is refused.
    ///
    /// # Errors
    /// [`Error::Setup`] when the URL or the role is not usable, [`Error::Database`] when it does not answer.
    pub async fn connect(urls: &DatabaseUrls) -> Result<Self> {
        todo!()
    }

    /// Brings the tables up to date: this crate's migrations and the given ones, sorted by name, forward only,
    /// under a lock, all or nothing. Answers the names that were applied.
    ///
    /// # Errors
    /// [`Error::Setup`] for doubled or vanished names, [`Error::Database`] otherwise.
    pub async fn migrate(&self, migrations: Vec<Migration>) -> Result<Vec<String>> {
        todo!()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        todo!()
    }

    /// Closes the pools when everything checked out has come back.
    pub async fn close(&self) {
        todo!()
    }
}
