//! What stands between phones and the installation, told from its addresses alone. The pages have words for each code.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Serialize;
use utoipa::ToSchema;

use super::Installation;

/// How good something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// Nothing to do.
    Good,
    /// It works for some.
    Doubtful,
    /// Nothing comes through.
    Bad,
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AddressRemark)]
pub(super) struct Remark {
    /// `good`, `doubtful` or `bad`.
    #[schema(value_type = String)]
    level: Level,
    /// Its stable code.
    #[schema(value_type = String, example = "loopback")]
    code: &'static str,
    /// Texts of its words, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    texts: BTreeMap<&'static str, String>,
}

/// The installation's name, and the addresses that it was found to have.
pub(super) struct Names {
    pub(super) name: Option<String>,
    pub(super) found: Vec<IpAddr>,
}

fn remark(level: Level, code: &'static str) -> Remark {
    Remark { level, code, texts: BTreeMap::new() }
}

impl Remark {
    fn text(mut self, name: &'static str, value: impl ToString) -> Self {
        self.texts.insert(name, value.to_string());
        self
    }
}

/// Everything worth saying; `sip` is the address that SIP listens on.
pub(super) fn remarks(installation: &Installation, sip: Option<IpAddr>, names: &Names) -> Vec<Remark> {
    let mut remarks = vec![address(installation.announce, sip)];
    remarks.extend(name(names));
    remarks.push(if installation.own_certificate {
        remark(Level::Doubtful, "own_certificate")
    } else {
        remark(Level::Good, "certificate")
    });
    if !installation.http.ip().is_loopback() {
        remarks.push(remark(Level::Doubtful, "plain_pages"));
    }
    remarks
}

fn address(announce: Option<IpAddr>, sip: Option<IpAddr>) -> Remark {
    let Some(sip) = sip else { return remark(Level::Bad, "no_sip") };
    match announce {
        Some(address) => remark(Level::Good, "announced").text("address", address),
        None if sip.is_loopback() => remark(Level::Bad, "loopback").text("address", sip),
        None if is_private(sip) => remark(Level::Doubtful, "private").text("address", sip),
        None => remark(Level::Good, "public").text("address", sip),
    }
}

fn name(names: &Names) -> Option<Remark> {
    let name = names.name.as_ref()?;
    Some(match names.found.as_slice() {
        [] => remark(Level::Doubtful, "name_unknown").text("name", name),
        found => {
            let mut all: Vec<String> = found.iter().map(IpAddr::to_string).collect();
            all.dedup();
            remark(Level::Good, "name_found").text("name", name).text("addresses", all.join(", "))
        }
    })
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_unspecified() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unspecified() || (v6.segments()[0] & 0xfe00) == 0xfc00,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Settings;
    use crate::config::Config;

    fn codes(change: impl FnOnce(&mut Settings), sip: Option<&str>, found: &[&str]) -> Vec<&'static str> {
        let mut settings = Settings::default();
        change(&mut settings);
        let config = Config::load(&settings).unwrap();
        let names = Names {
            name: settings.name.clone(),
            found: found.iter().map(|text| text.parse().unwrap()).collect(),
        };
        let sip = sip.map(|text| text.parse().unwrap());
        let all = remarks(&Installation::of(&config), sip, &names);
        all.into_iter().map(|remark| remark.code).collect()
    }

    #[test]
    fn each_address_is_judged() {
        let none = |_: &mut Settings| {};
        assert_eq!(codes(none, Some("127.0.0.1"), &[]), ["loopback", "own_certificate"]);
        assert_eq!(codes(none, Some("192.168.1.4"), &[])[0], "private");
        assert_eq!(codes(none, Some("0.0.0.0"), &[])[0], "private");
        assert_eq!(codes(none, Some("203.0.113.7"), &[])[0], "public");
        assert_eq!(codes(none, None, &[])[0], "no_sip");
        let announced = |settings: &mut Settings| settings.announce = Some("203.0.113.7".into());
        assert_eq!(codes(announced, Some("10.0.0.4"), &[])[0], "announced");
    }

    #[test]
    fn names_and_pages_are_judged_too() {
        let named = |settings: &mut Settings| {
            settings.name = Some("pbx.example.com".into());
            settings.http = Some("0.0.0.0:8080".into());
        };
        let told = codes(named, Some("203.0.113.7"), &["203.0.113.7", "203.0.113.7"]);
        assert_eq!(told, ["public", "name_found", "own_certificate", "plain_pages"]);
        assert_eq!(codes(named, Some("203.0.113.7"), &[])[1], "name_unknown");
    }
}
