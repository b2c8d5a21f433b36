//! REST resource `/endpoints`: SIP identities; members see their own.

use feature::Env;
use kernel::id::{EndpointId, UserId};
use web::{Allow, Created, Data, Json, Listing, NoContent, Page, Path, Result, Routes};

use super::endpoint::{
    Endpoint, EndpointChange, EndpointFault, NewEndpoint, NewSecret, Strength, WithSecret, check_name,
};
use super::{EndpointChanged, EndpointFilter, EndpointOrder, Read, ReadOwn, Settings, Write, devices, store};
use crate::change::{self, Change, States};
use crate::{Telephony, numbers};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/endpoints", "list_endpoints", "Lists endpoints; a member's own alone.", list);
    routes.post(
        "/endpoints",
        "create_endpoint",
        "Creates an endpoint and shows its SIP password once.",
        create,
    );
    routes.get("/endpoints/{id}", "get_endpoint", "Shows an endpoint.", get);
    routes.patch("/endpoints/{id}", "change_endpoint", "Changes name, owner or settings.", change);
    routes.delete(
        "/endpoints/{id}",
        "delete_endpoint",
        "Deletes an endpoint; its devices lose their registration.",
        delete,
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
    listing: Listing<EndpointOrder, EndpointFilter>,
) -> Result<Json<Page<Endpoint>>> {
    let tx = allow.read().await?;
    Ok(Json(store::page(&tx, &listing, bound_to(&allow)).await?))
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
    let tx = allow.begin().await?;
    known(&tx, &telephony, new.owner, &new.settings).await?;
    within_limit(&tx, env.directory.tenant(allow.scope()).limits.endpoints, 1).await?;
    let (endpoint, secret) = store::insert(&tx, new, None).await?;
    let event = EndpointChanged { id: endpoint.id, change: Change::Created };
    let states = States { before: None, after: Some(&endpoint) };
    change::record(&tx, allow.actor(), "endpoints.create", endpoint.id, states, event).await?;
    change::commit(tx).await?;
    let id = endpoint.id;
    Ok(Created::at(&id, WithSecret { endpoint, secret }))
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
    let event = EndpointChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "endpoints.change", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(after))
}

async fn delete(
    allow: Allow<Write>,
    telephony: Data<Telephony>,
    Path(id): Path<EndpointId>,
) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    store::delete(&tx, id).await?;
    let event = EndpointChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(&tx, allow.actor(), "endpoints.delete", id, states, event).await?;
    change::commit(tx).await?;
    telephony.registrar().drop_all(allow.scope(), id);
    Ok(NoContent)
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
    Ok(Json(WithSecret { endpoint, secret }))
}
