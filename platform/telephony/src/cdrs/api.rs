//! REST resource `/cdrs`: the call report, its export, and each call's trace (UI-3, UI-10).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use kernel::id::CdrId;
use serde_json::json;
use tenancy::TenantTx;
use web::{Allow, Data, Json, Listing, Page, Path, Problem, Query, Result, Routes};

use super::export::{self, ExportQuery};
use super::store::{self, Own};
use super::summary::{self, CdrSummary, SummaryQuery};
use super::wording::Wording;
use super::{Cdr, CdrFilter, CdrOrder, Export, Read, ReadOwn, columns};
use crate::Telephony;
use crate::diagnosis::{self, Diagnosis};
use crate::traces::{CallTrace, TraceFault};

/// Mounts the resource.
pub fn routes(routes: &mut Routes) {
    routes.get("/cdrs", "list_cdrs", "Lists call detail records, newest first; a member's own alone.", list);
    routes.get("/cdrs/export", "export_cdrs", "Downloads call detail records as Excel or CSV.", export);
    routes.answers(|operation| {
        let binary = json!({"type": "string", "format": "binary"});
        let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        operation.answer_of(200, "The file.", sheet, binary.clone());
        operation.answer_of(200, "The file.", "text/csv", binary);
    });
    routes.get(
        "/cdrs/summary",
        "summarise_cdrs",
        "Counts call detail records by outcome, span by span; a member's own alone.",
        summarise,
    );
    routes.get("/cdrs/{id}", "get_cdr", "Shows a call detail record.", get);
    routes.get(
        "/cdrs/{id}/trace",
        "get_cdr_trace",
        "Shows what happened in the call: messages, decisions, media.",
        trace,
    );
    routes.get(
        "/cdrs/{id}/diagnosis",
        "diagnose_cdr",
        "Judges the call: whether it came about, who heard whom and how well, NAT and encryption.",
        diagnose,
    );
}

/// What a person without the right to all records is bound to.
async fn bound_to(tx: &TenantTx, all: bool, user: kernel::id::UserId) -> Result<Option<Own>> {
    if all {
        return Ok(None);
    }
    let endpoints = crate::endpoints::store::of_owner(tx, user).await?;
    let users = endpoints.iter().map(|endpoint| endpoint.terminal_user.clone()).collect();
    Ok(Some(Own { endpoints: endpoints.into_iter().map(|endpoint| endpoint.id).collect(), users }))
}

async fn list(allow: Allow<ReadOwn>, listing: Listing<CdrOrder, CdrFilter>) -> Result<Json<Page<Cdr>>> {
    let tx = allow.read().await?;
    let own = bound_to(&tx, allow.also::<Read>(), allow.person().user).await?;
    let words = listing.search.as_deref();
    let rows =
        store::page(&tx, &listing.filter, own.as_ref(), words, listing.order, &listing.request()).await?;
    Ok(Json(Page::of(rows, Into::into)))
}

async fn summarise(allow: Allow<ReadOwn>, Query(query): Query<SummaryQuery>) -> Result<Json<CdrSummary>> {
    let tx = allow.read().await?;
    let own = bound_to(&tx, allow.also::<Read>(), allow.person().user).await?;
    Ok(Json(summary::summarise(&tx, &query, own.as_ref()).await?))
}

async fn get(allow: Allow<ReadOwn>, Path(id): Path<CdrId>) -> Result<Json<Cdr>> {
    let tx = allow.read().await?;
    let own = bound_to(&tx, allow.also::<Read>(), allow.person().user).await?;
    Ok(Json(store::get(&tx, id, own.as_ref()).await?))
}

async fn export(allow: Allow<Export>, Query(query): Query<ExportQuery>) -> Result<HttpResponse> {
    let refused = |detail: String, at| Problem::new(StatusCode::BAD_REQUEST, "query.invalid", detail).at(at);
    let columns =
        columns::read(query.columns.as_deref()).map_err(|fault| refused(fault.to_string(), "/columns"))?;
    let wording = Wording::new(query.language, query.time_zone.as_deref())
        .map_err(|fault| refused(fault.to_string(), "/time_zone"))?;
    let own = {
        let tx = allow.read().await?;
        bound_to(&tx, allow.also::<Read>(), allow.person().user).await?
    };
    export::respond(allow.scope().clone(), &query, columns, wording, own).await
}

async fn trace(
    allow: Allow<ReadOwn>,
    telephony: Data<Telephony>,
    Path(id): Path<CdrId>,
) -> Result<Json<CallTrace>> {
    let call = {
        let tx = allow.read().await?;
        let own = bound_to(&tx, allow.also::<Read>(), allow.person().user).await?;
        store::get(&tx, id, own.as_ref()).await?.call
    };
    Ok(Json(telephony.traces().read(allow.scope(), call).await?))
}

async fn diagnose(
    allow: Allow<ReadOwn>,
    telephony: Data<Telephony>,
    Path(id): Path<CdrId>,
) -> Result<Json<Diagnosis>> {
    let cdr = {
        let tx = allow.read().await?;
        let own = bound_to(&tx, allow.also::<Read>(), allow.person().user).await?;
        store::get(&tx, id, own.as_ref()).await?
    };
    let trace = match telephony.traces().read(allow.scope(), cdr.call).await {
        Ok(trace) => Some(trace),
        Err(TraceFault::NotKept) => None,
        Err(fault) => return Err(fault.into()),
    };
    Ok(Json(diagnosis::examine(&cdr, trace.as_ref())))
}
