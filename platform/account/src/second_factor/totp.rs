//! Time-based one-time codes (RFC 6238 over RFC 4226): SHA-1, six digits, steps of 30 seconds, as every app reads them.

use hmac::{Hmac, Mac as _};
use kernel::{Rng, Timestamp};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Seconds of a step.
const STEP_SECS: i64 = 30;
/// Digits of a code.
pub(crate) const DIGITS: usize = 6;
/// Clocks may differ by so many steps, either way (RFC 6238 §5.2).
const SKEW: i64 = 1;
/// As long as the hash (RFC 4226 §4, R6).
const SECRET_BYTES: usize = 20;

/// What a person's app and the exchange share.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A fresh one.
    pub(crate) fn draw(rng: &dyn Rng) -> Self {
        let mut bytes = vec![0; SECRET_BYTES];
        rng.fill(&mut bytes);
        Self(bytes)
    }

    /// As it was stored.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As it is stored, sealed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As a person types it into an app: base 32 (RFC 4648 §6) without padding.
    pub(crate) fn text(&self) -> String {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let digits = self.0.chunks(5).flat_map(|chunk| {
            let value = chunk.iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
            let value = value << (8 * (5 - chunk.len()));
            let count = (8 * chunk.len()).div_ceil(5);
            (0..count).map(move |place| (value >> (5 * (7 - place))) & 31)
        });
        digits.map(|digit| char::from(ALPHABET[usize::try_from(digit).unwrap_or_default()])).collect()
    }

    /// The step whose code this is: one near `now` and later than the last one used, so that a code works once.
    pub(crate) fn step_of(&self, code: &str, now: Timestamp, last: i64) -> Option<i64> {
        let present = step_at(now);
        let near = (present - SKEW..=present + SKEW).filter(|step| *step > last);
        // All are looked at: how long it takes tells nothing.
        near.fold(None, |found, step| {
            let same = bool::from(self.code(step).as_bytes().ct_eq(code.as_bytes()));
            if same { Some(step) } else { found }
        })
    }

    /// The code of a step (RFC 4226 §5.3).
    fn code(&self, step: i64) -> String {
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[hash.len() - 1] & 15);
        let four = [hash[offset] & 0x7f, hash[offset + 1], hash[offset + 2], hash[offset + 3]];
        format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
    }
}

/// The step of a moment.
fn step_at(now: Timestamp) -> i64 {
    now.micros() / (STEP_SECS * 1_000_000)
}

/// Whether a text has the form of a code.
pub(crate) fn is_code(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the QR code says to the app: whose the codes are, and where.
pub(crate) fn address(secret: &Secret, issuer: &str, account: &str) -> String {
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECS}",
        secret.text()
    )
}

/// Percent-encoded (RFC 3986 §2.3): apps show a `+` for a space as it stands.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte))
            }
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_micros(secs * 1_000_000)
    }

    fn vector() -> Secret {
        Secret::of(b"12345678901234567890".to_vec())
    }

    #[test]
    fn codes_are_those_of_rfc_6238_and_rfc_4226() {
        // RFC 6238, appendix B (SHA-1), the last six of its eight digits.
        for (secs, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(vector().code(step_at(at(secs))), code, "{secs}");
            assert_eq!(vector().step_of(code, at(secs), 0), Some(secs / 30));
        }
        // RFC 4226, appendix D.
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(vector().code(step), code);
        }
    }

    #[test]
    fn a_step_of_skew_is_taken_either_way_and_none_twice() {
        let now = at(1_234_567_890);
        let present = step_at(now);
        for (step, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = vector().code(present + step);
            assert_eq!(vector().step_of(&code, now, 0), taken.then_some(present + step), "{step}");
        }
        let code = vector().code(present);
        assert_eq!(vector().step_of(&code, now, present), None, "used already");
        assert_eq!(
            vector().step_of(&vector().code(present - 1), now, present),
            None,
            "older than the last used"
        );
        assert_eq!(vector().step_of("000000", now, 0), None);
        assert_eq!(vector().step_of("", now, 0), None);
    }

    #[test]
    fn the_secret_is_written_as_apps_read_it() {
        // RFC 4648, section 10.
        for (bytes, text) in
            [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB")]
        {
            assert_eq!(Secret::of(bytes.as_bytes().to_vec()).text(), text);
        }
        let address = address(&vector(), "Café Acme", "ana");
        assert_eq!(
            address,
            "otpauth://totp/Caf%C3%A9%20Acme:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Caf%C3%A9%20Acme\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert!(!format!("{:?}", vector()).contains("1234"));
    }
}
