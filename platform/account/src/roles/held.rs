//! What each role holds: the built-in ones by rule, a tenant's own as it was put together.

use std::collections::BTreeMap;
use std::sync::Arc;

use tenancy::TenantKind;
use web::{Grants, Level, PermissionFacts, Standing};

use super::role::Role;

/// What the roles may do, computed once from all slices' permissions.
#[derive(Debug)]
pub struct Roles {
    built_in: BTreeMap<Role, Arc<Grants>>,
    /// An auditor of a reseller: nothing of the operator's height.
    reseller_auditor: Arc<Grants>,
    tenants: Vec<PermissionFacts>,
}

impl Roles {
    /// Of these permissions.
    pub fn new(permissions: &[PermissionFacts]) -> Self {
        let grants = |role: Role| -> Grants {
            permissions.iter().filter(|permission| holds(role, permission)).map(|it| it.name).collect()
        };
        let below = permissions.iter().filter(|permission| permission.level < Level::Operator);
        let audited: Grants = below.filter(|it| holds(Role::Auditor, it)).map(|it| it.name).collect();
        let within = |permission: &&PermissionFacts| permission.level == Level::Tenant;
        Self {
            built_in: Role::ALL.into_iter().map(|role| (role, Arc::new(grants(role)))).collect(),
            reseller_auditor: Arc::new(audited),
            tenants: permissions.iter().filter(within).copied().collect(),
        }
    }

    /// What a built-in role may do; of a tenant's own only its row tells.
    pub fn grants(&self, role: Role) -> Arc<Grants> {
        self.built_in.get(&role).cloned().unwrap_or_default()
    }

    /// The same for a user of such a tenant.
    pub fn grants_in(&self, kind: TenantKind, role: Role) -> Arc<Grants> {
        match (kind, role) {
            (TenantKind::Reseller, Role::Auditor) => Arc::clone(&self.reseller_auditor),
            _ => self.grants(role),
        }
    }

    /// The permissions that a role of a tenant can be made of, sorted.
    pub fn of_tenants(&self) -> &[PermissionFacts] {
        &self.tenants
    }

    /// Those of `wanted` that there are, with what they are of no use without.
    pub fn complete<'n>(&self, wanted: impl IntoIterator<Item = &'n str>) -> Grants {
        let mut held: Vec<&PermissionFacts> =
            wanted.into_iter().filter_map(|name| self.tenants.iter().find(|it| it.name == name)).collect();
        let mut at = 0;
        while let Some(permission) = held.get(at) {
            let needed = self.tenants.iter().filter(|other| needs(permission, other));
            held.extend(needed.collect::<Vec<_>>());
            at += 1;
        }
        held.into_iter().map(|permission| permission.name).collect()
    }
}

/// Whether `permission` is of no use without `other`: who changes sees, who sees all sees the own, and who gives roles
/// knows them.
fn needs(permission: &PermissionFacts, other: &PermissionFacts) -> bool {
    let same = permission.slice() == other.slice();
    match permission.verb() {
        "read_own" => false,
        "read" | "export" => same && other.verb() == "read_own",
        _ => {
            (same && other.verb() == "read") || (permission.name, other.name) == ("users.write", "roles.read")
        }
    }
}

fn holds(role: Role, permission: &PermissionFacts) -> bool {
    let named = |standing| permission.held_by.contains(&standing);
    let within = permission.level == Level::Tenant;
    match role {
        Role::Operator => true,
        Role::Reseller => permission.level <= Level::Reseller,
        Role::Support3 => named(Standing::Support3),
        Role::Support2 => named(Standing::Support2),
        Role::Support1 => named(Standing::Support1),
        Role::Auditor => named(Standing::Auditor) || permission.reads(),
        Role::Administrator => within,
        Role::Supervisor => within && named(Standing::Supervisor),
        Role::Agent => within && named(Standing::Agent),
        Role::Member => within && named(Standing::Member),
        Role::Custom(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn named(name: &'static str, level: Level) -> PermissionFacts {
        PermissionFacts { name, level, held_by: &[] }
    }

    fn roles() -> Roles {
        Roles::new(&[
            named("calls.hang_up", Level::Tenant),
            named("calls.read", Level::Tenant),
            named("calls.read_own", Level::Tenant),
            named("resellers.read", Level::Operator),
            named("roles.read", Level::Tenant),
            named("tenants.read", Level::Reseller),
            named("users.read", Level::Tenant),
            named("users.write", Level::Tenant),
        ])
    }

    #[test]
    fn what_is_of_no_use_alone_brings_what_it_needs() {
        let held = |wanted: &[&str]| -> Vec<String> {
            roles().complete(wanted.iter().copied()).names().map(str::to_owned).collect()
        };
        assert_eq!(held(&["calls.hang_up"]), ["calls.hang_up", "calls.read", "calls.read_own"]);
        assert_eq!(held(&["calls.read_own"]), ["calls.read_own"]);
        assert_eq!(held(&["users.write"]), ["roles.read", "users.read", "users.write"]);
    }

    #[test]
    fn what_is_no_permission_of_tenants_is_left_out() {
        assert_eq!(roles().complete(["tenants.read", "nothing.read"]), Grants::none());
    }

    #[test]
    fn an_auditor_reads_everything_and_writes_nothing() {
        let held = roles().grants(Role::Auditor);
        assert!(held.holds("tenants.read") && held.holds("users.read") && held.holds("calls.read"));
        assert!(!held.holds("users.write") && !held.holds("calls.hang_up"));
        assert!(held.holds("resellers.read"));
        let held = roles().grants_in(TenantKind::Reseller, Role::Auditor);
        assert!(held.holds("tenants.read") && !held.holds("resellers.read"));
    }
}
