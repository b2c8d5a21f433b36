//! The browser: a SIP.js page registers, and the live page shows calls while they happen.

use harness::{Browser, Kind, Server, Story, Transport, Voice};
use serde_json::json;
use tokio::time::Instant;

use crate::stage::{items, number, phone};

#[tokio::test]
async fn a_sip_js_page_registers_over_websocket() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let account = &tenant.endpoints[0];
    let page = Browser::start("sipjs.mjs").await?;
    page.ask("open", json!({ "origin": server.doors.http })).await?;
    let socket = format!("{}/ws/sip", server.doors.http.replacen("http", "ws", 1));
    let facts = json!({
        "socket": socket, "user": account.user, "secret": account.secret, "domain": account.domain,
    });
    assert_eq!(page.ask("register", facts).await?.number("status")?, 200);
    let administrator = server.administrator(tenant).await?;
    let devices = items(&administrator, "/devices").await?;
    assert_eq!(devices.len(), 1, "{devices:?}");
    page.ask("unregister", json!({})).await?;
    assert_eq!(items(&administrator, "/devices").await?.len(), 0);
    page.close().await
}

#[tokio::test]
async fn the_live_page_shows_a_call_ringing_answered_and_ended() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    let person = tenant.person("administrator")?;
    let page = Browser::start("live_page.mjs").await?;
    let who = json!({
        "origin": doors.http, "tenant": tenant.name, "user": person.user, "password": person.password,
    });
    page.ask("sign_in", who).await?;
    let empty = page.ask("audit", json!({})).await?;
    assert_eq!(empty.line["violations"], json!([]));

    let call = anna.dial(number(tenant, 1)?).await?;
    let (at_bruno, _) = bruno.rings().await?;
    let rang = anna.sees(call, "ringing").await?.at;
    let shown = page.event("ringing").await?;
    soon(rang, shown.at);
    assert_eq!((shown.text("from"), shown.text("to")), (number(tenant, 0)?, number(tenant, 1)?));
    let answered = bruno.answer(at_bruno).await?.at;
    soon(answered, page.event("answered").await?.at);
    let with_a_call = page.ask("audit", json!({})).await?;
    assert_eq!(with_a_call.line["violations"], json!([]));

    page.ask("hang_up", json!({})).await?;
    let ended = anna.sees(call, "ended").await?.at;
    soon(ended, page.event("ended").await?.at);
    page.close().await
}

fn soon(happened: Instant, shown: Instant) {
    let late = shown.saturating_duration_since(happened);
    assert!(late.as_millis() <= 300, "the page showed it {late:?} later");
}
