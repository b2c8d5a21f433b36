//! The pools: SQLite (embedded default) and PostgreSQL, and the transactions they give to the doors.

pub(crate) mod postgres;
pub(crate) mod session;
mod sqlite;

use std::path::Path;
use std::sync::Arc;

use kernel::id::TenantId;
use sea_orm::DbBackend;

use crate::migration::{self, Migration};
use crate::{Error, Result};
use session::Session;

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

/// The installation's database. Rows are reached through scopes only: a `Database` gives none away.
///
/// ```compile_fail
/// async fn peek(database: &tenancy::Database) {
///     database.begin(todo!()).await; // for this crate's doors alone
/// }
/// ```
#[derive(Clone)]
pub struct Database {
    pools: Arc<Pools>,
    #[cfg(feature = "testkit")]
    pub(crate) first_wall: crate::testkit::FirstWall,
}

enum Pools {
    Sqlite(sqlite::Pools),
    Postgres(Box<postgres::Pools>),
}

/// What a transaction may see and do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// One tenant's rows, reading a snapshot.
    Read(TenantId),
    /// One tenant's rows.
    Write(TenantId),
    /// The global tables, and one tenant's rows where one is named.
    Directory(Option<TenantId>),
}

impl Database {
    /// Opens the pools and checks the roles: a serving role that could bypass row security is refused.
    ///
    /// # Errors
    /// [`Error::Setup`] when the URL or the role is not usable, [`Error::Database`] when it does not answer.
    pub async fn connect(urls: &DatabaseUrls) -> Result<Self> {
        let pools = match urls.serve.split_once(':') {
            Some(("sqlite", _)) => Pools::Sqlite(sqlite::Pools::open(&urls.serve).await?),
            Some(("postgres" | "postgresql", _)) => {
                Pools::Postgres(Box::new(postgres::Pools::open(urls).await?))
            }
            _ => {
                return Err(Error::Setup("the database URL must begin with sqlite: or postgres:".to_owned()));
            }
        };
        Ok(Self {
            pools: Arc::new(pools),
            #[cfg(feature = "testkit")]
            first_wall: crate::testkit::FirstWall::Stands,
        })
    }

    /// Brings the tables up to date: this crate's migrations and the given ones, sorted by name, forward only,
    /// under a lock, all or nothing. Answers the names that were applied.
    ///
    /// # Errors
    /// [`Error::Setup`] for doubled or vanished names, [`Error::Database`] otherwise.
    pub async fn migrate(&self, migrations: Vec<Migration>) -> Result<Vec<String>> {
        match &*self.pools {
            Pools::Sqlite(pools) => {
                let session = pools.begin_exclusive().await?;
                let applied = migration::apply(&session, migrations).await?;
                session.commit().await?;
                Ok(applied)
            }
            Pools::Postgres(pools) => {
                let (session, pool) = pools.begin_migration().await?;
                let applied = migration::apply(&session, migrations).await?;
                session.commit().await?;
                pool.close().await;
                Ok(applied)
            }
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Database`] when it does not.
    pub async fn ping(&self) -> Result<()> {
        self.begin(Access::Directory(None)).await?.rollback().await?;
        Ok(())
    }

    /// Closes the pools when everything checked out has come back.
    pub async fn close(&self) {
        match &*self.pools {
            Pools::Sqlite(pools) => pools.close().await,
            Pools::Postgres(pools) => pools.close().await,
        }
    }

    /// Which database this is, for the start-up line and `doctor`.
    pub fn backend(&self) -> &'static str {
        match self.kind() {
            DbBackend::Sqlite => "sqlite",
            _ => "postgres",
        }
    }

    pub(crate) fn kind(&self) -> DbBackend {
        match &*self.pools {
            Pools::Sqlite(_) => DbBackend::Sqlite,
            Pools::Postgres(_) => DbBackend::Postgres,
        }
    }

    pub(crate) async fn begin(&self, access: Access) -> Result<Session> {
        match &*self.pools {
            Pools::Sqlite(pools) => pools.begin(access).await,
            Pools::Postgres(pools) => pools.begin(access).await,
        }
    }

    /// Whether queries carry the tenant filter: always, but for the tests of the second wall.
    pub(crate) fn filters(&self) -> bool {
        #[cfg(feature = "testkit")]
        return self.first_wall == crate::testkit::FirstWall::Stands;
        #[cfg(not(feature = "testkit"))]
        true
    }
}
