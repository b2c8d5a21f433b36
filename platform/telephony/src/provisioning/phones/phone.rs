//! A desk phone as it is shown, added and changed.

use kernel::Timestamp;
use kernel::id::{DeskPhoneId, EndpointId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::fault::ProvisioningFault;
use super::super::mac::Mac;
use super::super::profile::Carrier;
use super::super::vendor::Vendor;
use crate::endpoints::is_label;

const MAX_LABEL: usize = 80;

/// How far a phone has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneState {
    /// It has not asked for anything yet.
    NeverAsked,
    /// It has asked, but not for its configuration.
    Asked,
    /// It has its configuration, and none of its lines is registered.
    Fetched,
    /// It is registered.
    Registered,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FetchOutcome)]
pub enum Outcome {
    /// The file went out.
    Served,
    /// There is no such file for this phone: most phones ask for some that nobody has to have.
    NoSuchFile,
    /// None of its lines could register.
    NoLine,
}

/// The last request of a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PhoneFetch)]
pub struct Fetch {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// From where.
    pub address: String,
    /// What it said it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Which file, cut to 80 characters.
    pub file: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// A line of a phone as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhoneLine {
    /// The endpoint that registers.
    pub endpoint: EndpointId,
    /// Its name.
    pub name: String,
    /// Its extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Whether this phone is registered for it.
    pub registered: bool,
}

/// A desk phone. Its address is shown once, in the answer that draws it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeskPhone {
    /// Its id.
    #[schema(example = "dsk_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: DeskPhoneId,
    /// Its MAC address.
    #[schema(value_type = String, example = "00:15:65:12:34:56")]
    pub mac: Mac,
    /// Who made it.
    pub vendor: Vendor,
    /// Its model, as people call it.
    pub model: String,
    /// Where it stands, as people call it.
    pub name: String,
    /// How SIP is carried.
    pub transport: Carrier,
    /// Its lines, in order.
    pub lines: Vec<PhoneLine>,
    /// How far it has come.
    pub state: PhoneState,
    /// Something has changed since it fetched its configuration.
    pub outdated: bool,
    /// What the registered phone says it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Its last request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched: Option<Fetch>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A desk phone in the moment its address is drawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AddressedPhone {
    /// The phone.
    #[serde(flatten)]
    pub phone: DeskPhone,
    /// The address to type into its menu. It is shown now and never again.
    #[schema(example = "https://pbx.example.com/provision/4k7w…/")]
    pub url: String,
}

/// A new desk phone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeskPhone {
    /// Its MAC address, in any of the usual forms.
    #[schema(min_length = 12, max_length = 24, example = "00:15:65:12:34:56")]
    pub mac: String,
    /// Who made it.
    pub vendor: Vendor,
    /// Its model, up to 80 characters.
    #[serde(default)]
    #[schema(max_length = 80, example = "T46U")]
    pub model: String,
    /// Where it stands, up to 80 characters.
    #[serde(default)]
    #[schema(max_length = 80, example = "Front desk")]
    pub name: String,
    /// How SIP is carried.
    #[serde(default)]
    pub transport: Carrier,
    /// The endpoints of its lines, in order.
    pub lines: Vec<EndpointId>,
}

/// Changes of a desk phone; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeskPhoneChange {
    /// Its model.
    #[schema(max_length = 80)]
    pub model: Option<String>,
    /// Where it stands.
    #[schema(max_length = 80)]
    pub name: Option<String>,
    /// How SIP is carried.
    pub transport: Option<Carrier>,
    /// The endpoints of its lines, replacing the former ones.
    pub lines: Option<Vec<EndpointId>>,
}

/// The password of a phone's own menus and pages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdminPassword {
    /// The user of the phone's pages.
    pub user: &'static str,
    /// The password.
    pub password: String,
}

/// How many registrations were told to fetch the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Resynced {
    /// Registered devices that were sent the request; whether they follow it shows in the phone's last request.
    pub devices: u32,
}

/// Whether a name or model can be shown; none is fine.
///
/// # Errors
/// [`ProvisioningFault::Label`].
pub fn check_label(text: &str) -> Result<(), ProvisioningFault> {
    if text.is_empty() || is_label(text, MAX_LABEL) { Ok(()) } else { Err(ProvisioningFault::Label) }
}

/// Whether a phone of this vendor can have these lines.
///
/// # Errors
/// [`ProvisioningFault::Lines`].
pub fn check_lines(vendor: Vendor, lines: &[EndpointId]) -> Result<(), ProvisioningFault> {
    let most = vendor.most_lines();
    let each_once = lines.iter().enumerate().all(|(place, line)| !lines[..place].contains(line));
    let fits = (1..=most).contains(&lines.len()) && each_once;
    if fits { Ok(()) } else { Err(ProvisioningFault::Lines(vendor, most)) }
}

#[cfg(test)]
mod tests {
    use kernel::id::Uuid;

    use super::*;

    #[test]
    fn lines_are_other_extensions_and_not_more_than_the_phone_has() {
        let line = |n| EndpointId(Uuid::from_u128(n));
        assert!(check_lines(Vendor::Grandstream, &[line(1), line(2)]).is_ok());
        assert!(check_lines(Vendor::Grandstream, &[line(1), line(2), line(3)]).is_err());
        assert!(check_lines(Vendor::Yealink, &[]).is_err());
        assert!(check_lines(Vendor::Yealink, &[line(1), line(1)]).is_err());
        assert!(check_label("a\nb").is_err() && check_label("").is_ok());
    }
}
