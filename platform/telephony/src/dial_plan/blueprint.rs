//! The blueprint section `dial_plan`: one `[[dial_plan]]` at most.

use async_trait::async_trait;
use feature::blueprint::{Door, Result, Section};

use super::{DialPlan, DialPlanChanged, store};
use crate::change::{self, Change, States};

/// The section.
pub struct Plan;

async fn set(door: &Door<'_>, plan: &DialPlan) -> Result<()> {
    plan.check()?;
    store::set(door.tx, plan).await?;
    let tenant = door.tx.tenant();
    let states = States { before: None, after: Some(plan) };
    let event = DialPlanChanged { id: tenant, change: Change::Updated };
    change::record(door.tx, door.actor, "dial_plan.set", tenant, states, event).await?;
    Ok(())
}

#[async_trait]
impl Section for Plan {
    type Item = DialPlan;

    const NAME: &'static str = "dial_plan";
    const ORDER: u16 = 190;

    /// All items share one key: a second table is refused as listed twice.
    fn key(&self, _item: &DialPlan) -> String {
        "dial_plan".to_owned()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<DialPlan>> {
        Ok(vec![store::get(door.tx).await?])
    }

    async fn create(&self, door: &Door<'_>, item: &DialPlan) -> Result<()> {
        set(door, item).await
    }

    async fn change(&self, door: &Door<'_>, _present: &DialPlan, wanted: &DialPlan) -> Result<()> {
        set(door, wanted).await
    }

    async fn delete(&self, door: &Door<'_>, _item: &DialPlan) -> Result<()> {
        set(door, &DialPlan::default()).await
    }
}
