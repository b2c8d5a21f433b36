//! Internal numbers: 2 to 8 digits, as the tenant's setting says (PBX-11).

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many digits an internal number may have at all.
pub const DIGITS: RangeInclusive<usize> = 2..=8;
/// How many it has unless the tenant sets another length.
pub const DEFAULT_DIGITS: usize = 4;

/// An internal number of 2 to 8 digits. Leading zeros count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InternalNumber(Box<str>);

/// The text is not an internal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an internal number has 2 to 8 digits")]
pub struct NotInternal;

impl InternalNumber {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for InternalNumber {
    type Err = NotInternal;
    fn from_str(text: &str) -> Result<Self, NotInternal> {
        let fits = DIGITS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text.into())) } else { Err(NotInternal) }
    }
}

impl fmt::Display for InternalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for InternalNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for InternalNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_to_eight_digits_alone() {
        for good in ["10", "0010", "12345678"] {
            assert_eq!(good.parse::<InternalNumber>().unwrap().as_str(), good);
        }
        for bad in ["", "1", "123456789", "10a", "+100", "1 0"] {
            assert_eq!(bad.parse::<InternalNumber>(), Err(NotInternal), "{bad}");
        }
    }
}
