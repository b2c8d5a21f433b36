//! The TLS certificate: whether it can be read, and how long it is good for.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Timestamp;

use super::Finding;
use crate::config::Config;

/// A certificate that ends sooner is to be renewed.
const SOON_DAYS: i64 = 21;
const DAY_SECS: i64 = 24 * 3600;

pub(super) fn tls(config: &Config, now: Timestamp) -> Finding {
    let check = "tls";
    let Some((chain, key)) = &config.tls else {
        let days = days_left(&own_chain(config), now);
        let finding = Finding::warning(check, "tls.own");
        return match days {
            Some(days) => finding.with("days", days),
            None => finding,
        };
    };
    let file = |finding: Finding, file: &Path| finding.with("file", file.display().to_string());
    if std::fs::File::open(key).is_err() {
        return file(Finding::failed(check, "tls.unreadable"), key);
    }
    let Some(days) = days_left(chain, now) else {
        return file(Finding::failed(check, "tls.unreadable"), chain);
    };
    let finding = match days {
        ..0 => Finding::failed(check, "tls.ended"),
        0..SOON_DAYS => Finding::warning(check, "tls.ending"),
        _ => Finding::ok(check, "tls.ok"),
    };
    file(finding.with("days", days), chain)
}

/// The chain that is served: the operator's, or the installation's own.
pub fn own_chain(config: &Config) -> PathBuf {
    config.tls.as_ref().map_or_else(|| config.data.join("tls/server.pem"), |(chain, _)| chain.clone())
}

/// How many days the first certificate of a PEM file is still good for; negative when it has ended.
pub fn days_left(chain: &Path, now: Timestamp) -> Option<i64> {
    let pem = std::fs::read_to_string(chain).ok()?;
    let body = pem.split("-----BEGIN CERTIFICATE-----").nth(1)?.split("-----END").next()?;
    let base64: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let der = STANDARD.decode(base64).ok()?;
    Some((not_after(&der)? - now.secs()).div_euclid(DAY_SECS))
}

/// The end of a certificate (RFC 5280 §4.1.2.5) in seconds since 1970.
fn not_after(der: &[u8]) -> Option<i64> {
    let (_, certificate, _) = element(der)?;
    let (_, mut rest, _) = element(certificate)?;
    // Version (tagged, may be absent), serial number, algorithm, issuer; then the validity.
    if rest.first() == Some(&0xa0) {
        rest = element(rest)?.2;
    }
    for _ in 0..3 {
        rest = element(rest)?.2;
    }
    let (_, validity, _) = element(rest)?;
    let (_, _, after_first) = element(validity)?;
    let (tag, time, _) = element(after_first)?;
    let text = std::str::from_utf8(time).ok()?;
    let full = match tag {
        // UTCTime: two digits of the year, from 1950 to 2049.
        0x17 => format!("{}{text}", if text.get(..2)? < "50" { "20" } else { "19" }),
        0x18 => text.to_owned(),
        _ => return None,
    };
    chrono::NaiveDateTime::parse_from_str(&full, "%Y%m%d%H%M%SZ").ok().map(|end| end.and_utc().timestamp())
}

/// Tag, content and what follows of the DER element that begins here.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let bytes = usize::from(first & 0x7f);
        let (length, rest) = rest.split_at_checked(bytes).filter(|_| bytes <= 4)?;
        (length.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_read_and_garbage_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("chain.pem");
        let key = rcgen::KeyPair::generate().unwrap();
        for (year, end) in [(2031, 1_924_992_000), (2099, 4_070_908_800_i64)] {
            let mut parameters = rcgen::CertificateParams::new(vec!["pbx.example".to_owned()]).unwrap();
            parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
            std::fs::write(&file, parameters.self_signed(&key).unwrap().pem()).unwrap();
            let now = Timestamp::from_micros((end - 10 * DAY_SECS) * 1_000_000);
            assert_eq!(days_left(&file, now), Some(10), "{year}");
            assert_eq!(days_left(&file, Timestamp::from_micros((end + 1) * 1_000_000)), Some(-1));
        }
        std::fs::write(&file, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n").unwrap();
        assert_eq!(days_left(&file, Timestamp::EPOCH), None);
        for length in 0..8_u8 {
            assert_eq!(not_after(&[0x30, 0x80 | length, 0xff, 0xff, 0xff, 0xff]), None);
        }
    }
}
