//! What an API key is, and the rules its fields keep.

use std::net::IpAddr;

use kernel::id::{ApiKeyId, UserId};
use kernel::network::Network;
use kernel::{Fault, FaultKind, Rng, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use web::Grants;

const MAX_NAME: usize = 100;
const MAX_ADDRESSES: usize = 50;
/// What a key begins with, so that one that was published by mistake is found.
const BEGINNING: &str = "cmk_";
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// 256 bits.
const SECRET_CHARS: usize = 43;
/// What of a key is shown ever after, to tell it from others.
const SHOWN_CHARS: usize = BEGINNING.len() + 4;

/// An API key as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// How it begins.
    pub prefix: String,
    /// The key itself: told when it is made, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// What it may do, as long as its owner may: names of permissions, sorted.
    pub scopes: Vec<String>,
    /// From where it is taken: addresses and blocks, of IPv4 and IPv6. None: from anywhere.
    #[schema(value_type = Vec<String>)]
    pub addresses: Vec<Network>,
    /// Until when it is taken; absent: until it is revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Who made it. It opens nothing while this user may not sign in, and ends with the user.
    pub owner: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// From where it was last used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_from: Option<String>,
}

/// What a new key is made of.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for; unique in the tenant.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it may do: names of permissions that whoever makes it holds.
    pub scopes: Vec<String>,
    /// From where it is taken, such as `203.0.113.7` or `2001:db8::/64`; none: from anywhere.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub addresses: Vec<Network>,
    /// Until when it is taken; absent: until it is revoked.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// What to change of a key; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyChange {
    /// What it is for.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// What it may do. What is added, whoever changes it must hold.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// From where it is taken; none: from anywhere.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub addresses: Option<Vec<Network>>,
    /// Until when it is taken; `null`: until it is revoked.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Timestamp>)]
    pub expires_at: Option<Option<Timestamp>>,
}

/// A field that is there, be it `null`.
fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<Timestamp>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Why a key is not made, changed or found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not in this tenant.
    #[error("there is no such key")]
    NotFound,
    /// Too long, or nothing.
    #[error("a name has 1 to {MAX_NAME} characters, without line breaks")]
    BadName,
    /// Another key of the tenant has it.
    #[error("the name {0} is taken")]
    NameTaken(String),
    /// A key that may do nothing.
    #[error("a key needs at least one scope")]
    NoScope,
    /// Not a permission, or not one of whoever asks.
    #[error("{0} is not a permission that you hold")]
    NotHeld(String),
    /// Too many.
    #[error("at most {MAX_ADDRESSES} addresses")]
    TooManyAddresses,
    /// The day is over.
    #[error("the expiry must lie ahead")]
    Expired,
    /// Made by staff that stepped down.
    #[error("a key belongs to a user of the organisation; sign in there to make one")]
    OnlyAtHome,
}

impl Fault for KeyError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotFound => FaultKind::NotFound,
            Self::NameTaken(_) | Self::OnlyAtHome => FaultKind::Conflict,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "api_keys.not_found",
            Self::BadName => "api_keys.bad_name",
            Self::NameTaken(_) => "api_keys.name_taken",
            Self::NoScope => "api_keys.no_scope",
            Self::NotHeld(_) => "api_keys.scope_not_held",
            Self::TooManyAddresses => "api_keys.too_many_addresses",
            Self::Expired => "api_keys.expiry_past",
            Self::OnlyAtHome => "api_keys.only_at_home",
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            Self::BadName | Self::NameTaken(_) => "/name",
            Self::NoScope | Self::NotHeld(_) => "/scopes",
            Self::TooManyAddresses => "/addresses",
            Self::Expired => "/expires_at",
            Self::NotFound | Self::OnlyAtHome => return None,
        };
        Some(field.to_owned())
    }
}

impl ApiKey {
    /// The key with the change made.
    #[must_use]
    pub(super) fn with(mut self, change: ApiKeyChange) -> Self {
        self.name = change.name.map_or(self.name, |name| name.trim().to_owned());
        self.scopes = change.scopes.map_or(self.scopes, sorted);
        self.addresses = change.addresses.map_or(self.addresses, sorted);
        self.expires_at = change.expires_at.unwrap_or(self.expires_at);
        self
    }

    /// Checks what was changed from `before`, or all of a new key, for somebody who holds `grants`.
    pub(super) fn check(
        &self,
        before: Option<&Self>,
        grants: &Grants,
        now: Timestamp,
    ) -> Result<(), KeyError> {
        let chars = self.name.chars().count();
        if chars == 0 || chars > MAX_NAME || self.name.chars().any(char::is_control) {
            return Err(KeyError::BadName);
        }
        if self.scopes.is_empty() {
            return Err(KeyError::NoScope);
        }
        let had = |scope: &String| before.is_some_and(|before| before.scopes.contains(scope));
        let held = |scope: &&str| grants.names().any(|name| name == *scope);
        let mut added = self.scopes.iter().filter(|scope| !had(scope)).map(String::as_str);
        if let Some(scope) = added.find(|scope| !held(scope)) {
            return Err(KeyError::NotHeld(scope.chars().take(MAX_NAME).collect()));
        }
        if self.addresses.len() > MAX_ADDRESSES {
            return Err(KeyError::TooManyAddresses);
        }
        let same_expiry = before.is_some_and(|before| before.expires_at == self.expires_at);
        if !same_expiry && self.expires_at.is_some_and(|at| at <= now) {
            return Err(KeyError::Expired);
        }
        Ok(())
    }

