//! Nonces that need no memory: a time and its HMAC.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Eight hexadecimal digits of Unix time and 32 of the HMAC.
const NONCE_LEN: usize = 40;
const MAC_BYTES: usize = 16;

/// How a nonce stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    Fresh,
    /// Too old, not ours, or for another context.
    Stale,
}

/// Makes and checks nonces.
pub(super) struct Mint {
    keyed: Hmac<Sha256>,
    lifetime_secs: u64,
}

impl Mint {
    /// `realm` enters the HMAC, so that a key shared by two realms does not share nonces.
    pub(super) fn new(realm: &str, key: &[u8; 32], lifetime_secs: u64) -> Option<Self> {
        let mut keyed = Hmac::new_from_slice(key).ok()?;
        keyed.update(realm.as_bytes());
        keyed.update(&[0]);
        Some(Mint { keyed, lifetime_secs })
    }

    pub(super) fn make(&self, now_secs: u64, context: &[u8]) -> String {
        let time = format!("{:08x}", now_secs & 0xffff_ffff);
        let mac = self.mac(&time, context);
        time + &hex::encode(mac)
    }

    /// Checks in constant time for a given nonce's length.
    pub(super) fn check(&self, nonce: &str, now_secs: u64, context: &[u8]) -> Freshness {
        let Some((time, mac)) = nonce.split_at_checked(8).filter(|_| nonce.len() == NONCE_LEN) else {
            return Freshness::Stale;
        };
        let mut given = [0; MAC_BYTES];
        let decoded = hex::decode_to_slice(mac, &mut given).is_ok();
        let ours: bool = subtle::ConstantTimeEq::ct_eq(&given[..], &self.mac(time, context)[..]).into();
        let Ok(issued) = u64::from_str_radix(time, 16) else { return Freshness::Stale };
        // A clock set back makes nonces of the future; they are as good as new within the lifetime.
        let age = now_secs.abs_diff(issued);
        if decoded && ours && age <= self.lifetime_secs { Freshness::Fresh } else { Freshness::Stale }
    }

    fn mac(&self, time: &str, context: &[u8]) -> [u8; MAC_BYTES] {
        let mut keyed = self.keyed.clone();
        keyed.update(time.as_bytes());
        keyed.update(context);
        let whole = keyed.finalize().into_bytes();
        let mut mac = [0; MAC_BYTES];
        mac.copy_from_slice(&whole[..MAC_BYTES]);
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000;

    fn mint(realm: &str) -> Mint {
        Mint::new(realm, &[7; 32], 300).unwrap()
    }

    #[test]
    fn fresh_until_the_lifetime_ends() {
        let mint = mint("r");
        let nonce = mint.make(NOW, b"192.0.2.1");
        assert_eq!(nonce.len(), NONCE_LEN);
        assert_eq!(mint.check(&nonce, NOW, b"192.0.2.1"), Freshness::Fresh);
        assert_eq!(mint.check(&nonce, NOW + 300, b"192.0.2.1"), Freshness::Fresh);
        assert_eq!(mint.check(&nonce, NOW + 301, b"192.0.2.1"), Freshness::Stale);
        assert_eq!(mint.check(&nonce, NOW - 301, b"192.0.2.1"), Freshness::Stale);
    }

    #[test]
    fn bound_to_context_realm_and_key() {
        let nonce = mint("r").make(NOW, b"a");
        assert_eq!(mint("r").check(&nonce, NOW, b"b"), Freshness::Stale);
        assert_eq!(mint("s").check(&nonce, NOW, b"a"), Freshness::Stale);
        assert_eq!(Mint::new("r", &[8; 32], 300).unwrap().check(&nonce, NOW, b"a"), Freshness::Stale);
    }

    #[test]
    fn a_forged_time_does_not_pass() {
        let mint = mint("r");
        let nonce = mint.make(NOW, b"");
        let later = format!("{:08x}{}", NOW + 250, &nonce[8..]);
        assert_eq!(mint.check(&later, NOW + 400, b""), Freshness::Stale);
        for broken in ["", "zz", "\u{e9}\u{e9}\u{e9}\u{e9}", &"g".repeat(40), &nonce[1..]] {
            assert_eq!(mint.check(broken, NOW, b""), Freshness::Stale);
        }
    }
}
