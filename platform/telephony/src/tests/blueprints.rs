//! The committed blueprints, applied through the room's sections.

use feature::Env;
use feature::blueprint::{self, Change, Document, Door, Refusal};
use serde_json::json;
use tenancy::{Actor, TenantScope};

use super::house::{House, on_both};

const FILES: [(&str, &str); 5] = [
    ("alder.toml", include_str!("../../../../tenants/demo/alder.toml")),
    ("birch.toml", include_str!("../../../../tenants/demo/birch.toml")),
    ("clinic.toml", include_str!("../../../../tenants/blueprints/clinic.toml")),
    ("shop.toml", include_str!("../../../../tenants/blueprints/shop.toml")),
    ("bench.toml", include_str!("../../../../tenants/blueprints/bench.toml")),
];

const EMPTY: &str = "endpoints = []\nextensions = []\nnumbers = []\ntrunks = []\noutbound_routes = []\n";

async fn apply(house: &House, scope: &TenantScope, file: &str, text: &str) -> Result<Vec<Change>, Refusal> {
    let env: &Env = &house.app.env;
    let (tx, actor) = (scope.begin().await.unwrap(), Actor::system("test"));
    let document = Document::parse(file, text)?;
    let door = Door { tx: &tx, env, actor: &actor, watch: &feature::blueprint::Watch::nobody() };
    let changes =
        blueprint::apply(house.app.catalogue.sections(), &document, &["tenant", "users"], &door).await?;
    crate::change::commit(tx).await.unwrap();
    Ok(changes)
}

on_both! {
    async fn every_committed_blueprint_applies_and_a_second_time_changes_nothing(house) {
        // Tenants of the test are in Spain; numbers and extensions of the files fit any country.
        for (file, text) in FILES {
            let text = text.replace("count = 5000", "count = 3");
            let first = apply(&house, &house.acme, file, &text).await.unwrap_or_else(|why| panic!("{why}"));
            assert!(!first.is_empty(), "{file}");
            let second = apply(&house, &house.acme, file, &text).await.unwrap_or_else(|why| panic!("{why}"));
            assert_eq!(second, [], "{file}");
            // The next file is another tenant's: sections that it does not name would be left alone.
            apply(&house, &house.acme, "empty.toml", EMPTY).await.unwrap_or_else(|why| panic!("{why}"));
        }
    }

    async fn the_load_test_finds_its_phones_and_its_way(house) {
        let (file, text) = FILES[4];
        apply(&house, &house.acme, file, &text.replace("count = 5000", "count = 3")).await.unwrap();
        let account = house.ports.credentials.account("100002").unwrap();
        let realm = house.app.env.directory.realm();
        assert!(account.ha1 == sip::digest::Ha1::of("100002", realm, "secret"));
        assert!(house.ports.credentials.account("100003").is_none());
        let source = "127.0.0.2:5070".parse().unwrap();
        assert!(matches!(house.ports.trunks.by_source(source, "2000"), switch::TrunkMatch::Call { .. }));
        let listed = house.admin.get("/endpoints").await.expect(200);
        assert_eq!(listed["items"][0]["name"], "Phone 100000");
    }

    async fn both_demo_tenants_share_extension_numbers(house) {
        for (scope, (file, text)) in [(&house.acme, FILES[0]), (&house.bravo, FILES[1])] {
            apply(&house, scope, file, text).await.unwrap_or_else(|why| panic!("{why}"));
        }
        for who in [&house.admin, &house.stranger] {
            let extensions = who.get("/extensions").await.expect(200);
            let numbers: Vec<_> =
                extensions["items"].as_array().unwrap().iter().map(|e| e["number"].clone()).collect();
            assert_eq!(numbers[..3], [json!("1001"), json!("1002"), json!("1003")]);
        }
    }

    async fn a_fault_names_file_line_and_field_and_changes_nothing(house) {
        let text = "[[endpoints]]\nname = \"Desk\"\n\n[[extensions]]\nnumber = \"1001\"\nendpoint = \"Attic\"\n";
        let refusal = apply(&house, &house.acme, "lost.toml", text).await.unwrap_err();
        assert!(refusal.to_string().starts_with("lost.toml:6:"), "{refusal}");
        assert_eq!(house.admin.get("/endpoints").await.expect(200)["items"], json!([]));
    }

    async fn an_endpoint_names_its_owner_and_is_exported_with_the_name(house) {
        let text = |owner: &str| format!("[[endpoints]]\nname = \"Desk\"\nowner = \"{owner}\"\n");
        let refusal = apply(&house, &house.acme, "lost.toml", &text("nobody")).await.unwrap_err();
        assert!(refusal.to_string().starts_with("lost.toml:3:"), "{refusal}");
        // Both tenants' administrators are called so: each endpoint is its own tenant's.
        let mut owners = Vec::new();
        for (scope, who) in [(&house.acme, &house.admin), (&house.bravo, &house.stranger)] {
            assert_eq!(apply(&house, scope, "a.toml", &text("almighty")).await.unwrap().len(), 1);
            assert_eq!(apply(&house, scope, "a.toml", &text("almighty")).await.unwrap(), []);
            owners.push(who.get("/endpoints").await.expect(200)["items"][0]["owner"].clone());
        }
        assert!(owners[0].is_string() && owners[1].is_string() && owners[0] != owners[1], "{owners:?}");
        let (tx, actor) = (house.acme.read().await.unwrap(), Actor::system("test"));
        let door = Door { tx: &tx, env: &house.app.env, actor: &actor, watch: &feature::blueprint::Watch::nobody() };
        let exported = blueprint::export(house.app.catalogue.sections(), "", &door).await.unwrap();
        assert!(exported.text.contains("owner = \"almighty\""), "{}", exported.text);
        tx.rollback().await.unwrap();
        let without = apply(&house, &house.acme, "b.toml", "[[endpoints]]\nname = \"Desk\"\n").await.unwrap();
        assert_eq!(without[0].fields, ["owner"]);
    }

    async fn what_is_not_listed_is_deleted_in_the_right_order(house) {
        let (file, text) = FILES[3];
        apply(&house, &house.acme, file, text).await.unwrap_or_else(|why| panic!("{why}"));
        apply(&house, &house.acme, "empty.toml", EMPTY).await.unwrap_or_else(|why| panic!("{why}"));
        for path in ["/endpoints", "/extensions", "/numbers", "/trunks", "/outbound-routes"] {
            assert_eq!(house.admin.get(path).await.expect(200)["items"], json!([]), "{path}");
        }
    }

    async fn an_export_recreates_the_tenant_elsewhere_without_secrets(house) {
        let (file, text) = FILES[2];
        apply(&house, &house.acme, file, text).await.unwrap_or_else(|why| panic!("{why}"));
        let (tx, actor) = (house.acme.read().await.unwrap(), Actor::system("test"));
        let door = Door { tx: &tx, env: &house.app.env, actor: &actor, watch: &feature::blueprint::Watch::nobody() };
        let exported = blueprint::export(house.app.catalogue.sections(), "", &door).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(!exported.text.contains("secret ="), "{}", exported.text);
        apply(&house, &house.acme, "empty.toml", EMPTY).await.unwrap_or_else(|why| panic!("{why}"));
        let again = apply(&house, &house.bravo, "export.toml", &exported.text).await;
        assert!(!again.unwrap_or_else(|why| panic!("{why}\n{}", exported.text)).is_empty());
    }
}
