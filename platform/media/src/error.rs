//! Why a media command failed.

use kernel::fault::{Fault, FaultKind};
use std::{io, net::IpAddr};

/// Errors of [`crate::Media`].
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The configured ports hold no even port with its odd neighbour.
    #[error("the port range holds no even port followed by an odd one")]
    EmptyRange,
    /// No local address was configured.
    #[error("no local media address is configured")]
    NoAddress,
    /// This address was not configured.
    #[error("{0} is not one of the configured media addresses")]
    UnknownAddress(IpAddr),
    /// Every pair of ports of this address is in use, by us or by others.
    #[error("all media ports of {0} are in use")]
    PortsExhausted(IpAddr),
    /// The system refused a socket for another reason than a port in use.
    #[error("media socket on {address} failed")]
    Socket {
        /// Local address.
        address: IpAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A thread, an epoll or an event descriptor could not be had.
    #[error("the media threads could not start")]
    Start(#[source] io::Error),
    /// The media threads have ended.
    #[error("the media threads have stopped")]
    Stopped,
}

impl Fault for MediaError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::EmptyRange | Self::NoAddress | Self::UnknownAddress(_) => FaultKind::Invalid,
            Self::PortsExhausted(_) | Self::Socket { .. } | Self::Start(_) | Self::Stopped => {
                FaultKind::Unavailable
            }
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::EmptyRange => "media.empty_port_range",
            Self::NoAddress => "media.no_address",
            Self::UnknownAddress(_) => "media.unknown_address",
            Self::PortsExhausted(_) => "media.ports_exhausted",
            Self::Socket { .. } => "media.socket_failed",
            Self::Start(_) => "media.start_failed",
            Self::Stopped => "media.stopped",
        }
    }
}
