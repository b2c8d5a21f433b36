//! The makers of desk phones: what their files are called and what they say they are.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::mac::Mac;

/// Who made a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// Yealink: SIP-T and CP phones of firmware V80 and above.
    Yealink,
    /// Grandstream: GXP and GRP phones.
    Grandstream,
    /// Fanvil: X, V and i series.
    Fanvil,
    /// Polycom and Poly: VVX and Edge E phones with UC Software.
    Polycom,
}

/// A file that a phone may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The configuration itself.
    Configuration,
    /// Polycom's master file, which names the configuration.
    Master,
}

impl Vendor {
    /// All.
    pub const ALL: [Self; 4] = [Self::Yealink, Self::Grandstream, Self::Fanvil, Self::Polycom];

    /// The word in the table and in the API.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yealink => "yealink",
            Self::Grandstream => "grandstream",
            Self::Fanvil => "fanvil",
            Self::Polycom => "polycom",
        }
    }

    /// The vendor of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| vendor.word() == word)
    }

    /// How many lines its documented keys reach.
    pub const fn most_lines(self) -> usize {
        match self {
            Self::Yealink => 16,
            Self::Grandstream => 2,
            Self::Fanvil => 6,
            Self::Polycom => 12,
        }
    }

    /// Whether a `User-Agent` is of this vendor.
    pub fn says(self, agent: &str) -> bool {
        let agent = agent.to_ascii_lowercase();
        let words: &[&str] = match self {
            Self::Polycom => &["polycom", "poly/", "polyedge"],
            Self::Yealink => &["yealink"],
            Self::Grandstream => &["grandstream"],
            Self::Fanvil => &["fanvil"],
        };
        words.iter().any(|word| agent.contains(word))
    }

    /// The names of the files that a phone of this vendor asks for, the configuration last.
    pub fn file_names(self, mac: Mac) -> Vec<String> {
        let mac = mac.bare();
        match self {
            Self::Yealink => vec![format!("{mac}.cfg")],
            Self::Grandstream => vec![format!("cfg{mac}.xml")],
            Self::Fanvil => vec![format!("{mac}.xml"), format!("{mac}.cfg")],
            Self::Polycom => vec![format!("{mac}.cfg"), format!("{mac}-phone.cfg")],
        }
    }

    /// What a phone of this address means by a file name; none for any other name, also those of other phones.
    pub fn wanted(self, mac: Mac, name: &str) -> Option<Wanted> {
        let known = self.file_names(mac);
        let place = known.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        let master = self == Self::Polycom && place == 0;
        Some(if master { Wanted::Master } else { Wanted::Configuration })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mac() -> Mac {
        "00:15:65:12:34:AB".parse().unwrap()
    }

    #[test]
    fn each_vendor_finds_its_own_file_in_upper_and_lower_case() {
        use Wanted::{Configuration, Master};
        assert_eq!(Vendor::Yealink.wanted(mac(), "0015651234ab.cfg"), Some(Configuration));
        assert_eq!(Vendor::Grandstream.wanted(mac(), "cfg0015651234AB.xml"), Some(Configuration));
        assert_eq!(Vendor::Fanvil.wanted(mac(), "0015651234AB.cfg"), Some(Configuration));
        assert_eq!(Vendor::Polycom.wanted(mac(), "0015651234ab.cfg"), Some(Master));
        assert_eq!(Vendor::Polycom.wanted(mac(), "0015651234ab-phone.cfg"), Some(Configuration));
    }

    #[test]
    fn other_phones_and_common_files_are_not_there() {
        for vendor in Vendor::ALL {
            for name in ["", "y000000000108.cfg", "0015651234ac.cfg", "cfg.xml", "../0015651234ab.cfg"] {
                assert_eq!(vendor.wanted(mac(), name), None, "{vendor:?} {name:?}");
            }
        }
    }

    #[test]
    fn words_lead_back_to_their_vendor() {
        for vendor in Vendor::ALL {
            assert_eq!(Vendor::of(vendor.word()), Some(vendor));
        }
        assert!(Vendor::Yealink.says("Yealink SIP-T46U 108.86.0.20"));
        assert!(!Vendor::Yealink.says("Grandstream GXP2170 1.0.11.6"));
    }

    proptest! {
        #[test]
        fn only_the_listed_names_are_files(name in "[0-9a-fA-Fcfgxml./%-]{0,40}") {
            for vendor in Vendor::ALL {
                let listed = vendor.file_names(mac()).iter().any(|known| known.eq_ignore_ascii_case(&name));
                prop_assert_eq!(vendor.wanted(mac(), &name).is_some(), listed);
            }
        }
    }
}
