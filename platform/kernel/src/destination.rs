//! What can be dialled or pointed at inside a tenant.

use serde::{Deserialize, Serialize};

use crate::PhoneNumber;
use crate::id::{EndpointId, ExtensionId, TrunkId};

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Destination {
    /// An extension of the tenant, which rings its endpoint.
    Extension {
        /// Which extension.
        extension: ExtensionId,
        /// The endpoint behind it.
        endpoint: EndpointId,
    },
    /// A number outside, over a trunk.
    External {
        /// The complete number.
        number: PhoneNumber,
        /// The trunk that carries it.
        trunk: TrunkId,
    },
    /// An emergency service, over a trunk (PBX-26).
    Emergency {
        /// The short number as dialled, such as `112`.
        number: String,
        /// The trunk that carries it.
        trunk: TrunkId,
    },
}

/// The kinds of destination, for tables that map a kind to what serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DestinationKind {
    /// An extension that rings an endpoint.
    Extension,
    /// A number outside.
    External,
    /// An emergency service.
    Emergency,
}

impl Destination {
    /// Its kind.
    pub const fn kind(&self) -> DestinationKind {
        match self {
            Self::Extension { .. } => DestinationKind::Extension,
            Self::External { .. } => DestinationKind::External,
            Self::Emergency { .. } => DestinationKind::Emergency,
        }
    }
}
