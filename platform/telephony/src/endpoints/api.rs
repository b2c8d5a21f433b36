//! REST resource `/endpoints`: SIP identities; members see their own.

use feature::Env;
use kernel::id::{EndpointId, UserId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{
    Affected, Allow, Bulk, BulkReport, Created, Data, Effect, Json, Listing, NoContent, Page, Path, Problem,
    Query, Result, Routes,
};

use super::endpoint::{
    Endpoint, EndpointChange, EndpointFault, ListedEndpoint, NewEndpoint, NewSecret, Strength, WithSecret,
    check_name,
};
use super::{EndpointChanged, EndpointFilter, EndpointOrder, Read, ReadOwn, Settings, Write, devices, store};
use crate::change::{self, Change, States};
use crate::removal::{self, Dependents};
use crate::{Telephony, extensions, numbers, overview};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/endpoints", "list_endpoints", "Lists endpoints; a member's own alone.", list);
    routes.post(
        "/endpoints",
        "create_endpoint",
        "Creates an endpoint and shows its SIP password once.",
        create,
    );
    routes.post(
        "/endpoints/delete",
        "delete_endpoints",
        "Deletes up to 1,000 endpoints and reports for each; with `dry_run` it only tells what would go.",
        delete_many,
    );
    routes.get("/endpoints/{id}", "get_endpoint", "Shows an endpoint.", get);
    routes.patch("/endpoints/{id}", "change_endpoint", "Changes name, owner or settings.", change);
    routes.delete(
        "/endpoints/{id}",
        "delete_endpoint",
        "Deletes an endpoint; its devices lose their registration.",
        delete,
    );
    routes.post(
        "/endpoints/{id}/restore",
        "restore_endpoint",
        "Brings an endpoint back that was deleted within the last 24 hours, with its SIP account and extensions.",
        restore,
    );
    routes.put(
        "/endpoints/{id}/secret",
        "set_endpoint_secret",
        "Sets or draws the SIP password and shows it once; devices configured by hand lose their registration.",
        set_secret,
    );
    devices::routes(routes);
}

/// The owner that a list is bound to: nobody for who may see all.
pub(super) fn bound_to(allow: &Allow<ReadOwn>) -> Option<UserId> {
    (!allow.also::<Read>()).then(|| allow.person().user)
}

async fn list(
    allow: Allow<ReadOwn>,
    env: Data<Env>,
    listing: Listing<EndpointOrder, EndpointFilter>,
) -> Result<Json<Page<ListedEndpoint>>> {
    let tx = allow.read().await?;
    let rows = store::page(&tx, &listing, bound_to(&allow)).await?;
    let ids = rows.items.iter().map(|row| row.id).collect();
    let mut numbers = crate::extensions::store::numbers_by_endpoint(&tx, ids).await?;
    let now = env.clock.now();
    let listed = |row: store::Model| {
        let id = EndpointId(row.id);
        let bindings = env.location.of(allow.scope(), id);
        ListedEndpoint {
            numbers: numbers.remove(&id).unwrap_or_default(),
            owner_name: Some(row.owner_name.clone()).filter(|name| !name.is_empty()),
            devices: bindings.iter().filter(|binding| binding.expires > now).count(),
            endpoint: row.into(),
        }
    };
    Ok(Json(Page::of(rows, listed)))
}

async fn get(allow: Allow<ReadOwn>, Path(id): Path<EndpointId>) -> Result<Json<Endpoint>> {
    let tx = allow.read().await?;
    Ok(Json(visible(&allow, store::get(&tx, id).await?)?))
}

/// Somebody else's endpoint is not there for a member.
pub(super) fn visible(allow: &Allow<ReadOwn>, endpoint: Endpoint) -> Result<Endpoint> {
    match bound_to(allow) {
        Some(owner) if endpoint.owner != Some(owner) => Err(web::Problem::not_found()),
        _ => Ok(endpoint),
    }
}

async fn create(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Json(new): Json<NewEndpoint>,
) -> Result<Created<WithSecret>> {
    new.check(Strength::Demanded)?;
    if new.extension.is_some() && !allow.also::<extensions::Write>() {
        return Err(removal::forbidden("extensions").at("/extension"));
    }
    let tx = allow.begin().await?;
    known(&tx, &telephony, new.owner, &new.settings).await?;
    within_limit(&tx, env.directory.tenant(allow.scope()).limits.endpoints, 1).await?;
    let wanted = new.extension.clone();
    let (endpoint, secret) = store::insert(&tx, new, None).await?;
    let event = EndpointChanged { id: endpoint.id, change: Change::Created };
    let states = States { before: None, after: Some(&endpoint) };
    change::record(&tx, allow.actor(), "endpoints.create", endpoint.id, states, event).await?;
    let extension = match wanted {
        Some(number) => {
            let made = extensions::create_for(&tx, &env, allow.actor(), &number, endpoint.id).await;
            Some(made.map_err(|fault| Problem::from(fault).at("/extension"))?)
        }
        None => None,
    };
    overview::refreshed(&tx, &*telephony.users(), endpoint.id).await?;
    change::commit(tx).await?;
    let id = endpoint.id;
    Ok(Created::at(&id, WithSecret { endpoint, secret, extension }))
}

