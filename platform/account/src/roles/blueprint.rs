//! `[[roles]]` of a blueprint: the tenant's own roles, before the users that have them.
//!
//! Only staff that holds everything of a tenant applies blueprints, so nothing is given here that is not held.

use async_trait::async_trait;
use bus::Publish as _;
use feature::blueprint::{Door, Result, Section};
use kernel::id::RoleId;
use tenancy::{AuditLine, TenantKind};

use super::api::{RoleEvent, unused};
use super::custom::{NewRole, RoleError};
use super::{giving, store};
use crate::Account;

/// The section.
pub(super) struct OwnRoles(pub(super) Account);

impl OwnRoles {
    async fn told(&self, door: &Door<'_>, line: AuditLine, id: RoleId) -> Result<()> {
        door.tx.audit(line.object(id)).await?;
        door.tx.publish(RoleEvent { id }).await?;
        Ok(())
    }

    fn checked(&self, door: &Door<'_>, item: &NewRole) -> Result<NewRole> {
        if self.0.kind(door.tx.scope()) != TenantKind::Customer {
            return Err(RoleError::Staff.into());
        }
        let mut role = item.clone();
        role.check()?;
        giving::known(&self.0, &role)?;
        role.permissions = self.complete(&role);
        Ok(role)
    }

    fn complete(&self, role: &NewRole) -> Vec<String> {
        giving::grants_within(&self.0, role).names().map(str::to_owned).collect()
    }
}

#[async_trait]
impl Section for OwnRoles {
    type Item = NewRole;
    const NAME: &'static str = "roles";
    const ORDER: u16 = 90;

    fn key(&self, item: &NewRole) -> String {
        item.name.clone()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<NewRole>> {
        Ok(store::all(door.tx).await?.into_iter().map(|role| role.made_of).collect())
    }

    async fn create(&self, door: &Door<'_>, item: &NewRole) -> Result<()> {
        let role = self.checked(door, item)?;
        let role = store::insert(door.tx, RoleId::new(door.tx.now(), self.0.rng()), &role).await?;
        self.told(door, AuditLine::new(door.actor, "roles.create").after(&role), role.id).await
    }

    async fn change(&self, door: &Door<'_>, present: &NewRole, wanted: &NewRole) -> Result<()> {
        let wanted = self.checked(door, wanted)?;
        let before = store::named(door.tx, &present.name).await?.ok_or(RoleError::NotFound)?;
        let after = store::update(door.tx, before.id, &wanted).await?;
        let line = AuditLine::new(door.actor, "roles.change").before(&before).after(&after);
        self.told(door, line, after.id).await
    }

    async fn delete(&self, door: &Door<'_>, item: &NewRole) -> Result<()> {
        let role = store::named(door.tx, &item.name).await?.ok_or(RoleError::NotFound)?;
        unused(door.tx, &role).await?;
        store::delete(door.tx, role.id).await?;
        self.told(door, AuditLine::new(door.actor, "roles.delete").before(&role), role.id).await
    }

    /// What the file leaves to be added is no difference.
    fn settle(&self, wanted: &mut NewRole, _present: &NewRole) {
        if giving::known(&self.0, wanted).is_ok() {
            wanted.permissions = self.complete(wanted);
        }
        wanted.title = wanted.title.trim().to_owned();
        wanted.description = wanted.description.trim().to_owned();
    }
}
