//! The hashes of digest authentication.

use std::fmt;

use md5::Md5;
use sha2::{Digest, Sha256};

/// The hash of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// MD5, for phones that know nothing else.
    Md5,
    /// SHA-256 (RFC 8760).
    Sha256,
}

impl Algorithm {
    /// The name as it stands in `algorithm`.
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Md5 => "MD5",
            Algorithm::Sha256 => "SHA-256",
        }
    }

    /// Recognises the name; one that is absent means MD5. `None` for what we do not speak, `-sess` included.
    pub(super) fn of(name: Option<&str>) -> Option<Self> {
        let name = name.unwrap_or("MD5");
        [Algorithm::Md5, Algorithm::Sha256]
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(name))
    }

    /// The hash over the parts, joined by colons.
    pub(super) fn hash(self, parts: &[&[u8]]) -> Hash {
        match self {
            Algorithm::Md5 => Hash::of(&joined::<Md5>(parts)),
            Algorithm::Sha256 => Hash::of(&joined::<Sha256>(parts)),
        }
    }
}

fn joined<D: Digest>(parts: &[&[u8]]) -> impl AsRef<[u8]> + use<D> {
    let mut hash = D::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            hash.update(b":");
        }
        hash.update(part);
    }
    hash.finalize()
}

/// A hash value in lower-case hexadecimal, as it enters the next hash and the wire.
#[derive(Clone, Copy)]
pub(super) struct Hash {
    hex: [u8; 64],
    len: usize,
}

impl Hash {
    pub(super) fn of(value: &impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        let mut hash = Hash { hex: [0; 64], len: (value.len() * 2).min(64) };
        // Fails only for lengths that differ, and both are at most 32 bytes.
        let _ = hex::encode_to_slice(value, &mut hash.hex[..hash.len]);
        hash
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.hex[..self.len]
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }
}

/// H(user:realm:password) under both algorithms. As secret as the password for this realm.
#[derive(Clone, PartialEq, Eq)]
pub struct Ha1 {
    /// MD5.
    pub md5: [u8; 16],
    /// SHA-256.
    pub sha256: [u8; 32],
}

impl Ha1 {
    /// Hashes the secret of a user in a realm.
    pub fn of(user: &str, realm: &str, password: &str) -> Self {
        let parts = [user.as_bytes(), realm.as_bytes(), password.as_bytes()];
        let mut ha1 = Ha1 { md5: [0; 16], sha256: [0; 32] };
        ha1.md5.copy_from_slice(joined::<Md5>(&parts).as_ref());
        ha1.sha256.copy_from_slice(joined::<Sha256>(&parts).as_ref());
        ha1
    }

    pub(super) fn hash(&self, algorithm: Algorithm) -> Hash {
        match algorithm {
            Algorithm::Md5 => Hash::of(&self.md5),
            Algorithm::Sha256 => Hash::of(&self.sha256),
        }
    }
}

impl fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ha1(secret)")
    }
}

/// What makes a response besides the secret and the nonce.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) uri: &'a str,
    pub(super) nonce: &'a str,
    /// nc and cnonce as sent, when qop is `auth`; without qop the form of RFC 2617 §3.2.2.1.
    pub(super) counted: Option<(&'a str, &'a str)>,
}

impl Request<'_> {
    /// The response value.
    pub(super) fn response(&self, algorithm: Algorithm, ha1: &Hash) -> Hash {
        let ha2 = algorithm.hash(&[self.method.as_bytes(), self.uri.as_bytes()]);
        let (ha1, nonce, ha2) = (ha1.as_bytes(), self.nonce.as_bytes(), ha2.as_bytes());
        match self.counted {
            Some((nc, cnonce)) => {
                algorithm.hash(&[ha1, nonce, nc.as_bytes(), cnonce.as_bytes(), b"auth", ha2])
            }
            None => algorithm.hash(&[ha1, nonce, ha2]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_7616_section_3_9_1() {
        let ha1 = Ha1::of("Mufasa", "http-auth@example.org", "Circle of Life");
        let request = Request {
            method: "GET",
            uri: "/dir/index.html",
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            counted: Some(("00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")),
        };
        let response = |algorithm| request.response(algorithm, &ha1.hash(algorithm)).as_str().to_owned();
        assert_eq!(response(Algorithm::Md5), "8ca523f5e9506fed4657c9700eebdbec");
        assert_eq!(
            response(Algorithm::Sha256),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
        );
    }

    #[test]
    fn rfc_2617_section_3_5() {
        let ha1 = Ha1::of("Mufasa", "testrealm@host.com", "Circle Of Life");
        let request = Request {
            method: "GET",
            uri: "/dir/index.html",
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            counted: Some(("00000001", "0a4f113b")),
        };
        let response = request.response(Algorithm::Md5, &ha1.hash(Algorithm::Md5));
        assert_eq!(response.as_str(), "6629fae49393a05397450978507c4ef1");
    }

    #[test]
    fn without_qop_as_rfc_2069_corrected() {
        // The example of RFC 2069 §2.4 with the value of its erratum 749.
        let ha1 = Ha1::of("Mufasa", "testrealm@host.com", "CircleOfLife");
        let request = Request {
            method: "GET",
            uri: "/dir/index.html",
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            counted: None,
        };
        let response = request.response(Algorithm::Md5, &ha1.hash(Algorithm::Md5));
        assert_eq!(response.as_str(), "1949323746fe6a43ef61f9606e7febea");
    }

    #[test]
    fn secrets_do_not_print() {
        assert_eq!(format!("{:?}", Ha1::of("a", "b", "c")), "Ha1(secret)");
    }
}
