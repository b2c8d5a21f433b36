//! What `conmuta serve --demo --credentials FILE` writes: where the doors are, and who may enter.

use serde::Deserialize;

use crate::{Failure, Result};

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
pub struct Credentials {
    /// `http://ADDRESS:PORT` of API and pages.
    pub http: String,
    /// `ADDRESS:PORT` of SIP over UDP and TCP.
    pub sip: String,
    /// `ADDRESS:PORT` of SIP over TLS.
    pub sips: String,
    /// File of the authority that signed the server's certificate.
    pub ca: String,
    /// The operator's sign-in; empty where nobody made the account yet.
    #[serde(deserialize_with = "empty_for_null")]
    pub operator: Person,
    /// The one-time link of the first start, without the demo.
    #[serde(default)]
    pub setup: Option<String>,
    /// The resellers and their staff.
    pub resellers: Vec<Reseller>,
    /// The tenants, their people and SIP accounts.
    pub tenants: Vec<Tenant>,
}

/// A reseller of the demo.
#[derive(Debug, Clone, Deserialize)]
pub struct Reseller {
    /// Its name.
    pub name: String,
    /// Its staff.
    pub users: Vec<Person>,
}

/// A tenant of the demo.
#[derive(Debug, Clone, Deserialize)]
pub struct Tenant {
    /// Its name, as in `/t/NAME`.
    pub name: String,
    /// Its SIP domain.
    pub domain: String,
    /// Its people.
    pub users: Vec<Person>,
    /// Its SIP accounts.
    pub endpoints: Vec<Account>,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Person {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Role within the tenant.
    #[serde(default)]
    pub role: String,
}

/// A SIP account.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// SIP domain of its tenant.
    pub domain: String,
    /// Terminal user (PBX-11).
    pub user: String,
    /// SIP password.
    pub secret: String,
    /// Internal number.
    pub extension: String,
}

impl Tenant {
    /// The account behind an internal number.
    pub fn account(&self, extension: &str) -> Result<&Account> {
        self.endpoints
            .iter()
            .find(|account| account.extension == extension)
            .ok_or_else(|| Failure::new(format!("tenant {} has no extension {extension}", self.name)))
    }

    /// Somebody of this role.
    pub fn person(&self, role: &str) -> Result<&Person> {
        self.users
            .iter()
            .find(|person| person.role == role)
            .ok_or_else(|| Failure::new(format!("tenant {} has nobody with the role {role}", self.name)))
    }
}

fn empty_for_null<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Person, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
