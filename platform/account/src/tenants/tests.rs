//! The tree over HTTP: operator, resellers, tenants, on both databases.

use serde_json::{Value, json};
use tenancy::{Actor, TenantChange};
use testkit::{Answer, Backend, Client};

use crate::roles::Role;
use crate::world::World;

fn tenant(name: &str, limits: &Value) -> Value {
    json!({
        "name": name, "title": name, "domain": format!("{name}.example"), "country": "ES", "language": "es",
        "time_zone": "Europe/Madrid", "limits": limits,
    })
}

async fn staff(world: &World) -> (Client, Client) {
    let (_, operator) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
    let (_, reseller) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
    (operator, reseller)
}

fn names(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

fn state(answer: &Answer) -> String {
    answer.expect(200)["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_operator_makes_resellers_and_they_make_tenants_within_their_quota() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (operator, _) = staff(&world).await;
        let new = json!({"name": "sur", "title": "Sur", "quota": {"tenants": 1, "endpoints": 10}});
        let made = operator.post("/resellers", new.clone()).await.expect(201);
        assert_eq!(operator.post("/resellers", new).await.refusal().0, 409);
        let path = format!("/resellers/{}", made["id"].as_str().unwrap());
        assert_eq!(operator.get(&path).await.expect(200)["quota"]["endpoints"], 10);
        operator.patch(&path, json!({"quota": {"tenants": 1, "endpoints": 20}})).await.expect(200);
        assert_eq!(names(&operator.get("/resellers?sort=-name").await.expect(200)), ["sur", "norte"]);

        let home = world.app.env.directory.tenant_by_name("sur").unwrap();
        let (_, sur) = world.signed_in(&home, "sara", Role::Reseller).await;
        let over = sur.post("/tenants", tenant("uno", &json!({"endpoints": 21}))).await;
        assert_eq!(over.refusal(), (409, "tenancy.limit_reached".to_owned()));
        sur.post("/tenants", tenant("uno", &json!({"endpoints": 20}))).await.expect(201);
        assert_eq!(sur.post("/tenants", tenant("dos", &json!({"endpoints": 0}))).await.refusal().0, 409);
        assert_eq!(sur.get("/resellers").await.status, 403);

        assert_eq!(operator.post("/tenants", tenant("tres", &json!({}))).await.refusal().1, "tenants.whose");
    }
}

#[tokio::test]
async fn a_reseller_sees_and_steps_into_its_own_tenants_alone() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (operator, rita) = staff(&world).await;
        let made = operator.post("/resellers", json!({"name": "sur", "title": "Sur"})).await.expect(201);
        let mut foreign = tenant("charlie", &json!({}));
        foreign["reseller"] = made["id"].clone();
        let charlie = operator.post("/tenants", foreign).await.expect(201);
        let charlie_id = charlie["id"].as_str().unwrap();

        assert_eq!(names(&rita.get("/tenants").await.expect(200)), ["acme", "bravo"]);
        rita.get(&format!("/tenants/{charlie_id}")).await.expect(404);
        rita.post(&format!("/tenants/{charlie_id}/suspend"), json!({})).await.expect(404);

        let acme = rita.clone().within(world.acme.tenant());
        acme.post("/users", json!({"user_name": "ana", "role": "administrator"})).await.expect(201);
        let me = acme.get("/me").await.expect(200);
        assert_eq!((&me["tenant"]["name"], &me["home"]["name"]), (&json!("acme"), &json!("norte")));
        let entered = world.actions(&world.acme).await;
        assert_eq!(entered.iter().filter(|action| *action == "tenancy.enter").count(), 1, "{entered:?}");

        rita.within(charlie_id.parse().unwrap()).get("/users").await.expect(404);
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        admin.clone().within(world.bravo.tenant()).get("/users").await.expect(404);
        assert_eq!(admin.get("/tenants").await.status, 403);
    }
}

#[tokio::test]
async fn a_tenant_is_suspended_resumed_deleted_and_erased_when_the_grace_is_over() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = staff(&world).await;
        let path = format!("/tenants/{}", world.acme.tenant());
        let (suspend, resume) = (format!("{path}/suspend"), format!("{path}/resume"));
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let mut events = rita.events("").await.unwrap();
        let suspended = rita.post(&suspend, json!({"reason": "Unpaid"})).await;
        assert_eq!(
            (state(&suspended), &suspended.expect(200)["reason"]),
            ("suspended".to_owned(), &json!("Unpaid"))
        );
        assert_eq!(events.expect("tenants.changed").await["body"]["id"], world.acme.tenant().to_string());
        assert_eq!(admin.get("/users").await.refusal(), (403, "tenants.suspended".to_owned()));
        assert_eq!(admin.get("/me").await.expect(200)["tenant"]["reason"], "Unpaid");
        assert_eq!(state(&rita.post(&resume, json!({})).await), "active");
        admin.get("/users").await.expect(200);
        assert_eq!(state(&rita.delete(&path).await), "deleting");
        assert_eq!(admin.get("/me").await.status, 401);
        assert_eq!(crate::tenants::erase_due(&world.account).await.unwrap(), 0, "the grace time runs");
        assert_eq!(state(&rita.post(&resume, json!({})).await), "active");
        assert_eq!(admin.get("/me").await.status, 200);

        rita.delete(&path).await.expect(200);
        let past =
            TenantChange { erase_after: Some(Some(kernel::Timestamp::EPOCH)), ..TenantChange::default() };
        let (console, actor) = (world.app.env.directory.console(), Actor::system("test"));
        let norte = console.enter(&actor, world.acme.facts().reseller.unwrap()).await.unwrap();
        norte.change_tenant(&actor, world.acme.tenant(), past).await.unwrap();
        assert_eq!(crate::tenants::erase_due(&world.account).await.unwrap(), 1);
        rita.get(&path).await.expect(404);
        assert!(world.app.env.directory.tenant_by_name("acme").is_none());
        rita.post("/tenants", tenant("acme", &json!({}))).await.expect(201);
    }
}
