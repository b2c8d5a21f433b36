//! `/tenants` over REST, for those above them.

use std::sync::Arc;

use kernel::id::{ResellerId, TenantId};
use serde::Deserialize;
use tenancy::directory::Tenant;
use tenancy::{NewTenant, ResellerScope, TenantChange, TenantKind, TenantState};
use web::{
    Allow, Created, Data, Json, Listing, Order, Page, Path, Permission, Problem, Result, Routes, Staff,
};

use super::facts::{NewTenantBody, TenantChangeBody, TenantFacts};
use super::{GRACE, Read, Write, removal};
use crate::Account;

/// What tenants are sorted by.
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

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/tenants", "list_tenants", "Lists the tenants below.", list);
    routes.post("/tenants", "create_tenant", "Creates a tenant within the reseller's quota.", create);
    routes.get("/tenants/{id}", "get_tenant", "Shows a tenant below.", get);
    routes.patch("/tenants/{id}", "change_tenant", "Changes the fields given.", change);
    routes.post(
        "/tenants/{id}/suspend",
        "suspend_tenant",
        "Refuses its calls, emergencies excepted.",
        suspend,
    );
    routes.post(
        "/tenants/{id}/resume",
        "resume_tenant",
        "Lets it work again, also after a deletion.",
        resume,
    );
    routes.delete("/tenants/{id}", "delete_tenant", "Deletes it; it can be resumed for 30 days.", delete);
}

async fn list(allow: Allow<Read>, listing: Listing<By, Filters>) -> Result<Page<TenantFacts>> {
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
        };
        (place, tenant.id.to_string())
    })?;
    Ok(page.map(|tenant| TenantFacts::from(&*tenant)))
}

async fn get(allow: Allow<Read>, id: Path<TenantId>) -> Result<Json<TenantFacts>> {
    Ok(Json(TenantFacts::from(&*find(&allow, id.0)?)))
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    body: Json<NewTenantBody>,
) -> Result<Created<TenantFacts>> {
    let body = body.into_inner();
    let reseller = reseller(&allow, body.reseller).await?;
    let new = NewTenant {
        name: body.name,
        title: body.title,
        domain: body.domain,
        country: body.country,
        language: body.language,
        time_zone: body.time_zone,
        limits: body.limits.into(),
    };
    let scope = reseller.create_tenant(allow.actor(), new).await?;
    let facts = TenantFacts::from(&*account.directory().tenant(&scope));
    Ok(Created::at(&facts.id, facts.clone()))
}

async fn change(
    allow: Allow<Write>,
    id: Path<TenantId>,
    body: Json<TenantChangeBody>,
) -> Result<Json<TenantFacts>> {
    let changed = set(&allow, id.0, body.into_inner().into()).await?;
    Ok(Json(TenantFacts::from(&*changed)))
}

async fn suspend(allow: Allow<Write>, id: Path<TenantId>) -> Result<Json<TenantFacts>> {
    let tenant = find(&allow, id.0)?;
    if tenant.state == TenantState::Deleting {
        let status = actix_web::http::StatusCode::CONFLICT;
        return Err(Problem::new(
            status,
            "tenants.deleting",
            "this tenant is being deleted; resume it first",
        ));
    }
    let changed = set(&allow, id.0, state(TenantState::Suspended)).await?;
    Ok(Json(TenantFacts::from(&*changed)))
}

async fn resume(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<TenantId>,
) -> Result<Json<TenantFacts>> {
    let was = find(&allow, id.0)?.state;
    let changed = set(&allow, id.0, state(TenantState::Active)).await?;
    if was == TenantState::Deleting {
        let scope = account.directory().envelope(id.0).ok_or_else(Problem::not_found)?;
        removal::set(&scope, None).await?;
    }
    Ok(Json(TenantFacts::from(&*changed)))
}

async fn delete(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<TenantId>,
) -> Result<Json<TenantFacts>> {
    let tenant = find(&allow, id.0)?;
    if tenant.state != TenantState::Deleting {
        let scope = account.directory().envelope(id.0).ok_or_else(Problem::not_found)?;
        // The moment first: a tenant in state `deleting` without one would never go.
        removal::set(&scope, Some(account.clock().now() + GRACE)).await?;
    }
    let changed = set(&allow, id.0, state(TenantState::Deleting)).await?;
    Ok(Json(TenantFacts::from(&*changed)))
}

fn state(state: TenantState) -> TenantChange {
    TenantChange { state: Some(state), ..TenantChange::default() }
}

/// All tenants below, for the operator with the homes of staff.
fn below<P: Permission>(allow: &Allow<P>) -> Result<Vec<Arc<Tenant>>> {
    Ok(match allow.staff()? {
        Staff::Operator(operator) => operator.tenants(),
        Staff::Reseller(reseller) => reseller.tenants(),
    })
}

fn find<P: Permission>(allow: &Allow<P>, id: TenantId) -> Result<Arc<Tenant>> {
    below(allow)?.into_iter().find(|tenant| tenant.id == id).ok_or_else(Problem::not_found)
}

/// Changes a customer by way of its reseller; homes of staff are not changed here.
async fn set(allow: &Allow<Write>, id: TenantId, change: TenantChange) -> Result<Arc<Tenant>> {
    let tenant = find(allow, id)?;
    if tenant.kind != TenantKind::Customer {
        let status = actix_web::http::StatusCode::CONFLICT;
        return Err(Problem::new(status, "tenants.home", "this is the home of staff, not a customer"));
    }
    let reseller = reseller(allow, tenant.reseller).await?;
    Ok(reseller.change_tenant(allow.actor(), id, change).await?)
}

/// The reseller to work for: the own one, or for the operator the one that is named.
async fn reseller(allow: &Allow<Write>, named: Option<ResellerId>) -> Result<ResellerScope> {
    match allow.staff()? {
        Staff::Reseller(own) if named.is_none_or(|id| id == own.id()) => Ok(own.clone()),
        Staff::Reseller(_) => Err(Problem::not_found().at("/reseller")),
        Staff::Operator(operator) => {
            let id = named.ok_or_else(|| {
                let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
                Problem::new(status, "tenants.whose", "say which reseller the tenant is of").at("/reseller")
            })?;
            Ok(operator.enter(allow.actor(), id).await?)
        }
    }
}
