//! `/blueprint` over REST.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use feature::Env;
use feature::blueprint::{Change, Watch};
use kernel::id::TenantId;
use serde::Serialize;
use web::{Allow, Data, Json, Result, Routes, Text};

use super::apply::{Applied, Mode, export, run};
use super::{Read, Write};
use crate::Account;

/// What a text is called that came without a file.
pub(super) const FILE: &str = "blueprint";

/// A plan, or what was done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Outcome {
    /// The tenant's short name.
    tenant: String,
    /// Its id, unless it is only planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<TenantId>,
    /// The changes in their order; none: the tenant is as the file says.
    changes: Vec<Change>,
}

impl Outcome {
    pub(super) fn of(applied: Applied) -> Self {
        let id = applied.scope.map(|scope| scope.tenant());
        Self { tenant: applied.tenant, id, changes: applied.changes }
    }
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/blueprint",
        "export_blueprint",
        "Downloads the tenant as a blueprint, secrets left out.",
        download,
    );
    routes.answers(|operation| {
        operation.answer_of(200, "TOML.", "application/toml", serde_json::json!({"type": "string"}));
    });
    routes.post(
        "/blueprint/plan",
        "plan_blueprint",
        "Says what applying would do, and changes nothing.",
        plan,
    );
    routes.post("/blueprint/apply", "apply_blueprint", "Brings a tenant to what the blueprint says.", apply);
}

async fn download(allow: Allow<Read>, account: Data<Account>, env: Data<Env>) -> Result<HttpResponse> {
    let export = export(&account, &env, allow.scope(), allow.actor()).await?;
    let name = format!("attachment; filename=\"{}.toml\"", allow.scope().facts().name);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, "application/toml")).insert_header((CONTENT_DISPOSITION, name));
    Ok(answer.body(export.text))
}

async fn plan(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Text,
) -> Result<Json<Outcome>> {
    answer(&allow, &account, &env, &body, Mode::Plan).await
}

async fn apply(
    allow: Allow<Write>,
    account: Data<Account>,
    env: Data<Env>,
    body: Text,
) -> Result<Json<Outcome>> {
    answer(&allow, &account, &env, &body, Mode::Apply).await
}

async fn answer(
    allow: &Allow<Write>,
    account: &Account,
    env: &Env,
    body: &Text,
    mode: Mode,
) -> Result<Json<Outcome>> {
    let (staff, watch) = (allow.staff()?, Watch::nobody());
    let applied = run(account, env, staff, allow.actor(), (FILE, &body.0), mode, &watch).await?;
    Ok(Json(Outcome::of(applied)))
}
