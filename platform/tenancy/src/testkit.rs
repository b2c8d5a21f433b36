//! Throwaway databases for tests, and the pool whose first wall is off. Never in the binary.

mod plans;
mod postgres;
mod walls;

use std::sync::Arc;

use kernel::system::{SystemClock, SystemRng};
use tempfile::TempDir;

use crate::{
    Actor, Database, DatabaseUrls, Directory, Limits, Migration, NewReseller, NewTenant, Quota, Result,
    Sealer, TenantScope,
};

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

/// Whether queries carry the tenant filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstWall {
    /// They do.
    Stands,
    /// They do not: only row security is left.
    Off,
}

/// A migrated throwaway database; it vanishes with this value.
pub struct TestDatabase {
    /// The database.
    pub database: Database,
    /// Which one it is.
    pub backend: Backend,
    urls: DatabaseUrls,
    folder: TempDir,
    name: Option<String>,
}

impl TestDatabase {
    /// A fresh database with this crate's migrations and the given ones.
    ///
    /// # Panics
    /// When it cannot be made; the text says what is missing.
    pub async fn new(backend: Backend, migrations: &[Migration]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (urls, name) = match backend {
            Backend::Sqlite => (DatabaseUrls::sqlite(&folder.path().join("conmuta.db")), None),
            Backend::Postgres => {
                let (urls, name) = postgres::clone_template(migrations).await;
                (urls, Some(name))
            }
        };
        let database = Database::connect(&urls).await.expect("the throwaway database opens");
        if backend == Backend::Sqlite {
            database.migrate(migrations.to_vec()).await.expect("the migrations apply");
        }
        Self { database, backend, urls, folder, name }
    }

    /// The same rows through a pool whose queries omit the tenant filter: only the second wall stands.
    pub fn first_wall_off(&self) -> Database {
        let mut database = self.database.clone();
        database.first_wall = FirstWall::Off;
        database
    }

    /// A directory on it, with the machine's clock and randomness and this test's master key.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn directory(&self) -> Directory {
        self.directory_over(self.database.clone()).await
    }

    /// A directory over a pool of this database, such as [`first_wall_off`](Self::first_wall_off).
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn directory_over(&self, database: Database) -> Directory {
        let sealer = Sealer::open(self.folder.path(), Arc::new(SystemRng)).expect("the master key opens");
        Directory::open(database, Arc::new(SystemClock), Arc::new(SystemRng), sealer)
            .await
            .expect("the directory opens")
    }

    /// Gathers the statistics that PostgreSQL gathers by itself after a while; its plans rest on them.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn analyze(&self) {
        if let Some(owner) = &self.urls.migrate {
            postgres::analyze(owner).await.expect("the statistics are gathered");
        }
    }

    /// Where it is, for a server process under test.
    pub fn urls(&self) -> &DatabaseUrls {
        &self.urls
    }

    /// A folder that goes with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// What is wrong with the tables: a missing tenant column, key, policy, a policy not forced, a grant too
    /// many. Empty when every table is walled or stands in the short global list.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn breaches(&self) -> Result<Vec<String>> {
        walls::breaches(&self.database).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(name) = self.name.take() {
            postgres::forget(name);
        }
    }
}

/// A reseller with two tenants, `acme` and `bravo`, as most tests want them.
///
/// # Panics
/// When they cannot be made.
pub async fn two_tenants(directory: &Directory) -> [TenantScope; 2] {
    let actor = Actor::system("test");
    let operator = directory.console();
    let new = NewReseller { name: "norte".to_owned(), title: "Norte".to_owned(), quota: Quota::default() };
    let reseller = operator.create_reseller(&actor, new).await.expect("the reseller is created");
    let reseller = operator.enter(&actor, reseller.id).await.expect("the reseller is entered");
    let tenant = |name: &str| NewTenant {
        name: name.to_owned(),
        title: name.to_owned(),
        domain: Some(format!("{name}.example")),
        country: "ES".to_owned(),
        language: "es".to_owned(),
        time_zone: "Europe/Madrid".to_owned(),
        limits: Limits::default(),
    };
    let acme = reseller.create_tenant(&actor, tenant("acme")).await.expect("acme is created");
    let bravo = reseller.create_tenant(&actor, tenant("bravo")).await.expect("bravo is created");
    [acme, bravo]
}
