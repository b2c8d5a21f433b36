//! The directory and the way down: minting, parentage, quotas, what survives a reopening.

use kernel::id::{TenantId, Uuid};
use tenancy::entity::audit;
use tenancy::testkit::Backend;
use tenancy::{
    Actor, Error, KeyKind, Limits, NewReseller, NewTenant, Quota, TenantChange, TenantKind, TenantScope,
    TenantState,
};

use crate::sample::{Entity, World, phone};

fn new_tenant(name: &str, endpoints: Option<u32>) -> NewTenant {
    NewTenant {
        name: name.to_owned(),
        title: name.to_owned(),
        domain: Some(format!("{name}.example")),
        country: "ES".to_owned(),
        language: "es".to_owned(),
        time_zone: "Europe/Madrid".to_owned(),
        limits: Limits { endpoints, ..Limits::default() },
    }
}

fn staff(number: u128) -> Actor {
    Actor { id: Some(Uuid::from_u128(number)), ..Actor::system("staff") }
}

async fn actions(scope: &TenantScope) -> Vec<String> {
    let lines = scope.read().await.unwrap().find::<audit::Entity>().all().await.unwrap();
    lines.into_iter().map(|line| line.action).collect()
}

#[tokio::test]
async fn scopes_come_from_keys_names_and_sessions_of_known_tenants_only() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let directory = &world.directory;
        assert_eq!(directory.find(KeyKind::SipDomain, "acme.example").unwrap().scope, world.acme);
        assert_eq!(directory.tenant_by_name("bravo").unwrap(), world.bravo);
        assert_eq!(directory.session(world.acme.tenant()).unwrap(), world.acme);
        assert!(directory.session(TenantId(Uuid::from_u128(1))).is_none());
        assert!(directory.find(KeyKind::SipDomain, "nobody.example").is_none());
        assert_eq!(directory.tenant(&world.acme).name, "acme");
        assert_eq!(directory.every().len(), 4);
    }
}

#[tokio::test]
async fn a_reopened_directory_knows_what_the_former_one_wrote() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let reopened = world.base.directory().await;
        assert_eq!(reopened.realm(), world.directory.realm());
        assert_eq!(reopened.tenant(&world.acme), world.directory.tenant(&world.acme));
        assert_eq!(reopened.console().resellers(), world.directory.console().resellers());
        assert_eq!(reopened.find(KeyKind::SipDomain, "acme.example").unwrap().scope, world.acme);
        let sealed = world.acme.seal("test", b"secret");
        let scope = reopened.session(world.acme.tenant()).unwrap();
        assert_eq!(scope.unseal("test", &sealed).unwrap(), b"secret");
    }
}

#[tokio::test]
async fn the_way_down_is_checked_and_written_once_per_visit() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let operator = world.directory.console();
        let other = NewReseller { name: "sur".to_owned(), title: "Sur".to_owned(), quota: Quota::default() };
        let other = operator.create_reseller(&Actor::system("test"), other).await.unwrap();
        let home = world.directory.tenant_by_name("sur").unwrap();
        assert_eq!(world.directory.tenant(&home).kind, TenantKind::Reseller);
        let sur = world.directory.reseller(&home).unwrap();
        assert_eq!(sur.id(), other.id);
        assert!(world.directory.reseller(&world.acme).is_none());
        assert!(world.directory.operator(&home).is_none());
        assert!(world.directory.operator(operator.home()).is_some());

        assert!(matches!(sur.enter(&staff(1), world.acme.tenant()).await, Err(Error::NotBelow)));
        assert!(!actions(&world.acme).await.contains(&"tenancy.enter".to_owned()));
        let norte = world.directory.reseller(&world.directory.tenant_by_name("norte").unwrap()).unwrap();
        for actor in [staff(1), staff(1), staff(2)] {
            assert_eq!(norte.enter(&actor, world.acme.tenant()).await.unwrap(), world.acme);
        }
        assert_eq!(
            operator.enter_tenant(&Actor::system("console"), world.acme.tenant()).await.unwrap(),
            world.acme
        );
        let entered =
            actions(&world.acme).await.into_iter().filter(|action| action == "tenancy.enter").count();
        assert_eq!(entered, 3);
    }
}

