//! The ports that the switch calls: accounts, routes and trunks, answered from what REST wrote.

use kernel::Timestamp;
use kernel::id::{CallId, Uuid};
use serde_json::json;
use switch::{Caller, Facts, Occasion, Plan, TrunkHealth, TrunkMatch};
use tenancy::{Actor, TenantChange, TenantScope, TenantState};

use super::house::{House, on_both, text};

fn route(house: &House, scope: &TenantScope, from: Caller, dialled: &str) -> Plan {
    let facts = Facts {
        scope,
        from,
        dialled,
        dialled_host: "acme.example",
        caller_number: "+34600000001",
        caller_name: None,
        call: CallId(Uuid::nil()),
        now: Timestamp::EPOCH,
        occasion: Occasion::Call,
    };
    house.ports.router.route(&facts).plan
}

fn status(plan: &Plan) -> u16 {
    match plan {
        Plan::Refuse { status, .. } => *status,
        _ => 200,
    }
}

on_both! {
    async fn an_extension_is_found_in_the_callers_tenant_alone(house) {
        let (desk, _) = House::phone(&house.admin, "Desk", "1001").await;
        let (lobby, _) = House::phone(&house.admin, "Lobby", "1002").await;
        let (foreign, _) = House::phone(&house.stranger, "Desk", "1001").await;
        House::phone(&house.stranger, "Attic", "1009").await;
        let from = Caller::Endpoint(house.account(&desk).unwrap().endpoint);
        let Plan::Endpoint { terminal_user, caller, .. } = route(&house, &house.acme, from, "1002") else {
            panic!("1002 rings")
        };
        assert_eq!(&*terminal_user, text(&lobby["terminal_user"]));
        assert_eq!((&*caller.number, caller.name.as_deref()), ("1001", Some("Desk")));
        let Plan::Endpoint { terminal_user, .. } = route(&house, &house.acme, from, "1001") else {
            panic!("1001 rings")
        };
        assert_ne!(&*terminal_user, text(&foreign["terminal_user"]));
        assert_eq!(status(&route(&house, &house.acme, from, "1009")), 404);
    }

    async fn a_shared_carrier_is_decided_by_the_called_number(house) {
        for (who, number) in [(&house.admin, "+34910000001"), (&house.stranger, "+34910000002")] {
            let (_, extension) = House::phone(who, "Desk", "1001").await;
            who.post("/numbers", json!({"number": number, "extension": extension["id"]})).await.expect(201);
            let trunk = json!({"name": "Carrier", "settings": {"sources": ["192.0.2.1"]}});
            who.post("/trunks", trunk).await.expect(201);
        }
        let source = "192.0.2.1:5060".parse().unwrap();
        for (called, owner) in [
            ("+34910000001", &house.acme),
            ("34910000002", &house.bravo),
            ("910000002", &house.bravo),
        ] {
            let TrunkMatch::Call { scope, trunk } = house.ports.trunks.by_source(source, called) else {
                panic!("{called} is a call")
            };
            assert_eq!((&scope, &trunk.scope), (owner, owner), "{called}");
            assert!(matches!(route(&house, &scope, Caller::Trunk(trunk.id), called), Plan::Endpoint { .. }));
        }
        for called in ["+34910000009", "1001"] {
            let matched = house.ports.trunks.by_source(source, called);
            assert!(matches!(matched, TrunkMatch::UnknownNumber), "{called}");
        }
        let elsewhere = "192.0.2.2:5060".parse().unwrap();
        assert!(matches!(house.ports.trunks.by_source(elsewhere, "1001"), TrunkMatch::NotATrunk));
    }

    async fn another_exchange_dials_extensions_and_goes_on_outwards(house) {
        House::phone(&house.admin, "Desk", "1001").await;
        let caller = json!({"name": "Callers", "settings":
            {"sources": ["127.0.0.2:5070"], "dialling": "transit", "options_secs": 0}});
        house.admin.post("/trunks", caller).await.expect(201);
        let callee = json!({"name": "Callee", "settings":
            {"gateways": [{"host": "127.0.0.3", "port": 5080}], "options_secs": 0}});
        let callee = house.admin.post("/trunks", callee).await.expect(201);
        let way = json!({"name": "Out", "patterns": ["2000"], "trunks": [callee["id"]], "class": "internal"});
        house.admin.post("/outbound-routes", way).await.expect(201);
        let source = "127.0.0.2:5070".parse().unwrap();
        let TrunkMatch::Call { scope, trunk } = house.ports.trunks.by_source(source, "2000") else {
            panic!("a trunk's call")
        };
        let Plan::Trunks { attempts, number, emergency, .. } =
            route(&house, &scope, Caller::Trunk(trunk.id), "2000") else { panic!("it goes on") };
        assert_eq!((&*number, emergency, attempts[0].trunk.gateways[0].port), ("2000", false, 5080));
        assert!(matches!(route(&house, &scope, Caller::Trunk(trunk.id), "1001"), Plan::Endpoint { .. }));
    }

    async fn a_registering_trunk_is_known_by_its_contact_and_shows_its_state(house) {
        let trunk = json!({"name": "Carrier", "secret": "words words", "settings": {
            "gateways": [{"host": "carrier.example", "transport": "tls"}],
            "registration": {"user": "34910000000"}}});
        let made = house.admin.post("/trunks", trunk).await.expect(201);
        let (_, all) = house.ports.trunks.all();
        let compiled = all.iter().find(|trunk| trunk.id.to_string() == text(&made["id"])).unwrap();
        let registration = compiled.registration.as_ref().unwrap();
        assert_eq!((registration.domain.as_str(), compiled.gateways[0].port), ("carrier.example", 5061));
        let secret = compiled.secret.as_ref().unwrap();
        assert_eq!((secret.user.as_str(), secret.password.as_str()), ("34910000000", "words words"));
        let source = "198.51.100.7:5061".parse().unwrap();
        let matched = house.ports.trunks.by_contact(&registration.contact_token, source, "+34910000001");
        assert!(matches!(matched, TrunkMatch::UnknownNumber));
        assert!(matches!(house.ports.trunks.by_contact("guess", source, "1"), TrunkMatch::NotATrunk));

        let mut events = house.admin.events("").await.unwrap();
        house.ports.trunks.health(TrunkHealth {
            trunk: compiled.id,
            up: false,
            registered: Some(false),
            gateways: vec![false],
            trouble: Some(switch::Trouble { at: switch::TroubleAt::Registering, status: Some(403) }),
            since: Timestamp::EPOCH,
        });
        events.expect("trunks.state").await;
        let shown = house.admin.get(&format!("/trunks/{}", text(&made["id"]))).await.expect(200);
        assert_eq!((&shown["state"]["up"], &shown["state"]["trouble"]), (&json!(false), &json!({"at": "registering", "status": 403})));
    }

    async fn a_suspended_tenant_reaches_emergency_services_alone(house) {
        let (desk, _) = House::phone(&house.admin, "Desk", "1001").await;
        let trunk = json!({"name": "Carrier", "settings": {"gateways": [{"host": "192.0.2.1"}]}});
        house.admin.post("/trunks", trunk).await.expect(201);
        let from = Caller::Endpoint(house.account(&desk).unwrap().endpoint);
        let operator = house.app.env.directory.console();
        let actor = Actor::system("test");
        let reseller = operator.resellers()[0].id;
        let change = TenantChange { state: Some(TenantState::Suspended), ..TenantChange::default() };
        let reseller = operator.enter(&actor, reseller).await.unwrap();
        reseller.change_tenant(&actor, house.acme.tenant(), change).await.unwrap();
        // The facts changed behind the room's back; it looks at them twice a second.
        while status(&route(&house, &house.acme, from, "1001")) != 403 {
            tokio::task::yield_now().await;
        }
        let Plan::Trunks { emergency, .. } = route(&house, &house.acme, from, "112") else {
            panic!("112 goes out")
        };
        assert!(emergency && house.ports.router.is_emergency(&house.acme, "112"));
        assert!(!house.ports.router.is_emergency(&house.acme, "1120"));
    }

    async fn a_number_that_is_not_the_tenants_is_not_shown(house) {
        let (desk, _) = House::phone(&house.admin, "Desk", "1001").await;
        let number = house.admin.post("/numbers", json!({"number": "+34910000005"})).await.expect(201);
        let trunk = json!({"name": "Carrier", "settings": {"gateways": [{"host": "192.0.2.1"}]}});
        let trunk = house.admin.post("/trunks", trunk).await.expect(201);
        let out = json!({"name": "Out", "patterns": ["+."], "trunks": [trunk["id"]]});
        house.admin.post("/outbound-routes", out).await.expect(201);
        let path = format!("/endpoints/{}", text(&desk["id"]));
        let foreign = json!({"settings": {"caller_number": "+34910000006"}});
        let refused = house.admin.patch(&path, foreign).await;
        assert_eq!(refused.refusal(), (422, "endpoints.caller_number".to_owned()));
        house.admin.patch(&path, json!({"settings": {"caller_number": "+34910000005"}})).await.expect(200);
        let from = Caller::Endpoint(house.account(&desk).unwrap().endpoint);
        let shown = || match route(&house, &house.acme, from, "+34600000002") {
            Plan::Trunks { attempts, .. } => attempts[0].caller.number.to_string(),
            other => panic!("not out: {other:?}"),
        };
        assert_eq!(shown(), "+34910000005");
        house.admin.delete(&format!("/numbers/{}", text(&number["id"]))).await.expect(204);
        assert_eq!(shown(), "1001");
    }

    async fn limits_are_the_tenants(house) {
        House::phone(&house.admin, "Desk", "1001").await;
        let limits = house.ports.router.limits(&house.acme);
        assert!(limits.max_calls > 1_000 && limits.calls_per_sec > 1_000);
    }
}
