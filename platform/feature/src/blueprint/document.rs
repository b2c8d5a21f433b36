//! The text of a blueprint with its places: what is refused is named by file, line and field.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeOwned, IntoDeserializer as _};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use web::Problem;

/// A place in the text, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Place {
    fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
        Self { line, column }
    }
}

/// Why a blueprint cannot be applied: what, and where in the file.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The file, as it was named by whoever gave it.
    pub file: String,
    /// Where in it.
    pub place: Option<Place>,
    /// The field, as `extensions[2].number`.
    pub field: String,
    /// What is wrong there.
    pub problem: Problem,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(place) = self.place {
            write!(f, ":{}:{}", place.line, place.column)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.problem.detail())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let pointer = refusal.field.replace(['.', '['], "/").replace(']', "");
        let problem = refusal.problem.at(format!("/{pointer}"));
        refusal.place.map_or(problem.clone(), |place| problem.in_text(place.line, place.column))
    }
}

/// A parsed blueprint.
#[derive(Debug)]
pub struct Document<'t> {
    file: String,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
}

/// One table of a section, with its place.
#[derive(Debug, Clone)]
pub struct Entry<'d, 't> {
    document: &'d Document<'t>,
    value: &'d Spanned<DeValue<'t>>,
    name: String,
}

impl<'t> Document<'t> {
    /// Parses a text; `file` is how errors call it.
    ///
    /// # Errors
    /// The first place that is not TOML.
    pub fn parse(file: &str, text: &'t str) -> std::result::Result<Self, Refusal> {
        match DeTable::parse(text) {
            Ok(root) => Ok(Self { file: file.to_owned(), text, root }),
            Err(fault) => Err(Refusal {
                file: file.to_owned(),
                place: fault.span().map(|span| Place::of(text, span.start)),
                field: String::new(),
                problem: malformed(fault.message()),
            }),
        }
    }

    /// The sections named, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.root.get_ref().keys().map(|key| key.get_ref().as_ref())
    }

    /// The single table `[name]`.
    ///
    /// # Errors
    /// When it is no table.
    pub fn table<'d>(&'d self, name: &str) -> std::result::Result<Option<Entry<'d, 't>>, Refusal> {
        let Some(value) = self.root.get_ref().get(name) else { return Ok(None) };
        let entry = Entry { document: self, value, name: name.to_owned() };
        if value.get_ref().is_table() {
            return Ok(Some(entry));
        }
        Err(entry.refuse(malformed(&format!("[{name}] must be a table"))))
    }

    /// The tables `[[name]]`; `None` when the section is not named at all.
    ///
    /// # Errors
    /// When it is no list of tables.
    pub fn entries<'d>(&'d self, name: &str) -> std::result::Result<Option<Vec<Entry<'d, 't>>>, Refusal> {
        let Some(value) = self.root.get_ref().get(name) else { return Ok(None) };
        let whole = Entry { document: self, value, name: name.to_owned() };
        let Some(list) = value.get_ref().as_array() else {
            return Err(whole.refuse(malformed(&format!("[[{name}]] must be a list of tables"))));
        };
        let entry =
            |(index, value): (usize, _)| Entry { document: self, value, name: format!("{name}[{index}]") };
        let entries: Vec<_> = list.iter().enumerate().map(entry).collect();
        match entries.iter().find(|entry| !entry.value.get_ref().is_table()) {
            Some(wrong) => Err(wrong.refuse(malformed("this must be a table"))),
            None => Ok(Some(entries)),
        }
    }

    /// A refusal of a whole section, by its name.
    pub fn refuse(&self, name: &str, problem: Problem) -> Refusal {
        let key = self.root.get_ref().keys().find(|key| key.get_ref() == name);
        let place = key.map(|key| Place::of(self.text, key.span().start));
        Refusal { file: self.file.clone(), place, field: name.to_owned(), problem }
    }
}

impl Entry<'_, '_> {
    /// Reads the table as a type.
    ///
    /// # Errors
    /// The field that does not fit, with its place.
    pub fn read<T: DeserializeOwned>(&self) -> std::result::Result<T, Refusal> {
        let reader = self.value.clone().into_deserializer();
        T::deserialize(reader).map_err(|fault| {
            let span = fault.span().unwrap_or_else(|| self.value.span());
            let field = self.field_at(&span);
            self.refusal(&span, field, invalid(fault.message()))
        })
    }

