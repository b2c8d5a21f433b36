//! Why an import is refused as a whole.

use kernel::{Fault, FaultKind};

use super::sheet::SheetFault;

/// Why an import is refused, or ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportFault {
    /// The file.
    #[error(transparent)]
    Sheet(#[from] SheetFault),
    /// Not here, or forgotten since.
    #[error("there is no such import; the file must be sent again")]
    NotFound,
    /// It is being worked on.
    #[error("the import is being worked on; wait, or cancel it")]
    Working,
    /// It is over.
    #[error("the import is over; send the file again")]
    Over,
    /// Rows are wrong and all were wanted.
    #[error("{0} rows are wrong: correct them, or import the good ones alone")]
    BadRows(usize),
    /// There is no good row.
    #[error("there is no row to import")]
    NoRows,
    /// Nobody's name would be known.
    #[error("one of the columns must be the user name")]
    NoUserName,
    /// Not as many as the file has, or one field twice.
    #[error("each column of the file is one field or none, and no field comes twice")]
    Columns,
    /// Too many at one time.
    #[error("too many imports are worked on at this moment; try again in a minute")]
    Busy,
    /// It took too long.
    #[error("the import took longer than a quarter of an hour; split the file")]
    TooLong,
    /// Where nobody telephones.
    #[error("there are no extensions here")]
    NoPhones,
}

impl Fault for ImportFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotFound => FaultKind::NotFound,
            Self::Working | Self::Over | Self::BadRows(_) | Self::NoRows => FaultKind::Conflict,
            Self::Busy => FaultKind::Unavailable,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Sheet(SheetFault::TooBig) => "imports.too_big",
            Self::Sheet(SheetFault::Unpacked) => "imports.unpacked",
            Self::Sheet(SheetFault::TooManyRows) => "imports.too_many_rows",
            Self::Sheet(SheetFault::TooManyColumns) => "imports.too_many_columns",
            Self::Sheet(SheetFault::LongCell(_)) => "imports.long_cell",
            Self::Sheet(SheetFault::Empty) => "imports.empty",
            Self::Sheet(SheetFault::OldExcel) => "imports.old_excel",
            Self::Sheet(SheetFault::Unreadable) => "imports.unreadable",
            Self::NotFound => "imports.not_found",
            Self::Working => "imports.working",
            Self::Over => "imports.over",
            Self::BadRows(_) => "imports.bad_rows",
            Self::NoRows => "imports.no_rows",
            Self::NoUserName => "imports.no_user_name",
            Self::Columns => "imports.columns",
            Self::Busy => "imports.busy",
            Self::TooLong => "imports.too_long",
            Self::NoPhones => "imports.no_phones",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::NoUserName | Self::Columns | Self::NoPhones => Some("/columns".to_owned()),
            _ => None,
        }
    }
}
