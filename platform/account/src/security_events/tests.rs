//! The log over HTTP, on both databases: who sees what of whom.

use bus::{NoteSecurity as _, SecurityEvent, SecurityKind};
use serde_json::{Value, json};
use testkit::{Backend, Client};

use crate::roles::Role;
use crate::world::{PASSWORD, World};

async fn lines(client: &Client, query: &str) -> Vec<Value> {
    client.get(&format!("/security-events?{query}")).await.expect(200)["items"].as_array().unwrap().clone()
}

fn kinds(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_tenant_sees_its_own_with_names_and_staff_above_without() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, acme) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (_, bravo) = world.signed_in(&world.bravo, "admin", Role::Administrator).await;
        let (_, reseller) = world.signed_in(&world.reseller_home(), "staff", Role::Reseller).await;
        let (_, operator) = world.signed_in(&world.operator_home(), "staff", Role::Operator).await;
        let from = "203.0.113.7".parse().unwrap();
        let failed = SecurityEvent::new(SecurityKind::SecondFactorFailed);
        world.acme.note_security(failed.account("ana").source(from).with("way", "totp"));
        world.operator_home().note_security(SecurityEvent::new(SecurityKind::Banned).source(from));
        world.account.settle_security().await;

        let own = lines(&acme, "").await;
        assert_eq!(kinds(&own), ["second_factor.failed"]);
        assert_eq!((&own[0]["account"], &own[0]["source"]), (&json!("ana"), &json!("203.0.113.7")));
        assert_eq!((&own[0]["severity"], &own[0]["detail"]["way"]), (&json!("warning"), &json!("totp")));
        assert!(lines(&bravo, "").await.is_empty());

        let above = lines(&reseller, "").await;
        assert_eq!(kinds(&above), ["second_factor.failed"]);
        assert_eq!((&above[0]["account"], &above[0]["about"]), (&Value::Null, &json!(world.acme.tenant())));
        let all = lines(&operator, "").await;
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|line| line.get("account").is_none()));
        assert_eq!(kinds(&lines(&operator, &format!("about={}", world.acme.tenant())).await), kinds(&above));
        assert_eq!(kinds(&lines(&operator, "kind=ban").await), ["ban.set"]);
        assert!(lines(&operator, "severity=info").await.is_empty());
        assert_eq!(lines(&operator, "source=203.0.113.7&search=FACTOR").await.len(), 1);
        assert!(lines(&operator, "until=2001-01-01T00:00:00Z").await.is_empty());

        let csv = acme.get("/security-events/export?kind=second_factor").await;
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(csv.text.lines().count(), 2, "{}", csv.text);
        let (_, member) = world.signed_in(&world.acme, "meme", Role::Member).await;
        assert_eq!(member.get("/security-events").await.status, 403);
    }
}

#[tokio::test]
async fn what_people_do_to_their_accounts_is_noted() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (own, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let mut heard = admin.events("").await.unwrap();
        let anonymous = world.app.anonymous();
        for password in ["wrong one here", "wrong two here"] {
            let body = json!({"tenant": "acme", "user": "Admin", "password": password});
            anonymous.post("/session", body).await.expect(401);
        }
        let made = admin.post("/users", json!({"user_name": "ana", "role": "member", "password": PASSWORD}));
        let path = format!("/users/{}", made.await.expect(201)["id"].as_str().unwrap());
        admin.patch(&path, json!({"role": "supervisor"})).await.expect(200);
        admin
            .put(&format!("{path}/password"), json!({"password": "another horse battery"}))
            .await
            .expect(204);
        let body = json!({"old": PASSWORD, "password": "my new horse battery", "confirmation": "my new horse battery"});
        admin.put("/me/password", body).await.expect(204);
        world.account.settle_security().await;
        heard.expect("security_events.noted").await;

        let (_, second) = world.signed_in(&world.acme, "second", Role::Administrator).await;
        let all = lines(&second, "sort=at").await;
        let refused = "sign_in.failed";
        let expected = [refused, refused, "roles.changed", "password.reset", "password.changed"];
        assert_eq!(kinds(&all), expected);
        for line in &all[..2] {
            assert_eq!((&line["account"], &line["count"]), (&json!("Admin"), &json!(1)));
        }
        assert_eq!(all[4]["user"], json!(own.id));
    }
}

#[tokio::test]
async fn the_operator_says_how_long_and_nobody_rewrites_it() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, operator) = world.signed_in(&world.operator_home(), "staff", Role::Operator).await;
        let path = "/security-events/retention";
        assert_eq!(operator.get(path).await.expect(200)["keep_days"], 180);
        let refused = operator.put(path, json!({"keep_days": 0})).await.refusal();
        assert_eq!(refused.0, 422);
        operator.put(path, json!({"keep_days": 30})).await.expect(200);
        operator.put(path, json!({"keep_days": 31})).await.expect(200);
        assert_eq!(operator.get(path).await.expect(200)["keep_days"], 31);

        world.acme.note_security(SecurityEvent::new(SecurityKind::ApiKeyMisused));
        world.account.settle_security().await;
        let tx = world.acme.begin().await.unwrap();
        let change = super::store::ActiveModel { count: sea_orm::Set(7), ..Default::default() };
        assert!(tx.update_where(change, sea_orm::Condition::all()).await.is_err(), "a line was rewritten");
        drop(tx);
        super::retention::prune(&world.account).await;
        let tx = world.acme.read().await.unwrap();
        assert_eq!(tx.find::<super::store::Entity>().count().await.unwrap(), 1);
    }
}