    /// Why this entry cannot be; the problem's field leads to the line.
    pub fn refuse(&self, problem: Problem) -> Refusal {
        let name =
            problem.field().unwrap_or_default().trim_start_matches('/').split('/').next().unwrap_or_default();
        let field = self.value.get_ref().as_table().and_then(|table| table.get(name));
        let span = field.map_or_else(|| self.value.span(), Spanned::span);
        let name = name.to_owned();
        self.refusal(&span, name, problem)
    }

    fn refusal(&self, span: &Range<usize>, field: String, problem: Problem) -> Refusal {
        let field = if field.is_empty() { self.name.clone() } else { format!("{}.{field}", self.name) };
        let place = Some(Place::of(self.document.text, span.start));
        Refusal { file: self.document.file.clone(), place, field, problem }
    }

    /// The field whose key or value the span lies in.
    fn field_at(&self, span: &Range<usize>) -> String {
        let Some(table) = self.value.get_ref().as_table() else { return String::new() };
        let within = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
        let found = table.iter().find(|(key, value)| within(key.span()) || within(value.span()));
        found.map(|(key, _)| key.get_ref().to_string()).unwrap_or_default()
    }
}

fn malformed(detail: &str) -> Problem {
    Problem::new(actix_web::http::StatusCode::BAD_REQUEST, "blueprint.malformed", detail)
}

fn invalid(detail: &str) -> Problem {
    Problem::new(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, "blueprint.invalid", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Extension {
        number: String,
        #[serde(default)]
        ring_secs: Option<u32>,
    }

    const TEXT: &str = "[tenant]\nname = \"acme\"\n\n[[extensions]]\nnumber = \"100\"\nring_secs = 5\n\n[[extensions]]\nnumber = \"101\"\nring_secs = \"long\"\n";

    fn read(text: &str) -> std::result::Result<Vec<Extension>, Refusal> {
        let document = Document::parse("acme.toml", text)?;
        document.entries("extensions")?.unwrap_or_default().iter().map(Entry::read).collect()
    }

    #[test]
    fn a_wrong_value_is_named_by_file_line_and_field() {
        let refusal = read(TEXT).unwrap_err();
        assert_eq!(refusal.place.map(|place| place.line), Some(10), "{refusal}");
        assert_eq!(refusal.field, "extensions[1].ring_secs");
        assert!(refusal.to_string().starts_with("acme.toml:10:13: extensions[1].ring_secs: "), "{refusal}");
    }

    #[test]
    fn an_unknown_field_a_missing_one_and_no_toml_are_named() {
        let unknown = read("[[extensions]]\nnumber = \"1\"\nnumbr = 3\n").unwrap_err();
        assert_eq!((unknown.field.as_str(), unknown.place.unwrap().line), ("extensions[0].numbr", 3));
        let missing = read("\n[[extensions]]\nring_secs = 3\n").unwrap_err();
        assert_eq!(missing.place.unwrap().line, 2);
        assert!(missing.to_string().contains("number"), "{missing}");
        let broken = read("[[extensions]]\nnumber = = 3\n").unwrap_err();
        assert_eq!(broken.place.unwrap().line, 2);
        assert!(read("extensions = 3\n").is_err());
    }

    #[test]
    fn a_rule_broken_later_still_leads_to_its_line() {
        let document =
            Document::parse("acme.toml", "[[extensions]]\nring_secs = 5\nnumber = \"100\"\n").unwrap();
        let entries = document.entries("extensions").unwrap().unwrap();
        let refusal = entries[0].refuse(invalid("number 100 is taken").at("/number"));
        assert_eq!(refusal.to_string(), "acme.toml:3:10: extensions[0].number: number 100 is taken");
        let problem = Problem::from(refusal);
        assert_eq!(problem.field(), Some("/extensions/0/number"));
    }

    #[test]
    fn good_text_reads() {
        let read = read("[[extensions]]\nnumber = \"100\"\n").unwrap();
        assert_eq!((read[0].number.as_str(), read[0].ring_secs), ("100", None));
    }
}
