//! `/api-keys`: the keys of a tenant.

use bus::{DomainEvent, NoteSecurity as _, Publish as _, SecurityEvent, SecurityKind};
use kernel::id::{ApiKeyId, UserId};
use serde::{Deserialize, Serialize};
use tenancy::{Actor, AuditLine, TenantTx};
use web::{Allow, Created, Data, Json, Listing, NoContent, Page, Path, Result, Routes};

use super::key::{self, ApiKey, ApiKeyChange, KeyError, NewApiKey};
use super::{Read, Write, store};
use crate::Account;

/// A key was made, changed or revoked; open sockets of it are closed where it is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeyChanged {
    /// Which.
    id: ApiKeyId,
}

impl DomainEvent for KeyChanged {
    const NAME: &'static str = "api_keys.changed";
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/api-keys", "list_api_keys", "Lists the API keys, without their secrets.", list);
    routes.post("/api-keys", "create_api_key", "Makes an API key; its secret is told once.", create);
    routes.get("/api-keys/{id}", "get_api_key", "Shows an API key.", get);
    routes.patch("/api-keys/{id}", "change_api_key", "Changes the fields given.", change);
    routes.delete(
        "/api-keys/{id}",
        "revoke_api_key",
        "Revokes an API key: it opens nothing any more.",
        revoke,
    );
}

async fn list(allow: Allow<Read>, listing: Listing<store::Column>) -> Result<Page<ApiKey>> {
    store::list(&allow.read().await?, &listing).await
}

async fn get(allow: Allow<Read>, id: Path<ApiKeyId>) -> Result<Json<ApiKey>> {
    Ok(Json(store::get(&allow.read().await?, id.0).await?))
}

async fn create(
    allow: Allow<Write>,
    account: Data<Account>,
    body: Json<NewApiKey>,
) -> Result<Created<ApiKey>> {
    if allow.tenant() != allow.home().tenant() {
        return Err(KeyError::OnlyAtHome.into());
    }
    let new = body.into_inner();
    let secret = key::draw(account.rng());
    let tx = allow.begin().await?;
    let mut made = ApiKey {
        id: ApiKeyId::new(tx.now(), account.rng()),
        name: new.name.trim().to_owned(),
        prefix: key::shown(&secret),
        secret: None,
        scopes: key::sorted(new.scopes),
        addresses: key::sorted(new.addresses),
        expires_at: new.expires_at,
        owner: allow.person().user,
        created_at: tx.now(),
        used_at: None,
        used_from: None,
    };
    made.check(None, &allow.person().grants, tx.now())?;
    store::insert(&tx, &made, key::hash(&secret)).await?;
    tx.audit(allow.audit("api_keys.create").object(made.id).after(&made)).await?;
    tx.publish(KeyChanged { id: made.id }).await?;
    note(&tx, SecurityKind::ApiKeyMade, &made, allow.actor());
    tx.commit().await?;
    made.secret = Some(secret);
    Ok(Created::at(&made.id.clone(), made))
}

async fn change(allow: Allow<Write>, id: Path<ApiKeyId>, body: Json<ApiKeyChange>) -> Result<Json<ApiKey>> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id.0).await?;
    let after = before.clone().with(body.into_inner());
    after.check(Some(&before), &allow.person().grants, tx.now())?;
    store::update(&tx, &after).await?;
    tx.audit(allow.audit("api_keys.change").object(after.id).before(&before).after(&after)).await?;
    tx.publish(KeyChanged { id: after.id }).await?;
    tx.commit().await?;
    Ok(Json(after))
}

async fn revoke(allow: Allow<Write>, id: Path<ApiKeyId>) -> Result<NoContent> {
    let tx = allow.begin().await?;
    let before = store::get(&tx, id.0).await?;
    store::delete(&tx, before.id).await?;
    gone(&tx, allow.actor(), &before).await?;
    tx.commit().await?;
    Ok(NoContent)
}

/// Revokes the keys of a user who is to be deleted.
pub(crate) async fn revoke_of(tx: &TenantTx, actor: &Actor, owner: UserId) -> Result<()> {
    for key in store::delete_of(tx, owner).await? {
        gone(tx, actor, &key).await?;
    }
    Ok(())
}

async fn gone(tx: &TenantTx, actor: &Actor, key: &ApiKey) -> Result<()> {
    tx.audit(AuditLine::new(actor, "api_keys.revoke").object(key.id).before(key)).await?;
    tx.publish(KeyChanged { id: key.id }).await?;
    note(tx, SecurityKind::ApiKeyRevoked, key, actor);
    Ok(())
}

fn note(tx: &TenantTx, kind: SecurityKind, key: &ApiKey, actor: &Actor) {
    let event = SecurityEvent::new(kind).user(key.owner).account(&key.name).with("key", key.id.to_string());
    tx.note_security(actor.source.into_iter().fold(event, SecurityEvent::source));
}
