//! What can be wrong with a trunk.

use kernel::{Fault, FaultKind};

/// What is wrong with a trunk.
#[derive(Debug, thiserror::Error)]
pub enum TrunkFault {
    /// A field of the trunk.
    #[error("{says}")]
    Field {
        /// JSON pointer.
        field: &'static str,
        /// What it must be.
        says: &'static str,
    },
    /// A field of its settings.
    #[error("{says}")]
    Setting {
        /// Path below `/settings`.
        field: &'static str,
        /// What it must be.
        says: &'static str,
    },
    /// The tenant has a trunk of this name.
    #[error("a trunk {0} exists already")]
    Taken(String),
    /// A source address belongs to somebody. By whom is never told.
    #[error("the source address {0} is in use")]
    SourceInUse(String),
    /// Outbound routes use it.
    #[error("outbound routes use this trunk; change them first")]
    InUse,
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for TrunkFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::Taken(_) | Self::SourceInUse(_) | Self::InUse => FaultKind::Conflict,
            Self::Field { .. } | Self::Setting { .. } => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Field { .. } => "trunks.field",
            Self::Setting { .. } => "trunks.setting",
            Self::Taken(_) => "trunks.name_taken",
            Self::SourceInUse(_) => "trunks.source_in_use",
            Self::InUse => "trunks.in_use",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Field { field, .. } => Some((*field).to_owned()),
            Self::Setting { field, .. } => Some(format!("/settings/{field}")),
            Self::Taken(_) => Some("/name".to_owned()),
            Self::SourceInUse(_) => Some("/settings/sources".to_owned()),
            Self::InUse => None,
            Self::Rows(error) => error.field(),
        }
    }
}
