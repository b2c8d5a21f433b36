//! The proof of `keys.toml`: each generated file is read back, and every key, type and value must stand in the table.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Wire;
use serde::Deserialize;

use super::files::{self, linphone};
use super::profile::sample::profile;
use super::vendor::{Vendor, Wanted};
use super::zone::Zone;

#[derive(Deserialize)]
struct Table {
    document: BTreeMap<String, Document>,
    /// By vendor and name.
    key: BTreeMap<String, BTreeMap<String, Key>>,
}

#[derive(Deserialize)]
struct Document {
    title: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    values: Vec<String>,
    min: Option<i64>,
    max: Option<i64>,
    document: String,
}

impl Table {
    fn all(&self) -> impl Iterator<Item = ((&str, &str), &Key)> {
        self.key.iter().flat_map(|(vendor, rows)| {
            rows.iter().map(move |(name, key)| ((vendor.as_str(), name.as_str()), key))
        })
    }
}

fn table() -> Table {
    toml::from_str(include_str!("keys.toml")).unwrap()
}

/// Names a public document would use: the number of a line becomes `#`.
fn general(vendor: &str, name: &str) -> String {
    let numbered = |prefix: &str, close: &str| {
        let rest = name.strip_prefix(prefix)?;
        let end = rest.find(close)?;
        rest[..end].parse::<u8>().ok()?;
        Some(format!("{prefix}#{}", &rest[end..]))
    };
    let found = match vendor {
        "yealink" => numbered("account.", "."),
        "polycom" => numbered("reg.", "."),
        "fanvil" => numbered("sip/line[", "]").or_else(|| numbered("web/account[", "]")),
        _ => None,
    };
    found.unwrap_or_else(|| name.to_owned())
}

impl Key {
    fn takes(&self, value: &str) -> bool {
        let is_host = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c))
        };
        let integer = |text: &str| {
            let number: Result<i64, _> = text.parse();
            number.is_ok_and(|n| self.min.is_none_or(|min| n >= min) && self.max.is_none_or(|max| n <= max))
        };
        let among = |text: &str| self.values.iter().any(|known| known == text);
        match self.kind.as_str() {
            "integer" => integer(value),
            "choice" => among(value),
            "list" => value.split(',').all(among),
            "text" => i64::try_from(value.chars().count()).unwrap() <= self.max.unwrap(),
            "host" => is_host(value),
            "host_port" => {
                value.rsplit_once(':').is_some_and(|(h, p)| is_host(h) && p.parse::<u16>().is_ok())
            }
            "url" => ["https://", "http://"].iter().any(|scheme| value.starts_with(scheme)),
            "offset" => {
                value.starts_with(['+', '-']) && value[1..].parse::<u8>().is_ok_and(|hours| hours <= 14)
            }
            "day" => {
                let parts: Vec<u8> = value.split('/').map(|part| part.parse().unwrap()).collect();
                matches!(parts[..], [1..=12, 1..=5, 1..=7, 0..=23])
            }
            other => panic!("there is no type {other}"),
        }
    }
}

/// Reads `key = value` lines.
fn lines(text: &str) -> Vec<(String, String)> {
    assert!(text.starts_with("#!version:1.0.0.1\n"));
    let rest = text.lines().skip(1);
    rest.map(|line| line.split_once(" = ").unwrap_or_else(|| panic!("{line}")))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn unescaped(text: &str) -> String {
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    plain.iter().fold(text.to_owned(), |text, (code, c)| text.replace(code, c))
}

/// Reads elements: the path of each that holds text, with its index; attributes of empty ones.
fn elements(text: &str) -> Vec<(String, String)> {
    let (mut found, mut path, mut rest) = (Vec::new(), Vec::<String>::new(), text);
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        let (tag, after) = (&rest[start + 1..end], &rest[end + 1..]);
        if let Some(name) = tag.strip_prefix('/') {
            let open = path.pop().expect("nothing closes that was not open");
            assert_eq!(open.split('[').next(), Some(name), "{text}");
        } else if !tag.starts_with('?') {
            let mut words = tag.splitn(2, [' ', '\n']);
            let name = words.next().unwrap();
            let attributes = words.next().unwrap_or_default();
            if tag.ends_with('/') {
                found.extend(quoted(attributes.trim_end_matches('/')));
            } else {
                let index = quoted(attributes).into_iter().find(|(key, _)| key == "index" || key == "name");
                path.push(index.map_or_else(|| name.to_owned(), |(_, at)| format!("{name}[{at}]")));
                let value = &after[..after.find('<').expect("an element ends")];
                if after[value.len()..].starts_with("</") {
                    found.push((path[1..].join("/"), unescaped(value)));
                }
            }
        }
        rest = after;
    }
    assert!(path.is_empty(), "{path:?} is left open");
    found.retain(|(key, _)| !key.is_empty());
    found
}

fn quoted(text: &str) -> Vec<(String, String)> {
    let mut parts = text.split('"');
    let mut found = Vec::new();
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        found.push((key.trim().trim_end_matches('=').to_owned(), unescaped(value)));
    }
    found
}

fn read(vendor: Vendor, text: &str) -> Vec<(String, String)> {
    let bare = |(name, value): (String, String)| {
        (name.strip_prefix("config/").map_or(name.clone(), str::to_owned), value)
    };
    match vendor {
        Vendor::Yealink => lines(text),
        Vendor::Grandstream => elements(text).into_iter().map(bare).collect(),
        Vendor::Fanvil | Vendor::Polycom => elements(text),
    }
}

