//! Roles: the built-in ones by the kind of tenant, and a tenant's own as named sets of permissions (TEN-4).

mod api;
mod blueprint;
mod custom;
mod giving;
mod held;
mod migration;
mod role;
mod store;
#[cfg(test)]
mod tests;

use feature::Feature;

pub use api::RoleEvent;
pub use custom::{CustomRole, NewRole, RoleChange, RoleError};
pub(crate) use giving::{covered, grants_of, within};
pub use held::Roles;
pub use role::{NoSuchRole, Role, RoleName};

use crate::Account;

web::permission! {
    /// Sees the roles and what they may do.
    Read = "roles.read" for Supervisor;
    /// Creates, changes and deletes the tenant's own roles.
    Write = "roles.write";
}

/// The slice.
pub fn feature(account: &Account) -> Feature {
    Feature::new("roles")
        .permissions::<(Read, Write)>()
        .migrations(migrations())
        .routes(api::routes)
        .blueprint(blueprint::OwnRoles(account.clone()))
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
