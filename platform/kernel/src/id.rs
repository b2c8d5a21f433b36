//! Typed, prefixed, sortable ids: UUIDv7 inside, `ext_01J…` (prefix + Crockford base 32) outside.

use std::fmt;

pub use uuid::Uuid;

use crate::{Rng, Timestamp};

/// The text is not an id of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_ and 26 characters")]
pub struct NotAnId {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A fresh UUIDv7 (RFC 9562 §5.7).
pub fn uuid_v7(now: Timestamp, rng: &dyn Rng) -> Uuid {
    let mut random = [0; 10];
    rng.fill(&mut random);
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Writes 26 Crockford characters.
pub fn write_base32(id: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let value = id.as_u128();
    let mut text = [0_u8; 26];
    for (place, slot) in text.iter_mut().enumerate() {
        let shift = 5 * (25 - place);
        *slot = ALPHABET[usize::try_from((value >> shift) & 31).unwrap_or(0)];
    }
    f.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

/// Reads 26 Crockford characters (upper or lower case; `I`, `L` read as 1, `O` as 0).
pub fn read_base32(text: &str) -> Option<Uuid> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || bytes[0] > b'7' {
        return None;
    }
    bytes
        .iter()
        .try_fold(0_u128, |value, byte| Some((value << 5) | u128::from(digit(*byte)?)))
        .map(Uuid::from_u128)
}

fn digit(byte: u8) -> Option<u8> {
    let upper = match byte.to_ascii_uppercase() {
        b'I' | b'L' => b'1',
        b'O' => b'0',
        other => other,
    };
    ALPHABET.iter().position(|c| *c == upper).and_then(|place| u8::try_from(place).ok())
}

/// Declares id types: `typed_id! { /// doc  TenantId = "ten" }`.
#[macro_export]
macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $crate::id::Uuid);

        impl $name {
            /// What the text form starts with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A fresh id.
            pub fn new(now: $crate::Timestamp, rng: &dyn $crate::Rng) -> Self {
                Self($crate::id::uuid_v7(now, rng))
            }

            /// The bare UUID, as the database keeps it.
            pub const fn uuid(self) -> $crate::id::Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                $crate::id::write_base32(self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then($crate::id::read_base32)
                    .map(Self)
                    .ok_or($crate::id::NotAnId { prefix: $prefix })
            }
        }

        impl From<$crate::id::Uuid> for $name {
            fn from(id: $crate::id::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for $crate::id::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

typed_id! {
    /// A reseller.
    ResellerId = "res",
    /// A tenant: one customer company, or the home of a reseller's or the operator's staff.
    TenantId = "ten",
    /// A person who signs in.
    UserId = "usr",
    /// A signed-in session.
    SessionId = "ses",
    /// A role of a tenant's own making.
    RoleId = "rol",
    /// A tenant's consent to support staff, or a request for it.
    SupportGrantId = "sup",
    /// A key by which a program uses the API.
    ApiKeyId = "key",
    /// A SIP identity (user and secret) that devices register with.
    EndpointId = "end",
    /// An internal number.
    ExtensionId = "ext",
    /// One registered device of an endpoint.
    DeviceId = "dev",
    /// A SIP connection to a carrier or another exchange.
    TrunkId = "trk",
    /// A public number (DID).
    NumberId = "num",
    /// An outbound route.
    RouteId = "rte",
    /// A one-time link that sets a softphone up.
    SetupLinkId = "lnk",
    /// A desk phone that fetches its configuration from us.
    DeskPhoneId = "dsk",
    /// A call: all legs that belong together; shared by linked records.
    CallId = "cal",
    /// One call detail record.
    CdrId = "cdr",
    /// One line of the audit log.
    AuditId = "aud",
    /// One domain event.
    EventId = "evt",
    /// One line of the log of security events.
    SecurityEventId = "sec",
    /// A banned address or block.
    BanId = "ban",
    /// An address or block that is never banned.
    AllowedAddressId = "alw",
    /// A plan: limits that a reseller offers under a name.
    PlanId = "pln",
    /// A file of users on its way in.
    ImportId = "imp",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seeded;

    #[test]
    fn text_form_goes_both_ways_and_sorts_by_time() {
        let rng = Seeded::new(3);
        let early = TenantId::new(Timestamp::from_micros(1_000_000), &rng);
        let late = TenantId::new(Timestamp::from_micros(2_000_000), &rng);
        assert_eq!(early.to_string().parse::<TenantId>().unwrap(), early);
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.to_string().len(), 4 + 26);
    }

    #[test]
    fn an_id_of_another_kind_or_damaged_is_refused() {
        let id = TenantId::new(Timestamp::EPOCH, &Seeded::new(1)).to_string();
        assert!(id.parse::<UserId>().is_err());
        assert!(id[..29].parse::<TenantId>().is_err());
        assert!("ten_ZZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<TenantId>().is_err());
    }
}
