//! The port by which rooms ask for phones, which another room owns.

use async_trait::async_trait;
use kernel::id::UserId;
use tenancy::{Actor, TenantTx};
use web::{Problem, Result};

/// A phone to make: an endpoint of a user, and the internal number that rings it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPhone {
    /// Whose it is.
    pub owner: UserId,
    /// The owner's name, which the phone bears too.
    pub owner_name: String,
    /// The internal number.
    pub number: String,
}

/// A phone that was made, with its SIP password: the one time that it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct MadePhone {
    /// Whose it is.
    pub owner: UserId,
    /// The internal number.
    pub number: String,
    /// The SIP user name.
    pub terminal_user: String,
    /// The SIP password.
    pub secret: String,
}

/// Makes phones of a transaction's tenant. `telephony` implements it.
#[async_trait]
pub trait Phones: Send + Sync + 'static {
    /// What is wrong with each of these numbers as a new one; in their order.
    ///
    /// # Errors
    /// When the database is away.
    async fn judge(&self, tx: &TenantTx, numbers: &[String]) -> Result<Vec<Option<Problem>>>;

    /// How many more phones the tenant may have; none for no bound.
    ///
    /// # Errors
    /// When the database is away.
    async fn room_for(&self, tx: &TenantTx) -> Result<Option<u64>>;

    /// Makes all of them, in few statements.
    ///
    /// # Errors
    /// The first that cannot be made; then the transaction is of no more use.
    async fn make(&self, tx: &TenantTx, actor: &Actor, wanted: Vec<NewPhone>) -> Result<Vec<MadePhone>>;

    /// Waits until calls see what was made; after the commit.
    async fn settled(&self, tx: &tenancy::TenantScope);
}
