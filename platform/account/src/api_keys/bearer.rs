//! Who stands behind `Authorization: Bearer cmk_…`: the key's owner, with no more than the key's scopes.

use bus::{NoteSecurity as _, SecurityEvent, SecurityKind};
use kernel::id::{ApiKeyId, UserId};
use subtle::ConstantTimeEq as _;
use tenancy::{KeyKind, TenantScope};
use web::{Client, Person, Problem, Proof};

use super::key::{self, ApiKey};
use super::store;
use crate::users::store as users;
use crate::{Account, roles};

/// The holder of a key. The directory knows the hashes of all keys in memory: what is none costs no query, and one that
/// is costs as many as a session.
///
/// # Errors
/// Only what keeps it from telling, such as a database that is away.
pub(crate) async fn bearer(
    account: &Account,
    token: &str,
    client: &Client,
) -> Result<Option<(TenantScope, Person)>, Problem> {
    if !key::is_key(token) {
        return Ok(None);
    }
    let hash = key::hash(token);
    let Some(found) = account.directory().find(KeyKind::TokenHash, &hash) else { return Ok(None) };
    let tx = found.scope.read().await?;
    let Some(row) = tx.find_by_id::<store::Entity>(found.subject).await? else { return Ok(None) };
    let same = bool::from(row.token_hash.as_bytes().ct_eq(hash.as_bytes()));
    let key = ApiKey::from(row);
    let Some(owner) = tx.find_by_id::<users::Entity>(key.owner).await? else { return Ok(None) };
    let (now, held) = (tx.now(), roles::grants_of(account, &tx, users::role_of(&owner)).await?);
    drop(tx);
    if !same || !owner.enabled || !key.is_taken(client.address, now) {
        refused(&found.scope, &key, client);
        return Ok(None);
    }
    if store::is_due(&key, client, now) {
        let tx = found.scope.begin().await?;
        store::used(&tx, key.id, client).await?;
        tx.commit().await?;
    }
    let scopes = key.scopes.iter().map(String::as_str);
    let brought = account.roles().complete(scopes.clone());
    let grants = held.key(scopes.chain(brought.names())).into();
    let proof = Proof::Key(ApiKeyId(found.subject));
    Ok(Some((found.scope, Person { user: UserId(owner.id), proof, name: key.name, grants })))
}

/// The owner learns what whoever shows the key is not told.
fn refused(scope: &TenantScope, key: &ApiKey, client: &Client) {
    tracing::warn!(tenant.id = %scope.tenant(), key.id = %key.id, source = %client.address, "API key refused");
    let event = SecurityEvent::new(SecurityKind::ApiKeyMisused).user(key.owner).account(&key.name);
    scope.note_security(event.source(client.address).with("key", key.id.to_string()));
}
