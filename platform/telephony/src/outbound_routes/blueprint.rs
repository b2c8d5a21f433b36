//! The blueprint section `outbound_routes`: trunks named by their name, places as written.

use std::collections::HashMap;

use async_trait::async_trait;
use feature::blueprint::{Door, Result, Section};
use kernel::id::TrunkId;
use serde::{Deserialize, Serialize};

use super::class::Class;
use super::route::{NewRoute, Route, RouteFault};
use super::{RouteChanged, api, store};
use crate::change::{self, Change, States};
use crate::trunks;

/// One `[[outbound_routes]]`. Its natural key is the name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What people call it.
    pub name: String,
    /// Its place; routes are tried from low to high.
    pub position: u32,
    /// Its patterns.
    pub patterns: Vec<String>,
    /// Leading characters to drop.
    #[serde(default)]
    pub strip: u8,
    /// What to put before the rest.
    #[serde(default)]
    pub prepend: String,
    /// The names of its trunks in order.
    pub trunks: Vec<String>,
    /// The class it demands; by the number where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Whether it is used at all.
    #[serde(default = "yes")]
    pub enabled: bool,
}

const fn yes() -> bool {
    true
}

/// The section.
pub struct OutboundRoutes;

async fn as_new(door: &Door<'_>, item: &Item) -> Result<NewRoute> {
    let mut ids = Vec::with_capacity(item.trunks.len());
    for name in &item.trunks {
        ids.push(trunks::store::by_name(door.tx, name).await?.ok_or(RouteFault::Trunks)?.id);
    }
    Ok(NewRoute {
        name: item.name.clone(),
        position: Some(item.position),
        patterns: item.patterns.clone(),
        strip: item.strip,
        prepend: item.prepend.clone(),
        trunks: ids,
        class: item.class,
        enabled: item.enabled,
    })
}

async fn record(door: &Door<'_>, route: &Route, change: Change) -> Result<()> {
    let (action, states) = match change {
        Change::Created => ("outbound_routes.create", States { before: None, after: Some(route) }),
        Change::Updated => ("outbound_routes.change", States { before: None, after: Some(route) }),
        Change::Deleted => ("outbound_routes.delete", States { before: Some(route), after: None }),
    };
    change::record(door.tx, door.actor, action, route.id, states, RouteChanged { id: route.id, change })
        .await?;
    Ok(())
}

#[async_trait]
impl Section for OutboundRoutes {
    type Item = Item;

    const NAME: &'static str = "outbound_routes";
    const ORDER: u16 = 240;

    fn key(&self, item: &Item) -> String {
        item.name.clone()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<Item>> {
        let opened = trunks::store::all_opened(door.tx).await?;
        let names: HashMap<TrunkId, String> =
            opened.into_iter().map(|o| (o.trunk.id, o.trunk.name)).collect();
        let item = |route: Route| Item {
            name: route.name,
            position: route.position,
            patterns: route.patterns.iter().map(ToString::to_string).collect(),
            strip: route.strip,
            prepend: route.prepend,
            trunks: route.trunks.iter().filter_map(|id| names.get(id).cloned()).collect(),
            class: route.class,
            enabled: route.enabled,
        };
        Ok(store::all(door.tx).await?.into_iter().map(item).collect())
    }

    async fn create(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        let route = api::settled(door.tx, as_new(door, item).await?).await?;
        store::insert(door.tx, &route).await?;
        record(door, &route, Change::Created).await
    }

    async fn change(&self, door: &Door<'_>, _present: &Item, wanted: &Item) -> Result<()> {
        let Some(before) = store::by_name(door.tx, &wanted.name).await? else { return Ok(()) };
        let settled = api::settled(door.tx, as_new(door, wanted).await?).await?;
        let route = Route { id: before.id, ..settled };
        store::update(door.tx, &route).await?;
        record(door, &route, Change::Updated).await
    }

    async fn delete(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        if let Some(route) = store::by_name(door.tx, &item.name).await? {
            store::delete(door.tx, route.id).await?;
            record(door, &route, Change::Deleted).await?;
        }
        Ok(())
    }
}
