//! Two walls: what one tenant does, another never sees; and with the first wall off, PostgreSQL still holds.

use sea_orm::{ColumnTrait, FromQueryResult, IntoActiveModel, QueryFilter, Set};
use tenancy::testkit::{Backend, TestDatabase};
use tenancy::{Directory, Error, KeyKind, Migration, TenantScope};

use crate::sample::{ActiveModel, Column, Entity, MIGRATIONS, World, button, phone};

#[tokio::test]
async fn every_table_is_walled() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        assert_eq!(world.base.breaches().await.unwrap(), Vec::<String>::new(), "{backend:?}");
    }
}

#[tokio::test]
async fn another_tenants_rows_are_neither_seen_nor_touched() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        let row = tx.insert(phone("desk")).await.unwrap();
        tx.commit().await.unwrap();

        let tx = world.bravo.begin().await.unwrap();
        assert!(tx.find::<Entity>().all().await.unwrap().is_empty());
        assert!(tx.find_by_id::<Entity>(row.id).await.unwrap().is_none());
        let mut change = row.clone().into_active_model();
        change.name = Set("stolen".to_owned());
        assert!(matches!(tx.update(change).await, Err(Error::NotFound { .. })));
        let change = ActiveModel { name: Set("stolen".to_owned()), ..Default::default() };
        assert_eq!(tx.update_where(change, Column::Id.eq(row.id)).await.unwrap(), 0);
        assert!(!tx.delete::<Entity>(row.id).await.unwrap());
        assert_eq!(tx.delete_where::<Entity>(Column::TenantId.eq(row.tenant_id)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert_eq!(world.acme.read().await.unwrap().get::<Entity>(row.id).await.unwrap(), row);
    }
}

#[tokio::test]
async fn an_inserted_row_is_the_scopes_own_whatever_the_model_says() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.bravo.begin().await.unwrap();
        let mut forged = phone("forged");
        forged.tenant_id = Set(world.acme.tenant().uuid());
        let row = tx.insert(forged.clone()).await.unwrap();
        assert_eq!(row.tenant_id, world.bravo.tenant().uuid());
        forged.name = Set("forged too".to_owned());
        tx.insert_many(vec![forged]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.acme.read().await.unwrap().find::<Entity>().count().await.unwrap(), 0);
        assert_eq!(world.bravo.read().await.unwrap().find::<Entity>().count().await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_row_cannot_refer_into_another_tenant() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        let foreign = tx.insert(phone("desk")).await.unwrap();
        tx.commit().await.unwrap();
        let tx = world.bravo.begin().await.unwrap();
        let row = button::ActiveModel { phone_id: Set(foreign.id), ..Default::default() };
        assert!(matches!(tx.insert(row).await, Err(Error::Referenced { .. })), "{backend:?}");
    }
}

#[tokio::test]
async fn a_claimed_key_is_in_use_for_everybody_and_only_its_holder_releases_it() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let subject = world.acme.tenant();
        let tx = world.acme.begin().await.unwrap();
        tx.claim(KeyKind::Number, "+34600000001", subject).await.unwrap();
        tx.claim(KeyKind::Number, "+34600000001", subject).await.unwrap();
        assert!(world.directory.find(KeyKind::Number, "+34600000001").is_none(), "not before the commit");
        tx.commit().await.unwrap();
        let found = world.directory.find(KeyKind::Number, "+34600000001").unwrap();
        assert_eq!((found.scope, found.subject), (world.acme.clone(), subject.uuid()));

        let tx = world.bravo.begin().await.unwrap();
        let refused = tx.claim(KeyKind::Number, "+34600000001", world.bravo.tenant()).await.unwrap_err();
        assert_eq!(refused.to_string(), "this number is in use");
        assert!(!tx.release(KeyKind::Number, "+34600000001").await.unwrap());
        assert_eq!(tx.release_all(subject).await.unwrap(), 0);
        tx.claim(KeyKind::TrunkAddress, "192.0.2.1:5060", world.bravo.tenant()).await.unwrap();
        tx.commit().await.unwrap();

        let tx = world.acme.begin().await.unwrap();
        tx.claim(KeyKind::TrunkAddress, "192.0.2.1:5060", subject).await.unwrap();
        tx.release(KeyKind::Number, "+34600000001").await.unwrap();
        tx.commit().await.unwrap();
        assert!(world.directory.find(KeyKind::Number, "+34600000001").is_none());
        assert_eq!(world.directory.find_all(KeyKind::TrunkAddress, "192.0.2.1:5060").len(), 2);
        let reopened = world.base.directory().await;
        assert_eq!(reopened.find_all(KeyKind::TrunkAddress, "192.0.2.1:5060").len(), 2);
        assert!(reopened.find(KeyKind::Number, "+34600000001").is_none());
    }
}

