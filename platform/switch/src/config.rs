//! What can be set about the SIP side of the exchange.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::bans::BanConfig;

/// Listeners, names and bounds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// UDP listeners.
    pub udp: Vec<SocketAddr>,
    /// TCP listeners.
    pub tcp: Vec<SocketAddr>,
    /// TLS listeners; they need `tls` in [`crate::Ports`].
    pub tls: Vec<SocketAddr>,
    /// The digest realm of the installation, chosen at first start and kept.
    pub realm: String,
    /// Names that phones may use in From and To besides their tenant's domain: the installation's own.
    pub names: Vec<String>,
    /// Addresses under which the installation is reached, for the same check and for Contact and media where
    /// a listener is bound to all addresses. Empty: the address that a packet came to.
    pub addresses: Vec<IpAddr>,
    /// The host to write in Via and Contact instead of the address that a packet came to (behind a static NAT).
    pub public_host: Option<String>,
    /// The address to write into session descriptions instead of the one that media is received on (behind a static
    /// NAT); parties over the other family of addresses are told what is.
    pub public_media: Option<IpAddr>,
    /// Product name for User-Agent and Server; empty: none.
    pub product: String,
    /// Most calls at once on this node.
    pub max_calls: usize,
    /// Longest call from answer to end, in seconds.
    pub max_call_secs: u64,
    /// A party from which no media came for so long is taken for gone, in seconds; 0: never.
    pub media_silence_secs: u64,
    /// Longest wait of a transfer for its new leg, in seconds.
    pub transfer_secs: u64,
    /// New calls are shed while input waits longer than this, in milliseconds (OPS-32).
    pub shed_after_ms: u64,
    /// Shortest registration that is granted, in seconds.
    pub min_expires_secs: u32,
    /// Session timer offered to phones (RFC 4028), in seconds; 0: none.
    pub session_secs: u32,
    /// Bounds for sources that guess and scan.
    pub guard: GuardConfig,
    /// When such a source is banned.
    pub bans: BanConfig,
    /// Connections and their time-outs.
    pub max_connections: usize,
}

/// When a source that fails to authenticate is slowed and silenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GuardConfig {
    /// Failures of one source and terminal user after which answers are delayed.
    pub slow_after: u32,
    /// Failures after which the source, or this user from this source, gets no answer.
    pub silence_after: u32,
    /// How long failures are remembered and silence lasts, in seconds.
    pub memory_secs: u64,
}

impl Default for GuardConfig {
    fn default() -> Self {
        Self { slow_after: 5, silence_after: 20, memory_secs: 600 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            udp: Vec::new(),
            tcp: Vec::new(),
            tls: Vec::new(),
            realm: "conmuta".to_owned(),
            names: Vec::new(),
            addresses: Vec::new(),
            public_host: None,
            public_media: None,
            product: "Conmuta".to_owned(),
            max_calls: 10_000,
            max_call_secs: 4 * 3600,
            media_silence_secs: 120,
            transfer_secs: 60,
            shed_after_ms: 150,
            min_expires_secs: 60,
            session_secs: 1800,
            guard: GuardConfig::default(),
            bans: BanConfig::default(),
            max_connections: 20_000,
        }
    }
}

impl Config {
    pub(crate) const fn media_silence(&self) -> Option<Duration> {
        if self.media_silence_secs == 0 { None } else { Some(Duration::from_secs(self.media_silence_secs)) }
    }
}
