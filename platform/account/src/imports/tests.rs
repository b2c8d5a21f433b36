//! Imports over HTTP, on both databases.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Backend, Client};

use crate::roles::Role;
use crate::world::World;

/// Sends a file; answers the import when it has been looked at.
async fn sent(client: &Client, text: &str) -> Value {
    let body = Some(("text/csv", text.to_owned()));
    let made = client.send_text(Method::POST, "/imports?name=people.csv", body).await.expect(201);
    settled(client, &made).await
}

/// The import when nothing is worked on any more.
async fn settled(client: &Client, import: &Value) -> Value {
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        let now = client.get(&path).await.expect(200);
        if !matches!(now["stage"].as_str(), Some("checking" | "applying")) {
            return now;
        }
        assert!(Instant::now() < patience, "{now}");
        tokio::task::yield_now().await;
    }
}

fn path(import: &Value, rest: &str) -> String {
    format!("/imports/{}{rest}", import["id"].as_str().unwrap())
}

fn codes(import: &Value) -> Vec<(u64, String)> {
    let problems = import["problems"].as_array().unwrap().iter();
    problems.map(|it| (it["row"].as_u64().unwrap(), it["code"].as_str().unwrap().to_owned())).collect()
}

#[tokio::test]
async fn rows_are_looked_at_first_and_the_good_ones_taken_in() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let file = "Usuario;Nombre;Correo;Rol\nana;Ana;ana@example.com;agente\nAdmin;X;;\n\nbeto;;nobody;boss\nANA;;;\n";
        let import = sent(&admin, file).await;
        assert_eq!(import["columns"], json!(["user_name", "first_name", "email", "role"]));
        assert_eq!((&import["rows"], &import["good"], &import["bad"]), (&json!(4), &json!(1), &json!(3)));
        let expected =
            [(3, "users.name_taken"), (5, "imports.role"), (5, "users.bad_text"), (6, "imports.twice")];
        assert_eq!(codes(&import), expected.map(|(row, code)| (row, code.to_owned())));
        assert_eq!(
            admin.get("/users?total=true").await.expect(200)["total"]["count"],
            1,
            "nothing is changed"
        );

        let all = admin.post(&path(&import, "/apply"), json!({"rows": "all"})).await;
        assert_eq!(all.refusal(), (409, "imports.bad_rows".to_owned()));
        let body = json!({"rows": "good", "draw_passwords": true});
        admin.post(&path(&import, "/apply"), body.clone()).await.expect(200);
        let done = settled(&admin, &import).await;
        assert_eq!(
            (&done["stage"], &done["users"], &done["has_secrets"]),
            (&json!("applied"), &json!(1), &json!(true))
        );
        assert_eq!(
            admin.post(&path(&import, "/apply"), body).await.refusal(),
            (409, "imports.over".to_owned())
        );

        let secrets = admin.send(Method::POST, &path(&import, "/secrets"), None).await;
        let line = secrets.text.lines().nth(1).unwrap().to_owned();
        let password = line.split(';').nth(2).unwrap();
        assert!(line.starts_with("2;ana;") && password.len() >= 16, "{line}");
        assert_eq!(admin.send(Method::POST, &path(&import, "/secrets"), None).await.status, 404);
        let ana = world.app.anonymous().sign_in("acme", "ana", password).await;
        assert_eq!(ana.get("/me").await.expect(200)["user"]["role"], "agent");
        let lines = admin.get("/audit?action=imports").await.expect(200);
        assert_eq!(lines["items"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn columns_that_are_not_recognised_are_named_by_the_person() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let import = sent(&admin, "Kennung,Shoe\nana,44\n").await;
    assert_eq!((&import["columns"], &import["good"]), (&json!([null, null]), &json!(0)));
    let set = |columns: Value| json!({"columns": columns});
    for (columns, code) in [
        (json!(["first_name", null]), "imports.no_user_name"),
        (json!(["user_name", "user_name"]), "imports.columns"),
        (json!(["user_name"]), "imports.columns"),
    ] {
        let refused = admin.put(&path(&import, "/columns"), set(columns)).await.refusal();
        assert_eq!(refused, (422, code.to_owned()));
    }
    admin.put(&path(&import, "/columns"), set(json!(["user_name", "location"]))).await.expect(200);
    assert_eq!(settled(&admin, &import).await["good"], 1);
}

#[tokio::test]
async fn what_is_cancelled_changes_nothing_and_can_be_taken_up_again() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let rows: String = (0..200).map(|n| format!("user{n}\n")).collect();
    let import = sent(&admin, &format!("user name\n{rows}")).await;
    let body = json!({"rows": "all", "draw_passwords": true});
    admin.post(&path(&import, "/apply"), body).await.expect(200);
    assert_eq!(
        admin.post(&path(&import, "/apply"), json!({"rows": "all"})).await.refusal().1,
        "imports.working"
    );
    admin.post(&path(&import, "/cancel"), json!({})).await.expect(200);
    let ended = settled(&admin, &import).await;
    assert_eq!(ended["stage"], "cancelled", "{ended}");
    assert_eq!(admin.get("/users?total=true").await.expect(200)["total"]["count"], 1);
    admin.post(&path(&import, "/apply"), json!({"rows": "all"})).await.expect(200);
    let done = settled(&admin, &import).await;
    assert_eq!((&done["users"], &done["has_secrets"]), (&json!(200), &json!(false)), "{done}");
}

#[tokio::test]
async fn imports_are_the_tenants_own_and_for_administrators() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let (_, stranger) = world.signed_in(&world.bravo, "admin", Role::Administrator).await;
    let (_, member) = world.signed_in(&world.acme, "mia", Role::Member).await;
    let import = sent(&admin, "user name,extension\nana,1001\n").await;
    assert_eq!(codes(&import)[0].1, "imports.no_phones", "this house has none");
    assert_eq!(stranger.get(&path(&import, "")).await.refusal(), (404, "imports.not_found".to_owned()));
    assert_eq!(stranger.get("/imports").await.expect(200)["items"], json!([]));
    assert_eq!(member.get("/imports").await.status, 403);
    let old = admin.send_text(Method::POST, "/imports", Some(("text/csv", "\u{feff}".into()))).await;
    assert_eq!(old.refusal(), (422, "imports.empty".to_owned()));
    admin.delete(&path(&import, "")).await.expect(204);
    admin.get(&path(&import, "")).await.expect(404);
}