    /// Whether it is taken now, from this address.
    pub(super) fn is_taken(&self, from: IpAddr, now: Timestamp) -> bool {
        let alive = self.expires_at.is_none_or(|until| now < until);
        alive && (self.addresses.is_empty() || self.addresses.iter().any(|block| block.contains(from)))
    }
}

pub(super) fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}

/// A key nobody has.
pub(super) fn draw(rng: &dyn Rng) -> String {
    format!("{BEGINNING}{}", kernel::rng::draw_text(rng, ALPHABET, SECRET_CHARS))
}

/// Whether a text has the form of a key.
pub(super) fn is_key(token: &str) -> bool {
    token.len() == BEGINNING.len() + SECRET_CHARS
        && token
            .strip_prefix(BEGINNING)
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What of a key is shown ever after.
pub(super) fn shown(secret: &str) -> String {
    secret.chars().take(SHOWN_CHARS).collect()
}

/// What is stored of a key. With 256 bits there is nothing to guess: a plain hash is enough.
pub(super) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;
    use kernel::rng::Seeded;
    use std::time::Duration;

    fn key() -> ApiKey {
        ApiKey {
            id: ApiKeyId(Uuid::nil()),
            name: "CRM".to_owned(),
            prefix: String::new(),
            secret: None,
            scopes: vec!["users.read".to_owned()],
            addresses: Vec::new(),
            expires_at: None,
            owner: UserId(Uuid::nil()),
            created_at: Timestamp::EPOCH,
            used_at: None,
            used_from: None,
        }
    }

    fn from(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_key_is_taken_from_its_addresses_until_it_expires() {
        let now = Timestamp::EPOCH;
        assert!(key().is_taken(from("198.51.100.7"), now));
        let addresses: Vec<Network> =
            ["203.0.113.7", "198.51.100.0/24", "2001:db8::/64"].map(|text| text.parse().unwrap()).to_vec();
        let bound = ApiKey { addresses, expires_at: Some(now + Duration::from_secs(60)), ..key() };
        for (address, taken) in [
            ("203.0.113.7", true),
            ("203.0.113.8", false),
            ("198.51.100.200", true),
            ("::ffff:198.51.100.200", true),
            ("198.51.101.1", false),
            ("2001:db8::42", true),
            ("2001:db8:0:1::42", false),
        ] {
            assert_eq!(bound.is_taken(from(address), now), taken, "{address}");
        }
        assert!(bound.is_taken(from("203.0.113.7"), now + Duration::from_secs(59)));
        assert!(!bound.is_taken(from("203.0.113.7"), now + Duration::from_secs(60)));
    }

    #[test]
    fn nobody_gives_a_key_what_the_giver_does_not_hold() {
        let (now, grants): (_, Grants) = (Timestamp::EPOCH, ["users.read"].into_iter().collect());
        assert_eq!(key().check(None, &grants, now), Ok(()));
        let with =
            |scopes: &[&str]| ApiKey { scopes: scopes.iter().map(|it| (*it).to_owned()).collect(), ..key() };
        assert_eq!(with(&[]).check(None, &grants, now), Err(KeyError::NoScope));
        for scope in ["users.write", "signed_in", "recognised", "nonsense"] {
            let refused = with(&["users.read", scope]).check(None, &grants, now);
            assert_eq!(refused, Err(KeyError::NotHeld(scope.to_owned())));
        }
        // What it had before it keeps, whoever changes its name.
        let strong = with(&["users.read", "users.write"]);
        assert_eq!(strong.check(Some(&strong), &grants, now), Ok(()));
        let past = ApiKey { expires_at: Some(now), ..key() };
        assert_eq!(past.check(None, &grants, now), Err(KeyError::Expired));
        assert_eq!(past.check(Some(&past), &grants, now), Ok(()));
        for name in ["", "a\nb", &"x".repeat(101)] {
            let named = ApiKey { name: name.to_owned(), ..key() };
            assert_eq!(named.check(None, &grants, now), Err(KeyError::BadName), "{name}");
        }
    }

    #[test]
    fn keys_are_known_by_their_form() {
        let secret = draw(&Seeded::new(1));
        assert!(is_key(&secret));
        assert_eq!(shown(&secret).len(), 8);
        for text in ["", "cmk_", &secret[4..], &format!("{secret}x"), &secret.replace('_', "-")] {
            assert!(!is_key(text), "{text}");
        }
    }
}
