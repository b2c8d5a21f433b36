//! REST resource `/extensions`: internal numbers.

use feature::Env;
use kernel::id::{EndpointId, ExtensionId};
use tenancy::TenantTx;
use web::{Allow, Created, Data, Json, Listing, NoContent, Page, Path, Result, Routes};

use super::extension::{Extension, ExtensionChange, ExtensionFault, NewExtension, read_number};
use super::{ExtensionChanged, ExtensionFilter, ExtensionOrder, InternalNumber, Read, Write, store};
use crate::change::{self, Change, States};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/extensions", "list_extensions", "Lists extensions.", list);
    routes.post("/extensions", "create_extension", "Creates an extension.", create);
    routes.get("/extensions/{id}", "get_extension", "Shows an extension.", get);
    routes.patch("/extensions/{id}", "change_extension", "Changes number or endpoint.", change);
    routes.delete("/extensions/{id}", "delete_extension", "Deletes an extension.", delete);
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

async fn create(
    allow: Allow<Write>,
    env: Data<Env>,
    Json(new): Json<NewExtension>,
) -> Result<Created<Extension>> {
    let tx = allow.begin().await?;
    let number = settled_number(&tx, &env, &new.number).await?;
    check_endpoint(&tx, new.endpoint).await?;
    let extension = store::insert(&tx, &number, new.endpoint).await?;
    let event = ExtensionChanged { id: extension.id, change: Change::Created };
    let states = States { before: None, after: Some(&extension) };
    change::record(&tx, allow.actor(), "extensions.create", extension.id, states, event).await?;
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

async fn delete(allow: Allow<Write>, Path(id): Path<ExtensionId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    store::delete(&tx, id).await?;
    let event = ExtensionChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(&tx, allow.actor(), "extensions.delete", id, states, event).await?;
    change::commit(tx).await?;
    Ok(NoContent)
}
