//! How far the assistant is: which steps are done or left for later, and what they made.

use kernel::id::{ResellerId, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a step of the assistant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not yet.
    #[default]
    Open,
    /// Done.
    Done,
    /// Left for later.
    Skipped,
}

/// How far the installation is set up. Its operator's account is the first step, and done by whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SetupProgress)]
pub struct Progress {
    /// The address by which phones find it.
    pub address: StepState,
    /// The first reseller.
    pub reseller: StepState,
    /// The first tenant.
    pub tenant: StepState,
    /// Its first two phones.
    pub phones: StepState,
    /// The test call.
    pub call: StepState,
    /// The reseller that was made or chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reseller_id: Option<ResellerId>,
    /// The tenant that was made or chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
}

/// What to take note of; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SetupChange)]
pub struct Change {
    /// The address by which phones find it.
    pub address: Option<StepState>,
    /// The first reseller.
    pub reseller: Option<StepState>,
    /// The first tenant.
    pub tenant: Option<StepState>,
    /// Its first two phones.
    pub phones: Option<StepState>,
    /// The test call.
    pub call: Option<StepState>,
    /// The reseller that was made or chosen.
    pub reseller_id: Option<ResellerId>,
    /// The tenant that was made or chosen.
    pub tenant_id: Option<TenantId>,
}

impl Progress {
    /// With the change made.
    #[must_use]
    pub fn with(self, change: &Change) -> Self {
        Self {
            address: change.address.unwrap_or(self.address),
            reseller: change.reseller.unwrap_or(self.reseller),
            tenant: change.tenant.unwrap_or(self.tenant),
            phones: change.phones.unwrap_or(self.phones),
            call: change.call.unwrap_or(self.call),
            reseller_id: change.reseller_id.or(self.reseller_id),
            tenant_id: change.tenant_id.or(self.tenant_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_touches_what_it_names_alone() {
        let begun = Progress { address: StepState::Done, ..Progress::default() };
        let change = Change { call: Some(StepState::Skipped), ..Change::default() };
        let after = begun.clone().with(&change);
        assert_eq!(after, Progress { call: StepState::Skipped, ..begun });
    }

    #[test]
    fn what_an_older_version_stored_is_read() {
        let read: Progress = serde_json::from_value(serde_json::json!({"tenant": "done"})).unwrap();
        assert_eq!(read, Progress { tenant: StepState::Done, ..Progress::default() });
    }
}
