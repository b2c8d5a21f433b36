//! Tests over all slices of this room: guards, events, first start.

use serde_json::json;
use testkit::{Backend, Walk, every_operation_is_guarded};

use crate::first_start;
use crate::roles::Role;
use crate::world::{PASSWORD, World};

async fn walk(world: &World) -> usize {
    // The room's own authority serves; each walker is a user whose role says what it may do.
    let (_, operator) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
    let (_, member) = world.signed_in(&world.acme, "meme", Role::Member).await;
    let (stranger, session) = world.signed_in(&world.bravo, "bea", Role::Member).await;
    let session = session.get("/sessions").await.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let (_, bob) = world.signed_in(&world.bravo, "bob", Role::Administrator).await;
    let role = bob.post("/roles", json!({"name": "night", "title": "Night"})).await.expect(201);
    let role = vec![role["id"].as_str().unwrap().to_owned()];
    let grant = json!({"access": "see", "hours": 1, "reason": "Ticket 7"});
    let grant = bob.post("/support-access", grant).await.expect(201);
    let grant = vec![grant["id"].as_str().unwrap().to_owned()];
    let user = vec![stranger.id.to_string()];
    let document = world.app.document();
    let anonymous = world.app.anonymous();
    let nowhere = vec!["ten_00000000000000000000000000".to_owned()];
    let reseller = vec!["res_00000000000000000000000000".to_owned()];
    let import = vec!["imp_00000000000000000000000000".to_owned()];
    let strangers = [
        ("/imports/{id}", import.clone()),
        ("/imports/{id}/columns", import.clone()),
        ("/imports/{id}/apply", import.clone()),
        ("/imports/{id}/cancel", import.clone()),
        ("/imports/{id}/secrets", import),
        ("/users/{id}/restore", user.clone()),
        ("/users/{id}", user.clone()),
        ("/users/{id}/password", user.clone()),
        ("/users/{id}/second-factor", user.clone()),
        ("/users/{id}/photo", user.clone()),
        ("/api-keys/{id}", vec!["key_00000000000000000000000000".to_owned()]),
        ("/users/{id}/sessions", user),
        ("/sessions/{id}", vec![session]),
        ("/tenants/{id}", nowhere.clone()),
        ("/tenants/{id}/suspend", nowhere.clone()),
        ("/tenants/{id}/resume", nowhere.clone()),
        ("/tenants/{id}/support-access", nowhere),
        ("/roles/{id}", role),
        ("/support-access/{id}", grant.clone()),
        ("/support-access/{id}/accept", grant.clone()),
        ("/support-access/{id}/refuse", grant),
        ("/resellers/{id}", reseller.clone()),
        ("/resellers/{id}/suspend", reseller.clone()),
        ("/resellers/{id}/resume", reseller),
        ("/bans/{id}", vec!["ban_00000000000000000000000000".to_owned()]),
        ("/allowed-addresses/{id}", vec!["alw_00000000000000000000000000".to_owned()]),
        ("/plans/{id}", vec!["pln_00000000000000000000000000".to_owned()]),
    ];
    let walk = Walk {
        document: &document,
        anonymous: &anonymous,
        nobody: &member,
        almighty: &operator,
        strangers: &strangers,
        bodies: &[],
    };
    every_operation_is_guarded(&walk).await.len()
}

#[tokio::test]
async fn every_operation_is_guarded_on_both_databases_and_with_the_first_wall_off() {
    for backend in Backend::ALL {
        let tried = walk(&World::new(backend).await).await;
        assert!(tried > 60, "{tried}");
    }
    walk(&World::without_first_wall().await).await;
}

#[tokio::test]
async fn two_tenants_never_see_each_other_with_the_first_wall_off() {
    let world = World::without_first_wall().await;
    let (_, ana) = world.signed_in(&world.acme, "ana", Role::Administrator).await;
    let (_, bea) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
    let names = async |client: &testkit::Client| client.get("/users").await.expect(200)["items"].to_string();
    assert!(names(&ana).await.contains("\"ana\"") && !names(&ana).await.contains("\"bea\""));
    assert!(names(&bea).await.contains("\"bea\"") && !names(&bea).await.contains("\"ana\""));
}

