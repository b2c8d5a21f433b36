//! The shapes of a tenant outside.

use kernel::Timestamp;
use kernel::id::{PlanId, ResellerId, TenantId};
use serde::{Deserialize, Serialize};
use tenancy::directory::Tenant;
use tenancy::{Limits, TenantChange, TenantKind, TenantState};

use crate::usage::Used;

/// A tenant as those above it see it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct TenantFacts {
    /// Its id; staff steps down by it.
    pub id: TenantId,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reseller: Option<ResellerId>,
    /// `customer`, or the home of staff: `reseller`, `operator`.
    #[schema(value_type = String)]
    pub kind: TenantKind,
    /// The short name in paths and sign-ins.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// Its SIP domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// BCP 47.
    pub language: String,
    /// IANA time zone.
    pub time_zone: String,
    /// `active`, `suspended` or `deleting`.
    #[schema(value_type = String)]
    pub state: TenantState,
    /// Whether it does not work because its reseller does not.
    pub held: bool,
    /// Why it is suspended, for its people to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When what is being deleted is erased; until then it can be resumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erase_after: Option<Timestamp>,
    /// What it may use.
    pub limits: LimitsBody,
    /// The plan that its limits follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanOfTenant>,
    /// What it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<Used>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The plan that a tenant has taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlanOfTenant {
    /// Which.
    pub id: PlanId,
    /// Limits that are the tenant's own and do not follow it.
    pub own: Vec<String>,
}

/// Why it is suspended.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Suspension {
    /// What its people read when they sign in.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl Suspension {
    /// The reason, where there is one.
    pub fn reason(self) -> Option<String> {
        self.reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// What a tenant may use; absent is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Limits)]
pub struct LimitsBody {
    /// Users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    /// Endpoints.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<u32>,
    /// Registered devices per endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub devices_per_endpoint: Option<u32>,
    /// Calls at one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrent_calls: Option<u32>,
    /// New calls per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls_per_second: Option<u32>,
    /// API requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_per_minute: Option<u32>,
    /// Storage in megabytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_mb: Option<u32>,
}

/// A new tenant.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTenant)]
pub(super) struct NewTenantBody {
    /// Lower-case letters, digits, hyphens; 2 to 40 characters; unique over the installation.
    #[schema(min_length = 2, max_length = 40, pattern = "^[a-z][a-z0-9-]*[a-z0-9]$")]
    pub(super) name: String,
    /// The name people read.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) title: String,
    /// SIP domain, unique over the installation.
    #[serde(default)]
    #[schema(
        max_length = 253,
        pattern = "^$|^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"
    )]
    pub(super) domain: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$")]
    pub(super) country: String,
    /// BCP 47.
    #[schema(max_length = 35, pattern = "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
    pub(super) language: String,
    /// IANA time zone.
    #[schema(max_length = 64, pattern = "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$")]
    pub(super) time_zone: String,
    /// What it may use; absent, what its plan says.
    #[serde(default)]
    pub(super) limits: Option<LimitsBody>,
    /// A plan of the reseller; limits that differ from it are the tenant's own.
    #[serde(default)]
    pub(super) plan: Option<String>,
    /// Whose it becomes: needed from the operator, from a reseller its own or absent.
    #[serde(default)]
    pub(super) reseller: Option<ResellerId>,
}

/// What to change of a tenant; absent fields stay.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TenantChange)]
pub(super) struct TenantChangeBody {
    /// The name people read.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// SIP domain; empty takes it away.
    #[serde(default)]
    #[schema(
        max_length = 253,
        pattern = "^$|^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"
    )]
    domain: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    #[schema(pattern = "^[A-Z]{2}$")]
    country: Option<String>,
    /// BCP 47.
    #[serde(default)]
    #[schema(max_length = 35, pattern = "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
    language: Option<String>,
    /// IANA time zone.
    #[serde(default)]
    #[schema(max_length = 64, pattern = "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$")]
    time_zone: Option<String>,
    /// All limits.
    #[serde(default)]
    pub(super) limits: Option<LimitsBody>,
    /// A plan of the reseller; empty leaves the plan and keeps the limits.
    #[serde(default)]
    pub(super) plan: Option<String>,
}

impl From<TenantChangeBody> for TenantChange {
    fn from(body: TenantChangeBody) -> Self {
        Self {
            title: body.title,
            domain: body.domain.map(|domain| Some(domain).filter(|text| !text.is_empty())),
            country: body.country,
            language: body.language,
            time_zone: body.time_zone,
            limits: body.limits.map(Limits::from),
            ..Self::default()
        }
    }
}

impl From<LimitsBody> for Limits {
    fn from(body: LimitsBody) -> Self {
        Self {
            users: body.users,
            endpoints: body.endpoints,
            devices_per_endpoint: body.devices_per_endpoint,
            concurrent_calls: body.concurrent_calls,
            calls_per_second: body.calls_per_second,
            api_per_minute: body.api_per_minute,
            storage_mb: body.storage_mb,
        }
    }
}

impl From<Limits> for LimitsBody {
    fn from(limits: Limits) -> Self {
        Self {
            users: limits.users,
            endpoints: limits.endpoints,
            devices_per_endpoint: limits.devices_per_endpoint,
            concurrent_calls: limits.concurrent_calls,
            calls_per_second: limits.calls_per_second,
            api_per_minute: limits.api_per_minute,
            storage_mb: limits.storage_mb,
        }
    }
}

impl From<&Tenant> for TenantFacts {
    fn from(tenant: &Tenant) -> Self {
        Self {
            id: tenant.id,
            reseller: tenant.reseller,
            kind: tenant.kind,
            name: tenant.name.clone(),
            title: tenant.title.clone(),
            domain: tenant.domain.clone(),
            country: tenant.country.clone(),
            language: tenant.language.clone(),
            time_zone: tenant.time_zone.clone(),
            state: tenant.state,
            held: false,
            reason: tenant.reason.clone(),
            erase_after: tenant.erase_after,
            limits: tenant.limits.into(),
            plan: tenant.plan.as_ref().map(|plan| PlanOfTenant { id: plan.id, own: plan.own.clone() }),
            used: None,
            created_at: tenant.created_at,
        }
    }
}
