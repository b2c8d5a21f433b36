//! Reads from the database itself whether every table is walled.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::database::session::Session;
use crate::database::{Access, Database};
use crate::{Error, Result};

/// Tables above the tenants.
const GLOBAL: [&str; 5] = ["directory_key", "migration", "reseller", "setting", "tenant"];

#[derive(FromQueryResult)]
struct Table {
    name: String,
    /// Columns of the primary key, in order.
    key: String,
    row_security: bool,
    forced: bool,
    policies: i64,
}

const POSTGRES: &str = "
    SELECT c.relname::text AS name,
           COALESCE((SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int[], a.attnum::int))
                     FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                     WHERE i.indrelid = c.oid AND i.indisprimary), '') AS key,
           c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1";

const SQLITE: &str = "
    SELECT t.name AS name,
           COALESCE((SELECT group_concat(name, ',') FROM
               (SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY pk)), '') AS key,
           true AS row_security, true AS forced, 1 AS policies
    FROM sqlite_master t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1";

pub(super) async fn breaches(database: &Database) -> Result<Vec<String>> {
    let session = database.begin(Access::Directory(None)).await?;
    let sql = if session.get_database_backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
    let rows = session.query_all_raw(Statement::from_string(session.get_database_backend(), sql)).await?;
    let tables = rows.iter().map(|row| Table::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    let mut breaches = Vec::new();
    for table in &tables {
        let name = &table.name;
        if GLOBAL.contains(&name.as_str()) {
            if name != "migration" && !(table.row_security && table.forced && table.policies > 0) {
                breaches.push(format!("{name}: a global table without forced row security"));
            }
            continue;
        }
        if table.key != "tenant_id,id" {
            breaches.push(format!("{name}: its key is ({}), not (tenant_id, id)", table.key));
        }
        if !table.row_security || !table.forced {
            breaches.push(format!("{name}: row security is not forced"));
        }
        if table.policies != 1 {
            breaches.push(format!("{name}: it has {} policies, not the one of the tenant", table.policies));
        }
    }
    if tables.len() <= GLOBAL.len() {
        return Err(Error::Setup("the database has no tenant tables".to_owned()));
    }
    if let Session::Postgres(_) = session {
        breaches.extend(open_grants(&session).await?);
    }
    Ok(breaches)
}

#[derive(FromQueryResult)]
struct Grant {
    name: String,
}

/// Tables that the serving role could truncate (row security does not hold there), or that hold migrations.
async fn open_grants(session: &Session) -> Result<Vec<String>> {
    let sql = "SELECT c.relname::text AS name FROM pg_class c
               WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                 AND (has_table_privilege(c.oid, 'TRUNCATE') OR
                      (c.relname = 'migration' AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')))";
    let rows = session.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    let names = rows.iter().map(|row| Grant::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    Ok(names.into_iter().map(|grant| format!("{}: the serving role may do too much", grant.name)).collect())
}
