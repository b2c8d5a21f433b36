//! The composed server on a throwaway database: two resellers, three customers with the same extension numbers, one of
//! everything in each.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use account::roles::Role;
use account::users::NewUser;
use account::{Account, first_start};
use async_trait::async_trait;
use kernel::id::TenantId;
use serde_json::{Value, json};
use tenancy::TenantScope;
use tenancy::testkit::{Backend, TestDatabase};
use testkit::{Client, People};
use web::{Authority, Credential, Grants, Person, Problem, Reach};

use super::belongings::Belongings;
use crate::cli::Settings;
use crate::config::Config;
use crate::data::DataFolder;
use crate::serve::{Node, SipSide, migrations, site_under};

/// What the server stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// PostgreSQL under queries that forget the tenant: row security alone stands between tenants.
    SecondWallAlone,
}

/// A customer of the house.
pub struct Customer {
    pub scope: TenantScope,
    /// Its short name; its domain is this and `.example`.
    pub name: &'static str,
    /// Its administrator, signed in by password.
    pub admin: Client,
    /// One of everything.
    pub has: Belongings,
}

/// A reseller's staff.
pub struct Staff {
    pub client: Client,
    /// The reseller's id.
    pub id: String,
    /// The id of a plan of it.
    pub plan: String,
}

/// The server and everybody in it. `acme` and `bravo` are of the reseller `norte`, `cierzo` is of `sur`.
pub struct House {
    pub node: Node,
    pub base: String,
    pub document: Value,
    pub operator: Client,
    pub norte: Staff,
    pub sur: Staff,
    pub acme: Customer,
    pub bravo: Customer,
    pub cierzo: Customer,
    people: Arc<People>,
    work: tokio::task::JoinHandle<()>,
    server: actix_web::dev::ServerHandle,
    _database: TestDatabase,
    _data: DataFolder,
}

/// Users with their roles, and beside them people of whom the test says what they may do.
struct Guests {
    account: Account,
    people: Arc<People>,
}

#[async_trait]
impl Authority for Guests {
    async fn person(
        &self,
        home: &TenantScope,
        credential: &Credential,
        client: &web::Client,
    ) -> Result<Option<Person>, Problem> {
        match self.people.person(home, credential, client).await? {
            Some(person) => Ok(Some(person)),
            None => self.account.person(home, credential, client).await,
        }
    }

    async fn bearer(
        &self,
        token: &str,
        client: &web::Client,
    ) -> Result<Option<(TenantScope, Person)>, Problem> {
        self.account.bearer(token, client).await
    }

    async fn reach(&self, home: &TenantScope, person: &Person, tenant: TenantId) -> Result<Reach, Problem> {
        self.account.reach(home, person, tenant).await
    }

    fn concerns(&self, event: &str, body: &Value, person: &Person) -> bool {
        self.account.concerns(event, body, person)
    }
}

impl House {
    pub async fn on(ground: Ground) -> Self {
        let backend = if ground == Ground::Sqlite { Backend::Sqlite } else { Backend::Postgres };
        let database = TestDatabase::new(backend, &migrations()).await;
        let (node, data) = compose(&database, ground).await;
        let room = node.telephony.clone();
        let work = tokio::spawn(async move { room.run().await });
        let people = Arc::<People>::default();
        let (base, server) = serve(&node, people.clone());
        let sip = node.env.switch.listening().udp[0];
        let document = Client::new(&base).get("/openapi.json").await.expect(200);

        let first = first_start::operator(&node.account).await.unwrap().unwrap();
        let operator = Client::new(&base).sign_in("operator", &first.user, &first.password).await;
        let norte = staff(&node, &base, &operator, "norte").await;
        let sur = staff(&node, &base, &operator, "sur").await;
        let acme = customer(&node, (&base, sip), &norte, "acme", 1).await;
        let bravo = customer(&node, (&base, sip), &norte, "bravo", 2).await;
        let cierzo = customer(&node, (&base, sip), &sur, "cierzo", 3).await;
        let [mut acme, mut bravo, mut cierzo] = [acme, bravo, cierzo];
        for (place, customer) in [&mut acme, &mut bravo, &mut cierzo].into_iter().enumerate() {
            shut_out(&operator, customer, place).await;
        }
        // What was noted so far is written; what the walk brings about is not, so that lists stay as they are.
        node.account.drain().await;
        let (_database, _data) = (database, data);
        Self {
            node,
            base,
            document,
            operator,
            norte,
            sur,
            acme,
            bravo,
            cierzo,
            people,
            work,
            server,
            _database,
            _data,
        }
    }

