//! `/brand`: what anybody sees before signing in. It tells no more of a tenant than its own sign-in page does.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName};
use serde::Deserialize;
use tenancy::{KeyKind, TenantKind, TenantScope, TenantState};
use web::{Client, Data, Json, Path, Problem, Query, Result, Routes};

use super::settings::{Brand, resolve};
use super::store;
use crate::Account;

/// A hash never means another image.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A drawing that is opened by itself runs and loads nothing.
const NOTHING: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Whose.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// The short name of a tenant; of an unknown one the brand is that of the host name, else the operator's.
    tenant: Option<String>,
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/brand", "show_brand", "The brand of a sign-in page, by host name or tenant.", show);
    routes.get("/brand/logos/{hash}", "show_logo", "A logo, by its hash.", logo);
    routes.answers(|operation| {
        for media_type in ["image/svg+xml", "image/png", "image/webp", "image/jpeg"] {
            let schema = serde_json::json!({"type": "string", "format": "binary"});
            operation.answer_of(200, "The image.", media_type, schema);
        }
    });
}

async fn show(client: Client, account: Data<Account>, whose: Query<Whose>) -> Result<Json<Brand>> {
    let directory = account.directory();
    let (place, host_tells) = place(&account, &client.host, whose.0.tenant.as_deref());
    let place = place.unwrap_or_else(|| directory.console().home().clone());
    let brand = resolve(&store::chain(directory, &place).await?);
    Ok(Json(Brand { host_tells, ..brand }))
}

/// The tenant whose page is asked for, and whether the host name says so.
fn place(account: &Account, host: &str, named: Option<&str>) -> (Option<TenantScope>, bool) {
    let directory = account.directory();
    let living = |scope: &TenantScope| scope.state() != TenantState::Deleting;
    let by_host = directory.find(KeyKind::HostName, host).map(|found| found.scope).filter(living);
    if let Some(scope) = by_host.as_ref().filter(|scope| scope.facts().kind == TenantKind::Customer) {
        return (Some(scope.clone()), true);
    }
    let named = named.filter(|name| !name.is_empty() && name.len() <= 40);
    let named = named.and_then(|name| directory.tenant_by_name(&name.to_lowercase())).filter(living);
    let named = named.filter(|scope| crate::sessions::is_at_home(scope, by_host.as_ref()));
    (named.or(by_host), false)
}

async fn logo(account: Data<Account>, hash: Path<String>) -> Result<HttpResponse> {
    let found = account.directory().find(KeyKind::BrandLogo, &hash.0).ok_or_else(Problem::not_found)?;
    let tx = found.scope.read().await?;
    let row = store::logo_of(&tx, &hash.0).await?.ok_or_else(Problem::not_found)?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, row.media_type))
        .insert_header((CACHE_CONTROL, FOR_EVER))
        .insert_header((CONTENT_SECURITY_POLICY, NOTHING))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    Ok(answer.body(row.bytes))
}
