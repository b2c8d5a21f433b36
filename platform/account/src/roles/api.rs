//! `/roles`: the roles a tenant's users may have; `/permissions`: what they can be made of.

use bus::{DomainEvent, Publish as _};
use kernel::id::RoleId;
use serde::{Deserialize, Serialize};
use tenancy::{TenantKind, TenantTx};
use web::{Allow, Created, Data, Grants, Json, NoContent, Path, Query, Result, Routes};

use super::custom::{CustomRole, NewRole, RoleChange, RoleError};
use super::role::Role;
use super::{Read, Write, giving, store};
use crate::Account;
use crate::users::store as users;

/// So many of those who have a role are named when it cannot be deleted.
const NAMED: u64 = 5;

/// A role of the tenant's own was created, changed or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleEvent {
    /// Which.
    pub id: RoleId,
}

impl DomainEvent for RoleEvent {
    const NAME: &'static str = "roles.changed";
}

/// A role and what it may do.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoleFacts {
    /// Its id; built-in roles have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<RoleId>,
    /// The word that users bear.
    pub name: Role,
    /// What people read; of built-in roles empty, clients have their own words.
    pub title: String,
    /// Whom it is for.
    pub description: String,
    /// The permissions it holds, sorted.
    pub permissions: Vec<String>,
    /// How many users have it.
    pub users: u64,
    /// Whether whoever asks holds all of it, and so may give it.
    pub may_give: bool,
}

/// All roles of the tenant.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoleList {
    /// Built-in ones from high to low, then the tenant's own by title.
    pub items: Vec<RoleFacts>,
}

/// A permission that a role of the tenant can hold.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PermissionItem {
    /// Its name, `slice.verb`.
    pub name: String,
    /// Whether whoever asks holds it, and so may give it.
    pub held: bool,
}

/// All permissions of a tenant.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PermissionList {
    /// By name.
    pub items: Vec<PermissionItem>,
}

/// What becomes of those who have the role.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Replacing {
    /// The role that they get instead.
    #[param(value_type = Option<String>)]
    replacement: Option<Role>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/roles", "list_roles", "Lists the roles that users of this tenant may have.", list);
    routes.post("/roles", "create_role", "Makes a role of the tenant's own.", create);
    routes.get("/roles/{id}", "get_role", "Shows a role of the tenant's own.", get);
    routes.patch(
        "/roles/{id}",
        "change_role",
        "Changes the fields given, for all who have it at once.",
        change,
    );
    routes.delete(
        "/roles/{id}",
        "delete_role",
        "Deletes a role that nobody has, or that is replaced.",
        delete,
    );
    routes.get(
        "/permissions",
        "list_permissions",
        "Lists what roles of this tenant can be made of.",
        permissions,
    );
}

async fn list(allow: Allow<Read>, account: Data<Account>) -> Result<Json<RoleList>> {
    let tx = allow.read().await?;
    let held = &*allow.person().grants;
    let mut items = Vec::new();
    let kind = account.kind(allow.scope());
    for role in Role::of_kind(kind) {
        let grants = account.roles().grants_in(kind, role);
        items.push(RoleFacts {
            id: None,
            name: role,
            title: String::new(),
            description: String::new(),
            permissions: grants.names().map(str::to_owned).collect(),
            users: users::count_of(&tx, role).await?,
            may_give: held.cover(&grants),
        });
    }
    for role in store::all(&tx).await? {
        items.push(facts(&account, &tx, held, role).await?);
    }
    Ok(Json(RoleList { items }))
}

async fn permissions(allow: Allow<Read>, account: Data<Account>) -> Result<Json<PermissionList>> {
    let held = &allow.person().grants;
    let item = |name: &str| PermissionItem { name: name.to_owned(), held: held.holds(name) };
    let items = account.roles().of_tenants().iter().map(|permission| item(permission.name)).collect();
    Ok(Json(PermissionList { items }))
}

