//! `/roles`: the roles a tenant's users may have.

use serde::Serialize;
use web::{Allow, Data, Json, Result, Routes};

use super::{Read, Role};
use crate::Account;

/// A role and what it may do.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoleFacts {
    /// Its name.
    pub name: Role,
    /// The permissions it holds, sorted.
    pub permissions: Vec<String>,
}

/// All roles of the tenant.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoleList {
    /// From high to low.
    pub items: Vec<RoleFacts>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/roles", "list_roles", "Lists the roles that users of this tenant may have.", list);
}

async fn list(allow: Allow<Read>, account: Data<Account>) -> Result<Json<RoleList>> {
    let kind = account.directory().tenant(allow.scope()).kind;
    let facts = |role: &Role| RoleFacts {
        name: *role,
        permissions: account.roles().grants(*role).names().map(str::to_owned).collect(),
    };
    Ok(Json(RoleList { items: Role::of_kind(kind).iter().map(facts).collect() }))
}
