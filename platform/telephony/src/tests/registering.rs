//! REGISTER through the port, devices over REST.

use bytes::Bytes;
use serde_json::{Value, json};
use sip::Message;
use sip::flow::Flow;
use switch::RegisterAnswer;

use super::house::{House, on_both, text};

fn message(contact: &str, cseq: u32, more: &str) -> Message {
    let text = format!(
        "REGISTER sip:acme.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK{cseq}\r\n\
         From: <sip:1@acme.example>;tag=a\r\nTo: <sip:1@acme.example>\r\nCall-ID: c1\r\nCSeq: {cseq} REGISTER\r\n\
         Max-Forwards: 70\r\nUser-Agent: Desk phone\r\nContact: {contact}\r\n{more}Content-Length: 0\r\n\r\n"
    );
    Message::parse(Bytes::from(text)).unwrap()
}

fn register(house: &House, endpoint: &Value, request: &Message) -> RegisterAnswer {
    let flow = Flow::udp("192.0.2.1:5060".parse().unwrap(), "192.0.2.9:5060".parse().unwrap());
    let account = house.account(endpoint).unwrap();
    house.ports.register.register(&account, request, flow, house.app.env.clock.now())
}

fn headers<'a>(answer: &'a RegisterAnswer, name: &str) -> Vec<&'a str> {
    answer.headers.iter().filter(|(n, _)| *n == name).map(|(_, value)| value.as_str()).collect()
}

on_both! {
    async fn a_device_registers_is_listed_told_and_dropped(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let mut events = house.admin.events("").await.unwrap();
        let answer = register(&house, &made, &message("<sip:1@192.0.2.9:5060>", 1, "Expires: 600\r\n"));
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(headers(&answer, "Contact")[0].starts_with("<sip:1@192.0.2.9:5060>;expires="));
        let told = events.expect("devices.registered").await;
        let path = format!("/endpoints/{}/devices", text(&made["id"]));
        let device = house.admin.get(&path).await.expect(200)["items"][0].clone();
        assert_eq!(
            (text(&device["address"]), text(&device["user_agent"]), text(&device["transport"])),
            ("192.0.2.9:5060", "Desk phone", "udp")
        );
        assert!(told.to_string().contains(text(&device["id"])), "{told}");
        let one = format!("{path}/{}", text(&device["id"]));
        house.stranger.delete(&one).await.expect(404);
        house.admin.delete(&one).await.expect(204);
        events.expect("devices.gone").await;
        assert_eq!(house.admin.get(&path).await.expect(200)["items"], json!([]));
        house.admin.delete(&one).await.expect(404);
    }

    async fn the_registrar_speaks_as_the_standard_wants(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let brief = register(&house, &made, &message("<sip:1@192.0.2.9>;expires=30", 1, ""));
        assert_eq!((brief.status, headers(&brief, "Min-Expires")), (423, vec!["60"]));
        let required = message("<sip:1@192.0.2.9>", 2, "Require: gruu\r\n");
        let unknown = register(&house, &made, &required);
        assert_eq!((unknown.status, headers(&unknown, "Unsupported")), (420, vec!["gruu"]));
        let path = "Supported: path\r\nPath: <sip:edge.example;lr>, <sip:inner.example;lr>\r\n";
        let over_edge = register(&house, &made, &message("<sip:1@192.0.2.9>", 3, path));
        assert_eq!(headers(&over_edge, "Path"), ["<sip:edge.example;lr>", "<sip:inner.example;lr>"]);
        let late = register(&house, &made, &message("<sip:1@192.0.2.9>", 3, ""));
        assert_eq!(late.status, 500);
        let star = register(&house, &made, &message("*", 4, ""));
        assert_eq!(star.status, 400);
        let gone = register(&house, &made, &message("*", 5, "Expires: 0\r\n"));
        assert_eq!((gone.status, headers(&gone, "Contact").len()), (200, 0));
    }

    async fn no_more_devices_than_the_endpoint_may_have(house) {
        let body = json!({"name": "Desk", "settings": {"max_devices": 1}});
        let made = house.admin.post("/endpoints", body).await.expect(201);
        assert_eq!(register(&house, &made, &message("<sip:1@192.0.2.9:5060>", 1, "")).status, 200);
        assert_eq!(register(&house, &made, &message("<sip:1@192.0.2.9:5099>", 2, "")).status, 403);
    }

    async fn no_more_devices_than_the_tenant_leaves_to_an_endpoint(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        for (port, cseq) in [(5060, 1), (5062, 2)] {
            let device = message(&format!("<sip:1@192.0.2.9:{port}>"), cseq, "");
            assert_eq!(register(&house, &made, &device).status, 200);
        }
        let operator = house.app.env.directory.console();
        let actor = tenancy::Actor::system("test");
        let reseller = operator.enter(&actor, operator.resellers()[0].id).await.unwrap();
        let limits = tenancy::Limits { devices_per_endpoint: Some(1), ..tenancy::Limits::default() };
        let change = tenancy::TenantChange { limits: Some(limits), ..tenancy::TenantChange::default() };
        reseller.change_tenant(&actor, house.acme.tenant(), change).await.unwrap();
        // The facts changed behind the room's back; it looks at them twice a second.
        let mut cseq = 3;
        let refused = loop {
            let answer = register(&house, &made, &message("<sip:1@192.0.2.9:5064>;expires=60", cseq, ""));
            if answer.status != 200 {
                break answer;
            }
            register(&house, &made, &message("<sip:1@192.0.2.9:5064>;expires=0", cseq + 1, ""));
            cseq += 2;
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        };
        assert_eq!((refused.status, refused.reason), (403, "Too Many Devices"));
        // Who is registered already stays, and may refresh.
        let again = register(&house, &made, &message("<sip:1@192.0.2.9:5060>", cseq + 2, ""));
        assert_eq!((again.status, headers(&again, "Contact").len()), (200, 2));
    }

    async fn devices_go_with_the_secret_and_with_the_endpoint(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let path = format!("/endpoints/{}", text(&made["id"]));
        register(&house, &made, &message("<sip:1@192.0.2.9>", 1, ""));
        house.admin.put(&format!("{path}/secret"), json!({})).await.expect(200);
        assert_eq!(house.app.env.location.count(&house.acme), 0);
        register(&house, &made, &message("<sip:1@192.0.2.9>", 2, ""));
        assert_eq!(house.app.env.location.count(&house.acme), 1);
        house.admin.delete(&path).await.expect(204);
        assert_eq!(house.app.env.location.count(&house.acme), 0);
    }

    async fn a_phone_behind_a_carriers_address_is_a_phone(house) {
        let made = house.admin.post("/endpoints", json!({"name": "Desk"})).await.expect(201);
        let trunk = json!({"name": "Carrier", "settings": {"sources": ["192.0.2.9"]}});
        house.stranger.post("/trunks", trunk).await.expect(201);
        let (phone, carrier) = ("192.0.2.9:5060".parse().unwrap(), "192.0.2.9:5080".parse().unwrap());
        let is_trunk = |source| !matches!(house.ports.trunks.by_source(source, "1"), switch::TrunkMatch::NotATrunk);
        assert!(is_trunk(phone));
        register(&house, &made, &message("<sip:1@192.0.2.9>", 1, ""));
        assert!(!is_trunk(phone) && is_trunk(carrier));
    }
}
