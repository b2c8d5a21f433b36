//! REST resource `/dial-plan`: one per tenant.

use web::{Allow, Json, Result, Routes};

use super::{DialPlan, DialPlanChanged, DialPlanFault, Read, Write, store};
use crate::change::{self, Change, States};
use crate::numbers;

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/dial-plan", "get_dial_plan", "Shows the dial plan.", get);
    routes.put("/dial-plan", "set_dial_plan", "Sets the dial plan.", set);
}

async fn get(allow: Allow<Read>) -> Result<Json<DialPlan>> {
    Ok(Json(store::get(&allow.read().await?).await?))
}

async fn set(allow: Allow<Write>, Json(plan): Json<DialPlan>) -> Result<Json<DialPlan>> {
    plan.check()?;
    let tx = allow.begin().await?;
    if let Some(number) = &plan.main_number
        && !numbers::holds(&tx, number).await?
    {
        return Err(DialPlanFault::Foreign.into());
    }
    let before = store::get(&tx).await?;
    store::set(&tx, &plan).await?;
    let event = DialPlanChanged { id: tx.tenant(), change: Change::Updated };
    let states = States { before: Some(&before), after: Some(&plan) };
    change::record(&tx, allow.actor(), "dial_plan.set", tx.tenant(), states, event).await?;
    change::commit(tx).await?;
    Ok(Json(plan))
}
