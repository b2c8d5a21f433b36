//! How the reader of an export reads it: in a language, and in the time of a place.

use std::borrow::Cow;

use chrono_tz::Tz;
use kernel::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::columns::{Cell, Column};
use super::record::Cdr;
use super::words;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

/// The name is no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an IANA time zone such as Europe/Madrid")]
pub struct NotAZone(String);

/// Words and times for one reader. Without a language the values are the words of the API.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    language: Option<Language>,
    zone: Tz,
}

impl Wording {
    /// In this language, in the time of this IANA zone; UTC where none is given.
    ///
    /// # Errors
    /// When there is no such zone.
    pub fn new(language: Option<Language>, zone: Option<&str>) -> Result<Self, NotAZone> {
        let zone = zone.map_or(Ok(Tz::UTC), |name| name.parse().map_err(|_| NotAZone(name.to_owned())))?;
        Ok(Self { language, zone })
    }

    /// The heading of a column; those of times name the zone, that of the duration its unit.
    pub fn heading(&self, column: Column) -> String {
        let key = format!("cdrs-{}", column.name().replace('_', "-"));
        let text = self.text(&key).unwrap_or(column.name());
        match column {
            Column::Detected | Column::Rang | Column::Connected | Column::Disconnected => {
                format!("{text} ({})", self.zone.name())
            }
            Column::Duration => format!("{text} (s)"),
            _ => text.to_owned(),
        }
    }

    /// The name of a sheet of calls.
    pub fn sheet(&self, number: usize) -> String {
        let calls = if self.language == Some(Language::Es) { "Llamadas" } else { "Calls" };
        format!("{calls} {number}")
    }

    /// The cell of a record.
    pub fn cell<'a>(&self, column: Column, cdr: &'a Cdr) -> Cell<'a> {
        match column {
            Column::Kind => self.word("kind", cdr.kind.word()),
            Column::Disposition => self.word("disposition", cdr.disposition.word()),
            Column::Side => self.word("side", cdr.side.word()),
            Column::Cause => self.cause(cdr),
            Column::Detected => self.time(cdr.detected),
            Column::Rang => cdr.rang.map_or(Cell::Empty, |at| self.time(at)),
            Column::Connected => cdr.connected.map_or(Cell::Empty, |at| self.time(at)),
            Column::Disconnected => self.time(cdr.disconnected),
            plain => plain.cell(cdr),
        }
    }

    fn text(&self, key: &str) -> Option<&'static str> {
        let [english, spanish] = words::of(key)?;
        Some(if self.language == Some(Language::Es) { spanish } else { english })
    }

    /// A word of the API, in the reader's language where there is one.
    fn word(&self, family: &str, word: &'static str) -> Cell<'static> {
        let said = self.language.and_then(|_| self.text(&format!("{family}-{word}")));
        Cell::Text(Cow::Borrowed(said.unwrap_or(word)))
    }

    fn cause<'a>(&self, cdr: &'a Cdr) -> Cell<'a> {
        let said = self.language.and_then(|_| self.text(&format!("cause-{}", cdr.cause)));
        said.map_or_else(|| Column::Cause.cell(cdr), |text| Cell::Text(Cow::Borrowed(text)))
    }

    fn time(&self, at: Timestamp) -> Cell<'static> {
        Cell::Time(at.to_chrono().with_timezone(&self.zone).format("%Y-%m-%d %H:%M:%S").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(zone: &str, at: &str) -> Cell<'static> {
        Wording::new(None, Some(zone)).unwrap().time(at.parse().unwrap())
    }

    #[test]
    fn a_moment_is_told_in_the_time_of_the_place_in_summer_and_winter() {
        assert_eq!(time("UTC", "2026-11-20T09:20:00Z"), Cell::Time("2026-11-20 09:20:00".into()));
        assert_eq!(time("Europe/Madrid", "2026-11-20T23:20:00Z"), Cell::Time("2026-11-21 00:20:00".into()));
        assert_eq!(time("Europe/Madrid", "2026-07-20T09:20:00Z"), Cell::Time("2026-07-20 11:20:00".into()));
        assert_eq!(Wording::new(None, Some("Mars")).unwrap_err(), NotAZone("Mars".into()));
    }

    #[test]
    fn headings_are_in_the_language_and_those_of_times_name_the_zone() {
        let plain = Wording::new(None, None).unwrap();
        assert_eq!(plain.heading(Column::Detected), "Date and time (UTC)");
        assert_eq!(plain.heading(Column::Duration), "Duration (s)");
        assert_eq!(plain.word("disposition", "no_answer"), Cell::Text("no_answer".into()));
        let spanish = Wording::new(Some(Language::Es), Some("Atlantic/Canary")).unwrap();
        assert_eq!(spanish.heading(Column::Rang), "Sonó (Atlantic/Canary)");
        assert_eq!(spanish.heading(Column::From), "Origen");
        assert_eq!(spanish.word("disposition", "no_answer"), Cell::Text("No contesta".into()));
        let english = Wording::new(Some(Language::En), None).unwrap();
        assert_eq!(english.word("disposition", "no_answer"), Cell::Text("No answer".into()));
    }
}
