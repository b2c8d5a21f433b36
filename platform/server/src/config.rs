//! The configuration of the whole: file, environment and flags, validated before the first socket opens.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::PathBuf;

use telephony::provisioning::PublicUrl;

use crate::cli::Settings;

/// The commented defaults, which are also the documentation of the file's keys.
pub const DEFAULTS: &str = include_str!("../conmuta.toml");

/// A listener, and whether somebody asked for it by name: then not opening it ends the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listener {
    /// Where to listen.
    pub address: SocketAddr,
    /// Asked for by flag, environment or file.
    pub asked: Asked,
}

/// Where a listener's address comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Set by somebody: it must open.
    ByName,
    /// Our default: if it is taken, it is reported and left out.
    ByDefault,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Everything the server needs to know, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// HTTP and WebSocket.
    pub http: Listener,
    /// SIP over UDP and TCP.
    pub sip: Listener,
    /// SIP over TLS.
    pub sips: Listener,
    /// Media ports.
    pub rtp: RangeInclusive<u16>,
    /// The data folder.
    pub data: PathBuf,
    /// The database's URL for serving.
    pub database: String,
    /// The database's URL for migrating.
    pub database_migrate: Option<String>,
    /// The installation's name.
    pub name: Option<String>,
    /// The address of the pages as browsers and phones reach it.
    pub public_url: Option<PublicUrl>,
    /// Phones may fetch passwords over plain HTTP from any host.
    pub plain_provisioning: bool,
    /// The announced address.
    pub announce: Option<IpAddr>,
    /// Certificate chain and key, both or neither.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Authorities believed besides the system's, for TLS connections that we open.
    pub tls_ca: Option<PathBuf>,
    /// Media threads.
    pub media_threads: usize,
    /// Calls at once on this node.
    pub max_calls: usize,
    /// Days that traces are kept.
    pub trace_days: u16,
    /// Seconds to wait for calls at a stop.
    pub drain_secs: u64,
    /// Log filter.
    pub log: String,
    /// Log format.
    pub log_format: LogFormat,
}

/// A key that cannot be used, and why.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("configuration file {file}: cannot be read")]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not valid TOML or has an unknown key; the text names line and key.
    #[error("configuration file {file}: {text}")]
    Malformed {
        /// Which file.
        file: PathBuf,
        /// Line, column and key.
        text: String,
    },
    /// A key's value does not fit.
    #[error("{key} = {value:?}: {expected}")]
    Key {
        /// The key as in the file.
        key: &'static str,
        /// What was given.
        value: String,
        /// What is expected.
        expected: &'static str,
    },
}

const ADDRESS: &str = "expected ADDRESS:PORT such as 127.0.0.1:5060 or [::1]:5060";

impl Config {
    /// Merges flags and environment (`given`) with the file they name, and checks every key.
    ///
    /// # Errors
    /// The first key that does not fit, by name, or what is wrong with the file.
    pub fn load(given: &Settings) -> Result<Self, ConfigError> {
        Self::resolve(&merged(given)?)
    }

    fn resolve(all: &Settings) -> Result<Self, ConfigError> {
        let sip = listener("sip", all.sip.as_deref(), "127.0.0.1:5060")?;
        let beside = SocketAddr::new(sip.address.ip(), sip.address.port().saturating_add(1));
        let sips = listener("sips", all.sips.as_deref(), &beside.to_string())?;
        let data = all.data.clone().unwrap_or_else(|| "data".into());
        Ok(Self {
            http: listener("http", all.http.as_deref(), "127.0.0.1:8080")?,
            sip,
            sips,
            rtp: ports(all.rtp.as_deref().unwrap_or("20000-29999"))?,
            database: database(all.database.as_deref(), &data)?,
            database_migrate: all.database_migrate.clone(),
            data,
            name: all.name.clone(),
            public_url: all.public_url.as_deref().map(public_url).transpose()?,
            plain_provisioning: all.plain_provisioning.unwrap_or(false),
            announce: all.announce.as_deref().map(announced).transpose()?,
            tls: tls(all)?,
            tls_ca: all.tls_ca.clone(),
            media_threads: at_least_one("media_threads", all.media_threads)?
                .unwrap_or_else(default_media_threads),
            max_calls: at_least_one("max_calls", all.max_calls)?.unwrap_or(2_000),
            trace_days: all.trace_days.unwrap_or(14),
            drain_secs: all.drain_secs.unwrap_or(30),
            log: all.log.clone().unwrap_or_else(|| "info".into()),
            log_format: log_format(all.log_format.as_deref())?,
        })
    }
}

