//! Calls to and from the public network, with SIPp as the carrier.

use std::time::Duration;

use harness::sipp::Plan;
use harness::{Client, Kind, Result, Server, Story, Transport, Voice};
use serde_json::{Value, json};

use crate::records::wait_for;
use crate::stage::{items, phone};

/// A carrier known by its address and port.
async fn carrier(administrator: &Client, port: u16) -> Result<Value> {
    let gateways = json!([{ "host": "127.0.0.1", "port": port }]);
    let trunk = json!({ "name": "Carrier", "settings": { "gateways": gateways, "options_secs": 0 } });
    administrator.create("/trunks", &trunk).await
}

#[tokio::test]
async fn a_call_from_the_carrier_reaches_the_extension_of_its_number() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let administrator = server.administrator(tenant).await?;
    let calls = Plan::new("carrier_calls")?;
    carrier(&administrator, calls.port()).await?;
    let numbers = items(&administrator, "/numbers").await?;
    let public = numbers[0]["number"].as_str().unwrap_or_default();

    let anna = phone(&server.doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let calls = calls.line(format!("+34600111222;{public}")).calls(&server.doors.sip, 1, 1).start()?;
    let (call, incoming) = anna.rings().await?;
    assert!(incoming.text("peer").contains("600111222"), "{incoming:?}");
    anna.answer(call).await?;
    anna.sees(call, "ended").await?;
    calls.succeeds(Duration::from_secs(20)).await?;
    let record = wait_for(&administrator, 1).await?.remove(0);
    assert_eq!((&record["kind"], &record["disposition"]), (&json!("in"), &json!("answered")), "{record}");
    Ok(())
}

#[tokio::test]
async fn a_call_to_the_public_network_leaves_through_the_carrier() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let administrator = server.administrator(tenant).await?;
    let takes = Plan::new("callee")?.takes(1);
    let trunk = carrier(&administrator, takes.port()).await?;
    let route = json!({ "name": "All", "patterns": ["+."], "trunks": [trunk["id"]] });
    administrator.create("/outbound-routes", &route).await?;
    let takes = takes.start()?;

    let anna = phone(&server.doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let call = anna.dial("912345678").await?;
    anna.sees(call, "answered").await?;
    anna.hang_up(call).await?;
    takes.succeeds(Duration::from_secs(20)).await?;
    let record = wait_for(&administrator, 1).await?.remove(0);
    assert_eq!((&record["kind"], &record["disposition"]), (&json!("out"), &json!("answered")), "{record}");
    Ok(())
}
