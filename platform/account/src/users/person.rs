//! What a user is, and the rules its fields keep.

use kernel::id::UserId;
use kernel::text::fold;
use kernel::{Fault, FaultKind, Timestamp};
use serde::{Deserialize, Serialize};

use crate::roles::Role;

const MAX_USER_NAME: usize = 64;
const MAX_TEXT: usize = 200;

/// Writes the three shapes of a user down once: as seen, as created, as changed.
macro_rules! user_shapes {
    ($($(#[$doc:meta])* $text:ident [$($rule:tt)+]),+ $(,)?) => {
        /// A user as clients see it. Texts that were never given are empty.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct User {
            /// Its id.
            pub id: UserId,
            /// For the portal and every client; unique in the tenant whatever its case.
            pub user_name: String,
            /// What the user may do.
            pub role: Role,
            /// Whether the user may sign in.
            pub enabled: bool,
            $($(#[$doc])* pub $text: String,)+
            /// The tag of the user's photo, where there is one; another photo has another tag.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub photo: Option<String>,
            /// Whether signing in asks for a code, too.
            pub second_factor: bool,
            /// When the user was created.
            pub created_at: Timestamp,
            /// When the user was last changed.
            pub updated_at: Timestamp,
            /// When the user last signed in; absent: never.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub signed_in_at: Option<Timestamp>,
        }

        /// What a new user is made of; also an item of the blueprint's `[[users]]`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct NewUser {
            /// 1 to 64 letters, digits, `.`, `_`, `-`.
            #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9._-]+$")]
            pub user_name: String,
            /// The role.
            pub role: Role,
            /// At least 10 characters. Absent: the user cannot sign in until one is set.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schema(min_length = 10, max_length = 200)]
            pub password: Option<String>,
            /// Where given, the same as the password.
            #[serde(default, skip_serializing)]
            pub confirmation: Option<String>,
            /// Whether the user may sign in.
            #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
            pub enabled: bool,
            $($(#[$doc])* #[serde(default, skip_serializing_if = "String::is_empty")] #[schema($($rule)+)] pub $text: String,)+
        }

        impl NewUser {
            /// A user of this name and role, and nothing else known.
            pub fn named(user_name: &str, role: Role) -> Self {
                Self {
                    user_name: user_name.to_owned(),
                    role,
                    password: None,
                    confirmation: None,
                    enabled: true,
                    $($text: String::new(),)+
                }
            }
        }

        /// What to change of a user; absent fields stay.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct UserChange {
            /// 1 to 64 letters, digits, `.`, `_`, `-`.
            #[serde(default)]
            #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9._-]+$")]
            pub user_name: Option<String>,
            /// The role.
            #[serde(default)]
            pub role: Option<Role>,
            /// Whether the user may sign in; `false` ends the user's sessions.
            #[serde(default)]
            pub enabled: Option<bool>,
            $($(#[$doc])* #[serde(default)] #[schema($($rule)+)] pub $text: Option<String>,)+
        }

        impl User {
            /// The user with the change made.
            #[must_use]
            pub fn with(mut self, change: UserChange) -> Self {
                self.user_name = change.user_name.unwrap_or(self.user_name);
                self.role = change.role.unwrap_or(self.role);
                self.enabled = change.enabled.unwrap_or(self.enabled);
                $(self.$text = change.$text.map_or(self.$text, |text| text.trim().to_owned());)+
                self
            }

            /// A user that is not stored yet.
            pub fn of(new: &NewUser, id: UserId, now: Timestamp) -> Self {
                Self {
                    id,
                    user_name: new.user_name.clone(),
                    role: new.role,
                    enabled: new.enabled,
                    $($text: new.$text.trim().to_owned(),)+
                    photo: None,
                    second_factor: false,
                    created_at: now,
                    updated_at: now,
                    signed_in_at: None,
                }
            }

            /// The user as an item of a blueprint, without its password.
            pub fn item(&self) -> NewUser {
                NewUser {
                    user_name: self.user_name.clone(),
                    role: self.role,
                    password: None,
                    confirmation: None,
                    enabled: self.enabled,
                    $($text: self.$text.clone(),)+
                }
            }

            fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$((stringify!($text), self.$text.as_str())),+].into_iter()
            }
        }
    };
}

user_shapes! {
    /// What others see when this user calls.
    first_name [max_length = 200],
    /// What others see when this user calls.
    last_name [max_length = 200],
    /// For the record only; changes nothing in operation.
    phone [max_length = 200],
    /// For recovery and notifications.
    email [max_length = 200, pattern = "^$|^[^\\s]+@[^\\s@.][^\\s@]*\\.[^\\s@]*$"],
    /// Street and house.
    address [max_length = 200],
    /// Town.
    city [max_length = 200],
    /// For the record only.
    postal_code [max_length = 200],
    /// ISO 3166-1 alpha-2.
    country [pattern = "^$|^[A-Z]{2}$"],
    /// Province or state.
    region [max_length = 200],
    /// IANA time zone for call records; empty: the tenant's.
    time_zone [max_length = 200, pattern = "^$|^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"],
    /// BCP 47 language of the pages; empty: the tenant's.
    language [max_length = 35, pattern = "^$|^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"],
    /// BCP 47 language of telephone prompts; empty: the tenant's.
    prompt_language [max_length = 35, pattern = "^$|^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"],
    /// Shown in contacts.
    department [max_length = 200],
    /// Shown in contacts.
    location [max_length = 200],
}

const fn yes() -> bool {
    true
}

/// A rule of a user's fields is broken, or there is no such user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserError {
    /// Not in this tenant.
    #[error("there is no such user")]
    NotFound,
    /// Another user of the tenant has the name.
    #[error("the user name {0} is taken")]
    NameTaken(String),
    /// Against the rules for user names.
    #[error("a user name has 1 to {MAX_USER_NAME} letters, digits, dots, hyphens and underscores")]
    BadName,
    /// A text field against its rule.
    #[error("{field}: {problem}")]
    BadText {
        /// The field.
        field: &'static str,
        /// Its rule.
        problem: &'static str,
    },
    /// The role of this user may do more than whoever asks.
    #[error("this user may do more than you: only somebody with the same permissions changes it")]
    Higher,
    /// Nobody deletes, disables or demotes the own user.
    #[error("nobody takes away the own access; another person with the role can")]
    OwnAccess,
    /// The tenant has as many as its plan allows.
    #[error("the plan allows {0} users")]
    LimitReached(u32),
    /// The tag given is not the present one.
    #[error("somebody changed this user meanwhile")]
    Stale,
}

impl Fault for UserError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotFound => FaultKind::NotFound,
            Self::NameTaken(_) | Self::OwnAccess => FaultKind::Conflict,
            Self::BadName | Self::BadText { .. } => FaultKind::Invalid,
            Self::Higher => FaultKind::Forbidden,
            Self::LimitReached(_) => FaultKind::Exhausted,
            Self::Stale => FaultKind::Stale,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "users.not_found",
            Self::NameTaken(_) => "users.name_taken",
            Self::BadName => "users.bad_name",
            Self::BadText { .. } => "users.bad_text",
            Self::OwnAccess => "users.own_access",
            Self::Higher => "users.higher",
            Self::LimitReached(_) => "users.limit_reached",
            Self::Stale => "users.stale",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::NameTaken(_) | Self::BadName => Some("/user_name".to_owned()),
            Self::BadText { field, .. } => Some(format!("/{field}")),
            _ => None,
        }
    }
}