/// Flags and environment over the file's values.
pub fn merged(given: &Settings) -> Result<Settings, ConfigError> {
    let file = match &given.config {
        None => Settings::default(),
        Some(path) => read(path)?,
    };
    Ok(Settings {
        config: given.config.clone(),
        http: given.http.clone().or(file.http),
        sip: given.sip.clone().or(file.sip),
        sips: given.sips.clone().or(file.sips),
        rtp: given.rtp.clone().or(file.rtp),
        data: given.data.clone().or(file.data),
        database: given.database.clone().or(file.database),
        database_migrate: given.database_migrate.clone().or(file.database_migrate),
        name: given.name.clone().or(file.name),
        public_url: given.public_url.clone().or(file.public_url),
        plain_provisioning: given.plain_provisioning.or(file.plain_provisioning),
        announce: given.announce.clone().or(file.announce),
        tls_certificate: given.tls_certificate.clone().or(file.tls_certificate),
        tls_key: given.tls_key.clone().or(file.tls_key),
        tls_ca: given.tls_ca.clone().or(file.tls_ca),
        media_threads: given.media_threads.or(file.media_threads),
        max_calls: given.max_calls.or(file.max_calls),
        trace_days: given.trace_days.or(file.trace_days),
        drain_secs: given.drain_secs.or(file.drain_secs),
        log: given.log.clone().or(file.log),
        log_format: given.log_format.clone().or(file.log_format),
    })
}

fn read(file: &PathBuf) -> Result<Settings, ConfigError> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| ConfigError::Unreadable { file: file.clone(), source })?;
    toml::from_str(&text).map_err(|e| ConfigError::Malformed { file: file.clone(), text: e.to_string() })
}

fn listener(key: &'static str, given: Option<&str>, default: &str) -> Result<Listener, ConfigError> {
    let asked = if given.is_some() { Asked::ByName } else { Asked::ByDefault };
    let text = given.unwrap_or(default);
    let address =
        text.parse().map_err(|_| ConfigError::Key { key, value: text.into(), expected: ADDRESS })?;
    Ok(Listener { address, asked })
}

fn ports(text: &str) -> Result<RangeInclusive<u16>, ConfigError> {
    let wrong = || ConfigError::Key {
        key: "rtp",
        value: text.into(),
        expected: "expected FIRST-LAST with FIRST >= 1024 and at least four ports, such as 20000-29999",
    };
    let (first, last) = text.split_once('-').ok_or_else(wrong)?;
    let (first, last): (u16, u16) =
        (first.trim().parse().map_err(|_| wrong())?, last.trim().parse().map_err(|_| wrong())?);
    if first < 1024 || last < first.saturating_add(3) { Err(wrong()) } else { Ok(first..=last) }
}

fn database(given: Option<&str>, data: &std::path::Path) -> Result<String, ConfigError> {
    match given.unwrap_or("sqlite") {
        "sqlite" => Ok(format!("sqlite://{}", data.join("conmuta.db").display())),
        url if ["sqlite://", "postgres://", "postgresql://"].iter().any(|p| url.starts_with(p)) => {
            Ok(url.into())
        }
        // The value may hold a password: it is not repeated.
        _ => Err(ConfigError::Key {
            key: "database",
            value: "…".into(),
            expected: "expected sqlite, sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME",
        }),
    }
}

fn public_url(text: &str) -> Result<PublicUrl, ConfigError> {
    let expected = "expected https://HOST, with a port or a path where needed";
    text.parse().map_err(|_| ConfigError::Key { key: "public_url", value: text.into(), expected })
}

