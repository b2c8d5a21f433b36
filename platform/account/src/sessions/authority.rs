//! Who stands behind a cookie: the session's user, with what the user's role may do now; and behind a key.

use async_trait::async_trait;
use kernel::id::{SessionId, TenantId, UserId};
use tenancy::TenantScope;
use web::{Authority, Client, Credential, Person, Problem, Proof, Reach};

use super::store;
use crate::sign_in_policy;
use crate::users::{self, User};
use crate::{Account, api_keys, support_access};

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
        let grants = sign_in_policy::grants_of(self, &tx, &row).await?;
        drop(tx);
        if store::is_due(&session, now) {
            let tx = home.begin().await?;
            store::used(&tx, session.id, client).await?;
            tx.commit().await?;
        }
        Ok(Some(Person {
            user: UserId(row.id),
            proof: Proof::Session(SessionId(session.id)),
            name: User::from(row).shown_name(),
            grants,
        }))
    }

    async fn bearer(&self, token: &str, client: &Client) -> Result<Option<(TenantScope, Person)>, Problem> {
        api_keys::bearer(self, token, client).await
    }

    async fn reach(&self, home: &TenantScope, person: &Person, tenant: TenantId) -> Result<Reach, Problem> {
        support_access::reach(self, home, person, tenant).await
    }

    fn concerns(&self, event: &str, body: &serde_json::Value, person: &Person) -> bool {
        let is = |id: String| body["id"] == id.as_str();
        match (event, person.proof) {
            ("sessions.ended", Proof::Session(id)) => is(id.to_string()),
            ("api_keys.changed", Proof::Key(id)) => is(id.to_string()),
            ("users.changed", _) => is(person.user.to_string()),
            ("roles.changed" | "support_access.changed" | "sign_in_policy.changed", _) => true,
            _ => false,
        }
    }
}
