//! REST resource `/desk-phones`.

use feature::Env;
use kernel::id::{DeskPhoneId, EndpointId};
use kernel::rng::draw_text;
use tenancy::TenantTx;
use web::{Allow, Created, Data, Json, Listing, NoContent, Page, Path, Problem, Result, Routes};

use super::super::fault::ProvisioningFault;
use super::super::{DeskPhoneChanged, Mac, Read, Write, token};
use super::phone::{
    AddressedPhone, AdminPassword, DeskPhone, DeskPhoneChange, NewDeskPhone, Resynced, check_label,
    check_lines,
};
use super::view::{self, Surroundings};
use super::{PhoneOrder, store};
use crate::change::{self, Change, States};
use crate::{Telephony, endpoints};

/// Digits and letters that nobody confuses; phones take no others everywhere.
const PASSWORD: &[u8] = b"abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679";
const PASSWORD_CHARS: usize = 16;
/// What desk phones take as "fetch your configuration again, and restart only if it changed".
const CHECK_SYNC: &str = "check-sync;reboot=false";

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/desk-phones", "list_desk_phones", "Lists desk phones with their state.", list);
    routes.post(
        "/desk-phones",
        "create_desk_phone",
        "Adds a desk phone and shows its provisioning address once.",
        create,
    );
    routes.get("/desk-phones/{id}", "get_desk_phone", "Shows a desk phone.", get);
    routes.patch(
        "/desk-phones/{id}",
        "change_desk_phone",
        "Changes name, model, transport or lines.",
        change,
    );
    routes.delete(
        "/desk-phones/{id}",
        "delete_desk_phone",
        "Deletes a desk phone; for an hour it can be restored.",
        delete,
    );
    routes.post("/desk-phones/{id}/restore", "restore_desk_phone", "Takes a deletion back.", restore);
    routes.post(
        "/desk-phones/{id}/token",
        "rotate_desk_phone_token",
        "Draws another provisioning address and shows it once; the old one opens nothing from then on.",
        rotate,
    );
    routes.post(
        "/desk-phones/{id}/resync",
        "resync_desk_phone",
        "Asks a registered phone to fetch its configuration (NOTIFY check-sync).",
        resync,
    );
    routes.post(
        "/desk-phones/{id}/password",
        "show_desk_phone_password",
        "Shows the password of the phone's own pages; noted in the audit log.",
        show_password,
    );
}

fn there<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(Problem::not_found)
}

async fn list(
    allow: Allow<Read>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    listing: Listing<PhoneOrder>,
) -> Result<Json<Page<DeskPhone>>> {
    let tx = allow.read().await?;
    let rows = store::page(&tx, &listing).await?;
    let surroundings = Surroundings::of(&tx, (&env, &telephony), &rows.items).await?;
    let items = rows.items.iter().filter_map(|row| surroundings.show(row)).collect();
    Ok(Json(Page { items, next: rows.next, total: rows.total }))
}

async fn get(
    allow: Allow<Read>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Path(id): Path<DeskPhoneId>,
) -> Result<Json<DeskPhone>> {
    let tx = allow.read().await?;
    let (_, phone) = there(view::one(&tx, (&env, &telephony), id).await?)?;
    Ok(Json(phone))
}

/// Whether the tenant has all these endpoints.
async fn known(tx: &TenantTx, lines: &[EndpointId]) -> Result<(), ProvisioningFault> {
    let found = endpoints::store::opened_of(tx, lines).await?;
    let missing = lines.iter().position(|line| !found.iter().any(|opened| opened.endpoint.id == *line));
    missing.map_or(Ok(()), |place| Err(ProvisioningFault::Endpoint(place)))
}

async fn create(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Json(new): Json<NewDeskPhone>,
) -> Result<Created<AddressedPhone>> {
    let url = telephony.provisioning().url()?;
    let mac: Mac = new.mac.parse().map_err(mac_fault)?;
    check_label(&new.name)?;
    check_label(&new.model)?;
    check_lines(new.vendor, &new.lines)?;
    let tx = allow.begin().await?;
    known(&tx, &new.lines).await?;
    let rng = &**allow.scope().rng();
    let (token, password) = (token::draw(rng), draw_text(rng, PASSWORD, PASSWORD_CHARS));
    let row = store::insert(&tx, &new, mac, (&token::hash(&token), &password)).await?;
    let phone = there(view::shown(&tx, (&env, &telephony), &row).await?)?;
    let event = DeskPhoneChanged { id: phone.id, change: Change::Created };
    let states = States { before: None, after: Some(&phone) };
    change::record(&tx, allow.actor(), "provisioning.create_phone", phone.id, states, event).await?;
    tx.commit().await?;
    let id = phone.id;
    Ok(Created::at(&id, AddressedPhone { phone, url: url.folder(&token).folder() }))
}

