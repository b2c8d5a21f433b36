//! A public number and where it leads.

use kernel::id::{ExtensionId, NumberId};
use kernel::phone::DiallingPlan;
use kernel::{Fault, FaultKind, PhoneNumber, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A public number as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Number {
    /// Its id.
    #[schema(example = "num_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: NumberId,
    /// The complete number.
    #[schema(value_type = String, example = "+34910000001")]
    pub number: PhoneNumber,
    /// A note, such as where it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The extension that calls to it reach; none: it is not assigned, and calls are refused as unallocated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionId>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A new public number.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNumber {
    /// The number: complete, or as dialled in the tenant's country.
    #[schema(min_length = 2, max_length = 40, pattern = "^\\s*\\+?[0-9 ()./-]+$", example = "+34910000001")]
    pub number: String,
    /// A note, up to 80 characters.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 80)]
    pub label: Option<String>,
    /// The extension that calls to it reach.
    #[serde(default)]
    pub extension: Option<ExtensionId>,
}

/// Changes of a public number; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NumberChange {
    /// The note; `null` takes it away.
    #[serde(deserialize_with = "crate::given")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 80)]
    pub label: Option<Option<String>>,
    /// The extension that calls to it reach; `null` for none.
    #[serde(deserialize_with = "crate::given")]
    #[schema(value_type = Option<ExtensionId>)]
    pub extension: Option<Option<ExtensionId>>,
}

/// What is wrong with a public number.
#[derive(Debug, thiserror::Error)]
pub enum NumberFault {
    /// Not a number of the tenant's country, nor a complete one.
    #[error("not a number of this country, nor a complete one such as +34910000001")]
    Number,
    /// The note.
    #[error("a label has up to 80 characters and no control characters")]
    Label,
    /// Somebody has it. By whom is never told.
    #[error("this number is in use")]
    InUse,
    /// There is no such extension in the tenant.
    #[error("there is no such extension")]
    Extension,
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for NumberFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::InUse => FaultKind::Conflict,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Number => "numbers.number",
            Self::Label => "numbers.label",
            Self::InUse => "numbers.in_use",
            Self::Extension => "numbers.extension",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Number | Self::InUse => Some("/number".to_owned()),
            Self::Label => Some("/label".to_owned()),
            Self::Extension => Some("/extension".to_owned()),
            Self::Rows(error) => error.field(),
        }
    }
}

/// Reads a number as a person of `country` writes it.
///
/// # Errors
/// [`NumberFault::Number`].
pub fn read_number(text: &str, country: &str) -> Result<PhoneNumber, NumberFault> {
    let read = match DiallingPlan::of(country) {
        Some(plan) => PhoneNumber::normalise(text, plan),
        None => text.parse(),
    };
    read.map_err(|_| NumberFault::Number)
}

/// Whether this is a note.
///
/// # Errors
/// [`NumberFault::Label`].
pub fn check_label(label: Option<&str>) -> Result<(), NumberFault> {
    let fits = label.is_none_or(|text| crate::endpoints::is_label(text, 80));
    if fits { Ok(()) } else { Err(NumberFault::Label) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_and_complete_forms_are_read() {
        assert_eq!(read_number("910 000 001", "ES").unwrap().as_str(), "+34910000001");
        assert_eq!(read_number("+34910000001", "ZZ").unwrap().as_str(), "+34910000001");
        assert_eq!(read_number("910000001", "ZZ").unwrap_err().code(), "numbers.number");
    }
}
