//! Checks of the network: listeners, media ports, announced address, name, database.

use std::net::{IpAddr, TcpListener, UdpSocket};
use std::time::Duration;

use super::Finding;
use crate::config::{Config, Listener};

/// A database that takes longer makes people wait.
const SLOW: Duration = Duration::from_millis(200);

/// Check, key of the configuration, and whether UDP is listened on too.
const LISTENERS: [(&str, &str, bool); 3] = [
    ("listener_http", "CONMUTA_HTTP", false),
    ("listener_sip", "CONMUTA_SIP", true),
    ("listener_sips", "CONMUTA_SIPS", false),
];

/// Whether they could be opened; of the serving process whether they are.
pub(super) fn listeners(config: &Config, open: Option<[bool; 3]>) -> Vec<Finding> {
    let all = [config.http, config.sip, config.sips];
    let places = all.into_iter().zip(LISTENERS).enumerate();
    places
        .map(|(place, (listener, (check, variable, udp)))| {
            let address = listener.address.to_string();
            let finding = match open.map(|open| open[place]) {
                Some(true) => Finding::ok(check, "listener.open"),
                Some(false) => Finding::warning(check, "listener.missing").with("variable", variable),
                None => tried(check, variable, listener, udp),
            };
            finding.with("address", address)
        })
        .collect()
}

fn tried(check: &'static str, variable: &'static str, listener: Listener, udp: bool) -> Finding {
    let address = listener.address;
    let tried = TcpListener::bind(address)
        .and_then(|_| if udp { UdpSocket::bind(address).map(drop) } else { Ok(()) });
    match tried {
        Ok(()) => Finding::ok(check, "listener.free"),
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => {
            Finding::failed(check, "listener.taken").with("variable", variable)
        }
        Err(e) => Finding::failed(check, "listener.unusable")
            .with("variable", variable)
            .with("error", e.to_string()),
    }
}

pub(super) fn media_ports(config: &Config) -> Finding {
    let check = "media_ports";
    let (first, last) = (*config.rtp.start(), *config.rtp.end());
    let calls = (usize::from(last - first) + 1) / 4;
    let free = (first..=last)
        .step_by(97)
        .filter(|port| UdpSocket::bind((config.sip.address.ip(), *port)).is_ok())
        .count();
    let tried = (first..=last).step_by(97).count();
    let finding = if free == 0 {
        Finding::failed(check, "media_ports.taken")
    } else if calls < config.max_calls {
        Finding::warning(check, "media_ports.few").with("max_calls", config.max_calls)
    } else {
        Finding::ok(check, "media_ports.ok")
    };
    finding
        .with("first", first)
        .with("last", last)
        .with("calls", calls)
        .with("free", free)
        .with("tried", tried)
}

pub(super) fn announced(config: &Config) -> Finding {
    let check = "address";
    let listening = config.sip.address.ip();
    match config.announce {
        Some(address) => Finding::ok(check, "address.announced").with("address", address.to_string()),
        None => {
            let finding = if listening.is_loopback() {
                Finding::warning(check, "address.loopback")
            } else if is_private(listening) {
                Finding::warning(check, "address.private")
            } else {
                Finding::ok(check, "address.public")
            };
            finding.with("address", listening.to_string())
        }
    }
}

pub(super) fn public_url(config: &Config) -> Finding {
    let check = "public_url";
    let plain = format!("http://{}", config.http.address);
    let Some(url) = config.public_url.clone().or_else(|| plain.parse().ok()) else {
        return Finding::ok(check, "public_url.ok").with("url", plain);
    };
    let finding = if config.plain_provisioning && !url.is_safe() {
        Finding::warning(check, "public_url.plain")
    } else if url.is_safe() && config.public_url.is_some() {
        Finding::ok(check, "public_url.ok")
    } else {
        Finding::warning(check, "public_url.unset")
    };
    finding.with("url", url.below(""))
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_unspecified() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unspecified() || (v6.segments()[0] & 0xfe00) == 0xfc00,
    }
}

pub(super) async fn name(config: &Config) -> Finding {
    let check = "name";
    let Some(name) = &config.name else { return Finding::ok(check, "name.none") };
    match tokio::net::lookup_host((name.as_str(), config.sip.address.port())).await {
        Ok(found) => {
            let mut found: Vec<String> = found.map(|a| a.ip().to_string()).collect();
            found.dedup();
            Finding::ok(check, "name.ok").with("name", name.as_str()).with("addresses", found.join(", "))
        }
        Err(e) => {
            Finding::warning(check, "name.unknown").with("name", name.as_str()).with("error", e.to_string())
        }
    }
}

pub(super) async fn database(config: &Config) -> Finding {
    let check = "database";
    let Some(host) = postgres_host(config) else { return Finding::ok(check, "database.sqlite") };
    match tokio::net::TcpStream::connect(&host).await {
        Ok(_) => Finding::ok(check, "database.reached").with("host", host),
        Err(e) => Finding::failed(check, "database.away").with("host", host).with("error", e.to_string()),
    }
}

/// The database of the serving process, by how long it took to answer.
pub(super) fn serving_database(config: &Config, answered: Option<Duration>) -> Finding {
    let check = "database";
    let kind = if postgres_host(config).is_some() { "PostgreSQL" } else { "SQLite" };
    let finding = match answered {
        None => Finding::failed(check, "database.silent"),
        Some(took) => {
            let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            let finding = if took > SLOW {
                Finding::warning(check, "database.slow")
            } else {
                Finding::ok(check, "database.ok")
            };
            finding.with("millis", millis)
        }
    };
    finding.with("kind", kind)
}

/// Where PostgreSQL is; none for SQLite.
fn postgres_host(config: &Config) -> Option<String> {
    let (_, rest) = config.database.split_once("://").filter(|(scheme, _)| scheme.starts_with("postgres"))?;
    let host = rest.rsplit('@').next().unwrap_or_default().split('/').next().unwrap_or_default();
    Some(if host.contains(':') { host.to_owned() } else { format!("{host}:5432") })
}
