//! What a transport listens on and how much it lets others take.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Addresses and limits.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Addresses to read datagrams from; port 0 lets the system choose.
    pub udp: Vec<SocketAddr>,
    /// Addresses to take TCP connections on.
    pub tcp: Vec<SocketAddr>,
    /// Addresses to take TLS connections on.
    pub tls: Vec<SocketAddr>,
    /// Our certificate, which TLS listeners need.
    pub identity: Option<TlsIdentity>,
    /// How certificates of servers we connect to are verified; `None` refuses outgoing TLS.
    pub client_tls: Option<Arc<rustls::ClientConfig>>,
    /// How much others may take.
    pub limits: Limits,
}

/// Limits that keep strangers from taking the server's memory and descriptors.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once (10,000).
    pub connections: usize,
    /// Connections at once from one address (200; an IPv6 address counts by its /64).
    pub connections_per_source: usize,
    /// Messages waiting to be written to one connection (256) before it counts as stuck and is cut.
    pub waiting_messages: usize,
    /// Time for the TLS handshake, and for a first whole message (10 s).
    pub opening: Duration,
    /// Time for the rest of a message once its first byte is there (10 s).
    pub message: Duration,
    /// Time without any byte after which a connection is closed (70 min: a phone that registers for an hour and sends
    /// no keep-alives stays reachable). Dead peers are found earlier by TCP's own probes.
    pub idle: Duration,
    /// How often a connection that we opened is kept alive by CRLF CRLF (30 s; RFC 5626 §4.4.1).
    pub keep_alive: Duration,
    /// Time for a write to be taken (10 s).
    pub write: Duration,
    /// Time to connect to a server (5 s).
    pub connect: Duration,
    /// Bytes of the kernel's buffer of each UDP socket, in each direction (8 MiB, as far as the kernel allows).
    pub udp_buffer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            connections_per_source: 200,
            waiting_messages: 256,
            opening: Duration::from_secs(10),
            message: Duration::from_secs(10),
            idle: Duration::from_secs(4200),
            keep_alive: Duration::from_secs(30),
            write: Duration::from_secs(10),
            connect: Duration::from_secs(5),
            udp_buffer: 8 << 20,
        }
    }
}

/// A certificate chain with its private key, both as PEM text.
#[derive(Clone)]
pub struct TlsIdentity {
    /// The chain, the server's own certificate first.
    pub certificates_pem: String,
    /// The private key (PKCS#8, PKCS#1 or SEC1).
    pub key_pem: String,
}

impl std::fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsIdentity(…)")
    }
}

/// Why a transport cannot open.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// An address cannot be opened.
    #[error("cannot listen on {protocol} {address}")]
    Address {
        /// The protocol.
        protocol: sip::flow::Protocol,
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// A TLS address was given but no certificate.
    #[error("a TLS listener needs a certificate")]
    NoIdentity,
    /// Certificate or key are unusable.
    #[error("the TLS certificate or its key is unusable")]
    Identity(#[source] Box<dyn std::error::Error + Send + Sync>),
}
