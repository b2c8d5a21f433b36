//! Where devices are registered from: exact addresses, and the connections that some of them depend on.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{PoisonError, RwLock};

use kernel::id::{DeviceId, EndpointId, TenantId};
use kernel::{Binding, Wire};

/// A binding by its ids.
pub type Key = (TenantId, EndpointId, DeviceId);

/// Counts bindings by source and finds them by connection. Bounded by the number of bindings.
#[derive(Debug, Default)]
pub struct Sources(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    counts: HashMap<SocketAddr, u32>,
    flows: HashMap<u64, Vec<Key>>,
}

/// Whether a binding ends with its connection: nobody can connect to a browser, and an outbound device has said
/// that it will come back itself (RFC 5626 §5.3). Other stream contacts may be connected to again.
fn ends_with_flow(binding: &Binding) -> bool {
    binding.flow != 0 && (matches!(binding.wire, Wire::Ws | Wire::Wss) || binding.reg_id.is_some())
}

fn key(binding: &Binding) -> Key {
    (binding.tenant, binding.endpoint, binding.device)
}

impl Sources {
    /// A binding came.
    pub fn add(&self, binding: &Binding) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *known.counts.entry(binding.source).or_insert(0) += 1;
        if ends_with_flow(binding) {
            known.flows.entry(binding.flow).or_default().push(key(binding));
        }
    }

    /// A binding went.
    pub fn remove(&self, binding: &Binding) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match known.counts.get_mut(&binding.source) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(known.counts.remove(&binding.source)),
        }
        if let Some(keys) = known.flows.get_mut(&binding.flow) {
            keys.retain(|other| *other != key(binding));
            if keys.is_empty() {
                known.flows.remove(&binding.flow);
            }
        }
    }

    /// Whether a device is registered from exactly there: then a request from there is a phone's, not a trunk's.
    pub fn has(&self, source: SocketAddr) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).counts.contains_key(&source)
    }

    /// The bindings that end with a connection.
    pub fn over(&self, connection: u64) -> Vec<Key> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.flows.get(&connection).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Timestamp;
    use kernel::id::Uuid;

    fn binding(wire: Wire, flow: u64, reg_id: Option<u32>) -> Binding {
        Binding {
            device: DeviceId(Uuid::nil()),
            tenant: TenantId(Uuid::nil()),
            endpoint: EndpointId(Uuid::nil()),
            contact: "sip:1@192.0.2.1".into(),
            path: Vec::new(),
            wire,
            source: "192.0.2.1:5060".parse().unwrap(),
            local: "192.0.2.10:5060".parse().unwrap(),
            flow,
            instance: None,
            reg_id,
            q_millis: 1_000,
            user_agent: None,
            call_id: "a".into(),
            cseq: 1,
            since: Timestamp::EPOCH,
            expires: Timestamp::EPOCH,
        }
    }

    #[test]
    fn a_source_counts_until_its_last_binding_is_gone() {
        let (sources, phone) = (Sources::default(), binding(Wire::Udp, 0, None));
        sources.add(&phone);
        sources.add(&phone);
        sources.remove(&phone);
        assert!(sources.has(phone.source));
        sources.remove(&phone);
        assert!(!sources.has(phone.source));
        sources.remove(&phone);
    }

    #[test]
    fn browsers_and_outbound_devices_end_with_their_connection() {
        let sources = Sources::default();
        sources.add(&binding(Wire::Wss, 1, None));
        sources.add(&binding(Wire::Tcp, 2, Some(1)));
        sources.add(&binding(Wire::Tcp, 3, None));
        assert_eq!([1, 2, 3].map(|flow| sources.over(flow).len()), [1, 1, 0]);
        sources.remove(&binding(Wire::Wss, 1, None));
        assert!(sources.over(1).is_empty());
    }
}
