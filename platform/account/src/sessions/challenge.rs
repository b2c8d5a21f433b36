//! Between password and code: what the asking browser keeps in a cookie, sealed, so that nothing is stored for strangers.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use kernel::Timestamp;
use kernel::id::{TenantId, UserId, Uuid};
use sha2::{Digest as _, Sha256};
use tenancy::{Directory, TenantScope};

/// How long there is to type the code.
pub(crate) const LIFE: Duration = Duration::from_secs(300);
const NAME: &str = "conmuta_challenge";
const PATH: &str = "/api/v1/session";
const PURPOSE: &str = "sessions.challenge";
const MARK_BYTES: usize = 16;

/// A password was right, and the code is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Challenge {
    pub(super) user: UserId,
    until: Timestamp,
    /// Of the password's hash: a password that was changed meanwhile ends the challenge.
    mark: [u8; MARK_BYTES],
}

impl Challenge {
    pub(super) fn new(user: UserId, password_hash: &str, now: Timestamp) -> Self {
        Self { user, until: now + LIFE, mark: mark(password_hash) }
    }

    /// Whether it still stands for a user with this password.
    pub(super) fn stands(&self, password_hash: &str, now: Timestamp) -> bool {
        now < self.until && self.mark == mark(password_hash)
    }

    /// The cookie: `ten_….SEALED`, for this browser and the sign-in alone.
    pub(super) fn cookie(&self, scope: &TenantScope, secure: bool) -> Cookie<'static> {
        let until = self.until.micros().to_be_bytes();
        let plain = [&self.user.uuid().as_bytes()[..], &until, &self.mark].concat();
        let value = format!("{}.{}", scope.tenant(), hex::encode(scope.seal(PURPOSE, &plain)));
        let life = time::Duration::seconds(i64::try_from(LIFE.as_secs()).unwrap_or_default());
        base(value, secure).max_age(life).finish()
    }

    /// The challenge that a request carries, and its tenant. What was not made here, or elsewhere, is none.
    pub(super) fn of(request: &HttpRequest, directory: &Directory) -> Option<(TenantScope, Self)> {
        let cookie = request.cookie(NAME)?;
        let (tenant, sealed) = cookie.value().split_once('.')?;
        let scope = directory.session(tenant.parse::<TenantId>().ok()?)?;
        let plain = scope.unseal(PURPOSE, &hex::decode(sealed).ok()?).ok()?;
        let (user, rest) = plain.split_first_chunk::<16>()?;
        let (until, mark) = rest.split_first_chunk::<8>()?;
        let until = Timestamp::from_micros(i64::from_be_bytes(*until));
        Some((scope, Self { user: UserId(Uuid::from_bytes(*user)), until, mark: mark.try_into().ok()? }))
    }
}

/// The cookie that takes the challenge away again.
pub(super) fn removal(secure: bool) -> Cookie<'static> {
    base(String::new(), secure).max_age(time::Duration::ZERO).finish()
}

fn base(value: String, secure: bool) -> actix_web::cookie::CookieBuilder<'static> {
    Cookie::build(NAME, value).path(PATH).http_only(true).same_site(SameSite::Strict).secure(secure)
}

fn mark(password_hash: &str) -> [u8; MARK_BYTES] {
    let mut mark = [0; MARK_BYTES];
    mark.copy_from_slice(&Sha256::digest(password_hash.as_bytes())[..MARK_BYTES]);
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_with_its_time_and_with_the_password() {
        let now = Timestamp::EPOCH;
        let challenge = Challenge::new(UserId(Uuid::nil()), "hash", now);
        assert!(challenge.stands("hash", now + LIFE - Duration::from_secs(1)));
        assert!(!challenge.stands("hash", now + LIFE));
        assert!(!challenge.stands("another", now));
    }
}
