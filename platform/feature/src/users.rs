//! The port by which rooms ask about users, whom another room owns.

use async_trait::async_trait;
use kernel::id::UserId;
use tenancy::TenantTx;
use web::Result;

/// Tells the users of a transaction's tenant. `account` implements it.
#[async_trait]
pub trait Users: Send + Sync + 'static {
    /// The user name of a user; `None` where the tenant has none of this id.
    ///
    /// # Errors
    /// When the database is away.
    async fn name_of(&self, tx: &TenantTx, user: UserId) -> Result<Option<String>>;

    /// The user of a user name; `None` where the tenant has none of this name.
    ///
    /// # Errors
    /// When the database is away.
    async fn named(&self, tx: &TenantTx, name: &str) -> Result<Option<UserId>>;
}
