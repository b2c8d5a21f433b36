//! What the media threads are configured with.

use std::{net::IpAddr, ops::RangeInclusive, time::Duration};

/// Configuration of [`crate::Media`].
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// UDP ports. RTP takes even ones, RTCP the next odd one.
    pub ports: RangeInclusive<u16>,
    /// Local addresses on which streams may be opened, IPv4 or IPv6.
    pub addresses: Vec<IpAddr>,
    /// Number of media threads, at least one. One relays well over a thousand calls.
    pub threads: usize,
    /// A freed pair of ports is not used again for so long, while others are left.
    pub quarantine: Duration,
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self { ports: 10_000..=19_999, addresses: Vec::new(), threads: 1, quarantine: Duration::from_secs(5) }
    }
}
