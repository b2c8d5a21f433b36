//! Endpoints, extensions, numbers, trunks and routes over REST.

use serde_json::{Value, json};

use super::house::{House, on_both, text};

on_both! {
    async fn an_endpoint_shows_its_secret_once_and_is_known_to_calls_at_once(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Reception"})).await.expect(201);
        assert_eq!(text(&made["terminal_user"]).len(), 9);
        assert!(text(&made["secret"]).len() >= 16);
        let path = format!("/endpoints/{}", text(&made["id"]));
        let shown = house.admin.get(&path).await.expect(200);
        assert!(shown.get("secret").is_none(), "{shown}");
        let account = house.account(&made).unwrap();
        let expected = sip::digest::Ha1::of(
            text(&made["terminal_user"]),
            house.app.env.directory.realm(),
            text(&made["secret"]),
        );
        assert!(account.ha1 == expected && account.scope == house.acme);
    }

    async fn a_new_secret_replaces_the_old_one_and_weak_ones_are_refused(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let path = format!("/endpoints/{}/secret", text(&made["id"]));
        let before = house.account(&made).unwrap().ha1.clone();
        let weak = house.admin.put(&path, json!({"secret": "12345678"})).await;
        // Eight different digits pass; the terminal user inside does not.
        assert_eq!(weak.status, 200, "{}", weak.text);
        let guessable = json!({"secret": format!("x{}", text(&made["terminal_user"]))});
        assert_eq!(house.admin.put(&path, guessable).await.refusal(), (422, "endpoints.secret".into()));
        let drawn = house.admin.put(&path, json!({})).await.expect(200);
        assert!(text(&drawn["secret"]).len() >= 16);
        assert!(house.account(&made).unwrap().ha1 != before);
    }

    async fn faults_of_an_endpoint_name_their_field(house) {
        for (body, code, pointer) in [
            (json!({"name": ""}), "endpoints.name", "/name"),
            (json!({"name": "A", "terminal_user": "a@b"}), "endpoints.terminal_user", "/terminal_user"),
            (json!({"name": "A", "settings": {"ring_secs": 1}}), "endpoints.settings", "/settings/ring_secs"),
        ] {
            let answer = house.admin.post("/endpoints", body).await.expect(422);
            assert_eq!((text(&answer["code"]), text(&answer["pointer"])), (code, pointer));
        }
        house.admin.post("/endpoints", json!({"name": "A", "terminal_user": "desk"})).await.expect(201);
        let again = house.admin.post("/endpoints", json!({"name": "A"})).await;
        assert_eq!(again.refusal(), (409, "endpoints.name_taken".into()));
        let foreign = house.stranger.post("/endpoints", json!({"name": "B", "terminal_user": "desk"})).await;
        assert_eq!(foreign.refusal(), (409, "endpoints.terminal_user_taken".into()));
        assert!(!foreign.text.contains("acme"), "{}", foreign.text);
    }

    async fn endpoints_are_changed_listed_searched_and_deleted(house) {
        for name in ["Till 1", "Till 2", "Office"] {
            house.admin.post("/endpoints", json!({"name": name})).await.expect(201);
        }
        let found = house.admin.get("/endpoints?search=TILL&limit=1").await.expect(200);
        assert_eq!(found["items"][0]["name"], "Till 1");
        let rest = format!("/endpoints?search=TILL&limit=1&cursor={}", text(&found["next"]));
        let next = house.admin.get(&rest).await.expect(200);
        assert_eq!((&next["items"][0]["name"], next.get("next")), (&json!("Till 2"), None));
        let path = format!("/endpoints/{}", text(&next["items"][0]["id"]));
        let quiet = json!({"settings": {"do_not_disturb": true}});
        assert_eq!(house.admin.patch(&path, quiet).await.expect(200)["settings"]["do_not_disturb"], true);
        house.admin.delete(&path).await.expect(204);
        house.admin.get(&path).await.expect(404);
        assert!(house.account(&next["items"][0]).is_none());
    }

    async fn the_same_extension_number_lives_in_every_tenant(house) {
        let (_, extension) = House::phone(&house.admin, "Reception", "1001").await;
        House::phone(&house.stranger, "Reception", "1001").await;
        let path = format!("/extensions/{}", text(&extension["id"]));
        house.stranger.get(&path).await.expect(404);
        house.stranger.delete(&path).await.expect(404);
        let endpoint = &extension["endpoint"];
        let again = house.admin.post("/extensions", json!({"number": "1001", "endpoint": endpoint})).await;
        assert_eq!(again.refusal(), (409, "extensions.number_taken".into()));
        let foreign = house.stranger.post("/extensions", json!({"number": "1002", "endpoint": endpoint})).await;
        assert_eq!(foreign.refusal(), (422, "extensions.endpoint".into()));
    }

    async fn the_dial_plan_says_how_long_extensions_are(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let try_number = async |number: &str| {
            house.admin.post("/extensions", json!({"number": number, "endpoint": made["id"]})).await.refusal()
        };
        assert_eq!(try_number("100").await, (422, "extensions.digits".into()));
        house.admin.put("/dial-plan", json!({"extension_digits": 9})).await.expect(422);
        house.admin.put("/dial-plan", json!({"extension_digits": 3})).await.expect(200);
        assert_eq!(try_number("112").await, (422, "extensions.emergency_number".into()));
        assert_eq!(try_number("100").await.0, 201);
        assert_eq!(house.stranger.get("/dial-plan").await.expect(200)["extension_digits"], 4);
    }

    async fn a_public_number_is_held_once_over_all_tenants(house) {
        let (_, extension) = House::phone(&house.admin, "Reception", "1001").await;
        let body = json!({"number": "910 000 001", "extension": extension["id"], "label": "Main"});
        let number = house.admin.post("/numbers", body.clone()).await.expect(201);
        assert_eq!(number["number"], "+34910000001");
        let foreign = house.stranger.post("/numbers", json!({"number": "+34910000001"})).await;
        assert_eq!(foreign.refusal(), (409, "numbers.in_use".into()));
        assert!(!foreign.text.contains("acme"), "{}", foreign.text);
        let used = house.admin.delete(&format!("/extensions/{}", text(&extension["id"]))).await;
        assert_eq!(used.refusal(), (409, "extensions.in_use".into()));
        let path = format!("/numbers/{}", text(&number["id"]));
        let free = house.admin.patch(&path, json!({"extension": null})).await.expect(200);
        assert!(free.get("extension").is_none() && free["label"] == "Main");
        assert_eq!(house.admin.get("/numbers?assigned=true").await.expect(200)["items"], json!([]));
        house.admin.delete(&path).await.expect(204);
        house.stranger.post("/numbers", json!({"number": "+34910000001"})).await.expect(201);
    }

    async fn trunks_keep_their_secret_and_share_addresses_only_for_numbers(house) {
        let carrier = |name: &str, dialling: &str| {
            json!({"name": name, "secret": "hidden words",
                "settings": {"sources": ["192.0.2.1"], "dialling": dialling}})
        };
        let made = house.admin.post("/trunks", carrier("Carrier", "numbers")).await;
        assert!(!made.text.contains("hidden"), "{}", made.text);
        assert_eq!(made.expect(201)["has_secret"], true);
        house.stranger.post("/trunks", carrier("Carrier", "numbers")).await.expect(201);
        let twice = house.admin.post("/trunks", carrier("Again", "numbers")).await;
        assert_eq!(twice.refusal(), (409, "trunks.source_in_use".into()));
        let branch = json!({"name": "Branch", "settings": {"sources": ["192.0.2.7"], "dialling": "transit"}});
        house.admin.post("/trunks", branch.clone()).await.expect(201);
        let foreign = house.stranger.post("/trunks", branch).await;
        assert_eq!(foreign.refusal(), (409, "trunks.source_in_use".into()));
        let shared = json!({"name": "Shared", "settings": {"sources": ["192.0.2.7"]}});
        house.stranger.post("/trunks", shared).await.expect(201);
        assert_eq!(house.admin.post("/trunks", json!({"name": "Nothing"})).await.refusal().0, 422);
    }

    async fn outbound_routes_name_trunks_of_the_tenant(house) {
        let trunk = json!({"name": "Carrier", "settings": {"gateways": [{"host": "192.0.2.1"}]}});
        let trunk = house.admin.post("/trunks", trunk).await.expect(201);
        let route = |patterns: Value| json!({"name": "All", "patterns": patterns, "trunks": [trunk["id"]]});
        let foreign = house.stranger.post("/outbound-routes", route(json!(["+."]))).await;
        assert_eq!(foreign.refusal(), (422, "outbound_routes.trunks".into()));
        let broken = house.admin.post("/outbound-routes", route(json!(["+.", "1a"]))).await.expect(422);
        assert_eq!(broken["pointer"], "/patterns/1");
        let made = house.admin.post("/outbound-routes", route(json!(["+."]))).await.expect(201);
        assert_eq!((&made["position"], &made["trunks"][0]), (&json!(1), &trunk["id"]));
        let trunk_path = format!("/trunks/{}", text(&trunk["id"]));
        assert_eq!(house.admin.delete(&trunk_path).await.refusal(), (409, "trunks.in_use".into()));
        house.admin.delete(&format!("/outbound-routes/{}", text(&made["id"]))).await.expect(204);
        house.admin.delete(&trunk_path).await.expect(204);
    }

    async fn changes_are_in_the_audit_log_and_told_to_pages(house) {
        let mut events = house.admin.events("").await.unwrap();
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let event = events.expect("endpoints.changed").await;
        let body = serde_json::to_string(&event).unwrap();
        assert!(body.contains(text(&made["id"])) && !body.contains(text(&made["secret"])), "{body}");
    }
}
