//! Reading tenants: the list with what they use, one of them, totals, and the reseller's own quota.

use std::sync::Arc;

use feature::Env;
use kernel::id::{ResellerId, TenantId};
use serde::{Deserialize, Serialize};
use tenancy::directory::Tenant;
use tenancy::{Limits, TenantKind, TenantState};
use web::{Allow, Data, Json, Listing, Order, Page, Path, Permission, Problem, Query, Result, Routes, Staff};

use super::Read;
use super::facts::TenantFacts;
use crate::resellers::QuotaBody;
use crate::usage::{Used, fresh, recent, sum};
use crate::{Account, plans};

/// What tenants are sorted by.
#[derive(Debug, Clone, Copy)]
enum By {
    Name,
    Title,
    CreatedAt,
    EraseAfter,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] = &[
        ("name", Self::Name),
        ("title", Self::Title),
        ("created_at", Self::CreatedAt),
        ("erase_after", Self::EraseAfter),
    ];
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// Only tenants of this reseller.
    #[param(inline)]
    reseller: Option<ResellerId>,
    /// `active`, `suspended` or `deleting`.
    #[param(value_type = Option<String>)]
    state: Option<TenantState>,
    /// `customer`, `reseller` or `operator`; by default all.
    #[param(value_type = Option<String>)]
    kind: Option<TenantKind>,
}

/// Whose totals.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// Only tenants of this reseller.
    #[param(inline)]
    reseller: Option<ResellerId>,
}

/// All customers below together.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct TenantTotals {
    /// Those that work.
    active: u32,
    /// Those that are suspended.
    suspended: u32,
    /// Those that are being deleted.
    deleting: u32,
    /// What they use together.
    used: Used,
    /// The sums of their limits; absent where one has none.
    allotted: QuotaBody,
}

/// A reseller's own quota.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct OwnQuota {
    /// What its tenants may use together; absent is without limit.
    quota: QuotaBody,
    /// The number of its tenants, and the sums of their limits; absent where one has none.
    allotted: QuotaBody,
    /// What its tenants use together.
    used: Used,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/tenants", "list_tenants", "Lists the tenants below.", list);
    routes.get("/tenants/totals", "total_tenants", "The customers below together.", totals);
    routes.get("/tenants/{id}", "get_tenant", "Shows a tenant below.", get);
    routes.get("/quota", "show_quota", "Shows the reseller's own quota and what is used of it.", quota);
}

async fn list(
    allow: Allow<Read>,
    account: Data<Account>,
    env: Data<Env>,
    listing: Listing<By, Filters>,
) -> Result<Page<TenantFacts>> {
    let filter = &listing.filter;
    let words = listing.search.as_deref().unwrap_or_default().to_lowercase();
    let fits = |tenant: &Arc<Tenant>| {
        let text =
            format!("{} {} {}", tenant.name, tenant.title, tenant.domain.as_deref().unwrap_or_default());
        let text = text.to_lowercase();
        filter.reseller.is_none_or(|reseller| tenant.reseller == Some(reseller))
            && filter.state.is_none_or(|state| tenant.state == state)
            && filter.kind.is_none_or(|kind| tenant.kind == kind)
            && words.split_whitespace().all(|word| text.contains(word))
    };
    let all = below(&allow)?.into_iter().filter(fits).collect();
    let page = Page::of_memory(all, &listing, |tenant: &Arc<Tenant>| {
        let place = match listing.order {
            By::Name => tenant.name.clone(),
            By::Title => tenant.title.to_lowercase(),
            By::CreatedAt => tenant.created_at.to_string(),
            By::EraseAfter => tenant.erase_after.map(|at| at.to_string()).unwrap_or_default(),
        };
        (place, tenant.id.to_string())
    })?;
    let used = recent(&account, &env, page.items.iter().map(|tenant| tenant.id)).await?;
    Ok(page.map(|tenant| {
        let facts = facts(&account, &tenant);
        TenantFacts { used: used.get(&tenant.id).copied(), ..facts }
    }))
}

