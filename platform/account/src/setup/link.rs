//! The one-time link: what its token is worth, told from the row alone.

use std::time::Duration;

use actix_web::http::StatusCode;
use kernel::rng::draw_text;
use kernel::{Rng, Timestamp};
use sha2::{Digest as _, Sha256};
use web::Problem;

/// How long a link can be opened.
pub const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// 43 characters of 64: 258 bits.
const TOKEN_CHARS: usize = 43;
const TOKEN_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Why a link opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// Nobody ever got it, or a newer one took its place.
    #[error("this is not the link of this installation; each start prints a new one")]
    Unknown,
    /// Its time is over.
    #[error("this link has expired; `conmuta setup-link` prints a new one")]
    Expired,
    /// Somebody claimed the installation with it.
    #[error("this link was used: the installation has its operator, who signs in")]
    Used,
}

impl From<LinkFault> for Problem {
    fn from(fault: LinkFault) -> Self {
        let (status, code) = match fault {
            LinkFault::Unknown => (StatusCode::NOT_FOUND, "setup.unknown_link"),
            LinkFault::Expired => (StatusCode::GONE, "setup.expired_link"),
            LinkFault::Used => (StatusCode::GONE, "setup.used_link"),
        };
        Self::new(status, code, fault.to_string())
    }
}

/// What is stored of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stored<'a> {
    /// The hash of its token.
    pub(super) token_hash: &'a str,
    /// When it ends.
    pub(super) expires_at: Timestamp,
    /// Whether somebody claimed the installation.
    pub(super) claimed: bool,
}

/// A new token.
pub(super) fn draw(rng: &dyn Rng) -> String {
    draw_text(rng, TOKEN_ALPHABET, TOKEN_CHARS)
}

/// The hash that stands for a token; 256 bits of chance need no salt.
pub(super) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Whether the token opens the installation now. Only who has a right token learns what became of it.
pub(super) fn check(stored: Option<Stored<'_>>, token: &str, now: Timestamp) -> Result<(), LinkFault> {
    let stored = stored.filter(|stored| stored.token_hash == hash(token)).ok_or(LinkFault::Unknown)?;
    if stored.claimed {
        Err(LinkFault::Used)
    } else if stored.expires_at <= now {
        Err(LinkFault::Expired)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;

    #[test]
    fn a_link_opens_once_and_for_a_day() {
        let token = draw(&Seeded::new(1));
        let (hash, now) = (hash(&token), Timestamp::from_micros(1_000_000));
        let open = Stored { token_hash: &hash, expires_at: now + LIFETIME, claimed: false };
        assert_eq!(check(Some(open), &token, now), Ok(()));
        assert_eq!(check(Some(open), &token, now + LIFETIME), Err(LinkFault::Expired));
        assert_eq!(check(Some(Stored { claimed: true, ..open }), &token, now), Err(LinkFault::Used));
        assert_eq!(check(Some(Stored { claimed: true, ..open }), "x", now), Err(LinkFault::Unknown));
        assert_eq!(check(None, &token, now), Err(LinkFault::Unknown));
    }

    #[test]
    fn tokens_differ_and_their_hash_does_not_tell_them() {
        let rng = Seeded::new(7);
        let (one, other) = (draw(&rng), draw(&rng));
        assert_ne!(one, other);
        assert_eq!((one.len(), hash(&one).len()), (TOKEN_CHARS, 64));
        assert!(!hash(&one).contains(&one));
    }
}
