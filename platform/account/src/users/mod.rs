//! Users: the people of a tenant, their role and how to reach them (TEN-5…7).

mod api;
mod blueprint;
mod migration;
mod person;
mod port;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use feature::{Counter, Feature};
use tenancy::TenantTx;

use crate::Account;

pub(crate) use api::{confirmed, stands_as_high};
pub use feature::UserEvent;
pub use person::{NewUser, User, UserChange, UserError};

web::permission! {
    /// Sees the users.
    Read = "users.read" for Supervisor;
    /// Creates, changes and deletes users, sets their passwords, ends their sessions.
    Write = "users.write";
}

/// The slice.
pub fn feature(account: &Account) -> Feature {
    Feature::new("users")
        .permissions::<(Read, Write)>()
        .migrations(migrations())
        .routes(api::routes)
        .blueprint(blueprint::Users(account.clone()))
        .counts(Count)
}

/// Counts for the limit of users.
struct Count;

#[async_trait]
impl Counter for Count {
    fn limit(&self) -> &'static str {
        "users"
    }

    async fn count(&self, tx: &TenantTx) -> web::Result<u64> {
        Ok(tx.find::<store::Entity>().count().await?)
    }
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
