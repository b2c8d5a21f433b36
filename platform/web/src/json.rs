//! JSON in and out: bounded, strict about its type, and exact about where a fault is.

use std::future::Future;
use std::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::describe::{Input, Operation, Output};
use crate::{Page, Problem};

/// The biggest JSON body, in bytes.
pub const JSON_BYTES: usize = 256 * 1024;
/// The biggest text body (blueprints), in bytes.
pub const TEXT_BYTES: usize = 8 * 1024 * 1024;
const BODY_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(60);

/// A JSON body of at most [`JSON_BYTES`], or a JSON answer with status 200.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// The value inside.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// A text body (`text/plain`, `application/toml`) of at most [`TEXT_BYTES`].
#[derive(Debug, Clone)]
pub struct Text(pub String);

/// A created resource: 201 with its address in `Location`.
#[derive(Debug, Clone)]
pub struct Created<T> {
    at: String,
    body: T,
}

impl<T> Created<T> {
    /// `id` is appended to the path of the request.
    pub fn at(id: &impl std::fmt::Display, body: T) -> Self {
        Self { at: id.to_string(), body }
    }
}

/// An answer that also sets a cookie.
#[derive(Debug, Clone)]
pub struct Cookied<T>(pub T, pub actix_web::cookie::Cookie<'static>);

/// Done, nothing to say: 204.
#[derive(Debug, Clone, Copy)]
pub struct NoContent;

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let allowed = of_type(request, &["application/json"]).and_then(|()| not_longer(request, JSON_BYTES));
        let payload = payload.take();
        Box::pin(async move {
            allowed?;
            parse(&collect(payload, JSON_BYTES).await?).map(Self)
        })
    }
}

impl FromRequest for Text {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let types = ["application/toml", "text/plain"];
        let allowed = of_type(request, &types).and_then(|()| not_longer(request, TEXT_BYTES));
        let payload = payload.take();
        Box::pin(async move {
            allowed?;
            let bytes = collect(payload, TEXT_BYTES).await?;
            String::from_utf8(bytes.into()).map(Self).map_err(|fault| not_utf8(&fault))
        })
    }
}

fn not_utf8(fault: &std::string::FromUtf8Error) -> Problem {
    let good = &fault.as_bytes()[..fault.utf8_error().valid_up_to()];
    let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + good.iter().rev().take_while(|byte| **byte != b'\n').count();
    Problem::new(StatusCode::BAD_REQUEST, "body.malformed", "the text is not UTF-8").in_text(line, column)
}

/// Reads JSON; what it refuses it names by line, column and JSON pointer.
///
/// # Errors
/// 400 for what is not JSON, 422 for what does not fit the type.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let fault = match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => return reader.end().map(|()| value).map_err(|fault| refuse(&fault, String::new())),
        Err(fault) => fault,
    };
    let pointer = pointer_of(fault.path());
    Err(refuse(fault.inner(), pointer))
}

fn refuse(fault: &serde_json::Error, pointer: String) -> Problem {
    // serde_json ends its text with the place, which has fields of its own here.
    let text = fault.to_string();
    let text = text.split(" at line ").next().unwrap_or_default().to_owned();
    let (status, code) = match fault.classify() {
        serde_json::error::Category::Data => (StatusCode::UNPROCESSABLE_ENTITY, "body.invalid"),
        _ => (StatusCode::BAD_REQUEST, "body.malformed"),
    };
    Problem::new(status, code, text).at(pointer).in_text(fault.line(), fault.column())
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}

fn of_type(request: &HttpRequest, types: &[&str]) -> Result<(), Problem> {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if types.iter().any(|known| essence.eq_ignore_ascii_case(known)) {
        return Ok(());
    }
    let detail = format!("the body must be sent as {}", types.join(" or "));
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.wrong_type", detail))
}

fn too_long(limit: usize) -> Problem {
    let detail = format!("the body must have at most {limit} bytes");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body.too_long", detail)
}

