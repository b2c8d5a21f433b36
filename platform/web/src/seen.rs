//! `Seen`: whoever asks an operation that is open to anybody, if the request shows who that is.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use tenancy::TenantScope;

use crate::admit::known;
use crate::describe::{Input, Operation};
use crate::{Client, Gate, Person, Problem};

/// The person or key behind the request, and its home tenant; `None` for anybody else. It is no guard: nothing may be
/// done by it, only told to whom it names.
#[derive(Debug, Clone)]
pub struct Seen(pub Option<(TenantScope, Person)>);

impl FromRequest for Seen {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let gate = Gate::of(&request).ok_or_else(|| Problem::internal("the application has no gate"))?;
            Ok(Self(known(&gate, &request, &Client::of(&request)).await?))
        })
    }
}

impl Input for Seen {
    fn describe(_: &mut Operation) {}
}
