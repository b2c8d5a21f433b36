//! A flow: the pair of addresses, or the connection, over which a message came and its answer goes back.

use std::fmt;
use std::net::SocketAddr;

/// The transport protocols of SIP (RFC 3261 §18, RFC 7118).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// Datagrams; the transactions retransmit.
    Udp,
    /// A byte stream.
    Tcp,
    /// A byte stream inside TLS.
    Tls,
    /// Messages of a WebSocket connection.
    Ws,
    /// Messages of a WebSocket connection inside TLS.
    Wss,
}

impl Protocol {
    /// Whether the transport itself repeats what is lost, so that the transactions need not.
    pub const fn is_reliable(self) -> bool {
        !matches!(self, Self::Udp)
    }

    /// Whether the hop is encrypted (what `sips` asks for).
    pub const fn is_secure(self) -> bool {
        matches!(self, Self::Tls | Self::Wss)
    }

    /// The name in a Via header: `UDP`, `TCP`, `TLS`, `WS`, `WSS`.
    pub const fn via_name(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Ws => "WS",
            Self::Wss => "WSS",
        }
    }

    /// The value of a URI's `transport` parameter, in lower case.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Ws => "ws",
            Self::Wss => "wss",
        }
    }

    /// The protocol named in a Via header or a `transport` parameter, in any case of letters.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Udp, Self::Tcp, Self::Tls, Self::Ws, Self::Wss]
            .into_iter()
            .find(|protocol| protocol.via_name().eq_ignore_ascii_case(name))
    }

    /// The port meant when none is written (RFC 3261 §19.1.2, RFC 7118 §7).
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Udp | Self::Tcp => 5060,
            Self::Tls => 5061,
            Self::Ws => 80,
            Self::Wss => 443,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.via_name())
    }
}

/// Where a message came from and where its answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flow {
    /// The transport protocol.
    pub protocol: Protocol,
    /// Our address: the one the message was sent to, not the wildcard the socket is bound to.
    pub local: SocketAddr,
    /// The other side's address.
    pub peer: SocketAddr,
    /// The number of the connection, unique in the life of the process; 0 for UDP.
    pub connection: u64,
}

impl Flow {
    /// The flow of datagrams between two addresses.
    pub const fn udp(local: SocketAddr, peer: SocketAddr) -> Self {
        Self { protocol: Protocol::Udp, local, peer, connection: 0 }
    }

    /// Whether the other side is the same: the same connection, or for datagrams the same address and port.
    pub fn is_with(self, other: Self) -> bool {
        self.protocol == other.protocol && self.connection == other.connection && self.peer == other.peer
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} <- {}", self.protocol, self.local, self.peer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_strangers_are_not() {
        assert_eq!(Protocol::named("wSs"), Some(Protocol::Wss));
        assert_eq!(Protocol::named("sctp"), None);
    }
}