fn mac_fault(error: super::super::mac::NotAMac) -> Problem {
    let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    Problem::new(status, "provisioning.mac", error.to_string()).at("/mac")
}

async fn change(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Path(id): Path<DeskPhoneId>,
    Json(change): Json<DeskPhoneChange>,
) -> Result<Json<DeskPhone>> {
    let tx = allow.begin().await?;
    let doors = (&**env, &**telephony);
    let (mut row, before) = there(view::one(&tx, doors, id).await?)?;
    if let Some(name) = change.name {
        check_label(&name)?;
        row.name = name;
    }
    if let Some(model) = change.model {
        check_label(&model)?;
        row.model = model;
    }
    if let Some(transport) = change.transport {
        row.carrier = store::carrier_word(transport).to_owned();
    }
    if let Some(lines) = &change.lines {
        check_lines(before.vendor, lines)?;
        known(&tx, lines).await?;
        store::set_lines(&tx, id, lines).await?;
    }
    let row = store::update(&tx, &row).await?;
    let after = there(view::shown(&tx, doors, &row).await?)?;
    let event = DeskPhoneChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "provisioning.change_phone", id, states, event).await?;
    tx.commit().await?;
    Ok(Json(after))
}

async fn delete(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Path(id): Path<DeskPhoneId>,
) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let (_, before) = there(view::one(&tx, (&env, &telephony), id).await?)?;
    store::set_deleted(&tx, id, true).await?;
    let event = DeskPhoneChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(&tx, allow.actor(), "provisioning.delete_phone", id, states, event).await?;
    tx.commit().await?;
    Ok(NoContent)
}

async fn restore(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Path(id): Path<DeskPhoneId>,
) -> Result<Json<DeskPhone>> {
    let tx = allow.begin().await?;
    there(store::even_deleted(&tx, id).await?)?;
    let row = store::set_deleted(&tx, id, false).await?;
    let phone = there(view::shown(&tx, (&env, &telephony), &row).await?)?;
    let event = DeskPhoneChanged { id, change: Change::Created };
    let states = States { before: None, after: Some(&phone) };
    change::record(&tx, allow.actor(), "provisioning.restore_phone", id, states, event).await?;
    tx.commit().await?;
    Ok(Json(phone))
}

async fn rotate(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Path(id): Path<DeskPhoneId>,
) -> Result<Json<AddressedPhone>> {
    let url = telephony.provisioning().url()?;
    let tx = allow.begin().await?;
    there(store::get(&tx, id).await?)?;
    let token = token::draw(&**allow.scope().rng());
    let row = store::set_token(&tx, id, &token::hash(&token)).await?;
    let phone = there(view::shown(&tx, (&env, &telephony), &row).await?)?;
    let event = DeskPhoneChanged { id, change: Change::Updated };
    let states: States<'_, DeskPhone> = States { before: None, after: None };
    change::record(&tx, allow.actor(), "provisioning.rotate_token", id, states, event).await?;
    tx.commit().await?;
    Ok(Json(AddressedPhone { phone, url: url.folder(&token).folder() }))
}

async fn resync(
    allow: Allow<Write>,
    env: Data<Env>,
    telephony: Data<Telephony>,
    Path(id): Path<DeskPhoneId>,
) -> Result<Json<Resynced>> {
    let tx = allow.begin().await?;
    let row = there(store::get(&tx, id).await?)?;
    let surroundings = Surroundings::of(&tx, (&env, &telephony), std::slice::from_ref(&row)).await?;
    let mut bindings = surroundings.registered(&row);
    // One request is enough, however many lines the phone has.
    bindings.sort_by_key(|binding| binding.source);
    bindings.dedup_by_key(|binding| binding.source);
    let devices = bindings.iter().filter(|binding| env.switch.notify(binding, CHECK_SYNC)).count();
    if devices == 0 {
        return Err(ProvisioningFault::NotRegistered.into());
    }
    tx.audit(allow.audit("provisioning.resync_phone").object(id)).await?;
    tx.commit().await?;
    Ok(Json(Resynced { devices: u32::try_from(devices).unwrap_or(u32::MAX) }))
}

async fn show_password(allow: Allow<Write>, Path(id): Path<DeskPhoneId>) -> Result<Json<AdminPassword>> {
    let tx = allow.begin().await?;
    let row = there(store::get(&tx, id).await?)?;
    let password = store::password(&tx, &row)?;
    tx.audit(allow.audit("provisioning.show_phone_password").object(id)).await?;
    tx.commit().await?;
    Ok(Json(AdminPassword { user: "admin", password }))
}
