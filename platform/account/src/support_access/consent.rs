//! A consent and the request for one: their states and rules.

use std::time::Duration;

use kernel::id::{SupportGrantId, TenantId, UserId};
use kernel::{Fault, FaultKind, Timestamp};
use serde::{Deserialize, Serialize};

/// A consent lasts so many hours: one, a working day, a day, a week.
pub(super) const HOURS: [u32; 4] = [1, 8, 24, 168];
/// A request that nobody answers lapses.
pub(super) const LAPSE: Duration = Duration::from_secs(24 * 3600);
const MAX_REASON: usize = 500;

/// How far a consent goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessLevel {
    /// Everything may be seen, nothing changed.
    See,
    /// What is not a key to the house may be changed: users, roles, API keys and consents may not.
    Change,
}

impl AccessLevel {
    /// The word in rows.
    pub const fn word(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Change => "change",
        }
    }

    /// The level of this word; the lower one where it is none.
    pub fn of_word(word: &str) -> Self {
        if word == Self::Change.word() { Self::Change } else { Self::See }
    }
}

/// How a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// Staff asks for it.
    Asked,
    /// It holds.
    Given,
    /// It was asked for and not given.
    Refused,
    /// Nobody answered in time.
    Lapsed,
    /// It held, and its time is over or it was taken back.
    Ended,
}

impl GrantState {
    /// The word in rows.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
            Self::Ended => "ended",
        }
    }

    /// What the word of a row means now.
    pub fn now(word: &str, ends_at: Timestamp, now: Timestamp) -> Self {
        let over = ends_at <= now;
        match word {
            "asked" if over => Self::Lapsed,
            "asked" => Self::Asked,
            "given" if !over => Self::Given,
            "refused" => Self::Refused,
            _ => Self::Ended,
        }
    }
}

/// A consent, or a request for one, as the tenant sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SupportGrant {
    /// Its id.
    pub id: SupportGrantId,
    /// How it stands.
    pub state: GrantState,
    /// How far it goes.
    pub access: AccessLevel,
    /// How long it lasts, in hours.
    pub hours: u32,
    /// What for: a ticket, a few words.
    pub reason: String,
    /// Who of the staff it is for; absent: whoever of the support above the tenant comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<UserId>,
    /// That person's home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_home: Option<TenantId>,
    /// That person's name.
    pub staff_name: String,
    /// The name of that person's home.
    pub staff_home_title: String,
    /// When it was asked for or given.
    pub created_at: Timestamp,
    /// Who of the tenant gave, refused or ended it.
    pub decided_by: String,
    /// When it ends or ended; of a request, when it lapses.
    pub ends_at: Timestamp,
}

/// What is wrong with a consent, or with having none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SupportAccessError {
    /// Not in this tenant.
    #[error("there is no such access")]
    NotFound,
    /// The tenant has not consented.
    #[error("this tenant has not let you in: ask it for access")]
    Needed,
    /// The role does not enter tenants at all.
    #[error("your role does not enter tenants")]
    NotYours,
    /// More than the person's role may do.
    #[error("your role looks into tenants and changes nothing there")]
    TooMuch,
    /// Staff decides for the tenant.
    #[error("only people of the tenant itself let staff in")]
    OwnPeople,
    /// It is decided already, or over.
    #[error("this is decided already")]
    Decided,
    /// Asked for already.
    #[error("you have asked already; the tenant has not answered yet")]
    Asked,
    /// The tenant has nobody above it.
    #[error("there is no staff above this tenant")]
    NobodyAbove,
    /// Not one of the times.
    #[error("access lasts 1, 8, 24 or 168 hours")]
    BadHours,
    /// None, or too long.
    #[error("a reason has 1 to {MAX_REASON} characters")]
    BadReason,
}

impl Fault for SupportAccessError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotFound => FaultKind::NotFound,
            Self::Needed | Self::NotYours | Self::TooMuch | Self::OwnPeople => FaultKind::Forbidden,
            Self::Decided | Self::Asked | Self::NobodyAbove => FaultKind::Conflict,
            Self::BadHours | Self::BadReason => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "support_access.not_found",
            Self::Needed => "support_access.needed",
            Self::NotYours => "support_access.not_yours",
            Self::TooMuch => "support_access.too_much",
            Self::OwnPeople => "support_access.own_people",
            Self::Decided => "support_access.decided",
            Self::Asked => "support_access.asked",
            Self::NobodyAbove => "support_access.nobody_above",
            Self::BadHours => "support_access.bad_hours",
            Self::BadReason => "support_access.bad_reason",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::BadHours => Some("/hours".to_owned()),
            Self::BadReason => Some("/reason".to_owned()),
            Self::TooMuch => Some("/access".to_owned()),
            _ => None,
        }
    }
}

/// How long, if it is one of the times.
pub(super) fn lasting(hours: u32) -> Result<Duration, SupportAccessError> {
    if HOURS.contains(&hours) {
        Ok(Duration::from_secs(u64::from(hours) * 3600))
    } else {
        Err(SupportAccessError::BadHours)
    }
}

/// The reason, without the space around it.
pub(super) fn reason(text: &str) -> Result<String, SupportAccessError> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > MAX_REASON { Err(SupportAccessError::BadReason) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_row_says_depends_on_the_time() {
        let at = |secs| Timestamp::EPOCH + Duration::from_secs(secs);
        assert_eq!(GrantState::now("given", at(10), at(9)), GrantState::Given);
        assert_eq!(GrantState::now("given", at(10), at(10)), GrantState::Ended);
        assert_eq!(GrantState::now("asked", at(10), at(9)), GrantState::Asked);
        assert_eq!(GrantState::now("asked", at(10), at(11)), GrantState::Lapsed);
        assert_eq!(GrantState::now("refused", at(10), at(9)), GrantState::Refused);
        assert_eq!(GrantState::now("nonsense", at(10), at(9)), GrantState::Ended);
    }

    #[test]
    fn an_unknown_level_is_the_lower_one() {
        assert_eq!(AccessLevel::of_word("change"), AccessLevel::Change);
        assert_eq!(AccessLevel::of_word("everything"), AccessLevel::See);
        assert!(AccessLevel::See < AccessLevel::Change);
    }

    #[test]
    fn times_and_reasons_keep_their_rules() {
        assert_eq!(lasting(8), Ok(Duration::from_secs(8 * 3600)));
        assert_eq!(lasting(2), Err(SupportAccessError::BadHours));
        assert_eq!(reason("  Ticket 7 "), Ok("Ticket 7".to_owned()));
        assert_eq!(reason(" "), Err(SupportAccessError::BadReason));
    }
}
