//! Brands over HTTP, on both databases.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Backend, Client};

use super::logo::data;
use crate::roles::Role;
use crate::world::{PASSWORD, World};

const SQUARE: &str = r#"<svg viewBox="0 0 8 8"><rect width="8" height="8"/></svg>"#;

fn svg(inner: &str) -> String {
    data("image/svg+xml", format!("<svg viewBox='0 0 8 4'><path d='M0 0L8 4'/>{inner}</svg>").as_bytes())
}

async fn brand(world: &World, tenant: &str) -> Value {
    world.app.anonymous().get(&format!("/brand?tenant={tenant}")).await.expect(200)
}

async fn at_host(world: &World, host: &str, path: &str) -> Value {
    // The name that a trusted proxy, or the browser itself, asks by.
    world.app.anonymous().with_header("Host", host).get(path).await.expect(200)
}

struct Staff {
    rita: Client,
    admin: Client,
    olga: Client,
}

async fn staff(world: &World) -> Staff {
    let (_, rita) = world.signed_in(&world.reseller_home(), "rita", Role::Reseller).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let (_, olga) = world.signed_in(&world.operator_home(), "olga", Role::Operator).await;
    Staff { rita, admin, olga }
}

#[tokio::test]
async fn a_tenants_brand_is_its_own_else_its_resellers_else_the_operators() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let Staff { rita, admin, olga } = staff(&world).await;
        assert_eq!(brand(&world, "acme").await["product_name"], "Conmuta");
        olga.put("/branding", json!({"product_name": "Telefonía Ebro", "accent": "#123456"}))
            .await
            .expect(200);
        rita.put("/branding", json!({"product_name": "Norte Voz", "sign_in_text": "Hola"})).await.expect(200);
        let acme = brand(&world, "acme").await;
        assert_eq!((&acme["product_name"], &acme["sign_in_text"]), (&json!("Norte Voz"), &json!("Hola")));
        assert_eq!(acme["colours"]["chosen"], "#123456");
        let set = admin.put("/branding", json!({"accent": "#FFD400"})).await.expect(200);
        assert_eq!(set["settings"], json!({"accent": "#ffd400"}));
        assert_eq!(set["inherited"]["colours"]["chosen"], "#123456");
        assert_eq!(set["brand"]["colours"]["light"]["corrected"], true);
        assert_eq!(brand(&world, "ACME").await["colours"]["chosen"], "#ffd400");
        assert_eq!(brand(&world, "bravo").await["colours"]["chosen"], "#123456");
        admin.put("/branding", json!({})).await.expect(200);
        assert_eq!(brand(&world, "acme").await, acme);
        let actions = world.actions(&world.acme).await;
        assert_eq!(actions.iter().filter(|action| *action == "branding.change").count(), 2);
    }
}

#[tokio::test]
async fn an_unknown_name_has_the_brand_of_where_it_was_asked_for() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let Staff { olga, .. } = staff(&world).await;
        olga.put("/branding", json!({"product_name": "Ebro"})).await.expect(200);
        let nobody = brand(&world, "nobody-of-this-name").await;
        assert_eq!(nobody, brand(&world, "bravo").await, "a tenant without a brand is as nobody");
        assert_eq!(nobody, brand(&world, "").await);
        assert_eq!(nobody, brand(&world, &"x".repeat(300)).await);
        assert_eq!(nobody["product_name"], "Ebro");
    }
}

