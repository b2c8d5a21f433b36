//! How the pools behave when the database goes away, and who serves.

use sea_orm::FromQueryResult;
use tenancy::testkit::{Backend, TestDatabase};
use tenancy::{Database, DatabaseUrls, Error};

use crate::sample::{Entity, MIGRATIONS, World, phone};

#[derive(FromQueryResult)]
struct Ended {
    #[expect(dead_code, reason = "that there is a row is all that matters")]
    ended: bool,
}

#[tokio::test]
async fn connections_that_the_server_ended_are_replaced_unseen() {
    const END_OTHERS: &str = "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
        WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()
          AND :tenant IS NOT NULL";
    let world = World::new(Backend::Postgres).await;
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(world.acme.read().await.unwrap());
    }
    let last = open.pop().unwrap();
    for tx in open {
        tx.rollback().await.unwrap();
    }
    let ended: Vec<Ended> = last.report(END_OTHERS, &[]).await.unwrap();
    assert_eq!(ended.len(), 4);
    let mut fresh = Vec::new();
    for _ in 0..5 {
        fresh.push(world.acme.read().await.unwrap());
    }
    assert_eq!(fresh[4].find::<Entity>().count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_single_url_migrates_as_owner_and_serves_as_a_role_that_row_security_binds() {
    let base = TestDatabase::new(Backend::Postgres, &MIGRATIONS).await;
    let serve = base.urls().migrate.clone().unwrap();
    let database = Database::connect(&DatabaseUrls { serve, migrate: None }).await.unwrap();
    assert!(database.migrate(MIGRATIONS.to_vec()).await.unwrap().is_empty());
    let directory = base.directory_over(database).await;
    let [acme, bravo] = tenancy::testkit::two_tenants(&directory).await;
    let tx = acme.begin().await.unwrap();
    tx.insert(phone("desk")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bravo.read().await.unwrap().find::<Entity>().count().await.unwrap(), 0);
    assert_eq!(acme.read().await.unwrap().find::<Entity>().count().await.unwrap(), 1);
}

#[tokio::test]
async fn a_role_that_row_security_does_not_bind_is_refused() {
    let base = TestDatabase::new(Backend::Postgres, &MIGRATIONS).await;
    let owner = base.urls().migrate.clone().unwrap();
    let as_superuser = |url: &str| url.replace("conmuta_owner@", "postgres@");
    let urls = DatabaseUrls { serve: as_superuser(&owner), migrate: Some(owner) };
    let Err(Error::Setup(problem)) = Database::connect(&urls).await.map(drop) else {
        panic!("it was accepted")
    };
    assert!(problem.contains("bypasses row security"), "{problem}");
}
