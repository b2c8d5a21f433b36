//! Built-in roles: sets of permission types, by the kind of tenant they live in (TEN-4).

mod api;

use std::collections::BTreeMap;
use std::sync::Arc;

use feature::Feature;
use kernel::{Fault, FaultKind};
use serde::{Deserialize, Serialize};
use tenancy::TenantKind;
use web::{Grants, Level, PermissionFacts, Standing};

web::permission! {
    /// Sees the roles and what they may do.
    Read = "roles.read" for Supervisor;
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("roles").permissions::<(Read,)>().routes(api::routes)
}

/// A built-in role.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Staff of the operator: everything.
    Operator,
    /// Staff of a reseller: its tenants, and everything in them.
    Reseller,
    /// The whole account of a tenant.
    Administrator,
    /// Assigned queues and agents.
    Supervisor,
    /// Takes calls of queues.
    Agent,
    /// The own account only.
    Member,
}

/// The word is no role, or not one of this kind of tenant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("role must be one of: {0}")]
pub struct NoSuchRole(String);

impl Fault for NoSuchRole {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }
    fn code(&self) -> &'static str {
        "roles.unknown"
    }
    fn field(&self) -> Option<String> {
        Some("/role".to_owned())
    }
}

impl Role {
    /// All, from high to low.
    pub const ALL: [Self; 6] =
        [Self::Operator, Self::Reseller, Self::Administrator, Self::Supervisor, Self::Agent, Self::Member];

    /// The word in rows, files and answers.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Reseller => "reseller",
            Self::Administrator => "administrator",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
            Self::Member => "member",
        }
    }

    /// The role of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The roles that users of such a tenant may have.
    pub const fn of_kind(kind: TenantKind) -> &'static [Self] {
        match kind {
            TenantKind::Operator => &[Self::Operator],
            TenantKind::Reseller => &[Self::Reseller],
            TenantKind::Customer => &[Self::Administrator, Self::Supervisor, Self::Agent, Self::Member],
        }
    }

    /// The role that may do everything in such a tenant.
    pub const fn top(kind: TenantKind) -> Self {
        match kind {
            TenantKind::Operator => Self::Operator,
            TenantKind::Reseller => Self::Reseller,
            TenantKind::Customer => Self::Administrator,
        }
    }

    /// This role, if users of such a tenant may have it.
    ///
    /// # Errors
    /// [`NoSuchRole`] with those they may have.
    pub fn within(self, kind: TenantKind) -> Result<Self, NoSuchRole> {
        let known = Self::of_kind(kind);
        if known.contains(&self) {
            return Ok(self);
        }
        Err(NoSuchRole(known.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ")))
    }

    fn holds(self, permission: &PermissionFacts) -> bool {
        let standing = |standing| permission.level == Level::Tenant && permission.held_by.contains(&standing);
        match self {
            Self::Operator => true,
            Self::Reseller => permission.level <= Level::Reseller,
            Self::Administrator => permission.level == Level::Tenant,
            Self::Supervisor => standing(Standing::Supervisor),
            Self::Agent => standing(Standing::Agent),
            Self::Member => standing(Standing::Member),
        }
    }
}

/// What every role may do, computed once from all slices' permissions.
#[derive(Debug)]
pub struct Roles(BTreeMap<Role, Arc<Grants>>);

impl Roles {
    /// Of these permissions.
    pub fn new(permissions: &[PermissionFacts]) -> Self {
        let grants = |role: Role| -> Grants {
            permissions.iter().filter(|permission| role.holds(permission)).map(|it| it.name).collect()
        };
        Self(Role::ALL.into_iter().map(|role| (role, Arc::new(grants(role)))).collect())
    }

    /// What a role may do.
    pub fn grants(&self, role: Role) -> Arc<Grants> {
        self.0.get(&role).cloned().unwrap_or_default()
    }
}
