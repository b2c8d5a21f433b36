//! Permission classes of outbound calls (PBX-13): what an endpoint may dial, from the house to premium lines.

use std::fmt;
use std::str::FromStr;

use kernel::PhoneNumber;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A permission class. Each includes those before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Extensions and routes that are marked internal.
    Internal,
    /// Local calls, as the tenant's routes mark them.
    Local,
    /// Calls inside the tenant's country.
    #[default]
    National,
    /// Calls to other countries.
    International,
    /// Lines that cost more than a call.
    Premium,
}

/// Premium lines: country code and the first digits of the national number.
///
/// Sources: the national numbering plans published by ITU-T (E.164 communications of ES, PT, FR, DE, GB, IT, US).
const PREMIUM: &[&str] = &[
    "34803", "34806", "34807", "34905", "34907", "351601", "351607", "351646", "351648", "33899", "33897",
    "49900", "4487", "449", "39892", "39894", "39895", "39899", "1900", "979",
];

impl Class {
    /// The class of a complete number for a caller in a country of E.164 code `country_code`.
    pub fn of(number: &PhoneNumber, country_code: &str) -> Self {
        let digits = number.digits();
        if PREMIUM.iter().any(|prefix| digits.starts_with(prefix)) {
            Self::Premium
        } else if digits.starts_with(country_code) {
            Self::National
        } else {
            Self::International
        }
    }

    /// The word used in the API, blueprints and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Local => "local",
            Self::National => "national",
            Self::International => "international",
            Self::Premium => "premium",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no permission class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of internal, local, national, international, premium")]
pub struct NotAClass;

impl FromStr for Class {
    type Err = NotAClass;
    fn from_str(text: &str) -> Result<Self, NotAClass> {
        [Self::Internal, Self::Local, Self::National, Self::International, Self::Premium]
            .into_iter()
            .find(|class| class.as_str() == text)
            .ok_or(NotAClass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(number: &str) -> Class {
        Class::of(&number.parse().unwrap(), "34")
    }

    #[test]
    fn a_number_has_the_class_of_its_place() {
        assert_eq!(class("+34910000001"), Class::National);
        assert_eq!(class("+442079460018"), Class::International);
        assert_eq!(class("+34806000000"), Class::Premium);
    }

    #[test]
    fn classes_include_those_before_them() {
        assert!(Class::Premium > Class::International && Class::International > Class::National);
        assert!(Class::National > Class::Local && Class::Local > Class::Internal);
    }

    #[test]
    fn words_go_both_ways() {
        for class in [Class::Internal, Class::Local, Class::National, Class::International, Class::Premium] {
            assert_eq!(class.as_str().parse(), Ok(class));
        }
        assert_eq!("everything".parse::<Class>(), Err(NotAClass));
    }
}
