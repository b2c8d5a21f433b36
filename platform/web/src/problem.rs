//! Problem details (RFC 9457): the one shape of every refusal, made from any `Fault` in one table.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use kernel::{Fault, FaultKind};
use serde::Serialize;

/// What handlers return.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// A refusal on its way to the client. The source is kept for the log and never sent.
#[derive(Clone)]
pub struct Problem(Box<Facts>);

#[derive(Clone)]
struct Facts {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    field: Option<String>,
    position: Option<Position>,
    retry_secs: Option<u64>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// Where in the sent text the fault is, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Line of the body.
    pub line: usize,
    /// Column of that line, in bytes.
    pub column: usize,
}

/// The body of every refusal (RFC 9457), `application/problem+json`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDetails<'a> {
    /// Always `about:blank`: the code says which problem it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// The stable code, `slice.what`; texts are looked up by it.
    pub code: &'a str,
    /// What happened, in English, for whoever integrates.
    pub detail: &'a str,
    /// The input field at fault, as a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<&'a str>,
    /// Line of the sent text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column of that line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The request's id, the same as in the header `X-Request-Id` and in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<&'a str>,
}

/// The one table from kind of failure to HTTP status.
pub const fn status_of(kind: FaultKind) -> StatusCode {
    match kind {
        FaultKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        FaultKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        FaultKind::Forbidden => StatusCode::FORBIDDEN,
        FaultKind::NotFound => StatusCode::NOT_FOUND,
        FaultKind::Conflict | FaultKind::Exhausted => StatusCode::CONFLICT,
        FaultKind::Stale => StatusCode::PRECONDITION_FAILED,
        FaultKind::Throttled => StatusCode::TOO_MANY_REQUESTS,
        FaultKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        FaultKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Problem {
    /// A refusal with a status of its own, for what no `Fault` says.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            status,
            code: Cow::Borrowed(code),
            detail: detail.into(),
            field: None,
            position: None,
            retry_secs: None,
            source: None,
        }))
    }

    /// It does not exist, or not for this caller (404).
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "http.not_found", "there is nothing of this name here")
    }

    /// Nobody is signed in (401).
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "session.missing", "sign in first")
    }

    /// A bug or a broken invariant (500); the source goes to the log only.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "http.internal", INTERNAL_DETAIL);
        problem.0.source = Some(Arc::from(source.into()));
        problem
    }

    /// Names the field at fault by a JSON pointer.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.0.field = Some(pointer.into());
        self
    }

    /// Names line and column of the sent text.
    #[must_use]
    pub fn in_text(mut self, line: usize, column: usize) -> Self {
        self.0.position = Some(Position { line, column });
        self
    }

    /// Says when trying again makes sense.
    #[must_use]
    pub fn retry_after(mut self, secs: u64) -> Self {
        self.0.retry_secs = Some(secs);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// What happened, in English.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The field at fault, as a JSON pointer.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What was underneath, cause by cause, for the log.
    pub fn causes(&self) -> String {
        let mut text = String::new();
        let mut next = self.0.source.as_deref().map(|source| source as &dyn std::error::Error);
        while let Some(cause) = next {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text
    }

    /// The response, with the request's id in its body.
    pub fn respond(&self, request: Option<&str>) -> HttpResponse {
        let mut answer = HttpResponse::build(self.0.status);
        answer.insert_header((CONTENT_TYPE, "application/problem+json"));
        if let Some(secs) = self.0.retry_secs {
            answer.insert_header((RETRY_AFTER, secs.to_string()));
        }
        answer.body(serde_json::to_string(&self.details(request)).unwrap_or_default())
    }

    /// The body of the refusal, for what tells it inside something bigger.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self.details(None)).unwrap_or_default()
    }

    fn details<'a>(&'a self, request: Option<&'a str>) -> ProblemDetails<'a> {
        ProblemDetails {
            kind: "about:blank",
            title: self.0.status.canonical_reason().unwrap_or("Refused"),
            status: self.0.status.as_u16(),
            code: &self.0.code,
            detail: &self.0.detail,
            pointer: self.0.field.as_deref(),
            line: self.0.position.map(|p| p.line),
            column: self.0.position.map(|p| p.column),
            retry_after: self.0.retry_secs,
            request,
        }
    }
}

const INTERNAL_DETAIL: &str = "something failed here; the request id leads to the log";

impl<E: Fault> From<E> for Problem {
    fn from(fault: E) -> Self {
        let kind = fault.kind();
        let detail = match kind {
            FaultKind::Internal => INTERNAL_DETAIL.to_owned(),
            _ => fault.to_string(),
        };
        Self(Box::new(Facts {
            status: status_of(kind),
            code: Cow::Borrowed(fault.code()),
            detail,
            field: fault.field(),
            position: None,
            retry_secs: None,
            source: Some(Arc::new(fault)),
        }))
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("detail", &self.0.detail)
            .field("field", &self.0.field)
            .field("source", &self.0.source)
            .finish()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        self.respond(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("number 100 is taken")]
    struct Taken;

    impl Fault for Taken {
        fn kind(&self) -> FaultKind {
            FaultKind::Conflict
        }
        fn code(&self) -> &'static str {
            "extensions.number_taken"
        }
        fn field(&self) -> Option<String> {
            Some("/number".to_owned())
        }
    }

    #[test]
    fn a_fault_becomes_status_code_detail_and_pointer() {
        let problem = Problem::from(Taken);
        let body = serde_json::to_value(problem.details(Some("r1"))).unwrap();
        assert_eq!(body["status"], 409);
        assert_eq!(body["code"], "extensions.number_taken");
        assert_eq!(body["detail"], "number 100 is taken");
        assert_eq!(body["pointer"], "/number");
        assert_eq!(body["request"], "r1");
    }

    #[test]
    fn what_failed_inside_is_not_told_outside() {
        let problem = Problem::internal("password of the database");
        let body = serde_json::to_string(&problem.details(None)).unwrap();
        assert!(!body.contains("password"), "{body}");
        assert_eq!(problem.causes(), "password of the database");
    }
}
