//! The columns of an export: their names and values.

use std::fmt;
use std::str::FromStr;

use super::record::Cdr;

/// A cell of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// A text.
    Text(std::borrow::Cow<'a, str>),
    /// A whole number.
    Number(u64),
    /// A moment as the reader's clock shows it: `2026-11-20 09:20:00`.
    Time(String),
    /// Nothing.
    Empty,
}

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)+) => {
        /// A column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($(#[$doc])* $variant),+ }

        impl Column {
            /// All, in their customary order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in `?columns=`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

columns! {
    /// When the exchange saw the call.
    Detected = "detected";
    /// Direction.
    Kind = "kind";
    /// The caller's number.
    From = "from";
    /// The caller's name.
    FromName = "from_name";
    /// The dialled number.
    To = "to";
    /// Seconds from answer to end.
    Duration = "duration";
    /// How it went.
    Disposition = "disposition";
    /// The cause in words.
    Cause = "cause";
    /// Who ended it.
    Side = "side";
    /// When it rang.
    Rang = "rang";
    /// When it was answered.
    Connected = "connected";
    /// When it ended.
    Disconnected = "disconnected";
    /// The caller's terminal user.
    FromUser = "from_user";
    /// The terminal user reached.
    ToUser = "to_user";
    /// The call.
    Call = "call";
    /// The record.
    Id = "id";
    /// The record that this one continues.
    LinkedTo = "linked_to";
}

/// The name is no column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a column of call records")]
pub struct NotAColumn(pub String);

impl FromStr for Column {
    type Err = NotAColumn;
    fn from_str(name: &str) -> Result<Self, NotAColumn> {
        let found = Self::ALL.iter().find(|column| column.name() == name);
        found.copied().ok_or_else(|| NotAColumn(name.to_owned()))
    }
}

/// Reads `?columns=a,b,c`; all where nothing is given.
///
/// # Errors
/// The first name that is no column.
pub fn read(names: Option<&str>) -> Result<Vec<Column>, NotAColumn> {
    let names = names.map(str::trim).filter(|names| !names.is_empty());
    names.map_or_else(
        || Ok(Column::ALL.to_vec()),
        |names| names.split(',').map(|name| name.trim().parse()).collect(),
    )
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
}

fn shown(value: Option<impl fmt::Display>) -> Cell<'static> {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_string().into()))
}

impl Column {
    /// The cell of a record, for any reader: moments and words of the API are [`super::wording::Wording`]'s.
    pub(super) fn cell(self, cdr: &Cdr) -> Cell<'_> {
        let optional = |text: &Option<String>| shown(text.as_deref());
        match self {
            Self::Kind => text(cdr.kind.word()),
            Self::From => text(&cdr.from),
            Self::FromName => optional(&cdr.from_name),
            Self::To => text(&cdr.to),
            Self::Duration => Cell::Number(cdr.duration_ms / 1_000),
            Self::Disposition => text(cdr.disposition.word()),
            Self::Cause => text(&cdr.cause_text),
            Self::Side => text(cdr.side.word()),
            Self::FromUser => optional(&cdr.from_user),
            Self::ToUser => optional(&cdr.to_user),
            Self::Call => shown(Some(cdr.call)),
            Self::Id => shown(Some(cdr.id)),
            Self::LinkedTo => shown(cdr.linked_to),
            Self::Detected | Self::Rang | Self::Connected | Self::Disconnected => Cell::Empty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_columns_is_read_in_its_order() {
        assert_eq!(read(Some("to, from")).unwrap(), [Column::To, Column::From]);
        assert_eq!(read(None).unwrap(), Column::ALL);
        assert_eq!(read(Some("from,colour")), Err(NotAColumn("colour".into())));
    }
}
