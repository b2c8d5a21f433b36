//! The blueprint section `trunks`, in the shape of the REST body.

use async_trait::async_trait;
use feature::blueprint::{Door, Result, Section};

use super::trunk::{NewTrunk, Trunk, check_name, check_secret};
use super::{TrunkChanged, store};
use crate::change::{self, Change, States};

/// The section. The natural key of a trunk is its name.
pub struct Trunks;

fn check(item: &NewTrunk) -> Result<()> {
    check_name(&item.name)?;
    check_secret(item.secret.as_deref())?;
    Ok(item.settings.check()?)
}

async fn record(door: &Door<'_>, trunk: &Trunk, change: Change) -> Result<()> {
    let (action, states) = match change {
        Change::Created => ("trunks.create", States { before: None, after: Some(trunk) }),
        Change::Updated => ("trunks.change", States { before: None, after: Some(trunk) }),
        Change::Deleted => ("trunks.delete", States { before: Some(trunk), after: None }),
    };
    change::record(door.tx, door.actor, action, trunk.id, states, TrunkChanged { id: trunk.id, change })
        .await?;
    Ok(())
}

#[async_trait]
impl Section for Trunks {
    type Item = NewTrunk;

    const NAME: &'static str = "trunks";
    const ORDER: u16 = 230;

    fn key(&self, item: &NewTrunk) -> String {
        item.name.clone()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<NewTrunk>> {
        let item = |opened: store::Opened| NewTrunk {
            name: opened.trunk.name,
            secret: opened.secret,
            settings: opened.trunk.settings,
        };
        Ok(store::all_opened(door.tx).await?.into_iter().map(item).collect())
    }

    async fn create(&self, door: &Door<'_>, item: &NewTrunk) -> Result<()> {
        check(item)?;
        let trunk = store::insert(door.tx, item.clone()).await?;
        record(door, &trunk, Change::Created).await
    }

    async fn change(&self, door: &Door<'_>, present: &NewTrunk, wanted: &NewTrunk) -> Result<()> {
        check(wanted)?;
        let Some(mut trunk) = store::by_name(door.tx, &wanted.name).await? else { return Ok(()) };
        trunk.settings = wanted.settings.clone();
        let secret = (present.secret != wanted.secret).then(|| wanted.secret.clone());
        let trunk = store::update(door.tx, &trunk, secret).await?;
        record(door, &trunk, Change::Updated).await
    }

    async fn delete(&self, door: &Door<'_>, item: &NewTrunk) -> Result<()> {
        if let Some(trunk) = store::by_name(door.tx, &item.name).await? {
            store::delete(door.tx, trunk.id).await?;
            record(door, &trunk, Change::Deleted).await?;
        }
        Ok(())
    }

    fn settle(&self, wanted: &mut NewTrunk, present: &NewTrunk) {
        if wanted.secret.is_none() {
            wanted.secret.clone_from(&present.secret);
        }
    }

    fn hide(&self, item: &mut NewTrunk) -> Vec<&'static str> {
        match item.secret.take() {
            Some(_) => vec!["secret"],
            None => Vec::new(),
        }
    }
}
