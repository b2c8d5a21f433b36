//! Idempotency keys: a POST sent again with its key, after a lost answer, gets that answer and does nothing.
//!
//! Kept in memory for 24 hours at most, per person and key: a restart forgets them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody as _, to_bytes};
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use bytes::Bytes;
use kernel::Timestamp;
use kernel::id::UserId;

use crate::admit::Admitted;
use crate::{Gate, Problem, Result};

/// The header that carries the key.
pub const KEY_HEADER: &str = "Idempotency-Key";
const MAX_KEY_CHARS: usize = 128;
const KEPT_FOR: Duration = Duration::from_secs(24 * 3600);
const KEPT: usize = 10_000;
const KEPT_BODY_BYTES: u64 = 64 * 1024;
const KEPT_HEADERS: [HeaderName; 3] = [CONTENT_TYPE, LOCATION, ETAG];
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

type Name = (UserId, String);

/// The answers kept.
#[derive(Default)]
pub(crate) struct Answers(Arc<Mutex<HashMap<Name, Entry>>>);

struct Entry {
    asked: String,
    at: Timestamp,
    answer: Option<Answer>,
}

#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

/// What a key means for this request.
pub(crate) enum Turn {
    /// No key: nothing is kept.
    Plain,
    /// The first time: the answer is to be kept.
    First(Pending),
    /// Answered before.
    Again(HttpResponse),
}

/// A key whose answer is awaited; dropped without one, the key is free again.
pub(crate) struct Pending {
    answers: Arc<Mutex<HashMap<Name, Entry>>>,
    name: Name,
    kept: bool,
}

/// What the key of an admitted request means; requests that anybody may send have none.
///
/// # Errors
/// As [`Answers::begin`].
pub(crate) fn turn(request: &HttpRequest) -> Result<Turn> {
    let admitted = request.extensions().get::<Arc<Admitted>>().cloned();
    match (Gate::of(request), admitted) {
        (Some(gate), Some(admitted)) => gate.answers.begin(request, &admitted, gate.clock.now()),
        _ => Ok(Turn::Plain),
    }
}

impl Answers {
    /// Looks the key of a request up.
    ///
    /// # Errors
    /// 400 for a key that is none, 409 while the first request runs, 422 for a key used for something else.
    pub(crate) fn begin(&self, request: &HttpRequest, admitted: &Admitted, now: Timestamp) -> Result<Turn> {
        if *request.method() != Method::POST {
            return Ok(Turn::Plain);
        }
        let Some(key) = request.headers().get(KEY_HEADER) else { return Ok(Turn::Plain) };
        let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= MAX_KEY_CHARS);
        let key = key.ok_or_else(|| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "http.bad_key",
                "an idempotency key has 1 to 128 characters",
            )
        })?;
        let asked = format!("{} {}", admitted.scope.tenant(), request.uri());
        self.take((admitted.person.user, key.to_owned()), asked, now)
    }

    fn take(&self, name: Name, asked: String, now: Timestamp) -> Result<Turn> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.retain(|_, entry| now.since(entry.at) < KEPT_FOR);
        }
        if kept.len() >= KEPT {
            // Forgetting an answer is what a restart does too; growing without bound is worse.
            kept.retain(|_, entry| entry.answer.is_none());
        }
        match kept.get(&name).filter(|entry| now.since(entry.at) < KEPT_FOR) {
            Some(entry) if entry.asked != asked => {
                let detail = "this idempotency key was used for another request";
                Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "http.key_reused", detail))
            }
            Some(Entry { answer: Some(answer), .. }) => Ok(Turn::Again(answer.replay())),
            Some(_) => {
                let detail = "the first request with this idempotency key is still running";
                Err(Problem::new(StatusCode::CONFLICT, "http.in_progress", detail).retry_after(1))
            }
            None => {
                kept.insert(name.clone(), Entry { asked, at: now, answer: None });
                Ok(Turn::First(Pending { answers: Arc::clone(&self.0), name, kept: false }))
            }
        }
    }
}

impl Pending {
    /// Keeps a success and hands it on. A refusal is not kept: what was wrong may be put right and sent again.
    pub(crate) async fn keep(mut self, response: HttpResponse) -> HttpResponse {
        let small = matches!(response.body().size(), BodySize::None | BodySize::Sized(0..=KEPT_BODY_BYTES));
        if !response.status().is_success() || !small {
            return response;
        }
        let (head, body) = response.into_parts();
        let Ok(body) = to_bytes(body).await else {
            return HttpResponse::from_error(Problem::internal("the answer's body could not be read"));
        };
        let headers = KEPT_HEADERS
            .iter()
            .filter_map(|name| head.headers().get(name).map(|value| (name.clone(), value.clone())));
        let answer = Answer { status: head.status(), headers: headers.collect(), body: body.clone() };
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = answers.get_mut(&self.name) {
            entry.answer = Some(answer);
        }
        drop(answers);
        self.kept = true;
        head.set_body(body).map_into_boxed_body()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.kept {
            self.answers.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
        }
    }
}

impl Answer {
    fn replay(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response.insert_header((REPLAYED, HeaderValue::from_static("true")));
        response.body(self.body.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    fn name(key: &str) -> Name {
        (UserId(Uuid::nil()), key.to_owned())
    }

    fn take(answers: &Answers, key: &str, asked: &str, now: Timestamp) -> Result<Turn> {
        answers.take(name(key), asked.to_owned(), now)
    }

    #[actix_web::test]
    async fn the_first_success_is_kept_and_given_again() {
        let (answers, now) = (Answers::default(), Timestamp::EPOCH);
        let Ok(Turn::First(first)) = take(&answers, "k", "POST /a", now) else { panic!("not the first") };
        assert_eq!(take(&answers, "k", "POST /a", now).err().unwrap().code(), "http.in_progress");
        first.keep(HttpResponse::Created().insert_header((LOCATION, "/a/1")).body("one")).await;
        let Ok(Turn::Again(again)) = take(&answers, "k", "POST /a", now) else { panic!("forgotten") };
        assert_eq!(again.status(), StatusCode::CREATED);
        assert_eq!(again.headers().get(LOCATION).unwrap(), "/a/1");
        assert_eq!(to_bytes(again.into_body()).await.unwrap(), "one");
        assert_eq!(take(&answers, "k", "POST /b", now).err().unwrap().code(), "http.key_reused");
        assert!(matches!(take(&answers, "k", "POST /b", now + KEPT_FOR), Ok(Turn::First(_))));
    }

    #[actix_web::test]
    async fn a_refusal_or_a_lost_client_leaves_the_key_free() {
        let (answers, now) = (Answers::default(), Timestamp::EPOCH);
        let Ok(Turn::First(refused)) = take(&answers, "k", "POST /a", now) else { panic!("not the first") };
        refused.keep(HttpResponse::Conflict().finish()).await;
        let Ok(Turn::First(lost)) = take(&answers, "k", "POST /a", now) else { panic!("kept a refusal") };
        drop(lost);
        assert!(matches!(take(&answers, "k", "POST /a", now), Ok(Turn::First(_))));
    }
}
