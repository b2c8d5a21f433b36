//! Roles over HTTP on both databases: made, given, changed under open sessions, deleted; and tries to rise by them.

use serde_json::{Value, json};
use testkit::{Backend, Client};

use super::Role;
use crate::world::World;

/// What a desk that looks after the people may do.
fn desk() -> Value {
    json!({"name": "desk", "title": "Desk", "permissions": ["users.write", "roles.write"]})
}

async fn permissions(client: &Client) -> Vec<String> {
    let me = client.get("/me").await.expect(200);
    me["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn role(word: &str) -> Role {
    Role::of_word(word).unwrap()
}

fn path(facts: &Value) -> String {
    format!("/roles/{}", facts["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_role_is_made_given_changed_and_deleted() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let new = json!({"name": "night", "title": " Night shift ", "permissions": ["audit.read"]});
        let made = admin.post("/roles", new).await.expect(201);
        assert_eq!((&made["title"], &made["users"]), (&json!("Night shift"), &json!(0)));
        let user = json!({"user_name": "nora", "role": "night"});
        let user = admin.post("/users", user).await.expect(201);
        assert_eq!(user["role"], "night");
        let nora: crate::users::User = serde_json::from_value(user).unwrap();
        let nora = world.session(&world.acme, &nora).await;
        assert_eq!(permissions(&nora).await, ["audit.read"]);
        nora.get("/audit").await.expect(200);
        assert_eq!(nora.get("/users").await.status, 403);

        // The next request of an open session knows the change.
        let change = json!({"permissions": ["users.read"], "description": "For the night"});
        let changed = admin.patch(&path(&made), change).await.expect(200);
        assert_eq!((&changed["users"], &changed["description"]), (&json!(1), &json!("For the night")));
        assert_eq!(nora.get("/audit").await.status, 403);
        nora.get("/users").await.expect(200);

        let refused = admin.delete(&path(&made)).await;
        assert_eq!(refused.refusal(), (409, "roles.in_use".to_owned()));
        assert!(refused.text.contains("nora"), "{}", refused.text);
        let itself = admin.delete(&format!("{}?replacement=night", path(&made))).await;
        assert_eq!(itself.refusal(), (422, "roles.itself".to_owned()));
        let unknown = admin.delete(&format!("{}?replacement=dawn", path(&made))).await;
        assert_eq!(unknown.refusal(), (422, "roles.unknown".to_owned()));
        admin.delete(&format!("{}?replacement=agent", path(&made))).await.expect(204);
        let me = nora.get("/me").await.expect(200);
        assert_eq!(me["user"]["role"], "agent");
        assert_eq!(nora.get("/users").await.status, 403);
        assert_eq!(admin.get(&path(&made)).await.status, 404);

        let written = world.actions(&world.acme).await;
        let of_roles: Vec<_> = written.iter().filter(|action| action.starts_with("roles.")).collect();
        assert_eq!(of_roles, ["roles.create", "roles.change", "roles.delete"]);
    }
}

#[tokio::test]
async fn what_a_permission_is_of_no_use_without_comes_with_it() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let made = admin.post("/roles", desk()).await.expect(201);
    let expected = json!(["roles.read", "roles.write", "users.read", "users.write"]);
    assert_eq!(made["permissions"], expected);
    let listed = admin.get("/roles").await.expect(200);
    let names: Vec<_> = listed["items"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["administrator", "supervisor", "agent", "member", "desk"]);
}

#[tokio::test]
async fn nobody_gives_or_takes_what_they_do_not_hold() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (boss, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let desk = admin.post("/roles", desk()).await.expect(201);
        let high = json!({"name": "high", "title": "High", "permissions": ["audit.read"]});
        let high = admin.post("/roles", high).await.expect(201);
        let (own, dora) = world.signed_in(&world.acme, "dora", role("desk")).await;
        let member = world.user(&world.acme, "meme", Role::Member).await;
        let not_held = (403, "roles.not_held".to_owned());

        // A role with more than one holds, in the making and by changing one.
        let more = json!({"name": "more", "title": "More", "permissions": ["audit.read"]});
        assert_eq!(dora.post("/roles", more).await.refusal(), not_held);
        let less = json!({"name": "less", "title": "Less", "permissions": ["users.read"]});
        let less = dora.post("/roles", less).await.expect(201);
        let widen = json!({"permissions": ["users.read", "audit.read"]});
        assert_eq!(dora.patch(&path(&less), widen).await.refusal(), not_held);
        // The own role, even within what one holds.
        let narrow = json!({"permissions": ["users.write"]});
        let refused = dora.patch(&path(&desk), narrow).await.refusal();
        assert_eq!(refused, (409, "roles.own_role".to_owned()));
        let replaced = dora.delete(&format!("{}?replacement=less", path(&desk))).await.refusal();
        assert_eq!(replaced, (409, "roles.own_role".to_owned()));
        // Narrowing or deleting a role above the own.
        let narrow = json!({"permissions": []});
        assert_eq!(dora.patch(&path(&high), narrow).await.refusal(), not_held);
        assert_eq!(dora.delete(&path(&high)).await.refusal(), not_held);

        // Giving a higher role to others or to oneself.
        for role in ["administrator", "high"] {
            let new = json!({"user_name": "puppet", "role": role});
            assert_eq!(dora.post("/users", new).await.refusal(), not_held, "{role}");
            let rise = json!({"role": role});
            let path = format!("/users/{}", member.id);
            assert_eq!(dora.patch(&path, rise).await.refusal(), not_held, "{role}");
        }
        let myself = format!("/users/{}", own.id);
        let rise = dora.patch(&myself, json!({"role": "administrator"})).await;
        assert_eq!(rise.refusal(), (409, "users.own_access".to_owned()));
        dora.post("/users", json!({"user_name": "lena", "role": "less"})).await.expect(201);

        // Taking the place of somebody higher.
        let boss = format!("/users/{}", boss.id);
        let higher = (403, "users.higher".to_owned());
        let password = json!({"password": "another horse battery"});
        assert_eq!(dora.put(&format!("{boss}/password"), password).await.refusal(), higher);
        assert_eq!(dora.patch(&boss, json!({"email": "dora@example.com"})).await.refusal(), higher);
        assert_eq!(dora.patch(&boss, json!({"role": "less"})).await.refusal(), higher);
        assert_eq!(dora.delete(&boss).await.refusal(), higher);
        assert_eq!(dora.delete(&format!("{boss}/sessions")).await.refusal(), higher);
        admin.get("/me").await.expect(200);
    }
}

