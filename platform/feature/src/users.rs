//! The port by which rooms ask about users, whom another room owns, and the event that tells of them.

use async_trait::async_trait;
use bus::DomainEvent;
use kernel::id::UserId;
use serde::{Deserialize, Serialize};
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

    /// The name to show of a user; `None` where the tenant has none of this id.
    ///
    /// # Errors
    /// When the database is away.
    async fn shown_name(&self, tx: &TenantTx, user: UserId) -> Result<Option<String>>;
}

/// A user was created, changed, deleted or restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEvent {
    /// Which.
    pub id: UserId,
}

impl DomainEvent for UserEvent {
    const NAME: &'static str = "users.changed";
}
