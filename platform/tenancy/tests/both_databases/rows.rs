//! Rows through `TenantTx`: reading, writing, paging, reports, hooks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ColumnTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, Set};
use tenancy::testkit::Backend;
use tenancy::{Error, PageRequest, SortOrder};

use crate::sample::{ActiveModel, Column, Entity, World, phone};

#[tokio::test]
async fn a_row_goes_in_is_found_changed_and_deleted() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        let row = tx.insert(phone("desk")).await.unwrap();
        assert_eq!(row.tenant_id, world.acme.tenant().uuid());
        assert_eq!(tx.get::<Entity>(row.id).await.unwrap(), row);
        let mut change = row.clone().into_active_model();
        change.colour = Set(Some(serde_json::json!({"r": 1})));
        let changed = tx.update(change).await.unwrap();
        assert_eq!(changed.colour.unwrap()["r"], 1);
        assert_eq!(tx.update(changed_nothing(row.id)).await.unwrap().name, "desk");
        tx.commit().await.unwrap();

        let tx = world.acme.begin().await.unwrap();
        assert!(tx.find::<Entity>().filter(Column::Name.eq("desk")).exists().await.unwrap());
        assert!(tx.delete::<Entity>(row.id).await.unwrap());
        assert!(!tx.delete::<Entity>(row.id).await.unwrap());
        assert!(matches!(tx.get::<Entity>(row.id).await, Err(Error::NotFound { what: "phone" })));
        assert_eq!(tx.find::<Entity>().count().await.unwrap(), 0);
    }
}

fn changed_nothing(id: sea_orm::prelude::Uuid) -> ActiveModel {
    ActiveModel { id: Set(id), ..Default::default() }
}

#[tokio::test]
async fn many_rows_at_once_and_changes_by_condition() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        let rows = (0..10_000).map(|number| phone(&format!("p{number:05}"))).collect();
        tx.insert_many(rows).await.unwrap();
        let louder = ActiveModel { ring_secs: Set(60), ..Default::default() };
        assert_eq!(tx.update_where(louder, Column::Name.lt("p00010")).await.unwrap(), 10);
        assert_eq!(tx.delete_where::<Entity>(Column::RingSecs.eq(20)).await.unwrap(), 9_990);
        tx.commit().await.unwrap();
        assert_eq!(world.acme.read().await.unwrap().find::<Entity>().count().await.unwrap(), 10);
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let tx = world.acme.begin().await.unwrap();
        let mut rows: Vec<_> = (0..25).map(|number| phone(&format!("p{number:02}"))).collect();
        rows.iter_mut()
            .enumerate()
            .for_each(|(number, row)| row.ring_secs = Set(i64::try_from(number % 3).unwrap()));
        tx.insert_many(rows).await.unwrap();
        let ways = [SortOrder::Ascending, SortOrder::Descending].map(|order| [(order, false), (order, true)]);
        for (order, searched) in ways.into_iter().flatten() {
            let mut request = PageRequest { limit: 4, cursor: None, order, total: true };
            let mut seen = Vec::new();
            loop {
                let find = tx.find::<Entity>();
                let page = match searched {
                    true => find.search_page(Column::RingSecs, &request).await.unwrap(),
                    false => find.page(Column::RingSecs, &request).await.unwrap(),
                };
                assert_eq!(page.total, Some(tenancy::Total { count: 25, more: false }));
                seen.extend(page.items.into_iter().map(|row| (row.ring_secs, row.id)));
                let Some(next) = page.next else { break };
                request.cursor = Some(next);
            }
            let mut sorted = seen.clone();
            sorted.sort_unstable();
            if order == SortOrder::Descending {
                sorted.reverse();
            }
            assert_eq!(seen.len(), 25);
            assert_eq!(seen, sorted);
        }
        let page = tx
            .find::<Entity>()
            .page(Column::Name, &PageRequest { limit: 1, ..Default::default() })
            .await
            .unwrap();
        let astray = PageRequest { cursor: page.next, ..Default::default() };
        assert!(matches!(tx.find::<Entity>().page(Column::RingSecs, &astray).await, Err(Error::Cursor)));
    }
}

