//! A binding: one device's contact under an endpoint (RFC 3261 §10), as the location door keeps it.

use std::net::SocketAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::id::{DeviceId, EndpointId, TenantId};

/// The transport a contact is reached over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// SIP over UDP.
    Udp,
    /// SIP over TCP.
    Tcp,
    /// SIP over TLS.
    Tls,
    /// SIP over WebSocket (RFC 7118).
    Ws,
    /// SIP over secure WebSocket.
    Wss,
}

/// One registered contact of one endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// Names the device in the API; stays while the contact (or its instance) is refreshed.
    pub device: DeviceId,
    /// The tenant that the endpoint belongs to.
    pub tenant: TenantId,
    /// Whose contact this is.
    pub endpoint: EndpointId,
    /// The contact URI as the device gave it, without angle brackets.
    pub contact: Arc<str>,
    /// Path header values (RFC 3327), topmost first.
    pub path: Vec<Arc<str>>,
    /// Transport of the registration.
    pub wire: Wire,
    /// Where the registration came from: where requests to the device are sent (RFC 3581, RFC 5626).
    pub source: SocketAddr,
    /// Our address that it came to.
    pub local: SocketAddr,
    /// The connection of a stream transport, 0 for datagrams. It is meaningless after a restart.
    pub flow: u64,
    /// `+sip.instance` (RFC 5626), without quotes and angle brackets.
    pub instance: Option<Arc<str>>,
    /// `reg-id` (RFC 5626).
    pub reg_id: Option<u32>,
    /// Priority in thousandths, 0 to 1000.
    pub q_millis: u16,
    /// The User-Agent header, shortened to 80 characters.
    pub user_agent: Option<Arc<str>>,
    /// Call-ID of the registration.
    pub call_id: Arc<str>,
    /// Its latest CSeq.
    pub cseq: u32,
    /// When this contact was first registered.
    pub since: Timestamp,
    /// When it lapses unless refreshed.
    pub expires: Timestamp,
}
