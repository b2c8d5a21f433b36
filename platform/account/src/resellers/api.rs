//! `/resellers` over REST.

use std::sync::Arc;

use bus::Publish as _;
use feature::Env;
use kernel::Timestamp;
use kernel::id::{ResellerId, TenantId};
use serde::{Deserialize, Serialize};
use tenancy::directory::Reseller;
use tenancy::ladder::Quota;
use tenancy::{NewReseller, OperatorScope, ResellerChange, TenantKind, TenantState};
use web::{Allow, Created, Data, Json, Listing, Order, Page, Path, Problem, Result, Routes, Staff};

use super::{Read, Write};
use crate::Account;
use crate::tenants::{ResellerEvent, allotted};
use crate::usage::{Used, recent, sum};

/// A reseller.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct ResellerFacts {
    /// Its id.
    id: ResellerId,
    /// The short name, unique over the installation.
    name: String,
    /// The name people read.
    title: String,
    /// The tenant of its staff.
    home: TenantId,
    /// What its tenants may use together.
    quota: QuotaBody,
    /// The number of its tenants and the sums of their limits; absent where one has none.
    allotted: QuotaBody,
    /// What its tenants use together.
    used: Used,
    /// `active`, `suspended` or `deleting`.
    #[schema(value_type = String)]
    state: TenantState,
    /// Why it is suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When what is being deleted is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    erase_after: Option<Timestamp>,
    /// When it was created.
    created_at: Timestamp,
}

/// What all tenants of a reseller may use together; absent is without limit.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Quota)]
pub struct QuotaBody {
    /// Tenants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenants: Option<u32>,
    /// Endpoints, as the sum of its tenants' limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<u32>,
    /// Calls at one time, as the sum of its tenants' limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrent_calls: Option<u32>,
    /// Storage in megabytes, as the sum of its tenants' limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_mb: Option<u32>,
}

/// A new reseller.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReseller)]
struct NewResellerBody {
    /// Lower-case letters, digits, hyphens; 2 to 40 characters; unique among resellers and tenants.
    #[schema(min_length = 2, max_length = 40, pattern = "^[a-z][a-z0-9-]*[a-z0-9]$")]
    name: String,
    /// The name people read.
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// What its tenants may use together.
    #[serde(default)]
    quota: QuotaBody,
}

/// What to change of a reseller; absent fields stay.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ResellerChange)]
struct ResellerChangeBody {
    /// The name people read.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// The whole quota.
    #[serde(default)]
    quota: Option<QuotaBody>,
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// `active`, `suspended` or `deleting`.
    #[param(value_type = Option<String>)]
    state: Option<TenantState>,
}

/// What resellers are sorted by.
#[derive(Debug, Clone, Copy)]
enum By {
    Name,
    Title,
    CreatedAt,
}

impl Order for By {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("name", Self::Name), ("title", Self::Title), ("created_at", Self::CreatedAt)];
}

impl From<QuotaBody> for Quota {
    fn from(body: QuotaBody) -> Self {
        Self {
            tenants: body.tenants,
            endpoints: body.endpoints,
            concurrent_calls: body.concurrent_calls,
            storage_mb: body.storage_mb,
        }
    }
}

impl From<Quota> for QuotaBody {
    fn from(quota: Quota) -> Self {
        Self {
            tenants: quota.tenants,
            endpoints: quota.endpoints,
            concurrent_calls: quota.concurrent_calls,
            storage_mb: quota.storage_mb,
        }
    }
}

/// A reseller with what its tenants take up.
pub(super) async fn shown(account: &Account, env: &Env, reseller: &Reseller) -> Result<ResellerFacts> {
    let mut tenants = account.directory().console().tenants();
    tenants.retain(|tenant| tenant.reseller == Some(reseller.id) && tenant.kind == TenantKind::Customer);
    let used = recent(account, env, tenants.iter().map(|tenant| tenant.id)).await?;
    Ok(ResellerFacts {
        id: reseller.id,
        name: reseller.name.clone(),
        title: reseller.title.clone(),
        home: reseller.home,
        quota: reseller.quota.into(),
        allotted: allotted(&tenants),
        used: sum(&used, tenants.iter().map(|tenant| &**tenant)),
        state: reseller.state,
        reason: reseller.reason.clone(),
        erase_after: reseller.erase_after,
        created_at: reseller.created_at,
    })
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/resellers", "list_resellers", "Lists the resellers.", list);
    routes.post("/resellers", "create_reseller", "Creates a reseller and the home of its staff.", create);
    routes.get("/resellers/{id}", "get_reseller", "Shows a reseller.", get);
    routes.patch("/resellers/{id}", "change_reseller", "Changes title or quota.", change);
}

async fn list(
    allow: Allow<Read>,
    account: Data<Account>,
    env: Data<Env>,
    listing: Listing<By, Filters>,
) -> Result<Page<ResellerFacts>> {
    let words = listing.search.as_deref().unwrap_or_default().to_lowercase();
    let fits = |reseller: &Arc<Reseller>| {
        let text = format!("{} {}", reseller.name, reseller.title.to_lowercase());
        listing.filter.state.is_none_or(|state| reseller.state == state)
            && words.split_whitespace().all(|word| text.contains(word))
    };
    let all = operator(&allow)?.resellers().into_iter().filter(fits).collect();
    let page = Page::of_memory(all, &listing, |reseller: &Arc<Reseller>| {
        let place = match listing.order {
            By::Name => reseller.name.clone(),
            By::Title => reseller.title.to_lowercase(),
            By::CreatedAt => reseller.created_at.to_string(),
        };
        (place, reseller.id.to_string())
    })?;
    let mut items = Vec::with_capacity(page.items.len());
    for reseller in &page.items {
        items.push(shown(&account, &env, reseller).await?);
    }
    Ok(Page { items, next: page.next, total: page.total })
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Json<NewResellerBody>,
) -> Result<Created<ResellerFacts>> {
    let NewResellerBody { name, title, quota } = body.into_inner();
    let new = NewReseller { name, title, quota: quota.into() };
    let (tx, made) = operator(&allow)?.draft_reseller(allow.actor(), new).await?;
    tx.publish(ResellerEvent { id: made.id }).await?;
    tx.commit().await?;
    Ok(Created::at(&made.id, shown(&account, &env, &made).await?))
}

async fn get(
    allow: Allow<Read>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<ResellerId>,
) -> Result<Json<ResellerFacts>> {
    let reseller = find(&allow, id.0)?;
    Ok(Json(shown(&account, &env, &reseller).await?))
}

async fn change(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<ResellerId>,
    body: Json<ResellerChangeBody>,
) -> Result<Json<ResellerFacts>> {
    let ResellerChangeBody { title, quota } = body.into_inner();
    let change = ResellerChange { title, quota: quota.map(Quota::from), ..ResellerChange::default() };
    let (tx, changed) = operator(&allow)?.draft_reseller_change(allow.actor(), id.0, change).await?;
    tx.publish(ResellerEvent { id: id.0 }).await?;
    tx.commit().await?;
    Ok(Json(shown(&account, &env, &changed).await?))
}

pub(super) fn find<P: web::Permission>(allow: &Allow<P>, id: ResellerId) -> Result<Arc<Reseller>> {
    operator(allow)?.resellers().into_iter().find(|reseller| reseller.id == id).ok_or_else(Problem::not_found)
}

pub(super) fn operator<P: web::Permission>(allow: &Allow<P>) -> Result<&OperatorScope> {
    match allow.staff()? {
        Staff::Operator(operator) => Ok(operator),
        Staff::Reseller(_) => Err(Problem::not_found()),
    }
}
