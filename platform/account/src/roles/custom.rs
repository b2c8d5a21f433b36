//! A role of a tenant's own making, and the rules its fields keep.

use kernel::id::RoleId;
use kernel::{Fault, FaultKind, Timestamp};
use serde::{Deserialize, Serialize};

use super::role::Role;

const MAX_TITLE: usize = 60;
const MAX_DESCRIPTION: usize = 400;

/// What a role of the tenant's own is made of; also an item of the blueprint's `[[roles]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// The name that users and blueprints bear: 2 to 40 small letters, digits and underscores, begun with a letter; not
    /// one of a built-in role, and never changed.
    #[schema(pattern = "^[a-z][a-z0-9_]{1,39}$", min_length = 2, max_length = 40)]
    pub name: String,
    /// What people read.
    #[schema(min_length = 1, max_length = 60)]
    pub title: String,
    /// Whom it is for.
    #[schema(max_length = 400)]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What it may do. What one of these is of no use without is added.
    #[serde(default)]
    pub permissions: Vec<String>,
}

/// What to change of a role; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// What people read.
    #[schema(min_length = 1, max_length = 60)]
    #[serde(default)]
    pub title: Option<String>,
    /// Whom it is for.
    #[schema(max_length = 400)]
    #[serde(default)]
    pub description: Option<String>,
    /// What it may do.
    #[serde(default)]
    pub permissions: Option<Vec<String>>,
}

/// A role that the tenant made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomRole {
    /// Its id.
    pub id: RoleId,
    /// All that it is made of, complete.
    #[serde(flatten)]
    pub made_of: NewRole,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A rule of roles is broken, or there is no such role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// Not in this tenant.
    #[error("there is no such role")]
    NotFound,
    /// Against the rules for names.
    #[error("a name has 2 to 40 small letters, digits and underscores and begins with a letter")]
    BadName,
    /// A built-in role, or another one of the tenant, has the name.
    #[error("the name {0} is taken")]
    NameTaken(String),
    /// Too long, or nothing.
    #[error("{0}")]
    BadText(&'static str, &'static str),
    /// There is no such permission in a tenant.
    #[error("there is no permission {0} that a role of a tenant can hold")]
    UnknownPermission(String),
    /// The giver lacks it.
    #[error("nobody gives what they do not hold: {0}")]
    NotHeld(String),
    /// The giver has this role.
    #[error("nobody changes what the own role may do; another person can")]
    OwnRole,
    /// Users have it.
    #[error("{count} users have this role, such as {names}; give them another one, or name a replacement")]
    InUse {
        /// How many.
        count: u64,
        /// Some of them, by name.
        names: String,
    },
    /// Staff has the built-in roles only.
    #[error("staff of the operator and of resellers has the built-in roles only")]
    Staff,
    /// So many are enough.
    #[error("a tenant has at most {0} roles of its own")]
    TooMany(u64),
    /// The replacement is the role itself.
    #[error("a role does not replace itself")]
    Itself,
}

impl Fault for RoleError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotFound => FaultKind::NotFound,
            Self::BadName | Self::BadText(..) | Self::UnknownPermission(_) | Self::Itself => {
                FaultKind::Invalid
            }
            Self::NameTaken(_) | Self::OwnRole | Self::InUse { .. } | Self::Staff => FaultKind::Conflict,
            Self::NotHeld(_) => FaultKind::Forbidden,
            Self::TooMany(_) => FaultKind::Exhausted,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "roles.not_found",
            Self::BadName => "roles.bad_name",
            Self::NameTaken(_) => "roles.name_taken",
            Self::BadText(..) => "roles.bad_text",
            Self::UnknownPermission(_) => "roles.unknown_permission",
            Self::NotHeld(_) => "roles.not_held",
            Self::OwnRole => "roles.own_role",
            Self::InUse { .. } => "roles.in_use",
            Self::Staff => "roles.staff",
            Self::TooMany(_) => "roles.too_many",
            Self::Itself => "roles.itself",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::BadName | Self::NameTaken(_) => Some("/name".to_owned()),
            Self::BadText(field, _) => Some((*field).to_owned()),
            Self::UnknownPermission(_) => Some("/permissions".to_owned()),
            Self::Itself => Some("/replacement".to_owned()),
            _ => None,
        }
    }
}

impl NewRole {
    /// With the change made.
    #[must_use]
    pub fn with(mut self, change: RoleChange) -> Self {
        self.title = change.title.unwrap_or(self.title);
        self.description = change.description.unwrap_or(self.description);
        self.permissions = change.permissions.unwrap_or(self.permissions);
        self
    }

    /// The role that users bear, with every field checked but the permissions.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&mut self) -> Result<Role, RoleError> {
        self.title = self.title.trim().to_owned();
        self.description = self.description.trim().to_owned();
        let title = self.title.chars().count();
        if title == 0 || title > MAX_TITLE || self.title.chars().any(char::is_control) {
            return Err(RoleError::BadText("/title", "a title has 1 to 60 characters in one line"));
        }
        if self.description.chars().count() > MAX_DESCRIPTION {
            return Err(RoleError::BadText("/description", "a description has at most 400 characters"));
        }
        match Role::of_word(&self.name) {
            Some(role @ Role::Custom(_)) => Ok(role),
            Some(_) => Err(RoleError::NameTaken(self.name.clone())),
            None => Err(RoleError::BadName),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, title: &str) -> NewRole {
        let (name, title) = (name.to_owned(), title.to_owned());
        NewRole { name, title, description: String::new(), permissions: Vec::new() }
    }

    #[test]
    fn no_role_is_named_like_a_built_in_one() {
        assert_eq!(named("night", " Night ").check().map(|role| role.to_string()), Ok("night".to_owned()));
        for word in Role::ALL {
            let taken = Err(RoleError::NameTaken(word.to_string()));
            assert_eq!(named(word.word(), "Night").check(), taken);
        }
        assert_eq!(named("Night", "Night").check(), Err(RoleError::BadName));
    }

    #[test]
    fn a_title_is_one_line() {
        for title in ["", "  ", "a\nb", &"t".repeat(61)] {
            let refused = named("night", title).check().unwrap_err();
            assert_eq!(refused.field().as_deref(), Some("/title"), "{title:?}");
        }
    }
}
