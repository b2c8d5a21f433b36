//! Hold, and transfers blind and attended: whoever remains hears whom they were given.

use harness::credentials::Credentials;
use harness::{Kind, Live, Result, Server, Story, Tenant, Transport, Voice};
use tokio::try_join;

use crate::records::wait_for;
use crate::stage::{Pair, number, phone};

const VOICES: [Voice; 2] = [Voice::Anna, Voice::Bruno];

#[tokio::test]
async fn pjsua_phones_of_both_tenants_hold_and_take_back() -> Story {
    Box::pin(both_tenants_hold(Kind::Pjsua)).await
}

#[tokio::test]
async fn baresip_phones_of_both_tenants_hold_and_take_back() -> Story {
    Box::pin(both_tenants_hold(Kind::Baresip)).await
}

async fn both_tenants_hold(kind: Kind) -> Story {
    let server = Server::start().await?;
    let (north, south) = (server.tenant(0)?, server.tenant(1)?);
    try_join!(
        hold_and_take_back(&server, north, kind, [Voice::Anna, Voice::Bruno]),
        hold_and_take_back(&server, south, kind, [Voice::Carla, Voice::Dario]),
    )?;
    Ok(())
}

/// Both sides of the call hear each other again; the caller holds.
async fn hold_and_take_back(server: &Server, tenant: &Tenant, kind: Kind, voices: [Voice; 2]) -> Story {
    let mut live = Live::open(&server.administrator(tenant).await?, None).await?;
    let pair = Pair::talking(&server.doors, tenant, kind, Transport::Udp, voices).await?;
    pair.anna.hold(pair.out).await?;
    live.event("call.held").await?;
    // baresip shows nothing of hold.
    if kind == Kind::Pjsua {
        pair.anna.sees(pair.out, "held").await?;
        assert_eq!(pair.bruno.sees(pair.inn, "held").await?.text("side"), "there");
    }
    pair.anna.resume(pair.out).await?;
    live.event("call.resumed").await?;
    if kind == Kind::Pjsua {
        pair.anna.sees(pair.out, "resumed").await?;
        pair.bruno.sees(pair.inn, "resumed").await?;
    }
    let (caller, called) = pair.listen().await?;
    pair.hang_up().await?;
    caller.is(voices[1]).await?;
    called.is(voices[0]).await
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

    let (anna_hears, carla_hears) = try_join!(anna.listen(out), carla.listen(at_carla))?;
    carla.hang_up(at_carla).await?;
    anna.sees(out, "ended").await?;
    anna_hears.is(Voice::Carla).await?;
    carla_hears.is(Voice::Anna).await?;
    linked_records(&server, tenant).await
}

#[tokio::test]
async fn pjsua_phones_of_both_tenants_are_connected_by_an_attended_transfer() -> Story {
    Box::pin(both_tenants_transfer_attended(Kind::Pjsua)).await
}

/// The transferrer's phone is pjsua2 here, too: baresip 1.0 cannot ask for it.
#[tokio::test]
async fn baresip_phones_of_both_tenants_are_connected_by_an_attended_transfer() -> Story {
    Box::pin(both_tenants_transfer_attended(Kind::Baresip)).await
}

async fn both_tenants_transfer_attended(kind: Kind) -> Story {
    let server = Server::start().await?;
    let (north, south) = (server.tenant(0)?, server.tenant(1)?);
    try_join!(
        transfer_attended(&server.doors, north, kind, [Voice::Anna, Voice::Bruno, Voice::Carla]),
        transfer_attended(&server.doors, south, kind, [Voice::Dario, Voice::Anna, Voice::Bruno]),
    )?;
    Ok(())
}

/// Bruno holds Anna, asks Carla, then connects the two, whose phones are of that kind.
async fn transfer_attended(doors: &Credentials, tenant: &Tenant, kind: Kind, voices: [Voice; 3]) -> Story {
    let (anna, bruno, carla) = try_join!(
        phone(doors, tenant, 0, kind, Transport::Udp, voices[0]),
        phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, voices[1]),
        phone(doors, tenant, 2, kind, Transport::Udp, voices[2]),
    )?;
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
    let (anna_hears, carla_hears) = try_join!(anna.listen(at_anna), carla.listen(at_carla))?;
    anna.hang_up(at_anna).await?;
    carla.sees(at_carla, "ended").await?;
    anna_hears.is(voices[2]).await?;
    carla_hears.is(voices[0]).await
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
