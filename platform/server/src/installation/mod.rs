//! Where phones find this installation, and what stands in their way: for the assistant of the first start.

mod api;
mod reach;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use feature::Feature;

use crate::config::Config;

/// What is known of the installation's addresses when it starts.
#[derive(Debug, Clone)]
pub struct Installation {
    name: Option<String>,
    announce: Option<IpAddr>,
    http: SocketAddr,
    media: (u16, u16),
    own_certificate: bool,
}

impl Installation {
    /// As the configuration says it.
    pub fn of(config: &Config) -> Self {
        Self {
            name: config.name.clone(),
            announce: config.announce,
            http: config.http.address,
            media: (*config.rtp.start(), *config.rtp.end()),
            own_certificate: config.tls.is_none(),
        }
    }
}

/// The slice.
pub fn feature(config: &Config) -> Feature {
    Feature::new("installation").routes(api::routes).provide(Arc::new(Installation::of(config)))
}
