//! `/session` (signing in and out) and `/sessions` (the own ones).

use kernel::id::SessionId;
use serde::Serialize;
use web::{Allow, Client, Cookied, Data, Json, NoContent, Path, Problem, Result, Routes, SignedIn, cookie};

use super::ABSOLUTE;
use super::sign_in::{SignIn, sign_in};
use super::store::{self, SessionFacts};
use crate::Account;
use crate::me::{self, Me};

/// The own sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SessionList {
    /// The last used first.
    items: Vec<SessionFacts>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.post(
        "/session",
        "sign_in",
        "Signs in; the session is in a cookie that scripts cannot read.",
        enter,
    );
    routes.delete("/session", "sign_out", "Signs out: ends the session that asks.", leave);
    routes.get("/sessions", "list_sessions", "Lists the own sessions.", list);
    routes.delete(
        "/sessions",
        "end_other_sessions",
        "Ends the own sessions, save the one that asks.",
        end_others,
    );
    routes.delete("/sessions/{id}", "end_session", "Ends one of the own sessions.", end);
}

async fn enter(client: Client, account: Data<Account>, body: Json<SignIn>) -> Result<Cookied<Json<Me>>> {
    let signed_in = sign_in(&account, &client, &body.0).await?;
    let cookie = signed_in.credential.cookie(client.secure, lifetime());
    let me = me::of(&account, &signed_in.scope, signed_in.user, &signed_in.grants);
    Ok(Cookied(Json(me), cookie))
}

async fn leave(allow: Allow<SignedIn>) -> Result<Cookied<NoContent>> {
    let tx = allow.home().begin().await?;
    store::end(&tx, allow.person().user, allow.person().session).await?;
    tx.audit(allow.audit("sessions.sign_out").object(allow.person().session)).await?;
    tx.commit().await?;
    Ok(Cookied(NoContent, cookie::removal(allow.client().secure)))
}

async fn list(allow: Allow<SignedIn>) -> Result<Json<SessionList>> {
    let tx = allow.home().read().await?;
    let items = store::of_user(&tx, allow.person().user, Some(allow.person().session)).await?;
    Ok(Json(SessionList { items }))
}

async fn end(allow: Allow<SignedIn>, id: Path<SessionId>) -> Result<NoContent> {
    let tx = allow.home().begin().await?;
    if !store::end(&tx, allow.person().user, id.0).await? {
        return Err(Problem::not_found());
    }
    tx.audit(allow.audit("sessions.end").object(id.0)).await?;
    tx.commit().await?;
    Ok(NoContent)
}

async fn end_others(allow: Allow<SignedIn>) -> Result<NoContent> {
    let tx = allow.home().begin().await?;
    store::end_all(&tx, allow.person().user, Some(allow.person().session)).await?;
    tx.audit(allow.audit("sessions.end_others")).await?;
    tx.commit().await?;
    Ok(NoContent)
}

/// How long the browser keeps the cookie, in seconds.
pub(crate) fn lifetime() -> i64 {
    i64::try_from(ABSOLUTE.as_secs()).unwrap_or(i64::MAX)
}
