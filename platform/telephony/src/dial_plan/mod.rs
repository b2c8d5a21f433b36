//! The tenant's dial plan: how long internal numbers are, and which public number it shows (PBX-11, PBX-20).

mod api;
mod blueprint;
pub(crate) mod migration;
pub(crate) mod store;

use feature::Feature;
use kernel::{Fault, FaultKind, PhoneNumber};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::change::changed_event;
use crate::extensions::{DEFAULT_DIGITS, DIGITS};

web::permission! {
    /// Sees the dial plan.
    Read = "dial_plan.read" for Supervisor Agent Member;
    /// Changes the dial plan.
    Write = "dial_plan.write";
}

changed_event! {
    /// The dial plan changed.
    DialPlanChanged(kernel::id::TenantId) = "dial_plan.changed"
}

/// The dial plan. Absent fields take their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DialPlan {
    /// Digits of new internal numbers, 2 to 8. Numbers that exist stay as they are.
    #[schema(minimum = 2, maximum = 8, default = 4)]
    pub extension_digits: u8,
    /// The public number shown outside for endpoints without one of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "+34910000000")]
    pub main_number: Option<String>,
}

impl Default for DialPlan {
    fn default() -> Self {
        Self { extension_digits: u8::try_from(DEFAULT_DIGITS).unwrap_or(4), main_number: None }
    }
}

/// What is wrong with a dial plan.
#[derive(Debug, thiserror::Error)]
pub enum DialPlanFault {
    /// Out of 2 to 8.
    #[error("internal numbers have 2 to 8 digits")]
    Digits,
    /// Not a complete number.
    #[error("the main number is a complete number such as +34910000000")]
    MainNumber,
    /// Who calls would be somebody else.
    #[error("the main number is none of the tenant's numbers")]
    Foreign,
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for DialPlanFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::Digits | Self::MainNumber | Self::Foreign => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Digits => "dial_plan.digits",
            Self::MainNumber => "dial_plan.main_number",
            Self::Foreign => "dial_plan.foreign_number",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Digits => Some("/extension_digits".to_owned()),
            Self::MainNumber | Self::Foreign => Some("/main_number".to_owned()),
            Self::Rows(error) => error.field(),
        }
    }
}

impl DialPlan {
    /// Checks both rules.
    ///
    /// # Errors
    /// The first one broken.
    pub fn check(&self) -> Result<(), DialPlanFault> {
        if !DIGITS.contains(&usize::from(self.extension_digits)) {
            return Err(DialPlanFault::Digits);
        }
        match &self.main_number {
            Some(number) if number.parse::<PhoneNumber>().is_err() => Err(DialPlanFault::MainNumber),
            _ => Ok(()),
        }
    }
}

/// The slice.
pub fn feature() -> Feature {
    Feature::new("dial_plan")
        .permissions::<(Read, Write)>()
        .migrations(migration::all())
        .routes(api::routes)
        .blueprint(blueprint::Plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_by_default_and_two_to_eight_allowed() {
        assert_eq!(DialPlan::default().extension_digits, 4);
        for (digits, good) in [(1, false), (2, true), (8, true), (9, false)] {
            let plan = DialPlan { extension_digits: digits, main_number: None };
            assert_eq!(plan.check().is_ok(), good, "{digits}");
        }
    }
}
