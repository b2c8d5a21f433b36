//! What is demanded of those who sign in, over HTTP, on both databases.

use serde_json::json;
use testkit::Backend;

use crate::roles::Role;
use crate::second_factor::tests::{enrolled, password_step};
use crate::world::World;

#[tokio::test]
async fn who_lacks_a_demanded_second_factor_can_do_nothing_but_set_it_up() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let (_, ana) = world.signed_in(&world.acme, "ana", Role::Member).await;
        let (_, bea) = world.signed_in(&world.bravo, "bea", Role::Administrator).await;
        let default = json!({"second_factor": "nobody"});
        assert_eq!(admin.get("/sign-in-policy").await.expect(200), default);
        assert_eq!(ana.get("/sign-in-policy").await.status, 403);

        admin.put("/sign-in-policy", json!({"second_factor": "administrators"})).await.expect(200);
        let needed = (403, "session.second_factor_needed".to_owned());
        assert_eq!(admin.get("/users").await.refusal(), needed);
        assert_eq!(admin.get("/sessions").await.refusal(), needed);
        assert_eq!(admin.put("/sign-in-policy", default.clone()).await.refusal(), needed);
        assert_eq!(admin.events("").await.err(), Some(403));
        let me = admin.get("/me").await.expect(200);
        assert_eq!((&me["second_factor_needed"], &me["permissions"]), (&json!(true), &json!([])));
        assert_eq!(ana.get("/sessions").await.status, 200, "a member is not asked");
        assert_eq!(bea.get("/users").await.status, 200, "nor is another tenant");

        let (_, codes) = enrolled(&admin).await;
        assert_eq!(admin.get("/users").await.status, 200);
        assert_eq!(admin.get("/me").await.expect(200)["second_factor_needed"], false);
        let off = json!({"password": crate::world::PASSWORD, "code": codes[0]});
        let kept = admin.post("/me/second-factor/off", off).await;
        assert_eq!(kept.refusal(), (409, "second_factor.demanded".to_owned()));
        assert_eq!(
            admin.get("/me/second-factor").await.expect(200)["recovery_codes_left"],
            10,
            "nothing was used up"
        );

        admin.put("/sign-in-policy", json!({"second_factor": "everybody"})).await.expect(200);
        assert_eq!(ana.get("/sessions").await.refusal(), needed);
        let me = password_step(&world, "ana").await.expect(200);
        assert_eq!(me["second_factor_needed"], true);
        ana.delete("/session").await.expect(204);
        assert!(world.actions(&world.acme).await.contains(&"sign_in_policy.set".to_owned()));
        assert_eq!(bea.get("/sign-in-policy").await.expect(200), default);
    }
}

#[tokio::test]
async fn a_policy_is_a_part_of_the_blueprint() {
    let world = World::new(Backend::Sqlite).await;
    let (_, staff) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
    let head = "[tenant]\nname = \"acme\"\ntitle = \"Acme\"\ncountry = \"ES\"\nlanguage = \"es\"\n\
                time_zone = \"Europe/Madrid\"\n";
    let text = format!("{head}\n[[sign_in_policy]]\nsecond_factor = \"everybody\"\n");
    let body = Some(("application/toml", text));
    staff.send_text(reqwest::Method::POST, "/blueprint/apply", body).await.expect(200);
    let within = staff.clone().within(world.acme.tenant());
    assert_eq!(within.get("/sign-in-policy").await.expect(200)["second_factor"], "everybody");
    let exported = within.get("/blueprint").await.text;
    assert!(exported.contains("second_factor = \"everybody\""), "{exported}");
}
