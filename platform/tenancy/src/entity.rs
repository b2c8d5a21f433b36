//! The tables of this crate: resellers, tenants, directory keys, the audit log, and shared column types.

pub mod audit;
pub(crate) mod directory_key;
pub(crate) mod reseller;
pub(crate) mod setting;
pub(crate) mod tenant;

use kernel::Timestamp;
use sea_orm::{DeriveActiveEnum, DeriveValueType, EnumIter};
use serde::{Deserialize, Serialize};

/// A moment as a column: microseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Micros(pub i64);

impl From<Timestamp> for Micros {
    fn from(moment: Timestamp) -> Self {
        Self(moment.micros())
    }
}

impl From<Micros> for Timestamp {
    fn from(moment: Micros) -> Self {
        Self::from_micros(moment.0)
    }
}

/// What a tenant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TenantKind {
    /// A company with telephony.
    Customer,
    /// The home of a reseller's staff.
    Reseller,
    /// The home of the operator's staff.
    Operator,
}

/// Whether a tenant works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TenantState {
    /// It works.
    Active,
    /// Calls are refused but for emergencies; data is kept (TEN-9).
    Suspended,
    /// Being deleted after its grace time.
    Deleting,
}

/// What a tenant may use; `None` is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Users.
    pub users: Option<u32>,
    /// Endpoints.
    pub endpoints: Option<u32>,
    /// Registered devices per endpoint.
    pub devices_per_endpoint: Option<u32>,
    /// Calls at one time.
    pub concurrent_calls: Option<u32>,
    /// New calls per second.
    pub calls_per_second: Option<u32>,
    /// API requests per minute.
    pub api_per_minute: Option<u32>,
    /// Storage in megabytes.
    pub storage_mb: Option<u32>,
}
