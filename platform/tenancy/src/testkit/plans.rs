//! How the database runs the pages that a test asks for: the plans, which do not depend on how busy the machine is.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{Result, TenantTx, lock};

impl TenantTx {
    /// Notes the plan of every page from now on.
    pub fn watch_plans(&self) {
        *lock(&self.plans) = Some(Vec::new());
    }

    /// The plans noted since the last call, one text for each page.
    pub fn plans(&self) -> Vec<String> {
        lock(&self.plans).replace(Vec::new()).unwrap_or_default()
    }

    pub(crate) async fn note_plan(&self, query: Statement) -> Result<()> {
        if lock(&self.plans).is_none() {
            return Ok(());
        }
        let session = self.session();
        let backend = session.get_database_backend();
        let Statement { sql, values, .. } = query;
        let (word, column) = match backend {
            DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            _ => ("EXPLAIN", "QUERY PLAN"),
        };
        let sql = format!("{word} {sql}");
        let rows = session.query_all_raw(Statement { sql, values, db_backend: backend }).await?;
        let lines = rows.iter().map(|row| row.try_get::<String>("", column));
        let plan = lines.collect::<std::result::Result<Vec<_>, _>>()?.join("\n");
        if let Some(plans) = lock(&self.plans).as_mut() {
            plans.push(plan);
        }
        Ok(())
    }
}
