//! What can be wrong with links and desk phones.

use kernel::{Fault, FaultKind};

use super::vendor::Vendor;

/// What is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ProvisioningFault {
    /// The installation does not know its own address.
    #[error("this installation has no public address; set public_url")]
    NoAddress,
    /// A password would go over the Internet in the clear.
    #[error(
        "the public address is plain HTTP, over which anybody on the way could read passwords; set public_url to https"
    )]
    NoHttps,
    /// The lifetime of a link.
    #[error("a link lives 1 to 168 hours")]
    Hours,
    /// Too many links of one endpoint wait to be opened.
    #[error("this extension has {0} open links; cancel one first")]
    Links(usize),
    /// A name, or a model.
    #[error("a name and a model have up to 80 characters and no control characters")]
    Label,
    /// None, too many, or one twice.
    #[error("a phone of {0:?} has 1 to {1} lines, each another extension")]
    Lines(Vendor, usize),
    /// There is no such endpoint in the tenant.
    #[error("there is no such extension")]
    Endpoint(usize),
    /// The tenant has a phone of this address.
    #[error("a phone with this MAC address exists already")]
    Taken,
    /// It cannot be told to fetch its configuration.
    #[error("the phone is not registered: restart it instead")]
    NotRegistered,
    /// Its lines have gone, or a password does not open.
    #[error("the phone has no line that could register")]
    NoLine,
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for ProvisioningFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::NoAddress | Self::NoHttps | Self::Taken | Self::NotRegistered => FaultKind::Conflict,
            Self::Links(_) => FaultKind::Exhausted,
            Self::NoLine => FaultKind::Unavailable,
            Self::Hours | Self::Label | Self::Lines(..) | Self::Endpoint(_) => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoAddress => "provisioning.no_address",
            Self::NoHttps => "provisioning.no_https",
            Self::Hours => "provisioning.hours",
            Self::Links(_) => "provisioning.links",
            Self::Label => "provisioning.label",
            Self::Lines(..) => "provisioning.lines",
            Self::Endpoint(_) => "provisioning.endpoint",
            Self::Taken => "provisioning.mac_taken",
            Self::NotRegistered => "provisioning.not_registered",
            Self::NoLine => "provisioning.no_line",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Hours => Some("/lives_hours".to_owned()),
            Self::Label => Some("/name".to_owned()),
            Self::Lines(..) => Some("/lines".to_owned()),
            Self::Endpoint(place) => Some(format!("/lines/{place}")),
            Self::Taken => Some("/mac".to_owned()),
            Self::Rows(error) => error.field(),
            _ => None,
        }
    }
}