#[tokio::test]
async fn the_document_is_served_and_every_reference_in_it_leads_somewhere() {
    let world = World::new(Backend::Sqlite).await;
    let answer = world.app.anonymous().get("/openapi.json").await;
    let document = answer.expect(200);
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    let again = world.app.anonymous().with_header("If-None-Match", answer.header("etag").unwrap());
    assert_eq!(again.get("/openapi.json").await.status, 304);
}

#[tokio::test]
async fn every_answer_has_an_id_and_safe_headers_and_refusals_one_shape() {
    let world = World::new(Backend::Sqlite).await;
    let anonymous = world.app.anonymous();
    let nothing = anonymous.get("/nothing").await;
    assert_eq!(nothing.refusal(), (404, "http.not_found".to_owned()));
    assert_eq!(nothing.header("content-type"), Some("application/problem+json"));
    let id = nothing.header("x-request-id").unwrap();
    assert_eq!(nothing.expect(404)["request"], id);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(nothing.header(name), Some(value), "{name}");
    }
    assert!(nothing.header("content-security-policy").unwrap().contains("default-src 'self'"));
    let wrong = anonymous.patch("/session", json!({})).await;
    assert_eq!(wrong.refusal(), (405, "http.wrong_method".to_owned()));
}

#[tokio::test]
async fn every_table_has_its_walls() {
    let world = World::new(Backend::Postgres).await;
    assert_eq!(world.app.database.breaches().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn the_first_start_makes_one_operator_whose_password_works() {
    let world = World::new(Backend::Sqlite).await;
    let first = first_start::operator(&world.account).await.unwrap().unwrap();
    assert!(first_start::operator(&world.account).await.unwrap().is_none());
    let body = json!({"user": first.user, "password": first.password});
    let me = world.app.anonymous().post("/session", body).await.expect(200);
    assert_eq!(me["user"]["role"], "operator");
    let reset = first_start::reset(&world.account, &world.operator_home(), "operator").await.unwrap();
    assert_ne!(reset.password, first.password);
    world.app.anonymous().sign_in("operator", "operator", &reset.password).await;
}

#[tokio::test]
async fn events_arrive_are_resumed_and_stop_with_the_session() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (_, member) = world.signed_in(&world.acme, "meme", Role::Member).await;
        let (_, stranger) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
        assert_eq!(world.app.anonymous().events("").await.err(), Some(401));

        let mut events = admin.events("").await.unwrap();
        let mut of_member = member.events("").await.unwrap();
        let mut of_stranger = stranger.events("").await.unwrap();
        for socket in [&mut events, &mut of_member, &mut of_stranger] {
            assert_eq!(socket.next().await.unwrap()["type"], "hello");
        }
        let made = admin.post("/users", json!({"user_name": "ana", "role": "member"})).await.expect(201);
        let heard = events.expect("users.changed").await;
        assert_eq!(heard["body"]["id"], made["id"]);
        let cursor = heard["cursor"].as_str().unwrap().to_owned();
        drop(events);

        let path = format!("/users/{}", made["id"].as_str().unwrap());
        admin.patch(&path, json!({"city": "Madrid"})).await.expect(200);
        let mut resumed = admin.events(&format!("?since={cursor}")).await.unwrap();
        assert_eq!(resumed.next().await.unwrap()["type"], "hello");
        assert_eq!(resumed.expect("users.changed").await["body"]["id"], made["id"]);
        assert_eq!(admin.events("?since=nonsense").await.err(), Some(400));

        // The member hears nothing of users, the stranger nothing at all: the next thing is the end.
        member.delete("/session").await.expect(204);
        assert_eq!(of_member.next().await, None);
        stranger.delete("/session").await.expect(204);
        assert_eq!(of_stranger.next().await, None);
        world.app.anonymous().sign_in("acme", "meme", PASSWORD).await;
    }
}
