//! Where phones and browsers reach this installation, and whether a secret may go there.

use std::net::IpAddr;
use std::str::FromStr;

use kernel::Wire;
use serde::{Deserialize, Serialize};
use switch::Listening;

use super::fault::ProvisioningFault;
use super::profile::{Carrier, Server, Source};

/// What can be set about provisioning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProvisioningConfig {
    /// The address of the pages as browsers and phones type it.
    pub public_url: Option<String>,
    /// Secrets may go over plain HTTP to any host: TLS ends elsewhere, or the network is trusted.
    pub allow_plain: bool,
    /// The host that phones register at; the address listened on where none is set.
    pub sip_host: Option<String>,
    /// The certificate of SIP over TLS is one that phones believe as they come.
    pub trusted_tls: bool,
}

/// `https://host[:port][/path]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    scheme: &'static str,
    host: String,
    place: String,
}

/// The text is no address of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected https://HOST or http://HOST, with a port or a path where needed")]
pub struct NotAUrl;

impl FromStr for PublicUrl {
    type Err = NotAUrl;

    fn from_str(text: &str) -> Result<Self, NotAUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(NotAUrl)?;
        let scheme = match scheme {
            "https" => "https",
            "http" => "http",
            _ => return Err(NotAUrl),
        };
        let place = rest.trim_end_matches('/');
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
        let authority = place.split('/').next().unwrap_or_default();
        let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((v6, port)) => (v6, port.strip_prefix(':')),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        if host.is_empty() || !is_port || !place.chars().all(allowed) {
            return Err(NotAUrl);
        }
        Ok(Self { scheme, host: host.to_ascii_lowercase(), place: place.to_owned() })
    }
}

impl PublicUrl {
    /// Whether nobody on the way can read along: TLS, or a machine or network of one's own.
    pub fn is_safe(&self) -> bool {
        self.scheme == "https" || is_own(&self.host)
    }

    /// An address below it.
    pub fn below(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.place)
    }

    /// The folder of a desk phone's files.
    pub fn folder(&self, token: &str) -> Source {
        Source { scheme: self.scheme, place: format!("{}/provision/{token}", self.place) }
    }
}

fn is_own(host: &str) -> bool {
    match host.parse() {
        Ok(IpAddr::V4(v4)) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        Ok(IpAddr::V6(v6)) => {
            v6.is_loopback() || (v6.segments()[0] & 0xfe00) == 0xfc00 || (v6.segments()[0] & 0xffc0) == 0xfe80
        }
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

impl ProvisioningConfig {
    /// The address that links are made with.
    ///
    /// # Errors
    /// [`ProvisioningFault::NoHttps`] where a secret would go over the Internet in the clear.
    pub fn url(&self) -> Result<PublicUrl, ProvisioningFault> {
        let url: Option<PublicUrl> = self.public_url.as_deref().and_then(|text| text.parse().ok());
        let url = url.ok_or(ProvisioningFault::NoAddress)?;
        if url.is_safe() || self.allow_plain { Ok(url) } else { Err(ProvisioningFault::NoHttps) }
    }

    /// The transports that phones may use, with their ports, the one to be preferred first.
    pub fn doors(&self, listening: &Listening) -> Vec<(Wire, u16)> {
        let port = |addresses: &[std::net::SocketAddr]| addresses.first().map(std::net::SocketAddr::port);
        let tls = port(&listening.tls).filter(|_| self.trusted_tls).map(|port| (Wire::Tls, port));
        let udp = port(&listening.udp).map(|port| (Wire::Udp, port));
        let tcp = port(&listening.tcp).map(|port| (Wire::Tcp, port));
        [tls, udp, tcp].into_iter().flatten().collect()
    }

    /// Where a phone registers. A transport that is not listened on gives way to the preferred one.
    pub fn server(&self, listening: &Listening, carrier: Carrier) -> Server {
        let asked = match carrier {
            Carrier::Auto => None,
            Carrier::Udp => Some((Wire::Udp, listening.udp.first())),
            Carrier::Tcp => Some((Wire::Tcp, listening.tcp.first())),
            Carrier::Tls => Some((Wire::Tls, listening.tls.first())),
        };
        let asked = asked.and_then(|(wire, address)| Some((wire, address?.port())));
        let preferred = || self.doors(listening).first().copied();
        let (wire, port) = asked.or_else(preferred).unwrap_or((Wire::Udp, 5060));
        Server { host: self.host(listening), port, wire }
    }

    fn host(&self, listening: &Listening) -> String {
        let heard = [&listening.udp, &listening.tcp, &listening.tls].into_iter().flatten().next();
        let heard = heard.map(std::net::SocketAddr::ip).filter(|ip| !ip.is_unspecified());
        let url = || self.public_url.as_deref().and_then(|text| text.parse::<PublicUrl>().ok());
        let named = self.sip_host.clone().or_else(|| heard.map(|ip| ip.to_string()));
        named.or_else(|| url().map(|url| url.host)).unwrap_or_else(|| "localhost".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str) -> bool {
        text.parse::<PublicUrl>().unwrap().is_safe()
    }

    #[test]
    fn plain_http_is_for_ones_own_network() {
        for good in
            ["https://pbx.example.com", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"]
        {
            assert!(safe(good), "{good}");
        }
        assert!(safe("http://192.168.1.20:8080/") && safe("http://[fd00::7]"));
        for bad in
            ["http://pbx.example.com", "http://203.0.113.7:8080", "http://172.32.0.1", "http://[2001:db8::1]"]
        {
            assert!(!safe(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            "pbx.example.com",
            "ftp://pbx",
            "https://",
            "https://a b",
            "https://pbx:x",
            "https://u@pbx",
            "https://pbx?x",
        ] {
            assert_eq!(bad.parse::<PublicUrl>(), Err(NotAUrl), "{bad}");
        }
    }

    #[test]
    fn addresses_below_keep_port_and_path() {
        let url: PublicUrl = "https://pbx.example.com:8443/voice/".parse().unwrap();
        assert_eq!(url.below("/p/abc"), "https://pbx.example.com:8443/voice/p/abc");
        assert_eq!(url.folder("abc").folder(), "https://pbx.example.com:8443/voice/provision/abc/");
    }

    #[test]
    fn tls_is_preferred_only_where_phones_believe_the_certificate() {
        let at = |port| vec![std::net::SocketAddr::from(([192, 0, 2, 1], port))];
        let listening = Listening { udp: at(5060), tcp: at(5060), tls: at(5061) };
        let mut config = ProvisioningConfig::default();
        assert_eq!(config.server(&listening, Carrier::Auto).wire, Wire::Udp);
        let server = config.server(&listening, Carrier::Tls);
        assert_eq!((server.wire, server.port, server.host.as_str()), (Wire::Tls, 5061, "192.0.2.1"));
        config.trusted_tls = true;
        config.sip_host = Some("pbx.example.com".to_owned());
        let server = config.server(&listening, Carrier::Auto);
        assert_eq!((server.wire, server.host.as_str()), (Wire::Tls, "pbx.example.com"));
    }
}