#[tokio::test]
async fn a_host_name_tells_whose_page_it_is_and_who_signs_in_there() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let Staff { rita, admin, olga } = staff(&world).await;
        let named = |name: &str| json!({"product_name": name, "host_name": format!("voz.{name}.example")});
        let refused = admin.put("/branding", named("acme")).await;
        assert_eq!(refused.refusal(), (403, "branding.host_by_staff".to_owned()));
        let acme = rita.clone().within(world.acme.tenant());
        acme.put("/branding", named("acme")).await.expect(200);
        rita.put("/branding", named("norte")).await.expect(200);
        olga.put("/branding", named("ebro")).await.expect(200);
        // Who does not touch it may change the rest.
        admin
            .put("/branding", json!({"host_name": "voz.acme.example", "product_name": "Acme"}))
            .await
            .expect(200);

        let seen = at_host(&world, "voz.acme.example", "/brand?tenant=bravo").await;
        assert_eq!((&seen["product_name"], &seen["host_tells"]), (&json!("Acme"), &json!(true)));
        let seen = at_host(&world, "voz.norte.example", "/brand").await;
        assert_eq!((&seen["product_name"], &seen["host_tells"]), (&json!("norte"), &json!(false)));
        assert_eq!(at_host(&world, "voz.norte.example", "/brand?tenant=acme").await["product_name"], "Acme");
        assert_eq!(at_host(&world, "voz.ebro.example", "/brand").await["product_name"], "ebro");

        let bravo = rita.clone().within(world.bravo.tenant());
        let taken = bravo.put("/branding", named("acme")).await;
        assert_eq!(taken.refusal(), (409, "tenancy.in_use".to_owned()));
        assert_eq!(taken.expect(409)["pointer"], "/host_name");

        world.user(&world.acme, "ana", Role::Member).await;
        let enter = async |host: &str, body: Value| {
            world.app.anonymous().with_header("Host", host).post("/session", body).await.status
        };
        let ana = |user: &str| json!({"user": user, "password": PASSWORD});
        assert_eq!(enter("voz.acme.example", ana("ana")).await, 200);
        assert_eq!(enter("voz.norte.example", ana("ana@acme")).await, 200);
        assert_eq!(enter("voz.norte.example", ana("ana")).await, 401);
        let made = olga.post("/resellers", json!({"name": "sur", "title": "Sur"})).await.expect(201);
        let sur = world.app.env.directory.tenant_by_name("sur").unwrap();
        assert_eq!(made["home"], sur.tenant().to_string());
        olga.clone().within(sur.tenant()).put("/branding", named("sur")).await.expect(200);
        assert_eq!(enter("voz.sur.example", ana("ana@acme")).await, 401, "not this reseller's tenant");
        assert_eq!(at_host(&world, "voz.sur.example", "/brand?tenant=acme").await["product_name"], "sur");
        // Given back, somebody else may have it.
        acme.put("/branding", json!({})).await.expect(200);
        bravo.put("/branding", named("acme")).await.expect(200);
    }
}

#[tokio::test]
async fn logos_are_served_cleaned_by_their_hash_and_can_be_taken_back() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let Staff { admin, rita, .. } = staff(&world).await;
        let attack = svg("<script>alert(1)</script><rect width='1' height='1' onload='alert(1)'/>");
        let set = admin.put("/branding", json!({"logo_light": attack})).await.expect(200);
        assert_eq!(set["removed"], json!(["onload", "script"]));
        let facts = &set["brand"]["logo_dark"];
        assert_eq!((&facts["width"], &facts["height"]), (&json!(8), &json!(4)));
        assert_eq!(facts, &set["brand"]["logo_light"], "one logo serves light and dark");
        let path = facts["path"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
        let served = world.app.anonymous().get(&path).await;
        assert_eq!(served.status, 200);
        assert!(!served.text.contains("script") && !served.text.contains("onload"), "{}", served.text);
        for (name, value) in [
            ("content-type", "image/svg+xml"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        ] {
            assert_eq!(served.header(name), Some(value), "{name}");
        }
        // The same image in two tenants is one address; it stays while one of them has it.
        let first = set["settings"]["logo_light"].clone();
        let same = world.app.env.directory.tenant_by_name("bravo").unwrap();
        let bravo = rita.clone().within(same.tenant());
        bravo.put("/branding", json!({"logo_light": served_data(&served.text)})).await.expect(200);
        let other = data("image/svg+xml", SQUARE.as_bytes());
        admin.put("/branding", json!({"logo_light": other})).await.expect(200);
        let back = admin.put("/branding", json!({"logo_light": first})).await.expect(200);
        assert_eq!(back["brand"]["logo_light"], *facts, "a change is undone by the hash");
        let strange = admin.put("/branding", json!({"logo_light": "0".repeat(64)})).await;
        assert_eq!(strange.refusal(), (422, "branding.no_logo".to_owned()));
        world.app.anonymous().get("/brand/logos/0000").await.expect(404);
    }
}

