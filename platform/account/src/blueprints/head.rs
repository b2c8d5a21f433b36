//! The `[tenant]` table of a blueprint: which tenant, whose, and its facts.

use serde::{Deserialize, Serialize};
use tenancy::directory::Tenant;
use tenancy::{Limits, NewTenant, TenantChange};

use crate::tenants::LimitsBody;

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// The short name: which tenant this is.
    pub(super) name: String,
    /// The short name of the reseller whose it is; needed where the operator creates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reseller: Option<String>,
    /// The name people read.
    pub(super) title: String,
    /// SIP domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) domain: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub(super) country: String,
    /// BCP 47.
    pub(super) language: String,
    /// IANA time zone.
    pub(super) time_zone: String,
    /// A plan of the reseller, by its short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) plan: Option<String>,
    /// What it may use; where it has a plan, what it may use otherwise than the plan says.
    #[serde(default, skip_serializing_if = "is_unlimited")]
    pub(super) limits: LimitsBody,
}

fn is_unlimited(limits: &LimitsBody) -> bool {
    *limits == LimitsBody::default()
}

impl Head {
    /// The table of a live tenant.
    pub(super) fn of(tenant: &Tenant, reseller: Option<String>) -> Self {
        Self {
            name: tenant.name.clone(),
            reseller,
            title: tenant.title.clone(),
            domain: tenant.domain.clone(),
            country: tenant.country.clone(),
            language: tenant.language.clone(),
            time_zone: tenant.time_zone.clone(),
            plan: None,
            limits: tenant.limits.into(),
        }
    }

    /// The tenant to create.
    pub(super) fn new_tenant(&self) -> NewTenant {
        NewTenant {
            name: self.name.clone(),
            title: self.title.clone(),
            domain: self.domain.clone(),
            country: self.country.clone(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            limits: self.limits.into(),
        }
    }

    /// What differs from a live tenant but for its limits, by name.
    pub(super) fn differing(&self, tenant: &Tenant) -> Vec<String> {
        let present = Self::of(tenant, self.reseller.clone());
        let turn = |head: &Self| serde_json::to_value(head).unwrap_or_default();
        let (old, new) = (turn(&present), turn(self));
        let names = ["title", "domain", "country", "language", "time_zone"];
        names.into_iter().filter(|name| old.get(name) != new.get(name)).map(str::to_owned).collect()
    }

    /// The change that makes a live tenant so.
    pub(super) fn change(&self) -> TenantChange {
        TenantChange {
            title: Some(self.title.clone()),
            domain: Some(self.domain.clone()),
            country: Some(self.country.clone()),
            language: Some(self.language.clone()),
            time_zone: Some(self.time_zone.clone()),
            limits: Some(Limits::from(self.limits)),
            ..TenantChange::default()
        }
    }
}
