//! The routes of a slice: each mounts its handler and describes it, so that the two cannot differ.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Responder};
use serde_json::Value;

use crate::describe::{Head, Input, Operation, Output};
use crate::idempotent::{self, Turn};
use crate::{PermissionFacts, Problem, admit};

/// Collects the operations of one slice, or of all of them.
#[derive(Clone, Default)]
pub struct Routes {
    tag: &'static str,
    entries: Vec<Arc<Entry>>,
}

struct Entry {
    tag: &'static str,
    method: Method,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    operation: Operation,
    mount: Box<dyn Fn() -> actix_web::Route + Send + Sync>,
}

/// The facts of one operation, for matrices and generated tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationFacts {
    /// The slice.
    pub tag: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below `/api/v1`, with `{id}` for variable parts.
    pub path: &'static str,
    /// Stable operation id.
    pub id: &'static str,
    /// The permission demanded; none for what anybody may ask.
    pub permission: Option<PermissionFacts>,
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.operations()).finish()
    }
}

impl Routes {
    /// No routes yet, of the slice `tag`.
    pub const fn new(tag: &'static str) -> Self {
        Self { tag, entries: Vec::new() }
    }

    /// Reads: `get("/users", "list_users", "Lists users.", list)`.
    pub fn get<F, A>(&mut self, path: &'static str, id: &'static str, summary: &'static str, handler: F)
    where
        F: Handler<A> + Send + Sync,
        A: FromRequest<Error: Into<actix_web::Error>> + Input + 'static,
        F::Output: Responder + Output + 'static,
    {
        self.add(Method::GET, (path, id, summary), handler);
    }

    /// Creates, or does something that is no resource.
    pub fn post<F, A>(&mut self, path: &'static str, id: &'static str, summary: &'static str, handler: F)
    where
        F: Handler<A> + Send + Sync,
        A: FromRequest<Error: Into<actix_web::Error>> + Input + 'static,
        F::Output: Responder + Output + 'static,
    {
        self.add(Method::POST, (path, id, summary), handler);
    }

    /// Replaces.
    pub fn put<F, A>(&mut self, path: &'static str, id: &'static str, summary: &'static str, handler: F)
    where
        F: Handler<A> + Send + Sync,
        A: FromRequest<Error: Into<actix_web::Error>> + Input + 'static,
        F::Output: Responder + Output + 'static,
    {
        self.add(Method::PUT, (path, id, summary), handler);
    }

    /// Changes the fields given.
    pub fn patch<F, A>(&mut self, path: &'static str, id: &'static str, summary: &'static str, handler: F)
    where
        F: Handler<A> + Send + Sync,
        A: FromRequest<Error: Into<actix_web::Error>> + Input + 'static,
        F::Output: Responder + Output + 'static,
    {
        self.add(Method::PATCH, (path, id, summary), handler);
    }

    /// Deletes.
    pub fn delete<F, A>(&mut self, path: &'static str, id: &'static str, summary: &'static str, handler: F)
    where
        F: Handler<A> + Send + Sync,
        A: FromRequest<Error: Into<actix_web::Error>> + Input + 'static,
        F::Output: Responder + Output + 'static,
    {
        self.add(Method::DELETE, (path, id, summary), handler);
    }

    fn add<F, A>(&mut self, method: Method, words: (&'static str, &'static str, &'static str), handler: F)
    where
        F: Handler<A> + Send + Sync,
        A: FromRequest<Error: Into<actix_web::Error>> + Input + 'static,
        F::Output: Responder + Output + 'static,
    {
        let mut operation = Operation::default();
        A::describe(&mut operation);
        <F::Output as Output>::describe(&mut operation);
        let (path, id, summary) = words;
        let permission = operation.permission;
        let verb = method.clone();
        let mount = Box::new(move || {
            let handler = handler.clone();
            let serve = move |request: HttpRequest, payload: web::Payload| {
                run::<F, A>(handler.clone(), permission, request, payload)
            };
            actix_web::Route::new().method(verb.clone()).to(serve)
        });
        let tag = self.tag;
        self.entries.push(Arc::new(Entry { tag, method, path, id, summary, operation, mount }));
    }

    /// States by hand what the last operation answers besides, for downloads.
    pub fn answers(&mut self, describe: impl FnOnce(&mut Operation)) {
        if let Some(entry) = self.entries.last_mut().and_then(Arc::get_mut) {
            describe(&mut entry.operation);
        }
    }

    /// Takes in the routes of another slice.
    pub fn merge(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// All operations, in the order they were added.
    pub fn operations(&self) -> impl Iterator<Item = OperationFacts> + '_ {
        self.entries.iter().map(|entry| OperationFacts {
            tag: entry.tag,
            method: entry.method.clone(),
            path: entry.path,
            id: entry.id,
            permission: entry.operation.permission,
        })
    }

    /// A named schema that two operations mean differently, with the operations: clients would get the wrong one.
    pub fn schema_clash(&self) -> Option<(String, OperationFacts, OperationFacts)> {
        let mut seen: BTreeMap<&str, (&Value, usize)> = BTreeMap::new();
        let facts = |place: usize| self.operations().nth(place);
        for (place, entry) in self.entries.iter().enumerate() {
            for (name, schema) in &entry.operation.schemas {
                let (first, by) = *seen.entry(name).or_insert((schema, place));
                if first != schema {
                    return Some((name.clone(), facts(by)?, facts(place)?));
                }
            }
        }
        None
    }

    /// Mounts everything into a scope; a known path with another method answers 405.
    pub fn configure(&self, config: &mut ServiceConfig) {
        let mut by_path: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            by_path.entry(entry.path).or_default().push(entry);
        }
        // Fixed segments before variable ones: `/cdrs/export` must not be taken for `/cdrs/{id}`.
        let mut paths: Vec<_> = by_path.into_iter().collect();
        paths.sort_by_key(|(path, _)| path.replace('{', "\u{7f}"));
        for (path, entries) in paths {
            let resource = entries.iter().fold(web::resource(path), |it, entry| it.route((entry.mount)()));
            config.service(resource.default_service(web::to(wrong_method)));
        }
    }

    /// Paths and named schemas, for the OpenAPI document.
    pub(crate) fn document(&self) -> (Value, Value) {
        let mut paths = serde_json::Map::new();
        let mut schemas = serde_json::Map::new();
        for entry in &self.entries {
            let post = entry.method == Method::POST;
            let head = Head { post, id: entry.id, tag: entry.tag, summary: entry.summary, path: entry.path };
            let item = paths
                .entry(format!("/api/v1{}", entry.path))
                .or_insert_with(|| Value::Object(Default::default()));
            item[entry.method.as_str().to_lowercase()] = entry.operation.document(&head);
            schemas.extend(entry.operation.schemas.clone());
        }
        (Value::Object(paths), Value::Object(schemas))
    }
}

async fn wrong_method() -> Result<HttpResponse, Problem> {
    let status = actix_web::http::StatusCode::METHOD_NOT_ALLOWED;
    Err(Problem::new(status, "http.wrong_method", "this address does not take this method"))
}

/// Admission first, then the body: an anonymous or under-privileged caller learns nothing from its refusal.
async fn run<F, A>(
    handler: F,
    permission: Option<PermissionFacts>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, actix_web::Error>
where
    F: Handler<A>,
    A: FromRequest<Error: Into<actix_web::Error>> + 'static,
    F::Output: Responder + 'static,
{
    admit::admit(&request, permission).await?;
    let turn = idempotent::turn(&request)?;
    if let Turn::Again(answer) = turn {
        return Ok(answer);
    }
    let mut payload = payload.into_inner();
    let arguments = A::from_request(&request, &mut payload).await.map_err(Into::into)?;
    let answer = handler.call(arguments).await.respond_to(&request).map_into_boxed_body();
    Ok(match turn {
        Turn::First(pending) => pending.keep(answer).await,
        _ => answer,
    })
}
