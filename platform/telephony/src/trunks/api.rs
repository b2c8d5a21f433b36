//! REST resource `/trunks`: connections to carriers and other exchanges, with their live state.

use kernel::id::TrunkId;
use web::{Allow, Created, Data, Json, Listing, NoContent, Page, Path, Result, Routes};

use super::trunk::{NewTrunk, Trunk, TrunkChange, check_name, check_secret};
use super::{Read, TrunkChanged, TrunkOrder, TrunkStates, Write, store};
use crate::Telephony;
use crate::change::{self, Change, States};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/trunks", "list_trunks", "Lists trunks with their state.", list);
    routes.post("/trunks", "create_trunk", "Creates a trunk.", create);
    routes.get("/trunks/{id}", "get_trunk", "Shows a trunk with its state.", get);
    routes.patch("/trunks/{id}", "change_trunk", "Changes name, secret or settings.", change);
    routes.delete("/trunks/{id}", "delete_trunk", "Deletes a trunk.", delete);
}

fn with_state(mut trunk: Trunk, states: &TrunkStates) -> Trunk {
    trunk.state = states.of(trunk.id);
    trunk
}

async fn list(
    allow: Allow<Read>,
    telephony: Data<Telephony>,
    listing: Listing<TrunkOrder>,
) -> Result<Json<Page<Trunk>>> {
    let page = store::page(&allow.read().await?, &listing).await?;
    Ok(Json(page.map(|trunk| with_state(trunk, telephony.trunk_states()))))
}

async fn get(allow: Allow<Read>, telephony: Data<Telephony>, Path(id): Path<TrunkId>) -> Result<Json<Trunk>> {
    let trunk = store::get(&allow.read().await?, id).await?;
    Ok(Json(with_state(trunk, telephony.trunk_states())))
}

async fn create(allow: Allow<Write>, Json(new): Json<NewTrunk>) -> Result<Created<Trunk>> {
    check_name(&new.name)?;
    check_secret(new.secret.as_deref())?;
    new.settings.check()?;
    let tx = allow.begin().await?;
    let trunk = store::insert(&tx, new).await?;
    let event = TrunkChanged { id: trunk.id, change: Change::Created };
    let states = States { before: None, after: Some(&trunk) };
    change::record(&tx, allow.actor(), "trunks.create", trunk.id, states, event).await?;
    change::commit(tx).await?;
    let id = trunk.id;
    Ok(Created::at(&id, trunk))
}

async fn change(
    allow: Allow<Write>,
    telephony: Data<Telephony>,
    Path(id): Path<TrunkId>,
    Json(change): Json<TrunkChange>,
) -> Result<Json<Trunk>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    let mut wanted = before.clone();
    if let Some(name) = change.name {
        check_name(&name)?;
        wanted.name = name;
    }
    if let Some(settings) = change.settings {
        settings.check()?;
        wanted.settings = settings;
    }
    if let Some(secret) = &change.secret {
        check_secret(secret.as_deref())?;
    }
    let after = store::update(&tx, &wanted, change.secret).await?;
    let event = TrunkChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "trunks.change", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(with_state(after, telephony.trunk_states())))
}

async fn delete(allow: Allow<Write>, Path(id): Path<TrunkId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    store::delete(&tx, id).await?;
    let event = TrunkChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(&tx, allow.actor(), "trunks.delete", id, states, event).await?;
    change::commit(tx).await?;
    Ok(NoContent)
}
