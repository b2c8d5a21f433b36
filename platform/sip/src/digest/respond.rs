//! The client side: answers challenges for a trunk.

use std::fmt;

use super::hash::{Algorithm, Hash, Request};
use crate::header::{Challenge, Quoted};
use crate::wire::Method;

/// The client side: one user's secret, the last challenge, and the count of uses of its nonce.
///
/// A second challenge that is not stale after credentials were sent means that the secret is wrong: the caller stops
/// then.
pub struct Responder {
    user: Box<str>,
    password: Box<str>,
    last: Option<Accepted>,
}

/// A challenge that is being answered. Texts are as sent, quoted pairs included, and go back the same.
struct Accepted {
    algorithm: Algorithm,
    ha1: Hash,
    realm: Box<str>,
    nonce: Box<str>,
    opaque: Option<Box<str>>,
    /// The challenger may have left the algorithm out; then we do too.
    named: bool,
    counts: bool,
    uses: u32,
}

impl Responder {
    /// Credentials of a trunk.
    pub fn new(user: &str, password: &str) -> Self {
        Responder { user: user.into(), password: password.into(), last: None }
    }

    /// Takes the best of the challenges (SHA-256 before MD5) that can be answered. False: none can.
    pub fn accept<'a>(&mut self, challenges: impl Iterator<Item = Challenge<'a>>) -> bool {
        let best = challenges
            .filter_map(|challenge| Some((Algorithm::of(challenge.algorithm)?, challenge)))
            .filter(|(_, challenge)| offers_auth(challenge.qop))
            .max_by_key(|(algorithm, _)| *algorithm == Algorithm::Sha256);
        let Some((algorithm, challenge)) = best else { return false };
        let same_nonce = self.last.as_ref().filter(|last| *last.nonce == *challenge.nonce);
        let uses = same_nonce.map_or(0, |last| last.uses);
        let secret = [self.user.as_bytes(), challenge.realm.as_bytes(), self.password.as_bytes()];
        self.last = Some(Accepted {
            algorithm,
            ha1: algorithm.hash(&secret),
            realm: challenge.realm.into(),
            nonce: challenge.nonce.into(),
            opaque: challenge.opaque.map(Into::into),
            named: challenge.algorithm.is_some(),
            counts: challenge.qop.is_some(),
            uses,
        });
        true
    }

    /// The value of an Authorization line for the last challenge accepted; `None` before the first. Counts nc up.
    /// `cnonce` is fresh entropy in hexadecimal.
    pub fn credentials(&mut self, method: &Method, uri: &str, cnonce: &str) -> Option<String> {
        let last = self.last.as_mut()?;
        last.uses = last.uses.saturating_add(1);
        let nc = format!("{:08x}", last.uses);
        let counted = last.counts.then_some((nc.as_str(), cnonce));
        let request = Request { method: method.as_str(), uri, nonce: &last.nonce, counted };
        let response = request.response(last.algorithm, &last.ha1);
        let mut line = format!(
            "Digest username={}, realm=\"{}\", nonce=\"{}\", uri=\"{uri}\", response=\"{}\"",
            Quoted(&self.user),
            last.realm,
            last.nonce,
            response.as_str()
        );
        if last.named {
            line += &format!(", algorithm={}", last.algorithm.as_str());
        }
        if let Some(opaque) = &last.opaque {
            line += &format!(", opaque=\"{opaque}\"");
        }
        if last.counts {
            line += &format!(", qop=auth, nc={nc}, cnonce=\"{cnonce}\"");
        }
        Some(line)
    }
}

/// Whether a challenge can be answered: without qop by the old form, else only with `auth` in the list.
fn offers_auth(qop: Option<&str>) -> bool {
    qop.is_none_or(|list| list.split(',').any(|offer| offer.trim().eq_ignore_ascii_case("auth")))
}

impl fmt::Debug for Responder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Responder").field("user", &self.user).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(text: &str) -> Challenge<'_> {
        Challenge::parse(text).unwrap().unwrap()
    }

    #[test]
    fn prefers_sha_256_and_passes_over_what_it_cannot_answer() {
        let mut client = Responder::new("u", "p");
        let offers = [
            "Digest realm=\"r\", nonce=\"1\", algorithm=SHA-512-256",
            "Digest realm=\"r\", nonce=\"2\", algorithm=MD5, qop=\"auth\"",
            "Digest realm=\"r\", nonce=\"3\", algorithm=SHA-256, qop=\"auth-int, auth\", opaque=\"o\"",
            "Digest realm=\"r\", nonce=\"4\", algorithm=SHA-256, qop=\"auth-int\"",
        ];
        assert!(client.accept(offers.into_iter().map(challenge)));
        let line = client.credentials(&Method::Invite, "sip:x", "c").unwrap();
        assert!(line.contains("nonce=\"3\"") && line.contains("opaque=\"o\""), "{line}");
        assert!(!client.accept([offers[0], offers[3]].into_iter().map(challenge)));
    }

    #[test]
    fn counts_per_nonce() {
        let mut client = Responder::new("u", "p");
        assert_eq!(client.credentials(&Method::Invite, "sip:x", "c"), None);
        let first = "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"";
        assert!(client.accept(std::iter::once(challenge(first))));
        let mut line = String::new();
        for _ in 0..10 {
            assert!(client.accept(std::iter::once(challenge(first))));
            line = client.credentials(&Method::Invite, "sip:x", "c").unwrap();
        }
        assert!(line.contains("nc=0000000a"), "{line}");
        assert!(client.accept(std::iter::once(challenge("Digest realm=\"r\", nonce=\"2\", qop=\"auth\""))));
        assert!(client.credentials(&Method::Invite, "sip:x", "c").unwrap().contains("nc=00000001"));
    }
}
