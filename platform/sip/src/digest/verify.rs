//! The server side: challenges and the check of credentials.

use std::fmt;
use std::time::Duration;

use subtle::ConstantTimeEq;

use super::hash::{Algorithm, Ha1, Request};
use super::nonce::{Freshness, Mint};
use crate::header::{Authorization, Quoted};
use crate::wire::Method;

/// What verifying credentials found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The secret is known to the sender; the nonce count, when qop is used.
    Accepted {
        /// `nc`.
        nonce_count: Option<u32>,
    },
    /// The secret is known to the sender, but the nonce is too old or for another place: challenge again with
    /// stale=true.
    Stale,
    /// The response does not fit.
    Wrong,
    /// Parameters are missing or contradict each other (400).
    Malformed(&'static str),
}

/// The server side for one realm. Keeps no state per nonce: a nonce is a time and its HMAC.
///
/// What that does not do: refuse a request heard on the way and sent again within the lifetime from the same
/// `context`. Keep the lifetime short, bind the nonce to the source address, use TLS where the path is not trusted;
/// [`Verdict::Accepted`] tells the nonce count for a caller that wants to remember it.
pub struct Challenger {
    realm: Box<str>,
    mint: Mint,
}

impl Challenger {
    /// `key` is secret and may be kept over restarts; nonces are accepted for `lifetime`.
    pub fn new(realm: &str, key: [u8; 32], lifetime: Duration) -> Self {
        let mint = Mint::new(realm, &key, lifetime.as_secs());
        Challenger { realm: realm.into(), mint: mint.expect("HMAC takes keys of any length") }
    }

    /// The realm.
    pub fn realm(&self) -> &str {
        &self.realm
    }

    /// The value of a WWW-Authenticate or Proxy-Authenticate line. `now_secs` is Unix time; `context` binds the nonce
    /// to something the request shows again, such as the source address. Send SHA-256's line first, MD5's after it
    /// (RFC 8760 §2.4).
    pub fn challenge(&self, algorithm: Algorithm, now_secs: u64, context: &[u8], stale: bool) -> String {
        let nonce = self.mint.make(now_secs, context);
        let stale = if stale { ", stale=true" } else { "" };
        let (realm, algorithm) = (Quoted(&self.realm), algorithm.as_str());
        format!("Digest realm={realm}, nonce=\"{nonce}\", algorithm={algorithm}, qop=\"auth\"{stale}")
    }

    /// Checks credentials against the user's hash; in constant time. An unknown user is checked against any `Ha1`
    /// so that both take the same time and look the same.
    pub fn verify(
        &self,
        credentials: &Authorization<'_>,
        method: &Method,
        ha1: &Ha1,
        now_secs: u64,
        context: &[u8],
    ) -> Verdict {
        let Some(algorithm) = Algorithm::of(credentials.algorithm) else {
            return Verdict::Malformed("an algorithm that was not offered");
        };
        if *credentials.realm != *self.realm {
            return Verdict::Malformed("another realm");
        }
        let (counted, nonce_count) = match count(credentials) {
            Ok(counted) => counted,
            Err(what) => return Verdict::Malformed(what),
        };
        let request =
            Request { method: method.as_str(), uri: credentials.uri, nonce: credentials.nonce, counted };
        let expected = request.response(algorithm, &ha1.hash(algorithm));
        let given = credentials.response.to_ascii_lowercase();
        if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
            return Verdict::Wrong;
        }
        match self.mint.check(credentials.nonce, now_secs, context) {
            Freshness::Fresh => Verdict::Accepted { nonce_count },
            Freshness::Stale => Verdict::Stale,
        }
    }
}

/// nc and cnonce as sent, and nc as a number; nothing for clients of RFC 2069, which know no qop.
type Counted<'a> = (Option<(&'a str, &'a str)>, Option<u32>);

fn count<'a>(credentials: &Authorization<'a>) -> Result<Counted<'a>, &'static str> {
    match (credentials.qop, credentials.nc, credentials.cnonce) {
        (None, _, _) => Ok((None, None)),
        (Some(qop), Some(nc), Some(cnonce)) if qop.eq_ignore_ascii_case("auth") => {
            let is_count = nc.len() == 8 && nc.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u32::from_str_radix(nc, 16).ok().filter(|_| is_count);
            let number = number.ok_or("nc must be eight hexadecimal digits")?;
            Ok((Some((nc, cnonce)), Some(number)))
        }
        (Some(qop), ..) if qop.eq_ignore_ascii_case("auth") => Err("qop without nc and cnonce"),
        _ => Err("a qop that was not offered"),
    }
}

