//! Reads everything of a tenant that routing depends on, in one read transaction.

use tenancy::{Directory, TenantScope, TenantState};

use super::compile::Rows;

/// Reads a tenant's rows.
///
/// # Errors
/// When the database is away.
pub async fn read(directory: &Directory, scope: &TenantScope) -> tenancy::Result<Rows> {
    let facts = directory.tenant(scope);
    let tx = scope.read().await?;
    let rows = Rows {
        country: facts.country.clone(),
        suspended: facts.state != TenantState::Active,
        dial_plan: crate::dial_plan::store::get(&tx).await?,
        endpoints: crate::endpoints::store::all_opened(&tx).await?,
        extensions: crate::extensions::store::all(&tx).await?,
        numbers: crate::numbers::store::all(&tx).await?,
        trunks: crate::trunks::store::all_opened(&tx).await?,
        routes: crate::outbound_routes::store::all(&tx).await?,
    };
    tx.rollback().await?;
    Ok(rows)
}
