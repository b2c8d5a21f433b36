//! A setup link, and what stands behind it.

use kernel::id::{EndpointId, SetupLinkId};
use kernel::{Timestamp, Wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::fault::ProvisioningFault;

/// How long a link lives where nothing is said.
const DEFAULT_HOURS: u16 = 24;
/// The longest: a week.
const MOST_HOURS: u16 = 168;

/// Which SIP password the link hands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = LinkPassword)]
pub enum Password {
    /// A new one, drawn in the moment the link is opened: devices that have the old one lose their registration.
    #[default]
    New,
    /// The present one, so that other devices stay registered.
    Keep,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinkState {
    /// It can be opened.
    Open,
    /// It was opened.
    Used,
    /// It was cancelled.
    Revoked,
    /// Its time is over.
    Expired,
}

/// How a link was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = LinkOpener)]
pub enum How {
    /// By the button of its page.
    Page,
    /// By a phone that fetched its configuration.
    Phone,
}

/// Who opened a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LinkUse)]
pub struct Use {
    /// By page or by phone.
    pub how: How,
    /// From where.
    pub address: String,
    /// What it said it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

/// A setup link. Its address is shown once, in the answer that makes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SetupLink {
    /// Its id.
    #[schema(example = "lnk_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: SetupLinkId,
    /// The endpoint that it sets up.
    pub endpoint: EndpointId,
    /// Where it stands.
    pub state: LinkState,
    /// Which password it hands out.
    pub password: Password,
    /// Who made it.
    pub made_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when it can be opened.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used_at: Option<Timestamp>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_by: Option<Use>,
}

/// A link in the moment it is made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MadeSetupLink {
    /// The link.
    #[serde(flatten)]
    pub link: SetupLink,
    /// Its address, which is what the QR code holds. It is shown now and never again.
    #[schema(example = "https://pbx.example.com/p/4k7w…")]
    pub url: String,
    /// The same address as a QR code, an SVG image.
    pub qr: String,
}

/// A new link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSetupLink {
    /// How many hours it lives, 1 to 168; 24 where none is given.
    #[schema(minimum = 1, maximum = 168)]
    pub lives_hours: Option<u16>,
    /// Which password it hands out; a new one where nothing is said.
    pub password: Password,
}

impl NewSetupLink {
    /// How long it lives, in seconds.
    ///
    /// # Errors
    /// [`ProvisioningFault::Hours`].
    pub fn lives_secs(&self) -> Result<u64, ProvisioningFault> {
        let hours = self.lives_hours.unwrap_or(DEFAULT_HOURS);
        let fits = (1..=MOST_HOURS).contains(&hours);
        if fits { Ok(u64::from(hours) * 3600) } else { Err(ProvisioningFault::Hours) }
    }
}

/// The token of a link, in a body so that no log sees it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SetupToken)]
pub struct Token {
    /// What stands behind `/p/` in the link's address.
    pub token: String,
}

/// What the page of a link says before it is opened.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SetupOffer)]
pub struct Offer {
    /// The company.
    pub company: String,
    /// The company's language (`es`, `en`).
    pub language: String,
    /// Whose phone it sets up.
    pub name: String,
    /// The extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Until when it can be opened.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// Which password it hands out.
    pub password: Password,
}

/// A transport with its port.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SipDoor)]
pub struct Door {
    /// `udp`, `tcp`, `tls`.
    #[schema(value_type = String)]
    pub transport: Wire,
    /// The port.
    pub port: u16,
}

/// A SIP account as a person types it into a phone.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SipAccount)]
pub struct Account {
    /// The company.
    pub company: String,
    /// What the account is called.
    pub name: String,
    /// The extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The SIP user, also for authentication.
    pub user: String,
    /// The SIP password. It is shown now and never again.
    pub password: String,
    /// Whether the password was drawn just now.
    pub password_is_new: bool,
    /// The SIP server.
    pub server: String,
    /// Its transports, the one to be preferred first.
    pub transports: Vec<Door>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_lives_a_day_unless_told_otherwise() {
        let lives = |hours| NewSetupLink { lives_hours: hours, ..NewSetupLink::default() }.lives_secs();
        assert_eq!(lives(None).unwrap(), 86_400);
        assert_eq!(lives(Some(168)).unwrap(), 604_800);
        assert!(lives(Some(0)).is_err() && lives(Some(169)).is_err());
    }
}
