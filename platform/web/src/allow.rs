//! `Allow<P>`: the guard in a handler's signature. It is the only way from a request to a tenant's scope.

use std::fmt;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use kernel::Timestamp;
use kernel::id::{SupportGrantId, TenantId};
use tenancy::{Actor, AuditLine, TenantScope, TenantTx};

use crate::admit::{Admitted, Staff};
use crate::describe::{Input, Operation};
use crate::{Client, Permission, PermissionFacts, Person, Problem};

/// Proof that a person holds the permission `P`, and the scope to work in.
///
/// ```compile_fail
/// fn forge() -> web::Allow<web::SignedIn> {
///     web::Allow { admitted: todo!(), permission: std::marker::PhantomData } // private fields
/// }
/// ```
pub struct Allow<P> {
    admitted: Arc<Admitted>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Allow<P> {
    /// Where: the session's tenant, or the one stepped down into.
    pub fn scope(&self) -> &TenantScope {
        &self.admitted.scope
    }

    /// Which tenant that is.
    pub fn tenant(&self) -> TenantId {
        self.admitted.scope.tenant()
    }

    /// The person's own tenant, even where the work is in another.
    pub fn home(&self) -> &TenantScope {
        &self.admitted.home
    }

    /// Who.
    pub fn person(&self) -> &Person {
        &self.admitted.person
    }

    /// Who, as the audit log wants it.
    pub fn actor(&self) -> &Actor {
        &self.admitted.actor
    }

    /// The tenant's consent by which the person is here, and when it ends.
    pub fn consent(&self) -> Option<(SupportGrantId, Timestamp)> {
        self.admitted.actor.grant.zip(self.admitted.until)
    }

    /// From where.
    pub fn client(&self) -> &Client {
        &self.admitted.client
    }

    /// A line of the audit log by this person: `tx.audit(allow.audit("extensions.create").after(&it))`.
    pub fn audit(&self, action: &'static str) -> AuditLine {
        AuditLine::new(&self.admitted.actor, action)
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(&self) -> Result<TenantTx, Problem> {
        Ok(self.admitted.scope.begin().await?)
    }

    /// Begins a transaction that only reads.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(&self) -> Result<TenantTx, Problem> {
        Ok(self.admitted.scope.read().await?)
    }

    /// The height above tenants, for permissions of [`Level::Reseller`](crate::Level) and above.
    ///
    /// # Errors
    /// 403 for a permission of a tenant.
    pub fn staff(&self) -> Result<&Staff, Problem> {
        let missing = || {
            let status = actix_web::http::StatusCode::FORBIDDEN;
            Problem::new(status, "http.forbidden", "this is for staff of the operator or a reseller")
        };
        self.admitted.staff.as_ref().ok_or_else(missing)
    }

    /// What was admitted, for what outlives the request.
    pub(crate) fn into_admitted(self) -> Arc<Admitted> {
        self.admitted
    }

    /// Whether the person also holds another permission, for what a resource shows in part.
    pub fn also<Q: Permission>(&self) -> bool {
        self.admitted.person.grants.allow(&PermissionFacts::of::<Q>())
    }
}

impl<P: Permission> fmt::Debug for Allow<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Allow").field("permission", &P::NAME).field("tenant", &self.tenant()).finish()
    }
}

impl<P: Permission> FromRequest for Allow<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Arc<Admitted>>().cloned();
        ready(match found {
            Some(admitted) if admitted.permission == PermissionFacts::of::<P>() => {
                Ok(Self { admitted, permission: PhantomData })
            }
            // A handler with two guards, or mounted past `Routes`.
            _ => Err(Problem::internal("the request was not admitted for this permission")),
        })
    }
}

impl<P: Permission> Input for Allow<P> {
    fn describe(operation: &mut Operation) {
        operation.permission = Some(PermissionFacts::of::<P>());
    }
}
