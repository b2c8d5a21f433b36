//! One open transaction of either database, as the connection that sea-orm's queries run on inside this crate.

use std::sync::Arc;

use sea_orm::sqlx::{self, AssertSqlSafe, Executor};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;

/// A transaction; dropped, it rolls back. Never handed out of this crate.
pub(crate) enum Session {
    Sqlite(Mutex<sqlx::Transaction<'static, sqlx::Sqlite>>),
    Postgres(Mutex<sqlx::Transaction<'static, sqlx::Postgres>>),
}

/// Runs the same lines on whichever transaction is open.
macro_rules! on_either {
    ($session:expr, $connection:ident => $body:expr) => {
        match $session {
            Session::Sqlite(transaction) => {
                let mut guard = transaction.lock().await;
                let $connection = &mut **guard;
                $body
            }
            Session::Postgres(transaction) => {
                let mut guard = transaction.lock().await;
                let $connection = &mut **guard;
                $body
            }
        }
    };
}

impl Session {
    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(transaction) => transaction.into_inner().commit().await,
            Self::Postgres(transaction) => transaction.into_inner().commit().await,
        }
        .map_err(query_error)
    }

    pub(crate) async fn rollback(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(transaction) => transaction.into_inner().rollback().await,
            Self::Postgres(transaction) => transaction.into_inner().rollback().await,
        }
        .map_err(query_error)
    }
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let (sql, values) = parts(statement);
        on_either!(self, connection => sqlx::query_with(AssertSqlSafe(sql), values)
            .execute(connection).await.map(Into::into).map_err(exec_error))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        on_either!(self, connection => connection
            .execute(AssertSqlSafe(sql.to_owned())).await.map(Into::into).map_err(exec_error))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let (sql, values) = parts(statement);
        on_either!(self, connection => sqlx::query_with(AssertSqlSafe(sql), values)
            .fetch_optional(connection).await.map(|row| row.map(Into::into)).map_err(query_error))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (sql, values) = parts(statement);
        on_either!(self, connection => sqlx::query_with(AssertSqlSafe(sql), values)
            .fetch_all(connection).await
            .map(|rows| rows.into_iter().map(Into::into).collect()).map_err(query_error))
    }
}

fn parts(statement: Statement) -> (String, SqlxValues) {
    let values = statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()));
    (statement.sql, SqlxValues(values))
}

pub(crate) fn exec_error(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

pub(crate) fn query_error(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}