pub(crate) fn not_longer(request: &HttpRequest, limit: usize) -> Result<(), Problem> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > limit) { Err(too_long(limit)) } else { Ok(()) }
}

pub(crate) async fn collect(mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    let mut bytes = BytesMut::new();
    let deadline = tokio::time::Instant::now() + BODY_TIMEOUT;
    let late = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "body.too_slow", "the body took too long");
    while let Some(chunk) = tokio::time::timeout_at(deadline, payload.next()).await.map_err(late)? {
        let chunk = chunk.map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, "body.malformed", "the body could not be read to its end")
        })?;
        if bytes.len().saturating_add(chunk.len()) > limit {
            return Err(too_long(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn render<T: Serialize>(mut answer: actix_web::HttpResponseBuilder, body: &T) -> HttpResponse {
    match serde_json::to_vec(body) {
        Ok(text) => answer.insert_header((CONTENT_TYPE, "application/json")).body(text),
        Err(fault) => HttpResponse::from_error(Problem::internal(fault)),
    }
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        render(HttpResponse::Ok(), &self.0)
    }
}

impl<T: Serialize> Responder for Page<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        render(HttpResponse::Ok(), &self)
    }
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let place = format!("{}/{}", request.path().trim_end_matches('/'), self.at);
        let mut answer = HttpResponse::Created();
        answer.insert_header(("Location", place));
        render(answer, &self.body)
    }
}

impl Responder for NoContent {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

impl<T: Responder<Body = BoxBody>> Responder for Cookied<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut answer = self.0.respond_to(request);
        match answer.add_cookie(&self.1) {
            Ok(()) => answer,
            Err(fault) => HttpResponse::from_error(Problem::internal(fault)),
        }
    }
}

impl<T: Output> Output for Cookied<T> {
    fn describe(operation: &mut Operation) {
        T::describe(operation);
    }
}

impl<T: ToSchema> Input for Json<T> {
    fn describe(operation: &mut Operation) {
        operation.json_body::<T>();
    }
}

impl Input for Text {
    fn describe(operation: &mut Operation) {
        operation.plain_body("application/toml");
    }
}

impl<T: ToSchema> Output for Json<T> {
    fn describe(operation: &mut Operation) {
        operation.answer::<T>(200, "Here it is.");
    }
}

impl<T: ToSchema> Output for Created<T> {
    fn describe(operation: &mut Operation) {
        operation.answer::<T>(201, "Created; `Location` says where.");
    }
}

impl Output for NoContent {
    fn describe(operation: &mut Operation) {
        operation.empty_answer(204, "Done.");
    }
}

impl<T: ToSchema> Output for Page<T> {
    fn describe(operation: &mut Operation) {
        operation.answer::<Self>(200, "One page.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its refusals are looked at")]
    struct Rule {
        steps: Vec<Step>,
    }
    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its refusals are looked at")]
    struct Step {
        secs: u32,
    }

    #[test]
    fn a_wrong_field_is_named_by_pointer_line_and_column() {
        let problem = parse::<Rule>(b"{\n \"steps\": [{\"secs\": 1},\n {\"secs\": \"x\"}]}").unwrap_err();
        assert_eq!(problem.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.field(), Some("/steps/1/secs"));
        assert!(format!("{:?}", problem.respond(None).status()).contains("422"));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "{} {}", "{\"steps\":[}"] {
            let problem = parse::<Rule>(text.as_bytes()).unwrap_err();
            assert!(matches!(problem.code(), "body.malformed" | "body.invalid"), "{text}: {problem}");
        }
        assert_eq!(parse::<Rule>(b"{\"steps\":[}").unwrap_err().status(), StatusCode::BAD_REQUEST);
        assert_eq!(parse::<Rule>(b"{\"stepz\":[]}").unwrap_err().field(), Some("/stepz"));
    }
}