impl fmt::Debug for Challenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenger").field("realm", &self.realm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Responder;
    use crate::header::Challenge;

    const NOW: u64 = 1_790_000_000;

    fn challenger() -> Challenger {
        Challenger::new("conmuta", [3; 32], Duration::from_secs(60))
    }

    /// The Authorization line a client would send.
    fn answer(challenge: &str, password: &str, uses: u32) -> String {
        let mut client = Responder::new("100200300", password);
        assert!(client.accept(std::iter::once(Challenge::parse(challenge).unwrap().unwrap())));
        let mut line = String::new();
        for _ in 0..uses {
            line = client.credentials(&Method::Register, "sip:conmuta.example", "0a1b2c3d").unwrap();
        }
        line
    }

    fn verdict(line: &str, now_secs: u64, context: &[u8]) -> Verdict {
        let ha1 = Ha1::of("100200300", "conmuta", "secret");
        let credentials = Authorization::parse(line).unwrap().unwrap();
        challenger().verify(&credentials, &Method::Register, &ha1, now_secs, context)
    }

    #[test]
    fn both_algorithms_and_the_count_in_hexadecimal() {
        for algorithm in [Algorithm::Md5, Algorithm::Sha256] {
            let challenge = challenger().challenge(algorithm, NOW, b"a", false);
            for uses in [1, 10, 17] {
                let line = answer(&challenge, "secret", uses);
                assert_eq!(
                    verdict(&line, NOW, b"a"),
                    Verdict::Accepted { nonce_count: Some(uses) },
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn a_wrong_secret_is_wrong_even_with_an_old_nonce() {
        let challenge = challenger().challenge(Algorithm::Sha256, NOW, b"a", false);
        let line = answer(&challenge, "guess", 1);
        assert_eq!(verdict(&line, NOW, b"a"), Verdict::Wrong);
        assert_eq!(verdict(&line, NOW + 61, b"a"), Verdict::Wrong);
    }

    #[test]
    fn an_old_or_foreign_nonce_is_stale() {
        let challenge = challenger().challenge(Algorithm::Md5, NOW, b"a", false);
        let line = answer(&challenge, "secret", 1);
        assert_eq!(verdict(&line, NOW + 61, b"a"), Verdict::Stale);
        assert_eq!(verdict(&line, NOW, b"b"), Verdict::Stale);
        assert!(challenger().challenge(Algorithm::Md5, NOW, b"", true).ends_with("stale=true"));
    }

    #[test]
    fn clients_without_qop() {
        let challenge =
            challenger().challenge(Algorithm::Md5, NOW, b"a", false).replace(", qop=\"auth\"", "");
        let line = answer(&challenge, "secret", 1);
        assert!(!line.contains("qop"));
        assert_eq!(verdict(&line, NOW, b"a"), Verdict::Accepted { nonce_count: None });
    }

    #[test]
    fn what_was_not_offered_is_malformed() {
        let challenge = challenger().challenge(Algorithm::Md5, NOW, b"a", false);
        let line = answer(&challenge, "secret", 1);
        for (from, to) in [
            ("algorithm=MD5", "algorithm=MD5-sess"),
            ("qop=auth", "qop=auth-int"),
            ("nc=00000001", "nc=1"),
            ("nc=00000001", "nc=+0000001"),
            ("realm=\"conmuta\"", "realm=\"other\""),
            ("cnonce=\"0a1b2c3d\"", "x=y"),
        ] {
            assert!(line.contains(from), "{line}");
            assert!(matches!(verdict(&line.replace(from, to), NOW, b"a"), Verdict::Malformed(_)), "{to}");
        }
    }

    #[test]
    fn another_method_does_not_fit() {
        let line = answer(&challenger().challenge(Algorithm::Md5, NOW, b"a", false), "secret", 1);
        let credentials = Authorization::parse(&line).unwrap().unwrap();
        let ha1 = Ha1::of("100200300", "conmuta", "secret");
        assert_eq!(challenger().verify(&credentials, &Method::Invite, &ha1, NOW, b"a"), Verdict::Wrong);
    }
}
