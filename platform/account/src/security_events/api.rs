//! `/security-events` over REST, and as CSV.

use actix_web::HttpResponse;
use web::{Allow, Json, Listing, MAX_LIMIT, Page, Result, Routes};

use super::retention::{self, SecurityRetention};
use super::store::{self, By, Filters, Line};
use super::{Keep, Read};
use crate::csv;

/// The most lines in one export; a longer log is exported by periods.
const EXPORT_LINES: usize = 100_000;
const HEAD: &str = "id,at,kind,severity,user,account,source,count,detail,about\r\n";

pub(super) fn routes(routes: &mut Routes) {
    routes.get(
        "/security-events",
        "list_security_events",
        "Lists the security events, the newest first; staff sees those of the tenants below too, without names.",
        list,
    );
    routes.get(
        "/security-events/export",
        "export_security_events",
        "Downloads the security events as CSV, with the same filters.",
        export,
    );
    routes.answers(|operation| {
        operation.answer_of(200, "CSV (RFC 4180).", "text/csv", serde_json::json!({"type": "string"}));
    });
    routes.get(
        "/security-events/retention",
        "get_security_retention",
        "Shows how long security events are kept.",
        show,
    );
    routes.put(
        "/security-events/retention",
        "set_security_retention",
        "Sets how long security events are kept, in all tenants.",
        set,
    );
}

async fn list(allow: Allow<Read>, listing: Listing<By, Filters>) -> Result<Page<Line>> {
    store::list(&allow.read().await?, &listing).await
}

async fn export(allow: Allow<Read>, mut listing: Listing<By, Filters>) -> Result<HttpResponse> {
    let tx = allow.read().await?;
    listing.limit = MAX_LIMIT;
    let (mut text, mut lines) = (HEAD.to_owned(), 0);
    loop {
        let page = store::list(&tx, &listing).await?;
        lines += page.items.len();
        page.items.iter().for_each(|line| csv::write(&mut text, &fields(line)));
        listing.cursor = page.next;
        if listing.cursor.is_none() || lines >= EXPORT_LINES {
            break;
        }
    }
    Ok(csv::answer("security-events.csv", text))
}

fn fields(line: &Line) -> [String; 10] {
    [
        line.id.to_string(),
        line.at.to_string(),
        line.kind.clone(),
        line.severity.clone(),
        line.user.map(|id| id.to_string()).unwrap_or_default(),
        line.account.clone().unwrap_or_default(),
        line.source.clone().unwrap_or_default(),
        line.count.to_string(),
        line.detail.to_string(),
        line.about.map(|id| id.to_string()).unwrap_or_default(),
    ]
}

async fn show(allow: Allow<Keep>) -> Result<Json<SecurityRetention>> {
    Ok(Json(retention::read(&allow.read().await?).await?))
}

async fn set(allow: Allow<Keep>, body: Json<SecurityRetention>) -> Result<Json<SecurityRetention>> {
    let wanted = body.into_inner();
    let tx = allow.begin().await?;
    let before = retention::read(&tx).await?;
    retention::set(&tx, wanted).await?;
    tx.audit(allow.audit("security_events.keep").before(&before).after(&wanted)).await?;
    tx.commit().await?;
    Ok(Json(wanted))
}
