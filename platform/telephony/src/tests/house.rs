//! What every test here stands on: an application with this room, and two tenants of one reseller.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use switch::{Account, Ports};
use tenancy::TenantScope;
use testkit::{App, Backend, Client, Setup};
use web::Authority;

use crate::provisioning::ProvisioningConfig;
use crate::{Config, Telephony};

/// The application.
pub struct House {
    pub app: App,

    pub ports: Ports,
    pub acme: TenantScope,
    pub bravo: TenantScope,
    /// May do everything in acme.
    pub admin: Client,
    /// May do everything in bravo.
    pub stranger: Client,
    work: tokio::task::JoinHandle<()>,
    _data: tempfile::TempDir,
}

fn config() -> Config {
    let public_url = Some("https://pbx.example.com".to_owned());
    let provisioning = ProvisioningConfig { public_url, ..ProvisioningConfig::default() };
    Config { provisioning, ..Config::default() }
}

impl House {
    pub async fn on(backend: Backend) -> Self {
        Self::built(None, |setup| Box::pin(App::start(backend, crate::migrations(), setup))).await
    }

    /// Where somebody else tells who people are.
    pub async fn under(backend: Backend, authority: Arc<dyn Authority>) -> Self {
        Self::built(Some(authority), |setup| Box::pin(App::start(backend, crate::migrations(), setup))).await
    }

    /// With the first wall off: only row security stands between tenants.
    pub async fn without_first_wall() -> Self {
        Self::built(None, |setup| Box::pin(App::start_without_first_wall(crate::migrations(), setup))).await
    }

    async fn built(
        authority: Option<Arc<dyn Authority>>,
        start: impl FnOnce(
            Box<dyn FnOnce(&testkit::Foundation) -> Setup>,
        ) -> std::pin::Pin<Box<dyn Future<Output = App>>>,
    ) -> Self {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().to_owned();
        let made: Arc<Mutex<Option<Telephony>>> = Arc::default();
        let keep = made.clone();
        let app = start(Box::new(move |foundation| {
            let (directory, users) = (foundation.directory.clone(), foundation.people.clone());
            let doors = (foundation.location.clone(), foundation.live.clone());
            let room = Telephony::assemble(directory, users, doors, &folder, config());
            let setup = Setup { ports: Some(room.ports()), authority, ..Setup::of(room.features()) };
            *keep.lock().unwrap() = Some(room);
            setup
        }))
        .await;
        let room = made.lock().unwrap().take().unwrap();
        let work = tokio::spawn({
            let room = room.clone();
            async move { room.run().await }
        });
        let [acme, bravo] = tenancy::testkit::two_tenants(&app.env.directory).await;
        let (admin, stranger) = (app.almighty(&acme), app.almighty(&bravo));
        let ports = room.ports();
        Self { app, ports, acme, bravo, admin, stranger, work, _data: data }
    }

    /// Creates an endpoint and an extension of `who`; answers both.
    pub async fn phone(who: &Client, name: &str, number: &str) -> (Value, Value) {
        let endpoint = who.post("/endpoints", json!({"name": name})).await.expect(201);
        let body = json!({"number": number, "endpoint": endpoint["id"]});
        (endpoint, who.post("/extensions", body).await.expect(201))
    }

    /// The compiled account of an endpoint.
    pub fn account(&self, endpoint: &Value) -> Option<Arc<Account>> {
        self.ports.credentials.account(endpoint["terminal_user"].as_str().unwrap())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.work.abort();
    }
}

/// Runs a test body on both databases.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident) $body:block)+) => {$(
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for backend in testkit::Backend::ALL {
                let $house = $crate::tests::house::House::on(backend).await;
                $body
            }
        }
    )+};
}
pub(crate) use on_both;

/// Runs a test body on both databases, under an authority of the test.
macro_rules! on_both_as {
    ($authority:expr; $(async fn $name:ident($house:ident) $body:block)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for backend in testkit::Backend::ALL {
                let $house = $crate::tests::house::House::under(backend, $authority).await;
                $body
            }
        }
    )+};
}
pub(crate) use on_both_as;

/// The text of a JSON string.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
