//! The claim and the assistant's progress over HTTP, on both databases.

use kernel::Timestamp;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use testkit::{Answer, Backend};

use super::{SetupLink, new_link, store};
use crate::roles::Role;
use crate::world::{PASSWORD, World};

fn body(token: &str, user_name: &str) -> Value {
    json!({
        "token": token, "user_name": user_name, "password": PASSWORD, "confirmation": PASSWORD,
        "first_name": "Olga", "last_name": "Ruiz", "language": "es", "time_zone": "Europe/Madrid",
    })
}

async fn link(world: &World) -> SetupLink {
    new_link(&world.account).await.unwrap().unwrap()
}

async fn look(world: &World, token: &str) -> Answer {
    world.app.anonymous().post("/setup/link", json!({"token": token})).await
}

async fn claim(world: &World, body: Value) -> Answer {
    world.app.anonymous().post("/setup/claim", body).await
}

fn refused(code: &str, status: u16) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn a_link_makes_the_operator_once_and_signs_in() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let token = link(&world).await.token;
        let open = look(&world, &token).await.expect(200);
        assert!(open["expires_at"].as_str().unwrap() > "2026");

        let answer = claim(&world, body(&token, "olga")).await;
        let me = answer.expect(200);
        assert_eq!((&me["user"]["role"], &me["user"]["language"]), (&json!("operator"), &json!("es")));
        let olga = world.app.anonymous().with_cookie(&answer.cookie().unwrap());
        assert_eq!(olga.get("/me").await.expect(200)["user"]["user_name"], "olga");
        world.app.anonymous().sign_in("operator", "olga", PASSWORD).await;

        assert_eq!(look(&world, &token).await.refusal(), refused("setup.used_link", 410));
        assert_eq!(claim(&world, body(&token, "eva")).await.refusal(), refused("setup.used_link", 410));
        assert_eq!(look(&world, "x").await.refusal(), refused("setup.unknown_link", 404));
        assert!(new_link(&world.account).await.unwrap().is_none(), "a claimed installation has no link");
        let actions = world.actions(&world.operator_home()).await;
        assert_eq!(actions.iter().filter(|it| *it == "setup.claim").count(), 1, "{actions:?}");
    }
}

#[tokio::test]
async fn of_those_who_claim_at_one_time_one_gets_in() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let token = link(&world).await.token;
        let (a, b, c) = (body(&token, "ana"), body(&token, "beto"), body(&token, "carla"));
        let answers = tokio::join!(claim(&world, a), claim(&world, b), claim(&world, c));
        let mut statuses = [answers.0.status, answers.1.status, answers.2.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410, 410]);
        let tx = world.operator_home().read().await.unwrap();
        assert_eq!(crate::users::store::all(&tx).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_link_ends_after_a_day_and_when_a_newer_one_is_drawn() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let first = link(&world).await.token;
        let second = link(&world).await.token;
        for answer in [look(&world, &first).await, claim(&world, body(&first, "ana")).await] {
            assert_eq!(answer.refusal(), refused("setup.unknown_link", 404));
        }
        let tx = world.operator_home().begin().await.unwrap();
        let passed = Set(Timestamp::from_micros(1).into());
        let over = store::ActiveModel { expires_at: passed, ..Default::default() };
        assert_eq!(tx.update_where(over, sea_orm::Condition::all()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        for answer in [look(&world, &second).await, claim(&world, body(&second, "ana")).await] {
            assert_eq!(answer.refusal(), refused("setup.expired_link", 410));
        }
        let third = link(&world).await.token;
        claim(&world, body(&third, "ana")).await.expect(200);
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_account_leaves_the_link_open() {
    let world = World::new(Backend::Sqlite).await;
    let token = link(&world).await.token;
    for (field, value, pointer) in [
        ("password", "short", "/confirmation"),
        ("user_name", "o l g a", "/user_name"),
        ("time_zone", "Europe Madrid", "/time_zone"),
        ("email", "nobody", "/email"),
    ] {
        let mut body = body(&token, "olga");
        body[field] = json!(value);
        let answer = claim(&world, body).await;
        assert_eq!(answer.expect(422)["pointer"], pointer, "{field}");
    }
    let mut easy = body(&token, "olga");
    (easy["password"], easy["confirmation"]) = (json!("0123456789"), json!("0123456789"));
    assert_eq!(claim(&world, easy).await.refusal(), refused("password.too_simple", 422));
    claim(&world, body(&token, "olga")).await.expect(200);
}

#[tokio::test]
async fn an_installation_with_people_is_not_claimed() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let token = link(&world).await.token;
        world.user(&world.operator_home(), "olga", Role::Operator).await;
        assert!(new_link(&world.account).await.unwrap().is_none());
        assert_eq!(claim(&world, body(&token, "eva")).await.refusal(), refused("setup.used_link", 410));
    }
}

#[tokio::test]
async fn progress_is_kept_for_the_operator_alone() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        assert_eq!(olga.get("/setup").await.expect(200)["phones"], "open");
        let tenant = world.acme.tenant().to_string();
        let change = json!({"tenant": "done", "tenant_id": tenant});
        olga.patch("/setup", change).await.expect(200);
        let after = olga.patch("/setup", json!({"call": "skipped"})).await.expect(200);
        assert_eq!(
            (&after["tenant"], &after["call"], &after["tenant_id"]),
            (&json!("done"), &json!("skipped"), &json!(tenant))
        );
        assert_eq!(olga.get("/setup").await.expect(200), after);
        let nowhere = json!({"tenant_id": "ten_00000000000000000000000000"});
        assert_eq!(olga.patch("/setup", nowhere).await.expect(404)["pointer"], "/tenant_id");
        assert_eq!(rita.get("/setup").await.refusal().0, 403);
        assert_eq!(world.app.anonymous().get("/setup").await.refusal().0, 401);
    }
}
