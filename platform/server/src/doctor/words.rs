//! The words of findings in English, for a terminal: what was seen and what to do, by the finding's code.

use serde_json::Value;

use super::Finding;

/// Code, what was seen, what to do; `{name}` is a figure.
const WORDS: &[(&str, &str, &str)] = &[
    ("data_folder.ok", "{path} is writable", ""),
    (
        "data_folder.unwritable",
        "{path}: {error}",
        "give this user the right to write there, or name another folder with CONMUTA_DATA",
    ),
    ("disk.ok", "{free_mib} MiB free", ""),
    ("disk.low", "{free_mib} MiB free", "5 GiB or more are advised for traces and recordings"),
    ("disk.full", "{free_mib} MiB free", "free some space: the CDR journal must never find the disk full"),
    ("disk.unknown", "free space could not be read", "make sure the data folder exists"),
    ("open_files.ok", "at most {limit}", ""),
    (
        "open_files.few",
        "at most {limit}, enough for {calls} calls of max_calls = {max_calls}",
        "raise the limit to {wanted} (LimitNOFILE in systemd) or lower max_calls",
    ),
    ("open_files.unknown", "the limit could not be read", "check `ulimit -Hn`"),
    ("buffers.ok", "net.core.rmem_max = {bytes}", ""),
    (
        "buffers.small",
        "net.core.rmem_max = {bytes}",
        "sysctl -w net.core.rmem_max={wanted} keeps bursts of SIP from being dropped",
    ),
    ("buffers.unknown", "net.core.rmem_max could not be read", "check `sysctl net.core.rmem_max`"),
    ("clock.ok", "a time service runs", ""),
    (
        "clock.alone",
        "no time service was found",
        "run chrony or systemd-timesyncd: call times, TLS and sign-in codes depend on the clock",
    ),
    ("tls.ok", "{file} is good for {days} days", ""),
    (
        "tls.own",
        "a certificate of the installation's own authority is used",
        "phones and browsers must trust tls/authority.pem of the data folder, or set CONMUTA_TLS_CERTIFICATE and CONMUTA_TLS_KEY",
    ),
    ("tls.ending", "{file} ends in {days} days", "renew the certificate and restart"),
    ("tls.ended", "{file} has ended", "renew the certificate and restart: phones refuse it"),
    ("tls.unreadable", "{file} cannot be read", "check path, rights and that it is a certificate in PEM"),
    ("media_ports.ok", "{first}-{last}, enough for {calls} calls; {free} of {tried} tried are free", ""),
    (
        "media_ports.few",
        "{first}-{last}, enough for {calls} calls; {free} of {tried} tried are free",
        "widen CONMUTA_RTP or lower max_calls ({max_calls})",
    ),
    (
        "media_ports.taken",
        "{first}-{last}; none of {tried} tried is free",
        "choose another range with CONMUTA_RTP",
    ),
    ("address.announced", "{address} is announced", ""),
    (
        "address.loopback",
        "listening on {address}: only phones on this machine can register",
        "set CONMUTA_SIP to an address of the network, and CONMUTA_ANNOUNCE behind NAT",
    ),
    (
        "address.private",
        "listening on {address}, a private address",
        "if phones come from the Internet, set CONMUTA_ANNOUNCE to the public address",
    ),
    ("address.public", "{address} is reachable as it is", ""),
    ("public_url.ok", "{url} stands in links and QR codes", ""),
    (
        "public_url.plain",
        "{url}: phones fetch their passwords in the clear",
        "put TLS in front and set CONMUTA_PUBLIC_URL to https, then leave plain_provisioning out",
    ),
    (
        "public_url.unset",
        "{url} would stand in links and QR codes that set phones up",
        "set CONMUTA_PUBLIC_URL to the https address that phones reach",
    ),
    ("listener.free", "{address} is free", ""),
    ("listener.open", "{address} is listened on", ""),
    (
        "listener.missing",
        "{address} is not listened on",
        "it was taken at the start: stop what listens there (ss -lntup shows it) and restart, or set {variable}",
    ),
    (
        "listener.taken",
        "{address} is taken",
        "stop what listens there (ss -lntup shows it; a running Conmuta is fine), or set {variable}",
    ),
    ("listener.unusable", "{address}: {error}", "set {variable} to an address of this machine"),
    ("name.none", "no name is set: phones use the address", ""),
    ("name.ok", "{name} is {addresses}", ""),
    ("name.unknown", "{name}: {error}", "add the name to DNS, or phones must use the address"),
    ("database.sqlite", "SQLite in the data folder", ""),
    ("database.ok", "it answers in {millis} ms", ""),
    ("database.reached", "PostgreSQL answers at {host}", ""),
    (
        "database.slow",
        "it takes {millis} ms to answer",
        "see what keeps it busy: disk, memory, other programs",
    ),
    ("database.away", "{host}: {error}", "start PostgreSQL there, or correct CONMUTA_DATABASE"),
    (
        "database.silent",
        "it does not answer",
        "start it: calls go on from memory, but nothing can be changed",
    ),
];

/// What was seen and what to do.
pub(super) fn of(finding: &Finding) -> (String, String) {
    let known = WORDS.iter().find(|(code, ..)| *code == finding.code);
    let (_, seen, advice) = known.copied().unwrap_or((finding.code, finding.code, ""));
    (filled(seen, finding), filled(advice, finding))
}

fn filled(words: &str, finding: &Finding) -> String {
    let mut text = words.to_owned();
    for (name, value) in &finding.figures {
        let value = match value {
            Value::String(value) => value.clone(),
            other => other.to_string(),
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    /// The pages word every code in both languages, with the same figures.
    #[test]
    fn the_pages_have_words_for_every_finding() {
        let texts = [
            include_str!("../../../../admin-ui/src/features/health/en.ftl"),
            include_str!("../../../../admin-ui/src/features/health/es.ftl"),
        ];
        for text in texts {
            for (code, _, advice) in WORDS {
                let key = code.replace(['.', '_'], "-");
                assert!(text.contains(&format!("\nfound-{key} =")), "found-{key} has no words");
                let worded = text.contains(&format!("\ndo-{key} ="));
                assert_eq!(worded, !advice.is_empty(), "do-{key}");
            }
        }
    }

    #[test]
    fn every_code_of_the_checks_has_words() {
        let sources =
            [include_str!("machine.rs"), include_str!("network.rs"), include_str!("certificate.rs")].concat();
        let codes: Vec<&str> = sources
            .split('"')
            .filter(|text| {
                text.split_once('.')
                    .is_some_and(|(area, what)| !what.is_empty() && is_word(area) && is_word(what))
            })
            .collect();
        assert!(codes.len() > 30, "{codes:?}");
        for code in codes {
            let file = ["pem", "doctor", "example"].iter().any(|end| code.ends_with(end));
            assert!(file || WORDS.iter().any(|(known, ..)| *known == code), "{code} has no words");
        }
    }

    fn is_word(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    }
}