#[tokio::test]
async fn names_of_built_in_roles_and_of_others_are_taken_and_staff_makes_none() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let named = |name: &str| json!({"name": name, "title": "T"});
        for name in ["administrator", "operator", "support_3", "auditor"] {
            let taken = admin.post("/roles", named(name)).await.refusal();
            assert_eq!(taken, (409, "roles.name_taken".to_owned()), "{name}");
        }
        admin.post("/roles", named("night")).await.expect(201);
        assert_eq!(admin.post("/roles", named("night")).await.refusal().1, "roles.name_taken");
        assert_eq!(admin.post("/roles", named("Night")).await.refusal().1, "roles.bad_name");
        let odd = json!({"name": "odd", "title": "T", "permissions": ["tenants.read"]});
        assert_eq!(admin.post("/roles", odd).await.refusal(), (422, "roles.unknown_permission".to_owned()));
        // The same name in another tenant is another role.
        let (_, other) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
        let user = json!({"user_name": "nora", "role": "night"});
        assert_eq!(other.post("/users", user).await.refusal(), (422, "roles.unknown".to_owned()));
        // A customer has no staff's role, and staff no customer's.
        let user = json!({"user_name": "olaf", "role": "operator"});
        assert_eq!(admin.post("/users", user).await.refusal().1, "roles.unknown");
        let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
        assert_eq!(olga.post("/roles", named("night")).await.refusal(), (409, "roles.staff".to_owned()));
        let user = |role: &str| json!({"user_name": format!("u-{role}"), "role": role});
        assert_eq!(olga.post("/users", user("member")).await.refusal().1, "roles.unknown");
        for role in ["operator", "support_1", "support_2", "support_3", "auditor"] {
            olga.post("/users", user(role)).await.expect(201);
        }
    }
}

