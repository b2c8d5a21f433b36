//! The way down: operator → reseller → tenant, each step checked for parentage and audited.

mod draft;
mod resellers;
mod rules;
pub(crate) mod visits;

use std::sync::Arc;

use kernel::Timestamp;
use kernel::id::{ResellerId, TenantId};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use crate::directory::state::House;
use crate::directory::{Reseller, Tenant};
use crate::entity::{Limits, TakenPlan, TenantKind, TenantState, tenant};
use crate::{Actor, AuditLine, Error, Result, TenantScope};

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
#[serde(default, deny_unknown_fields)]
pub struct TenantChange {
    /// The name people read.
    pub title: Option<String>,
    /// SIP domain; `Some(None)`, in JSON `null`, takes it away.
    #[serde(deserialize_with = "given")]
    pub domain: Option<Option<String>>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Suspend, resume, begin to delete.
    pub state: Option<TenantState>,
    /// Why it is suspended.
    #[serde(deserialize_with = "given")]
    pub reason: Option<Option<String>>,
    /// When it is erased.
    #[serde(deserialize_with = "given")]
    pub erase_after: Option<Option<Timestamp>>,
    /// What it may use.
    pub limits: Option<Limits>,
    /// The plan that its limits follow.
    #[serde(deserialize_with = "given")]
    pub plan: Option<Option<TakenPlan>>,
}

/// What to change of a reseller; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResellerChange {
    /// The name people read.
    pub title: Option<String>,
    /// What its tenants may use together.
    pub quota: Option<Quota>,
    /// Suspend, resume, begin to delete.
    pub state: Option<TenantState>,
    /// Why it is suspended.
    pub reason: Option<Option<String>>,
    /// When it is erased.
    pub erase_after: Option<Option<Timestamp>>,
}

/// A field that is there, be it `null`.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The operator: resellers are below.
#[derive(Clone)]
pub struct OperatorScope {
    home: TenantScope,
}

impl OperatorScope {
    pub(crate) fn new(home: TenantScope) -> Self {
        Self { home }
    }

    /// The operator's home tenant.
    pub fn home(&self) -> &TenantScope {
        &self.home
    }

    /// All resellers, by name.
    pub fn resellers(&self) -> Vec<Arc<Reseller>> {
        self.house().resellers()
    }

    /// All tenants of all resellers and their homes, by name.
    pub fn tenants(&self) -> Vec<Arc<Tenant>> {
        self.house().living_tenants()
    }

    /// Steps down into a reseller; audited in the reseller's home.
    ///
    /// # Errors
    /// [`Error::NotBelow`] when there is none.
    pub async fn enter(&self, actor: &Actor, reseller: ResellerId) -> Result<ResellerScope> {
        let facts = self.house().reseller(reseller).ok_or(Error::NotBelow)?;
        step_down(self.house(), actor, facts.home).await?;
        Ok(ResellerScope::new(reseller, facts.home, self.house().clone()))
    }

    /// Steps down into any tenant, or the home of a reseller; audited there.
    ///
    /// # Errors
    /// [`Error::NotBelow`] when there is none.
    pub async fn enter_tenant(&self, actor: &Actor, tenant: TenantId) -> Result<TenantScope> {
        step_down(self.house(), actor, tenant).await
    }

    pub(crate) fn house(&self) -> &Arc<House> {
        &self.home.house
    }
}

/// A reseller: its tenants are below.
#[derive(Clone)]
pub struct ResellerScope {
    id: ResellerId,
    home: TenantId,
    house: Arc<House>,
}

impl ResellerScope {
    pub(crate) fn new(id: ResellerId, home: TenantId, house: Arc<House>) -> Self {
        Self { id, home, house }
    }

    /// Which reseller.
    pub fn id(&self) -> ResellerId {
        self.id
    }

    /// Its facts.
    ///
    /// # Errors
    /// [`Error::NotBelow`] when it was erased meanwhile.
    pub fn reseller(&self) -> Result<Arc<Reseller>> {
        self.house.reseller(self.id).ok_or(Error::NotBelow)
    }

    /// The home tenant of its staff.
    pub fn home(&self) -> TenantScope {
        TenantScope { tenant: self.home, house: self.house.clone() }
    }

