//! Digest authentication (RFC 7616, RFC 8760; RFC 2617 without qop): server with stateless nonces, and client.

#![expect(clippy::todo, reason = "face first")]

use std::time::Duration;

use crate::header::{Authorization, Challenge};
use crate::wire::Method;

/// The hash of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// MD5, for phones that know nothing else.
    Md5,
    /// SHA-256 (RFC 8760).
    Sha256,
}

/// H(user:realm:password) under both algorithms.
#[derive(Clone, PartialEq, Eq)]
pub struct Ha1 {
    /// MD5.
    pub md5: [u8; 16],
    /// SHA-256.
    pub sha256: [u8; 32],
}

impl Ha1 {
    /// Hashes the secret of a user in a realm.
    pub fn of(_user: &str, _realm: &str, _password: &str) -> Self {
        todo!()
    }
}

/// What verifying credentials found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The secret is known to the sender; the nonce count, when qop is used.
    Accepted {
        /// `nc`.
        nonce_count: Option<u32>,
    },
    /// The secret is known to the sender, but the nonce is too old or for another place: challenge again with stale=true.
    Stale,
    /// The response does not fit.
    Wrong,
    /// Parameters are missing or contradict each other (400).
    Malformed(&'static str),
}

/// The server side for one realm. Keeps no state per nonce: a nonce is a time and its HMAC.
pub struct Challenger {
    _realm: Box<str>,
    _key: [u8; 32],
    _lifetime: Duration,
}

impl Challenger {
    /// `key` is secret and may be kept over restarts; nonces are accepted for `lifetime`.
    pub fn new(_realm: &str, _key: [u8; 32], _lifetime: Duration) -> Self {
        todo!()
    }
    /// The realm.
    pub fn realm(&self) -> &str {
        &self._realm
    }
    /// The value of a WWW-Authenticate or Proxy-Authenticate line. `now_secs` is Unix time; `context` binds the nonce to
    /// something the request shows again, such as the source address. Send SHA-256's line first, MD5's after it (RFC 8760 §2.4).
    pub fn challenge(&self, _algorithm: Algorithm, _now_secs: u64, _context: &[u8], _stale: bool) -> String {
        todo!()
    }
    /// Checks credentials against the user's hash; in constant time. An unknown user is checked against any `Ha1`
    /// so that both take the same time and look the same.
    pub fn verify(
        &self,
        _credentials: &Authorization<'_>,
        _method: &Method,
        _ha1: &Ha1,
        _now_secs: u64,
        _context: &[u8],
    ) -> Verdict {
        todo!()
    }
}

/// The client side (trunks): one user's secret, and the count of uses of the last nonce.
pub struct Responder {
    _user: Box<str>,
}

impl Responder {
    /// Credentials of a trunk.
    pub fn new(_user: &str, _password: &str) -> Self {
        todo!()
    }
    /// Takes the best of the challenges (SHA-256 before MD5) that can be answered. False: none can.
    pub fn accept<'a>(&mut self, _challenges: impl Iterator<Item = Challenge<'a>>) -> bool {
        todo!()
    }
    /// The value of an Authorization line for the last challenge accepted; `None` before the first. Counts nc up.
    /// `cnonce` is fresh entropy in hex.
    pub fn credentials(&mut self, _method: &Method, _uri: &str, _cnonce: &str) -> Option<String> {
        todo!()
    }
}