#[tokio::test]
async fn a_search_finds_in_its_own_tenant_and_counts_as_far_as_a_list_does() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        for scope in [&world.acme, &world.bravo] {
            let tx = scope.begin().await.unwrap();
            let rows = (0..10_010).map(|number| phone(&format!("p{number:05}"))).collect();
            tx.insert_many(rows).await.unwrap();
            tx.commit().await.unwrap();
        }
        let tx = world.acme.read().await.unwrap();
        let request = |total| PageRequest { limit: 3, total, ..Default::default() };
        let found = async |text: &str, total| {
            let find = tx.find::<Entity>().filter(Column::Name.contains(text));
            find.search_page(Column::Name, &request(total)).await.unwrap()
        };
        let some = found("0042", true).await;
        let names = some.items.iter().map(|row| row.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names, ["p00042", "p00420", "p00421"], "{backend:?}");
        assert_eq!(some.total, Some(tenancy::Total { count: 11, more: false }));
        assert!(some.items.iter().all(|row| row.tenant_id == world.acme.tenant().uuid()));
        assert_eq!(found("p", true).await.total, Some(tenancy::Total { count: 10_000, more: true }));
        assert_eq!(found("p", false).await.total, None);
        let none = found("nobody", true).await;
        assert_eq!((none.items.len(), none.next), (0, None));
        assert_eq!(none.total, Some(tenancy::Total { count: 0, more: false }));
    }
}

#[tokio::test]
async fn a_name_twice_in_a_tenant_is_a_duplicate_and_in_two_tenants_is_not() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        for scope in [&world.acme, &world.bravo] {
            let tx = scope.begin().await.unwrap();
            tx.insert(phone("desk")).await.unwrap();
            tx.commit().await.unwrap();
        }
        let tx = world.acme.begin().await.unwrap();
        assert!(matches!(tx.insert(phone("desk")).await, Err(Error::Duplicate { .. })));
    }
}

#[tokio::test]
async fn what_is_not_committed_did_not_happen_and_hooks_do_not_run() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let ran = Arc::new(AtomicBool::new(false));
        let note = |ran: &Arc<AtomicBool>| {
            let ran = ran.clone();
            move || ran.store(true, Ordering::SeqCst)
        };
        let tx = world.acme.begin().await.unwrap();
        tx.insert(phone("ghost")).await.unwrap();
        tx.after_commit(note(&ran));
        drop(tx);
        let tx = world.acme.begin().await.unwrap();
        tx.insert(phone("ghost")).await.unwrap();
        tx.after_commit(note(&ran));
        tx.rollback().await.unwrap();
        assert!(!ran.load(Ordering::SeqCst));

        let tx = world.acme.begin().await.unwrap();
        assert_eq!(tx.find::<Entity>().count().await.unwrap(), 0);
        tx.insert(phone("real")).await.unwrap();
        tx.after_commit(note(&ran));
        tx.commit().await.unwrap();
        assert!(ran.load(Ordering::SeqCst));
    }
}

#[tokio::test]
async fn a_reading_transaction_keeps_its_snapshot_and_writes_nothing() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let reader = world.acme.read().await.unwrap();
        assert_eq!(reader.find::<Entity>().count().await.unwrap(), 0);
        let writer = world.acme.begin().await.unwrap();
        writer.insert(phone("desk")).await.unwrap();
        writer.commit().await.unwrap();
        assert_eq!(reader.find::<Entity>().count().await.unwrap(), 0);
        assert!(matches!(reader.insert(phone("other")).await, Err(Error::ReadOnly)));
        assert!(matches!(reader.delete_where::<Entity>(Column::RingSecs.gt(0)).await, Err(Error::ReadOnly)));
        drop(reader);
        assert_eq!(world.acme.read().await.unwrap().find::<Entity>().count().await.unwrap(), 1);
    }
}

#[derive(FromQueryResult, Debug, PartialEq)]
struct Ring {
    name: String,
    secs: i64,
}

#[tokio::test]
async fn a_report_binds_the_tenant() {
    const SQL: &str = "SELECT name, ring_secs AS secs FROM phone WHERE tenant_id = :tenant AND ring_secs > :least ORDER BY name";
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        for (scope, name) in [(&world.acme, "a"), (&world.bravo, "b")] {
            let tx = scope.begin().await.unwrap();
            tx.insert(phone(name)).await.unwrap();
            let rows: Vec<Ring> = tx.report(SQL, &[("least", 5_i64.into())]).await.unwrap();
            assert_eq!(rows, [Ring { name: name.to_owned(), secs: 20 }]);
            let unbound = tx.report::<Ring>("SELECT name, 1 AS secs FROM phone", &[]).await;
            assert!(matches!(unbound, Err(Error::Report(_))));
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_batch_carries_several_tenants_in_one_transaction() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let mut tx = world.directory.batch(&world.acme).await.unwrap();
        tx.insert(phone("first")).await.unwrap();
        tx.turn(&world.bravo).await.unwrap();
        tx.insert(phone("second")).await.unwrap();
        assert_eq!(tx.find::<Entity>().count().await.unwrap(), 1);
        tx.commit().await.unwrap();
        for (scope, name) in [(&world.acme, "first"), (&world.bravo, "second")] {
            let rows =
                scope.read().await.unwrap().find::<Entity>().order_by_asc(Column::Name).all().await.unwrap();
            assert_eq!(rows.into_iter().map(|row| row.name).collect::<Vec<_>>(), [name]);
        }
    }
}
