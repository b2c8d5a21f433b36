//! A phone's MAC address, typed in any of the usual forms, shown in one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The text is no MAC address of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a MAC address has twelve hexadecimal digits, such as 00:15:65:12:34:56")]
pub struct NotAMac;

/// The hardware address of one phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac([u8; 6]);

impl Mac {
    /// Twelve digits in lower case, as vendors name their files.
    pub fn bare(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for Mac {
    type Err = NotAMac;

    fn from_str(text: &str) -> Result<Self, NotAMac> {
        let mut digits = Vec::with_capacity(12);
        let mut parted = true;
        for c in text.trim().chars() {
            match (c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()), c) {
                (Some(_), _) if digits.len() == 12 => return Err(NotAMac),
                (Some(digit), _) => digits.push(digit),
                (None, ':' | '-' | '.' | ' ') if !parted => {}
                _ => return Err(NotAMac),
            }
            parted = !c.is_ascii_hexdigit();
        }
        if digits.len() != 12 || parted {
            return Err(NotAMac);
        }
        let mut bytes = [0; 6];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        // A group address is nobody's own.
        let own = bytes[0] & 1 == 0 && bytes != [0; 6];
        own.then_some(Self(bytes)).ok_or(NotAMac)
    }
}

impl Serialize for Mac {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mac {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_usual_form_is_the_same_address() {
        for form in [
            "00:15:65:12:34:AB",
            "00-15-65-12-34-ab",
            "0015.6512.34ab",
            "0015651234AB",
            " 00 15 65 12 34 ab ",
            "001565-1234ab",
        ] {
            assert_eq!(form.parse::<Mac>().unwrap().to_string(), "00:15:65:12:34:ab", "{form}");
        }
        assert_eq!("00:15:65:12:34:AB".parse::<Mac>().unwrap().bare(), "0015651234ab");
    }

    #[test]
    fn what_no_phone_has_is_refused() {
        for bad in [
            "",
            "00:15:65:12:34",
            "00:15:65:12:34:56:78",
            "00::15:65:12:34:56",
            ":001565123456",
            "001565123456:",
            "00:15:65:12:34:5g",
            "000000000000",
            "ff:ff:ff:ff:ff:ff",
            "01:15:65:12:34:56",
            "００1565123456",
        ] {
            assert_eq!(bad.parse::<Mac>(), Err(NotAMac), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_reads_the_same_again(text in ".{0,40}") {
            if let Ok(mac) = text.parse::<Mac>() {
                prop_assert_eq!(mac.to_string().parse::<Mac>(), Ok(mac));
                prop_assert_eq!(mac.bare().parse::<Mac>(), Ok(mac));
            }
        }

        #[test]
        fn text_near_an_address_never_panics(text in "[0-9a-fA-FgG:. -]{0,24}") {
            let _read = text.parse::<Mac>();
        }
    }
}
