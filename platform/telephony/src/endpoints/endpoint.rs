//! An endpoint: a SIP identity of the tenant, with its settings (PBX-11, PBX-12, PBX-13).

use kernel::Timestamp;
use kernel::id::{EndpointId, UserId};
use kernel::{Fault, FaultKind, Rng};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::secret::{self, Unfit};
use super::settings::{Settings, Unsound, is_label};
use crate::extensions::Extension;

/// The longest name.
const MAX_NAME: usize = 80;

/// An endpoint as it is shown. The secret never is, but once: see [`WithSecret`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Endpoint {
    /// Its id.
    #[schema(example = "end_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: EndpointId,
    /// What people call it.
    #[schema(example = "Reception")]
    pub name: String,
    /// The SIP user name, unique over the installation.
    #[schema(example = "482915037")]
    pub terminal_user: String,
    /// The user that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// What its calls are like.
    pub settings: Settings,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// An endpoint together with its SIP password: the one answer that shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WithSecret {
    /// The endpoint.
    #[serde(flatten)]
    pub endpoint: Endpoint,
    /// The SIP password. It is shown now and never again.
    pub secret: String,
    /// The extension that was created with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
}

/// An endpoint as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ListedEndpoint {
    /// The endpoint.
    #[serde(flatten)]
    pub endpoint: Endpoint,
    /// The internal numbers that ring it, the lowest first.
    pub numbers: Vec<String>,
    /// The name of the user that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// How many devices are registered now.
    pub devices: usize,
}

/// A new endpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEndpoint {
    /// What people call it, 1 to 80 characters; unique in the tenant.
    #[schema(min_length = 1, max_length = 80, example = "Reception")]
    pub name: String,
    /// The SIP user name; nine digits are drawn where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 64)]
    pub terminal_user: Option<String>,
    /// The SIP password; one is drawn where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 8, max_length = 64, pattern = "^[!-~]+$")]
    pub secret: Option<String>,
    /// The user that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// An internal number that is created with it and rings it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9]{2,8}$", example = "1001")]
    pub extension: Option<String>,
    /// What its calls are like.
    #[serde(default)]
    pub settings: Settings,
}

/// Changes of an endpoint; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EndpointChange {
    /// What people call it.
    #[schema(min_length = 1, max_length = 80)]
    pub name: Option<String>,
    /// The user that it belongs to; `null` for nobody.
    #[serde(deserialize_with = "crate::given")]
    #[schema(value_type = Option<UserId>)]
    pub owner: Option<Option<UserId>>,
    /// All settings, replacing the former ones.
    pub settings: Option<Settings>,
}

/// A SIP password to set; one is drawn where none is given.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSecret {
    /// The password, 8 to 64 printable ASCII characters.
    #[schema(min_length = 8, max_length = 64, pattern = "^[!-~]+$")]
    pub secret: Option<String>,
}

/// What is wrong with an endpoint.
#[derive(Debug, thiserror::Error)]
pub enum EndpointFault {
    /// The name.
    #[error("a name has 1 to 80 characters and no control characters")]
    Name,
    /// The terminal user.
    #[error(transparent)]
    TerminalUser(Unfit),
    /// The password.
    #[error(transparent)]
    Secret(Unfit),
    /// A setting.
    #[error(transparent)]
    Settings(#[from] Unsound),
    /// There is no such user in the tenant.
    #[error("there is no such user")]
    Owner,
    /// Who calls would be somebody else.
    #[error("the caller number is none of the tenant's numbers")]
    CallerNumber,
    /// The tenant has an endpoint of this name.
    #[error("an endpoint {0} exists already")]
    Taken(String),
    /// Somebody has this terminal user. By whom is never told.
    #[error("this terminal user is in use")]
    UserTaken,
    /// Extensions ring it.
    #[error("extensions ring this endpoint; change them first")]
    InUse,
    /// The tenant has as many endpoints as it may have.
    #[error("the tenant has its {0} endpoints")]
    Limit(u32),
    /// No free terminal user was drawn in many tries.
    #[error("no free terminal user was found")]
    NoFreeUser,
    /// The range of generated endpoints in a blueprint is not one.
    #[error("a range begins with a number and has 1 to 100000 endpoints")]
    Range,
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for EndpointFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::Limit(_) => FaultKind::Exhausted,
            Self::NoFreeUser => FaultKind::Unavailable,
            Self::Taken(_) | Self::UserTaken | Self::InUse => FaultKind::Conflict,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Name => "endpoints.name",
            Self::TerminalUser(_) => "endpoints.terminal_user",
            Self::Secret(_) => "endpoints.secret",
            Self::Settings(_) => "endpoints.settings",
            Self::Owner => "endpoints.owner",
            Self::CallerNumber => "endpoints.caller_number",
            Self::Taken(_) => "endpoints.name_taken",
            Self::UserTaken => "endpoints.terminal_user_taken",
            Self::InUse => "endpoints.in_use",
            Self::Limit(_) => "endpoints.limit",
            Self::NoFreeUser => "endpoints.no_free_user",
            Self::Range => "endpoints.range",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Name | Self::Taken(_) => Some("/name".to_owned()),
            Self::TerminalUser(_) | Self::UserTaken => Some("/terminal_user".to_owned()),
            Self::Secret(_) => Some("/secret".to_owned()),
            Self::Settings(unsound) => Some(format!("/settings/{}", unsound.field())),
            Self::Owner => Some("/owner".to_owned()),
            Self::CallerNumber => Some("/settings/caller_number".to_owned()),
            Self::Range => Some("/count".to_owned()),
            Self::Limit(_) | Self::NoFreeUser | Self::InUse => None,
            Self::Rows(error) => error.field(),
        }
    }
}

