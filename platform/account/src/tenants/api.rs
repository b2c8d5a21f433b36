//! Changing tenants over REST, for those above them.

use std::sync::Arc;

use feature::Env;
use kernel::id::{ResellerId, TenantId};
use tenancy::directory::Tenant;
use tenancy::{Limits, NewTenant, ResellerScope, TenantChange, TenantKind, TenantState};
use web::{Allow, Created, Data, Json, Path, Problem, Result, Routes, Staff};

use super::facts::{NewTenantBody, Suspension, TenantChangeBody, TenantFacts};
use super::lists::{find, plan_id, with_usage};
use super::{GRACE, Write, events};
use crate::{Account, plans};

pub(super) fn routes(routes: &mut Routes) {
    routes.post("/tenants", "create_tenant", "Creates a tenant within the reseller's quota.", create);
    routes.patch("/tenants/{id}", "change_tenant", "Changes the fields given.", change);
    routes.post(
        "/tenants/{id}/suspend",
        "suspend_tenant",
        "Refuses its calls, emergencies excepted, and its people's work; they read the reason.",
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

/// The doors of one request.
struct Doors<'a> {
    allow: &'a Allow<Write>,
    account: &'a Account,
    env: &'a Env,
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Json<NewTenantBody>,
) -> Result<Created<TenantFacts>> {
    let body = body.into_inner();
    let reseller = reseller(&allow, body.reseller).await?;
    let limits = body.limits.map(Limits::from);
    let plan = body.plan.filter(|plan| !plan.is_empty());
    let (limits, taken) = match plan {
        Some(plan) => {
            let (limits, taken) = plans::take(&reseller, plan_id(&plan)?, limits).await?;
            (limits, Some(taken))
        }
        None => (limits.unwrap_or_default(), None),
    };
    let new = NewTenant {
        name: body.name,
        title: body.title,
        domain: body.domain,
        country: body.country,
        language: body.language,
        time_zone: body.time_zone,
        limits,
    };
    let mut tx = reseller.draft_tenant(allow.actor(), new, taken).await?;
    let scope = tx.scope().clone();
    events::told(&account, &mut tx, scope.tenant()).await?;
    tx.commit().await?;
    let facts = with_usage(&account, &env, &scope.facts()).await?;
    Ok(Created::at(&facts.id, facts.clone()))
}

async fn change(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<TenantId>,
    body: Json<TenantChangeBody>,
) -> Result<Json<TenantFacts>> {
    let doors = Doors { allow: &allow, account: &account, env: &env };
    let mut body = body.into_inner();
    let before = find(&allow, id.0)?;
    let given = body.plan.take();
    let mut change = TenantChange::from(body);
    // A tenant that follows a plan goes on following it where its limits are the plan's.
    let plan = match given.as_deref() {
        Some("") => {
            change.plan = Some(None);
            None
        }
        Some(text) => Some(plan_id(text)?),
        None => before.plan.as_ref().filter(|_| change.limits.is_some()).map(|taken| taken.id),
    };
    if let Some(plan) = plan {
        let reseller = reseller(&allow, before.reseller).await?;
        let (limits, taken) = plans::take(&reseller, plan, change.limits).await?;
        change.limits = Some(limits);
        change.plan = Some(Some(taken));
    }
    set(&doors, id.0, change).await
}

async fn suspend(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<TenantId>,
    body: Json<Suspension>,
) -> Result<Json<TenantFacts>> {
    if find(&allow, id.0)?.state == TenantState::Deleting {
        let status = actix_web::http::StatusCode::CONFLICT;
        return Err(Problem::new(
            status,
            "tenants.deleting",
            "this tenant is being deleted; resume it first",
        ));
    }
    let doors = Doors { allow: &allow, account: &account, env: &env };
    let reason = Some(body.into_inner().reason());
    set(&doors, id.0, TenantChange { reason, ..state(TenantState::Suspended) }).await
}

async fn resume(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<TenantId>,
) -> Result<Json<TenantFacts>> {
    let doors = Doors { allow: &allow, account: &account, env: &env };
    let change = TenantChange { reason: Some(None), erase_after: Some(None), ..state(TenantState::Active) };
    set(&doors, id.0, change).await
}

async fn delete(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<TenantId>,
) -> Result<Json<TenantFacts>> {
    let doors = Doors { allow: &allow, account: &account, env: &env };
    let before = find(&allow, id.0)?.erase_after;
    let erase_after = Some(Some(before.unwrap_or_else(|| account.clock().now() + GRACE)));
    set(&doors, id.0, TenantChange { erase_after, ..state(TenantState::Deleting) }).await
}

fn state(state: TenantState) -> TenantChange {
    TenantChange { state: Some(state), ..TenantChange::default() }
}

/// Changes a customer by way of its reseller; homes of staff are not changed here.
async fn set(doors: &Doors<'_>, id: TenantId, change: TenantChange) -> Result<Json<TenantFacts>> {
    let tenant: Arc<Tenant> = find(doors.allow, id)?;
    if tenant.kind != TenantKind::Customer {
        let status = actix_web::http::StatusCode::CONFLICT;
        return Err(Problem::new(status, "tenants.home", "this is the home of staff, not a customer"));
    }
    let reseller = reseller(doors.allow, tenant.reseller).await?;
    let mut tx = reseller.draft_change(doors.allow.actor(), id, change).await?;
    events::told(doors.account, &mut tx, id).await?;
    let scope = tx.scope().clone();
    tx.commit().await?;
    events::felt(&doors.env.bus, &scope);
    Ok(Json(with_usage(doors.account, doors.env, &scope.facts()).await?))
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
