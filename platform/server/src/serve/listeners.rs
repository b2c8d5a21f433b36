//! Which listeners open: those asked for by name must; a default one that is taken is reported and left out.

use std::io;
use std::net::{SocketAddr, TcpListener, UdpSocket};

use crate::config::{Asked, Config, Listener};

/// A listener that was asked for by name and cannot open.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot listen on {address} ({name}). Choose another address with {variable}, or stop what uses it (ss -lntup shows it)"
)]
pub struct Refused {
    name: &'static str,
    variable: &'static str,
    address: SocketAddr,
    source: io::Error,
}

/// The listeners that will open.
#[derive(Debug)]
pub struct Listeners {
    /// HTTP: already listening.
    pub http: Option<TcpListener>,
    /// SIP over UDP and TCP.
    pub sip: Option<SocketAddr>,
    /// SIP over TLS.
    pub sips: Option<SocketAddr>,
    /// Sentences about default listeners that were left out.
    pub left_out: Vec<String>,
}

/// Opens or probes each.
///
/// # Errors
/// The first that was asked for by name and cannot open.
pub fn open(config: &Config) -> Result<Listeners, Refused> {
    let mut left_out = Vec::new();
    let mut tried = |name, variable, listener: Listener, outcome: io::Result<Option<TcpListener>>| {
        match outcome {
            Ok(open) => Ok((open, Some(listener.address))),
            Err(source) if listener.asked == Asked::ByDefault => {
                left_out.push(format!(
                "{name}: the default address {} cannot be used ({source}); it is left out. Set {variable} to use another",
                listener.address
            ));
                Ok((None, None))
            }
            Err(source) => Err(Refused { name, variable, address: listener.address, source }),
        }
    };
    let http =
        tried("http", "CONMUTA_HTTP", config.http, TcpListener::bind(config.http.address).map(Some))?.0;
    let sip = tried("sip", "CONMUTA_SIP", config.sip, probe_both(config.sip.address))?.1;
    let sips = tried("sips", "CONMUTA_SIPS", config.sips, probe(config.sips.address))?.1;
    Ok(Listeners { http, sip, sips, left_out })
}

fn probe(address: SocketAddr) -> io::Result<Option<TcpListener>> {
    TcpListener::bind(address).map(|_probed| None)
}

fn probe_both(address: SocketAddr) -> io::Result<Option<TcpListener>> {
    UdpSocket::bind(address)?;
    probe(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Settings;

    fn config(http: Option<&str>, sip: &str) -> Config {
        let settings =
            Settings { http: http.map(str::to_owned), sip: Some(sip.into()), ..Settings::default() };
        let mut config = Config::load(&settings).unwrap();
        config.sips.address.set_port(0);
        config
    }

    #[test]
    fn a_taken_listener_asked_for_by_name_is_refused_and_a_default_one_left_out() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let refused = open(&config(Some(&address.to_string()), "127.0.0.1:0")).unwrap_err().to_string();
        assert!(refused.contains("CONMUTA_HTTP") && refused.contains(&address.to_string()), "{refused}");

        let mut default = config(None, "127.0.0.1:0");
        default.http.address = address;
        let opened = open(&default).unwrap();
        assert!(opened.http.is_none() && opened.sip.is_some());
        assert_eq!(opened.left_out.len(), 1);
    }

    #[test]
    fn sip_needs_its_udp_port_too() {
        let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        assert!(open(&config(Some("127.0.0.1:0"), &address)).is_err());
    }
}
