//! The directory: resellers, tenants and keys in memory, and the only mint of scopes.

mod keys;
pub(crate) mod state;

use std::any::{Any, TypeId};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use kernel::id::{ResellerId, TenantId, Uuid};
use kernel::{Clock, Rng, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde::Serialize;

pub use keys::KeyKind;
pub(crate) use keys::{Holder, KeyChange};
use state::{House, Loaded};

use crate::database::Access;
use crate::database::session::Session;
use crate::entity::{Limits, TakenPlan, TenantKind, TenantState, reseller, setting, tenant};
use crate::ladder::{OperatorScope, Quota, ResellerScope};
use crate::{Database, Error, Result, Sealer, TenantScope, TenantTx};

/// Name of the setting that holds the SIP realm.
const REALM: &str = "sip_realm";

/// What a key names.
#[derive(Debug, Clone)]
pub struct Found {
    /// The tenant.
    pub scope: TenantScope,
    /// The endpoint, trunk, number … in it.
    pub subject: Uuid,
}

/// The facts of a tenant that everything else needs at hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Whose it is; none for the operator's home.
    pub reseller: Option<ResellerId>,
    /// What it is.
    pub kind: TenantKind,
    /// The short name in paths and sign-ins (`/t/NAME`, `user@NAME`): lower-case letters, digits, hyphens.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// Its SIP domain.
    pub domain: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// BCP 47.
    pub language: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Whether it works, as far as it is up to the tenant: see [`TenantScope::state`].
    pub state: TenantState,
    /// Why it is suspended, for its people to read.
    pub reason: Option<String>,
    /// When what is being deleted is erased.
    pub erase_after: Option<Timestamp>,
    /// What it may use.
    pub limits: Limits,
    /// The plan that its limits follow.
    pub plan: Option<TakenPlan>,
    /// Grows with each change of these facts.
    pub generation: u64,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The facts of a reseller.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reseller {
    /// Its id.
    pub id: ResellerId,
    /// The short name.
    pub name: String,
    /// The name people read.
    pub title: String,
    /// The tenant of its staff.
    pub home: TenantId,
    /// What its tenants may use together.
    pub quota: Quota,
    /// Whether it works; while it does not, its tenants do not either.
    pub state: TenantState,
    /// Why it is suspended.
    pub reason: Option<String>,
    /// When what is being deleted is erased.
    pub erase_after: Option<Timestamp>,
    /// Grows with each change of these facts.
    pub generation: u64,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The directory. Lookups answer from memory and never wait; clones share one state.
#[derive(Clone)]
pub struct Directory {
    house: Arc<House>,
}

impl Directory {
    /// Loads resellers, tenants and keys; on an empty database creates the operator's home tenant (named
    /// `operator`) and chooses the installation's SIP realm.
    ///
    /// # Errors
    /// [`Error::Database`] when the tables do not answer or were not migrated.
    pub async fn open(
        database: Database,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        sealer: Sealer,
    ) -> Result<Self> {
        let session = database.begin(Access::Directory(None)).await?;
        let realm = match setting::Entity::find_by_id(REALM).one(&session).await? {
            Some(setting) => setting.value,
            None => found(&session, &*clock, &*rng).await?,
        };
        let loaded = Loaded::read(&session).await?;
        session.commit().await?;
        let house = House::new(database, (clock, rng), sealer, realm, loaded)?;
        Ok(Self { house: Arc::new(house) })
    }

    /// Whom this key names; of a shared kind the first holder.
    pub fn find(&self, kind: KeyKind, value: &str) -> Option<Found> {
        let holder = self.house.keys.first(kind, value)?;
        Some(Found { scope: self.house.scope(holder.tenant)?, subject: holder.subject })
    }

    /// Everyone whom this key names: more than one only for [shared](KeyKind::is_shared) kinds.
    pub fn find_all(&self, kind: KeyKind, value: &str) -> Vec<Found> {
        let holders = self.house.keys.all(kind, value).into_iter();
        holders
            .filter_map(|holder| {
                Some(Found { scope: self.house.scope(holder.tenant)?, subject: holder.subject })
            })
            .collect()
    }

    /// The scope of a session cookie or token that names its tenant; the caller checks its secret inside.
    pub fn session(&self, tenant: TenantId) -> Option<TenantScope> {
        self.house.scope(tenant)
    }

    /// The scope of a job, journal record or event that was written inside this tenant.
    pub fn envelope(&self, tenant: TenantId) -> Option<TenantScope> {
        self.house.scope(tenant)
    }

    /// The scope that a sign-in names by path or `user@NAME`.
    pub fn tenant_by_name(&self, name: &str) -> Option<TenantScope> {
        self.house.scope(self.house.tenant_named(name)?)
    }

    /// Scopes of all tenants, for the installation's own loops (loading routing, pruning). Ordered by name.
    pub fn every(&self) -> Vec<TenantScope> {
        let tenants = self.house.living_tenants();
        tenants.into_iter().filter_map(|tenant| self.house.scope(tenant.id)).collect()
    }

    /// The facts of this scope's tenant. A deleted tenant's scope answers its last facts.
    pub fn tenant(&self, scope: &TenantScope) -> Arc<Tenant> {
        scope.facts()
    }

    /// The scope of a reseller, when `home` is the home of its staff. The caller checks the permission.
    pub fn reseller(&self, home: &TenantScope) -> Option<ResellerScope> {
        let facts = self.house.tenant(home.tenant())?;
        let reseller = facts.reseller.filter(|_| facts.kind == TenantKind::Reseller)?;
        Some(ResellerScope::new(reseller, facts.id, self.house.clone()))
    }

    /// The operator's scope, when `home` is the home of its staff. The caller checks the permission.
    pub fn operator(&self, home: &TenantScope) -> Option<OperatorScope> {
        (home.tenant() == self.house.operator_home).then(|| self.console())
    }

    /// The operator's scope for the console: the socket in the data folder, whose owner is the operator.
    pub fn console(&self) -> OperatorScope {
        OperatorScope::new(TenantScope { tenant: self.house.operator_home, house: self.house.clone() })
    }

    /// Begins one transaction that will carry several tenants' rows, starting with this one
    /// ([`TenantTx::turn`] goes on).
    ///
    /// # Errors
    /// As [`TenantScope::begin`].
    pub async fn batch(&self, first: &TenantScope) -> Result<TenantTx> {
        first.begin().await
    }

    /// The SIP realm that this installation chose at its first start.
    pub fn realm(&self) -> &str {
        &self.house.realm
    }

    /// Hangs a value on the directory that transactions of every scope can reach by its type
    /// ([`TenantScope::attached`]): how a higher layer hears of commits. The first one of a type stays.
    pub fn attach<T: Any + Send + Sync>(&self, value: Arc<T>) {
        self.house.attach(value, TypeId::of::<T>());
    }

    /// Grows with every change of a key, tenant or reseller.
    pub fn generation(&self) -> u64 {
        self.house.generation()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Database`] when it does not.
    pub async fn ping(&self) -> Result<()> {
        self.house.database.ping().await
    }

    /// The clock it was opened with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.house.clock
    }

    /// The randomness it was opened with.
    pub fn rng(&self) -> &Arc<dyn Rng> {
        &self.house.rng
    }
}

/// First start: the realm, and the home of the operator's staff.
async fn found(session: &Session, clock: &dyn Clock, rng: &dyn Rng) -> Result<String> {
    let realm = format!("conmuta-{}", kernel::rng::draw_text(rng, b"abcdefghjkmnpqrstuvwxyz23456789", 8));
    let row = setting::ActiveModel { name: Set(REALM.to_owned()), value: Set(realm.clone()) };
    row.insert(session).await?;
    let now = clock.now();
    let home = Tenant {
        id: TenantId::new(now, rng),
        reseller: None,
        kind: TenantKind::Operator,
        name: "operator".to_owned(),
        title: "Operator".to_owned(),
        domain: None,
        country: "ES".to_owned(),
        language: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        state: TenantState::Active,
        reason: None,
        erase_after: None,
        limits: Limits::default(),
        plan: None,
        generation: 1,
        created_at: now,
    };
    home.row(now)?.insert(session).await?;
    Ok(realm)
}

impl Tenant {
    /// All columns, to insert or to overwrite.
    pub(crate) fn row(&self, now: Timestamp) -> Result<tenant::ActiveModel> {
        Ok(tenant::ActiveModel {
            id: Set(self.id.uuid()),
            reseller_id: Set(self.reseller.map(ResellerId::uuid)),
            kind: Set(self.kind),
            name: Set(self.name.clone()),
            title: Set(self.title.clone()),
            domain: Set(self.domain.clone()),
            country: Set(self.country.clone()),
            language: Set(self.language.clone()),
            time_zone: Set(self.time_zone.clone()),
            state: Set(self.state),
            reason: Set(self.reason.clone()),
            erase_after: Set(self.erase_after.map(Into::into)),
            limits: Set(to_json(&self.limits)?),
            plan: Set(self.plan.as_ref().map(to_json).transpose()?),
            generation: Set(i64::try_from(self.generation).unwrap_or(i64::MAX)),
            created_at: Set(self.created_at.into()),
            updated_at: Set(now.into()),
        })
    }
}

impl TryFrom<tenant::Model> for Tenant {
    type Error = Error;

    fn try_from(row: tenant::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            reseller: row.reseller_id.map(ResellerId::from),
            kind: row.kind,
            limits: from_json(row.limits)?,
            plan: row.plan.map(from_json).transpose()?,
            name: row.name,
            title: row.title,
            domain: row.domain,
            country: row.country,
            language: row.language,
            time_zone: row.time_zone,
            state: row.state,
            reason: row.reason,
            erase_after: row.erase_after.map(Into::into),
            generation: u64::try_from(row.generation).unwrap_or(0),
            created_at: row.created_at.into(),
        })
    }
}

impl Reseller {
    /// All columns, to insert or to overwrite.
    pub(crate) fn row(&self, now: Timestamp) -> Result<reseller::ActiveModel> {
        Ok(reseller::ActiveModel {
            id: Set(self.id.uuid()),
            name: Set(self.name.clone()),
            title: Set(self.title.clone()),
            home_tenant_id: Set(self.home.uuid()),
            quota: Set(to_json(&self.quota)?),
            state: Set(self.state),
            reason: Set(self.reason.clone()),
            erase_after: Set(self.erase_after.map(Into::into)),
            generation: Set(i64::try_from(self.generation).unwrap_or(i64::MAX)),
            created_at: Set(self.created_at.into()),
            updated_at: Set(now.into()),
        })
    }
}

impl TryFrom<reseller::Model> for Reseller {
    type Error = Error;

    fn try_from(row: reseller::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            quota: from_json(row.quota)?,
            name: row.name,
            title: row.title,
            home: row.home_tenant_id.into(),
            state: row.state,
            reason: row.reason,
            erase_after: row.erase_after.map(Into::into),
            generation: u64::try_from(row.generation).unwrap_or(0),
            created_at: row.created_at.into(),
        })
    }
}

fn to_json(value: &impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|error| Error::Setup(format!("limits do not serialise: {error}")))
}

fn from_json<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(|error| Error::Setup(format!("stored limits are damaged: {error}")))
}

/// A panic elsewhere leaves maps whole: each change is one insertion or removal.
pub(crate) fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