async fn get(allow: Allow<Read>, account: Data<Account>, id: Path<RoleId>) -> Result<Json<RoleFacts>> {
    let tx = allow.read().await?;
    let role = store::get(&tx, id.0).await?;
    Ok(Json(facts(&account, &tx, &allow.person().grants, role).await?))
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    body: Json<NewRole>,
) -> Result<Created<RoleFacts>> {
    let mut new = body.into_inner();
    if account.kind(allow.scope()) != TenantKind::Customer {
        return Err(RoleError::Staff.into());
    }
    new.check()?;
    giving::completed(&account, &allow.person().grants, &mut new)?;
    let tx = allow.begin().await?;
    let role = store::insert(&tx, RoleId::new(tx.now(), account.rng()), &new).await?;
    tx.audit(allow.audit("roles.create").object(role.id).after(&role)).await?;
    tx.publish(RoleEvent { id: role.id }).await?;
    let facts = facts(&account, &tx, &allow.person().grants, role.clone()).await?;
    tx.commit().await?;
    Ok(Created::at(&role.id, facts))
}

async fn change(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<RoleId>,
    body: Json<RoleChange>,
) -> Result<Json<RoleFacts>> {
    let held = &*allow.person().grants;
    let tx = allow.begin().await?;
    let before = store::get(&tx, id.0).await?;
    let change = body.into_inner();
    let widens = change.permissions.is_some();
    let mut wanted = before.made_of.clone().with(change);
    wanted.check()?;
    if widens {
        // Who holds less than the role neither widens nor narrows it.
        giving::within_reach(&account, held, &before)?;
        giving::completed(&account, held, &mut wanted)?;
        if wanted.permissions != before.made_of.permissions && is_own(&allow, &tx, &before).await? {
            return Err(RoleError::OwnRole.into());
        }
    }
    let after = store::update(&tx, before.id, &wanted).await?;
    tx.audit(allow.audit("roles.change").object(after.id).before(&before).after(&after)).await?;
    tx.publish(RoleEvent { id: after.id }).await?;
    let facts = facts(&account, &tx, held, after).await?;
    tx.commit().await?;
    Ok(Json(facts))
}

async fn delete(
    allow: Allow<Write>,
    account: Data<Account>,
    id: Path<RoleId>,
    replacing: Query<Replacing>,
) -> Result<NoContent> {
    let held = &*allow.person().grants;
    let tx = allow.begin().await?;
    store::turn(&tx).await?;
    let role = store::get(&tx, id.0).await?;
    giving::within_reach(&account, held, &role)?;
    match replacing.0.replacement {
        None => unused(&tx, &role).await?,
        Some(other) if other.word() == role.made_of.name => return Err(RoleError::Itself.into()),
        Some(other) => {
            if is_own(&allow, &tx, &role).await? {
                return Err(RoleError::OwnRole.into());
            }
            giving::within(&account, &tx, other).await.map_err(|problem| problem.at("/replacement"))?;
            giving::covered(&account, &tx, held, other).await?;
            users::give_instead(&tx, &role.made_of.name, other).await?;
        }
    }
    store::delete(&tx, role.id).await?;
    tx.audit(allow.audit("roles.delete").object(role.id).before(&role).after(&replacing.0.replacement))
        .await?;
    tx.publish(RoleEvent { id: role.id }).await?;
    tx.commit().await?;
    Ok(NoContent)
}

/// Whether the person who asks has this role.
async fn is_own(allow: &Allow<Write>, tx: &TenantTx, role: &CustomRole) -> Result<bool> {
    if allow.tenant() != allow.home().tenant() {
        return Ok(false);
    }
    Ok(users::get(tx, allow.person().user).await.is_ok_and(|user| user.role == role.made_of.name))
}

/// Whether nobody has the role.
///
/// # Errors
/// [`RoleError::InUse`] with some who have it.
pub(super) async fn unused(tx: &TenantTx, role: &CustomRole) -> Result<()> {
    let (count, names) = users::having(tx, &role.made_of.name, NAMED).await?;
    if count == 0 {
        return Ok(());
    }
    Err(RoleError::InUse { count, names: names.join(", ") }.into())
}

async fn facts(account: &Account, tx: &TenantTx, held: &Grants, role: CustomRole) -> Result<RoleFacts> {
    let grants = giving::grants_within(account, &role.made_of);
    let name = Role::of_word(&role.made_of.name).unwrap_or(Role::Member);
    Ok(RoleFacts {
        id: Some(role.id),
        name,
        title: role.made_of.title,
        description: role.made_of.description,
        permissions: grants.names().map(str::to_owned).collect(),
        users: users::count_of(tx, name).await?,
        may_give: held.cover(&grants),
    })
}
