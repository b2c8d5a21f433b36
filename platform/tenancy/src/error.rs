//! What can go wrong at a door, with its kind and stable code.

use kernel::{Fault, FaultKind};
use sea_orm::{DbErr, SqlErr};

use crate::directory::KeyKind;

/// A failure at one of the doors.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No such row in this tenant.
    #[error("there is no such {what}")]
    NotFound {
        /// The table, in the singular.
        what: &'static str,
    },
    /// Somebody holds this name, number or address already. By whom is never told.
    #[error("this {kind} is in use")]
    InUse {
        /// What kind of key it is.
        kind: KeyKind,
    },
    /// Another tenant or reseller has this short name.
    #[error("this name is in use")]
    NameTaken,
    /// A row with this unique value exists in the tenant.
    #[error("it exists already ({constraint})")]
    Duplicate {
        /// The database's words: constraint or columns.
        constraint: String,
    },
    /// The row is still referred to, or refers to a row that is not there.
    #[error("it refers to, or is referred to by, another row ({constraint})")]
    Referenced {
        /// The database's words.
        constraint: String,
    },
    /// A write in a transaction begun by `read`.
    #[error("this transaction only reads")]
    ReadOnly,
    /// A limit of the reseller or tenant is reached.
    #[error("the limit of {what} is reached")]
    LimitReached {
        /// What is limited.
        what: &'static str,
    },
    /// The scope may not go there: not its child.
    #[error("there is no such tenant or reseller below this one")]
    NotBelow,
    /// A value breaks a rule.
    #[error("{problem}")]
    Invalid {
        /// JSON pointer to the field.
        field: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The page cursor is not one of ours, or of another sorting.
    #[error("the cursor is not valid for this list")]
    Cursor,
    /// Sealed bytes that do not open: damaged, of another tenant or purpose, or of a lost key.
    #[error("sealed data does not open")]
    Seal,
    /// A hand-written query that does not bind `:tenant`, or binds a name it was not given.
    #[error("hand-written query: {0}")]
    Report(String),
    /// The set-up of the database or data folder is not safe to serve from; the text says what to do.
    #[error("{0}")]
    Setup(String),
    /// A file of the data folder.
    #[error("{path}")]
    File {
        /// Which file.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The database does not answer or refuses.
    #[error("the database failed")]
    Database(#[source] DbErr),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(constraint)) => Self::Duplicate { constraint },
            Some(SqlErr::ForeignKeyConstraintViolation(constraint)) => Self::Referenced { constraint },
            _ => Self::Database(error),
        }
    }
}

impl Fault for Error {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotFound { .. } | Self::NotBelow => FaultKind::NotFound,
            Self::InUse { .. } | Self::NameTaken | Self::Duplicate { .. } | Self::Referenced { .. } => {
                FaultKind::Conflict
            }
            Self::LimitReached { .. } => FaultKind::Exhausted,
            Self::Invalid { .. } | Self::Cursor => FaultKind::Invalid,
            Self::ReadOnly | Self::Seal | Self::Report(_) | Self::Setup(_) => FaultKind::Internal,
            Self::File { .. } | Self::Database(_) => FaultKind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "tenancy.not_found",
            Self::InUse { .. } => "tenancy.in_use",
            Self::NameTaken => "tenancy.name_taken",
            Self::Duplicate { .. } => "tenancy.duplicate",
            Self::Referenced { .. } => "tenancy.referenced",
            Self::ReadOnly => "tenancy.read_only",
            Self::LimitReached { .. } => "tenancy.limit_reached",
            Self::NotBelow => "tenancy.not_below",
            Self::Invalid { .. } => "tenancy.invalid",
            Self::Cursor => "tenancy.cursor",
            Self::Seal => "tenancy.sealed",
            Self::Report(_) => "tenancy.report",
            Self::Setup(_) => "tenancy.setup",
            Self::File { .. } => "tenancy.file",
            Self::Database(_) => "tenancy.database",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Invalid { field, .. } => Some((*field).to_owned()),
            Self::NameTaken => Some("/name".to_owned()),
            Self::InUse { kind: KeyKind::SipDomain } => Some("/domain".to_owned()),
            Self::InUse { kind: KeyKind::HostName } => Some("/host_name".to_owned()),
            _ => None,
        }
    }
}
