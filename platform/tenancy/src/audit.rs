//! The audit log's door (TEN-12): who did what, when, from where, before and after.

use std::net::IpAddr;

use kernel::id::{SupportGrantId, TenantId, Uuid};
use serde::Serialize;
use serde_json::Value;

/// What sort of actor changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in person.
    Person,
    /// An API key.
    Key,
    /// A plugin.
    Plugin,
    /// The installation itself, or its owner at the console.
    System,
}

impl ActorKind {
    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Key => "key",
            Self::Plugin => "plugin",
            Self::System => "system",
        }
    }
}

/// Who acts.
#[derive(Debug, Clone)]
pub struct Actor {
    /// What sort of actor.
    pub kind: ActorKind,
    /// The user or key, where one is.
    pub id: Option<Uuid>,
    /// The name to show.
    pub name: String,
    /// The tenant whose user or key this is: the home tenant of staff that stepped down.
    pub home: Option<TenantId>,
    /// The consent by which staff is in this tenant, where it needs one.
    pub grant: Option<SupportGrantId>,
    /// The address that the request came from.
    pub source: Option<IpAddr>,
}

impl Actor {
    /// The installation itself (start-up, jobs) or its owner at the console.
    pub fn system(name: &str) -> Self {
        Self {
            kind: ActorKind::System,
            id: None,
            name: name.to_owned(),
            home: None,
            grant: None,
            source: None,
        }
    }
}

/// One line of the log. Id, tenant and time are written by the door.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Who.
    pub actor: Actor,
    /// What, as `slice.verb`: `extensions.create`.
    pub action: &'static str,
    /// The object's id as text (`ext_01J…`), where one is.
    pub object: Option<String>,
    /// The object before, secrets left out.
    pub before: Option<Value>,
    /// The object after, secrets left out.
    pub after: Option<Value>,
}

impl AuditLine {
    /// A line without object; add the rest with the other methods.
    pub fn new(actor: &Actor, action: &'static str) -> Self {
        Self { actor: actor.clone(), action, object: None, before: None, after: None }
    }

    /// The object that was touched.
    #[must_use]
    pub fn object(mut self, object: impl std::fmt::Display) -> Self {
        self.object = Some(object.to_string());
        self
    }

    /// How it was before. What does not serialise is left out.
    #[must_use]
    pub fn before(mut self, state: &impl Serialize) -> Self {
        self.before = serde_json::to_value(state).ok();
        self
    }

    /// How it is now.
    #[must_use]
    pub fn after(mut self, state: &impl Serialize) -> Self {
        self.after = serde_json::to_value(state).ok();
        self
    }
}
