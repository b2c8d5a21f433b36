//! `/session` (signing in and out) and `/sessions` (the own ones).

use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder};
use bus::{NoteSecurity as _, SecurityEvent, SecurityKind};
use kernel::id::SessionId;
use serde::Serialize;
use web::describe::{Operation, Output};
use web::{
    Allow, Arriving, Client, Cookied, Data, Json, NoContent, Path, Permission, Problem, Result, Routes, Seen,
    SignedIn, cookie,
};

use super::second_step::{SignInCode, enter as enter_code};
use super::sign_in::{SignIn, SignedIn as Entered, Step, sign_in};
use super::store::{self, SessionFacts};
use super::{ABSOLUTE, challenge};
use crate::Account;
use crate::me::{self, Me};
use crate::users;

/// Whose session it is.
#[derive(Serialize, utoipa::ToSchema)]
struct SessionState {
    /// Who is signed in; absent where nobody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    me: Option<Me>,
}

/// The password was right, and the code of the second factor is awaited at `/session/code`.
#[derive(Serialize, utoipa::ToSchema)]
struct CodeAsked {
    /// Seconds in which it can be given.
    expires_secs: u64,
}

/// The session, or the question for a code.
enum Answer {
    In(Box<Cookied<Json<Me>>>),
    Code(Cookied<Json<CodeAsked>>),
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::In(answer) => answer.respond_to(request),
            Self::Code(answer) => {
                let mut answer = answer.respond_to(request);
                *answer.status_mut() = StatusCode::ACCEPTED;
                answer
            }
        }
    }
}

impl Output for Answer {
    fn describe(operation: &mut Operation) {
        operation.answer::<Me>(200, "Signed in.");
        operation.answer::<CodeAsked>(202, "The password is right; a code is needed.");
    }
}

/// The own sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SessionList {
    /// The last used first.
    items: Vec<SessionFacts>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/session", "get_session", "Shows who is signed in, to anybody: nobody, too.", show);
    routes.post(
        "/session/code",
        "give_code",
        "Signs in with the code that was asked for after the password.",
        give_code,
    );
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

async fn show(seen: Seen, account: Data<Account>) -> Result<Json<SessionState>> {
    let Some((home, person)) = seen.0.filter(|(_, person)| person.session().is_some()) else {
        return Ok(Json(SessionState { me: None }));
    };
    let user = users::store::get(&home.read().await?, person.user).await?.into();
    Ok(Json(SessionState { me: Some(me::of(&account, &home, user, &person.grants)) }))
}

async fn enter(client: Client, account: Data<Account>, body: Json<SignIn>) -> Result<Answer> {
    Ok(match sign_in(&account, &client, &body.0).await? {
        Step::In(entered) => Answer::In(Box::new(entered_by(&account, &client, *entered))),
        Step::Code(scope, challenge) => {
            let asked = CodeAsked { expires_secs: challenge::LIFE.as_secs() };
            Answer::Code(Cookied(Json(asked), challenge.cookie(&scope, client.secure)))
        }
    })
}

async fn give_code(
    client: Client,
    account: Data<Account>,
    request: HttpRequest,
    body: Json<SignInCode>,
) -> Result<Cookied<Cookied<Json<Me>>>> {
    let entered = enter_code(&account, &client, &request, &body.0).await?;
    Ok(Cookied(entered_by(&account, &client, entered), challenge::removal(client.secure)))
}

fn entered_by(account: &Account, client: &Client, entered: Entered) -> Cookied<Json<Me>> {
    let cookie: Cookie<'static> = entered.credential.cookie(client.secure, lifetime());
    Cookied(Json(me::of(account, &entered.scope, entered.user, &entered.grants)), cookie)
}

async fn leave(allow: Allow<Arriving>) -> Result<Cookied<NoContent>> {
    let session = own(&allow)?;
    let tx = allow.home().begin().await?;
    store::end(&tx, allow.person().user, session).await?;
    tx.audit(allow.audit("sessions.sign_out").object(session)).await?;
    tx.commit().await?;
    Ok(Cookied(NoContent, cookie::removal(allow.client().secure)))
}

async fn list(allow: Allow<SignedIn>) -> Result<Json<SessionList>> {
    let tx = allow.home().read().await?;
    let items = store::of_user(&tx, allow.person().user, allow.person().session()).await?;
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
    store::end_all(&tx, allow.person().user, allow.person().session()).await?;
    tx.audit(allow.audit("sessions.end_others")).await?;
    let ended = SecurityEvent::new(SecurityKind::SessionsEnded).user(allow.person().user);
    tx.note_security(ended.account(&allow.person().name).source(allow.client().address));
    tx.commit().await?;
    Ok(NoContent)
}

/// The session that asks. Keys have none, and hold no permission of those who come here.
fn own<P: Permission>(allow: &Allow<P>) -> Result<SessionId> {
    allow.person().session().ok_or_else(Problem::not_found)
}

/// How long the browser keeps the cookie, in seconds.
pub(crate) fn lifetime() -> i64 {
    i64::try_from(ABSOLUTE.as_secs()).unwrap_or(i64::MAX)
}
