//! Throwaway databases for tests, and the pool whose first wall is off. Never in the binary.

use crate::{Database, Directory, Migration};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite in a temporary file.
    Sqlite,
    /// A database of its own on a throwaway PostgreSQL server, cloned from a migrated template.
    Postgres,
}

impl Backend {
    /// Both: a test runs its body on each.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A migrated throwaway database; it vanishes with this value.
pub struct TestDatabase {
    /// The database.
    pub database: Database,
}

impl TestDatabase {
    /// A fresh database with this crate's migrations and the given ones.
    pub async fn new(backend: Backend, migrations: &[Migration]) -> Self {
        todo!()
    }

    /// The same rows through a pool whose queries omit the tenant filter: only the second wall stands.
    pub async fn first_wall_off(&self) -> Database {
        todo!()
    }

    /// A directory on it, with the machine's clock and randomness and a fresh master key.
    pub async fn directory(&self) -> Directory {
        todo!()
    }
}
