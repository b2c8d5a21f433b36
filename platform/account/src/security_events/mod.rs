//! The log of security events: refused sign-ins, changed passwords, bans; kept, listed, exported (SGN-9, OPS-41).
//!
//! An event is a row of the tenant it belongs to, and a copy of it stands in the homes of the staff above: of the
//! reseller, of the operator. So everybody reads own rows alone. The copies leave out whom it was about: staff that
//! wants the name steps down into the tenant, which is audited.

mod api;
mod gather;
mod keep;
mod migration;
mod retention;
mod store;
#[cfg(test)]
mod tests;

use bus::DomainEvent;
use feature::Feature;
use kernel::id::SecurityEventId;
use serde::{Deserialize, Serialize};

pub(crate) use keep::Log;

web::permission! {
    /// Sees and exports the log of security events.
    Read = "security_events.read";
    /// Sets how long it is kept.
    Keep = "security_events.keep" at Operator;
}

/// There is a new line in the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SecurityNoted {
    /// Which.
    pub id: SecurityEventId,
}

impl DomainEvent for SecurityNoted {
    const NAME: &'static str = "security_events.noted";
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("security_events").permissions::<(Read, Keep)>().migrations(migrations()).routes(api::routes)
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}
