//! `/setup` over REST: the link and the claim for whoever holds it, the assistant's progress for the operator.

use bus::Publish as _;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Allow, Client, Cookied, Data, Json, Problem, Result, Routes, Staff};

use super::claim::{self, Claim};
use super::progress::{Change, Progress};
use super::{Read, SetupEvent, Write, store};
use crate::me::{self, Me};
use crate::roles::Role;
use crate::{Account, sessions};

/// A link, as it was opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClaimToken)]
struct Token {
    /// The token of the link.
    token: String,
}

/// A link that can be used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenSetupLink)]
struct OpenLink {
    /// Until when.
    expires_at: Timestamp,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.post(
        "/setup/link",
        "check_setup_link",
        "Tells whether the link of the first start can be used.",
        check,
    );
    routes.post(
        "/setup/claim",
        "claim_setup",
        "Makes the operator's first user with the link of the first start, and signs in.",
        enter,
    );
    routes.get("/setup", "get_setup", "Shows how far the installation is set up.", show);
    routes.patch("/setup", "change_setup", "Takes note of steps of the installation's set-up.", change);
}

async fn check(account: Data<Account>, body: Json<Token>) -> Result<Json<OpenLink>> {
    let expires_at = claim::check(&account, &body.0.token).await?;
    Ok(Json(OpenLink { expires_at }))
}

async fn enter(client: Client, account: Data<Account>, body: Json<Claim>) -> Result<Cookied<Json<Me>>> {
    let (credential, user) = claim::claim(&account, &client, body.into_inner()).await?;
    let cookie = credential.cookie(client.secure, sessions::lifetime());
    let home = account.directory().console().home().clone();
    let grants = account.roles().grants(Role::Operator);
    Ok(Cookied(Json(me::of(&account, &home, user, &grants)), cookie))
}

async fn show(allow: Allow<Read>) -> Result<Json<Progress>> {
    Ok(Json(store::progress(&allow.home().read().await?).await?))
}

async fn change(allow: Allow<Write>, body: Json<Change>) -> Result<Json<Progress>> {
    let change = body.into_inner();
    known(&allow, &change)?;
    let tx = allow.home().begin().await?;
    let before = store::progress(&tx).await?;
    let after = before.clone().with(&change);
    if after != before {
        store::set_progress(&tx, &after).await?;
        tx.audit(allow.audit("setup.change").before(&before).after(&after)).await?;
        tx.publish(SetupEvent {}).await?;
    }
    tx.commit().await?;
    Ok(Json(after))
}

/// Whether what the progress refers to exists.
fn known(allow: &Allow<Write>, change: &Change) -> Result<()> {
    let Staff::Operator(operator) = allow.staff()? else { return Err(Problem::not_found()) };
    if change.reseller_id.is_some_and(|id| operator.resellers().iter().all(|it| it.id != id)) {
        return Err(Problem::not_found().at("/reseller_id"));
    }
    if change.tenant_id.is_some_and(|id| operator.tenants().iter().all(|it| it.id != id)) {
        return Err(Problem::not_found().at("/tenant_id"));
    }
    Ok(())
}
