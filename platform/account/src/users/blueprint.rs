//! `[[users]]` of a blueprint. Passwords are those of new users; an existing user keeps the own one.

use async_trait::async_trait;
use bus::Publish as _;
use feature::blueprint::{Door, DrawnSecret, Result, Section};
use kernel::id::UserId;
use tenancy::AuditLine;

use super::UserEvent;
use super::api::hash_of;
use super::person::{NewUser, User, UserError};
use super::store;
use crate::{Account, api_keys, roles, sessions};

/// Letters that are not taken for each other.
const PASSWORD_LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const PASSWORD_CHARS: usize = 16;

/// The section.
pub(super) struct Users(pub(super) Account);

impl Users {
    async fn told(&self, door: &Door<'_>, line: AuditLine, id: UserId) -> Result<()> {
        door.tx.audit(line.object(id)).await?;
        door.tx.publish(UserEvent { id }).await?;
        Ok(())
    }
}

#[async_trait]
impl Section for Users {
    type Item = NewUser;
    const NAME: &'static str = "users";
    const ORDER: u16 = 100;

    fn key(&self, item: &NewUser) -> String {
        store::key(&item.user_name)
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<NewUser>> {
        Ok(store::all(door.tx).await?.iter().map(User::item).collect())
    }

    async fn create(&self, door: &Door<'_>, item: &NewUser) -> Result<()> {
        roles::within(&self.0, door.tx, item.role).await?;
        let drawn = item.password.is_none() && door.watch.draws_passwords();
        let drawn = drawn.then(|| kernel::rng::draw_text(self.0.rng(), PASSWORD_LETTERS, PASSWORD_CHARS));
        let hash = match &drawn {
            Some(password) => Some(self.0.passwords().hash(password).await?),
            None => hash_of(&self.0, item).await?,
        };
        let user = User::of(item, UserId::new(door.tx.now(), self.0.rng()), door.tx.now());
        let user = store::insert(door.tx, &user, hash, self.0.limits(door.tx.scope()).users).await?;
        if let Some(value) = drawn {
            let (section, key) = (Self::NAME.to_owned(), self.key(item));
            door.watch.drawn(DrawnSecret { section, key, user: item.user_name.clone(), value });
        }
        self.told(door, AuditLine::new(door.actor, "users.create").after(&user), user.id).await
    }

    async fn change(&self, door: &Door<'_>, present: &NewUser, wanted: &NewUser) -> Result<()> {
        roles::within(&self.0, door.tx, wanted.role).await?;
        let row = store::by_name(door.tx, &present.user_name).await?.ok_or(UserError::NotFound)?;
        let before = User::from(row);
        let mut after = User::of(wanted, before.id, before.created_at);
        after.signed_in_at = before.signed_in_at;
        let after = store::update(door.tx, &after).await?;
        let line = AuditLine::new(door.actor, "users.change").before(&before).after(&after);
        self.told(door, line, after.id).await
    }

    async fn delete(&self, door: &Door<'_>, item: &NewUser) -> Result<()> {
        let row = store::by_name(door.tx, &item.user_name).await?.ok_or(UserError::NotFound)?;
        let user = User::from(row.clone());
        sessions::store::end_all(door.tx, user.id, None).await?;
        api_keys::revoke_of(door.tx, door.actor, user.id).await?;
        store::delete(door.tx, row).await?;
        self.told(door, AuditLine::new(door.actor, "users.delete").before(&user), user.id).await
    }

    /// A password in the file is for the first time only: what the user chose since is kept.
    fn settle(&self, wanted: &mut NewUser, _present: &NewUser) {
        wanted.password = None;
        wanted.confirmation = None;
    }

    fn hide(&self, _item: &mut NewUser) -> Vec<&'static str> {
        vec!["password"]
    }
}