const HOSTILE: [&str; 6] = [
    "Recepción 2.º",
    "\"/><P2>owned</P2>",
    "x\" device.auth.localAdminPassword=\"owned",
    "a\r\nstatic.security.user_password = admin:owned",
    "%NULL%",
    "</DisplayName><RegisterAddr>evil.example</RegisterAddr>",
];

/// Every key of every file that can be made, with the values seen.
fn all_made() -> Vec<(String, Vec<(String, String)>)> {
    let mut made = Vec::new();
    for vendor in Vendor::ALL {
        for (name, wire) in HOSTILE.into_iter().zip([Wire::Udp, Wire::Tcp, Wire::Tls].into_iter().cycle()) {
            for lines in [1, vendor.most_lines()] {
                let mut profile = profile(vendor, lines, name, wire);
                profile.lines[0].codecs.truncate(2);
                profile.zone = if lines == 1 { Zone::of("America/Bogota") } else { profile.zone };
                let text = files::write(&profile, Wanted::Configuration).text;
                made.push((vendor.word().to_owned(), read(vendor, &text)));
            }
        }
    }
    let polycom = profile(Vendor::Polycom, 1, "Desk", Wire::Udp);
    let master = files::write(&polycom, Wanted::Master).text;
    made.push(("polycom_master".to_owned(), elements(&master)));
    for name in HOSTILE {
        let phone = profile(Vendor::Yealink, 1, name, Wire::Tls);
        let text = linphone::write(&phone.lines[0], &phone.server, "conmuta", 3600);
        let entries = elements(&text).into_iter().map(|(path, value)| {
            let (section, entry) = path.split_once('/').unwrap();
            let inner = |text: &str| text.split(['[', ']']).nth(1).unwrap().to_owned();
            (format!("{}/{}", inner(section), inner(entry)), value)
        });
        made.push(("linphone".to_owned(), entries.collect()));
    }
    made
}

#[test]
fn every_key_type_and_value_of_every_file_stands_in_the_table_and_no_row_is_idle() {
    let table = table();
    let rows: BTreeMap<(&str, &str), &Key> = table.all().collect();
    let mut seen = BTreeSet::new();
    for (vendor, entries) in all_made() {
        assert!(entries.len() > 3, "{vendor}: {entries:?}");
        let mut once = BTreeSet::new();
        for (name, value) in entries {
            assert!(once.insert(name.clone()), "{vendor}: {name} stands twice in a file");
            let general = general(&vendor, &name);
            let found = rows.iter().find(|((of, key), _)| *of == vendor && *key == general);
            let (place, key) = found.unwrap_or_else(|| panic!("{vendor}: {name} is not in the table"));
            assert!(key.takes(&value), "{vendor}: {name} = {value:?} is no {}", key.kind);
            seen.insert(*place);
        }
    }
    let idle: Vec<_> = rows.keys().filter(|row| !seen.contains(*row)).collect();
    assert!(idle.is_empty(), "nothing is written with {idle:?}");
}

#[test]
fn each_row_names_a_document_with_title_and_address() {
    let table = table();
    let mut used = BTreeSet::new();
    for ((vendor, name), key) in table.all() {
        let document = table.document.get(&key.document);
        let document = document.unwrap_or_else(|| panic!("{vendor} {name}: no document {}", key.document));
        assert!(!document.title.is_empty() && document.url.starts_with("https://"), "{}", key.document);
        used.insert(key.document.as_str());
    }
    assert_eq!(used.len(), table.document.len(), "a document is cited by no row");
}

#[test]
fn a_value_outside_of_its_range_is_refused() {
    let table = table();
    let key = |vendor: &str, name: &str| &table.key[vendor][name];
    assert!(!key("yealink", "account.#.sip_server.1.transport_type").takes("4"));
    assert!(!key("grandstream", "P32").takes("0"));
    assert!(!key("polycom", "reg.#.server.1.transport").takes("udp"));
    assert!(!key("fanvil", "ap/FlashServerIP").takes("ftp://pbx"));
    assert!(!key("yealink", "account.#.sip_server.1.address").takes("pbx example"));
}

#[test]
fn hostile_names_arrive_as_they_are_and_secrets_survive() {
    for vendor in Vendor::ALL {
        for name in HOSTILE {
            let made = profile(vendor, 1, name, Wire::Udp);
            let entries = read(vendor, &files::write(&made, Wanted::Configuration).text);
            let value = |wanted: &str| {
                let found = entries.iter().find(|(key, _)| key == wanted);
                found.unwrap_or_else(|| panic!("{vendor:?} has no {wanted}")).1.as_str()
            };
            let (display, secret) = match vendor {
                Vendor::Yealink => ("account.1.display_name", "account.1.password"),
                Vendor::Grandstream => ("P3", "P34"),
                Vendor::Fanvil => ("sip/line[1]/DisplayName", "sip/line[1]/RegisterPswd"),
                Vendor::Polycom => ("reg.1.displayName", "reg.1.auth.password"),
            };
            let mut expected: String = name.chars().filter(|c| !c.is_control()).collect();
            if vendor == Vendor::Yealink && name == "%NULL%" {
                expected = "NULL".to_owned();
            }
            assert_eq!(value(display), expected, "{vendor:?}");
            assert_eq!(value(secret), made.lines[0].secret, "{vendor:?}");
        }
    }
}
