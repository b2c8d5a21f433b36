//! `TenantScope`: the value that proves "inside this tenant" and the only key to its rows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::id::TenantId;
use kernel::{Clock, Rng};

use crate::database::Access;
use crate::directory::Tenant;
use crate::directory::state::House;
use crate::tx::Mode;
use crate::{Result, TenantState, TenantTx};

/// Inside this tenant. Says *where*, never *who may*. Minted by [`Directory`](crate::Directory) alone.
///
/// ```compile_fail
/// fn forge(tenant: kernel::id::TenantId) -> tenancy::TenantScope {
///     tenancy::TenantScope { tenant } // private fields, no constructor
/// }
/// ```
#[derive(Clone)]
pub struct TenantScope {
    pub(crate) tenant: TenantId,
    pub(crate) house: Arc<House>,
}

impl TenantScope {
    /// Which tenant.
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Begins a transaction that writes (on SQLite: `IMMEDIATE`, one at a time).
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) when the database does not answer in time.
    pub async fn begin(&self) -> Result<TenantTx> {
        let session = self.house.database.begin(Access::Write(self.tenant)).await?;
        Ok(TenantTx::new(self.clone(), session, Mode::Write))
    }

    /// Begins a transaction that only reads a snapshot; on SQLite it waits for no writer.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) when the database does not answer in time.
    pub async fn read(&self) -> Result<TenantTx> {
        let session = self.house.database.begin(Access::Read(self.tenant)).await?;
        Ok(TenantTx::new(self.clone(), session, Mode::Read))
    }

    /// The facts of this tenant; of an erased one the last ones.
    pub fn facts(&self) -> Arc<Tenant> {
        self.house.tenant(self.tenant).expect("a scope is minted for a known tenant, and known ones are kept")
    }

    /// Whether it works: a tenant of a reseller that does not work does not either.
    pub fn state(&self) -> TenantState {
        self.house.standing(&self.facts()).0
    }

    /// Why it does not work, where somebody said so.
    pub fn reason(&self) -> Option<String> {
        self.house.standing(&self.facts()).1
    }

    /// Seals a secret of this tenant for one purpose (`endpoint.secret`).
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        self.house.sealer.seal(self.tenant, purpose, plain)
    }

    /// Opens what [`seal`](Self::seal) made for the same tenant and purpose.
    ///
    /// # Errors
    /// [`Error::Seal`](crate::Error::Seal).
    pub fn unseal(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        self.house.sealer.unseal(self.tenant, purpose, sealed)
    }

    /// A cache key or stream name of this tenant: `ten_…/NAME`.
    pub fn key(&self, name: &str) -> String {
        format!("{}/{name}", self.tenant)
    }

    /// This tenant's folder under a root of blobs.
    pub fn folder(&self, root: &Path) -> PathBuf {
        root.join(self.tenant.to_string())
    }

    /// What [`Directory::attach`](crate::Directory::attach) hung up under this type.
    pub fn attached<T: std::any::Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.house.attached()
    }

    /// The installation's clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.house.clock
    }

    /// The installation's randomness.
    pub fn rng(&self) -> &Arc<dyn Rng> {
        &self.house.rng
    }
}

impl std::fmt::Debug for TenantScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TenantScope").field(&self.tenant.to_string()).finish()
    }
}

impl PartialEq for TenantScope {
    fn eq(&self, other: &Self) -> bool {
        self.tenant == other.tenant
    }
}

impl Eq for TenantScope {}
