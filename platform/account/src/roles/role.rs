//! A role as users bear it: a built-in one, or one of the tenant's own by its name.

use std::fmt;

use kernel::{Fault, FaultKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tenancy::TenantKind;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// No name of a role is longer.
const MAX_NAME: usize = 40;
/// What a name looks like.
const PATTERN: &str = "^[a-z][a-z0-9_]{1,39}$";

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Staff of the operator: everything.
    Operator,
    /// Staff of a reseller: its tenants, and everything in them.
    Reseller,
    /// Staff: mends in tenants that consent.
    Support3,
    /// Staff: looks into tenants that consent.
    Support2,
    /// Staff: sees the tenants below and how they are.
    Support1,
    /// Staff: reads everything at home, and changes nothing.
    Auditor,
    /// The whole account of a tenant.
    Administrator,
    /// Assigned queues and agents.
    Supervisor,
    /// Takes calls of queues.
    Agent,
    /// The own account only.
    Member,
    /// One that the tenant made.
    Custom(RoleName),
}

/// The word is no role, or not one of this tenant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("role must be one of: {0}")]
pub struct NoSuchRole(pub(super) String);

impl Fault for NoSuchRole {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }
    fn code(&self) -> &'static str {
        "roles.unknown"
    }
    fn field(&self) -> Option<String> {
        Some("/role".to_owned())
    }
}

const STAFF: [Role; 4] = [Role::Support3, Role::Support2, Role::Support1, Role::Auditor];

impl Role {
    /// The built-in ones, from high to low.
    pub const ALL: [Self; 10] = [
        Self::Operator,
        Self::Reseller,
        Self::Support3,
        Self::Support2,
        Self::Support1,
        Self::Auditor,
        Self::Administrator,
        Self::Supervisor,
        Self::Agent,
        Self::Member,
    ];

    /// The word in rows, files and answers.
    pub fn word(&self) -> &str {
        match self {
            Self::Operator => "operator",
            Self::Reseller => "reseller",
            Self::Support3 => "support_3",
            Self::Support2 => "support_2",
            Self::Support1 => "support_1",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
            Self::Member => "member",
            Self::Custom(name) => name.as_str(),
        }
    }

    /// The built-in role of this word, else the tenant's own one that could bear it as a name.
    pub fn of_word(word: &str) -> Option<Self> {
        let built_in = Self::ALL.into_iter().find(|role| role.word() == word);
        built_in.or_else(|| RoleName::parse(word).map(Self::Custom))
    }

    /// The built-in roles that users of such a tenant may have, from high to low.
    pub fn of_kind(kind: TenantKind) -> Vec<Self> {
        let own: &[Self] = match kind {
            TenantKind::Operator | TenantKind::Reseller => &STAFF,
            TenantKind::Customer => &[Self::Supervisor, Self::Agent, Self::Member],
        };
        std::iter::once(Self::top(kind)).chain(own.iter().copied()).collect()
    }

    /// The role that may do everything in such a tenant.
    pub const fn top(kind: TenantKind) -> Self {
        match kind {
            TenantKind::Operator => Self::Operator,
            TenantKind::Reseller => Self::Reseller,
            TenantKind::Customer => Self::Administrator,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::of_word(&word).ok_or_else(|| serde::de::Error::custom("not the name of a role"))
    }
}

impl utoipa::PartialSchema for Role {
    fn schema() -> RefOr<Schema> {
        let text = "A built-in role, or the name of one of the tenant's own.";
        let word = ObjectBuilder::new().schema_type(Type::String).pattern(Some(PATTERN));
        word.description(Some(text)).into()
    }
}

impl utoipa::ToSchema for Role {}

/// The name of a tenant's own role. It is held in place, so that a role is copied like the built-in ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleName {
    bytes: [u8; MAX_NAME],
    length: u8,
}

impl RoleName {
    /// A name of 2 to 40 small letters, digits and underscores that begins with a letter.
    pub fn parse(text: &str) -> Option<Self> {
        let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let given = text.as_bytes();
        let length = u8::try_from(given.len()).ok()?;
        if !(2..=MAX_NAME).contains(&given.len())
            || !given[0].is_ascii_lowercase()
            || !given.iter().all(|byte| sound(*byte))
        {
            return None;
        }
        let mut bytes = [0; MAX_NAME];
        bytes[..given.len()].copy_from_slice(given);
        Some(Self { bytes, length })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl fmt::Debug for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_built_in_role_or_a_name_or_nothing() {
        assert_eq!(Role::of_word("agent"), Some(Role::Agent));
        assert_eq!(Role::of_word("support_2"), Some(Role::Support2));
        let night = Role::of_word("night_shift").unwrap();
        assert!(matches!(night, Role::Custom(_)));
        assert_eq!((night.word(), night.to_string().as_str()), ("night_shift", "night_shift"));
        for word in ["", "x", "Night", "9lives", "night shift", "ñandu", &"n".repeat(41)] {
            assert_eq!(Role::of_word(word), None, "{word}");
        }
        assert_eq!(Role::of_word(&"n".repeat(40)).unwrap().word().len(), 40);
    }

    #[test]
    fn every_role_goes_both_ways_and_stands_somewhere() {
        for role in Role::ALL {
            assert_eq!(Role::of_word(role.word()), Some(role));
            let kinds = [TenantKind::Operator, TenantKind::Reseller, TenantKind::Customer];
            assert!(kinds.into_iter().any(|kind| Role::of_kind(kind).contains(&role)), "{role}");
        }
    }
}
