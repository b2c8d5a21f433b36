//! The contract of a slice and the [`Env`] it receives: read this first.
//!
//! A slice is a folder of a room; its `mod.rs` ends in one function `feature()` that says what the slice brings
//! as plain lists. The server collects them in a [`Catalogue`], which refuses doubles, and hands each list to
//! its owner. No global registry, no import upwards.

pub mod blueprint;
mod catalogue;
mod env;
mod phones;
mod usage;
mod users;

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use bus::Handler;
use tenancy::Migration;
use web::{Data, Own, Permission, PermissionFacts, Permissions, Routes, Shown};

pub use blueprint::{Door, Section};
pub use catalogue::{Catalogue, Clash};
pub use env::Env;
pub use phones::{MadePhone, NewPhone, Phones};
pub use usage::Counter;
pub use users::{UserEvent, Users};

/// What one slice brings.
pub struct Feature {
    name: &'static str,
    permissions: Vec<PermissionFacts>,
    migrations: Vec<Migration>,
    routes: Routes,
    sections: Vec<Arc<dyn blueprint::AnySection>>,
    handlers: Vec<Handler>,
    provisions: Vec<Provision>,
    shown: Vec<Shown>,
    counters: Vec<Arc<dyn Counter>>,
}

type Provision = Box<dyn Fn(&mut ServiceConfig) + Send + Sync>;

impl Feature {
    /// A slice that brings nothing yet. The one name: folder, URL, permission, blueprint section, UI folder.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            permissions: Vec::new(),
            migrations: Vec::new(),
            routes: Routes::new(name),
            sections: Vec::new(),
            handlers: Vec::new(),
            provisions: Vec::new(),
            shown: Vec::new(),
            counters: Vec::new(),
        }
    }

    /// The permissions it declares, as a tuple of types.
    #[must_use]
    pub fn permissions<P: Permissions>(mut self) -> Self {
        self.permissions.extend(P::facts());
        self
    }

    /// Its tables.
    #[must_use]
    pub fn migrations(mut self, migrations: impl IntoIterator<Item = Migration>) -> Self {
        self.migrations.extend(migrations);
        self
    }

    /// Its REST resources, below `/api/v1`.
    #[must_use]
    pub fn routes(mut self, add: fn(&mut Routes)) -> Self {
        add(&mut self.routes);
        self
    }

    /// Its section of a tenant's blueprint.
    #[must_use]
    pub fn blueprint<S: Section>(mut self, section: S) -> Self {
        self.sections.push(Arc::new(section));
        self
    }

    /// A handler of durable events, run after the commit, at least once.
    #[must_use]
    pub fn on(mut self, handler: Handler) -> Self {
        self.handlers.push(handler);
        self
    }

    /// Events whose name begins so are shown to holders of `P`. Others named `slice.what` to those of `slice.read`.
    #[must_use]
    pub fn shows<P: Permission>(mut self, beginning: &'static str) -> Self {
        self.shown.push(Shown { beginning, all: PermissionFacts::of::<P>(), own: None });
        self
    }

    /// Events whose name begins so are shown to holders of `P`, and to holders of `Q` those that bear something of their
    /// own.
    #[must_use]
    pub fn shows_own<P: Permission, Q: Permission>(mut self, beginning: &'static str, own: impl Own) -> Self {
        let own: Arc<dyn Own> = Arc::new(own);
        let own = Some((PermissionFacts::of::<Q>(), own));
        self.shown.push(Shown { beginning, all: PermissionFacts::of::<P>(), own });
        self
    }

    /// What it counts of a tenant, held against a limit.
    #[must_use]
    pub fn counts(mut self, counter: impl Counter) -> Self {
        self.counters.push(Arc::new(counter));
        self
    }

    /// State of its own, shared with what it gave to the ports; its handlers take it as `Data<T>`.
    #[must_use]
    pub fn provide<T: Send + Sync + 'static>(mut self, state: Arc<T>) -> Self {
        let provide = move |config: &mut ServiceConfig| {
            config.app_data(Data::from(Arc::clone(&state)));
        };
        self.provisions.push(Box::new(provide));
        self
    }

    /// Addresses outside of the API, for clients that are told an address and nothing else: phones.
    #[must_use]
    pub fn outside(mut self, mount: fn(&mut ServiceConfig)) -> Self {
        self.provisions.push(Box::new(mount));
        self
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}