#[tokio::test]
async fn an_open_socket_is_told_to_come_again_when_the_role_changes() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let new = json!({"name": "night", "title": "Night", "permissions": ["users.read"]});
        let made = admin.post("/roles", new).await.expect(201);
        let (nora, client) = world.signed_in(&world.acme, "nora", role("night")).await;
        let mut events = client.events("").await.unwrap();
        assert_eq!(events.next().await.unwrap()["type"], "hello");
        admin.post("/users", json!({"user_name": "ana", "role": "member"})).await.expect(201);
        events.expect("users.changed").await;
        admin.patch(&path(&made), json!({"permissions": ["roles.read"]})).await.expect(200);
        assert_eq!(events.next().await, None, "the socket outlives what its role allows");

        let mut events = client.events("").await.unwrap();
        assert_eq!(events.next().await.unwrap()["type"], "hello");
        admin.patch(&format!("/users/{}", nora.id), json!({"role": "agent"})).await.expect(200);
        assert_eq!(events.next().await, None);
    }
}

#[tokio::test]
async fn a_row_with_a_role_that_is_gone_may_nothing() {
    let world = World::new(Backend::Sqlite).await;
    let (_, lost) = world.signed_in(&world.acme, "lost", role("gone")).await;
    assert_eq!(permissions(&lost).await, Vec::<String>::new());
    assert_eq!(lost.get("/users").await.status, 403);
}

#[tokio::test]
async fn a_blueprint_makes_roles_and_those_who_have_them_and_its_export_makes_them_again() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
        let send = async |what: &str, text: &str| {
            let body = Some(("application/toml", text.to_owned()));
            rita.send_text(reqwest::Method::POST, &format!("/blueprint/{what}"), body).await
        };
        let head = "[tenant]\nname = \"delta\"\ntitle = \"Delta\"\ncountry = \"ES\"\nlanguage = \"es\"\n\
                    time_zone = \"Europe/Madrid\"\n";
        let user = "[[users]]\nuser_name = \"nora\"\nrole = \"night\"\n";
        let role = "[[roles]]\nname = \"night\"\ntitle = \"Night\"\npermissions = [\"users.write\"]\n";
        let unknown = send("apply", &format!("{head}{user}")).await;
        assert_eq!(unknown.refusal(), (422, "roles.unknown".to_owned()));
        let whole = format!("{head}{user}{role}");
        let made = send("apply", &whole).await.expect(200);
        assert_eq!(made["changes"].as_array().unwrap().len(), 3, "{made}");
        assert_eq!(send("plan", &whole).await.expect(200)["changes"], json!([]), "what is added differs not");

        let delta = rita.clone().within(made["id"].as_str().unwrap().parse().unwrap());
        let export = delta.get("/blueprint").await.text;
        assert!(export.contains("[[roles]]") && export.contains("role = \"night\""), "{export}");
        assert_eq!(send("plan", &export).await.expect(200)["changes"], json!([]));
        // Nobody is left with a role that is gone.
        let gone = send("apply", &format!("roles = []\n{head}{user}")).await;
        assert_eq!(gone.refusal(), (409, "blueprint.cannot_delete".to_owned()));
        let odd = role.replace("users.write", "tenants.read");
        let refused = send("apply", &format!("{head}{odd}")).await;
        assert_eq!(refused.refusal(), (422, "roles.unknown_permission".to_owned()));
    }
}
