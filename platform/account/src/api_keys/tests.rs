//! API keys over HTTP, on both databases: what they open, from where, for how long, and what they never do.

use serde_json::{Value, json};
use testkit::{Backend, Client};

use crate::roles::Role;
use crate::world::World;

fn with_key(world: &World, secret: &str) -> Client {
    world.app.anonymous().with_header("Authorization", &format!("Bearer {secret}"))
}

async fn made(admin: &Client, body: Value) -> (String, String) {
    let made = admin.post("/api-keys", body).await.expect(201);
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say_and_nothing_of_the_own_account() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (ana, admin) = world.signed_in(&world.acme, "ana", Role::Administrator).await;
        let body = json!({"name": "CRM", "scopes": ["users.read", "users.write"], "addresses": ["127.0.0.0/8", "::1"]});
        let (id, secret) = made(&admin, body).await;
        let key = with_key(&world, &secret);
        key.get("/users").await.expect(200);
        let user = key.post("/users", json!({"user_name": "new", "role": "member"})).await.expect(201);
        assert_eq!(
            key.get("/audit").await.refusal(),
            (403, "http.forbidden".to_owned()),
            "not in its scopes"
        );
        for path in ["/me", "/sessions", "/me/second-factor"] {
            assert_eq!(key.get(path).await.status, 403, "{path}");
        }
        assert_eq!(key.get("/session").await.expect(200), json!({}), "a key is nobody's session");

        let mut events = key.events("").await.unwrap();
        assert_eq!(events.next().await.unwrap()["type"], "hello");
        admin
            .patch(&format!("/users/{}", user["id"].as_str().unwrap()), json!({"city": "Vigo"}))
            .await
            .expect(200);
        assert_eq!(events.expect("users.changed").await["body"]["id"], user["id"]);

        let listed = admin.get("/api-keys").await.expect(200);
        let shown = &listed["items"][0];
        assert_eq!(shown["prefix"], secret[..8]);
        assert_eq!(shown["addresses"], json!(["127.0.0.0/8", "::1"]));
        assert_eq!((&shown["used_from"], &shown["owner"]), (&json!("127.0.0.1"), &json!(ana.id.to_string())));
        assert!(!listed.to_string().contains(&secret));
        let lines = admin.get("/audit?action=users.create").await.expect(200);
        let line = &lines["items"][0];
        assert_eq!(
            (&line["actor_kind"], &line["actor_name"], &line["key"]),
            (&json!("key"), &json!("CRM"), &json!(id))
        );
        assert!(line.get("actor").is_none(), "a key is no user: {line}");

        admin.delete(&format!("/api-keys/{id}")).await.expect(204);
        assert_eq!(events.next().await, None, "its socket ends with it");
        assert_eq!(key.get("/users").await.refusal(), (401, "api_keys.refused".to_owned()));
        let stored = world.acme.read().await.unwrap();
        assert!(stored.find::<super::store::Entity>().all().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_a_key_is_answered_the_same() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "ana", Role::Administrator).await;
        let (beto, second) = world.signed_in(&world.acme, "beto", Role::Administrator).await;
        let (_, bea) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
        let scopes = json!(["users.read"]);
        let elsewhere =
            json!({"name": "elsewhere", "scopes": scopes, "addresses": ["192.0.2.0/24", "2001:db8::/32"]});
        let (id, elsewhere) = made(&admin, elsewhere).await;
        let (_, owned) = made(&second, json!({"name": "of beto", "scopes": scopes})).await;
        admin.patch(&format!("/users/{}", beto.id), json!({"enabled": false})).await.expect(200);
        let unknown = format!("cmk_{}", "x".repeat(43));
        let mut refusals = Vec::new();
        for secret in [elsewhere.as_str(), &owned, &unknown, "nonsense", ""] {
            let answer = with_key(&world, secret).get("/users").await;
            let mut told: Value = serde_json::from_str(&answer.text).unwrap();
            told["request"] = Value::Null;
            assert_eq!(answer.status, 401);
            refusals.push(told);
        }
        assert!(refusals.windows(2).all(|pair| pair[0] == pair[1]), "{refusals:?}");
        // A cookie beside a key that is refused does not let in.
        let both = admin.clone().with_header("Authorization", &format!("Bearer {unknown}"));
        assert_eq!(both.get("/users").await.refusal().1, "api_keys.refused");
        let basic = admin.clone().with_header("Authorization", "Basic YTpi");
        assert_eq!(basic.get("/users").await.refusal().1, "api_keys.refused");

        // Of tenant A at tenant B: it works in its own, and no header leads it out.
        admin.patch(&format!("/api-keys/{id}"), json!({"addresses": []})).await.expect(200);
        let key = with_key(&world, &elsewhere);
        let names = key.get("/users").await.expect(200)["items"].to_string();
        assert!(names.contains("ana") && !names.contains("bea"), "{names}");
        assert_eq!(key.clone().within(world.bravo.tenant()).get("/users").await.status, 404);
        assert_eq!(bea.get(&format!("/api-keys/{id}")).await.status, 404);
        assert_eq!(bea.get("/api-keys").await.expect(200)["items"], json!([]));
    }
}

