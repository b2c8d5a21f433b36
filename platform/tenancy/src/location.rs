//! The location door: bindings of endpoints in memory, outliving a restart in an append-only file.

mod codec;
mod log;
mod map;

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use kernel::id::{DeviceId, EndpointId, TenantId};
use kernel::{Binding, Timestamp};

use crate::{Error, Result, TenantScope};
use log::Writer;
use map::Map;

/// Where endpoints are registered. Written by the registrar alone; clones share one state.
///
/// A loaded binding of a stream transport has `flow` 0: its connection ended with the process before.
#[derive(Clone)]
pub struct Location {
    map: Arc<Map>,
    writer: Option<Arc<Writer>>,
}

impl Location {
    /// Loads `registrations.log` from the data folder, dropping what has expired by `now`, and starts its
    /// writer thread.
    ///
    /// # Errors
    /// [`Error::File`] when the folder or file is not usable. A torn tail is cut off, not an error.
    pub fn open(folder: &Path, now: Timestamp) -> Result<Self> {
        let path = folder.join("registrations.log");
        let at = |source| Error::File { path: path.clone(), source };
        std::fs::create_dir_all(folder).map_err(at)?;
        let map = Arc::new(Map::default());
        log::load(&path, &map, now).map_err(at)?;
        let writer = Writer::start(path.clone(), map.clone()).map_err(at)?;
        Ok(Self { map, writer: Some(Arc::new(writer)) })
    }

    /// A door that forgets at exit, for tests.
    pub fn in_memory() -> Self {
        Self { map: Arc::default(), writer: None }
    }

    /// Adds or replaces the binding of `binding.device`. Does not wait for the file.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the binding is not of this tenant.
    pub fn put(&self, scope: &TenantScope, binding: Binding) -> Result<()> {
        if binding.tenant != scope.tenant() {
            return Err(Error::NotFound { what: "endpoint" });
        }
        let endpoint = binding.endpoint;
        self.map.put(binding);
        self.note(scope, endpoint);
        Ok(())
    }

    /// Removes one device's binding and answers it.
    pub fn remove(&self, scope: &TenantScope, endpoint: EndpointId, device: DeviceId) -> Option<Binding> {
        let removed = self.map.remove(scope.tenant(), endpoint, |binding| binding.device == device);
        if !removed.is_empty() {
            self.note(scope, endpoint);
        }
        removed.into_iter().next()
    }

    /// Removes all bindings of an endpoint (deleted, secret changed) and answers them.
    pub fn remove_all(&self, scope: &TenantScope, endpoint: EndpointId) -> Vec<Binding> {
        let removed = self.map.remove(scope.tenant(), endpoint, |_| true);
        if !removed.is_empty() {
            self.note(scope, endpoint);
        }
        removed
    }

    /// The bindings of an endpoint, without allocation. Those expired but not polled yet are among them.
    pub fn of(&self, scope: &TenantScope, endpoint: EndpointId) -> Arc<[Binding]> {
        self.map.of(scope.tenant(), endpoint)
    }

    /// All bindings of a tenant, in no order.
    pub fn all(&self, scope: &TenantScope) -> Vec<Binding> {
        self.map.all(scope.tenant())
    }

    /// How many bindings a tenant has.
    pub fn count(&self, scope: &TenantScope) -> usize {
        self.map.count(scope.tenant())
    }

    /// How many bindings there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes what has expired by `now` and answers it.
    pub fn poll_expired(&self, now: Timestamp) -> Vec<Binding> {
        let expired = self.map.poll_expired(now);
        if let Some(writer) = &self.writer {
            expired.iter().for_each(|binding| writer.note(binding.tenant, binding.endpoint));
        }
        expired
    }

