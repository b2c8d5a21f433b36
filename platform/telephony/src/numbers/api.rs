//! REST resource `/numbers`: public numbers.

use feature::Env;
use kernel::id::{ExtensionId, NumberId};
use tenancy::{Actor, TenantTx};
use web::{
    Affected, Allow, Bulk, BulkReport, Created, Data, Json, Listing, NoContent, Page, Path, Problem, Result,
    Routes,
};

use super::number::{NewNumber, Number, NumberChange, NumberFault, check_label, read_number};
use super::{NumberChanged, NumberFilter, NumberOrder, Read, Write, store};
use crate::change::{self, Change, States};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/numbers", "list_numbers", "Lists public numbers.", list);
    routes.post("/numbers", "create_number", "Adds a public number.", create);
    routes.post(
        "/numbers/delete",
        "delete_numbers",
        "Deletes up to 1,000 public numbers and reports for each; with `dry_run` nothing is changed.",
        delete_many,
    );
    routes.get("/numbers/{id}", "get_number", "Shows a public number.", get);
    routes.patch("/numbers/{id}", "change_number", "Assigns a public number or changes its label.", change);
    routes.delete("/numbers/{id}", "delete_number", "Deletes a public number.", delete);
    routes.post(
        "/numbers/{id}/restore",
        "restore_number",
        "Brings a public number back that was deleted within the last 24 hours, if nobody has it now.",
        restore,
    );
}

async fn list(allow: Allow<Read>, listing: Listing<NumberOrder, NumberFilter>) -> Result<Json<Page<Number>>> {
    Ok(Json(store::page(&allow.read().await?, &listing).await?))
}

async fn get(allow: Allow<Read>, Path(id): Path<NumberId>) -> Result<Json<Number>> {
    Ok(Json(store::get(&allow.read().await?, id).await?))
}

/// Whether the tenant has this extension.
async fn check_extension(tx: &TenantTx, extension: Option<ExtensionId>) -> Result<(), NumberFault> {
    let Some(extension) = extension else { return Ok(()) };
    match crate::extensions::store::get(tx, extension).await {
        Ok(_) => Ok(()),
        Err(tenancy::Error::NotFound { .. }) => Err(NumberFault::Extension),
        Err(other) => Err(other.into()),
    }
}

async fn create(allow: Allow<Write>, env: Data<Env>, Json(new): Json<NewNumber>) -> Result<Created<Number>> {
    let number = read_number(&new.number, &env.directory.tenant(allow.scope()).country)?;
    check_label(new.label.as_deref())?;
    let tx = allow.begin().await?;
    check_extension(&tx, new.extension).await?;
    let number = store::insert(&tx, &number, new.label, new.extension).await?;
    let event = NumberChanged { id: number.id, change: Change::Created };
    let states = States { before: None, after: Some(&number) };
    change::record(&tx, allow.actor(), "numbers.create", number.id, states, event).await?;
    change::commit(tx).await?;
    let id = number.id;
    Ok(Created::at(&id, number))
}

async fn change(
    allow: Allow<Write>,
    Path(id): Path<NumberId>,
    Json(change): Json<NumberChange>,
) -> Result<Json<Number>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    let mut wanted = before.clone();
    if let Some(label) = change.label {
        check_label(label.as_deref())?;
        wanted.label = label;
    }
    if let Some(extension) = change.extension {
        check_extension(&tx, extension).await?;
        wanted.extension = extension;
    }
    let after = store::update(&tx, &wanted).await?;
    let event = NumberChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "numbers.change", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(after))
}

async fn delete(allow: Allow<Write>, Path(id): Path<NumberId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    remove(&tx, allow.actor(), id).await?;
    change::commit(tx).await?;
    Ok(NoContent)
}

async fn remove(tx: &TenantTx, actor: &Actor, id: NumberId) -> Result<Vec<Affected>> {
    let before = store::get(tx, id).await?;
    store::delete(tx, id).await?;
    let event = NumberChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(tx, actor, "numbers.delete", id, states, event).await?;
    Ok(Vec::new())
}

async fn delete_many(allow: Allow<Write>, Json(bulk): Json<Bulk<NumberId>>) -> Result<Json<BulkReport>> {
    let tx = allow.begin().await?;
    let report = bulk.each(async |id| remove(&tx, allow.actor(), id).await).await?;
    if bulk.dry_run {
        tx.rollback().await?
    } else {
        change::commit(tx).await?
    }
    Ok(Json(report))
}

async fn restore(allow: Allow<Write>, Path(id): Path<NumberId>) -> Result<Json<Number>> {
    let tx = allow.begin().await?;
    let number = store::restore(&tx, id).await?.ok_or_else(Problem::not_found)?;
    let event = NumberChanged { id, change: Change::Created };
    let states = States { before: None, after: Some(&number) };
    change::record(&tx, allow.actor(), "numbers.restore", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(number))
}
