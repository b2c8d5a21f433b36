//! REST resource `/extensions`: internal numbers.

use feature::Env;
use kernel::id::{EndpointId, ExtensionId};
use serde::Deserialize;
use tenancy::{Actor, TenantTx};
use utoipa::IntoParams;
use web::{
    Allow, Bulk, BulkReport, Created, Data, Json, Listing, NoContent, Page, Path, Query, Result, Routes,
};

use super::extension::{Extension, ExtensionChange, ExtensionFault, NewExtension, read_number};
use super::{ExtensionChanged, ExtensionFilter, ExtensionOrder, InternalNumber, Read, Write, store};
use crate::change::{self, Change, States};
use crate::removal::{self, Dependents};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/extensions", "list_extensions", "Lists extensions.", list);
    routes.post("/extensions", "create_extension", "Creates an extension.", create);
    routes.post(
        "/extensions/delete",
        "delete_extensions",
        "Deletes up to 1,000 extensions and reports for each; with `dry_run` it only tells what would change.",
        delete_many,
    );
    routes.get("/extensions/{id}", "get_extension", "Shows an extension.", get);
    routes.patch("/extensions/{id}", "change_extension", "Changes number or endpoint.", change);
    routes.delete("/extensions/{id}", "delete_extension", "Deletes an extension.", delete);
    routes.post(
        "/extensions/{id}/restore",
        "restore_extension",
        "Brings an extension back that was deleted within the last 24 hours.",
        restore,
    );
}

async fn list(
    allow: Allow<Read>,
    listing: Listing<ExtensionOrder, ExtensionFilter>,
) -> Result<Json<Page<Extension>>> {
    Ok(Json(store::page(&allow.read().await?, &listing).await?))
}

async fn get(allow: Allow<Read>, Path(id): Path<ExtensionId>) -> Result<Json<Extension>> {
    Ok(Json(store::get(&allow.read().await?, id).await?))
}

/// Reads a number by the tenant's dial plan and country.
pub(super) async fn settled_number(
    tx: &TenantTx,
    env: &Env,
    text: &str,
) -> Result<InternalNumber, ExtensionFault> {
    let digits = crate::dial_plan::store::get(tx).await?.extension_digits;
    read_number(text, digits, &env.directory.tenant(tx.scope()).country)
}

/// Whether the tenant has this endpoint.
pub(super) async fn check_endpoint(tx: &TenantTx, endpoint: EndpointId) -> Result<(), ExtensionFault> {
    match crate::endpoints::store::get(tx, endpoint).await {
        Ok(_) => Ok(()),
        Err(tenancy::Error::NotFound { .. }) => Err(ExtensionFault::Endpoint),
        Err(other) => Err(other.into()),
    }
}

/// Creates the extension that rings an endpoint of the same transaction.
pub(crate) async fn create_for(
    tx: &TenantTx,
    env: &Env,
    actor: &Actor,
    number: &str,
    endpoint: EndpointId,
) -> Result<Extension, ExtensionFault> {
    let number = settled_number(tx, env, number).await?;
    let extension = store::insert(tx, &number, endpoint).await?;
    let event = ExtensionChanged { id: extension.id, change: Change::Created };
    let states = States { before: None, after: Some(&extension) };
    change::record(tx, actor, "extensions.create", extension.id, states, event).await?;
    Ok(extension)
}

async fn create(
    allow: Allow<Write>,
    env: Data<Env>,
    Json(new): Json<NewExtension>,
) -> Result<Created<Extension>> {
    let tx = allow.begin().await?;
    check_endpoint(&tx, new.endpoint).await?;
    let extension = create_for(&tx, &env, allow.actor(), &new.number, new.endpoint).await?;
    change::commit(tx).await?;
    let id = extension.id;
    Ok(Created::at(&id, extension))
}

async fn change(
    allow: Allow<Write>,
    env: Data<Env>,
    Path(id): Path<ExtensionId>,
    Json(change): Json<ExtensionChange>,
) -> Result<Json<Extension>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    let mut wanted = before.clone();
    if let Some(number) = change.number {
        wanted.number = settled_number(&tx, &env, &number).await?;
    }
    if let Some(endpoint) = change.endpoint {
        check_endpoint(&tx, endpoint).await?;
        wanted.endpoint = endpoint;
    }
    let after = store::update(&tx, &wanted).await?;
    let event = ExtensionChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "extensions.change", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(after))
}

/// Whether public numbers that lead to it keep an extension from being deleted.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Freeing {
    /// Public numbers that lead to it lead nowhere from then on. Without it they keep it from being deleted.
    pub cascade: bool,
}

fn dependents(allow: &Allow<Write>, freeing: Freeing) -> Dependents {
    match freeing.cascade {
        true => Dependents::Follow { extensions: true, numbers: allow.also::<crate::numbers::Write>() },
        false => Dependents::Forbid,
    }
}

async fn delete(
    allow: Allow<Write>,
    Path(id): Path<ExtensionId>,
    Query(freeing): Query<Freeing>,
) -> Result<NoContent> {
    let tx = allow.begin().await?;
    removal::delete_extension(&tx, allow.actor(), id, dependents(&allow, freeing)).await?;
    change::commit(tx).await?;
    Ok(NoContent)
}

async fn delete_many(
    allow: Allow<Write>,
    Query(freeing): Query<Freeing>,
    Json(bulk): Json<Bulk<ExtensionId>>,
) -> Result<Json<BulkReport>> {
    let tx = allow.begin().await?;
    let dependents = dependents(&allow, freeing);
    let delete = async |id| removal::delete_extension(&tx, allow.actor(), id, dependents).await;
    let report = bulk.each(delete).await?;
    if bulk.dry_run {
        tx.rollback().await?
    } else {
        change::commit(tx).await?
    }
    Ok(Json(report))
}

async fn restore(allow: Allow<Write>, Path(id): Path<ExtensionId>) -> Result<Json<Extension>> {
    let tx = allow.begin().await?;
    let extension = removal::restore_extension(&tx, allow.actor(), id).await?;
    change::commit(tx).await?;
    Ok(Json(extension))
}
