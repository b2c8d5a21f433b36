//! The files that phones fetch, written from a profile in each vendor's own keys.
//!
//! Every key written here stands in `keys.toml` with its type, its range and the public document it comes from; the test
//! in `table.rs` refuses any other.

pub mod fanvil;
pub mod grandstream;
pub mod linphone;
pub mod polycom;
pub mod xml;
pub mod yealink;

use super::profile::Profile;
use super::vendor::{Vendor, Wanted};

/// A file as it goes to the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Media type.
    pub media_type: &'static str,
    /// The text.
    pub text: String,
}

/// Plain `key = value` lines.
const PLAIN: &str = "text/plain; charset=utf-8";
/// XML.
pub const XML: &str = "application/xml; charset=utf-8";

/// Writes the file that a phone wants.
pub fn write(profile: &Profile, wanted: Wanted) -> File {
    let xml = |text| File { media_type: XML, text };
    match (profile.vendor, wanted) {
        (Vendor::Yealink, _) => File { media_type: PLAIN, text: yealink::write(profile) },
        (Vendor::Grandstream, _) => xml(grandstream::write(profile)),
        (Vendor::Fanvil, _) => xml(fanvil::write(profile)),
        (Vendor::Polycom, Wanted::Configuration) => xml(polycom::write(profile)),
        (Vendor::Polycom, Wanted::Master) => xml(polycom::master(profile.mac)),
    }
}

/// Keys with their values, in the order they are written.
#[derive(Debug, Default)]
pub(super) struct Entries(Vec<(String, String)>);

impl Entries {
    pub(super) fn set(&mut self, key: impl Into<String>, value: impl ToString) {
        self.0.push((key.into(), value.to_string()));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}
