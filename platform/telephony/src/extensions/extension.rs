//! An extension: an internal number of the tenant and the endpoint that it rings.

use kernel::id::{EndpointId, ExtensionId};
use kernel::{Fault, FaultKind, Timestamp, emergency};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::digits::{InternalNumber, NotInternal};

/// What an extension is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionKind {
    /// A phone terminal: it rings an endpoint.
    #[default]
    Endpoint,
}

/// An extension as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Extension {
    /// Its id.
    #[schema(example = "ext_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: ExtensionId,
    /// The internal number; unique in the tenant, and every tenant may have the same one.
    #[schema(value_type = String, example = "1001")]
    pub number: InternalNumber,
    /// What it is.
    pub kind: ExtensionKind,
    /// The endpoint that it rings.
    pub endpoint: EndpointId,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A new extension.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    /// The internal number, as many digits as the dial plan says.
    #[schema(value_type = String, pattern = "^[0-9]{2,8}$", example = "1001")]
    pub number: String,
    /// What it is.
    #[serde(default)]
    pub kind: ExtensionKind,
    /// The endpoint that it rings.
    pub endpoint: EndpointId,
}

/// Changes of an extension; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExtensionChange {
    /// The internal number.
    #[schema(pattern = "^[0-9]{2,8}$")]
    pub number: Option<String>,
    /// The endpoint that it rings.
    pub endpoint: Option<EndpointId>,
}

/// What is wrong with an extension.
#[derive(Debug, thiserror::Error)]
pub enum ExtensionFault {
    /// Not 2 to 8 digits.
    #[error(transparent)]
    Number(#[from] NotInternal),
    /// Not as long as the dial plan says.
    #[error("internal numbers of this tenant have {0} digits")]
    Digits(u8),
    /// It would hide an emergency number.
    #[error("{0} is an emergency number")]
    Emergency(String),
    /// The tenant has this number already.
    #[error("extension {0} exists already")]
    Taken(String),
    /// There is no such endpoint in the tenant.
    #[error("there is no such endpoint")]
    Endpoint,
    /// Public numbers lead here.
    #[error("public numbers lead to this extension; assign them elsewhere first")]
    InUse,
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for ExtensionFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::Taken(_) | Self::InUse => FaultKind::Conflict,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Number(_) => "extensions.number",
            Self::Digits(_) => "extensions.digits",
            Self::Emergency(_) => "extensions.emergency_number",
            Self::Taken(_) => "extensions.number_taken",
            Self::Endpoint => "extensions.endpoint",
            Self::InUse => "extensions.in_use",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Number(_) | Self::Digits(_) | Self::Emergency(_) | Self::Taken(_) => {
                Some("/number".to_owned())
            }
            Self::Endpoint => Some("/endpoint".to_owned()),
            Self::InUse => None,
            Self::Rows(error) => error.field(),
        }
    }
}

/// Reads a number for a tenant whose internal numbers have `digits` digits in `country`.
///
/// # Errors
/// When it has another length, other characters, or would hide an emergency number.
pub fn read_number(text: &str, digits: u8, country: &str) -> Result<InternalNumber, ExtensionFault> {
    let number: InternalNumber = text.parse()?;
    if text.len() != usize::from(digits) {
        return Err(ExtensionFault::Digits(digits));
    }
    if emergency::is_emergency(country, text) {
        return Err(ExtensionFault::Emergency(text.to_owned()));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_tenants_length_and_hides_no_emergency_number() {
        assert!(read_number("1001", 4, "ES").is_ok());
        assert_eq!(read_number("100", 4, "ES").unwrap_err().code(), "extensions.digits");
        assert_eq!(read_number("112", 3, "ES").unwrap_err().code(), "extensions.emergency_number");
        assert_eq!(read_number("15", 2, "FR").unwrap_err().code(), "extensions.emergency_number");
        assert_eq!(read_number("1x", 2, "ES").unwrap_err().code(), "extensions.number");
    }
}
