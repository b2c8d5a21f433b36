//! Whoever watches learns of each call while it happens, within 300 ms.

use std::time::Duration;

use harness::{Kind, Live, Server, Story, Transport, Voice};
use tokio::time::Instant;

use crate::stage::{items, number, phone};

const AT_ONCE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn the_socket_shows_a_call_ringing_answered_and_ended_at_once() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    let administrator = server.administrator(tenant).await?;
    let mut live = Live::open(&administrator, None).await?;

    let call = anna.dial(number(tenant, 1)?).await?;
    let (at_bruno, _) = bruno.rings().await?;
    let rang = anna.sees(call, "ringing").await?.at;
    soon(rang, live.event("call.ringing").await?.at, "ringing");
    let answered = bruno.answer(at_bruno).await?.at;
    let told = live.event("call.answered").await?;
    soon(answered, told.at, "answered");
    let shown = items(&administrator, "/calls").await?;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(shown[0]["id"], told.body()["id"], "{shown:?} {told:?}");
    let ended = anna.hang_up(call).await?.at;
    soon(ended, live.event("call.ended").await?.at, "ended");
    assert_eq!(items(&administrator, "/calls").await?.len(), 0);
    Ok(())
}

/// The phone's own process tells of the event as late as the socket may: both clocks are this test's.
fn soon(happened: Instant, told: Instant, what: &str) {
    let late = told.saturating_duration_since(happened);
    assert!(late <= AT_ONCE, "{what} was told {late:?} after it happened");
}

#[tokio::test]
async fn a_socket_that_was_cut_goes_on_where_it_was() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    let administrator = server.administrator(tenant).await?;
    let mut live = Live::open(&administrator, None).await?;

    let call = anna.dial(number(tenant, 1)?).await?;
    let (at_bruno, _) = bruno.rings().await?;
    live.event("call.ringing").await?;
    let cursor = live.cursor.clone();
    drop(live);
    bruno.answer(at_bruno).await?;
    anna.hang_up(call).await?;
    let mut live = Live::open(&administrator, cursor.as_deref()).await?;
    live.event("call.answered").await?;
    live.event("call.ended").await?;
    Ok(())
}

#[tokio::test]
async fn an_administrator_hangs_a_call_up() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let voices = [Voice::Anna, Voice::Bruno];
    let pair =
        crate::stage::Pair::talking(&server.doors, tenant, Kind::Baresip, Transport::Tcp, voices).await?;
    let administrator = server.administrator(tenant).await?;
    let call = items(&administrator, "/calls").await?.remove(0);
    let path = format!("/calls/{}", call["id"].as_str().unwrap_or_default());
    assert_eq!(administrator.delete(&path).await?.status, 204);
    pair.anna.sees(pair.out, "ended").await?;
    pair.bruno.sees(pair.inn, "ended").await?;
    assert_eq!(administrator.delete(&path).await?.status, 404);
    Ok(())
}
