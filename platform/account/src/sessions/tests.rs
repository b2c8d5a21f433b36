//! Signing in and out over HTTP, on both databases.

use kernel::Timestamp;
use kernel::id::Uuid;
use serde_json::{Value, json};
use testkit::{Answer, Backend};

use crate::roles::Role;
use crate::world::{PASSWORD, World};

fn credentials(tenant: &str, user: &str, password: &str) -> Value {
    json!({"tenant": tenant, "user": user, "password": password})
}

/// A refusal without the id of its request.
fn told(answer: &Answer) -> Value {
    let mut body: Value = serde_json::from_str(&answer.text).unwrap();
    body["request"] = Value::Null;
    body
}

#[tokio::test]
async fn people_sign_in_by_tenant_or_at_its_name_and_out_again() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        world.user(&world.acme, "ana", Role::Administrator).await;
        let anonymous = world.app.anonymous();

        let answer = anonymous.post("/session", credentials("acme", "Ana", PASSWORD)).await;
        let me = answer.expect(200);
        assert_eq!(me["user"]["user_name"], "ana");
        assert_eq!(me["tenant"]["name"], "acme");
        assert!(me["permissions"].as_array().unwrap().contains(&json!("users.write")));
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");

        let at_name = json!({"user": "ana@acme", "password": PASSWORD});
        anonymous.post("/session", at_name).await.expect(200);

        let ana = anonymous.with_cookie(&answer.cookie().unwrap());
        assert_eq!(ana.get("/me").await.expect(200)["user"]["user_name"], "ana");
        ana.delete("/session").await.expect(204);
        assert_eq!(ana.get("/me").await.refusal(), (401, "session.missing".to_owned()));
    }
}