#[derive(FromQueryResult)]
struct Count {
    rows: i64,
}

/// Everything that a forgetful query could do, from inside bravo.
async fn leaks(directory: &Directory, bravo: &TenantScope, row: &crate::sample::Model) -> Vec<&'static str> {
    let scope = directory.session(bravo.tenant()).unwrap();
    let mut leaks = Vec::new();
    let tx = scope.begin().await.unwrap();
    let mut note = |leaked: bool, what| leaked.then(|| leaks.push(what));
    note(!tx.find::<Entity>().all().await.unwrap().is_empty(), "find");
    note(tx.find_by_id::<Entity>(row.id).await.unwrap().is_some(), "find by id");
    note(tx.find::<Entity>().filter(Column::Name.eq("desk")).exists().await.unwrap(), "exists");
    let change = ActiveModel { id: Set(row.id), ring_secs: Set(99), ..Default::default() };
    note(tx.update(change.clone()).await.is_ok(), "update");
    note(tx.update_where(change, Column::Name.eq("desk")).await.unwrap() > 0, "update where");
    let counted: Vec<Count> = tx
        .report("SELECT count(*) AS rows FROM phone WHERE :tenant IS NOT NULL", &[])
        .await
        .unwrap_or_default();
    note(counted.iter().any(|count| count.rows > 0), "report");
    let keys: Vec<Count> = tx
        .report(
            "SELECT count(*) AS rows FROM directory_key WHERE kind = 'number' AND :tenant IS NOT NULL",
            &[],
        )
        .await
        .unwrap_or_default();
    note(keys.iter().any(|count| count.rows > 0), "keys");
    note(tx.find::<tenancy::entity::audit::Entity>().count().await.unwrap() > 1, "audit");
    note(tx.delete::<Entity>(row.id).await.unwrap(), "delete");
    tx.rollback().await.unwrap();
    leaks
}

#[tokio::test]
async fn with_the_first_wall_off_row_security_leaks_nothing() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        let row = tx.insert(phone("desk")).await.unwrap();
        tx.claim(KeyKind::Number, "+34600000001", row.id).await.unwrap();
        tx.commit().await.unwrap();
        let open = world.base.directory_over(world.base.first_wall_off()).await;
        let leaks = leaks(&open, &world.bravo, &row).await;
        match backend {
            Backend::Postgres => assert_eq!(leaks, Vec::<&str>::new()),
            // SQLite has the first wall alone: that everything leaks shows that it is really off.
            Backend::Sqlite => assert_eq!(
                leaks,
                [
                    "find",
                    "find by id",
                    "exists",
                    "update",
                    "update where",
                    "report",
                    "keys",
                    "audit",
                    "delete"
                ]
            ),
        }
    }
}

#[tokio::test]
async fn the_audit_log_is_only_added_to() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        assert!(tx.find::<tenancy::entity::audit::Entity>().count().await.unwrap() > 0);
        let all = tenancy::entity::audit::Column::Action.ne("");
        assert!(matches!(
            tx.delete_where::<tenancy::entity::audit::Entity>(all).await,
            Err(Error::Database(_))
        ));
        drop(tx);
        let tx = world.acme.begin().await.unwrap();
        let change =
            tenancy::entity::audit::ActiveModel { action: Set("nothing".to_owned()), ..Default::default() };
        let all = tenancy::entity::audit::Column::Action.ne("");
        assert!(matches!(tx.update_where(change, all).await, Err(Error::Database(_))));
    }
}

#[tokio::test]
async fn migrations_apply_once_and_unknown_or_doubled_ones_are_refused() {
    const MORE: Migration = Migration::new("m20261122_000000_sample_colour", |schema| {
        schema.add_column("phone", tenancy::schema::text("note").null());
        schema.index("phone", &["note"]);
    });
    for backend in Backend::ALL {
        let base = TestDatabase::new(backend, &MIGRATIONS).await;
        assert_eq!(base.database.migrate(MIGRATIONS.to_vec()).await.unwrap(), Vec::<String>::new());
        let more: Vec<_> = MIGRATIONS.into_iter().chain([MORE]).collect();
        assert_eq!(base.database.migrate(more.clone()).await.unwrap(), [MORE.name()]);
        assert!(
            matches!(base.database.migrate(MIGRATIONS.to_vec()).await, Err(Error::Setup(_))),
            "it went back"
        );
        let doubled = more.into_iter().chain([MORE]).collect();
        assert!(matches!(base.database.migrate(doubled).await, Err(Error::Setup(_))));
        let tx = two(&base).await.begin().await.unwrap();
        tx.insert(phone("desk")).await.unwrap();
    }
}

async fn two(base: &TestDatabase) -> TenantScope {
    let [acme, _] = tenancy::testkit::two_tenants(&base.directory().await).await;
    acme
}
