//! All tenants' routing at one moment: the immutable snapshot that the call path reads.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use kernel::id::{TenantId, TrunkId};
use switch::TenantLimits;
use tenancy::TenantScope;

use super::compile::CompiledTrunk;
use super::table::Table;
use crate::trunks::SourceAddress;

/// One tenant, compiled.
#[derive(Debug)]
pub struct Tenant {
    /// Its scope.
    pub scope: TenantScope,
    /// Which facts of the tenant this was compiled from.
    pub generation: u64,
    /// Its SIP domains, in lower case.
    pub domains: Arc<[Arc<str>]>,
    /// Its bounds.
    pub limits: TenantLimits,
    /// What decisions read.
    pub table: Table,
    /// Its trunks that are switched on.
    pub trunks: HashMap<TrunkId, CompiledTrunk>,
}

/// A trunk and whose it is.
pub type Owned = (TenantId, TrunkId);

/// The snapshot. A new one replaces the old one whole; readers keep what they hold.
#[derive(Debug, Default, Clone)]
pub struct Index {
    tenants: HashMap<TenantId, Arc<Tenant>>,
    sources: HashMap<(IpAddr, Option<u16>), Vec<Owned>>,
    tokens: HashMap<Arc<str>, Owned>,
    generation: u64,
}

impl Index {
    /// A tenant.
    pub fn tenant(&self, tenant: TenantId) -> Option<&Arc<Tenant>> {
        self.tenants.get(&tenant)
    }

    /// All tenants.
    pub fn tenants(&self) -> impl Iterator<Item = &Arc<Tenant>> {
        self.tenants.values()
    }

    /// A trunk.
    pub fn trunk(&self, (tenant, trunk): Owned) -> Option<&CompiledTrunk> {
        self.tenants.get(&tenant)?.trunks.get(&trunk)
    }

    /// Trunks whose requests come from there; those that name the port come first.
    pub fn at_source(&self, source: SocketAddr) -> impl Iterator<Item = Owned> + '_ {
        let ip = source.ip().to_canonical();
        let of = move |port| self.sources.get(&(ip, port)).into_iter().flatten().copied();
        of(Some(source.port())).chain(of(None))
    }

    /// The trunk that registered this contact.
    pub fn by_token(&self, token: &str) -> Option<Owned> {
        self.tokens.get(token).copied()
    }

    /// Grows with every change.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// This snapshot with one tenant replaced, or taken out where it is gone.
    #[must_use]
    pub fn with(&self, id: TenantId, tenant: Option<Arc<Tenant>>) -> Self {
        let mut next = self.clone();
        next.generation += 1;
        if let Some(old) = next.tenants.remove(&id) {
            for trunk in old.trunks.values() {
                next.tokens.remove(&trunk.contact_token);
                for source in &trunk.sources {
                    next.forget_source(id, *source);
                }
            }
        }
        if let Some(tenant) = tenant {
            for (trunk_id, trunk) in &tenant.trunks {
                next.tokens.insert(trunk.contact_token.clone(), (id, *trunk_id));
                for source in &trunk.sources {
                    next.sources.entry((source.ip, source.port)).or_default().push((id, *trunk_id));
                }
            }
            next.tenants.insert(id, tenant);
        }
        next
    }

    fn forget_source(&mut self, tenant: TenantId, source: SourceAddress) {
        let key = (source.ip, source.port);
        if let Some(owned) = self.sources.get_mut(&key) {
            owned.retain(|(owner, _)| *owner != tenant);
            if owned.is_empty() {
                self.sources.remove(&key);
            }
        }
    }
}
