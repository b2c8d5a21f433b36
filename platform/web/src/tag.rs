//! Entity tags: an answer says which state it shows, a change may say which state it means to change.

use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, HeaderValue, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::describe::{Input, Operation, Output};
use crate::{Json, Problem};

/// A JSON answer with an `ETag`.
#[derive(Debug, Clone)]
pub struct Tagged<T> {
    tag: String,
    body: T,
}

impl<T> Tagged<T> {
    /// `tag` changes whenever the resource does; letters and digits.
    pub const fn new(tag: String, body: T) -> Self {
        Self { tag, body }
    }
}

impl<T: Serialize> Responder for Tagged<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut answer = Json(self.body).respond_to(request);
        if let Ok(value) = HeaderValue::from_str(&format!("\"{}\"", self.tag)) {
            answer.headers_mut().insert(ETAG, value);
        }
        answer
    }
}

impl<T: ToSchema> Output for Tagged<T> {
    fn describe(operation: &mut Operation) {
        <Json<T> as Output>::describe(operation);
    }
}

/// The `If-Match` of a change, if the client sent one.
#[derive(Debug, Clone, Default)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// Whether the resource is still in the state that the client means to change; without a header it is.
    pub fn fits(&self, tag: &str) -> bool {
        let Some(given) = &self.0 else { return true };
        given
            .split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.trim_start_matches("W/").trim_matches('"') == tag)
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        ready(Ok(Self(given.map(str::to_owned))))
    }
}

impl Input for IfMatch {
    fn describe(operation: &mut Operation) {
        operation.header("If-Match", "The `ETag` of the state to change; another one answers 412.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_present_state_fits() {
        let given = |text: &str| IfMatch(Some(text.to_owned()));
        assert!(IfMatch(None).fits("a1"));
        assert!(given("\"a1\"").fits("a1"));
        assert!(given("\"x\", W/\"a1\"").fits("a1"));
        assert!(given("*").fits("a1"));
        assert!(!given("\"a2\"").fits("a1"));
    }
}
