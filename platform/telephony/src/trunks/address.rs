//! Where a trunk's requests come from and go to: addresses, with or without a port, and gateways in order.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use kernel::Wire;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// A source address of a carrier; without a port any port of it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceAddress {
    /// The address.
    pub ip: IpAddr,
    /// The port, where phones and a carrier share an address.
    pub port: Option<u16>,
}

/// The text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address such as 192.0.2.1, 192.0.2.1:5060, 2001:db8::1 or [2001:db8::1]:5060")]
pub struct NotASource;

impl FromStr for SourceAddress {
    type Err = NotASource;
    fn from_str(text: &str) -> Result<Self, NotASource> {
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return Self::new(ip, None);
        }
        let with_port: SocketAddr = text.parse().map_err(|_| NotASource)?;
        Self::new(with_port.ip(), Some(with_port.port()))
    }
}

impl SourceAddress {
    fn new(ip: IpAddr, port: Option<u16>) -> Result<Self, NotASource> {
        let ip = ip.to_canonical();
        let usable = !ip.is_unspecified() && !ip.is_multicast() && port != Some(0);
        if usable { Ok(Self { ip, port }) } else { Err(NotASource) }
    }
}

impl fmt::Display for SourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => SocketAddr::new(self.ip, port).fmt(f),
            None => self.ip.fmt(f),
        }
    }
}

impl Serialize for SourceAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SourceAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The transport towards a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GatewayTransport {
    /// UDP.
    #[default]
    Udp,
    /// TCP.
    Tcp,
    /// TLS.
    Tls,
}

impl GatewayTransport {
    /// The port where none is given (RFC 3261 §19.1.2).
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Udp | Self::Tcp => 5_060,
            Self::Tls => 5_061,
        }
    }

    /// The same as the kernel's word.
    pub const fn wire(self) -> Wire {
        match self {
            Self::Udp => Wire::Udp,
            Self::Tcp => Wire::Tcp,
            Self::Tls => Wire::Tls,
        }
    }
}

/// One way to reach a carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Host name or address.
    pub host: String,
    /// Port; 5060, or 5061 over TLS, where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Transport.
    #[serde(default)]
    pub transport: GatewayTransport,
    /// Lower ones are tried first.
    #[serde(default)]
    pub priority: u16,
}

impl Gateway {
    /// The port that is used.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(self.transport.default_port())
    }

    /// Whether the host is one: an address, or labels of letters, digits and hyphens (RFC 1123 §2.1).
    pub fn is_sound(&self) -> bool {
        self.port != Some(0) && is_host(&self.host)
    }
}

/// Whether `host` is an address or a host name.
pub fn is_host(host: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    host.parse::<IpAddr>().is_ok() || (host.len() <= 253 && host.split('.').all(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Option<String> {
        text.parse::<SourceAddress>().ok().map(|a| a.to_string())
    }

    #[test]
    fn sources_with_and_without_port_in_both_families() {
        assert_eq!(source("192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(source("192.0.2.1:5070").as_deref(), Some("192.0.2.1:5070"));
        assert_eq!(source("[2001:db8::1]").as_deref(), Some("2001:db8::1"));
        assert_eq!(source("[2001:db8::1]:5060").as_deref(), Some("[2001:db8::1]:5060"));
        assert_eq!(source("::ffff:192.0.2.1").as_deref(), Some("192.0.2.1"));
    }

    #[test]
    fn what_is_no_source_is_refused() {
        for bad in ["", "carrier.example", "0.0.0.0", "192.0.2.1:0", "192.0.2.1:x", "224.0.0.1", "::"] {
            assert_eq!(source(bad), None, "{bad}");
        }
    }

    #[test]
    fn hosts_are_names_or_addresses() {
        for good in ["carrier.example", "192.0.2.1", "2001:db8::1", "a"] {
            assert!(is_host(good), "{good}");
        }
        for bad in ["", "-a.example", "a..b", "a b", "sip:a", &"a".repeat(64)] {
            assert!(!is_host(bad), "{bad}");
        }
    }

    #[test]
    fn a_gateway_without_port_has_its_transports_own() {
        let gateway = |transport| Gateway { host: "h".into(), port: None, transport, priority: 0 };
        assert_eq!(gateway(GatewayTransport::Udp).port(), 5_060);
        assert_eq!(gateway(GatewayTransport::Tls).port(), 5_061);
    }
}
