//! What the directory holds in memory, shared by all scopes.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use kernel::id::{ResellerId, TenantId};
use kernel::{Clock, Rng};
use sea_orm::EntityTrait;

use super::keys::{Holder, KeyChange, KeyKind, Keys};
use super::{Reseller, Tenant, read, write};
use crate::database::Access;
use crate::database::session::Session;
use crate::entity::{directory_key, reseller, tenant};
use crate::ladder::visits::Visits;
use crate::{Database, Error, Result, Sealer, TenantKind, TenantScope, TenantState, TenantTx};

/// The shared state behind the directory and every scope it minted.
pub(crate) struct House {
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) sealer: Sealer,
    pub(crate) realm: String,
    pub(crate) operator_home: TenantId,
    pub(crate) keys: Keys,
    tenants: RwLock<HashMap<TenantId, Entry>>,
    names: RwLock<HashMap<String, TenantId>>,
    resellers: RwLock<HashMap<ResellerId, Arc<Reseller>>>,
    generation: AtomicU64,
    attached: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// Held while a commit that changes keys or facts and its effect on memory happen: memory sees the
    /// commits in the database's order.
    pub(crate) commits: tokio::sync::Mutex<()>,
    /// Held while a reseller or tenant is created or changed: quotas are sums over memory.
    pub(crate) ladder: Arc<tokio::sync::Mutex<()>>,
    pub(crate) visits: Visits,
}

struct Entry {
    facts: Arc<Tenant>,
    /// Erased: scopes that outlive it still find the last facts, new ones are not minted.
    gone: bool,
}

/// What the tables hold, before it is in memory.
pub(crate) struct Loaded {
    pub(crate) tenants: Vec<Tenant>,
    pub(crate) resellers: Vec<Reseller>,
    pub(crate) keys: Vec<directory_key::Model>,
}

impl Loaded {
    pub(crate) async fn read(session: &Session) -> Result<Self> {
        let tenants = tenant::Entity::find().all(session).await?;
        let resellers = reseller::Entity::find().all(session).await?;
        Ok(Self {
            tenants: tenants.into_iter().map(Tenant::try_from).collect::<Result<_>>()?,
            resellers: resellers.into_iter().map(Reseller::try_from).collect::<Result<_>>()?,
            keys: directory_key::Entity::find().all(session).await?,
        })
    }
}

impl House {
    pub(crate) fn new(
        database: Database,
        (clock, rng): (Arc<dyn Clock>, Arc<dyn Rng>),
        sealer: Sealer,
        realm: String,
        loaded: Loaded,
    ) -> Result<Self> {
        let home = loaded.tenants.iter().find(|tenant| tenant.kind == crate::TenantKind::Operator);
        let operator_home =
            home.ok_or_else(|| Error::Setup("the database has no operator's home tenant".to_owned()))?.id;
        let house = Self {
            database,
            clock,
            rng,
            sealer,
            realm,
            operator_home,
            keys: Keys::default(),
            tenants: RwLock::default(),
            names: RwLock::default(),
            resellers: RwLock::default(),
            generation: AtomicU64::new(1),
            attached: RwLock::default(),
            commits: tokio::sync::Mutex::default(),
            ladder: Arc::default(),
            visits: Visits::default(),
        };
        loaded.tenants.into_iter().for_each(|facts| house.put_tenant(facts));
        loaded.resellers.into_iter().for_each(|facts| house.put_reseller(facts));
        for key in loaded.keys {
            let kind = KeyKind::from_word(&key.kind).ok_or_else(|| {
                Error::Setup(format!("the directory has a key of unknown kind {}", key.kind))
            })?;
            let holder = Holder { tenant: key.tenant_id.into(), subject: key.subject };
            house.keys.insert(kind, key.value.into(), holder);
        }
        Ok(house)
    }

    /// The mint: every scope comes from here.
    pub(crate) fn scope(self: &Arc<Self>, tenant: TenantId) -> Option<TenantScope> {
        let known = read(&self.tenants).get(&tenant).is_some_and(|entry| !entry.gone);
        known.then(|| TenantScope { tenant, house: self.clone() })
    }