impl User {
    /// First and last name, or the user name where there are none.
    pub fn shown_name(&self) -> String {
        let full = format!("{} {}", self.first_name, self.last_name);
        let full = full.trim();
        if full.is_empty() { self.user_name.clone() } else { full.to_owned() }
    }

    /// What lists are sorted by: last name, first name, folded.
    pub(super) fn sort_name(&self) -> String {
        fold(&format!("{} {}", self.last_name, self.first_name)).trim().to_owned()
    }

    /// What a search looks through, folded.
    pub(super) fn search_text(&self) -> String {
        let own = [&self.user_name, &self.first_name, &self.last_name, &self.email, &self.phone];
        let rest = [&self.department, &self.location, &self.city];
        fold(&own.into_iter().chain(rest).map(String::as_str).collect::<Vec<_>>().join(" "))
    }

    /// Checks every field.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), UserError> {
        let sound = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
        if self.user_name.is_empty()
            || self.user_name.len() > MAX_USER_NAME
            || !self.user_name.chars().all(sound)
        {
            return Err(UserError::BadName);
        }
        for (field, text) in self.texts().filter(|(_, text)| !text.is_empty()) {
            if let Some(problem) = broken(field, text) {
                return Err(UserError::BadText { field, problem });
            }
        }
        Ok(())
    }
}