/// Whether a secret below the rules is taken: a load test on a closed machine may say so, a person may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// The rules hold.
    Demanded,
    /// Anything a phone can send.
    Waived,
}

/// Whether this is a name.
///
/// # Errors
/// [`EndpointFault::Name`].
pub fn check_name(name: &str) -> Result<(), EndpointFault> {
    if is_label(name, MAX_NAME) { Ok(()) } else { Err(EndpointFault::Name) }
}

impl NewEndpoint {
    /// Checks everything that needs no database.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self, strength: Strength) -> Result<(), EndpointFault> {
        check_name(&self.name)?;
        if let Some(user) = &self.terminal_user {
            secret::check_user(user).map_err(EndpointFault::TerminalUser)?;
        }
        if let Some(chosen) = &self.secret {
            check_secret(chosen, self.terminal_user.as_deref(), strength)?;
        }
        Ok(self.settings.check()?)
    }
}

/// Whether a chosen secret is taken.
///
/// # Errors
/// [`EndpointFault::Secret`].
pub fn check_secret(chosen: &str, user: Option<&str>, strength: Strength) -> Result<(), EndpointFault> {
    let checked = match strength {
        // Without a user yet, only its own characters count: a drawn one cannot be part of a chosen secret by intent.
        Strength::Demanded => secret::check_secret(chosen, user.unwrap_or("\u{0}")),
        Strength::Waived => secret::check_characters(chosen),
    };
    checked.map_err(EndpointFault::Secret)
}

impl NewSecret {
    /// The password to set for `user`.
    ///
    /// # Errors
    /// [`EndpointFault::Secret`].
    pub fn settle(self, user: &str, rng: &dyn Rng) -> Result<String, EndpointFault> {
        match self.secret {
            Some(chosen) => check_secret(&chosen, Some(user), Strength::Demanded).map(|()| chosen),
            None => Ok(secret::draw_secret(rng)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> NewEndpoint {
        NewEndpoint { name: name.into(), ..NewEndpoint::default() }
    }

    #[test]
    fn a_name_alone_makes_an_endpoint() {
        assert!(named("Reception").check(Strength::Demanded).is_ok());
        assert!(named(" ").check(Strength::Demanded).is_err());
    }

    #[test]
    fn faults_point_at_their_field() {
        let mut weak = named("Desk");
        weak.secret = Some("secret".into());
        let fault = weak.check(Strength::Demanded).unwrap_err();
        assert_eq!((fault.code(), fault.field().as_deref()), ("endpoints.secret", Some("/secret")));
        assert!(weak.check(Strength::Waived).is_ok());
        let mut silent = named("Desk");
        silent.settings.ring_secs = 0;
        let fault = silent.check(Strength::Demanded).unwrap_err();
        assert_eq!(fault.field().as_deref(), Some("/settings/ring_secs"));
    }

    #[test]
    fn a_change_tells_absent_from_null() {
        let nobody: EndpointChange = serde_json::from_str("{\"owner\": null}").unwrap();
        assert_eq!(nobody.owner, Some(None));
        assert_eq!(serde_json::from_str::<EndpointChange>("{}").unwrap().owner, None);
    }
}
