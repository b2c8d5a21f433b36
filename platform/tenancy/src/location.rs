//! The location door: bindings of endpoints in memory, outliving a restart in an append-only file.

use std::path::Path;
use std::sync::Arc;

use kernel::id::{DeviceId, EndpointId};
use kernel::{Binding, Timestamp};

use crate::{Result, TenantScope};

/// Where endpoints are registered. Written by the registrar alone; clones share one state.
///
/// A loaded binding of a stream transport has `flow` 0: its connection ended with the process before.
#[derive(Clone)]
pub struct Location {}

impl Location {
    /// Loads `registrations.log` from the data folder, dropping what has expired by `now`, and starts its
    /// writer thread.
    ///
    /// # Errors
    /// [`crate::Error::File`] when the folder or file is not usable. A torn tail is cut off, not an error.
    pub fn open(folder: &Path, now: Timestamp) -> Result<Self> {
        todo!()
    }

    /// A door that forgets at exit, for tests.
    pub fn in_memory() -> Self {
        todo!()
    }

    /// Adds or replaces the binding of `binding.device`. Does not wait for the file.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when the binding is not of this tenant.
    pub fn put(&self, scope: &TenantScope, binding: Binding) -> Result<()> {
        todo!()
    }

    /// Removes one device's binding and answers it.
    pub fn remove(&self, scope: &TenantScope, endpoint: EndpointId, device: DeviceId) -> Option<Binding> {
        todo!()
    }

    /// Removes all bindings of an endpoint (deleted, secret changed) and answers them.
    pub fn remove_all(&self, scope: &TenantScope, endpoint: EndpointId) -> Arc<[Binding]> {
        todo!()
    }

    /// The bindings of an endpoint, without allocation. Those expired but not polled yet are among them.
    pub fn of(&self, scope: &TenantScope, endpoint: EndpointId) -> Arc<[Binding]> {
        todo!()
    }

    /// All bindings of a tenant, in no order.
    pub fn all(&self, scope: &TenantScope) -> Vec<Binding> {
        todo!()
    }

    /// How many bindings a tenant has.
    pub fn count(&self, scope: &TenantScope) -> usize {
        todo!()
    }

    /// How many bindings there are.
    pub fn len(&self) -> usize {
        todo!()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes what has expired by `now` and answers it.
    pub fn poll_expired(&self, now: Timestamp) -> Vec<Binding> {
        todo!()
    }

    /// When `poll_expired` should be called next; none when nothing is registered.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        todo!()
    }

    /// Whether a device is registered from behind this address (scanner protection never silences it).
    pub fn is_known_source(&self, address: std::net::IpAddr) -> bool {
        todo!()
    }

    /// Grows with every change.
    pub fn generation(&self) -> u64 {
        todo!()
    }

    /// Waits until everything handed in so far has reached the file (drain at shutdown).
    pub fn flush(&self) {
        todo!()
    }
}