async fn get(
    allow: Allow<Read>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<TenantId>,
) -> Result<Json<TenantFacts>> {
    let tenant = find(&allow, id.0)?;
    Ok(Json(with_usage(&account, &env, &tenant).await?))
}

async fn totals(
    allow: Allow<Read>,
    account: Data<Account>,
    env: Data<Env>,
    whose: Query<Whose>,
) -> Result<Json<TenantTotals>> {
    let mut tenants = below(&allow)?;
    tenants.retain(|tenant| {
        tenant.kind == TenantKind::Customer
            && whose.0.reseller.is_none_or(|reseller| tenant.reseller == Some(reseller))
    });
    let used = recent(&account, &env, tenants.iter().map(|tenant| tenant.id)).await?;
    let count = |state| {
        let count = tenants.iter().filter(|tenant| tenant.state == state).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Ok(Json(TenantTotals {
        active: count(TenantState::Active),
        suspended: count(TenantState::Suspended),
        deleting: count(TenantState::Deleting),
        used: sum(&used, tenants.iter().map(|tenant| &**tenant)),
        allotted: allotted(&tenants),
    }))
}

async fn quota(allow: Allow<Read>, account: Data<Account>, env: Data<Env>) -> Result<Json<OwnQuota>> {
    let Staff::Reseller(reseller) = allow.staff()? else { return Err(Problem::not_found()) };
    let tenants = reseller.tenants();
    let used = recent(&account, &env, tenants.iter().map(|tenant| tenant.id)).await?;
    Ok(Json(OwnQuota {
        quota: reseller.reseller()?.quota.into(),
        allotted: allotted(&tenants),
        used: sum(&used, tenants.iter().map(|tenant| &**tenant)),
    }))
}

/// How much of a quota these tenants take up.
pub(crate) fn allotted(tenants: &[Arc<Tenant>]) -> QuotaBody {
    let total = |of: fn(&Limits) -> Option<u32>| {
        let sum = tenants.iter().map(|tenant| of(&tenant.limits).map(u64::from)).sum::<Option<u64>>();
        sum.map(|sum| u32::try_from(sum).unwrap_or(u32::MAX))
    };
    QuotaBody {
        tenants: u32::try_from(tenants.len()).ok(),
        endpoints: total(|limits| limits.endpoints),
        concurrent_calls: total(|limits| limits.concurrent_calls),
        storage_mb: total(|limits| limits.storage_mb),
    }
}

/// A tenant's facts, and whether its reseller holds it up.
pub(super) fn facts(account: &Account, tenant: &Tenant) -> TenantFacts {
    let state = account.directory().envelope(tenant.id).map(|scope| scope.state());
    TenantFacts { held: state.is_some_and(|state| state != tenant.state), ..TenantFacts::from(tenant) }
}

/// The same with what it uses at this moment.
pub(super) async fn with_usage(account: &Account, env: &Env, tenant: &Tenant) -> Result<TenantFacts> {
    let scope = account.directory().envelope(tenant.id).ok_or_else(Problem::not_found)?;
    let used = fresh(account, env, &scope).await?;
    Ok(TenantFacts { used: Some(used), ..facts(account, tenant) })
}

/// All tenants below, for the operator with the homes of staff.
pub(super) fn below<P: Permission>(allow: &Allow<P>) -> Result<Vec<Arc<Tenant>>> {
    Ok(match allow.staff()? {
        Staff::Operator(operator) => operator.tenants(),
        Staff::Reseller(reseller) => reseller.tenants(),
    })
}

pub(super) fn find<P: Permission>(allow: &Allow<P>, id: TenantId) -> Result<Arc<Tenant>> {
    below(allow)?.into_iter().find(|tenant| tenant.id == id).ok_or_else(Problem::not_found)
}

/// The id of a plan in a body; what is no id is a plan that nobody has.
pub(super) fn plan_id(text: &str) -> Result<kernel::id::PlanId> {
    text.parse().map_err(|_| plans::PlanFault::Unknown.into())
}