#[tokio::test]
async fn a_key_never_holds_more_than_its_owner() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "ana", Role::Administrator).await;
        let (beto, second) = world.signed_in(&world.acme, "beto", Role::Administrator).await;
        let body = |scopes: Value| json!({"name": "CRM", "scopes": scopes});
        for scope in ["resellers.read", "signed_in", "nonsense"] {
            let answer = second.post("/api-keys", body(json!([scope]))).await;
            assert_eq!(answer.refusal(), (422, "api_keys.scope_not_held".to_owned()), "{scope}");
            assert_eq!(answer.expect(422)["pointer"], "/scopes");
        }
        let (id, secret) = made(&second, body(json!(["users.read", "users.write"]))).await;
        assert_eq!(
            second.post("/api-keys", body(json!(["users.read"]))).await.refusal().1,
            "api_keys.name_taken"
        );
        let key = with_key(&world, &secret);
        let new = |name: &str| json!({"user_name": name, "role": "member"});
        key.post("/users", new("one")).await.expect(201);
        admin.patch(&format!("/users/{}", beto.id), json!({"role": "supervisor"})).await.expect(200);
        assert_eq!(key.post("/users", new("two")).await.status, 403, "what its owner lost, it lost");
        key.get("/users").await.expect(200);
        let past = json!({"expires_at": "2001-01-01T00:00:00Z"});
        assert_eq!(admin.patch(&format!("/api-keys/{id}"), past).await.refusal().1, "api_keys.expiry_past");
        let soon = json!({"expires_at": "2101-01-01T00:00:00Z", "name": "renamed"});
        let changed = admin.patch(&format!("/api-keys/{id}"), soon).await.expect(200);
        assert_eq!((&changed["name"], changed.get("secret")), (&json!("renamed"), None));
        let never = admin.patch(&format!("/api-keys/{id}"), json!({"expires_at": null})).await.expect(200);
        assert_eq!(never.get("expires_at"), None);
        admin.delete(&format!("/users/{}", beto.id)).await.expect(204);
        assert_eq!(key.get("/users").await.status, 401, "it ends with its owner");
        assert!(world.actions(&world.acme).await.contains(&"api_keys.revoke".to_owned()));
    }
}

#[tokio::test]
async fn no_page_of_another_site_stands_in_a_keys_way_and_staff_makes_none_for_others() {
    let world = World::new(Backend::Sqlite).await;
    let (_, staff) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
    let within = staff.clone().within(world.acme.tenant());
    let body = json!({"name": "CRM", "scopes": ["users.read"]});
    assert_eq!(within.post("/api-keys", body).await.refusal(), (409, "api_keys.only_at_home".to_owned()));
    let body = json!({"name": "Portal", "scopes": ["users.read", "users.write", "tenants.read", "support_access.enter"]});
    let (_, secret) = made(&staff, body).await;
    let key = with_key(&world, &secret).with_header("Origin", "https://crm.example");
    let inside = key.clone().within(world.acme.tenant());
    inside.post("/users", json!({"user_name": "made", "role": "member"})).await.expect(201);
    key.get("/tenants").await.expect(200);
}
