//! Plans over HTTP, on both databases.

use serde_json::json;
use testkit::Backend;

use crate::roles::Role;
use crate::world::World;

#[tokio::test]
async fn tenants_follow_their_plan_save_for_limits_of_their_own() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let new = json!({"name": "basic", "title": "Basic", "limits": {"users": 10, "endpoints": 20}});
        let plan = rita.post("/plans", new.clone()).await.expect(201);
        assert_eq!(rita.post("/plans", new.clone()).await.refusal().1, "plans.name_taken");
        assert_eq!(olga.post("/plans", new).await.refusal().1, "plans.whose");
        let id = plan["id"].as_str().unwrap();
        let (acme, bravo) =
            (format!("/tenants/{}", world.acme.tenant()), format!("/tenants/{}", world.bravo.tenant()));

        let taken = rita.patch(&acme, json!({"plan": id})).await.expect(200);
        assert_eq!(taken["limits"], json!({"users": 10, "endpoints": 20}));
        let own = json!({"plan": id, "limits": {"users": 10, "endpoints": 25}});
        rita.patch(&bravo, own).await.expect(200);
        let usage = admin.get("/usage").await.expect(200);
        assert_eq!((&usage["plan"], &usage["limits"]["users"]), (&json!("Basic"), &json!(10)));
        assert_eq!(usage["used"]["users"], 1);

        let path = format!("/plans/{id}");
        rita.patch(&path, json!({"limits": {"users": 50, "endpoints": 60}})).await.expect(200);
        assert_eq!(rita.get(&acme).await.expect(200)["limits"], json!({"users": 50, "endpoints": 60}));
        let bravo_now = rita.get(&bravo).await.expect(200);
        assert_eq!(bravo_now["limits"], json!({"users": 50, "endpoints": 25}));
        assert_eq!(bravo_now["plan"], json!({"id": id, "own": ["endpoints"]}));
        assert_eq!(rita.delete(&path).await.refusal(), (409, "plans.in_use".to_owned()));
        for tenant in [&acme, &bravo] {
            rita.patch(tenant, json!({"plan": ""})).await.expect(200);
        }
        assert_eq!(rita.get(&acme).await.expect(200)["limits"]["users"], 50, "limits stay");
        rita.delete(&path).await.expect(204);
    }
}

#[tokio::test]
async fn a_plan_beyond_the_quota_and_a_strangers_plan_change_nothing() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        let plan = rita.post("/plans", json!({"name": "basic", "title": "B", "limits": {"endpoints": 5}}));
        let plan = plan.await.expect(201);
        for tenant in [&world.acme, &world.bravo] {
            let path = format!("/tenants/{}", tenant.tenant());
            rita.patch(&path, json!({"plan": plan["id"]})).await.expect(200);
        }
        let norte = world.acme.facts().reseller.unwrap();
        olga.patch(&format!("/resellers/{norte}"), json!({"quota": {"endpoints": 10}})).await.expect(200);
        let path = format!("/plans/{}", plan["id"].as_str().unwrap());
        let over = rita.patch(&path, json!({"limits": {"endpoints": 6}})).await;
        assert_eq!(over.refusal(), (409, "tenancy.limit_reached".to_owned()));
        assert_eq!(rita.get(&path).await.expect(200)["limits"]["endpoints"], 5);
        assert_eq!(world.acme.facts().limits.endpoints, Some(5));

        olga.post("/resellers", json!({"name": "sur", "title": "Sur"})).await.expect(201);
        let sur = world.app.env.directory.tenant_by_name("sur").unwrap();
        let (_, sara) = world.signed_in(&sur, "sara", Role::Reseller).await;
        let theirs = sara.post("/plans", json!({"name": "other", "title": "O"})).await.expect(201);
        let acme = format!("/tenants/{}", world.acme.tenant());
        for id in [theirs["id"].clone(), json!("pln_00000000000000000000000000")] {
            let refused = rita.patch(&acme, json!({"plan": id})).await;
            assert_eq!(refused.refusal(), (422, "plans.unknown".to_owned()));
        }
        rita.get(&format!("/plans/{}", theirs["id"].as_str().unwrap())).await.expect(404);
    }
}
