//! The parts of a session description as they stand on the wire.

use crate::attribute::Attribute;

/// A whole session description (RFC 8866 §5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    /// `o=`: who made it, and its version.
    pub origin: Origin,
    /// `s=`: the session's name; `-` where nobody cares.
    pub name: String,
    /// `i=`, `u=`, `e=`, `p=` lines as (letter, text), in their order.
    pub information: Vec<(char, String)>,
    /// `c=` for all media lines without their own.
    pub connection: Option<Connection>,
    /// `b=` lines, such as `AS:64`.
    pub bandwidth: Vec<String>,
    /// `t=`, `r=` and `z=` lines as (letter, text), in their order.
    pub timing: Vec<(char, String)>,
    /// `k=` (obsolete).
    pub key: Option<String>,
    /// `a=` lines before the first `m=`.
    pub attributes: Vec<Attribute>,
    /// `m=` sections in their order, which is their identity (RFC 3264 §8).
    pub media: Vec<MediaLine>,
}

/// `o=` (RFC 8866 §5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// User name, `-` where there is none.
    pub username: String,
    /// Identifier of the session, numeric by the standard, kept as sent.
    pub session_id: String,
    /// Version: rises by one with each change (RFC 3264 §8). Kept as sent; see [`Origin::version_number`].
    pub version: String,
    /// Where it was made.
    pub address: Connection,
}

impl Origin {
    /// The version as a number, where it is one.
    pub fn version_number(&self) -> Option<u64> {
        self.version.parse().ok()
    }
}

impl Default for Origin {
    fn default() -> Self {
        Self {
            username: "-".into(),
            session_id: "0".into(),
            version: "0".into(),
            address: Connection { kind: "IP4".into(), address: "0.0.0.0".into() },
        }
    }
}

/// `c=` (RFC 8866 §5.7): the network type is always `IN`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// `IP4` or `IP6`.
    pub kind: String,
    /// An address, with multicast suffix if sent so, or a host name.
    pub address: String,
}

impl Connection {
    /// The connection line of an address.
    pub fn of(ip: std::net::IpAddr) -> Self {
        Self { kind: if ip.is_ipv4() { "IP4" } else { "IP6" }.into(), address: ip.to_string() }
    }

    /// The address, unless it is a host name.
    pub fn ip(&self) -> Option<std::net::IpAddr> {
        self.address.split('/').next()?.parse().ok()
    }
}

/// `m=` with the lines that belong to it (RFC 8866 §5.14).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MediaLine {
    /// `audio`, `video`, `image`, `application`…
    pub media: String,
    /// Port; 0 means refused or ended.
    pub port: u16,
    /// Number of ports after a slash.
    pub port_count: Option<u16>,
    /// `RTP/AVP`, `RTP/SAVPF`, `udptl`…
    pub protocol: String,
    /// Formats: payload types for RTP.
    pub formats: Vec<String>,
    /// `i=` of this media line.
    pub information: Option<String>,
    /// `c=` of this media line.
    pub connection: Option<Connection>,
    /// `b=` lines.
    pub bandwidth: Vec<String>,
    /// `k=` (obsolete).
    pub key: Option<String>,
    /// `a=` lines.
    pub attributes: Vec<Attribute>,
}
