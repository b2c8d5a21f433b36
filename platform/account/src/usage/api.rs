//! `/usage`: the own limits, and how much of them is used.

use feature::Env;
use serde::Serialize;
use web::{Allow, Data, Json, Result, Routes};

use super::{Read, fresh};
use crate::tenants::LimitsBody;
use crate::{Account, plans};

/// What is used; what cannot be counted yet is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Used {
    /// Users.
    pub users: u64,
    /// Endpoints.
    pub endpoints: u64,
    /// Calls now.
    pub concurrent_calls: u64,
    /// The most calls at one time today (UTC).
    pub peak_calls: u64,
}

/// What a tenant may use, and uses.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct UsageFacts {
    /// The limits; absent is without limit.
    pub limits: LimitsBody,
    /// What is used of them.
    pub used: Used,
    /// What the plan is called that the limits follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/usage", "show_usage", "Shows the tenant's limits and what is used of them.", show);
}

async fn show(allow: Allow<Read>, account: Data<Account>, env: Data<Env>) -> Result<Json<UsageFacts>> {
    let facts = allow.scope().facts();
    let plan = plans::title_of(&account, &facts).await?;
    let used = fresh(&account, &env, allow.scope()).await?;
    Ok(Json(UsageFacts { limits: facts.limits.into(), used, plan }))
}
