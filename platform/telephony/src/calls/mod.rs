//! Active calls: who talks with whom now, and hanging up (UI-3).

mod api;

use async_trait::async_trait;
use bus::DomainEvent;
use feature::Feature;
use kernel::id::UserId;
use tenancy::TenantScope;
use web::Own;

use crate::endpoints;

web::permission! {
    /// Sees all active calls.
    Read = "calls.read" for Supervisor;
    /// Sees active calls of the own endpoints.
    ReadOwn = "calls.read_own" for Supervisor Agent Member;
    /// Ends calls.
    HangUp = "calls.hang_up";
}

/// Calls are a person's own by their endpoints.
struct OwnEndpoints;

#[async_trait]
impl Own for OwnEndpoints {
    async fn of(&self, scope: &TenantScope, user: UserId) -> web::Result<Vec<String>> {
        let own = endpoints::store::of_owner(&scope.read().await?, user).await?;
        Ok(own.into_iter().map(|endpoint| endpoint.id.to_string()).collect())
    }

    fn changed_by(&self) -> &'static str {
        <endpoints::EndpointChanged as DomainEvent>::NAME
    }
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("calls")
        .permissions::<(Read, ReadOwn, HangUp)>()
        .routes(api::routes)
        .shows_own::<Read, ReadOwn>("call.", OwnEndpoints)
}
