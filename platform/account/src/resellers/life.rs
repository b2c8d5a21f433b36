//! Suspending, resuming and deleting resellers, and with them their tenants.

use bus::Publish as _;
use feature::Env;
use kernel::id::ResellerId;
use serde::Deserialize;
use tenancy::{ResellerChange, Tenant, TenantChange, TenantKind, TenantState};
use web::{Allow, Data, Json, Path, Problem, Query, Result, Routes};

use super::Write;
use super::api::{ResellerFacts, find, operator, shown};
use crate::Account;
use crate::tenants::{GRACE, ResellerEvent, Suspension, events};

/// Whether its tenants are deleted with it.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Along {
    /// Whether its tenants go with it; without it a reseller that has some is not deleted.
    with_tenants: Option<bool>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.post(
        "/resellers/{id}/suspend",
        "suspend_reseller",
        "Suspends it and all its tenants: calls are refused, emergencies excepted; people read the reason.",
        suspend,
    );
    routes.post(
        "/resellers/{id}/resume",
        "resume_reseller",
        "Lets it work again, also after a deletion, with the tenants that were deleted with it.",
        resume,
    );
    routes.delete("/resellers/{id}", "delete_reseller", "Deletes it; it can be resumed for 30 days.", delete);
}

async fn suspend(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<ResellerId>,
    body: Json<Suspension>,
) -> Result<Json<ResellerFacts>> {
    if find(&allow, id.0)?.state == TenantState::Deleting {
        let detail = "this reseller is being deleted; resume it first";
        return Err(refusal("resellers.deleting", detail));
    }
    let change = ResellerChange {
        state: Some(TenantState::Suspended),
        reason: Some(body.into_inner().reason()),
        ..ResellerChange::default()
    };
    set(&allow, &account, &env, id.0, change).await
}

async fn resume(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<ResellerId>,
) -> Result<Json<ResellerFacts>> {
    let before = find(&allow, id.0)?;
    let deleted_with = |tenant: &Tenant| {
        before.state == TenantState::Deleting
            && tenant.state == TenantState::Deleting
            && tenant.erase_after == before.erase_after
    };
    let change =
        TenantChange { state: Some(TenantState::Active), erase_after: Some(None), ..TenantChange::default() };
    change_tenants(&allow, &account, id.0, deleted_with, &change).await?;
    let change = ResellerChange {
        state: Some(TenantState::Active),
        reason: Some(None),
        erase_after: Some(None),
        ..ResellerChange::default()
    };
    set(&allow, &account, &env, id.0, change).await
}

async fn delete(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    id: Path<ResellerId>,
    along: Query<Along>,
) -> Result<Json<ResellerFacts>> {
    let before = find(&allow, id.0)?;
    let living = |tenant: &Tenant| tenant.state != TenantState::Deleting;
    let has = customers(&account, id.0).iter().any(|tenant| living(tenant));
    if has && along.0.with_tenants != Some(true) {
        let detail = "this reseller has tenants; say that they are to go with it";
        return Err(refusal("resellers.has_tenants", detail));
    }
    let erase_after = before.erase_after.unwrap_or_else(|| account.clock().now() + GRACE);
    let change = TenantChange {
        state: Some(TenantState::Deleting),
        erase_after: Some(Some(erase_after)),
        ..TenantChange::default()
    };
    change_tenants(&allow, &account, id.0, living, &change).await?;
    let change = ResellerChange {
        state: Some(TenantState::Deleting),
        erase_after: Some(Some(erase_after)),
        ..ResellerChange::default()
    };
    set(&allow, &account, &env, id.0, change).await
}

fn refusal(code: &'static str, detail: &str) -> Problem {
    Problem::new(actix_web::http::StatusCode::CONFLICT, code, detail)
}

fn customers(account: &Account, reseller: ResellerId) -> Vec<std::sync::Arc<Tenant>> {
    let mut tenants = account.directory().console().tenants();
    tenants.retain(|tenant| tenant.reseller == Some(reseller) && tenant.kind == TenantKind::Customer);
    tenants
}

async fn change_tenants(
    allow: &Allow<Write>,
    account: &Account,
    reseller: ResellerId,
    which: impl Fn(&Tenant) -> bool,
    change: &TenantChange,
) -> Result<()> {
    let tenants: Vec<_> = customers(account, reseller).into_iter().filter(|it| which(it)).collect();
    if tenants.is_empty() {
        return Ok(());
    }
    let below = operator(allow)?.enter(allow.actor(), reseller).await?;
    for tenant in tenants {
        let mut tx = below.draft_change(allow.actor(), tenant.id, change.clone()).await?;
        events::told(account, &mut tx, tenant.id).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn set(
    allow: &Allow<Write>,
    account: &Account,
    env: &Env,
    id: ResellerId,
    change: ResellerChange,
) -> Result<Json<ResellerFacts>> {
    let (tx, changed) = operator(allow)?.draft_reseller_change(allow.actor(), id, change).await?;
    tx.publish(ResellerEvent { id }).await?;
    tx.commit().await?;
    let directory = account.directory();
    for tenant in customers(account, id).iter().map(|tenant| tenant.id).chain([changed.home]) {
        if let Some(scope) = directory.envelope(tenant) {
            events::felt(&env.bus, &scope);
        }
    }
    Ok(Json(shown(account, env, &changed).await?))
}
