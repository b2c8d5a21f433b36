//! The blueprint section `numbers`: public numbers, extensions named by their number.

use std::collections::HashMap;

use async_trait::async_trait;
use feature::blueprint::{Door, Result, Section};
use kernel::PhoneNumber;
use kernel::id::ExtensionId;
use serde::{Deserialize, Serialize};

use super::number::{Number, NumberFault, check_label};
use super::{NumberChanged, store};
use crate::change::{self, Change, States};
use crate::extensions;

/// One `[[numbers]]`. Its natural key is the number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The complete number, with `+`.
    pub number: PhoneNumber,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The number of the extension that calls to it reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
}

/// The section.
pub struct Numbers;

async fn extension_named(door: &Door<'_>, item: &Item) -> Result<Option<ExtensionId>> {
    let Some(number) = &item.extension else { return Ok(None) };
    let found = extensions::store::by_number(door.tx, number).await?;
    Ok(Some(found.ok_or(NumberFault::Extension)?.id))
}

async fn record(door: &Door<'_>, number: &Number, change: Change) -> Result<()> {
    let (action, states) = match change {
        Change::Created => ("numbers.create", States { before: None, after: Some(number) }),
        Change::Updated => ("numbers.change", States { before: None, after: Some(number) }),
        Change::Deleted => ("numbers.delete", States { before: Some(number), after: None }),
    };
    let event = NumberChanged { id: number.id, change };
    change::record(door.tx, door.actor, action, number.id, states, event).await?;
    Ok(())
}

#[async_trait]
impl Section for Numbers {
    type Item = Item;

    const NAME: &'static str = "numbers";
    const ORDER: u16 = 220;

    fn key(&self, item: &Item) -> String {
        item.number.to_string()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<Item>> {
        let extensions = extensions::store::all(door.tx).await?;
        let texts: HashMap<_, _> = extensions.into_iter().map(|e| (e.id, e.number.to_string())).collect();
        let item = |number: Number| Item {
            number: number.number,
            label: number.label,
            extension: number.extension.and_then(|id| texts.get(&id).cloned()),
        };
        Ok(store::all(door.tx).await?.into_iter().map(item).collect())
    }

    async fn create(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        check_label(item.label.as_deref())?;
        let extension = extension_named(door, item).await?;
        let number = store::insert(door.tx, &item.number, item.label.clone(), extension).await?;
        record(door, &number, Change::Created).await
    }

    async fn change(&self, door: &Door<'_>, _present: &Item, wanted: &Item) -> Result<()> {
        let Some(mut number) = store::by_number(door.tx, &wanted.number).await? else { return Ok(()) };
        check_label(wanted.label.as_deref())?;
        number.label.clone_from(&wanted.label);
        number.extension = extension_named(door, wanted).await?;
        let number = store::update(door.tx, &number).await?;
        record(door, &number, Change::Updated).await
    }

    async fn delete(&self, door: &Door<'_>, item: &Item) -> Result<()> {
        if let Some(number) = store::by_number(door.tx, &item.number).await? {
            store::delete(door.tx, number.id).await?;
            record(door, &number, Change::Deleted).await?;
        }
        Ok(())
    }
}