#[tokio::test]
async fn everything_that_is_wrong_gets_the_same_answer() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let ana = world.user(&world.acme, "ana", Role::Member).await;
        let beto = world.user(&world.acme, "beto", Role::Member).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        admin.patch(&format!("/users/{}", beto.id), json!({"enabled": false})).await.expect(200);
        let anonymous = world.app.anonymous();
        let wrong = anonymous.post("/session", credentials("acme", "ana", "wrong password")).await;
        assert_eq!(wrong.refusal(), (401, "session.wrong_credentials".to_owned()));
        for (tenant, user) in [("acme", "nobody"), ("nowhere", "ana"), ("bravo", "ana"), ("acme", "beto")] {
            let answer = anonymous.post("/session", credentials(tenant, user, PASSWORD)).await;
            assert_eq!(told(&answer), told(&wrong), "{tenant} {user}");
        }
        assert!(!told(&wrong).to_string().contains(&ana.id.to_string()));
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_alike_for_users_that_are_and_are_not() {
    let world = World::new(Backend::Sqlite).await;
    world.user(&world.acme, "ana", Role::Member).await;
    for user in ["ana", "nobody"] {
        let mut statuses = Vec::new();
        for _ in 0..6 {
            let body = credentials("acme", user, "wrong password");
            statuses.push(world.app.anonymous().post("/session", body).await.status);
        }
        assert_eq!(statuses, [401, 401, 401, 401, 401, 429], "{user}");
        let throttled = world.app.anonymous().post("/session", credentials("acme", user, PASSWORD)).await;
        assert_eq!(throttled.refusal(), (429, "session.throttled".to_owned()));
        assert!(throttled.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_or_all() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (ana, first) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let (_, beto) = world.signed_in(&world.acme, "beto", Role::Member).await;
        let second = world.session(&world.acme, &ana).await;
        let third = world.session(&world.acme, &ana).await;
        let list = first.get("/sessions").await.expect(200);
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        assert_eq!(items.iter().filter(|session| session["own"] == true).count(), 1);

        let other = items.iter().find(|session| session["own"] == false).unwrap()["id"].as_str().unwrap();
        beto.delete(&format!("/sessions/{other}")).await.expect(404);
        first.delete(&format!("/sessions/{other}")).await.expect(204);
        let alive = [second.get("/me").await.status, third.get("/me").await.status];
        assert_eq!(alive.iter().filter(|status| **status == 200).count(), 1);

        first.delete("/sessions").await.expect(204);
        assert_eq!(second.get("/me").await.status, 401);
        assert_eq!(third.get("/me").await.status, 401);
        assert_eq!(first.get("/me").await.status, 200);
        assert_eq!(beto.get("/me").await.status, 200);
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_renews_the_own() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (ana, first) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let second = world.session(&world.acme, &ana).await;
        let change =
            |old: &str, new: &str, again: &str| json!({"old": old, "password": new, "confirmation": again});
        let new = "staple the horse";
        for (body, pointer) in [
            (change("not the old one", new, new), "/old"),
            (change(PASSWORD, "short", "short"), "/password"),
            (change(PASSWORD, new, "staple the cow"), "/confirmation"),
        ] {
            let answer = first.put("/me/password", body).await;
            assert_eq!(answer.expect(422)["pointer"], pointer);
        }
        let answer = first.put("/me/password", change(PASSWORD, new, new)).await;
        answer.expect(204);
        assert_eq!(second.get("/me").await.status, 401);
        assert_eq!(first.get("/me").await.status, 401, "the old secret is worth nothing");
        let renewed = world.app.anonymous().with_cookie(&answer.cookie().unwrap());
        assert_eq!(renewed.get("/me").await.status, 200);
        world.app.anonymous().sign_in("acme", "ana", new).await;
    }
}

#[tokio::test]
async fn another_sites_page_can_do_nothing() {
    let world = World::new(Backend::Sqlite).await;
    let (_, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
    let foreign = [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"), ("Origin", "null")];
    for (name, value) in foreign {
        let tricked = ana.clone().with_header(name, value);
        assert_eq!(tricked.delete("/session").await.refusal(), (403, "http.cross_site".to_owned()));
        assert_eq!(tricked.events("").await.err(), Some(403), "{value}");
        let sign_in = world.app.anonymous().with_header(name, value);
        assert_eq!(sign_in.post("/session", credentials("acme", "ana", PASSWORD)).await.status, 403);
    }
    assert_eq!(ana.get("/me").await.status, 200);
}

#[tokio::test]
async fn the_secret_of_a_session_is_nowhere_in_the_database() {
    let world = World::new(Backend::Sqlite).await;
    world.user(&world.acme, "ana", Role::Member).await;
    let answer = world.app.anonymous().post("/session", credentials("acme", "ana", PASSWORD)).await;
    let cookie = answer.cookie().unwrap();
    let secret = cookie.split_once('.').unwrap().1;
    let tx = world.acme.read().await.unwrap();
    let rows = tx.find::<super::store::Entity>().all().await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains(secret));
    assert!(!answer.text.contains(secret));
}

#[test]
fn a_session_ends_when_it_is_idle_and_in_any_case() {
    let session = |used: Timestamp, expires: Timestamp| super::store::Model {
        tenant_id: Uuid::nil(),
        id: Uuid::nil(),
        user_id: Uuid::nil(),
        token_hash: String::new(),
        created_at: Timestamp::EPOCH.into(),
        used_at: used.into(),
        expires_at: expires.into(),
        address: String::new(),
        agent: String::new(),
    };
    let (start, second) = (Timestamp::EPOCH, std::time::Duration::from_secs(1));
    let fresh = session(start, start + super::ABSOLUTE);
    assert!(!super::store::over(&fresh, start + super::IDLE - second));
    assert!(super::store::over(&fresh, start + super::IDLE));
    let used = session(start + super::ABSOLUTE - second, start + super::ABSOLUTE);
    assert!(!super::store::over(&used, start + super::ABSOLUTE - second));
    assert!(super::store::over(&used, start + super::ABSOLUTE));
}
