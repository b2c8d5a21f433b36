//! The second factor (SGN-1): codes of an app on the user's phone, and recovery codes for whoever has lost it.
//!
//! The codes are computed here, in thirty lines over the hashes that are there already: a crate would add more names
//! than code, and would not tell which step a code was of, without which none can be refused the second time.

mod api;
mod check;
mod migration;
mod recovery;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;
mod totp;

use feature::Feature;
use kernel::{Fault, FaultKind};

pub(crate) use check::{Used, spend};
pub(crate) use store::since;

/// The slice.
pub fn feature() -> Feature {
    Feature::new("second_factor").migrations(migrations()).routes(api::routes)
}

/// Its tables.
pub(crate) fn migrations() -> Vec<tenancy::Migration> {
    migration::all()
}

/// Why a second factor is not set up, changed or switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactorError {
    /// Wrong, too old, or used before; it does not say which.
    #[error("the code is not right; each one works once")]
    WrongCode,
    /// Too many attempts.
    #[error("too many codes were wrong; wait a little, or use a recovery code")]
    Throttled,
    /// It is on.
    #[error("a second factor is set up already")]
    AlreadyOn,
    /// It is off, or was not begun.
    #[error("no second factor is set up")]
    Off,
    /// The tenant demands one.
    #[error("the organisation demands a second factor")]
    Demanded,
    /// The own one is switched off on the own page, with a code.
    #[error("the own second factor is switched off in the own account, with a code")]
    Own,
}

impl Fault for FactorError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::WrongCode => FaultKind::Invalid,
            Self::Throttled => FaultKind::Throttled,
            Self::AlreadyOn | Self::Off | Self::Demanded | Self::Own => FaultKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::WrongCode => "second_factor.wrong_code",
            Self::Throttled => "second_factor.throttled",
            Self::AlreadyOn => "second_factor.already_on",
            Self::Off => "second_factor.off",
            Self::Demanded => "second_factor.demanded",
            Self::Own => "second_factor.own",
        }
    }

    fn field(&self) -> Option<String> {
        (*self == Self::WrongCode).then(|| "/code".to_owned())
    }
}