/// Whether the tenant has the user and the number that an endpoint refers to.
async fn known(
    tx: &tenancy::TenantTx,
    telephony: &Telephony,
    owner: Option<UserId>,
    settings: &Settings,
) -> Result<()> {
    if let Some(owner) = owner
        && telephony.users().name_of(tx, owner).await?.is_none()
    {
        return Err(EndpointFault::Owner.into());
    }
    if let Some(number) = &settings.caller_number
        && !numbers::holds(tx, number).await?
    {
        return Err(EndpointFault::CallerNumber.into());
    }
    Ok(())
}

/// Whether the tenant may have `more` endpoints.
pub(super) async fn within_limit(
    tx: &tenancy::TenantTx,
    limit: Option<u32>,
    more: u64,
) -> Result<(), EndpointFault> {
    match limit {
        Some(limit) if store::count(tx).await? + more > u64::from(limit) => Err(EndpointFault::Limit(limit)),
        _ => Ok(()),
    }
}

async fn change(
    allow: Allow<Write>,
    telephony: Data<Telephony>,
    Path(id): Path<EndpointId>,
    Json(change): Json<EndpointChange>,
) -> Result<Json<Endpoint>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    let mut wanted = before.clone();
    if let Some(name) = change.name {
        check_name(&name)?;
        wanted.name = name;
    }
    if let Some(settings) = change.settings {
        settings.check().map_err(EndpointFault::from)?;
        wanted.settings = settings;
    }
    wanted.owner = change.owner.unwrap_or(wanted.owner);
    known(&tx, &telephony, wanted.owner, &wanted.settings).await?;
    let after = store::update(&tx, &wanted).await?;
    overview::refreshed(&tx, &*telephony.users(), id).await?;
    let event = EndpointChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "endpoints.change", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(after))
}

/// Whether what points at the endpoint goes with it.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Cascade {
    /// Extensions that ring it are deleted too, and public numbers that lead to them lead nowhere from then on. Without
    /// it they keep it from being deleted.
    pub cascade: bool,
}

pub(super) fn dependents(allow: &Allow<Write>, cascade: Cascade) -> Dependents {
    if !cascade.cascade {
        return Dependents::Forbid;
    }
    Dependents::Follow {
        extensions: allow.also::<extensions::Write>(),
        numbers: allow.also::<numbers::Write>(),
    }
}

async fn delete(
    allow: Allow<Write>,
    telephony: Data<Telephony>,
    Path(id): Path<EndpointId>,
    Query(cascade): Query<Cascade>,
) -> Result<NoContent> {
    let tx = allow.begin().await?;
    removal::delete_endpoint(&tx, allow.actor(), id, dependents(&allow, cascade)).await?;
    change::commit(tx).await?;
    telephony.registrar().drop_all(allow.scope(), id);
    Ok(NoContent)
}

async fn delete_many(
    allow: Allow<Write>,
    (env, telephony): (Data<Env>, Data<Telephony>),
    Query(cascade): Query<Cascade>,
    Json(bulk): Json<Bulk<EndpointId>>,
) -> Result<Json<BulkReport>> {
    let tx = allow.begin().await?;
    let dependents = dependents(&allow, cascade);
    let delete = async |id| {
        let mut affected = removal::delete_endpoint(&tx, allow.actor(), id, dependents).await?;
        affected.extend(env.location.of(allow.scope(), id).iter().map(|binding| Affected {
            id: binding.device.to_string(),
            kind: "devices",
            name: binding.source.to_string(),
            effect: Effect::Dropped,
        }));
        Ok(affected)
    };
    let report = bulk.each(delete).await?;
    if bulk.dry_run {
        tx.rollback().await?;
        return Ok(Json(report));
    }
    change::commit(tx).await?;
    for id in bulk.ids {
        telephony.registrar().drop_all(allow.scope(), id);
    }
    Ok(Json(report))
}

async fn restore(
    allow: Allow<Write>,
    (env, telephony): (Data<Env>, Data<Telephony>),
    Path(id): Path<EndpointId>,
) -> Result<Json<Endpoint>> {
    let tx = allow.begin().await?;
    within_limit(&tx, env.directory.tenant(allow.scope()).limits.endpoints, 1).await?;
    let endpoint = removal::restore_endpoint(&tx, allow.actor(), id, &telephony.users()).await?;
    change::commit(tx).await?;
    Ok(Json(endpoint))
}

async fn set_secret(
    allow: Allow<Write>,
    telephony: Data<Telephony>,
    Path(id): Path<EndpointId>,
    Json(new): Json<NewSecret>,
) -> Result<Json<WithSecret>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    let secret = new.settle(&before.terminal_user, &**allow.scope().rng())?;
    let endpoint = store::set_secret(&tx, id, &secret).await?;
    let event = EndpointChanged { id, change: Change::Updated };
    let states: States<'_, Endpoint> = States { before: None, after: None };
    change::record(&tx, allow.actor(), "endpoints.set_secret", id, states, event).await?;
    change::commit(tx).await?;
    // Whoever knew the old password must not stay registered with it.
    telephony.registrar().drop_all(allow.scope(), id);
    Ok(Json(WithSecret { endpoint, secret, extension: None }))
}
