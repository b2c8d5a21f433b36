//! The credentials file of `serve --credentials`: URL, sign-ins and SIP accounts, whole and at once.

use serde::{Deserialize, Serialize};

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// User name; `user@TENANT` signs in from anywhere.
    pub user: String,
    /// Password.
    pub password: String,
    /// Role; absent for the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A SIP account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SipAccount {
    /// The tenant's SIP domain.
    pub domain: String,
    /// Terminal user.
    pub user: String,
    /// Secret.
    pub secret: String,
    /// Internal number.
    pub extension: String,
}

/// A reseller's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reseller {
    /// Short name.
    pub name: String,
    /// Its sign-ins.
    pub users: Vec<SignIn>,
}

/// A tenant's people and phones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Short name.
    pub name: String,
    /// SIP domain.
    pub domain: String,
    /// Its sign-ins.
    pub users: Vec<SignIn>,
    /// Its phones.
    pub endpoints: Vec<SipAccount>,
}

/// What was provisioned, without the addresses, which may differ from start to start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provisioned {
    /// The operator's sign-in: the demo's, which keeps it.
    pub operator: Option<SignIn>,
    /// Resellers.
    pub resellers: Vec<Reseller>,
    /// Tenants.
    pub tenants: Vec<Tenant>,
}

/// The whole file.
#[derive(Debug, Serialize)]
pub struct Credentials<'a> {
    /// `http://ADDRESS:PORT`.
    pub http: Option<String>,
    /// SIP over UDP and TCP.
    pub sip: Option<String>,
    /// SIP over TLS.
    pub sips: Option<String>,
    /// The authority's certificate (PEM file).
    pub ca: Option<String>,
    /// The one-time link that makes the operator's account, while nobody has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setup: Option<String>,
    /// Everything provisioned.
    #[serde(flatten)]
    pub provisioned: &'a Provisioned,
}
