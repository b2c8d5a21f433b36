//! `/me`: who is signed in, where, and what the person may do; the own settings and password (TEN-6).

mod api;

use feature::Feature;
use kernel::Timestamp;
use kernel::id::{SupportGrantId, TenantId};
use serde::Serialize;
use tenancy::{TenantKind, TenantScope, TenantState};
use web::Grants;

use crate::Account;
use crate::users::User;

pub(crate) use api::proven;

/// The slice.
pub fn feature() -> Feature {
    Feature::new("me").routes(api::routes)
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Me {
    /// The person.
    pub user: User,
    /// Where the request works: the own tenant, or the one stepped down into.
    pub tenant: Place,
    /// The person's own tenant.
    pub home: Place,
    /// What the person may do, sorted.
    pub permissions: Vec<String>,
    /// Whether the organisation demands a second factor that must be set up before anything else.
    pub second_factor_needed: bool,
    /// The consent by which support staff is in the tenant stepped down into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consented>,
}

/// A consent that is in use.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Consented {
    /// Which.
    pub id: SupportGrantId,
    /// When it ends.
    pub until: Timestamp,
}

/// A tenant, as the people in it see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Place {
    /// Its id.
    pub id: TenantId,
    /// `customer`, `reseller` or `operator`.
    #[schema(value_type = String)]
    pub kind: TenantKind,
    /// The short name.
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
    /// Why it does not work, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Place {
    fn of(account: &Account, scope: &TenantScope) -> Self {
        let tenant = account.directory().tenant(scope);
        Self {
            id: tenant.id,
            kind: tenant.kind,
            name: tenant.name.clone(),
            title: tenant.title.clone(),
            domain: tenant.domain.clone(),
            country: tenant.country.clone(),
            language: tenant.language.clone(),
            time_zone: tenant.time_zone.clone(),
            state: scope.state(),
            reason: scope.reason(),
        }
    }
}

/// A person at home.
pub(crate) fn of(account: &Account, home: &TenantScope, user: User, grants: &Grants) -> Me {
    let home = Place::of(account, home);
    let permissions = grants.names().map(str::to_owned).collect();
    let second_factor_needed = grants.is_confined();
    Me { user, tenant: home.clone(), home, permissions, second_factor_needed, consent: None }
}
