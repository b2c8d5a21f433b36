//! A company of 100,000 users: searches read the users once, its audit log is read by an index, on both databases. The
//! plans are looked at, not the clock.

use kernel::id::UserId;
use tenancy::{Actor, AuditLine, TenantTx};
use testkit::Backend;
use web::Listing;

use crate::audit::store as audit;
use crate::seed;
use crate::users::User;
use crate::users::store::{self as users, Filters};
use crate::world::World;

const USERS: usize = 100_000;
const PIECE: usize = 10_000;

/// The users, and a line of the log for each; one in a thousand is about a role.
async fn filled(world: &World) {
    let actor = Actor::system("test");
    for first in (0..USERS).step_by(PIECE) {
        let tx = world.acme.begin().await.unwrap();
        let id = || UserId::new(tx.now(), world.account.rng());
        let made = (first..first + PIECE).map(|number| (User::of(&seed::user(number), id(), tx.now()), None));
        users::insert_all(&tx, &made.collect::<Vec<_>>(), None).await.unwrap();
        let action =
            |number: usize| if number.is_multiple_of(1_000) { "roles.change" } else { "users.create" };
        let lines = (first..first + PIECE).map(|number| AuditLine::new(&actor, action(number)));
        tx.audit_all(lines.collect()).await.unwrap();
        tx.commit().await.unwrap();
    }
    world.app.database.analyze().await;
}

async fn searched(tx: &TenantTx, search: &str) -> Vec<String> {
    let listing = Listing::<users::Column, Filters>::parse(&format!("total=true&search={search}")).unwrap();
    let page = users::list(tx, &listing).await.unwrap();
    assert!(page.total.is_some());
    tx.plans()
}

/// How often a plan reads users.
fn reads(plan: &str) -> usize {
    let words = ["Scan on \"user\"", "Scan using user_", "SCAN user", "SEARCH user"];
    plan.lines().filter(|line| words.iter().any(|word| line.contains(word))).count()
}

async fn read_once(backend: Backend) {
    let world = World::new(backend).await;
    filled(&world).await;
    let tx = world.acme.read().await.unwrap();
    tx.watch_plans();
    // A name by which the list is sorted, what one user has, what many have, and what nobody has.
    for search in ["nunez%20a", "garcia.10001", "example", "nobody"] {
        let plans = searched(&tx, search).await;
        assert_eq!(plans.len(), 1, "{backend:?}, {search}: {plans:?}");
        let in_order = plans[0].contains("user_sort_name_id");
        assert!(reads(&plans[0]) == 1 && !in_order, "{backend:?}, {search}:\n{}", plans[0]);
    }
    for action in ["roles", "roles.change"] {
        let listing = Listing::parse(&format!("action={action}")).unwrap();
        assert_eq!(audit::list(&tx, &listing).await.unwrap().items.len(), 50);
        let plan = tx.plans().concat();
        // SQLite keeps no statistics unless asked to: which index it takes is its own affair, as long as it is one.
        let index = if backend == Backend::Postgres { "audit_action_at" } else { "USING INDEX audit_" };
        assert!(plan.contains(index), "{backend:?}, {action}:\n{plan}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_reads_the_users_once_on_sqlite() {
    read_once(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_reads_the_users_once_on_postgresql() {
    read_once(Backend::Postgres).await;
}
