//! An application on port 0 with a database of its own, made of the features that the test hands in.
//!
//! For the rooms' tests alone: it depends on no room, and panics where a test should fail.
#![expect(clippy::expect_used, clippy::panic, reason = "in a test a panic is the report")]

mod client;
pub mod document;
mod guarded;
mod people;
pub mod phone;
mod quiet;

use std::net::TcpListener;
use std::sync::Arc;

use bus::{Bus, LiveHub, Outbox};
use feature::{Catalogue, Env, Feature};
use kernel::Clock as _;
use kernel::system::{SystemClock, SystemRng};
use switch::{Ports, Switch};
use tenancy::testkit::TestDatabase;
use tenancy::{Directory, Location, Migration, TenantScope};
use web::{Authority, Gate, Grants, Site, WebConfig};

pub use client::{Answer, Client, Events};
pub use guarded::{Walk, every_operation_is_guarded};
pub use people::People;
pub use quiet::quiet_ports;
pub use tenancy::testkit::Backend;

/// What a test builds its features on.
#[derive(Clone)]
pub struct Foundation {
    /// Resellers, tenants, keys.
    pub directory: Directory,
    /// Bindings, kept in memory.
    pub location: Location,
    /// Live events.
    pub live: LiveHub,
    /// Who has a session of the test's making.
    pub people: Arc<People>,
}

/// What a test hands in.
pub struct Setup {
    /// The features.
    pub features: Vec<Feature>,
    /// Who tells persons; by default [`People`], who are what the test says.
    pub authority: Option<Arc<dyn Authority>>,
    /// Ports of the switch; by default ones that know nobody.
    pub ports: Option<Ports>,
    /// Told when the features are collected.
    pub know: Box<dyn FnOnce(&Catalogue)>,
}

impl Setup {
    /// These features and nothing else.
    pub fn of(features: Vec<Feature>) -> Self {
        Self { features, authority: None, ports: None, know: Box::new(|_| {}) }
    }
}

/// A running application. It ends with this value.
pub struct App {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    /// Its database.
    pub database: TestDatabase,
    /// Its doors.
    pub env: Env,
    /// Its features.
    pub catalogue: Catalogue,
    /// The people of the plain authority.
    pub people: Arc<People>,
    server: actix_web::dev::ServerHandle,
}

impl App {
    /// Starts an application over a fresh database with these migrations.
    ///
    /// # Panics
    /// When any part of it does not start.
    pub async fn start(
        backend: Backend,
        migrations: Vec<Migration>,
        setup: impl FnOnce(&Foundation) -> Setup,
    ) -> Self {
        let migrations: Vec<_> = bus::migrations().into_iter().chain(migrations).collect();
        let database = TestDatabase::new(backend, &migrations).await;
        let directory = database.directory().await;
        Self::over(database, directory, setup).await
    }

    /// As [`start`](Self::start), on a directory whose first wall is off: only row security stands.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    pub async fn start_without_first_wall(
        migrations: Vec<Migration>,
        setup: impl FnOnce(&Foundation) -> Setup,
    ) -> Self {
        let migrations: Vec<_> = bus::migrations().into_iter().chain(migrations).collect();
        let database = TestDatabase::new(Backend::Postgres, &migrations).await;
        let directory = database.directory_over(database.first_wall_off()).await;
        Self::over(database, directory, setup).await
    }

    async fn over(
        database: TestDatabase,
        directory: Directory,
        setup: impl FnOnce(&Foundation) -> Setup,
    ) -> Self {
        let epoch = u64::try_from(SystemClock.now().micros()).unwrap_or_default();
        let live = LiveHub::new(epoch, 256);
        let location = Location::in_memory();
        let people = Arc::new(People::default());
        let foundation = Foundation {
            directory: directory.clone(),
            location: location.clone(),
            live,
            people: Arc::clone(&people),
        };
        let setup = setup(&foundation);
        let catalogue = Catalogue::new(setup.features).expect("the features do not clash");
        (setup.know)(&catalogue);
        let outbox = Outbox::start(&directory, catalogue.handlers());
        let bus = Bus { live: foundation.live, outbox };
        let ports = setup.ports.unwrap_or_else(quiet_ports);
        let switch = quiet::switch(&directory, &bus, &location, ports, database.folder());
        let authority = setup.authority.unwrap_or_else(|| Arc::clone(&people) as Arc<dyn Authority>);
        let env = env(directory, bus, switch, location);
        let (base, server) = serve(&env, &catalogue, authority);
        Self { base, database, env, catalogue, people, server }
    }

    /// Somebody who is not signed in.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.base)
    }

    /// Somebody of this tenant with these permissions, known to the plain authority.
    pub fn person(&self, scope: &TenantScope, name: &str, grants: Grants) -> Client {
        self.anonymous().with_cookie(&self.people.add(scope, name, grants))
    }

    /// Somebody with every permission there is.
    pub fn almighty(&self, scope: &TenantScope) -> Client {
        let grants = self.catalogue.permissions().iter().map(|permission| permission.name).collect();
        self.person(scope, "almighty", grants)
    }

    /// The OpenAPI document as it is served.
    pub fn document(&self) -> serde_json::Value {
        web::openapi::document(&web::openapi::complete(self.catalogue.routes()), "test")
    }
}

impl Drop for App {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

fn env(directory: Directory, bus: Bus, switch: Switch, location: Location) -> Env {
    Env { directory, bus, switch, location, clock: Arc::new(SystemClock), rng: Arc::new(SystemRng) }
}

fn serve(
    env: &Env,
    catalogue: &Catalogue,
    authority: Arc<dyn Authority>,
) -> (String, actix_web::dev::ServerHandle) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("the listener has an address"));
    let gate = Gate::new(env.directory.clone(), authority, WebConfig::default());
    let (data, features) = (web::Data::new(env.clone()), catalogue.clone());
    let site = Site::new(gate, env.bus.clone(), catalogue.shown(), catalogue.routes(), "test");
    let site = site.provide(move |config| {
        config.app_data(data.clone());
        features.provide(config);
    });
    let server = site.serve(vec![listener], Vec::new(), 1).expect("the application starts");
    let handle = server.handle();
    tokio::spawn(server);
    (base, handle)
}