/// What a text field must be, where it is not.
fn broken(field: &str, text: &str) -> Option<&'static str> {
    let tag = |text: &str| {
        text.len() <= 35
            && text.split('-').all(|part| {
                !part.is_empty() && part.len() <= 8 && part.bytes().all(|it| it.is_ascii_alphanumeric())
            })
    };
    let zone = |text: &str| {
        text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'/' | b'_' | b'-' | b'+'))
            && text.split('/').all(|part| !part.is_empty())
    };
    if text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
        return Some("must have at most 200 characters and no line breaks");
    }
    match field {
        "email" if !is_address(text) => Some("must be an e-mail address such as ana@example.com"),
        "country" if !(text.len() == 2 && text.bytes().all(|it| it.is_ascii_uppercase())) => {
            Some("must be two capital letters (ISO 3166-1), such as ES")
        }
        "time_zone" if !zone(text) => Some("must be an IANA time zone such as Europe/Madrid"),
        "language" | "prompt_language" if !tag(text) => Some("must be a language tag (BCP 47), such as es"),
        _ => None,
    }
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    fn ana() -> User {
        let new: NewUser = serde_json::from_value(serde_json::json!({
            "user_name": "ana", "role": "member", "first_name": " Ana ", "last_name": "Núñez",
        }))
        .unwrap();
        User::of(&new, UserId(Uuid::nil()), Timestamp::EPOCH)
    }

    #[test]
    fn names_are_shown_sorted_and_searched() {
        let ana = ana();
        assert_eq!(ana.shown_name(), "Ana Núñez");
        assert_eq!(ana.sort_name(), "nunez ana");
        assert!(ana.search_text().contains("nunez"));
    }

    #[test]
    fn each_rule_names_its_field() {
        let broken = |change: UserChange| ana().with(change).check().unwrap_err().field();
        assert_eq!(ana().check(), Ok(()));
        let name = |text: &str| UserChange { user_name: Some(text.into()), ..UserChange::default() };
        assert_eq!(broken(name("")).as_deref(), Some("/user_name"));
        assert_eq!(broken(name("a b")).as_deref(), Some("/user_name"));
        assert_eq!(broken(name("ana@acme")).as_deref(), Some("/user_name"));
        let email = UserChange { email: Some("nobody".into()), ..UserChange::default() };
        assert_eq!(broken(email).as_deref(), Some("/email"));
        let country = UserChange { country: Some("es".into()), ..UserChange::default() };
        assert_eq!(broken(country).as_deref(), Some("/country"));
        let zone = UserChange { time_zone: Some("Europe Madrid".into()), ..UserChange::default() };
        assert_eq!(broken(zone).as_deref(), Some("/time_zone"));
    }

    #[test]
    fn a_blueprint_item_says_only_what_is_not_usual() {
        let text = serde_json::to_value(ana().item()).unwrap();
        assert_eq!(
            text,
            serde_json::json!({
                "user_name": "ana", "role": "member", "first_name": "Ana", "last_name": "Núñez",
            })
        );
    }
}
