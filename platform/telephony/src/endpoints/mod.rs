//! Endpoints: SIP identities that devices register with (PBX-11, PBX-12, PBX-13).

mod api;
mod blueprint;
mod devices;
mod endpoint;
pub(crate) mod migration;
pub(crate) mod secret;
mod settings;
pub(crate) mod store;

use std::sync::Arc;

pub use devices::Device;
pub(crate) use endpoint::check_secret;
pub use endpoint::{
    Endpoint, EndpointChange, EndpointFault, ListedEndpoint, NewEndpoint, NewSecret, Strength, WithSecret,
};
use feature::{Feature, Users};
use kernel::id::{EndpointId, UserId};
use serde::Deserialize;
pub use settings::{Codec, Identity, Settings, Unsound, is_label};
use utoipa::IntoParams;

use crate::change::changed_event;

web::permission! {
    /// Sees all endpoints and their devices.
    Read = "endpoints.read" for Supervisor;
    /// Sees the own endpoints and their devices.
    ReadOwn = "endpoints.read_own" for Supervisor Agent Member;
    /// Creates, changes and deletes endpoints, sets SIP passwords, drops devices.
    Write = "endpoints.write";
}

changed_event! {
    /// An endpoint changed.
    EndpointChanged(EndpointId) = "endpoints.changed"
}

/// What endpoints are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointOrder {
    /// Name.
    Name,
    /// The lowest internal number; those without one first.
    Number,
    /// The owner's name; those without one first.
    Owner,
    /// SIP user name.
    TerminalUser,
    /// When created.
    Created,
}

impl web::Order for EndpointOrder {
    const FIELDS: &'static [(&'static str, Self)] = &[
        ("name", Self::Name),
        ("number", Self::Number),
        ("owner", Self::Owner),
        ("terminal_user", Self::TerminalUser),
        ("created_at", Self::Created),
    ];
}

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct EndpointFilter {
    /// Only those of this user.
    #[param(inline)]
    pub owner: Option<UserId>,
}

/// The slice; `users` may own endpoints.
pub fn feature(users: Arc<dyn Users>) -> Feature {
    Feature::new("endpoints")
        .permissions::<(Read, ReadOwn, Write)>()
        .migrations(migration::all())
        .routes(api::routes)
        .shows::<Read>("devices.")
        .on(crate::overview::owners_followed(Arc::clone(&users)))
        .blueprint(blueprint::Endpoints(users))
        .counts(Count)
}

/// Counts for the limit of endpoints.
struct Count;

#[async_trait::async_trait]
impl feature::Counter for Count {
    fn limit(&self) -> &'static str {
        "endpoints"
    }

    async fn count(&self, tx: &tenancy::TenantTx) -> web::Result<u64> {
        Ok(store::count(tx).await?)
    }
}
