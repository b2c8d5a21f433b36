//! Who stands behind a cookie: the session's user, with what the user's role may do now.

use async_trait::async_trait;
use kernel::id::{SessionId, TenantId, UserId};
use tenancy::TenantScope;
use web::{Authority, Client, Credential, Person, Problem, Reach};

use super::store;
use crate::Account;
use crate::users::{self, User};
use crate::{roles, support_access};

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
        if !row.enabled {
            return Ok(None);
        }
        // Read with each request: a changed role holds at once.
        let grants = roles::grants_of(self, &tx, users::store::role_of(&row)).await?;
        drop(tx);
        if store::is_due(&session, now) {
            let tx = home.begin().await?;
            store::used(&tx, session.id, client).await?;
            tx.commit().await?;
        }
        Ok(Some(Person {
            user: UserId(row.id),
            session: SessionId(session.id),
            name: User::from(row).shown_name(),
            grants,
        }))
    }

    async fn reach(&self, home: &TenantScope, person: &Person, tenant: TenantId) -> Result<Reach, Problem> {
        support_access::reach(self, home, person, tenant).await
    }

    fn concerns(&self, event: &str, body: &serde_json::Value, person: &Person) -> bool {
        match event {
            "sessions.ended" => body["id"] == person.session.to_string().as_str(),
            "users.changed" => body["id"] == person.user.to_string().as_str(),
            "roles.changed" | "support_access.changed" => true,
            _ => false,
        }
    }
}