    /// Its tenants without the home, by name.
    pub fn tenants(&self) -> Vec<Arc<Tenant>> {
        let mut tenants = self.house.living_tenants();
        tenants.retain(|tenant| tenant.reseller == Some(self.id) && tenant.kind == TenantKind::Customer);
        tenants
    }

    /// Creates a tenant within the quota and claims its domain; audited in the tenant and in the home.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::InUse`] for a taken domain, [`Error::LimitReached`] beyond the quota,
    /// [`Error::Invalid`] for a value against the rules.
    pub async fn create_tenant(&self, actor: &Actor, new: NewTenant) -> Result<TenantScope> {
        let tx = self.draft_tenant(actor, new, None).await?;
        let scope = tx.scope().clone();
        tx.commit().await?;
        Ok(scope)
    }

    /// Changes a tenant of this reseller; audited there.
    ///
    /// # Errors
    /// As [`create_tenant`](Self::create_tenant), and [`Error::NotBelow`].
    pub async fn change_tenant(
        &self,
        actor: &Actor,
        tenant: TenantId,
        change: TenantChange,
    ) -> Result<Arc<Tenant>> {
        self.draft_change(actor, tenant, change).await?.commit().await?;
        self.below(tenant)
    }

    /// Deletes a tenant in state `deleting` with all its rows and keys; audited in the home.
    ///
    /// # Errors
    /// [`Error::NotBelow`], and [`Error::Invalid`] while it is not in that state.
    pub async fn erase_tenant(&self, actor: &Actor, tenant: TenantId) -> Result<()> {
        let house = &self.house;
        let _turn = house.ladder.lock().await;
        let before = self.below(tenant)?;
        if before.state != TenantState::Deleting || before.kind != TenantKind::Customer {
            let problem = "only a customer's tenant in state deleting is erased".to_owned();
            return Err(Error::Invalid { field: "/state", problem });
        }
        let tx = house.begin_directory(self.home).await?;
        tenant::Entity::delete_by_id(tenant.uuid()).exec(tx.session()).await?;
        tx.audit(AuditLine::new(actor, "tenants.erase").object(tenant).before(&*before)).await?;
        let keep = house.clone();
        tx.after_commit(move || keep.forget_tenant(tenant));
        tx.commit().await
    }

    /// Steps down into a tenant of this reseller, or its home; audited there.
    ///
    /// # Errors
    /// [`Error::NotBelow`] when it is not below.
    pub async fn enter(&self, actor: &Actor, tenant: TenantId) -> Result<TenantScope> {
        self.below(tenant)?;
        step_down(&self.house, actor, tenant).await
    }

    fn below(&self, tenant: TenantId) -> Result<Arc<Tenant>> {
        let facts = self.house.scope(tenant).ok_or(Error::NotBelow)?.facts();
        if facts.reseller == Some(self.id) { Ok(facts) } else { Err(Error::NotBelow) }
    }

    /// Whether the reseller's tenants together, with `changed` as it is to be, stay within its quota.
    fn check_quota(&self, changed: &Tenant) -> Result<()> {
        let mut tenants: Vec<_> =
            self.tenants().into_iter().filter(|tenant| tenant.id != changed.id).collect();
        if changed.kind == TenantKind::Customer {
            tenants.push(Arc::new(changed.clone()));
        }
        self.reseller()?.quota.holds(&tenants)
    }
}

/// The one way down, once parentage is checked: the line in the log, then the scope.
async fn step_down(house: &Arc<House>, actor: &Actor, tenant: TenantId) -> Result<TenantScope> {
    let scope = house.scope(tenant).ok_or(Error::NotBelow)?;
    let now = house.clock.now();
    if house.visits.is_new(actor, tenant, now) {
        let tx = scope.begin().await?;
        tx.audit(AuditLine::new(actor, "tenancy.enter").object(tenant)).await?;
        tx.commit().await?;
        house.visits.note(actor, tenant, now);
    }
    Ok(scope)
}

/// The unique columns of the global tables are names.
fn taken(error: sea_orm::DbErr) -> Error {
    match Error::from(error) {
        Error::Duplicate { .. } => Error::NameTaken,
        other => other,
    }
}
