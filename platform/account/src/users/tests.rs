//! Users over HTTP, on both databases.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;
use tenancy::{Actor, Limits, TenantChange};
use testkit::Backend;

use crate::roles::Role;
use crate::world::World;

#[tokio::test]
async fn a_user_is_created_shown_changed_and_deleted() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let new = json!({
            "user_name": "Lucia", "role": "agent", "password": "correct horse", "first_name": "Lucía",
            "last_name": "Núñez", "email": "lucia@acme.example", "phone": "+34 600 000 001", "address": "Calle 1",
            "city": "Madrid", "postal_code": "28001", "country": "ES", "region": "Madrid",
            "time_zone": "Europe/Madrid", "language": "es", "prompt_language": "es", "department": "Sales",
            "location": "HQ",
        });
        let answer = admin.post("/users", new.clone()).await;
        let user = answer.expect(201);
        for (name, value) in new.as_object().unwrap().iter().filter(|(name, _)| *name != "password") {
            assert_eq!(user[name], *value, "{name}");
        }
        assert!(!answer.text.contains("horse"), "{}", answer.text);
        let path = answer.header("location").unwrap().trim_start_matches("/api/v1").to_owned();
        let shown = admin.get(&path).await;
        assert_eq!(shown.expect(200), user);

        let tag = shown.header("etag").unwrap().to_owned();
        let careful = admin.clone().with_header("If-Match", &tag);
        let changed =
            careful.patch(&path, json!({"city": "Sevilla", "role": "supervisor"})).await.expect(200);
        assert_eq!((&changed["city"], &changed["role"]), (&json!("Sevilla"), &json!("supervisor")));
        assert_eq!(careful.patch(&path, json!({"city": "Cádiz"})).await.refusal().0, 412);

        world.app.anonymous().sign_in("acme", "LUCIA", "correct horse").await;
        admin.delete(&path).await.expect(204);
        admin.get(&path).await.expect(404);
        let actions = world.actions(&world.acme).await;
        for action in ["users.create", "users.change", "sessions.sign_in", "users.delete"] {
            assert!(actions.iter().any(|it| it == action), "{action} in {actions:?}");
        }
    }
}

#[tokio::test]
async fn lists_are_sorted_searched_filtered_and_paged_by_the_server() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        for (name, last, role) in [
            ("u1", "Álvarez", "member"),
            ("u2", "Núñez", "agent"),
            ("u3", "Alonso", "agent"),
            ("u4", "50%", "member"),
        ] {
            let body = json!({"user_name": name, "role": role, "first_name": "X", "last_name": last});
            admin.post("/users", body).await.expect(201);
        }
        let names = async |query: &str| -> Vec<String> {
            let page = admin.get(&format!("/users?{query}")).await.expect(200);
            let items = page["items"].as_array().unwrap().iter();
            items.map(|user| user["user_name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("").await, ["admin", "u4", "u3", "u1", "u2"]);
        assert_eq!(names("sort=-user_name").await, ["u4", "u3", "u2", "u1", "admin"]);
        assert_eq!(names("search=nunez").await, ["u2"]);
        assert_eq!(names("search=%25").await, ["u4"], "a wildcard is taken literally");
        assert_eq!(names("role=agent").await, ["u3", "u2"]);
        assert_eq!(names("enabled=false").await, Vec::<String>::new());

        let (mut seen, mut query) = (BTreeSet::new(), "limit=2".to_owned());
        loop {
            let page = admin.get(&format!("/users?{query}")).await.expect(200);
            for user in page["items"].as_array().unwrap() {
                assert!(seen.insert(user["id"].to_string()), "twice");
            }
            let Some(next) = page["next"].as_str() else { break };
            query = format!("limit=2&cursor={next}");
        }
        assert_eq!(seen.len(), 5);
        for query in ["sort=colour", "limit=0", "colour=red", "role=King", "enabled=maybe"] {
            let refused = admin.get(&format!("/users?{query}")).await;
            assert_eq!(refused.refusal(), (400, "query.invalid".to_owned()), "{query}");
        }
    }
}

#[tokio::test]
async fn rules_are_kept_and_their_fields_named() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    for (body, status, code, pointer) in [
        (json!({"user_name": "ADMIN", "role": "member"}), 409, "users.name_taken", "/user_name"),
        (json!({"user_name": "a b", "role": "member"}), 422, "users.bad_name", "/user_name"),
        (json!({"user_name": "x", "role": "operator"}), 422, "roles.unknown", "/role"),
        (json!({"user_name": "x", "role": "king"}), 422, "roles.unknown", "/role"),
        (json!({"user_name": "x", "role": "member", "email": "x"}), 422, "users.bad_text", "/email"),
        (
            json!({"user_name": "x", "role": "member", "password": "short"}),
            422,
            "password.too_short",
            "/password",
        ),
        (json!({"user_name": "x", "role": "member", "colour": "red"}), 422, "body.invalid", "/colour"),
    ] {
        let answer = admin.post("/users", body).await;
        assert_eq!(answer.refusal(), (status, code.to_owned()));
        assert_eq!(answer.expect(status)["pointer"], pointer, "{code}");
    }
    let broken = Some(("application/json", "{\n \"role\": }".to_owned()));
    let broken = admin.send_text(Method::POST, "/users", broken).await.expect(400);
    assert_eq!((&broken["code"], &broken["line"]), (&json!("body.malformed"), &json!(2)));
    let form = admin.send_text(Method::POST, "/users", Some(("text/plain", "{}".to_owned()))).await;
    assert_eq!(form.status, 415);
    let long = format!("{{\"user_name\":\"{}\"}}", "x".repeat(web::JSON_BYTES));
    assert_eq!(admin.send_text(Method::POST, "/users", Some(("application/json", long))).await.status, 413);
}

