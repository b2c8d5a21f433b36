//! Telephone numbers: E.164 after normalisation by the tenant's country (PBX-20).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A complete international number (ITU-T E.164): `+` and 4 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(Box<str>);

/// The text is not a complete number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a complete international number such as +34910000001")]
pub struct NotANumber;

impl PhoneNumber {
    /// With the leading `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits alone.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// What a person of `country` means by `dialled`: spaces, dots, hyphens and parentheses are dropped,
    /// `+` and the international prefix begin a complete number, the trunk prefix a national one.
    ///
    /// # Errors
    /// When what remains is not 4 to 15 digits, or a national number is too short to be one.
    pub fn normalise(dialled: &str, country: &DiallingPlan) -> Result<Self, NotANumber> {
        let (plus, digits) = strip(dialled)?;
        if plus {
            return Self::from_digits(&digits);
        }
        if let Some(rest) = country.international_prefix.iter().find_map(|p| digits.strip_prefix(p)) {
            return Self::from_digits(rest);
        }
        let national = country.trunk_prefix.and_then(|p| digits.strip_prefix(p)).unwrap_or(&digits);
        if !country.national_lengths.contains(&national.len()) {
            return Err(NotANumber);
        }
        Self::from_digits(&format!("{}{national}", country.code))
    }

    fn from_digits(digits: &str) -> Result<Self, NotANumber> {
        let fits = (4..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if fits { Ok(Self(format!("+{digits}").into())) } else { Err(NotANumber) }
    }
}

fn strip(dialled: &str) -> Result<(bool, String), NotANumber> {
    let trimmed = dialled.trim();
    let (plus, rest) = trimmed.strip_prefix('+').map_or((false, trimmed), |rest| (true, rest));
    let mut digits = String::with_capacity(rest.len());
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '(' | ')' | '/' => {}
            _ => return Err(NotANumber),
        }
    }
    Ok((plus, digits))
}

/// How numbers are dialled in a country. Source: ITU-T E.164 annexed national numbering plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiallingPlan {
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// The country code of E.164.
    pub code: &'static str,
    /// What begins an international number, besides `+`.
    pub international_prefix: &'static [&'static str],
    /// What begins a national number and is not part of it.
    pub trunk_prefix: Option<&'static str>,
    /// How many digits a national number has.
    pub national_lengths: &'static [usize],
}

const fn plan(
    country: &'static str,
    code: &'static str,
    international_prefix: &'static [&'static str],
    trunk_prefix: Option<&'static str>,
    national_lengths: &'static [usize],
) -> DiallingPlan {
    DiallingPlan { country, code, international_prefix, trunk_prefix, national_lengths }
}

const PLANS: &[DiallingPlan] = &[
    plan("AR", "54", &["00"], Some("0"), &[10, 11]),
    plan("BO", "591", &["00"], Some("0"), &[8]),
    plan("BR", "55", &["00"], Some("0"), &[10, 11]),
    plan("CL", "56", &["00"], None, &[9]),
    plan("CO", "57", &["00"], None, &[10]),
    plan("CR", "506", &["00"], None, &[8]),
    plan("CU", "53", &["119"], Some("0"), &[6, 7, 8]),
    plan("DE", "49", &["00"], Some("0"), &[6, 7, 8, 9, 10, 11, 12, 13]),
    plan("DO", "1", &["011"], Some("1"), &[10]),
    plan("EC", "593", &["00"], Some("0"), &[8, 9]),
    plan("ES", "34", &["00"], None, &[9]),
    plan("FR", "33", &["00"], Some("0"), &[9]),
    plan("GB", "44", &["00"], Some("0"), &[9, 10]),
    plan("GT", "502", &["00"], None, &[8]),
    plan("IT", "39", &["00"], None, &[6, 7, 8, 9, 10, 11]),
    plan("MX", "52", &["00"], None, &[10]),
    plan("PA", "507", &["00"], None, &[7, 8]),
    plan("PE", "51", &["00"], Some("0"), &[8, 9]),
    plan("PT", "351", &["00"], None, &[9]),
    plan("PY", "595", &["00"], Some("0"), &[8, 9]),
    plan("RU", "7", &["810"], Some("8"), &[10]),
    plan("US", "1", &["011"], Some("1"), &[10]),
    plan("UY", "598", &["00"], Some("0"), &[8]),
    plan("VE", "58", &["00"], Some("0"), &[10]),
];

impl DiallingPlan {
    /// The plan of a country (ISO 3166-1 alpha-2, upper case), if known.
    pub fn of(country: &str) -> Option<&'static Self> {
        PLANS.iter().find(|plan| plan.country == country)
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PhoneNumber {
    type Err = NotANumber;
    /// Reads the complete form alone (`+…`).
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Self::from_digits(text.strip_prefix('+').ok_or(NotANumber)?)
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(dialled: &str, country: &str) -> Option<String> {
        let plan = DiallingPlan::of(country)?;
        PhoneNumber::normalise(dialled, plan).ok().map(|n| n.to_string())
    }

    #[test]
    fn national_international_and_complete_forms_meet() {
        for dialled in ["910 000 001", "0034910000001", "+34 910-000-001"] {
            assert_eq!(normal(dialled, "ES").as_deref(), Some("+34910000001"), "{dialled}");
        }
        assert_eq!(normal("020 7946 0018", "GB").as_deref(), Some("+442079460018"));
        assert_eq!(normal("1 202 555 0143", "US").as_deref(), Some("+12025550143"));
        assert_eq!(normal("8 495 123 45 67", "RU").as_deref(), Some("+74951234567"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for dialled in ["", "12", "abc", "+0123456", "+1234567890123456", "91000000"] {
            assert_eq!(normal(dialled, "ES"), None, "{dialled}");
        }
    }
}
