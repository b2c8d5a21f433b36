//! What trunks are doing now, as the exchange reports it.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use kernel::Timestamp;
use kernel::id::TrunkId;
use serde::Serialize;
use switch::{Trouble, TroubleAt, TrunkHealth};
use utoipa::ToSchema;

/// The state of a trunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrunkState {
    /// Whether it can carry calls: a gateway is up and, if it registers, it is registered.
    pub up: bool,
    /// Whether it is registered; absent when it does not register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
    /// For each gateway in the order in which they are tried: up?
    pub gateways: Vec<bool>,
    /// The last failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<TrunkTrouble>,
    /// Since when it is in this state.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// What went wrong last with a trunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrunkTrouble {
    /// At what.
    pub at: TrunkTroubleAt,
    /// The SIP status that came; absent when nothing came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 403)]
    pub status: Option<u16>,
}

/// What a trunk was doing when trouble came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrunkTroubleAt {
    /// Finding the address of a gateway's name.
    Resolving,
    /// Asking a gateway whether it is there.
    Probing,
    /// Registering.
    Registering,
}

impl From<Trouble> for TrunkTrouble {
    fn from(trouble: Trouble) -> Self {
        let at = match trouble.at {
            TroubleAt::Resolving => TrunkTroubleAt::Resolving,
            TroubleAt::Probing => TrunkTroubleAt::Probing,
            TroubleAt::Registering => TrunkTroubleAt::Registering,
        };
        Self { at, status: trouble.status }
    }
}

impl From<TrunkHealth> for TrunkState {
    fn from(health: TrunkHealth) -> Self {
        Self {
            up: health.up,
            registered: health.registered,
            gateways: health.gateways,
            trouble: health.trouble.map(Into::into),
            since: health.since,
        }
    }
}

/// The states of all trunks that register or are probed. One short lock per look, never across a wait.
#[derive(Debug, Default)]
pub struct TrunkStates(RwLock<HashMap<TrunkId, TrunkState>>);

impl TrunkStates {
    /// Writes a state; answers whether it says something new.
    pub fn put(&self, trunk: TrunkId, state: TrunkState) -> bool {
        let mut states = self.0.write().unwrap_or_else(PoisonError::into_inner);
        states.insert(trunk, state.clone()).as_ref() != Some(&state)
    }

    /// The state of a trunk, if anything was reported.
    pub fn of(&self, trunk: TrunkId) -> Option<TrunkState> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&trunk).cloned()
    }

    /// Whether a trunk can carry calls. One of which nothing is known can.
    pub fn is_up(&self, trunk: TrunkId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&trunk).is_none_or(|state| state.up)
    }

    /// Forgets trunks that no longer exist.
    pub fn retain(&self, exists: impl Fn(TrunkId) -> bool) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|trunk, _| exists(*trunk));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_trunk_counts_as_up_and_news_is_told_once() {
        let states = TrunkStates::default();
        let trunk = TrunkId(kernel::id::Uuid::from_u128(1));
        assert!(states.is_up(trunk));
        let down = TrunkState {
            up: false,
            registered: Some(false),
            gateways: vec![false],
            trouble: Some(TrunkTrouble { at: TrunkTroubleAt::Probing, status: Some(408) }),
            since: Timestamp::EPOCH,
        };
        assert!(states.put(trunk, down.clone()));
        assert!(!states.put(trunk, down));
        assert!(!states.is_up(trunk));
        states.retain(|_| false);
        assert!(states.is_up(trunk));
    }
}