#[tokio::test]
async fn the_plans_limit_holds_and_nobody_takes_away_the_own_access() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (own, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let actor = Actor::system("test");
        let operator = world.app.env.directory.console();
        let reseller = operator.enter(&actor, world.acme.facts().reseller.unwrap()).await.unwrap();
        let limits = Some(Limits { users: Some(2), ..Limits::default() });
        let change = TenantChange { limits, ..TenantChange::default() };
        reseller.change_tenant(&actor, world.acme.tenant(), change).await.unwrap();
        let user = |name: &str| json!({"user_name": name, "role": "member"});
        admin.post("/users", user("one")).await.expect(201);
        let over = admin.post("/users", user("two")).await;
        assert_eq!(over.refusal(), (409, "users.limit_reached".to_owned()));

        let path = format!("/users/{}", own.id);
        for refused in [
            admin.delete(&path).await,
            admin.patch(&path, json!({"enabled": false})).await,
            admin.patch(&path, json!({"role": "member"})).await,
        ] {
            assert_eq!(refused.refusal(), (409, "users.own_access".to_owned()));
        }
        admin.patch(&path, json!({"city": "Madrid"})).await.expect(200);
    }
}

#[tokio::test]
async fn an_administrator_sets_a_password_and_signs_somebody_out() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (ana, client) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let path = format!("/users/{}", ana.id);
        let sessions = admin.get(&format!("{path}/sessions")).await.expect(200);
        assert_eq!(sessions["items"].as_array().unwrap().len(), 1);
        let body = json!({"password": "staple the horse", "confirmation": "staple the horse"});
        admin.put(&format!("{path}/password"), body).await.expect(204);
        assert_eq!(client.get("/me").await.status, 401);
        let again = world.app.anonymous().sign_in("acme", "ana", "staple the horse").await;
        admin.delete(&format!("{path}/sessions")).await.expect(204);
        assert_eq!(again.get("/me").await.status, 401);
    }
}

#[tokio::test]
async fn a_creation_sent_again_with_its_key_is_done_once() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let (_, other) = world.signed_in(&world.acme, "otto", Role::Administrator).await;
    let key = |client: &testkit::Client| client.clone().with_header(web::KEY_HEADER, "0001");
    let body = json!({"user_name": "ana", "role": "member"});
    let first = key(&admin).post("/users", body.clone()).await;
    let again = key(&admin).post("/users", body.clone()).await;
    assert_eq!(first.expect(201), again.expect(201));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(key(&other).post("/users", body.clone()).await.refusal().1, "users.name_taken");
    assert_eq!(admin.post("/users", body).await.refusal().1, "users.name_taken");
    let elsewhere = key(&admin).delete("/users/x").await;
    assert_eq!(elsewhere.status, 404, "only requests that create have keys");
}

#[tokio::test]
async fn many_are_deleted_at_once_and_each_can_be_restored_with_its_password() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (own, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (ana, client) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let beto = admin.post("/users", json!({"user_name": "beto", "role": "member"})).await.expect(201);
        let (foreign, stranger) = world.signed_in(&world.bravo, "admin", Role::Administrator).await;
        let ids = json!([ana.id, beto["id"], own.id, foreign.id, ana.id]);
        let tried = admin.post("/users/delete", json!({"ids": ids, "dry_run": true})).await.expect(200);
        assert_eq!(tried["deleted"], json!([ana.id, beto["id"]]));
        assert_eq!(admin.get("/users?total=true").await.expect(200)["total"]["count"], 3);
        let done = admin.post("/users/delete", json!({"ids": ids})).await.expect(200);
        assert_eq!(done, tried);
        let codes: Vec<_> = done["refused"].as_array().unwrap().iter().map(|it| &it["code"]).collect();
        assert_eq!(codes, ["users.own_access", "users.not_found"]);
        let left = admin.get("/users?total=true&limit=1").await.expect(200);
        assert_eq!(left["total"], json!({"count": 1, "more": false}));
        assert_eq!(client.get("/me").await.status, 401);

        let path = format!("/users/{}/restore", ana.id);
        assert_eq!(stranger.post(&path, json!({})).await.status, 404);
        assert_eq!(admin.post(&path, json!({})).await.expect(200)["user_name"], "ana");
        assert_eq!(admin.post(&path, json!({})).await.refusal().1, "users.not_found");
        let again = world.app.anonymous().sign_in("acme", "ana", crate::world::PASSWORD).await;
        assert_eq!(again.get("/me").await.expect(200)["user"]["id"], json!(ana.id));

        admin.post("/users", json!({"user_name": "BETO", "role": "member"})).await.expect(201);
        let path = format!("/users/{}/restore", beto["id"].as_str().unwrap());
        assert_eq!(admin.post(&path, json!({})).await.refusal(), (409, "users.name_taken".to_owned()));
    }
}

#[tokio::test]
async fn too_many_at_once_are_refused_whole() {
    let world = World::new(Backend::Sqlite).await;
    let (own, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let ids = vec![own.id; web::MOST_AT_ONCE + 1];
    assert_eq!(
        admin.post("/users/delete", json!({"ids": ids})).await.refusal(),
        (422, "bulk.too_many".to_owned())
    );
}
