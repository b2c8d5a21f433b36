//! REST resource `/outbound-routes`: which trunks carry which numbers.

use kernel::id::{RouteId, TrunkId};
use tenancy::TenantTx;
use web::{Allow, Created, Json, Listing, NoContent, Page, Path, Result, Routes};

use super::route::{NewRoute, Route, RouteChange, RouteFault, read_patterns};
use super::{Read, RouteChanged, RouteOrder, Write, store};
use crate::change::{self, Change, States};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get(
        "/outbound-routes",
        "list_outbound_routes",
        "Lists outbound routes in the order they are tried.",
        list,
    );
    routes.post("/outbound-routes", "create_outbound_route", "Creates an outbound route.", create);
    routes.get("/outbound-routes/{id}", "get_outbound_route", "Shows an outbound route.", get);
    routes.patch("/outbound-routes/{id}", "change_outbound_route", "Changes an outbound route.", change);
    routes.delete("/outbound-routes/{id}", "delete_outbound_route", "Deletes an outbound route.", delete);
}

async fn list(allow: Allow<Read>, listing: Listing<RouteOrder>) -> Result<Json<Page<Route>>> {
    Ok(Json(store::page(&allow.read().await?, &listing).await?))
}

async fn get(allow: Allow<Read>, Path(id): Path<RouteId>) -> Result<Json<Route>> {
    Ok(Json(store::get(&allow.read().await?, id).await?))
}

/// Whether the tenant has these trunks.
pub(super) async fn check_trunks(tx: &TenantTx, trunks: &[TrunkId]) -> Result<(), RouteFault> {
    for trunk in trunks {
        match crate::trunks::store::get(tx, *trunk).await {
            Ok(_) => {}
            Err(tenancy::Error::NotFound { .. }) => return Err(RouteFault::Trunks),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

/// A route out of what was asked for, at its place.
pub(super) async fn settled(tx: &TenantTx, new: NewRoute) -> Result<Route, RouteFault> {
    let position = match new.position {
        Some(position) => position,
        None => store::next_position(tx).await?,
    };
    let route = Route {
        id: RouteId::new(tx.now(), &**tx.scope().rng()),
        name: new.name,
        position,
        patterns: read_patterns(&new.patterns)?,
        strip: new.strip,
        prepend: new.prepend,
        trunks: new.trunks,
        class: new.class,
        enabled: new.enabled,
    };
    route.check()?;
    check_trunks(tx, &route.trunks).await?;
    Ok(route)
}

async fn create(allow: Allow<Write>, Json(new): Json<NewRoute>) -> Result<Created<Route>> {
    let tx = allow.begin().await?;
    let route = settled(&tx, new).await?;
    store::insert(&tx, &route).await?;
    let event = RouteChanged { id: route.id, change: Change::Created };
    let states = States { before: None, after: Some(&route) };
    change::record(&tx, allow.actor(), "outbound_routes.create", route.id, states, event).await?;
    change::commit(tx).await?;
    let id = route.id;
    Ok(Created::at(&id, route))
}

async fn change(
    allow: Allow<Write>,
    Path(id): Path<RouteId>,
    Json(change): Json<RouteChange>,
) -> Result<Json<Route>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    let mut after = before.clone();
    change.apply(&mut after)?;
    check_trunks(&tx, &after.trunks).await?;
    store::update(&tx, &after).await?;
    let event = RouteChanged { id, change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&after) };
    change::record(&tx, allow.actor(), "outbound_routes.change", id, states, event).await?;
    change::commit(tx).await?;
    Ok(Json(after))
}

async fn delete(allow: Allow<Write>, Path(id): Path<RouteId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id).await?;
    store::delete(&tx, id).await?;
    let event = RouteChanged { id, change: Change::Deleted };
    let states = States { before: Some(&before), after: None };
    change::record(&tx, allow.actor(), "outbound_routes.delete", id, states, event).await?;
    change::commit(tx).await?;
    Ok(NoContent)
}
