//! The outermost layer of every request: its id, its log line, its refusals in one shape, and safe headers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _};
use kernel::rng;

use crate::client::RequestId;
use crate::{Gate, Problem};

const ID_ALPHABET: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_CHARS: usize = 16;

const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; \
                      object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (HeaderName::from_static("content-security-policy"), POLICY),
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("referrer-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
];

/// Wraps the whole application.
pub(crate) async fn outermost<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse, Error> {
    let gate = Gate::of(request.request());
    let id = gate.as_ref().map(|gate| rng::draw_text(&*gate.rng, ID_ALPHABET, ID_CHARS)).unwrap_or_default();
    request.extensions_mut().insert(RequestId(id.clone()));
    let api = request.path().starts_with("/api/");
    let secure = crate::Client::of(request.request()).secure;
    // The request must not be held beside the one handed on: routing needs it alone.
    let mut answer = next.call(request).await?.map_into_boxed_body();
    if let Some(problem) = refusal(&answer) {
        log(&problem, answer.request());
        let fresh = problem.respond(Some(&id));
        answer = answer.into_response(fresh);
    }
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    if api && !headers.contains_key("cache-control") {
        headers.insert(HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store"));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(HeaderName::from_static("strict-transport-security"), year);
    }
    Ok(answer)
}

/// The problem an answer carries: ours as it is, the framework's own refusals turned into one.
fn refusal(answer: &ServiceResponse) -> Option<Problem> {
    let error = answer.response().error()?;
    if let Some(problem) = error.as_error::<Problem>() {
        return Some(problem.clone());
    }
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        return Some(Problem::internal(error.to_string()));
    }
    Some(Problem::new(status, "http.refused", error.to_string()))
}

/// Outside of the API a path may hold a token that opens something: its first segment says enough.
fn loggable(path: &str) -> &str {
    if path.starts_with("/api/") {
        return path;
    }
    let end = path.char_indices().skip(1).find(|(_, c)| *c == '/').map_or(path.len(), |(at, _)| at);
    &path[..end]
}

fn log(problem: &Problem, request: &actix_web::HttpRequest) {
    let (code, status) = (problem.code(), problem.status().as_u16());
    let tenant = crate::admit::tenant_of(request).map(|tenant| tenant.to_string()).unwrap_or_default();
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let (method, path) = (request.method().as_str(), loggable(request.path()));
    if problem.status().is_server_error() {
        let cause = problem.causes();
        tracing::error!(
            tenant.id = tenant,
            request.id = id,
            code,
            status,
            method,
            path,
            cause,
            "request failed"
        );
    } else {
        tracing::debug!(tenant.id = tenant, request.id = id, code, status, method, path, "request refused");
    }
}

#[cfg(test)]
mod tests {
    use super::loggable;

    #[test]
    fn a_token_in_a_path_is_not_logged() {
        assert_eq!(loggable("/p/abcdefgh"), "/p");
        assert_eq!(loggable("/provision/abcdefgh/001565123456.cfg"), "/provision");
        assert_eq!(loggable("/api/v1/users/usr_1"), "/api/v1/users/usr_1");
        assert_eq!(loggable("/"), "/");
    }
}
