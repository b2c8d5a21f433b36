//! The outbox on SQLite and on PostgreSQL: every test runs its body on both.

#[cfg(test)]
mod outbox;