fn announced(text: &str) -> Result<IpAddr, ConfigError> {
    let expected = "expected an IP address such as 203.0.113.7";
    text.parse().map_err(|_| ConfigError::Key { key: "announce", value: text.into(), expected })
}

fn tls(all: &Settings) -> Result<Option<(PathBuf, PathBuf)>, ConfigError> {
    match (&all.tls_certificate, &all.tls_key) {
        (Some(chain), Some(key)) => Ok(Some((chain.clone(), key.clone()))),
        (None, None) => Ok(None),
        (given, _) => Err(ConfigError::Key {
            key: if given.is_some() { "tls_key" } else { "tls_certificate" },
            value: String::new(),
            expected: "certificate and key go together: set both or neither",
        }),
    }
}

fn at_least_one(key: &'static str, given: Option<usize>) -> Result<Option<usize>, ConfigError> {
    match given {
        Some(0) => Err(ConfigError::Key { key, value: "0".into(), expected: "expected at least 1" }),
        other => Ok(other),
    }
}

fn log_format(given: Option<&str>) -> Result<LogFormat, ConfigError> {
    match given.unwrap_or("text") {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(ConfigError::Key {
            key: "log_format",
            value: other.into(),
            expected: "expected text or json",
        }),
    }
}

fn default_media_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Settings)) -> Result<Config, ConfigError> {
        let mut settings = Settings::default();
        change(&mut settings);
        Config::load(&settings)
    }

    #[test]
    fn tls_listens_beside_sip_unless_it_is_named() {
        let config = with(|s| s.sip = Some("127.0.0.1:6060".into())).unwrap();
        assert_eq!(config.sips.address.port(), 6061);
        assert_eq!((config.sip.asked, config.sips.asked), (Asked::ByName, Asked::ByDefault));
    }

    #[test]
    fn a_wrong_value_is_named_with_its_key() {
        let text = with(|s| s.rtp = Some("30000-30001".into())).unwrap_err().to_string();
        assert!(text.contains("rtp") && text.contains("30000-30001"), "{text}");
        let text = with(|s| s.tls_key = Some("key.pem".into())).unwrap_err().to_string();
        assert!(text.contains("tls_certificate"), "{text}");
    }

    #[test]
    fn a_public_address_is_an_address() {
        assert!(with(|s| s.public_url = Some("https://pbx.example.com".into())).is_ok());
        let text = with(|s| s.public_url = Some("pbx.example.com".into())).unwrap_err().to_string();
        assert!(text.contains("public_url") && text.contains("https://"), "{text}");
    }

    #[test]
    fn a_database_password_is_not_repeated_in_the_error() {
        let text =
            with(|s| s.database = Some("mysql://root:hunter2@host/db".into())).unwrap_err().to_string();
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn flags_win_over_the_file_and_unknown_keys_are_refused_with_their_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("conmuta.toml");
        std::fs::write(&file, "sip = \"127.0.0.1:7000\"\nhttp = \"127.0.0.1:7080\"\n").unwrap();
        let settings = Settings {
            config: Some(file.clone()),
            sip: Some("127.0.0.1:9000".into()),
            ..Settings::default()
        };
        let config = Config::load(&settings).unwrap();
        assert_eq!((config.sip.address.port(), config.http.address.port()), (9000, 7080));
        std::fs::write(&file, "\nsipp = 1\n").unwrap();
        let text = Config::load(&settings).unwrap_err().to_string();
        assert!(text.contains("line 2") && text.contains("sipp"), "{text}");
    }

    #[test]
    fn the_commented_defaults_name_every_key() {
        let keys: Vec<&str> =
            DEFAULTS.lines().filter_map(|l| l.strip_prefix("#")?.split_once(" = ")).map(|(k, _)| k).collect();
        for key in [
            "http",
            "sip",
            "sips",
            "rtp",
            "data",
            "database",
            "name",
            "public_url",
            "plain_provisioning",
            "announce",
            "tls_certificate",
            "tls_ca",
            "drain_secs",
        ] {
            assert!(keys.contains(&key), "{key} is not in the defaults file");
        }
    }
}