fn served_data(text: &str) -> String {
    data("image/svg+xml", text.as_bytes())
}

#[tokio::test]
async fn attacks_are_refused_and_change_nothing() {
    let world = World::new(Backend::Sqlite).await;
    let Staff { admin, .. } = staff(&world).await;
    let of = |text: &str| data("image/svg+xml", text.as_bytes());
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><svg viewBox='0 0 1 1'><title>&b;</title></svg>";
    let attacks = [
        (of(bomb), "branding.logo_entities"),
        (of("<html><script>alert(1)</script></html>"), "branding.logo_drawing"),
        (of("not an image"), "branding.logo_unknown"),
        (of(&format!("<svg>{}</svg>", " ".repeat(70_000))), "branding.logo_too_big"),
        ("https://evil.example/logo.svg".to_owned(), "branding.no_logo"),
        (data("image/png", b"\x89PNG\r\n\x1a\n"), "branding.logo_sides"),
    ];
    for (logo, code) in attacks {
        let answer = admin.put("/branding", json!({"logo_dark": logo})).await;
        assert_eq!(answer.refusal(), (422, code.to_owned()));
        assert_eq!(answer.expect(422)["pointer"], "/logo_dark");
    }
    let tried = admin.post("/branding/trial", json!({"logo": of(bomb)})).await;
    assert_eq!(tried.refusal(), (422, "branding.logo_entities".to_owned()));
    let tried =
        admin.post("/branding/trial", json!({"logo": svg("<a/>"), "accent": "#0a7078"})).await.expect(200);
    assert_eq!(tried["logo"]["removed"], json!(["a"]));
    assert_eq!(tried["colours"]["light"]["corrected"], false);
    assert_eq!(admin.get("/branding").await.expect(200)["settings"], json!({}));
}

#[tokio::test]
async fn a_brand_travels_in_blueprints_and_its_change_is_heard() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let Staff { admin, rita, .. } = staff(&world).await;
        let (_, member) = world.signed_in(&world.acme, "meme", Role::Member).await;
        let mut events = member.events("").await.unwrap();
        let settings = json!({"product_name": "Acme", "logo_light": svg(""), "accent": "#0a7078"});
        let set = admin.put("/branding", settings).await.expect(200);
        assert_eq!(
            events.expect("branding.changed").await["body"]["tenant"],
            world.acme.tenant().to_string()
        );
        let exported = admin.get("/blueprint").await.text;
        assert!(exported.contains("[branding]"), "{exported}");
        let send = async |what: &str, text: String| {
            let path = format!("/blueprint/{what}");
            rita.send_text(Method::POST, &path, Some(("application/toml", text))).await.expect(200)
        };
        assert_eq!(
            send("plan", exported.clone()).await["changes"],
            json!([]),
            "applying it again does nothing"
        );
        let copy = exported.replace("\"acme\"", "\"copy\"").replace("acme.example", "copy.example");
        let done = send("apply", copy.clone()).await;
        assert!(done["changes"].to_string().contains("branding"));
        assert_eq!(brand(&world, "copy").await["logo_light"], set["brand"]["logo_light"]);
        let wrong = copy.replace("#0a7078", "teal");
        let refused =
            rita.send_text(Method::POST, "/blueprint/plan", Some(("application/toml", wrong))).await;
        assert_eq!(refused.refusal().1, "branding.colour");
    }
}
