//! Hold, and transfers blind and attended: whoever remains hears whom they were given.

use harness::{Kind, Result, Server, Story, Tenant, Transport, Voice};

use crate::records::wait_for;
use crate::stage::{Pair, number, phone};

const VOICES: [Voice; 2] = [Voice::Anna, Voice::Bruno];

#[tokio::test]
async fn a_held_call_is_silent_and_speaks_again_when_taken_back() -> Story {
    let server = Server::start().await?;
    let pair = Pair::talking(&server.doors, server.tenant(0)?, Kind::Pjsua, Transport::Udp, VOICES).await?;
    pair.anna.hold(pair.out).await?;
    pair.anna.sees(pair.out, "held").await?;
    assert_eq!(pair.bruno.sees(pair.inn, "held").await?.text("side"), "there");
    pair.anna.resume(pair.out).await?;
    pair.anna.sees(pair.out, "resumed").await?;
    pair.bruno.sees(pair.inn, "resumed").await?;
    let (anna, bruno) = pair.listen().await?;
    pair.hang_up().await?;
    anna.is(Voice::Bruno).await?;
    bruno.is(Voice::Anna).await
}

#[tokio::test]
async fn a_baresip_phone_holds_and_takes_back() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, Kind::Baresip, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    let out = anna.dial(number(tenant, 1)?).await?;
    let (inn, _) = bruno.rings().await?;
    bruno.answer(inn).await?;
    anna.sees(out, "answered").await?;
    anna.hold(out).await?;
    bruno.sees(inn, "held").await?;
    anna.resume(out).await?;
    bruno.sees(inn, "resumed").await?;
    let heard = bruno.listen(inn).await?;
    anna.hang_up(out).await?;
    bruno.sees(inn, "ended").await?;
    heard.is(Voice::Anna).await
}

#[tokio::test]
async fn a_pjsua_phone_transfers_blind() -> Story {
    transfers_blind(Kind::Pjsua).await
}

#[tokio::test]
async fn a_baresip_phone_transfers_blind() -> Story {
    transfers_blind(Kind::Baresip).await
}

/// Bruno, with a phone of that kind, sends Anna to Carla, whose phone simply rings.
async fn transfers_blind(kind: Kind) -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, kind, Transport::Udp, Voice::Bruno).await?;
    let carla = phone(doors, tenant, 2, Kind::Pjsua, Transport::Udp, Voice::Carla).await?;

    let out = anna.dial(number(tenant, 1)?).await?;
    let (at_bruno, _) = bruno.rings().await?;
    bruno.answer(at_bruno).await?;
    anna.sees(out, "answered").await?;
    bruno.transfer(at_bruno, number(tenant, 2)?).await?;
    let (at_carla, _) = carla.rings().await?;
    carla.answer(at_carla).await?;
    bruno.sees(at_bruno, "ended").await?;

    let (anna_hears, carla_hears) = tokio::try_join!(anna.listen(out), carla.listen(at_carla))?;
    carla.hang_up(at_carla).await?;
    anna.sees(out, "ended").await?;
    anna_hears.is(Voice::Carla).await?;
    carla_hears.is(Voice::Anna).await?;
    linked_records(&server, tenant).await
}

/// Bruno asks Carla first, then connects her with Anna.
#[tokio::test]
async fn a_pjsua_phone_transfers_attended() -> Story {
    transfers_attended(Kind::Pjsua).await
}

/// As before, and the two who stay connected have baresip phones.
#[tokio::test]
async fn a_baresip_phone_is_connected_by_an_attended_transfer() -> Story {
    transfers_attended(Kind::Baresip).await
}

async fn transfers_attended(kind: Kind) -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, kind, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    // Both outer phones are offered anew, and after that baresip 1.0 often hears nothing any more, whoever speaks:
    // what it says is judged at a phone that goes on hearing.
    let carla = phone(doors, tenant, 2, Kind::Pjsua, Transport::Udp, Voice::Carla).await?;

    let first = bruno.dial(number(tenant, 0)?).await?;
    let (at_anna, _) = anna.rings().await?;
    anna.answer(at_anna).await?;
    bruno.sees(first, "answered").await?;
    bruno.hold(first).await?;
    bruno.sees(first, "held").await?;

    let second = bruno.dial(number(tenant, 2)?).await?;
    let (at_carla, _) = carla.rings().await?;
    carla.answer(at_carla).await?;
    bruno.sees(second, "answered").await?;

    bruno.connect(first, second).await?;
    bruno.sees(first, "ended").await?;
    bruno.sees(second, "ended").await?;
    let (anna_hears, carla_hears) = tokio::try_join!(anna.listen(at_anna), carla.listen(at_carla))?;
    anna.hang_up(at_anna).await?;
    carla.sees(at_carla, "ended").await?;
    carla_hears.is(Voice::Anna).await?;
    if kind == Kind::Pjsua {
        anna_hears.is(Voice::Carla).await?;
    }
    Ok(())
}

/// A blind transfer to somebody who refuses gives the call back to who transferred it (PBX-21).
#[tokio::test]
async fn a_failed_blind_transfer_returns_the_call() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let carla = phone(&server.doors, tenant, 2, Kind::Pjsua, Transport::Udp, Voice::Carla).await?;
    let pair = Pair::talking(&server.doors, tenant, Kind::Pjsua, Transport::Udp, VOICES).await?;
    pair.bruno.transfer(pair.inn, number(tenant, 2)?).await?;
    let (call, _) = carla.rings().await?;
    carla.reject(call, 486).await?;
    pair.bruno.learns(pair.inn, "transferred", 486).await?;
    let (anna, bruno) = pair.listen().await?;
    pair.hang_up().await?;
    anna.is(Voice::Bruno).await?;
    bruno.is(Voice::Anna).await
}

async fn linked_records(server: &Server, tenant: &Tenant) -> Result<()> {
    let administrator = server.administrator(tenant).await?;
    let records = wait_for(&administrator, 2).await?;
    assert_eq!(records.len(), 2, "{records:?}");
    assert_eq!(records[0]["call"], records[1]["call"], "{records:?}");
    assert_eq!(records.iter().filter(|record| !record["linked_to"].is_null()).count(), 1, "{records:?}");
    Ok(())
}
