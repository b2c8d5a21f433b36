//! PostgreSQL: a pool of the serving role, which row security binds, and the owner's way in for migrations.

use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, Row};
use tokio::sync::Mutex;

use super::session::{Session, query_error};
use super::{Access, DatabaseUrls};
use crate::{Error, Result};

/// Connections of the serving role.
const CONNECTIONS: u32 = 16;
/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a single URL serves as.
const DEFAULT_ROLE: &str = "conmuta_serve";
/// Advisory lock under which migrations run: "conmuta" in ASCII.
const MIGRATION_LOCK: i64 = 0x63_6f_6e_6d_75_74_61;

pub(crate) struct Pools {
    serve: PgPool,
    migrate: PgConnectOptions,
    role: String,
}

impl Pools {
    pub(crate) async fn open(urls: &DatabaseUrls) -> Result<Self> {
        let serve = options(&urls.serve)?;
        let owner = urls.migrate.as_deref().map_or_else(|| Ok(serve.clone()), options)?;
        let own_role = owner.get_username() != serve.get_username();
        let role = if own_role { serve.get_username().to_owned() } else { DEFAULT_ROLE.to_owned() };
        let password = if own_role { password(&urls.serve) } else { None };
        let mut connection = owner.connect().await.map_err(query_error)?;
        ensure_role(&mut connection, &role, own_role, password.as_deref()).await?;
        connection.close().await.map_err(query_error)?;

        let mut pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // A ping before each use would cost a round trip; `begin` tries again instead.
            .test_before_acquire(false);
        if !own_role {
            pool = pool.after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::query(AssertSqlSafe(format!("SET ROLE {DEFAULT_ROLE}")))
                        .execute(connection)
                        .await
                        .map(drop)
                })
            });
        }
        let serve = pool.connect_with(serve).await.map_err(query_error)?;
        check_role(&serve).await?;
        Ok(Self { serve, migrate: owner, role })
    }

    pub(crate) fn serving_role(&self) -> &str {
        &self.role
    }

    /// Begins and sets what row security looks at, in one round trip.
    pub(crate) async fn begin(&self, access: Access) -> Result<Session> {
        let sql = match access {
            Access::Read(tenant) => format!(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT set_config('conmuta.tenant','{}',true)",
                tenant.uuid()
            ),
            Access::Write(tenant) => {
                format!("BEGIN; SELECT set_config('conmuta.tenant','{}',true)", tenant.uuid())
            }
            Access::Directory(tenant) => format!(
                "BEGIN; SELECT set_config('conmuta.tenant','{}',true), set_config('conmuta.door','directory',true)",
                tenant.map(|tenant| tenant.uuid().to_string()).unwrap_or_default()
            ),
        };
        // After the server was away every pooled connection is stale; each failed try throws one out.
        let mut tries = 0;
        loop {
            match self.serve.begin_with(AssertSqlSafe(sql.clone())).await {
                Ok(transaction) => return Ok(Session::Postgres(Mutex::new(transaction))),
                Err(error) if is_stale(&error) && tries <= CONNECTIONS => tries += 1,
                Err(error) => return Err(query_error(error).into()),
            }
        }
    }

    /// A transaction of the owner that holds the migration lock until it ends, and the pool to close then.
    pub(crate) async fn begin_migration(&self) -> Result<(Session, PgPool)> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(self.migrate.clone())
            .await
            .map_err(query_error)?;
        let sql = format!("BEGIN; SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        let transaction = pool.begin_with(AssertSqlSafe(sql)).await.map_err(query_error)?;
        Ok((Session::Postgres(Mutex::new(transaction)), pool))
    }

    pub(crate) async fn close(&self) {
        self.serve.close().await;
    }
}

fn options(url: &str) -> Result<PgConnectOptions> {
    PgConnectOptions::from_str(url)
        .map(|options| options.application_name("conmuta").disable_statement_logging())
        .map_err(|error| Error::Setup(format!("the database URL is not usable: {error}")))
}

fn is_stale(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        // Terminated by an administrator, or the server shuts down or starts up.
        sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("57P01" | "57P02")),
        _ => false,
    }
}

/// Creates the serving role when it is not there yet.
async fn ensure_role(
    owner: &mut PgConnection,
    role: &str,
    login: bool,
    password: Option<&str>,
) -> Result<()> {
    let exists = sqlx::query("SELECT 1 FROM pg_roles WHERE rolname = $1")
        .bind(role)
        .fetch_optional(&mut *owner)
        .await
        .map_err(query_error)?;
    if exists.is_some() {
        return Ok(());
    }
    let name = role.replace('"', "\"\"");
    let login = if login { "LOGIN" } else { "NOLOGIN" };
    let secret = password.map(|text| format!(" PASSWORD '{}'", text.replace('\'', "''"))).unwrap_or_default();
    let create = format!("CREATE ROLE \"{name}\" NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE {login}");
    let mut sql = format!("{create}{secret}");
    if login == "NOLOGIN" {
        sql.push_str(&format!("; GRANT \"{name}\" TO CURRENT_USER"));
    }
    // Two servers may start at once: the other one's role is as good.
    match sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *owner).await {
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("42710" | "23505")) => {
            Ok(())
        }
        Err(error) => Err(Error::Setup(format!(
            "the serving role is missing and could not be created ({error}); let an administrator run: {create}"
        ))),
    }
}

/// Refuses to serve as a role that row security does not bind.
async fn check_role(serve: &PgPool) -> Result<()> {
    let row = sqlx::query(
        "SELECT current_user::text, rolsuper OR rolbypassrls,
                COALESCE((SELECT relowner = pg_roles.oid FROM pg_class WHERE oid = to_regclass('tenant')), false)
         FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(serve)
    .await
    .map_err(query_error)?;
    let role: String = row.try_get(0).map_err(query_error)?;
    if row.try_get(1).map_err(query_error)? {
        return Err(Error::Setup(format!(
            "the database role {role} bypasses row security; serve as a role with NOSUPERUSER NOBYPASSRLS"
        )));
    }
    if row.try_get(2).map_err(query_error)? {
        return Err(Error::Setup(format!(
            "the database role {role} owns the tables; give the owner's URL for migrations and serve as another role"
        )));
    }
    Ok(())
}

/// The password of a URL, percent-decoded: what a role created for it must answer to.
fn password(url: &str) -> Option<String> {
    let authority = url.split_once("://")?.1.split(['/', '?']).next()?;
    let encoded = authority.rsplit_once('@')?.0.split_once(':')?.1;
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let hex = [bytes.next()?, bytes.next()?];
            decoded.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::password;

    #[test]
    fn the_password_of_a_url_is_decoded() {
        assert_eq!(password("postgres://conmuta:p%40ss%3A1@db:5432/x?sslmode=require").unwrap(), "p@ss:1");
        assert_eq!(password("postgres://conmuta@db/x"), None);
        assert_eq!(password("postgres:///x?host=/run"), None);
    }
}
