//! The port by which a higher layer tells who stands behind a credential and what the person may do.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::Timestamp;
use kernel::id::{SessionId, SupportGrantId, TenantId, UserId};
use tenancy::TenantScope;

use crate::cookie::Credential;
use crate::{Client, Permission, PermissionFacts, Problem, SignedIn};

/// Tells persons and their permissions. `account` implements it over users, roles and sessions.
#[async_trait]
pub trait Authority: Send + Sync + 'static {
    /// The person whose session the credential proves; `None` when it is unknown, ended or expired.
    ///
    /// `home` is the scope of the tenant that the credential names; the secret is not checked yet.
    ///
    /// # Errors
    /// Only what keeps it from telling, such as a database that is away.
    async fn person(
        &self,
        home: &TenantScope,
        credential: &Credential,
        client: &Client,
    ) -> Result<Option<Person>, Problem>;

    /// As what the person may step down into another tenant. Parentage is checked again on the way down.
    ///
    /// # Errors
    /// Why not: there is nothing below, or it does not consent.
    async fn reach(&self, home: &TenantScope, person: &Person, tenant: TenantId) -> Result<Reach, Problem> {
        let _ = (home, person, tenant);
        Ok(Reach::AsAtHome)
    }

    /// Whether a durable event may change what the person may do: open sockets then look again.
    fn concerns(&self, event: &str, body: &serde_json::Value, person: &Person) -> bool {
        event == "sessions.ended" && body["id"] == person.session.to_string().as_str()
    }
}

/// As what somebody stands in a tenant below the own.
#[derive(Debug, Clone)]
pub enum Reach {
    /// With all that the person holds at home.
    AsAtHome,
    /// By the tenant's consent.
    Consented(Consent),
}

/// What a tenant consented to.
#[derive(Debug, Clone)]
pub struct Consent {
    /// Which consent.
    pub grant: SupportGrantId,
    /// What it lets the person do there.
    pub grants: Arc<Grants>,
    /// When it ends.
    pub until: Timestamp,
}

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// By which session.
    pub session: SessionId,
    /// The name shown in the audit log.
    pub name: String,
    /// What the person may do.
    pub grants: Arc<Grants>,
}

/// A set of permissions, as a role holds them. Being signed in is in every one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants(BTreeSet<String>);

impl Grants {
    /// Nothing but being signed in.
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Adds a permission by its type.
    #[must_use]
    pub fn with<P: Permission>(mut self) -> Self {
        self.0.insert(P::NAME.to_owned());
        self
    }

    /// Whether `permission` is among them.
    pub fn allow(&self, permission: &PermissionFacts) -> bool {
        self.holds(permission.name)
    }

    /// Whether all of `others` are among them: who gives, holds.
    pub fn cover(&self, others: &Self) -> bool {
        others.0.is_subset(&self.0)
    }

    /// Whether the permission of this name is among them.
    pub fn holds(&self, name: &str) -> bool {
        name == SignedIn::NAME || self.0.contains(name)
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<S> for Grants {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}
