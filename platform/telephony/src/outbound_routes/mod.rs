//! Outbound routes: which trunks carry which numbers, in which form, for whom (PBX-26, PBX-90).

mod api;
mod blueprint;
mod class;
pub(crate) mod migration;
mod pattern;
mod route;
pub(crate) mod store;

pub use class::{Class, NotAClass};
use feature::Feature;
use kernel::id::RouteId;
pub use pattern::{NotAPattern, Pattern};
pub use route::{NewRoute, Route, RouteChange, RouteFault};

use crate::change::changed_event;

web::permission! {
    /// Sees outbound routes.
    Read = "outbound_routes.read";
    /// Creates, changes, moves and deletes outbound routes.
    Write = "outbound_routes.write";
}

changed_event! {
    /// An outbound route changed.
    RouteChanged(RouteId) = "outbound_routes.changed"
}

/// What routes are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteOrder {
    /// The order in which they are tried.
    Position,
    /// Name.
    Name,
}

impl web::Order for RouteOrder {
    const FIELDS: &'static [(&'static str, Self)] = &[("position", Self::Position), ("name", Self::Name)];
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("outbound_routes")
        .permissions::<(Read, Write)>()
        .migrations(migration::all())
        .routes(api::routes)
        .blueprint(blueprint::OutboundRoutes)
}
