//! The way down: operator → reseller → tenant, each step checked for parentage and audited.

use std::sync::Arc;

use kernel::id::{ResellerId, TenantId};
use serde::{Deserialize, Serialize};

use crate::directory::{Reseller, Tenant};
use crate::entity::{Limits, TenantState};
use crate::{Actor, Result, TenantScope};

/// What all tenants of a reseller may use together; `None` is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quota {
    /// Tenants.
    pub tenants: Option<u32>,
    /// Endpoints, as the sum of its tenants' limits.
    pub endpoints: Option<u32>,
    /// Calls at one time, as the sum of its tenants' limits.
    pub concurrent_calls: Option<u32>,
    /// Storage in megabytes, as the sum of its tenants' limits.
    pub storage_mb: Option<u32>,
}

/// What a new reseller is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewReseller {
    /// Short name, unique among resellers and tenants: lower-case letters, digits, hyphens; 2 to 40 characters.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// What its tenants may use together.
    #[serde(default)]
    pub quota: Quota,
}

/// What a new tenant is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewTenant {
    /// Short name, unique over the installation: lower-case letters, digits, hyphens; 2 to 40 characters.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// SIP domain, unique over the installation.
    pub domain: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// BCP 47.
    pub language: String,
    /// IANA time zone.
    pub time_zone: String,
    /// What it may use.
    #[serde(default)]
    pub limits: Limits,
}

/// What to change of a tenant; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TenantChange {
    /// The name people read.
    pub title: Option<String>,
    /// SIP domain; `Some(None)` takes it away.
    pub domain: Option<Option<String>>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Suspend, resume, begin to delete.
    pub state: Option<TenantState>,
    /// What it may use.
    pub limits: Option<Limits>,
}

/// The operator: resellers are below.
#[derive(Clone)]
pub struct OperatorScope {}

impl OperatorScope {
    /// The operator's home tenant.
    pub fn home(&self) -> &TenantScope {
        todo!()
    }

    /// All resellers, by name.
    pub fn resellers(&self) -> Vec<Arc<Reseller>> {
        todo!()
    }

    /// All tenants of all resellers and their homes, by name.
    pub fn tenants(&self) -> Vec<Arc<Tenant>> {
        todo!()
    }

    /// Creates a reseller and the home tenant of its staff (same name), audited in the operator's home.
    ///
    /// # Errors
    /// [`crate::Error::InUse`] for a taken name, [`crate::Error::Invalid`] for one against the rules.
    pub async fn create_reseller(&self, actor: &Actor, new: NewReseller) -> Result<Arc<Reseller>> {
        todo!()
    }

    /// Changes title and quota of a reseller.
    pub async fn change_reseller(
        &self,
        actor: &Actor,
        reseller: ResellerId,
        title: Option<String>,
        quota: Option<Quota>,
    ) -> Result<Arc<Reseller>> {
        todo!()
    }

    /// Steps down into a reseller; audited in the reseller's home.
    ///
    /// # Errors
    /// [`crate::Error::NotBelow`] when there is none.
    pub async fn enter(&self, actor: &Actor, reseller: ResellerId) -> Result<ResellerScope> {
        todo!()
    }

    /// Steps down into any tenant, by way of its reseller; audited there.
    ///
    /// # Errors
    /// [`crate::Error::NotBelow`] when there is none.
    pub async fn enter_tenant(&self, actor: &Actor, tenant: TenantId) -> Result<TenantScope> {
        todo!()
    }
}

/// A reseller: its tenants are below.
#[derive(Clone)]
pub struct ResellerScope {}

impl ResellerScope {
    /// Which reseller.
    pub fn id(&self) -> ResellerId {
        todo!()
    }

    /// Its facts.
    pub fn reseller(&self) -> Arc<Reseller> {
        todo!()
    }

    /// The home tenant of its staff.
    pub fn home(&self) -> TenantScope {
        todo!()
    }

    /// Its tenants without the home, by name.
    pub fn tenants(&self) -> Vec<Arc<Tenant>> {
        todo!()
    }

    /// Creates a tenant within the quota and claims its domain; audited in home and tenant.
    ///
    /// # Errors
    /// [`crate::Error::InUse`] for a taken name or domain, [`crate::Error::LimitReached`] beyond the quota,
    /// [`crate::Error::Invalid`] for a value against the rules.
    pub async fn create_tenant(&self, actor: &Actor, new: NewTenant) -> Result<TenantScope> {
        todo!()
    }

    /// Changes a tenant of this reseller; audited there.
    ///
    /// # Errors
    /// As [`create_tenant`](Self::create_tenant), and [`crate::Error::NotBelow`].
    pub async fn change_tenant(
        &self,
        actor: &Actor,
        tenant: TenantId,
        change: TenantChange,
    ) -> Result<Arc<Tenant>> {
        todo!()
    }

    /// Deletes a tenant in state `deleting` with all its rows and keys.
    ///
    /// # Errors
    /// [`crate::Error::NotBelow`], and [`crate::Error::Invalid`] while it is not in that state.
    pub async fn erase_tenant(&self, actor: &Actor, tenant: TenantId) -> Result<()> {
        todo!()
    }

    /// Steps down into a tenant of this reseller, or its home; audited there.
    ///
    /// # Errors
    /// [`crate::Error::NotBelow`] when it is not below.
    pub async fn enter(&self, actor: &Actor, tenant: TenantId) -> Result<TenantScope> {
        todo!()
    }
}
