//! Bans over HTTP, on both databases: what the exchange decides is remembered, shown, lifted.

use kernel::{Network, Timestamp};
use serde_json::{Value, json};
use switch::{Attack, Ban, Banned, OffenceKind, Touched};
use testkit::{Backend, Client};

use crate::roles::Role;
use crate::world::{PASSWORD, World};

async fn bans(client: &Client, query: &str) -> Vec<Value> {
    client.get(&format!("/bans?{query}")).await.expect(200)["items"].as_array().unwrap().clone()
}

fn struck(world: &World, address: &str, minutes: i64) -> Banned {
    let now = world.account.clock().now();
    let until = Some(Timestamp::from_micros(now.micros() + minutes * 60_000_000));
    let network = Network::of_host(address.parse().unwrap());
    let ban = Ban { network, since: now, until, strikes: 2 };
    Banned { ban, offence: OffenceKind::Guessing, touched: vec![world.acme.tenant()] }
}

#[tokio::test]
async fn what_the_exchange_bans_is_remembered_searched_and_lifted() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, operator) = world.signed_in(&world.operator_home(), "staff", Role::Operator).await;
        let (_, acme) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
        let sentry = world.account.sentry();
        sentry.banned(struck(&world, "203.0.113.7", 10));
        sentry.banned(struck(&world, "2001:db8::1", 10));
        sentry.banned(struck(&world, "198.51.100.1", -10));
        let network = Network::of_host("203.0.113.7".parse().unwrap());
        sentry.minute(Vec::new(), vec![(network, 40)]);
        world.account.settle_bans().await;

        assert_eq!(bans(&operator, "").await.len(), 2);
        assert_eq!(bans(&operator, "state=past").await[0]["network"], "198.51.100.1");
        assert_eq!(bans(&operator, "state=all&why=guessing&side=sip").await.len(), 3);
        assert_eq!(bans(&operator, "state=all&side=web").await.len(), 0);
        let found = bans(&operator, "address=203.0.113.0/24").await;
        assert_eq!((found.len(), &found[0]["network"]), (1, &json!("203.0.113.7")));
        assert_eq!((&found[0]["strikes"], &found[0]["dropped"]), (&json!(2), &json!(40)));
        assert_eq!(found[0]["touched"], json!([world.acme.tenant()]));
        assert_eq!(bans(&operator, "search=2001:db8::9").await.len(), 1);
        assert_eq!(bans(&operator, "search=203.0.113.8").await.len(), 0);

        let switch = &world.app.env.switch;
        world.account.restore_bans(switch).await.unwrap();
        let id = found[0]["id"].as_str().unwrap();
        assert_eq!(operator.get(&format!("/bans/{id}")).await.expect(200)["active"], true);
        operator.delete(&format!("/bans/{id}")).await.expect(204);
        assert_eq!(operator.get(&format!("/bans/{id}")).await.status, 404);
        assert_eq!(acme.get("/bans").await.status, 403);

        world.account.settle_security().await;
        let own = acme.get("/security-events?kind=ban").await.expect(200);
        assert_eq!(own["items"].as_array().unwrap().len(), 3, "acme was touched: {own}");
        let all = operator.get("/security-events?kind=ban.lifted").await.expect(200);
        assert_eq!(all["items"][0]["detail"]["network"], "203.0.113.7");
    }
}

#[tokio::test]
async fn the_operator_bans_by_hand_and_keeps_a_list_of_who_is_never_banned() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (_, operator) = world.signed_in(&world.operator_home(), "staff", Role::Operator).await;
        let made =
            operator.post("/bans", json!({"network": "203.0.113.9/24", "note": "spam"})).await.expect(201);
        assert_eq!(
            (&made["network"], &made["side"], &made["why"]),
            (&json!("203.0.113.0/24"), &json!("all"), &json!("manual"))
        );
        assert_eq!(made["made_by"], "staff");
        let from = "203.0.113.200".parse().unwrap();
        let now = world.account.clock().now();
        assert_eq!(world.account.doors().until(now, from), Some(None));
        for (body, code) in [
            (json!({"network": "0.0.0.0/0"}), "bans.too_wide"),
            (json!({"network": "127.0.0.0/8"}), "bans.own_address"),
            (json!({"network": "203.0.113.1", "until": "2001-01-01T00:00:00Z"}), "bans.until_past"),
        ] {
            assert_eq!(operator.post("/bans", body).await.refusal(), (422, code.to_owned()));
        }
        assert!(operator.post("/bans", json!({"network": "nowhere"})).await.status >= 400);

        let body = json!({"network": "203.0.113.200", "note": "the branch in Vigo"});
        let allowed = operator.post("/allowed-addresses", body.clone()).await.expect(201);
        assert_eq!(world.account.doors().until(now, from), None);
        assert_eq!(operator.post("/allowed-addresses", body).await.refusal().1, "bans.allowed_already");
        assert_eq!(
            operator.get("/allowed-addresses?search=vigo").await.expect(200)["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        operator.delete(&format!("/allowed-addresses/{}", allowed["id"].as_str().unwrap())).await.expect(204);
        assert_eq!(world.account.doors().until(now, from), Some(None));
        let renewed = json!({"network": "203.0.113.0/24", "note": "again"});
        assert_eq!(operator.post("/bans", renewed).await.expect(201)["id"], made["id"]);
        let actions = world.actions(&world.operator_home()).await;
        assert!(actions.iter().any(|action| action == "allowed_addresses.delete"), "{actions:?}");
    }
}

#[tokio::test]
async fn a_minute_of_attacks_is_told_to_those_it_touched() {
    let world = World::new(Backend::Sqlite).await;
    let (_, operator) = world.signed_in(&world.operator_home(), "staff", Role::Operator).await;
    let (_, acme) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let touched = vec![Touched { tenant: world.acme.tenant(), user: "acme1001".into(), failures: 3 }];
    let attack = Attack { failures: 10, silenced: 5, agent: Some("friendly-scanner".to_owned()), touched };
    world
        .account
        .sentry()
        .minute(vec![(Network::of_host("203.0.113.7".parse().unwrap()), attack)], Vec::new());
    world.account.settle_security().await;
    let own = acme.get("/security-events").await.expect(200);
    assert_eq!((&own["items"][0]["account"], &own["items"][0]["count"]), (&json!("acme1001"), &json!(3)));
    let all = operator.get("/security-events?kind=sip").await.expect(200);
    let mut counts: Vec<_> =
        all["items"].as_array().unwrap().iter().map(|it| it["count"].as_u64().unwrap()).collect();
    counts.sort_unstable();
    assert_eq!(counts, [3, 5, 7]);
}

#[tokio::test]
async fn an_address_banned_from_the_pages_may_not_sign_in_and_its_sessions_go_on() {
    let world = World::new(Backend::Sqlite).await;
    let (_, admin) = world.signed_in(&world.acme, "admin", Role::Administrator).await;
    let now = world.account.clock().now();
    let network = Network::of_host([127, 0, 0, 1].into());
    let until = Some(Timestamp::from_micros(now.micros() + 60_000_000));
    world.account.doors().bans().put(Ban { network, since: now, until, strikes: 1 });
    let body = json!({"tenant": "acme", "user": "admin", "password": PASSWORD});
    let refused = world.app.anonymous().post("/session", body.clone()).await;
    assert!(refused.header("retry-after").is_some());
    assert_eq!(refused.refusal(), (429, "session.address_banned".to_owned()));
    admin.get("/me").await.expect(200);
    world.account.doors().bans().lift(network);
    world.app.anonymous().post("/session", body).await.expect(200);
}
