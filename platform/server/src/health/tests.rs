//! Health over HTTP on the composed server.

use std::time::Duration;

use serde_json::Value;
use testkit::Client;

use crate::walls::house::{Ground, House};

async fn finished(operator: &Client) -> Value {
    for _ in 0..500 {
        let checks = operator.get("/health/checks").await.expect(200);
        if checks["running"] == false && checks["at"].is_string() {
            return checks;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the checks do not end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_sees_figures_and_checks_and_nobody_else_does() {
    for ground in [Ground::Sqlite, Ground::Postgres] {
        let house = House::on(ground).await;
        assert!(!house.node.health.is_ready(), "nothing has been looked at");
        let health = house.node.health.clone();
        let work = tokio::spawn(async move { health.run().await });
        let checks = finished(&house.operator).await;
        let items = checks["items"].as_array().unwrap();
        assert_eq!(items.len(), usize::try_from(checks["total"].as_u64().unwrap()).unwrap());
        let code = |check: &str| items.iter().find(|it| it["check"] == check).unwrap()["code"].clone();
        assert_eq!((code("listener_sip"), code("database")), ("listener.open".into(), "database.ok".into()));
        assert!(house.node.health.is_ready());

        let figures = house.operator.get("/health/figures").await.expect(200);
        assert_eq!((&figures["calls"], &figures["devices"]), (&Value::from(3), &Value::from(6)));
        assert!(figures["memory_bytes"].as_u64().unwrap() > 1 << 20);
        assert!(!figures["history"]["calls"].as_array().unwrap().is_empty());
        let again = house.operator.post("/health/checks", Value::Null).await.expect(200);
        assert!(again["at"].is_string());
        for other in [&house.norte.client, &house.acme.admin] {
            assert_eq!(other.get("/health/figures").await.status, 403);
        }
        let root = house.base.clone();
        let asked = |path: &str| reqwest::get(format!("{root}{path}"));
        assert_eq!(asked("/healthz").await.unwrap().status(), 200);
        assert_eq!(asked("/readyz").await.unwrap().status(), 200);
        house.node.health.stopping();
        assert_eq!(asked("/readyz").await.unwrap().status(), 503);
        assert_eq!(asked("/healthz").await.unwrap().status(), 200);
        work.abort();
        house.close().await;
    }
}
