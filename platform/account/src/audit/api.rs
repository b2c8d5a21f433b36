//! `/audit` over REST, and as CSV.

use actix_web::HttpResponse;
use web::{Allow, Data, Listing, MAX_LIMIT, Page, Result, Routes};

use super::Read;
use super::store::{self, By, Filters, Line};
use crate::{Account, csv};

/// The most lines in one export; a longer log is exported by periods.
const EXPORT_LINES: usize = 100_000;
const HEAD: &str = "id,at,actor_kind,actor,actor_name,actor_home,grant,source,action,object,before,after\r\n";

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/audit", "list_audit", "Lists the audit log, the newest first.", list);
    routes.get(
        "/audit/export",
        "export_audit",
        "Downloads the audit log as CSV, with the same filters.",
        export,
    );
    routes.answers(|operation| {
        operation.answer_of(200, "CSV (RFC 4180).", "text/csv", serde_json::json!({"type": "string"}));
    });
}

async fn list(
    allow: Allow<Read>,
    account: Data<Account>,
    listing: Listing<By, Filters>,
) -> Result<Page<Line>> {
    let mut page = store::list(&allow.read().await?, &listing).await?;
    for line in &mut page.items {
        let home = line.actor_home.and_then(|home| account.directory().envelope(home));
        line.actor_home_title = home.map(|home| home.facts().title.clone());
    }
    Ok(page)
}

async fn export(allow: Allow<Read>, mut listing: Listing<By, Filters>) -> Result<HttpResponse> {
    let tx = allow.read().await?;
    listing.limit = MAX_LIMIT;
    let (mut text, mut lines) = (HEAD.to_owned(), 0);
    loop {
        let page = store::list(&tx, &listing).await?;
        lines += page.items.len();
        page.items.iter().for_each(|line| write(&mut text, line));
        listing.cursor = page.next;
        if listing.cursor.is_none() || lines >= EXPORT_LINES {
            break;
        }
    }
    Ok(csv::answer("audit.csv", text))
}

fn write(text: &mut String, line: &Line) {
    let json =
        |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let fields = [
        line.id.to_string(),
        line.at.to_string(),
        line.actor_kind.clone(),
        line.actor.map(|id| id.to_string()).or(line.key.map(|id| id.to_string())).unwrap_or_default(),
        line.actor_name.clone(),
        line.actor_home.map(|id| id.to_string()).unwrap_or_default(),
        line.grant.map(|id| id.to_string()).unwrap_or_default(),
        line.source.clone().unwrap_or_default(),
        line.action.clone(),
        line.object.clone().unwrap_or_default(),
        json(&line.before),
        json(&line.after),
    ];
    csv::write(text, &fields);
}
