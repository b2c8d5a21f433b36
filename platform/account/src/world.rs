//! The world of this room's tests: the operator, the reseller `norte` with tenants `acme` and `bravo`.

use std::sync::{Arc, OnceLock};

use kernel::id::UserId;
use tenancy::TenantScope;
use tenancy::testkit::two_tenants;
use testkit::{App, Backend, Client, Setup};

use crate::roles::Role;
use crate::users::{NewUser, User, store};
use crate::{Account, features, migrations, sessions};

/// Everybody's password here.
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) account: Account,
    pub(crate) acme: TenantScope,
    pub(crate) bravo: TenantScope,
}

impl World {
    pub(crate) async fn new(backend: Backend) -> Self {
        let mut made = None;
        let app =
            App::start(backend, migrations(), |foundation| setup(&foundation.directory, &mut made)).await;
        Self::filled(app, made.unwrap()).await
    }

    /// On PostgreSQL with queries that forget the tenant: only row security stands.
    pub(crate) async fn without_first_wall() -> Self {
        let mut made = None;
        let make = |foundation: &testkit::Foundation| setup(&foundation.directory, &mut made);
        let app = App::start_without_first_wall(migrations(), make).await;
        Self::filled(app, made.unwrap()).await
    }

    async fn filled(app: App, account: Account) -> Self {
        let [acme, bravo] = two_tenants(&app.env.directory).await;
        Self { app, account, acme, bravo }
    }

    pub(crate) fn operator_home(&self) -> TenantScope {
        self.app.env.directory.console().home().clone()
    }

    pub(crate) fn reseller_home(&self) -> TenantScope {
        self.app.env.directory.tenant_by_name("norte").unwrap()
    }

    /// A user of this role.
    pub(crate) async fn user(&self, scope: &TenantScope, name: &str, role: Role) -> User {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = match HASH.get() {
            Some(hash) => hash.clone(),
            None => self.account.passwords().hash(PASSWORD).await.unwrap(),
        };
        let _ = HASH.set(hash.clone());
        let tx = scope.begin().await.unwrap();
        let user = User::of(&NewUser::named(name, role), UserId::new(tx.now(), self.account.rng()), tx.now());
        let user = store::insert(&tx, &user, Some(hash), None).await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    /// A user of this role, signed in.
    pub(crate) async fn signed_in(&self, scope: &TenantScope, name: &str, role: Role) -> (User, Client) {
        let user = self.user(scope, name, role).await;
        let client = self.session(scope, &user).await;
        (user, client)
    }

    /// A session of a user, begun without a password.
    pub(crate) async fn session(&self, scope: &TenantScope, user: &User) -> Client {
        let client = web::Client {
            address: [127, 0, 0, 1].into(),
            secure: false,
            host: String::new(),
            agent: "test".to_owned(),
            request: String::new(),
        };
        let tx = scope.begin().await.unwrap();
        let (_, credential) =
            sessions::store::begin(&tx, self.account.rng(), user.id, &client).await.unwrap();
        tx.commit().await.unwrap();
        self.app.anonymous().with_cookie(&credential.to_text())
    }

    /// Names of the actions in a tenant's audit log, the oldest first.
    pub(crate) async fn actions(&self, scope: &TenantScope) -> Vec<String> {
        let tx = scope.read().await.unwrap();
        let mut lines = tx.find::<tenancy::entity::audit::Entity>().all().await.unwrap();
        lines.sort_by_key(|line| line.id);
        lines.into_iter().map(|line| line.action).collect()
    }
}

fn setup(directory: &tenancy::Directory, made: &mut Option<Account>) -> Setup {
    let account = Account::new(directory.clone()).unwrap();
    *made = Some(account.clone());
    let knows = account.clone();
    Setup {
        features: features(&account).into_iter().chain([crate::imports::feature(&account, None)]).collect(),
        authority: Some(Arc::new(account)),
        ports: None,
        know: Box::new(move |catalogue| knows.know(catalogue)),
    }
}
