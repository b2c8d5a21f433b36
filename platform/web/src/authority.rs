//! The port by which a higher layer tells who stands behind a credential and what the person may do.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::Timestamp;
use kernel::id::{ApiKeyId, SessionId, SupportGrantId, TenantId, UserId};
use tenancy::TenantScope;

use crate::cookie::Credential;
use crate::{Arriving, Client, Permission, PermissionFacts, Problem, Recognised, SignedIn};

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

    /// The tenant and holder of an API key, shown as `Authorization: Bearer TOKEN`; `None` when the key opens nothing
    /// from where it is shown. Where there are no keys, none is known.
    ///
    /// # Errors
    /// Only what keeps it from telling, such as a database that is away.
    async fn bearer(&self, _token: &str, _client: &Client) -> Result<Option<(TenantScope, Person)>, Problem> {
        Ok(None)
    }

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
        let session = person.session().map(|id| id.to_string());
        event == "sessions.ended" && session.is_some_and(|id| body["id"] == id.as_str())
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

/// Who asks: a signed-in person, or a program by a person's API key.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who; of a key whoever made it.
    pub user: UserId,
    /// What proves it.
    pub proof: Proof,
    /// The name shown in the audit log: the person's, or the key's.
    pub name: String,
    /// What may be done.
    pub grants: Arc<Grants>,
}

/// What proves who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A session's cookie.
    Session(SessionId),
    /// An API key.
    Key(ApiKeyId),
}

impl Person {
    /// The session, if it is no key.
    pub fn session(&self) -> Option<SessionId> {
        match self.proof {
            Proof::Session(id) => Some(id),
            Proof::Key(_) => None,
        }
    }
}

/// A set of permissions, as a role holds them, and what everybody of its kind of holder may.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    names: BTreeSet<String>,
    holder: Holder,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Holder {
    #[default]
    Person,
    /// A person who must set up a second factor before anything else.
    Confined,
    Key,
}

impl Grants {
    /// Nothing but being signed in.
    pub const fn none() -> Self {
        Self { names: BTreeSet::new(), holder: Holder::Person }
    }

    /// Those of a person who must set up a second factor first: no more than that.
    pub const fn confined() -> Self {
        Self { names: BTreeSet::new(), holder: Holder::Confined }
    }

    /// What an API key of these scopes may do while its owner holds `self`: what stands in both. The own account is
    /// nothing for keys.
    #[must_use]
    pub fn key<'a>(&self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        let names = scopes.into_iter().filter(|name| self.names.contains(*name)).map(str::to_owned).collect();
        Self { names, holder: Holder::Key }
    }

    /// What they become in a tenant that consents to something: a key brings its bounds along.
    #[must_use]
    pub fn visiting(&self, consented: &Arc<Self>) -> Arc<Self> {
        match self.holder {
            Holder::Person => Arc::clone(consented),
            Holder::Confined => Arc::new(self.clone()),
            Holder::Key => Arc::new(consented.key(self.names())),
        }
    }

    /// Whether a second factor must be set up before anything else.
    pub fn is_confined(&self) -> bool {
        self.holder == Holder::Confined
    }

    /// Adds a permission by its type.
    #[must_use]
    pub fn with<P: Permission>(mut self) -> Self {
        self.names.insert(P::NAME.to_owned());
        self
    }

    /// Whether `permission` is among them.
    pub fn allow(&self, permission: &PermissionFacts) -> bool {
        self.holds(permission.name)
    }

    /// Whether all of `others` are among them: who gives, holds.
    pub fn cover(&self, others: &Self) -> bool {
        others.names.is_subset(&self.names)
    }

    /// Whether the permission of this name is among them.
    pub fn holds(&self, name: &str) -> bool {
        match name {
            SignedIn::NAME => self.holder == Holder::Person,
            Arriving::NAME => self.holder != Holder::Key,
            Recognised::NAME => self.holder != Holder::Confined,
            other => self.names.contains(other),
        }
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<S> for Grants {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self { names: names.into_iter().map(Into::into).collect(), holder: Holder::Person }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_may_depends_on_the_kind_of_holder() {
        let role: Grants = ["users.read", "users.write"].into_iter().collect();
        let key = role.key(["users.read", "trunks.read"]);
        let confined = Grants::confined();
        let held = |grants: &Grants| {
            ["signed_in", "arriving", "recognised", "users.read", "users.write", "trunks.read"]
                .map(|name| grants.holds(name))
        };
        assert_eq!(held(&role), [true, true, true, true, true, false]);
        assert_eq!(held(&key), [false, false, true, true, false, false]);
        assert_eq!(held(&confined), [false, true, false, false, false, false]);
        let consent: Arc<Grants> = Arc::new(["users.read", "trunks.read"].into_iter().collect());
        assert_eq!(held(&role.visiting(&consent)), [true, true, true, true, false, true]);
        assert_eq!(held(&key.visiting(&consent)), [false, false, true, true, false, false]);
        assert_eq!(held(&confined.visiting(&consent)), [false, true, false, false, false, false]);
    }
}
