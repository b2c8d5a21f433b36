//! Blueprints over HTTP, on both databases.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, Backend, Client};

use crate::roles::Role;
use crate::world::{PASSWORD, World};

const HEAD: &str = "[tenant]\nname = \"delta\"\ntitle = \"Delta\"\ndomain = \"delta.example\"\ncountry = \"ES\"\n\
                    language = \"es\"\ntime_zone = \"Europe/Madrid\"\n\n[tenant.limits]\nusers = 3\n\n";

fn user(name: &str, role: &str, more: &str) -> String {
    format!("[[users]]\nuser_name = \"{name}\"\nrole = \"{role}\"\n{more}\n")
}

async fn send(client: &Client, what: &str, text: &str) -> Answer {
    let body = Some(("application/toml", text.to_owned()));
    client.send_text(Method::POST, &format!("/blueprint/{what}"), body).await
}

fn changes(outcome: &Value) -> Vec<String> {
    let line = |change: &Value| {
        let word = |name: &str| change[name].as_str().unwrap().to_owned();
        format!("{} {} {}", word("action"), word("section"), word("key"))
    };
    outcome["changes"].as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn a_plan_changes_nothing_an_apply_makes_it_so_and_a_second_one_finds_nothing_to_do() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let password = format!("password = \"{PASSWORD}\"");
        let text = format!("{HEAD}{}{}", user("ana", "administrator", &password), user("beto", "agent", ""));
        let planned = send(&rita, "plan", &text).await.expect(200);
        let expected = ["create tenant delta", "create users ana", "create users beto"];
        assert_eq!(changes(&planned), expected);
        assert!(world.app.env.directory.tenant_by_name("delta").is_none());

        assert_eq!(changes(&send(&rita, "apply", &text).await.expect(200)), expected);
        world.app.anonymous().sign_in("delta", "ana", PASSWORD).await;
        assert_eq!(changes(&send(&rita, "apply", &text).await.expect(200)), Vec::<String>::new());

        let other = text.replace("title = \"Delta\"", "title = \"Delta SL\"").replace("agent", "supervisor");
        let other = other.replace("\"ana\"", "\"carla\"");
        let done = send(&rita, "apply", &other).await.expect(200);
        let expected = ["change tenant delta", "create users carla", "change users beto", "delete users ana"];
        assert_eq!(changes(&done), expected);
        assert_eq!(done["changes"][2]["fields"], json!(["role"]));

        let untouched = send(&rita, "apply", HEAD).await.expect(200);
        assert_eq!(changes(&untouched), ["change tenant delta"], "a section not named is left alone");
    }
}

#[tokio::test]
async fn a_failed_apply_changes_nothing_and_names_line_and_field() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let good = format!("{HEAD}{}", user("ana", "administrator", ""));
        send(&rita, "apply", &good).await.expect(200);
        let lines = good.lines().count();
        for (bad, line, pointer, code) in [
            (user("b b", "agent", ""), lines + 2, "/users/1/user_name", "users.bad_name"),
            (user("beto", "king", ""), lines + 3, "/users/1/role", "roles.unknown"),
            (user("beto", "A king", ""), lines + 3, "/users/1/role", "blueprint.invalid"),
            (user("beto", "agent", "colour = 3"), lines + 4, "/users/1/colour", "blueprint.invalid"),
            (user("beto", "agent", "password = \"x\""), lines + 4, "/users/1/password", "password.too_short"),
            (user("ANA", "agent", ""), lines + 1, "/users/1", "blueprint.listed_twice"),
            ("[[widgets]]\n".to_owned(), lines + 1, "/widgets", "blueprint.unknown_section"),
        ] {
            let text = format!("{}{bad}", good.replace("title = \"Delta\"", "title = \"Changed\""));
            let refused = send(&rita, "apply", &text).await;
            assert_eq!(refused.refusal().1, code, "{}", refused.text);
            let body: Value = serde_json::from_str(&refused.text).unwrap();
            assert_eq!((&body["line"], &body["pointer"]), (&json!(line), &json!(pointer)), "{code}");
            let scope = world.app.env.directory.tenant_by_name("delta").unwrap();
            assert_eq!(scope.facts().title, "Delta");
        }
        let too_many: String = ["b", "c", "d"].iter().map(|name| user(name, "agent", "")).collect();
        let full = send(&rita, "apply", &format!("{good}{too_many}")).await;
        assert_eq!(full.refusal(), (409, "users.limit_reached".to_owned()));
        let fresh = format!("{}{}", HEAD.replace("delta", "echo"), user("b b", "agent", ""));
        assert_eq!(send(&rita, "apply", &fresh).await.status, 422);
        assert!(world.app.env.directory.tenant_by_name("echo").is_none());
    }
}

