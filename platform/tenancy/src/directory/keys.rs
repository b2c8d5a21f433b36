//! Keys in memory: per kind a map from value to holder, read on the call path, written after commits.

use std::collections::HashMap;
use std::fmt;
use std::sync::RwLock;

use kernel::id::{TenantId, Uuid};

use super::{read, write};

/// What kind of thing names a tenant and a subject in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// A web host name (`pbx.example.com`); subject: the tenant.
    HostName,
    /// A SIP domain; subject: the tenant. Claimed by the ladder with the tenant's `domain`.
    SipDomain,
    /// A SIP user of digest authentication (PBX-11); subject: the endpoint.
    TerminalUser,
    /// A public number in E.164 with `+`; subject: the number.
    Number,
    /// A trunk's source, `address` or `address:port`; subject: the trunk. Tenants may share a carrier's
    /// address: it has one holder per tenant.
    TrunkAddress,
    /// The contact user that a registering trunk sent to its carrier; subject: the trunk.
    TrunkContact,
    /// A source from which more than public numbers may be dialled, `address` or `address:port`; subject: the
    /// trunk. It has one holder in the installation, else one tenant could take another's calls.
    TrunkPeer,
    /// SHA-256 (hex) of an API token; subject: the key.
    TokenHash,
    /// A webhook's path part; subject: the channel.
    WebhookKey,
    /// SHA-256 (hex) of the token in a provisioning address; subject: the setup link or the desk phone.
    ProvisioningToken,
    /// SHA-256 (hex) of a brand's logo; subject: the logo. Tenants may have the same one.
    BrandLogo,
}

impl KeyKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::HostName,
        Self::SipDomain,
        Self::TerminalUser,
        Self::Number,
        Self::TrunkAddress,
        Self::TrunkContact,
        Self::TrunkPeer,
        Self::TokenHash,
        Self::WebhookKey,
        Self::ProvisioningToken,
        Self::BrandLogo,
    ];

    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::HostName => "host_name",
            Self::SipDomain => "sip_domain",
            Self::TerminalUser => "terminal_user",
            Self::Number => "number",
            Self::TrunkAddress => "trunk_address",
            Self::TrunkContact => "trunk_contact",
            Self::TrunkPeer => "trunk_peer",
            Self::TokenHash => "token_hash",
            Self::WebhookKey => "webhook_key",
            Self::ProvisioningToken => "provisioning_token",
            Self::BrandLogo => "brand_logo",
        }
    }

    /// The kind of a word, where it is one.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether several tenants may hold the same value.
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::TrunkAddress | Self::BrandLogo)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word().replace('_', " "))
    }
}

/// Who holds a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) tenant: TenantId,
    pub(crate) subject: Uuid,
}

/// A change of the keys, applied once its transaction is committed.
#[derive(Debug)]
pub(crate) enum KeyChange {
    Claimed(KeyKind, Box<str>, Holder),
    Released(KeyKind, Box<str>, Holder),
}

/// The keys of all tenants.
#[derive(Default)]
pub(crate) struct Keys {
    kinds: [RwLock<HashMap<Box<str>, Holders>>; KeyKind::ALL.len()],
}

/// Nearly every key has one holder: no list is allocated for it.
enum Holders {
    One(Holder),
    Many(Vec<Holder>),
}

impl Holders {
    fn as_slice(&self) -> &[Holder] {
        match self {
            Self::One(holder) => std::slice::from_ref(holder),
            Self::Many(holders) => holders,
        }
    }
}

impl Keys {
    pub(crate) fn first(&self, kind: KeyKind, value: &str) -> Option<Holder> {
        read(self.of(kind)).get(value).and_then(|holders| holders.as_slice().first().copied())
    }

    pub(crate) fn all(&self, kind: KeyKind, value: &str) -> Vec<Holder> {
        read(self.of(kind)).get(value).map(|holders| holders.as_slice().to_vec()).unwrap_or_default()
    }

    pub(crate) fn apply(&self, change: KeyChange) {
        match change {
            KeyChange::Claimed(kind, value, holder) => self.insert(kind, value, holder),
            KeyChange::Released(kind, value, holder) => self.remove(kind, &value, holder),
        }
    }

    pub(crate) fn insert(&self, kind: KeyKind, value: Box<str>, holder: Holder) {
        let mut map = write(self.of(kind));
        let holders = match map.remove(&value) {
            Some(holders) if kind.is_shared() => {
                let mut list = holders.as_slice().to_vec();
                list.retain(|other| other.tenant != holder.tenant);
                list.push(holder);
                if list.len() == 1 { Holders::One(holder) } else { Holders::Many(list) }
            }
            _ => Holders::One(holder),
        };
        map.insert(value, holders);
    }

    fn remove(&self, kind: KeyKind, value: &str, holder: Holder) {
        let mut map = write(self.of(kind));
        let Some(holders) = map.get_mut(value) else { return };
        let mut list = holders.as_slice().to_vec();
        list.retain(|other| *other != holder);
        match list.as_slice() {
            [] => drop(map.remove(value)),
            [one] => *holders = Holders::One(*one),
            _ => *holders = Holders::Many(list),
        }
    }

    /// Forgets every key of a tenant that is gone.
    pub(crate) fn forget(&self, tenant: TenantId) {
        for map in &self.kinds {
            write(map).retain(|_, holders| match holders {
                Holders::One(holder) => holder.tenant != tenant,
                Holders::Many(list) => {
                    list.retain(|holder| holder.tenant != tenant);
                    !list.is_empty()
                }
            });
        }
    }

    fn of(&self, kind: KeyKind) -> &RwLock<HashMap<Box<str>, Holders>> {
        &self.kinds[kind as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(tenant: u128, subject: u128) -> Holder {
        Holder { tenant: Uuid::from_u128(tenant).into(), subject: Uuid::from_u128(subject) }
    }

    #[test]
    fn words_name_their_kinds() {
        for kind in KeyKind::ALL {
            assert_eq!(KeyKind::from_word(kind.word()), Some(kind));
        }
    }

    #[test]
    fn a_late_release_by_the_former_holder_does_not_touch_the_next_one() {
        let keys = Keys::default();
        keys.insert(KeyKind::Number, "+34600".into(), holder(2, 8));
        keys.apply(KeyChange::Released(KeyKind::Number, "+34600".into(), holder(1, 7)));
        assert_eq!(keys.first(KeyKind::Number, "+34600"), Some(holder(2, 8)));
        keys.apply(KeyChange::Released(KeyKind::Number, "+34600".into(), holder(2, 8)));
        assert_eq!(keys.first(KeyKind::Number, "+34600"), None);
    }

    #[test]
    fn tenants_share_a_carriers_address() {
        let keys = Keys::default();
        keys.insert(KeyKind::TrunkAddress, "192.0.2.1".into(), holder(1, 5));
        keys.insert(KeyKind::TrunkAddress, "192.0.2.1".into(), holder(2, 6));
        assert_eq!(keys.all(KeyKind::TrunkAddress, "192.0.2.1"), [holder(1, 5), holder(2, 6)]);
        keys.forget(Uuid::from_u128(1).into());
        assert_eq!(keys.all(KeyKind::TrunkAddress, "192.0.2.1"), [holder(2, 6)]);
    }
}
