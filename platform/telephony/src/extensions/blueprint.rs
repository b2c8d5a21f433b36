//! The blueprint section `extensions`: internal numbers, endpoints named by their name.

use std::collections::HashMap;

use async_trait::async_trait;
use feature::blueprint::{Door, Result, Section};
use serde::{Deserialize, Serialize};

use super::extension::{Extension, ExtensionFault, ExtensionKind};
use super::{ExtensionChanged, api, store};
use crate::change::{self, Change, States};
use crate::endpoints;

/// One `[[extensions]]`. Its natural key is the number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The internal number.
    pub number: String,
    /// What it is.
    #[serde(default)]
    pub kind: ExtensionKind,
    /// The name of the endpoint that it rings.
    pub endpoint: String,
}

/// The section.
pub struct Extensions;

async fn endpoint_named(door: &Door<'_>, name: &str) -> Result<endpoints::Endpoint> {
    let found = endpoints::store::by_name(door.tx, name).await?;
    Ok(found.ok_or(ExtensionFault::Endpoint)?)
}

async fn record(door: &Door<'_>, extension: &Extension, change: Change) -> Result<()> {
    let (action, states) = match change {
        Change::Created => ("extensions.create", States { before: None, after: Some(extension) }),
        Change::Updated => ("extensions.change", States { before: None, after: Some(extension) }),
        Change::Deleted => ("extensions.delete", States { before: Some(extension), after: None }),
    };
    let event = ExtensionChanged { id: extension.id, change };
    change::record(door.tx, door.actor, action, extension.id, states, event).await?;
    Ok(())
}

#[async_trait]
impl Section for Extensions {
    type Item = Item;

    const NAME: &'static str = "extensions";
    const ORDER: u16 = 210;

    fn key(&self, item: &Item) -> String {
        item.number.clone()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<Item>> {
        let names: HashMap<_, _> = endpoints::store::names(door.tx).await?.into_iter().collect();
        let item = |extension: Extension| Item {
            number: extension.number.to_string(),
            kind: extension.kind,
            endpoint: names.get(&extension.endpoint).cloned().unwrap_or_default(),
        };
        Ok(store::all(door.tx).await?.into_iter().map(item).collect())
    }

    async fn create(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        let number = api::settled_number(door.tx, door.env, &item.number).await?;
        let endpoint = endpoint_named(door, &item.endpoint).await?;
        let extension = store::insert(door.tx, &number, endpoint.id).await?;
        record(door, &extension, Change::Created).await
    }

    async fn change(&self, door: &Door<'_>, _present: &Item, wanted: &Item) -> Result<()> {
        let Some(mut extension) = store::by_number(door.tx, &wanted.number).await? else { return Ok(()) };
        extension.endpoint = endpoint_named(door, &wanted.endpoint).await?.id;
        let extension = store::update(door.tx, &extension).await?;
        record(door, &extension, Change::Updated).await
    }

    async fn delete(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        if let Some(extension) = store::by_number(door.tx, &item.number).await? {
            store::delete(door.tx, extension.id).await?;
            crate::overview::renumbered(door.tx, extension.endpoint).await?;
            record(door, &extension, Change::Deleted).await?;
        }
        Ok(())
    }
}