#[tokio::test]
async fn an_export_applied_elsewhere_makes_the_tenant_again() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let more = "first_name = \"Ana\"\ncountry = \"ES\"";
        let text = format!("{HEAD}{}", user("ana", "administrator", more));
        let made = send(&rita, "apply", &text).await.expect(200);
        let delta = rita.clone().within(made["id"].as_str().unwrap().parse().unwrap());
        let export = delta.get("/blueprint").await;
        assert_eq!(export.status, 200);
        assert!(export.text.contains("#   users.password of ana"), "{}", export.text);
        assert_eq!(changes(&send(&rita, "plan", &export.text).await.expect(200)), Vec::<String>::new());

        let elsewhere = World::new(backend).await;
        let (_, rita) = elsewhere.signed_in(&elsewhere.reseller_home(), "rita", Role::Reseller).await;
        let again = send(&rita, "apply", &export.text).await.expect(200);
        assert_eq!(changes(&again), ["create tenant delta", "create users ana"]);
        let delta = rita.within(again["id"].as_str().unwrap().parse().unwrap());
        assert_eq!(delta.get("/blueprint").await.text, export.text);
    }
}

#[tokio::test]
async fn nobody_applies_to_what_is_not_below() {
    let world = World::new(Backend::Sqlite).await;
    let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
    let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
    olga.post("/resellers", json!({"name": "sur", "title": "Sur"})).await.expect(201);
    let of_sur = HEAD.replace("title =", "reseller = \"sur\"\ntitle =");
    send(&olga, "apply", &of_sur).await.expect(200);
    assert_eq!(send(&rita, "apply", HEAD).await.refusal(), (409, "tenancy.name_taken".to_owned()));
    assert_eq!(send(&rita, "apply", &of_sur).await.status, 404);
    assert_eq!(send(&rita, "plan", &HEAD.replace("delta", "norte")).await.refusal().1, "tenants.home");
    assert_eq!(send(&olga, "plan", &HEAD.replace("delta", "golf")).await.refusal().1, "tenants.whose");
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    assert_eq!(send(&admin, "apply", HEAD).await.status, 403);
}

#[tokio::test]
async fn a_watched_apply_tells_its_steps_and_the_secrets_it_drew_once() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let text = format!("{HEAD}{}{}", user("ana", "administrator", ""), user("beto", "agent", ""));
        let answer = send(&rita, "run", &text).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let lines: Vec<Value> = answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let step =
            |done, key: &str| json!({"step": {"done": done, "total": 2, "section": "users", "key": key}});
        assert_eq!(lines[..2], [step(1, "ana"), step(2, "beto")]);
        let secrets = lines[2]["outcome"]["secrets"].as_array().unwrap().clone();
        assert_eq!((lines.len(), secrets.len()), (3, 2));
        assert_eq!(changes(&lines[2]["outcome"]).len(), 3);
        let password = secrets[0]["value"].as_str().unwrap();
        world.app.anonymous().sign_in("delta", "ana", password).await;
        let again = send(&rita, "run", &text).await.text;
        assert!(!again.contains(password) && again.contains("\"secrets\":[]"), "{again}");

        let wrong = text.replace("delta", "echo").replace("agent", "wizard");
        let refused = send(&rita, "run", &wrong).await;
        assert!(refused.text.contains("\"line\""), "{}", refused.text);
        assert!(world.app.env.directory.tenant_by_name("echo").is_none());
        assert_eq!(send(&rita, "run", "[tenant]").await.status, 422);
    }
}