    /// A transaction that may write the global tables, and one tenant's rows.
    pub(crate) async fn begin_directory(self: &Arc<Self>, tenant: TenantId) -> Result<TenantTx> {
        let session = self.database.begin(Access::Directory(Some(tenant))).await?;
        Ok(TenantTx::new(TenantScope { tenant, house: self.clone() }, session, crate::tx::Mode::Write))
    }

    pub(crate) fn tenant(&self, tenant: TenantId) -> Option<Arc<Tenant>> {
        read(&self.tenants).get(&tenant).map(|entry| entry.facts.clone())
    }

    pub(crate) fn tenant_named(&self, name: &str) -> Option<TenantId> {
        read(&self.names).get(name).copied()
    }

    pub(crate) fn living_tenants(&self) -> Vec<Arc<Tenant>> {
        let map = read(&self.tenants);
        let mut tenants: Vec<_> =
            map.values().filter(|entry| !entry.gone).map(|entry| entry.facts.clone()).collect();
        drop(map);
        tenants.sort_by(|a, b| a.name.cmp(&b.name));
        tenants
    }

    pub(crate) fn put_tenant(&self, facts: Tenant) {
        write(&self.names).insert(facts.name.clone(), facts.id);
        write(&self.tenants).insert(facts.id, Entry { facts: Arc::new(facts), gone: false });
        self.changed();
    }

    pub(crate) fn forget_tenant(&self, tenant: TenantId) {
        if let Some(entry) = write(&self.tenants).get_mut(&tenant) {
            entry.gone = true;
            write(&self.names).remove(&entry.facts.name);
        }
        self.keys.forget(tenant);
        self.changed();
    }

    pub(crate) fn reseller(&self, reseller: ResellerId) -> Option<Arc<Reseller>> {
        read(&self.resellers).get(&reseller).cloned()
    }

    pub(crate) fn resellers(&self) -> Vec<Arc<Reseller>> {
        let mut list: Vec<_> = read(&self.resellers).values().cloned().collect();
        list.sort_by(|a, b| a.name.cmp(&b.name));
        list
    }

    pub(crate) fn put_reseller(&self, facts: Reseller) {
        let (id, state) = (facts.id, facts.state);
        let before = write(&self.resellers).insert(facts.id, Arc::new(facts));
        if before.is_some_and(|before| before.state != state) {
            self.touch_tenants(id);
        }
        self.changed();
    }

    pub(crate) fn forget_reseller(&self, reseller: ResellerId) {
        write(&self.resellers).remove(&reseller);
        self.changed();
    }

    /// Whoever compiled facts of a reseller's tenants has to look again.
    fn touch_tenants(&self, reseller: ResellerId) {
        for entry in write(&self.tenants).values_mut().filter(|it| it.facts.reseller == Some(reseller)) {
            Arc::make_mut(&mut entry.facts).generation += 1;
        }
    }

    /// Whether a tenant works, and why not: what its reseller is told counts for it too.
    pub(crate) fn standing(&self, tenant: &Tenant) -> (TenantState, Option<String>) {
        let above = tenant.reseller.and_then(|reseller| self.reseller(reseller));
        match above.filter(|above| tenant.state == TenantState::Active && above.state != tenant.state) {
            // What its reseller deletes is not deleted by that: it waits, as if suspended.
            Some(above) if tenant.kind == TenantKind::Customer => {
                (TenantState::Suspended, above.reason.clone())
            }
            Some(above) => (above.state, above.reason.clone()),
            None => (tenant.state, tenant.reason.clone()),
        }
    }

    pub(crate) fn apply(&self, changes: Vec<KeyChange>) {
        if !changes.is_empty() {
            changes.into_iter().for_each(|change| self.keys.apply(change));
            self.changed();
        }
    }

    pub(crate) fn attach(&self, value: Arc<dyn Any + Send + Sync>, key: TypeId) {
        write(&self.attached).entry(key).or_insert(value);
    }

    pub(crate) fn attached<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let value = read(&self.attached).get(&TypeId::of::<T>()).cloned()?;
        value.downcast().ok()
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    fn changed(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }
}
