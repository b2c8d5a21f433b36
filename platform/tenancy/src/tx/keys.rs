//! Keys of the directory, taken and given back in the transaction that writes the row they name.

use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement, Value};

use super::TenantTx;
use crate::directory::{Holder, KeyChange, KeyKind};
use crate::{Error, Result, lock};

impl TenantTx {
    /// Takes a key, unique over the installation (shared kinds: in the tenant), for `subject`. Taking what
    /// `subject` has already is fine.
    ///
    /// # Errors
    /// [`Error::InUse`] when somebody has it, [`Error::ReadOnly`].
    pub async fn claim(&self, kind: KeyKind, value: &str, subject: impl Into<Uuid> + Send) -> Result<()> {
        self.writes()?;
        let holder = Holder { tenant: self.tenant(), subject: subject.into() };
        let sql = r#"INSERT INTO "directory_key" ("kind", "value", "share", "tenant_id", "subject")
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"#;
        let key = [kind.word().into(), value.into(), self.share(kind).into()];
        let values: [Value; 5] = {
            let [kind, value, share] = key.clone();
            [kind, value, share, holder.tenant.uuid().into(), holder.subject.into()]
        };
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        if self.session.execute_raw(statement).await?.rows_affected() == 0 {
            return if self.holds(key, holder).await? { Ok(()) } else { Err(Error::InUse { kind }) };
        }
        lock(&self.changes).push(KeyChange::Claimed(kind, value.into(), holder));
        Ok(())
    }

    /// Gives a key of this tenant back; answers whether it was held.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn release(&self, kind: KeyKind, value: &str) -> Result<bool> {
        let sql = r#"DELETE FROM "directory_key" WHERE "kind" = $1 AND "value" = $2 AND "tenant_id" = $3
                     RETURNING "kind", "value", "subject""#;
        let values = [kind.word().into(), value.into(), self.tenant().uuid().into()];
        Ok(self.release_by(sql, values.to_vec()).await? > 0)
    }

    /// Gives back all keys that `subject` holds; answers how many.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Database`].
    pub async fn release_all(&self, subject: impl Into<Uuid> + Send) -> Result<u64> {
        let sql = r#"DELETE FROM "directory_key" WHERE "tenant_id" = $1 AND "subject" = $2
                     RETURNING "kind", "value", "subject""#;
        let values = [self.tenant().uuid().into(), subject.into().into()];
        self.release_by(sql, values.to_vec()).await
    }

    fn share(&self, kind: KeyKind) -> String {
        if kind.is_shared() { self.tenant().uuid().to_string() } else { String::new() }
    }

    async fn holds(&self, key: [Value; 3], holder: Holder) -> Result<bool> {
        let sql = r#"SELECT 1 FROM "directory_key"
                     WHERE "kind" = $1 AND "value" = $2 AND "share" = $3 AND "tenant_id" = $4 AND "subject" = $5"#;
        let values = key.into_iter().chain([holder.tenant.uuid().into(), holder.subject.into()]);
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        Ok(self.session.query_one_raw(statement).await?.is_some())
    }

    async fn release_by(&self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        self.writes()?;
        let rows =
            self.session.query_all_raw(Statement::from_sql_and_values(self.backend(), sql, values)).await?;
        for row in &rows {
            let word: String = row.try_get("", "kind")?;
            let value: String = row.try_get("", "value")?;
            let holder = Holder { tenant: self.tenant(), subject: row.try_get("", "subject")? };
            if let Some(kind) = KeyKind::from_word(&word) {
                lock(&self.changes).push(KeyChange::Released(kind, value.into(), holder));
            }
        }
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }
}
