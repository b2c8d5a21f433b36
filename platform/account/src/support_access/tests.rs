//! Support access over HTTP on both databases: asked for, given, used, ended; and tries to stay or to rise by it.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Backend, Client};

use super::store::{self, Entity};
use crate::roles::Role;
use crate::users::User;
use crate::world::World;

struct Scene {
    world: World,
    admin: Client,
    sven: User,
    /// Sven of norte's support, at home.
    home: Client,
    /// The same, in acme.
    inside: Client,
}

impl Scene {
    async fn new(backend: Backend, role: Role) -> Self {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (sven, home) = world.signed_in(&world.reseller_home(), "sven", role).await;
        let inside = home.clone().within(world.acme.tenant());
        Self { world, admin, sven, home, inside }
    }

    fn acme(&self) -> String {
        format!("/tenants/{}/support-access", self.world.acme.tenant())
    }

    async fn asked(&self, access: &str) -> String {
        let body = json!({"access": access, "hours": 8, "reason": "Ticket 7"});
        self.home.post(&self.acme(), body).await.expect(201)["id"].as_str().unwrap().to_owned()
    }

    async fn accepted(&self, id: &str) -> Value {
        self.admin.post(&format!("/support-access/{id}/accept"), json!({})).await.expect(200)
    }

    /// Lets the time of all consents be over.
    async fn time_is_over(&self) {
        let tx = self.world.acme.begin().await.unwrap();
        for row in tx.find::<Entity>().all().await.unwrap() {
            let past = tenancy::Micros::from(tx.now());
            let over = store::ActiveModel {
                id: sea_orm::Set(row.id),
                ends_at: sea_orm::Set(past),
                ..Default::default()
            };
            tx.update(over).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

fn needed() -> (u16, String) {
    (403, "support_access.needed".to_owned())
}

#[tokio::test]
async fn support_asks_is_let_in_and_is_out_again_when_the_tenant_says_so() {
    for backend in Backend::ALL {
        let scene = Scene::new(backend, Role::Support2).await;
        let (admin, inside) = (&scene.admin, &scene.inside);
        assert_eq!(inside.get("/users").await.refusal(), needed());
        assert_eq!(inside.get("/me").await.refusal(), needed());
        assert_eq!(inside.events("").await.err(), Some(403));
        let mut heard = admin.events("").await.unwrap();
        assert_eq!(heard.next().await.unwrap()["type"], "hello");

        let id = scene.asked("see").await;
        assert_eq!(heard.expect("support_access.changed").await["body"]["id"], id.as_str());
        let again = scene.home.post(&scene.acme(), json!({"access": "see", "hours": 1, "reason": "x"})).await;
        assert_eq!(again.refusal(), (409, "support_access.asked".to_owned()));
        assert_eq!(inside.get("/users").await.refusal(), needed());
        let mut at_home = scene.home.events("").await.unwrap();
        assert_eq!(at_home.next().await.unwrap()["type"], "hello");
        let given = scene.accepted(&id).await;
        assert_eq!((&given["state"], &given["staff_name"]), (&json!("given"), &json!("sven")));
        let tenant = scene.world.acme.tenant().to_string();
        assert_eq!(at_home.expect("tenant_access.changed").await["body"]["id"], tenant.as_str());

        let me = inside.get("/me").await.expect(200);
        assert_eq!((&me["consent"]["id"], &me["consent"]["until"]), (&json!(id), &given["ends_at"]));
        inside.get("/users").await.expect(200);
        let new = json!({"user_name": "puppet", "role": "administrator"});
        assert_eq!(inside.post("/users", new).await.refusal(), (403, "http.forbidden".to_owned()));

        let mut socket = inside.events("").await.unwrap();
        assert_eq!(socket.next().await.unwrap()["type"], "hello");
        admin.delete(&format!("/support-access/{id}")).await.expect(204);
        // Whatever it was told first, it ends.
        while socket.next().await.is_some() {}
        assert_eq!(inside.get("/users").await.refusal(), needed());
        assert_eq!(inside.events("").await.err(), Some(403));
    }
}

#[tokio::test]
async fn when_the_time_is_over_the_next_request_is_refused() {
    for backend in Backend::ALL {
        let scene = Scene::new(backend, Role::Support3).await;
        let body = json!({"access": "change", "hours": 1, "reason": "Ticket 7"});
        scene.admin.post("/support-access", body).await.expect(201);
        scene.inside.get("/users").await.expect(200);
        scene.time_is_over().await;
        assert_eq!(scene.inside.get("/users").await.refusal(), needed());
        let listed = scene.admin.get("/support-access").await.expect(200);
        assert_eq!(listed["items"][0]["state"], "ended");
    }
}

#[tokio::test]
async fn a_socket_ends_with_the_time_of_its_consent() {
    let scene = Scene::new(Backend::Sqlite, Role::Support2).await;
    let id = scene.asked("see").await;
    scene.accepted(&id).await;
    let tx = scene.world.acme.begin().await.unwrap();
    let row = tx.find::<Entity>().one().await.unwrap().unwrap();
    let soon = tenancy::Micros::from(tx.now() + Duration::from_millis(1500));
    let ends_at = sea_orm::Set(soon);
    let change = store::ActiveModel { id: sea_orm::Set(row.id), ends_at, ..Default::default() };
    tx.update(change).await.unwrap();
    tx.commit().await.unwrap();
    let mut socket = scene.inside.events("").await.unwrap();
    assert_eq!(socket.next().await.unwrap()["type"], "hello");
    assert_eq!(socket.next().await, None);
}

#[tokio::test]
async fn each_level_goes_as_far_as_the_role_and_no_further_than_the_consent() {
    for backend in Backend::ALL {
        let scene = Scene::new(backend, Role::Support3).await;
        let world = &scene.world;
        let (_, first) = world.signed_in(&world.reseller_home(), "first", Role::Support1).await;
        let (_, second) = world.signed_in(&world.reseller_home(), "second", Role::Support2).await;
        let (_, auditor) = world.signed_in(&world.reseller_home(), "audrey", Role::Auditor).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        for role in ["reseller", "support_1", "support_2", "support_3", "auditor"] {
            let user = json!({"user_name": format!("new-{role}"), "role": role});
            rita.post("/users", user).await.expect(201);
        }
        for staff in [&first, &second, &scene.home, &auditor] {
            staff.get("/tenants").await.expect(200);
            assert_eq!(staff.patch("/tenants/x", json!({})).await.status, 403);
        }
        let too_much =
            second.post(&scene.acme(), json!({"access": "change", "hours": 1, "reason": "x"})).await;
        assert_eq!(too_much.refusal(), (403, "support_access.too_much".to_owned()));
        let body = json!({"access": "change", "hours": 24, "reason": "Ticket 7"});
        assert_eq!(first.post(&scene.acme(), body.clone()).await.status, 403);
        scene.admin.post("/support-access", body).await.expect(201);

        let acme = world.acme.tenant();
        let inside = |client: &Client| client.clone().within(acme);
        let not_yours = (403, "support_access.not_yours".to_owned());
        assert_eq!(inside(&first).get("/users").await.refusal(), not_yours);
        assert_eq!(first.get(&scene.acme()).await.expect(200)["way"], "never");
        for reader in [&second, &auditor] {
            let held = inside(reader).get("/me").await.expect(200)["permissions"].clone();
            let held: Vec<String> = serde_json::from_value(held).unwrap();
            assert!(held.iter().all(|name| name.ends_with(".read") || name.ends_with("_own")), "{held:?}");
        }
        let held = scene.inside.get("/me").await.expect(200)["permissions"].to_string();
        // No keys to the house: what they open would outlast the consent.
        for key in ["users.write", "roles.write", "support_access.write", "tenants.write", "blueprints"] {
            let reads = key == "blueprints" && held.contains("blueprints.read");
            assert!(reads || !held.contains(key), "{key} in {held}");
        }
        // A tenant beside, and one that there is not.
        let bravo = scene.home.clone().within(world.bravo.tenant());
        assert_eq!(bravo.get("/users").await.refusal(), needed());
        let (_, other) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
        assert_eq!(other.within(acme).get("/users").await.status, 404);
    }
}

#[tokio::test]
async fn only_people_of_the_tenant_decide_and_only_once() {
    for backend in Backend::ALL {
        let scene = Scene::new(backend, Role::Support2).await;
        let (_, rita) = scene.world.signed_in(&scene.world.reseller_home(), "rita", Role::Reseller).await;
        let above = rita.clone().within(scene.world.acme.tenant());
        let id = scene.asked("see").await;
        let own_people = (403, "support_access.own_people".to_owned());
        let accept = format!("/support-access/{id}/accept");
        assert_eq!(above.post(&accept, json!({})).await.refusal(), own_people);
        let body = json!({"access": "see", "hours": 1, "reason": "x"});
        assert_eq!(above.post("/support-access", body).await.refusal(), own_people);
        let refuse = format!("/support-access/{id}/refuse");
        scene.admin.post(&refuse, json!({})).await.expect(200);
        let decided = (409, "support_access.decided".to_owned());
        assert_eq!(scene.admin.post(&accept, json!({})).await.refusal(), decided);
        assert_eq!(scene.admin.delete(&format!("/support-access/{id}")).await.refusal(), decided);
        assert_eq!(scene.inside.get("/users").await.refusal(), needed());
        assert_eq!(scene.home.get(&scene.acme()).await.expect(200)["request"]["state"], "refused");
        // No more is given than was asked for.
        let id = scene.asked("see").await;
        let more = json!({"access": "change", "hours": 1});
        let given = scene.admin.post(&format!("/support-access/{id}/accept"), more).await.expect(200);
        assert_eq!((&given["access"], &given["hours"]), (&json!("see"), &json!(1)));
        let odd = json!({"access": "see", "hours": 3, "reason": "x"});
        assert_eq!(scene.admin.post("/support-access", odd).await.refusal().1, "support_access.bad_hours");
    }
}

#[tokio::test]
async fn whatever_staff_does_stands_in_the_log_with_name_home_and_consent() {
    for backend in Backend::ALL {
        let scene = Scene::new(backend, Role::Support2).await;
        let (_, rita) = scene.world.signed_in(&scene.world.reseller_home(), "rita", Role::Reseller).await;
        let id = scene.asked("see").await;
        scene.accepted(&id).await;
        scene.inside.get("/users").await.expect(200);
        let above = rita.within(scene.world.acme.tenant());
        above.post("/users", json!({"user_name": "ana", "role": "member"})).await.expect(201);

        let log = scene.admin.get("/audit").await.expect(200)["items"].clone();
        let home = scene.world.reseller_home().tenant().to_string();
        let line = |action: &str, name: &str| {
            let mut all = log.as_array().unwrap().iter();
            let found = all.find(|line| line["action"] == action && line["actor_name"] == name);
            found.unwrap_or_else(|| panic!("{action} by {name} in {log}")).clone()
        };
        let entered = line("tenancy.enter", "sven");
        assert_eq!((&entered["actor_home"], &entered["grant"]), (&json!(home), &json!(id)));
        assert_eq!(entered["actor_home_title"], scene.world.reseller_home().facts().title.as_str());
        let made = line("users.create", "rita");
        assert_eq!((&made["actor_home"], &made["grant"]), (&json!(home), &Value::Null));
        line("support_access.ask", "sven");
        line("support_access.give", "admin");

        let visits = scene.admin.get("/support-access/visits").await.expect(200)["items"].clone();
        let who = |visit: &Value| (visit["staff_name"].clone(), visit["grant"].clone());
        let all: Vec<_> = visits.as_array().unwrap().iter().map(who).collect();
        assert_eq!(all, [(json!("rita"), Value::Null), (json!("sven"), json!(id))]);
        assert_eq!(visits[1]["staff"], scene.sven.id.to_string().as_str());
    }
}

#[tokio::test]
async fn support_that_is_support_no_more_is_out_at_once() {
    for backend in Backend::ALL {
        let scene = Scene::new(backend, Role::Support2).await;
        let (_, rita) = scene.world.signed_in(&scene.world.reseller_home(), "rita", Role::Reseller).await;
        let id = scene.asked("see").await;
        scene.accepted(&id).await;
        let mut socket = scene.inside.events("").await.unwrap();
        assert_eq!(socket.next().await.unwrap()["type"], "hello");
        let sven = format!("/users/{}", scene.sven.id);
        rita.patch(&sven, json!({"role": "support_1"})).await.expect(200);
        assert_eq!(socket.next().await, None);
        assert_eq!(scene.inside.get("/users").await.refusal().1, "support_access.not_yours");
    }
}
