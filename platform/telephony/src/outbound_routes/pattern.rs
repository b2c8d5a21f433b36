//! Digit patterns of outbound routes: `X Z N [..]`, literal digits, and an open end.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How long a pattern's text may be.
const MAX_LENGTH: usize = 64;

/// A pattern over dialled digits.
///
/// `X` is 0–9, `Z` 1–9, `N` 2–9, `[13-5]` a set; `0`–`9`, `*`, `#` and a leading `+` stand for themselves. A final `.`
/// takes one or more further digits, a final `!` any number, none included. A pattern that begins with `+` is held against the
/// complete international number, any other against what was dialled. Spaces, dots inside and hyphens are not allowed,
/// so that a pattern reads one way only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: Box<str>,
    /// One bit set per place: bits 0–9 digits, then `*`, `#`, `+`.
    places: Box<[u16]>,
    tail: Tail,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Tail {
    Closed,
    OneOrMore,
    AnyNumber,
}

/// The text is not a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPattern {
    /// Nothing, or more than 64 characters.
    #[error("a pattern has 1 to 64 characters")]
    Length,
    /// A character that means nothing here.
    #[error("character {at} of the pattern is not one of 0-9 X Z N * # [ ] + . !")]
    Character {
        /// Its place, counted from 1.
        at: usize,
    },
    /// A set without its end, without content, or running backwards.
    #[error("the set that begins at character {at} is not of the form [13-5]")]
    Set {
        /// Its place, counted from 1.
        at: usize,
    },
}

const ANY_DIGIT: u16 = 0x3FF;

fn bit(c: u8) -> Option<u16> {
    match c {
        b'0'..=b'9' => Some(1 << (c - b'0')),
        b'*' => Some(1 << 10),
        b'#' => Some(1 << 11),
        b'+' => Some(1 << 12),
        _ => None,
    }
}

impl Pattern {
    /// Whether it is held against the complete international number (`+…`).
    pub fn is_international(&self) -> bool {
        self.text.starts_with('+')
    }

    /// Whether the digits match. Runs once over the text, so its cost is bound by the pattern's length.
    pub fn matches(&self, number: &str) -> bool {
        let digits = number.as_bytes();
        let extra = match digits.len().checked_sub(self.places.len()) {
            Some(extra) => extra,
            None => return false,
        };
        let end_fits = match self.tail {
            Tail::Closed => extra == 0,
            Tail::OneOrMore => extra > 0,
            Tail::AnyNumber => true,
        };
        let (head, rest) = digits.split_at(self.places.len());
        end_fits
            && head.iter().zip(&self.places).all(|(c, allowed)| bit(*c).is_some_and(|b| b & allowed != 0))
            && rest.iter().all(u8::is_ascii_digit)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Reads a set after its `[`: the bits and the place after `]`.
fn read_set(text: &[u8], open: usize) -> Result<(u16, usize), NotAPattern> {
    let bad = NotAPattern::Set { at: open + 1 };
    let length = text[open..].iter().position(|c| *c == b']').ok_or(bad)?;
    let body = &text[open + 1..open + length];
    let (mut bits, mut at) = (0_u16, 0);
    while at < body.len() {
        let from = body[at];
        let (to, step) = match body.get(at + 1..at + 3) {
            Some([b'-', to]) => (*to, 3),
            _ => (from, 1),
        };
        if !from.is_ascii_digit() || !to.is_ascii_digit() || to < from {
            return Err(bad);
        }
        for c in from..=to {
            bits |= bit(c).ok_or(bad)?;
        }
        at += step;
    }
    if bits == 0 { Err(bad) } else { Ok((bits, open + length + 1)) }
}

impl FromStr for Pattern {
    type Err = NotAPattern;
    fn from_str(text: &str) -> Result<Self, NotAPattern> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > MAX_LENGTH {
            return Err(NotAPattern::Length);
        }
        let mut places = Vec::with_capacity(bytes.len());
        let (mut at, mut tail) = (0, Tail::Closed);
        while at < bytes.len() {
            let last = at + 1 == bytes.len();
            match bytes[at] {
                b'X' | b'x' => places.push(ANY_DIGIT),
                b'Z' | b'z' => places.push(ANY_DIGIT & !1),
                b'N' | b'n' => places.push(ANY_DIGIT & !3),
                b'.' if last => tail = Tail::OneOrMore,
                b'!' if last => tail = Tail::AnyNumber,
                b'[' => {
                    let (bits, next) = read_set(bytes, at)?;
                    places.push(bits);
                    at = next;
                    continue;
                }
                b'+' if at > 0 => return Err(NotAPattern::Character { at: at + 1 }),
                c => places.push(bit(c).ok_or(NotAPattern::Character { at: at + 1 })?),
            }
            at += 1;
        }
        Ok(Self { text: text.into(), places: places.into(), tail })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({})", self.text)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, number: &str) -> bool {
        pattern.parse::<Pattern>().unwrap().matches(number)
    }

    #[test]
    fn classes_of_digits_and_sets() {
        assert!(matches("9XX", "900") && !matches("9XX", "90") && !matches("9XX", "9000"));
        assert!(matches("Z", "1") && !matches("Z", "0"));
        assert!(matches("N", "2") && !matches("N", "1"));
        assert!(matches("[13-5]0", "40") && !matches("[13-5]0", "20"));
        assert!(matches("*74X", "*741") && !matches("*74X", "#741"));
    }

    #[test]
    fn open_ends_take_digits_alone() {
        assert!(matches("00.", "001") && !matches("00.", "00"));
        assert!(matches("00!", "00") && matches("00!", "0012"));
        assert!(!matches("00.", "00*1"));
    }

    #[test]
    fn international_patterns_see_the_plus() {
        let pattern: Pattern = "+34[67]XXXXXXXX".parse().unwrap();
        assert!(pattern.is_international());
        assert!(pattern.matches("+34600000001") && !pattern.matches("34600000001"));
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_its_place() {
        assert_eq!("".parse::<Pattern>(), Err(NotAPattern::Length));
        assert_eq!("1".repeat(65).parse::<Pattern>(), Err(NotAPattern::Length));
        assert_eq!("12a".parse::<Pattern>(), Err(NotAPattern::Character { at: 3 }));
        assert_eq!("1+2".parse::<Pattern>(), Err(NotAPattern::Character { at: 2 }));
        assert_eq!("1.2".parse::<Pattern>(), Err(NotAPattern::Character { at: 2 }));
        for bad in ["[", "[]", "[5-3]", "[1", "[a]", "[-]", "[1-]"] {
            assert_eq!(bad.parse::<Pattern>(), Err(NotAPattern::Set { at: 1 }), "{bad}");
        }
    }
}
