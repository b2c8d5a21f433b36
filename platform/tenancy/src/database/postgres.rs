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
/// The role that the tables are granted to. The serving login is a member of it; a single URL serves as it.
pub(crate) const SERVING_ROLE: &str = "conmuta_serve";
/// Advisory lock under which migrations run: "conmuta" in ASCII.
const MIGRATION_LOCK: i64 = 0x63_6f_6e_6d_75_74_61;
/// Each query is planned for what it asks: a plan for any values reads a day's calls as it would a year's, and what one
/// number has as what a million have. Nothing is compiled to machine code either: that takes longer than a page.
const PLANNING: &str =
    "SELECT set_config(name, CASE name WHEN 'jit' THEN 'off' ELSE 'force_custom_plan' END, false)
     FROM pg_settings WHERE name IN ('jit', 'plan_cache_mode')";

pub(crate) struct Pools {
    serve: PgPool,
    migrate: PgConnectOptions,
}

impl Pools {
    pub(crate) async fn open(urls: &DatabaseUrls) -> Result<Self> {
        let serve = options(&urls.serve)?;
        let owner = urls.migrate.as_deref().map_or_else(|| Ok(serve.clone()), options)?;
        let own_role = owner.get_username() != serve.get_username();
        let mut connection = owner.connect().await.map_err(query_error)?;
        ensure_role(&mut connection, SERVING_ROLE, "NOLOGIN").await?;
        if own_role {
            let secret =
                password(&urls.serve).map(|text| format!(" PASSWORD '{}'", text.replace('\'', "''")));
            ensure_role(
                &mut connection,
                serve.get_username(),
                &format!("LOGIN{}", secret.unwrap_or_default()),
            )
            .await?;
        }
        ensure_member(&mut connection, serve.get_username()).await?;
        connection.close().await.map_err(query_error)?;

        let role = if own_role { String::new() } else { format!("; SET ROLE {SERVING_ROLE}") };
        let greeting = format!("{PLANNING}{role}");
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // A ping before each use would cost a round trip; `begin` tries again instead.
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                let sql = AssertSqlSafe(greeting.clone());
                Box::pin(async move { sqlx::raw_sql(sql).execute(connection).await.map(drop) })
            });
        let serve = pool.connect_with(serve).await.map_err(query_error)?;
        check_role(&serve).await?;
        Ok(Self { serve, migrate: owner })
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

/// Creates a role without any privilege when it is not there yet.
async fn ensure_role(owner: &mut PgConnection, role: &str, login: &str) -> Result<()> {
    let sql = "SELECT 1 FROM pg_roles WHERE rolname = $1";
    if sqlx::query(sql).bind(role).fetch_optional(&mut *owner).await.map_err(query_error)?.is_some() {
        return Ok(());
    }
    let create = format!("CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE", quoted(role));
    let advice = format!("{create} {}", if login == "NOLOGIN" { login } else { "LOGIN PASSWORD '…'" });
    administer(owner, format!("{create} {login}"), &advice).await
}

/// Lets a login serve.
async fn ensure_member(owner: &mut PgConnection, login: &str) -> Result<()> {
    let sql = "SELECT pg_has_role($1::name, $2::name, 'MEMBER')";
    let row =
        sqlx::query(sql).bind(login).bind(SERVING_ROLE).fetch_one(&mut *owner).await.map_err(query_error)?;
    if row.try_get(0).map_err(query_error)? {
        return Ok(());
    }
    let grant = format!("GRANT {SERVING_ROLE} TO {}", quoted(login));
    administer(owner, grant.clone(), &grant).await
}

/// Runs a statement on roles; where the owner may not, the error says what an administrator has to run.
async fn administer(owner: &mut PgConnection, sql: String, advice: &str) -> Result<()> {
    match sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *owner).await {
        Ok(_) => Ok(()),
        // Two servers may start at once: the other one's role is as good.
        Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("42710" | "23505")) => {
            Ok(())
        }
        Err(error) => Err(Error::Setup(format!(
            "a database role is missing ({error}); let an administrator run: {advice}"
        ))),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
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
