//! The port by which what a tenant uses is counted, slice by slice, for the limits it is held against.

use async_trait::async_trait;
use tenancy::TenantTx;
use web::Result;

/// Counts one kind of thing that a tenant has. The slice that owns the rows implements it.
#[async_trait]
pub trait Counter: Send + Sync + 'static {
    /// The limit it counts for, as it is called in [`tenancy::Limits`].
    fn limit(&self) -> &'static str;

    /// How many the transaction's tenant has.
    ///
    /// # Errors
    /// When the database is away.
    async fn count(&self, tx: &TenantTx) -> Result<u64>;
}
