//! The browser application behind every path that is not the API's.

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, REFERRER_POLICY, VARY,
};
use actix_web::{HttpRequest, HttpResponse};

use crate::health::Health;
use crate::ui;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// The answers for whoever watches over processes (OPS-20): alive, and ready for requests. They tell nothing else.
pub(super) fn probe(request: &HttpRequest, health: &Health) -> Option<HttpResponse> {
    let (mut answer, word) = match request.path() {
        "/healthz" => (HttpResponse::Ok(), "alive"),
        "/readyz" if health.is_ready() => (HttpResponse::Ok(), "ready"),
        "/readyz" => (HttpResponse::ServiceUnavailable(), "not ready"),
        _ => return None,
    };
    answer.insert_header((CACHE_CONTROL, "no-store")).content_type("text/plain; charset=utf-8");
    Some(answer.body(format!("{word}\n")))
}

/// A file of the application, or its page.
pub(super) fn answer(request: &HttpRequest) -> HttpResponse {
    let accepted =
        request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(asset) = ui::asset(request.path(), accepted) else {
        return HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("There is nothing here.\n");
    };
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, asset.media_type))
        .insert_header((VARY, "accept-encoding"))
        .insert_header((CACHE_CONTROL, if asset.immutable { FOR_EVER } else { ASK_AGAIN }));
    if request.path().starts_with("/p/") {
        // The address holds a secret: no other site may learn it, and no machine may keep or list the page.
        answer.insert_header((REFERRER_POLICY, "no-referrer")).insert_header((CACHE_CONTROL, "no-store"));
        answer.insert_header(("x-robots-tag", "noindex"));
    }
    if let Some(encoding) = asset.encoding {
        answer.insert_header((CONTENT_ENCODING, encoding));
    }
    answer.body(asset.bytes.into_owned())
}
