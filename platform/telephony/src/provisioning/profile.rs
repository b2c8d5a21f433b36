//! What a phone is set up with, before it is written in its vendor's words.

use kernel::Wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::mac::Mac;
use super::vendor::Vendor;
use super::zone::Zone;
use crate::endpoints::Codec;

/// How SIP is carried between a phone and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Carrier {
    /// TLS where the installation has a certificate that phones believe, else UDP.
    #[default]
    Auto,
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
    /// TLS.
    Tls,
}

/// Where phones find us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Host name or address, IPv6 without brackets.
    pub host: String,
    /// The port of the transport.
    pub port: u16,
    /// UDP, TCP or TLS.
    pub wire: Wire,
}

/// What people read on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Spanish.
    Spanish,
    /// English.
    English,
}

impl Language {
    /// The language of a tenant's setting (`es`, `en-GB`).
    pub fn of(tag: &str) -> Self {
        if tag.starts_with("es") { Self::Spanish } else { Self::English }
    }
}

/// One line of a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the phone shows beside the key.
    pub label: String,
    /// What called parties may see.
    pub name: String,
    /// SIP user and digest user.
    pub user: String,
    /// SIP password.
    pub secret: String,
    /// The codecs to offer, the preferred one first.
    pub codecs: Vec<Codec>,
}

/// Where the phone fetches its files again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// `https`, or `http` on a machine or network of one's own.
    pub scheme: &'static str,
    /// Host, port where it is not the scheme's, and path, without a slash at the end.
    pub place: String,
}

impl Source {
    /// The whole address of the folder, with a slash at the end.
    pub fn folder(&self) -> String {
        format!("{}://{}/", self.scheme, self.place)
    }

    /// Whether it is `https`.
    pub fn secure(&self) -> bool {
        self.scheme == "https"
    }
}

/// All of a phone's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Who made it.
    pub vendor: Vendor,
    /// Which phone.
    pub mac: Mac,
    /// Where it registers.
    pub server: Server,
    /// Its lines, at least one and not more than the vendor's most.
    pub lines: Vec<Line>,
    /// What it speaks.
    pub language: Language,
    /// Its time zone; none where the phone finds out by itself.
    pub zone: Option<&'static Zone>,
    /// The password of its own menus and pages.
    pub admin_password: String,
    /// Where it fetches its files.
    pub source: Source,
    /// How often it does, in minutes, beside each start.
    pub every_minutes: u32,
    /// How long a registration lasts, in seconds.
    pub register_secs: u32,
}

#[cfg(test)]
pub(crate) mod sample {
    use super::*;

    /// A phone of each vendor, with as many lines as asked for and a name that wants to break out of its file.
    pub fn profile(vendor: Vendor, lines: usize, name: &str, wire: Wire) -> Profile {
        let line = |n: usize| Line {
            label: format!("10{n:02}"),
            name: name.to_owned(),
            user: format!("48291503{n}"),
            secret: r#"a<b>&"c"'d'#%NULL%=;$"#.to_owned(),
            codecs: vec![Codec::Opus, Codec::G722, Codec::Pcma, Codec::Pcmu],
        };
        Profile {
            vendor,
            mac: "00:15:65:12:34:ab".parse().unwrap(),
            server: Server { host: "pbx.example.com".to_owned(), port: 5061, wire },
            lines: (1..=lines).map(line).collect(),
            language: Language::Spanish,
            zone: Zone::of("Europe/Madrid"),
            admin_password: "k4TqFhz2".to_owned(),
            source: Source { scheme: "https", place: "pbx.example.com/provision/abc".to_owned() },
            every_minutes: 1440,
            register_secs: 3600,
        }
    }
}