#[tokio::test]
async fn names_and_domains_are_taken_once_and_a_refused_creation_leaves_nothing() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let norte = world.directory.reseller(&world.directory.tenant_by_name("norte").unwrap()).unwrap();
        let before = (world.directory.every().len(), norte.tenants().len());
        let taken = norte.create_tenant(&staff(1), new_tenant("acme", None)).await.map(drop).unwrap_err();
        assert!(matches!(taken, Error::NameTaken), "{taken:?}");
        let domain = NewTenant { domain: Some("ACME.example".to_owned()), ..new_tenant("charlie", None) };
        let taken = norte.create_tenant(&staff(1), domain).await.map(drop).unwrap_err();
        assert!(matches!(taken, Error::InUse { kind: KeyKind::SipDomain }), "{taken:?}");
        assert_eq!((world.directory.every().len(), norte.tenants().len()), before);
        assert!(world.directory.tenant_by_name("charlie").is_none());
        assert_eq!(world.base.directory().await.every().len(), before.0);
    }
}

#[tokio::test]
async fn a_quota_limits_what_tenants_may_use_together() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let operator = world.directory.console();
        let quota = Quota { tenants: Some(2), endpoints: Some(100), ..Quota::default() };
        let new = NewReseller { name: "sur".to_owned(), title: "Sur".to_owned(), quota };
        let sur = operator.create_reseller(&staff(1), new).await.unwrap();
        let sur = operator.enter(&staff(1), sur.id).await.unwrap();
        let first = sur.create_tenant(&staff(1), new_tenant("uno", Some(60))).await.unwrap();
        let beyond = sur.create_tenant(&staff(1), new_tenant("dos", Some(41))).await.map(drop);
        assert!(matches!(beyond, Err(Error::LimitReached { what: "endpoints" })));
        sur.create_tenant(&staff(1), new_tenant("dos", Some(40))).await.unwrap();
        let third = sur.create_tenant(&staff(1), new_tenant("tres", Some(0))).await.map(drop);
        assert!(matches!(third, Err(Error::LimitReached { what: "tenants" })));
        let limits = Limits { endpoints: Some(61), ..Limits::default() };
        let change = TenantChange { limits: Some(limits), ..TenantChange::default() };
        let raised = sur.change_tenant(&staff(1), first.tenant(), change).await;
        assert!(matches!(raised, Err(Error::LimitReached { what: "endpoints" })));
    }
}

#[tokio::test]
async fn a_changed_domain_moves_the_key_and_an_erased_tenant_leaves_no_row() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let norte = world.directory.reseller(&world.directory.tenant_by_name("norte").unwrap()).unwrap();
        let domain = Some(Some("new.example".to_owned()));
        let change = TenantChange { domain, ..TenantChange::default() };
        let facts = norte.change_tenant(&staff(1), world.acme.tenant(), change).await.unwrap();
        assert_eq!(facts.generation, 2);
        assert!(world.directory.find(KeyKind::SipDomain, "acme.example").is_none());
        assert_eq!(world.directory.find(KeyKind::SipDomain, "new.example").unwrap().scope, world.acme);

        let tx = world.acme.begin().await.unwrap();
        tx.insert(phone("desk")).await.unwrap();
        tx.commit().await.unwrap();
        let early = norte.erase_tenant(&staff(1), world.acme.tenant()).await;
        assert!(matches!(early, Err(Error::Invalid { field: "/state", .. })));
        let change = TenantChange { state: Some(TenantState::Deleting), ..TenantChange::default() };
        norte.change_tenant(&staff(1), world.acme.tenant(), change).await.unwrap();
        norte.erase_tenant(&staff(1), world.acme.tenant()).await.unwrap();
        assert!(world.directory.session(world.acme.tenant()).is_none());
        assert!(world.directory.find(KeyKind::SipDomain, "new.example").is_none());
        assert_eq!(world.directory.tenant(&world.acme).name, "acme");
        let tx = world.acme.begin().await.unwrap();
        assert_eq!(tx.find::<Entity>().count().await.unwrap(), 0);
        assert_eq!(tx.find::<audit::Entity>().count().await.unwrap(), 0);
        assert!(tx.insert(phone("zombie")).await.is_err());
        drop(tx);
        assert_eq!(world.base.directory().await.every().len(), 3);
    }
}
