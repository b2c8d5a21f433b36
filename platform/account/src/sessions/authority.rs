//! Who stands behind a cookie: the session's user, with what the user's role may do now.

use async_trait::async_trait;
use kernel::id::{SessionId, UserId};
use tenancy::TenantScope;
use web::{Authority, Client, Credential, Person, Problem};

use super::store;
use crate::Account;
use crate::users::{self, User};

#[async_trait]
impl Authority for Account {
    async fn person(
        &self,
        home: &TenantScope,
        credential: &Credential,
        client: &Client,
    ) -> Result<Option<Person>, Problem> {
        let tx = home.read().await?;
        let Some(session) = store::by_secret(&tx, &credential.secret).await? else { return Ok(None) };
        let now = tx.now();
        let Some(row) = tx.find_by_id::<users::store::Entity>(session.user_id).await? else {
            return Ok(None);
        };
        drop(tx);
        if !row.enabled {
            return Ok(None);
        }
        if store::is_due(&session, now) {
            let tx = home.begin().await?;
            store::used(&tx, session.id, client).await?;
            tx.commit().await?;
        }
        let role = users::store::role_of(&row);
        Ok(Some(Person {
            user: UserId(row.id),
            session: SessionId(session.id),
            name: User::from(row).shown_name(),
            grants: self.roles().grants(role),
        }))
    }
}
