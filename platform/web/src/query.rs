//! Query strings and path segments as types; a name nobody knows is an error, a malformed id a 404.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::describe::{Input, Operation};

/// The query string as a documented struct.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + utoipa::IntoParams> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string();
        ready(known_names::<T>(query, &[]).and_then(|()| read(query)).map(Self))
    }
}

impl<T: utoipa::IntoParams> Input for Query<T> {
    fn describe(operation: &mut Operation) {
        operation.params::<T>();
    }
}

/// The variable parts of the path: one id, or a tuple of them in order.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // What is not an id of this kind names nothing: the same answer as an id that is not there.
        let read = actix_web::web::Path::<T>::extract(request).into_inner();
        ready(read.map(|path| Self(path.into_inner())).map_err(|_| Problem::not_found()))
    }
}

impl<T> Input for Path<T> {
    fn describe(_: &mut Operation) {}
}

/// Reads `T` out of a query string, leaving out parameters given empty.
pub(crate) fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let given = query.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&");
    let reader = serde_urlencoded::Deserializer::new(form_pairs(&given));
    serde_path_to_error::deserialize(reader).map_err(|fault| {
        let name = fault.path().to_string();
        invalid(&name, format!("{name}: {}", fault.inner()))
    })
}

/// Refuses parameters that neither `T` nor `others` name.
pub(crate) fn known_names<T: utoipa::IntoParams>(query: &str, others: &[&str]) -> Result<(), Problem> {
    let params = T::into_params(|| Some(utoipa::openapi::path::ParameterIn::Query));
    for (name, _) in form_pairs(query) {
        if !others.contains(&name.as_ref()) && !params.iter().any(|param| param.name == name) {
            return Err(invalid(&name, format!("there is no parameter {name}")));
        }
    }
    Ok(())
}

fn form_pairs(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

fn invalid(name: &str, detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "query.invalid", detail).at(format!("/{name}"))
}
