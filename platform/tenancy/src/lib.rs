//! Tenancy: scopes that only the directory mints, and the doors to rows, secrets and bindings they open.

pub mod audit;
pub mod database;
pub mod directory;
pub mod entity;
pub mod error;
pub mod find;
pub mod ladder;
pub mod location;
pub mod migration;
pub mod page;
mod report;
pub mod schema;
pub mod scope;
pub mod seal;
mod search;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod tx;

pub use audit::{Actor, ActorKind, AuditLine};
pub use database::{Database, DatabaseUrls};
pub use directory::{Directory, Found, KeyKind};
pub use directory::{Reseller, Tenant};
pub use entity::{Limits, Micros, TakenPlan, TenantKind, TenantState};
pub use error::Error;
pub use find::{Find, TenantOwned};
pub use ladder::{NewReseller, NewTenant, OperatorScope, Quota, ResellerChange, ResellerScope, TenantChange};
pub use location::Location;
pub use migration::{Migration, Schema};
pub use page::{PageRequest, Rows, SortOrder, Total};
pub use report::ByDatabase;
pub use schema::{OnDelete, TenantTable, tenant_table};
pub use scope::TenantScope;
pub use seal::Sealer;
pub use search::beginning;
pub use tx::{RESTORABLE, TenantTx};

/// What the doors of this crate answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A panic under one of this crate's locks leaves its map whole: each change is one insertion or removal.
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
