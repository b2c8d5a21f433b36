//! The columns of an export: their names, headings and texts.

use std::fmt;
use std::str::FromStr;

use kernel::Timestamp;

use super::record::Cdr;

/// A cell of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// A text.
    Text(std::borrow::Cow<'a, str>),
    /// A whole number.
    Number(u64),
    /// A moment, UTC.
    Time(Timestamp),
    /// Nothing.
    Empty,
}

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $heading:literal;)+) => {
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

            /// Its heading. Times are UTC and say so.
            pub const fn heading(self) -> &'static str {
                match self { $(Self::$variant => $heading),+ }
            }
        }
    };
}

columns! {
    /// When the exchange saw the call.
    Detected = "detected", "Date and time (UTC)";
    /// Direction.
    Kind = "kind", "Direction";
    /// The caller's number.
    From = "from", "Origin";
    /// The caller's name.
    FromName = "from_name", "Origin name";
    /// The dialled number.
    To = "to", "Destination";
    /// Seconds from answer to end.
    Duration = "duration", "Duration (s)";
    /// How it went.
    Disposition = "disposition", "Ended as";
    /// The cause in words.
    Cause = "cause", "Cause";
    /// Who ended it.
    Side = "side", "Ended by";
    /// When it rang.
    Rang = "rang", "Rang (UTC)";
    /// When it was answered.
    Connected = "connected", "Answered (UTC)";
    /// When it ended.
    Disconnected = "disconnected", "Ended (UTC)";
    /// The caller's terminal user.
    FromUser = "from_user", "Origin terminal user";
    /// The terminal user reached.
    ToUser = "to_user", "Destination terminal user";
    /// The call.
    Call = "call", "Call id";
    /// The record.
    Id = "id", "Record id";
    /// The record that this one continues.
    LinkedTo = "linked_to", "Continues record";
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
    /// The cell of a record.
    pub fn cell(self, cdr: &Cdr) -> Cell<'_> {
        let optional = |text: &Option<String>| shown(text.as_deref());
        match self {
            Self::Detected => Cell::Time(cdr.detected),
            Self::Kind => text(cdr.kind.word()),
            Self::From => text(&cdr.from),
            Self::FromName => optional(&cdr.from_name),
            Self::To => text(&cdr.to),
            Self::Duration => Cell::Number(cdr.duration_ms / 1_000),
            Self::Disposition => text(cdr.disposition.word()),
            Self::Cause => text(&cdr.cause_text),
            Self::Side => text(cdr.side.word()),
            Self::Rang => cdr.rang.map_or(Cell::Empty, Cell::Time),
            Self::Connected => cdr.connected.map_or(Cell::Empty, Cell::Time),
            Self::Disconnected => Cell::Time(cdr.disconnected),
            Self::FromUser => optional(&cdr.from_user),
            Self::ToUser => optional(&cdr.to_user),
            Self::Call => shown(Some(cdr.call)),
            Self::Id => shown(Some(cdr.id)),
            Self::LinkedTo => shown(cdr.linked_to),
        }
    }
}

/// A moment as people read it in a sheet: `2026-11-20 09:20:00`, UTC as the heading says.
pub fn time_text(moment: Timestamp) -> String {
    moment.to_chrono().format("%Y-%m-%d %H:%M:%S").to_string()
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

    #[test]
    fn times_are_readable_and_their_headings_say_utc() {
        assert_eq!(time_text("2026-11-20T09:20:00Z".parse().unwrap()), "2026-11-20 09:20:00");
        for column in [Column::Detected, Column::Rang, Column::Connected, Column::Disconnected] {
            assert!(column.heading().contains("UTC"));
        }
    }
}
