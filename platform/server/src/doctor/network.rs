//! Checks of the network: listeners, media ports, announced address, names, certificate, database.

use std::net::{IpAddr, TcpListener, UdpSocket};

use super::Finding;
use crate::config::{Config, Listener};

pub(super) fn listeners(config: &Config) -> Vec<Finding> {
    let all = [
        ("http", "CONMUTA_HTTP", config.http, false),
        ("sip", "CONMUTA_SIP", config.sip, true),
        ("sips", "CONMUTA_SIPS", config.sips, false),
    ];
    all.into_iter().map(|(name, variable, listener, udp)| one(name, variable, listener, udp)).collect()
}

fn one(name: &str, variable: &str, listener: Listener, udp: bool) -> Finding {
    let check = format!("listener {name}");
    let address = listener.address;
    let tried = TcpListener::bind(address)
        .and_then(|_| if udp { UdpSocket::bind(address).map(drop) } else { Ok(()) });
    match tried {
        Ok(()) => Finding::good(check, format!("{address} is free")),
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => Finding::bad(
            check,
            format!("{address} is taken"),
            format!(
                "stop what listens there (ss -lntup shows it; a running Conmuta is fine), or set {variable}"
            ),
        ),
        Err(e) => Finding::bad(
            check,
            format!("{address}: {e}"),
            format!("set {variable} to an address of this machine"),
        ),
    }
}

pub(super) fn media_ports(config: &Config) -> Finding {
    let check = "media ports";
    let (first, last) = (*config.rtp.start(), *config.rtp.end());
    let calls = (usize::from(last - first) + 1) / 4;
    let free = (first..=last)
        .step_by(97)
        .filter(|port| UdpSocket::bind((config.sip.address.ip(), *port)).is_ok())
        .count();
    let tried = (first..=last).step_by(97).count();
    let seen = format!("{first}-{last}, enough for {calls} calls; {free} of {tried} tried are free");
    if free == 0 {
        Finding::bad(check, seen, "choose another range with CONMUTA_RTP")
    } else if calls < config.max_calls {
        Finding::doubtful(check, seen, format!("widen CONMUTA_RTP or lower max_calls ({})", config.max_calls))
    } else {
        Finding::good(check, seen)
    }
}

pub(super) fn announced(config: &Config) -> Finding {
    let check = "announced address";
    let listening = config.sip.address.ip();
    match config.announce {
        Some(address) => Finding::good(check, format!("{address} is announced")),
        None if listening.is_loopback() => Finding::doubtful(
            check,
            format!("listening on {listening}: only phones on this machine can register"),
            "set CONMUTA_SIP to an address of the network, and CONMUTA_ANNOUNCE behind NAT",
        ),
        None if is_private(listening) => Finding::doubtful(
            check,
            format!("listening on {listening}, a private address"),
            "if phones come from the Internet, set CONMUTA_ANNOUNCE to the public address",
        ),
        None => Finding::good(check, format!("{listening} is reachable as it is")),
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_unspecified() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unspecified() || (v6.segments()[0] & 0xfe00) == 0xfc00,
    }
}

pub(super) async fn name(config: &Config) -> Finding {
    let check = "name";
    let Some(name) = &config.name else {
        return Finding::good(check, "no name is set: phones use the address");
    };
    match tokio::net::lookup_host((name.as_str(), config.sip.address.port())).await {
        Ok(found) => {
            let found: Vec<String> = found.map(|a| a.ip().to_string()).collect();
            Finding::good(check, format!("{name} is {}", found.join(", ")))
        }
        Err(e) => Finding::doubtful(
            check,
            format!("{name}: {e}"),
            "add the name to DNS, or phones must use the address",
        ),
    }
}

pub(super) fn tls(config: &Config) -> Finding {
    let check = "TLS";
    match &config.tls {
        None => Finding::doubtful(
            check,
            "a certificate of the installation's own authority is used",
            "phones and browsers must trust tls/authority.pem of the data folder, or set CONMUTA_TLS_CERTIFICATE and CONMUTA_TLS_KEY",
        ),
        Some((chain, key)) => {
            let unreadable = [chain, key].into_iter().find(|f| std::fs::File::open(f).is_err());
            match unreadable {
                Some(file) => {
                    Finding::bad(check, format!("{} cannot be read", file.display()), "check path and rights")
                }
                None => Finding::good(check, format!("{}", chain.display())),
            }
        }
    }
}

pub(super) async fn database(config: &Config) -> Finding {
    let check = "database";
    let Some(rest) = config.database.split_once("://").filter(|(scheme, _)| scheme.starts_with("postgres"))
    else {
        return Finding::good(check, "SQLite in the data folder");
    };
    let host = rest.1.rsplit('@').next().unwrap_or_default().split('/').next().unwrap_or_default();
    let host = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
    match tokio::net::TcpStream::connect(&host).await {
        Ok(_) => Finding::good(check, format!("PostgreSQL answers at {host}")),
        Err(e) => {
            Finding::bad(check, format!("{host}: {e}"), "start PostgreSQL there, or correct CONMUTA_DATABASE")
        }
    }
}
