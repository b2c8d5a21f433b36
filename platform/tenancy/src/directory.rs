//! The directory: resellers, tenants and keys in memory, and the only mint of scopes.

use std::fmt;
use std::sync::Arc;

use kernel::id::{ResellerId, TenantId, Uuid};
use kernel::{Clock, Rng, Timestamp};
use serde::Serialize;

use crate::entity::{Limits, TenantKind, TenantState};
use crate::ladder::{OperatorScope, ResellerScope};
use crate::{Database, Result, Sealer, TenantScope, TenantTx};

/// What kind of thing names a tenant and a subject in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// A web host name (`pbx.example.com`); subject: the tenant.
    HostName,
    /// A SIP domain; subject: the tenant. Claimed by the ladder with the tenant's `domain`.
    SipDomain,
    /// A SIP user of digest authentication (PBX-11); subject: the endpoint.
    TerminalUser,
    /// A public number in E.164 with `+`; subject: the number.
    Number,
    /// A trunk's source: `address` or `address:port`; subject: the trunk.
    TrunkAddress,
    /// The contact user that a registering trunk sent to its carrier; subject: the trunk.
    TrunkContact,
    /// SHA-256 (hex) of an API token; subject: the key.
    TokenHash,
    /// A webhook's path part; subject: the channel.
    WebhookKey,
}

impl KeyKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::HostName,
        Self::SipDomain,
        Self::TerminalUser,
        Self::Number,
        Self::TrunkAddress,
        Self::TrunkContact,
        Self::TokenHash,
        Self::WebhookKey,
    ];

    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::HostName => "host_name",
            Self::SipDomain => "sip_domain",
            Self::TerminalUser => "terminal_user",
            Self::Number => "number",
            Self::TrunkAddress => "trunk_address",
            Self::TrunkContact => "trunk_contact",
            Self::TokenHash => "token_hash",
            Self::WebhookKey => "webhook_key",
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word().replace('_', " "))
    }
}

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
    /// Whether it works.
    pub state: TenantState,
    /// What it may use.
    pub limits: Limits,
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
    pub quota: crate::ladder::Quota,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The directory. Lookups answer from memory and never wait; clones share one state.
#[derive(Clone)]
pub struct Directory {}

impl Directory {
    /// Loads resellers, tenants and keys; on an empty database creates the operator's home tenant (named
    /// `operator`) and chooses the installation's SIP realm.
    ///
    /// # Errors
    /// [`crate::Error::Database`] when the tables do not answer or were not migrated.
    pub async fn open(
        database: Database,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        sealer: Sealer,
    ) -> Result<Self> {
        todo!()
    }

    /// Whom this key names.
    pub fn find(&self, kind: KeyKind, value: &str) -> Option<Found> {
        todo!()
    }

    /// The scope of a session cookie or token that names its tenant; the caller checks its secret inside.
    pub fn session(&self, tenant: TenantId) -> Option<TenantScope> {
        todo!()
    }

    /// The scope of a job, journal record or event that was written inside this tenant.
    pub fn envelope(&self, tenant: TenantId) -> Option<TenantScope> {
        todo!()
    }

    /// The scope that a sign-in names by path or `user@NAME`.
    pub fn tenant_by_name(&self, name: &str) -> Option<TenantScope> {
        todo!()
    }

    /// Scopes of all tenants, for the installation's own loops (loading routing, pruning). Ordered by id.
    pub fn every(&self) -> Vec<TenantScope> {
        todo!()
    }

    /// The facts of this scope's tenant. A deleted tenant's scope answers its last facts.
    pub fn tenant(&self, scope: &TenantScope) -> Arc<Tenant> {
        todo!()
    }

    /// The scope of a reseller, when `scope` is the home of its staff. The caller checks the permission.
    pub fn reseller(&self, home: &TenantScope) -> Option<ResellerScope> {
        todo!()
    }

    /// The operator's scope, when `scope` is the home of its staff. The caller checks the permission.
    pub fn operator(&self, home: &TenantScope) -> Option<OperatorScope> {
        todo!()
    }

    /// The operator's scope for the console: the socket in the data folder, whose owner is the operator.
    pub fn console(&self) -> OperatorScope {
        todo!()
    }

    /// Begins one transaction that will carry several tenants' rows, starting with this one (`TenantTx::turn`).
    pub async fn batch(&self, first: &TenantScope) -> Result<TenantTx> {
        todo!()
    }

    /// The SIP realm that this installation chose at its first start.
    pub fn realm(&self) -> &str {
        todo!()
    }

    /// Hangs a value on the directory that transactions of every scope can reach by its type
    /// (`TenantScope::attached`): how a higher layer hears of commits. The first one of a type stays.
    pub fn attach<T: std::any::Any + Send + Sync>(&self, value: Arc<T>) {
        todo!()
    }

    /// Grows with every change of a key, tenant or reseller.
    pub fn generation(&self) -> u64 {
        todo!()
    }

    /// The clock it was opened with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        todo!()
    }

    /// The randomness it was opened with.
    pub fn rng(&self) -> &Arc<dyn Rng> {
        todo!()
    }
}
