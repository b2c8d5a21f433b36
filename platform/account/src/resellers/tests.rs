//! The life of resellers over HTTP, on both databases.

use kernel::Timestamp;
use serde_json::json;
use tenancy::{Actor, ResellerChange, TenantChange, TenantState};
use testkit::Backend;

use crate::roles::Role;
use crate::world::World;

#[tokio::test]
async fn a_suspended_resellers_tenants_do_not_work_and_their_people_read_why() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let mut events = admin.events("").await.unwrap();
        let mut above = olga.events("").await.unwrap();
        let norte = format!("/resellers/{}", world.acme.facts().reseller.unwrap());
        let body = json!({"reason": " The invoice of May is open. "});
        let done = olga.post(&format!("{norte}/suspend"), body).await.expect(200);
        assert_eq!((&done["state"], &done["allotted"]["tenants"]), (&json!("suspended"), &json!(2)));
        above.expect("resellers.changed").await;
        assert_eq!(events.expect("place.changed").await["body"]["id"], world.acme.tenant().to_string());

        assert_eq!(world.acme.state(), TenantState::Suspended, "calls are refused by it");
        assert_eq!(admin.get("/users").await.refusal(), (403, "tenants.suspended".to_owned()));
        assert_eq!(rita.get("/tenants").await.refusal(), (403, "tenants.suspended".to_owned()));
        let me = admin.get("/me").await.expect(200);
        assert_eq!(me["tenant"]["state"], "suspended");
        assert_eq!(me["tenant"]["reason"], "The invoice of May is open.");
        let listed = olga.get(&format!("/tenants/{}", world.acme.tenant())).await.expect(200);
        assert_eq!((&listed["state"], &listed["held"]), (&json!("active"), &json!(true)));
        // Staff above still gets in.
        olga.clone().within(world.acme.tenant()).get("/users").await.expect(200);

        let done = olga.post(&format!("{norte}/resume"), json!({})).await.expect(200);
        assert_eq!((&done["state"], &done["reason"]), (&json!("active"), &json!(null)));
        admin.get("/users").await.expect(200);
        rita.get("/tenants").await.expect(200);
        assert_eq!(world.acme.state(), TenantState::Active);
    }
}

#[tokio::test]
async fn a_reseller_goes_with_its_tenants_when_that_is_said_and_comes_back_with_them() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let bravo = format!("/tenants/{}", world.bravo.tenant());
        rita.delete(&bravo).await.expect(200);
        let id = world.acme.facts().reseller.unwrap();
        let norte = format!("/resellers/{id}");
        assert_eq!(olga.delete(&norte).await.refusal(), (409, "resellers.has_tenants".to_owned()));
        let gone = olga.delete(&format!("{norte}?with_tenants=true")).await.expect(200);
        assert_eq!(gone["state"], "deleting");
        assert_eq!(rita.get("/me").await.status, 401);
        let acme = olga.get(&format!("/tenants/{}", world.acme.tenant())).await.expect(200);
        assert_eq!(acme["erase_after"], gone["erase_after"]);
        let suspended = olga.post(&format!("{norte}/suspend"), json!({})).await;
        assert_eq!(suspended.refusal(), (409, "resellers.deleting".to_owned()));

        olga.post(&format!("{norte}/resume"), json!({})).await.expect(200);
        assert_eq!(world.acme.state(), TenantState::Active);
        assert_eq!(world.bravo.state(), TenantState::Deleting, "it was deleted before and by itself");
        rita.get("/me").await.expect(200);

        olga.delete(&format!("{norte}?with_tenants=true")).await.expect(200);
        assert_eq!(crate::tenants::erase_due(&world.account).await.unwrap(), 0, "the grace time runs");
        let (console, actor) = (world.app.env.directory.console(), Actor::system("test"));
        let below = console.enter(&actor, id).await.unwrap();
        let past = Some(Some(Timestamp::EPOCH));
        for tenant in [&world.acme, &world.bravo] {
            let change = TenantChange { erase_after: past, ..TenantChange::default() };
            below.change_tenant(&actor, tenant.tenant(), change).await.unwrap();
        }
        let change = ResellerChange { erase_after: past, ..ResellerChange::default() };
        let (tx, _) = console.draft_reseller_change(&actor, id, change).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(crate::tenants::erase_due(&world.account).await.unwrap(), 3);
        olga.get(&norte).await.expect(404);
        assert!(world.app.env.directory.tenant_by_name("norte").is_none());
        olga.post("/resellers", json!({"name": "norte", "title": "Norte"})).await.expect(201);
    }
}

#[tokio::test]
async fn resellers_and_tenants_show_what_is_used_of_their_quota() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        world.user(&world.acme, "ana", Role::Member).await;
        world.user(&world.bravo, "bea", Role::Member).await;
        for tenant in [&world.acme, &world.bravo] {
            let limits = json!({"limits": {"users": 5, "endpoints": 10, "concurrent_calls": 4}});
            rita.patch(&format!("/tenants/{}", tenant.tenant()), limits).await.expect(200);
        }
        let norte = format!("/resellers/{}", world.acme.facts().reseller.unwrap());
        olga.patch(&norte, json!({"quota": {"endpoints": 25}})).await.expect(200);
        let own = rita.get("/quota").await.expect(200);
        assert_eq!(own["quota"], json!({"endpoints": 25}));
        assert_eq!(own["allotted"], json!({"tenants": 2, "endpoints": 20, "concurrent_calls": 8}));
        assert_eq!(own["used"]["users"], 2);
        assert_eq!(olga.get("/quota").await.status, 404);
        let totals = rita.get("/tenants/totals").await.expect(200);
        assert_eq!((&totals["active"], &totals["used"]["users"]), (&json!(2), &json!(2)));
        let listed = rita.get("/tenants?sort=name").await.expect(200);
        assert_eq!(listed["items"][0]["used"]["users"], 1);
        assert_eq!(listed["items"][0]["held"], false);
        assert_eq!(olga.get("/resellers?state=suspended").await.expect(200)["items"], json!([]));
    }
}