    /// Somebody who is not signed in.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.base)
    }

    /// Somebody of acme with these permissions.
    pub fn person(&self, name: &str, grants: Grants) -> Client {
        self.anonymous().with_cookie(&self.people.add(&self.acme.scope, name, grants))
    }

    pub async fn close(self) {
        self.server.stop(false).await;
        self.node.close(std::time::Duration::ZERO).await;
        self.work.abort();
    }
}

async fn compose(database: &TestDatabase, ground: Ground) -> (Node, DataFolder) {
    let settings = Settings { data: Some(database.folder().join("data")), ..Settings::default() };
    let config = Config::load(&settings).unwrap();
    let data = DataFolder::open(&config.data).unwrap();
    let pool = match ground {
        Ground::SecondWallAlone => database.first_wall_off(),
        Ground::Sqlite | Ground::Postgres => database.database.clone(),
    };
    let directory = database.directory_over(pool.clone()).await;
    let sip = SipSide { plain: Some("127.0.0.1:0".parse().unwrap()), tls: None };
    (Node::over(&config, &data, sip, pool, directory).await.unwrap(), data)
}

fn serve(node: &Node, people: Arc<People>) -> (String, actix_web::dev::ServerHandle) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let authority = Arc::new(Guests { account: node.account.clone(), people });
    let server = site_under(node, authority).serve(vec![listener], Vec::new(), 1).unwrap();
    let handle = server.handle();
    tokio::spawn(server);
    (base, handle)
}

/// A reseller, and one of its staff signed in.
async fn staff(node: &Node, base: &str, operator: &Client, name: &str) -> Staff {
    let made = operator.post("/resellers", json!({"name": name, "title": name})).await.expect(201);
    let home = node.env.directory.tenant_by_name(name).unwrap();
    let user =
        first_start::staff(&node.account, &home, &NewUser::named("staff", Role::Reseller)).await.unwrap();
    let client = Client::new(base).sign_in(name, &user.user, &user.password).await;
    let plan = json!({"name": format!("plan-of-{name}"), "title": format!("The plan of {name}")});
    let plan = client.post("/plans", plan).await.expect(201)["id"].as_str().unwrap().to_owned();
    Staff { client, id: made["id"].as_str().unwrap().to_owned(), plan }
}

/// What the operator keeps, one for each customer: an address that is banned, and one that never is.
async fn shut_out(operator: &Client, customer: &mut Customer, place: usize) {
    for (path, prefix, network) in
        [("/bans", "ban", "198.51.100"), ("/allowed-addresses", "alw", "203.0.113")]
    {
        let body = json!({"network": format!("{network}.{place}")});
        let made = operator.post(path, body).await.expect(201);
        customer.has.add(prefix, made["id"].as_str().unwrap());
    }
}

/// A customer of a reseller with an administrator and one of everything; `place` keeps public numbers apart.
async fn customer(
    node: &Node,
    doors: (&str, SocketAddr),
    staff: &Staff,
    name: &'static str,
    place: u8,
) -> Customer {
    const PASSWORD: &str = "correct horse battery";
    let tenant = json!({
        "name": name, "title": format!("The {name} company"), "domain": format!("{name}.example"),
        "country": "ES", "language": "es", "time_zone": "Europe/Madrid",
    });
    let made = staff.client.post("/tenants", tenant).await.expect(201);
    let scope = node.env.directory.tenant_by_name(name).unwrap();
    let within = staff.client.clone().within(scope.tenant());
    let admin =
        json!({"user_name": "admin", "role": "administrator", "password": PASSWORD, "last_name": name});
    within.post("/users", admin).await.expect(201);
    let admin = Client::new(doors.0).sign_in(name, "admin", PASSWORD).await;
    let mut has = Belongings::furnish(&admin, doors.1, name, place).await;
    let wrong = json!({"tenant": name, "user": has.word(), "password": "not the password"});
    Client::new(doors.0).post("/session", wrong).await.expect(401);
    has.add("ten", made["id"].as_str().unwrap());
    has.add("res", &staff.id);
    has.add("pln", &staff.plan);
    let brand = json!({"product_name": has.word(), "host_name": format!("voice.{name}.example")});
    within.put("/branding", brand).await.expect(200);
    Customer { scope, name, admin, has }
}
