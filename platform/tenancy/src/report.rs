//! Hand-written SQL: `:name` parameters become the database's own, and `:tenant` must be among them.

use sea_orm::{DbBackend, Statement, Value};

use crate::{Error, Result};

/// A hand-written statement in the words of each database.
#[derive(Debug, Clone, Copy)]
pub struct ByDatabase {
    /// For PostgreSQL.
    pub postgres: &'static str,
    /// For SQLite.
    pub sqlite: &'static str,
}

/// Turns `:name` into `$n`, leaving strings, quoted names, comments and `::type` alone.
pub(crate) fn bind(
    backend: DbBackend,
    sql: &str,
    tenant: Value,
    binds: &[(&str, Value)],
) -> Result<Statement> {
    let mut text = String::with_capacity(sql.len());
    let mut values: Vec<Value> = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let literal = literal_len(rest);
        if literal > 0 {
            text.push_str(&rest[..literal]);
            rest = &rest[literal..];
            continue;
        }
        let name = parameter(rest);
        if name.is_empty() {
            text.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let place = match places.iter().position(|known| *known == name) {
            Some(place) => place,
            None => {
                values.push(value_of(name, &tenant, binds)?);
                places.push(name);
                places.len() - 1
            }
        };
        text.push_str(&format!("${}", place + 1));
        rest = &rest[1 + name.len()..];
    }
    if !places.contains(&"tenant") {
        return Err(Error::Report("it does not use :tenant".to_owned()));
    }
    Ok(Statement::from_sql_and_values(backend, text, values))
}

fn value_of(name: &str, tenant: &Value, binds: &[(&str, Value)]) -> Result<Value> {
    if name == "tenant" {
        return Ok(tenant.clone());
    }
    let given = binds.iter().find(|(known, _)| *known == name);
    given.map(|(_, value)| value.clone()).ok_or_else(|| Error::Report(format!("nothing is bound to :{name}")))
}

/// Length of the string, quoted name, comment or cast that begins here; 0 where none does.
fn literal_len(rest: &str) -> usize {
    let until =
        |open: usize, close: &str| rest[open..].find(close).map_or(rest.len(), |at| open + at + close.len());
    match rest.as_bytes() {
        [b'\'', ..] => until(1, "'"),
        [b'"', ..] => until(1, "\""),
        [b'-', b'-', ..] => until(2, "\n"),
        [b'/', b'*', ..] => until(2, "*/"),
        [b':', b':', ..] => 2,
        _ => 0,
    }
}

/// The name of the parameter that begins here; empty where none does.
fn parameter(rest: &str) -> &str {
    let Some(name) = rest.strip_prefix(':') else { return "" };
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    &name[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(sql: &str) -> Result<Statement> {
        bind(DbBackend::Postgres, sql, 7_i64.into(), &[("from", 1_i64.into()), ("word", "x".into())])
    }

    #[test]
    fn names_become_numbered_places_and_repeat() {
        let statement =
            bound("SELECT a::text FROM t WHERE tenant_id = :tenant AND at > :from AND b > :from").unwrap();
        assert_eq!(statement.sql, "SELECT a::text FROM t WHERE tenant_id = $1 AND at > $2 AND b > $2");
        assert_eq!(statement.values.unwrap().0, [Value::from(7_i64), 1_i64.into()]);
    }

    #[test]
    fn strings_quoted_names_and_comments_stay() {
        let sql = "-- of :tenant\nSELECT ':word', \"a:word\" /* :x */ FROM t WHERE u = :tenant";
        assert_eq!(bound(sql).unwrap().sql, sql.replace("u = :tenant", "u = $1"));
    }

    #[test]
    fn without_the_tenant_or_with_an_unknown_name_it_is_refused() {
        assert!(bound("SELECT * FROM t WHERE at > :from").is_err());
        assert!(bound("SELECT * FROM t -- :tenant").is_err());
        assert!(bound("SELECT * FROM t WHERE u = :tenant AND x = :unknown").is_err());
    }
}
