//! REST resource `/calls`: the calls of this moment, live from the switch.

use feature::Env;
use kernel::Timestamp;
use kernel::id::{CallId, EndpointId, TrunkId};
use serde::Serialize;
use switch::{ActiveCall, ActiveParty, CallState};
use utoipa::ToSchema;
use web::{Allow, Data, Json, NoContent, Page, Path, Problem, Result, Routes};

use super::{HangUp, Read, ReadOwn};

/// One party.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Party {
    /// The number shown.
    pub number: String,
    /// The name shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The endpoint, for parties of the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointId>,
    /// The trunk, for parties outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trunk: Option<TrunkId>,
}

/// A call as it stands now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Call {
    /// Its id.
    #[schema(example = "cal_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: CallId,
    /// Where it stands: `dialling`, `ringing`, `answered`, `held`.
    #[schema(value_type = String)]
    pub state: CallState,
    /// Direction: `in`, `out`, `internal`.
    #[schema(value_type = String)]
    pub kind: call::Kind,
    /// Who calls.
    pub caller: Party,
    /// Who is called.
    pub called: Party,
    /// When the exchange saw it.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered: Option<Timestamp>,
}

impl From<ActiveParty> for Party {
    fn from(party: ActiveParty) -> Self {
        Self {
            number: party.number.to_string(),
            name: party.name.as_deref().map(str::to_owned),
            endpoint: party.endpoint,
            trunk: party.trunk,
        }
    }
}

impl From<ActiveCall> for Call {
    fn from(call: ActiveCall) -> Self {
        Self {
            id: call.id,
            state: call.state,
            kind: call.kind,
            caller: call.caller.into(),
            called: call.called.into(),
            since: call.since,
            answered: call.answered,
        }
    }
}

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/calls", "list_calls", "Lists active calls, oldest first; a member's own alone.", list);
    routes.get("/calls/{id}", "get_call", "Shows an active call.", get);
    routes.delete("/calls/{id}", "hang_up_call", "Ends an active call.", hang_up);
}

/// The active calls that this person may see.
async fn visible(allow: &Allow<ReadOwn>, env: &Env) -> Result<Vec<Call>> {
    let mut calls: Vec<Call> = env.switch.active(allow.scope()).into_iter().map(Call::from).collect();
    if !allow.also::<Read>() {
        let own = crate::endpoints::store::of_owner(&allow.read().await?, allow.person().user).await?;
        let is_own = |party: &Party| own.iter().any(|endpoint| Some(endpoint.id) == party.endpoint);
        calls.retain(|call| is_own(&call.caller) || is_own(&call.called));
    }
    Ok(calls)
}

async fn list(allow: Allow<ReadOwn>, env: Data<Env>) -> Result<Json<Page<Call>>> {
    Ok(Json(Page::whole(visible(&allow, &env).await?)))
}

async fn get(allow: Allow<ReadOwn>, env: Data<Env>, Path(id): Path<CallId>) -> Result<Json<Call>> {
    let calls = visible(&allow, &env).await?;
    Ok(Json(calls.into_iter().find(|call| call.id == id).ok_or_else(Problem::not_found)?))
}

async fn hang_up(allow: Allow<HangUp>, env: Data<Env>, Path(id): Path<CallId>) -> Result<NoContent> {
    env.switch.hang_up(allow.scope(), id)?;
    let tx = allow.begin().await?;
    tx.audit(allow.audit("calls.hang_up").object(id)).await?;
    tx.commit().await?;
    Ok(NoContent)
}
