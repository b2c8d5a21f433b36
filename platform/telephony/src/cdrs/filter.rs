//! What a call report can be narrowed to and sorted by (UI-3).

use kernel::Timestamp;
use kernel::id::{CallId, EndpointId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::record::{Direction, Disposition};

/// Whether a call was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It was.
    Answered,
    /// It was not, for whatever reason.
    Unanswered,
}

/// Filters of the call report; all that are given must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct CdrFilter {
    /// The caller's number begins or ends with this.
    pub from: Option<String>,
    /// The dialled number begins or ends with this.
    pub to: Option<String>,
    /// Records of this call.
    #[param(inline)]
    pub call: Option<CallId>,
    /// Records that belong to this endpoint.
    #[param(inline)]
    pub endpoint: Option<EndpointId>,
    /// Seen at or after this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub since: Option<Timestamp>,
    /// Seen before this moment (RFC 3339).
    #[param(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    /// Lasting at least so many seconds.
    pub min_secs: Option<u32>,
    /// Lasting at most so many seconds.
    pub max_secs: Option<u32>,
    /// Answered or not.
    #[param(inline)]
    pub ended: Option<Ended>,
    /// How it went.
    #[param(inline)]
    pub disposition: Option<Disposition>,
    /// Direction.
    #[param(inline)]
    pub kind: Option<Direction>,
}

/// What records are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CdrOrder {
    /// When the exchange saw the call.
    Detected,
    /// Duration.
    Duration,
}

impl web::Order for CdrOrder {
    const FIELDS: &'static [(&'static str, Self)] =
        &[("detected", Self::Detected), ("duration", Self::Duration)];
    const DESCENDING: bool = true;
}
