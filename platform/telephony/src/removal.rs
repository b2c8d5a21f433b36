//! What goes with an endpoint or an extension when it is deleted, and how all of it comes back.
//!
//! An extension rings an endpoint and goes with it; a public number that leads to an extension stays and leads nowhere.
//! Nothing of this happens unless the whole was asked for.

use std::sync::Arc;

use feature::Users;
use kernel::id::{EndpointId, ExtensionId, NumberId};
use serde::{Deserialize, Serialize};
use tenancy::{Actor, TenantTx};
use web::{Affected, Effect, Problem, Result};

use crate::change::{self, Change, States};
use crate::endpoints::{Endpoint, EndpointChanged, EndpointFault, store as endpoints};
use crate::extensions::{Extension, ExtensionChanged, ExtensionFault, store as extensions};
use crate::numbers::{NumberChanged, store as numbers};
use crate::overview;

/// What the bin knows endpoints by.
const ENDPOINTS: &str = "endpoints";
/// What the bin knows extensions by.
const EXTENSIONS: &str = "extensions";

/// What to do with what points at the row that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dependents {
    /// They keep it from going.
    Forbid,
    /// They go too, or lead nowhere.
    Follow {
        /// Extensions may be deleted by who asks.
        extensions: bool,
        /// Public numbers may be changed by who asks.
        numbers: bool,
    },
}

/// An endpoint in the bin.
#[derive(Serialize, Deserialize)]
struct KeptEndpoint {
    endpoint: endpoints::Model,
    extensions: Vec<KeptExtension>,
}

/// An extension in the bin, with the public numbers that led to it.
#[derive(Serialize, Deserialize)]
struct KeptExtension {
    extension: extensions::Model,
    numbers: Vec<NumberId>,
}

/// Deletes an endpoint with its extensions; for a day it can be restored.
pub async fn delete_endpoint(
    tx: &TenantTx,
    actor: &Actor,
    id: EndpointId,
    dependents: Dependents,
) -> Result<Vec<Affected>> {
    let row = endpoints::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let rung = extensions::of_endpoint(tx, id).await?;
    match dependents {
        Dependents::Forbid if !rung.is_empty() => return Err(EndpointFault::InUse.into()),
        Dependents::Follow { extensions: false, .. } if !rung.is_empty() => {
            return Err(forbidden("extensions"));
        }
        _ => {}
    }
    let (mut affected, mut kept) = (Vec::new(), Vec::new());
    for extension in rung {
        let number = extension.number.clone();
        let id = ExtensionId(extension.id);
        let (gone, freed) = drop_extension(tx, actor, extension, dependents).await?;
        let effect = Effect::Deleted;
        affected.push(Affected { id: id.to_string(), kind: EXTENSIONS, name: number, effect });
        affected.extend(freed);
        kept.push(gone);
    }
    let before = Endpoint::from(row.clone());
    tx.keep_deleted(ENDPOINTS, id, &KeptEndpoint { endpoint: row, extensions: kept }).await?;
    endpoints::delete(tx, id).await?;
    let event = EndpointChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(tx, actor, "endpoints.delete", id, states, event).await?;
    Ok(affected)
}

/// Deletes an extension; for a day it can be restored.
pub async fn delete_extension(
    tx: &TenantTx,
    actor: &Actor,
    id: ExtensionId,
    dependents: Dependents,
) -> Result<Vec<Affected>> {
    let row = extensions::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let endpoint = EndpointId(row.endpoint_id);
    let (kept, affected) = drop_extension(tx, actor, row, dependents).await?;
    tx.keep_deleted(EXTENSIONS, id, &kept).await?;
    overview::renumbered(tx, endpoint).await?;
    Ok(affected)
}

async fn drop_extension(
    tx: &TenantTx,
    actor: &Actor,
    row: extensions::Model,
    dependents: Dependents,
) -> Result<(KeptExtension, Vec<Affected>)> {
    let id = ExtensionId(row.id);
    let leading = numbers::of_extension(tx, id).await?;
    match dependents {
        Dependents::Forbid if !leading.is_empty() => return Err(ExtensionFault::InUse.into()),
        Dependents::Follow { numbers: false, .. } if !leading.is_empty() => return Err(forbidden("numbers")),
        _ => {}
    }
    let mut affected = Vec::new();
    for number in &leading {
        let freed = numbers::Number { extension: None, ..number.clone() };
        lead(tx, actor, (number, &freed)).await?;
        let name = number.number.to_string();
        affected.push(Affected {
            id: number.id.to_string(),
            kind: "numbers",
            name,
            effect: Effect::Unassigned,
        });
    }
    let before = Extension::try_from(row.clone())?;
    extensions::delete(tx, id).await?;
    let event = ExtensionChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(tx, actor, "extensions.delete", id, states, event).await?;
    let numbers = leading.into_iter().map(|number| number.id).collect();
    Ok((KeptExtension { extension: row, numbers }, affected))
}

async fn lead(
    tx: &TenantTx,
    actor: &Actor,
    (before, after): (&numbers::Number, &numbers::Number),
) -> Result<()> {
    let after = numbers::update(tx, after).await?;
    let event = NumberChanged { id: after.id, change: Change::Updated };
    let states = States { before: Some(before), after: Some(&after) };
    change::record(tx, actor, "numbers.change", after.id, states, event).await?;
    Ok(())
}

/// Brings a deleted endpoint back with its SIP account, its extensions, and the public numbers that still lead nowhere.
pub async fn restore_endpoint(
    tx: &TenantTx,
    actor: &Actor,
    id: EndpointId,
    users: &Arc<dyn Users>,
) -> Result<Endpoint> {
    let kept = tx.take_deleted::<KeptEndpoint>(ENDPOINTS, id).await?.ok_or_else(Problem::not_found)?;
    let endpoint = endpoints::put_back(tx, kept.endpoint).await?;
    let event = EndpointChanged { id, change: Change::Created };
    let states = States { before: None, after: Some(&endpoint) };
    change::record(tx, actor, "endpoints.restore", id, states, event).await?;
    for extension in kept.extensions {
        put_back(tx, actor, extension).await?;
    }
    overview::refreshed(tx, &**users, id).await?;
    Ok(endpoint)
}

/// Brings a deleted extension back.
pub async fn restore_extension(tx: &TenantTx, actor: &Actor, id: ExtensionId) -> Result<Extension> {
    let kept = tx.take_deleted::<KeptExtension>(EXTENSIONS, id).await?.ok_or_else(Problem::not_found)?;
    let extension = put_back(tx, actor, kept).await?;
    overview::renumbered(tx, extension.endpoint).await?;
    Ok(extension)
}

async fn put_back(tx: &TenantTx, actor: &Actor, kept: KeptExtension) -> Result<Extension> {
    let extension = extensions::put_back(tx, kept.extension).await?;
    let event = ExtensionChanged { id: extension.id, change: Change::Created };
    let states = States { before: None, after: Some(&extension) };
    change::record(tx, actor, "extensions.restore", extension.id, states, event).await?;
    for number in kept.numbers {
        // It may have gone, or have got another target meanwhile.
        let Some(before) = numbers::find(tx, number).await?.filter(|number| number.extension.is_none())
        else {
            continue;
        };
        let after = numbers::Number { extension: Some(extension.id), ..before.clone() };
        lead(tx, actor, (&before, &after)).await?;
    }
    Ok(extension)
}

/// Who asks may not change rows of another slice on the way.
pub fn forbidden(slice: &str) -> Problem {
    let detail = format!("this would change {slice}, which this person may not");
    Problem::new(actix_web::http::StatusCode::FORBIDDEN, "http.forbidden", detail)
}