    /// When `poll_expired` should be called next, or earlier; none when nothing is registered.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.map.poll_timeout()
    }

    /// Whether a device is registered from behind this address (scanner protection never silences it).
    pub fn is_known_source(&self, address: IpAddr) -> bool {
        self.map.is_known_source(address)
    }

    /// The tenants of devices that are registered from exactly this address and port. Looks at every binding.
    pub fn tenants_at(&self, source: SocketAddr) -> Vec<TenantId> {
        self.map.tenants_at(source)
    }

    /// Grows with every change.
    pub fn generation(&self) -> u64 {
        self.map.generation()
    }

    /// Waits until everything handed in so far has reached the file (drain at shutdown).
    pub fn flush(&self) {
        if let Some(writer) = &self.writer {
            writer.flush();
        }
    }

    fn note(&self, scope: &TenantScope, endpoint: EndpointId) {
        if let Some(writer) = &self.writer {
            writer.note(scope.tenant(), endpoint);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::time::Duration;

    use kernel::Wire;
    use kernel::id::Uuid;
    use proptest::prelude::*;

    use super::*;

    pub(super) fn binding(tenant: u128, endpoint: u128, device: u128, expires_secs: u64) -> Binding {
        Binding {
            device: Uuid::from_u128(device).into(),
            tenant: Uuid::from_u128(tenant).into(),
            endpoint: Uuid::from_u128(endpoint).into(),
            contact: format!("sip:{endpoint}@192.0.2.{device}:5060;transport=udp").into(),
            path: vec!["<sip:edge.example;lr>".into()],
            wire: Wire::Udp,
            source: format!("192.0.2.{}:5060", device % 200).parse().unwrap(),
            local: "[2001:db8::1]:5060".parse().unwrap(),
            flow: 0,
            instance: device.is_multiple_of(2).then(|| "urn:uuid:f81d4fae".into()),
            reg_id: device.is_multiple_of(3).then_some(1),
            q_millis: 1000,
            user_agent: Some("Desk 1.0".into()),
            call_id: "a84b4c76e66710".into(),
            cseq: 7,
            since: Timestamp::EPOCH,
            expires: Timestamp::EPOCH + Duration::from_secs(expires_secs),
        }
    }

    fn at(secs: u64) -> Timestamp {
        Timestamp::EPOCH + Duration::from_secs(secs)
    }

    #[test]
    fn bindings_lapse_at_their_time_and_a_refresh_prolongs_them() {
        let map = Map::default();
        map.put(binding(1, 1, 1, 100));
        map.put(binding(1, 1, 2, 50));
        assert_eq!(map.poll_timeout(), Some(at(50)));
        assert!(map.poll_expired(at(49)).is_empty());
        map.put(binding(1, 1, 2, 300));
        assert!(map.poll_expired(at(50)).is_empty());
        assert_eq!(map.poll_timeout(), Some(at(100)));
        let gone = map.poll_expired(at(100));
        assert_eq!(
            gone.iter().map(|binding| binding.device).collect::<Vec<_>>(),
            [Uuid::from_u128(1).into()]
        );
        assert_eq!(map.len(), 1);
        assert_eq!(map.poll_expired(at(300)).len(), 1);
        assert_eq!((map.len(), map.poll_timeout()), (0, None));
    }

    #[test]
    fn a_shortened_binding_lapses_early() {
        let map = Map::default();
        map.put(binding(1, 1, 1, 3600));
        map.put(binding(1, 1, 1, 10));
        assert_eq!(map.poll_expired(at(10)).len(), 1);
        assert!(map.poll_expired(at(3600)).is_empty());
    }

    #[test]
    fn coming_and_going_leaves_nothing_behind() {
        let map = Map::default();
        for round in 0..10_000 {
            let one = binding(1, 1, 1, 3600 + round % 7);
            map.put(one.clone());
            map.remove(one.tenant, one.endpoint, |_| true);
        }
        assert!(map.alarms() < 200, "{} alarms for no binding", map.alarms());
        map.put(binding(1, 1, 1, 7200));
        assert!(map.poll_expired(at(7199)).is_empty());
        assert_eq!(map.poll_expired(at(7200)).len(), 1);
    }

    #[test]
    fn an_address_is_known_while_a_device_is_registered_from_it() {
        let map = Map::default();
        let mut moved = binding(1, 1, 1, 100);
        let (first, second) = (moved.source.ip(), "198.51.100.9".parse().unwrap());
        map.put(moved.clone());
        map.put(binding(2, 9, 1, 100));
        assert!(map.is_known_source(first));
        moved.source.set_ip(second);
        map.put(moved);
        assert!(map.is_known_source(first) && map.is_known_source(second));
        let there = |source: &str| map.tenants_at(source.parse().unwrap());
        assert_eq!(there("192.0.2.1:5060"), [Uuid::from_u128(2).into()]);
        assert_eq!(there("198.51.100.9:5060"), [Uuid::from_u128(1).into()]);
        assert_eq!(there("198.51.100.9:5061"), []);
        map.poll_expired(at(100));
        assert!(!map.is_known_source(first) && !map.is_known_source(second));
    }

    #[test]
    fn a_binding_takes_at_most_600_bytes_with_what_it_points_to() {
        let one = binding(1, 1, 1, 100);
        let texts = [one.contact.len(), one.call_id.len(), 45].map(|len| len + 16);
        let entry = 2 * (size_of::<EndpointId>() + size_of::<(Arc<[Binding]>, Timestamp)>() + 1);
        let alarm = size_of::<(Timestamp, TenantId, EndpointId)>();
        assert!(size_of::<Binding>() + 16 + texts.iter().sum::<usize>() + entry + alarm <= 600);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Put { tenant: u128, endpoint: u128, device: u128, lasts: u64 },
        Remove { tenant: u128, endpoint: u128, device: u128 },
        Wait(u64),
    }

    fn step() -> impl Strategy<Value = Step> {
        let key = (1..3_u128, 1..4_u128, 1..4_u128);
        prop_oneof![
            4 => (key.clone(), 1..60_u64).prop_map(|((tenant, endpoint, device), lasts)| Step::Put {
                tenant, endpoint: endpoint + 10 * tenant, device, lasts
            }),
            1 => key.prop_map(|(tenant, endpoint, device)| Step::Remove {
                tenant, endpoint: endpoint + 10 * tenant, device
            }),
            2 => (1..30_u64).prop_map(Step::Wait),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_map_behaves_as_a_plain_list_and_so_does_its_file(steps in prop::collection::vec(step(), 1..60)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("registrations.log");
            let map = Arc::new(Map::default());
            let writer = Writer::start(path.clone(), map.clone()).unwrap();
            let mut plain: HashMap<(u128, u128, u128), u64> = HashMap::new();
            let mut now = 0;
            for step in steps {
                match step {
                    Step::Put { tenant, endpoint, device, lasts } => {
                        let one = binding(tenant, endpoint, device, now + lasts);
                        writer_note(&map, &writer, one);
                        plain.insert((tenant, endpoint, device), now + lasts);
                    }
                    Step::Remove { tenant, endpoint, device } => {
                        let (tenant_id, endpoint_id) = (Uuid::from_u128(tenant).into(), Uuid::from_u128(endpoint).into());
                        let device_id = Uuid::from_u128(device).into();
                        let gone = map.remove(tenant_id, endpoint_id, |other| other.device == device_id);
                        writer.note(tenant_id, endpoint_id);
                        prop_assert_eq!(gone.len(), usize::from(plain.remove(&(tenant, endpoint, device)).is_some()));
                    }
                    Step::Wait(secs) => {
                        now += secs;
                        let gone = map.poll_expired(at(now));
                        gone.iter().for_each(|one| writer.note(one.tenant, one.endpoint));
                        let before = plain.len();
                        plain.retain(|_, expires| *expires > now);
                        prop_assert_eq!(gone.len(), before - plain.len());
                    }
                }
                prop_assert_eq!(map.len(), plain.len());
            }
            writer.flush();
            let loaded = Map::default();
            log::load(&path, &loaded, at(now)).unwrap();
            for tenant in 1..3_u128 {
                let id: TenantId = Uuid::from_u128(tenant).into();
                prop_assert_eq!(loaded.count(id), plain.keys().filter(|(of, ..)| *of == tenant).count());
                prop_assert_eq!(map.count(id), loaded.count(id));
            }
        }

        #[test]
        fn no_bytes_make_the_record_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = codec::decode(&bytes);
        }
    }

    fn writer_note(map: &Map, writer: &Writer, one: Binding) {
        let (tenant, endpoint) = (one.tenant, one.endpoint);
        map.put(one);
        writer.note(tenant, endpoint);
    }
}
