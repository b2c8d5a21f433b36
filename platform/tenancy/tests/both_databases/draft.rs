//! A tenant drafted with its rows in one transaction: kept whole, or gone without a trace.

use tenancy::testkit::Backend;
use tenancy::{Actor, KeyKind, Limits, NewTenant, TenantChange};

use crate::sample::{Entity, World, phone};

fn charlie() -> NewTenant {
    NewTenant {
        name: "charlie".to_owned(),
        title: "Charlie".to_owned(),
        domain: Some("charlie.example".to_owned()),
        country: "ES".to_owned(),
        language: "es".to_owned(),
        time_zone: "Europe/Madrid".to_owned(),
        limits: Limits::default(),
    }
}

#[tokio::test]
async fn a_dropped_draft_leaves_no_trace_and_a_committed_one_is_whole() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let actor = Actor::system("test");
        let operator = world.directory.console();
        let norte = operator.resellers()[0].id;
        let reseller = operator.enter(&actor, norte).await.unwrap();

        let tx = reseller.draft_tenant(&actor, charlie(), None).await.unwrap();
        tx.insert(phone("hall")).await.unwrap();
        drop(tx);
        assert!(world.directory.tenant_by_name("charlie").is_none());
        assert!(world.directory.find(KeyKind::SipDomain, "charlie.example").is_none());

        let tx = reseller.draft_tenant(&actor, charlie(), None).await.unwrap();
        tx.insert(phone("hall")).await.unwrap();
        tx.commit().await.unwrap();
        let scope = world.directory.tenant_by_name("charlie").unwrap();
        assert_eq!(scope.read().await.unwrap().find::<Entity>().count().await.unwrap(), 1);
        assert!(world.directory.find(KeyKind::SipDomain, "charlie.example").is_some());
    }
}

#[tokio::test]
async fn a_dropped_change_is_taken_back_in_memory_too() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let actor = Actor::system("test");
        let operator = world.directory.console();
        let norte = operator.resellers()[0].id;
        let reseller = operator.enter(&actor, norte).await.unwrap();
        let change = || TenantChange { title: Some("Acme SL".to_owned()), ..TenantChange::default() };
        let tenant = world.acme.tenant();

        let tx = reseller.draft_change(&actor, tenant, change()).await.unwrap();
        assert_eq!(world.acme.facts().title, "Acme SL");
        tx.rollback().await.unwrap();
        assert_eq!(world.acme.facts().title, "acme");

        reseller.draft_change(&actor, tenant, change()).await.unwrap().commit().await.unwrap();
        assert_eq!(world.acme.facts().title, "Acme SL");
        assert_eq!(world.base.directory().await.tenant(&world.acme).title, "Acme SL");
    }
}
