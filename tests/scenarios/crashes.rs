//! The power goes: every call has exactly one record afterwards, and phones stay registered.

use std::collections::BTreeMap;
use std::time::Duration;

use harness::sipp::Plan;
use harness::{Client, Database, Kind, Server, Story, Transport, Voice, wait};
use serde_json::json;

use crate::records::wait_for;
use crate::stage::{items, number, phone};

const CALLS: usize = 200;

#[tokio::test]
async fn killed_in_the_middle_of_200_calls_it_has_one_record_of_each() -> Story {
    killed_in_the_middle_of_calls(Database::Sqlite).await
}

#[tokio::test]
async fn on_postgresql_too() -> Story {
    killed_in_the_middle_of_calls(Database::Postgres).await
}

/// Half of the calls are over when the server is killed, the other half are cut.
async fn killed_in_the_middle_of_calls(database: Database) -> Story {
    let mut server = Server::start_on(database).await?;
    let tenant = server.tenant(0)?.clone();
    let sip = server.doors.sip.clone();
    let administrator = server.administrator(&tenant).await?;
    allow_many_calls(&administrator).await?;
    let (caller, called) = (tenant.account(number(&tenant, 0)?)?, tenant.account(number(&tenant, 1)?)?);

    let callee = Plan::new("callee")?.key("domain", &tenant.domain);
    let register = Plan::new("register")?.from_port(callee.port()).key("domain", &tenant.domain);
    register.account(called, "").calls(&sip, 1, 1).start()?.succeeds(Duration::from_secs(20)).await?;
    let callee = callee.start()?;
    let plan = || {
        let plan = Plan::new("caller")?.key("domain", &tenant.domain).account(caller, &called.extension);
        harness::Result::Ok(plan)
    };
    let short = plan()?.calls(&sip, 100, 50).talks(Duration::from_secs(1)).start()?;
    let long = plan()?.calls(&sip, 100, 50).talks(Duration::from_secs(120)).start()?;
    short.succeeds(Duration::from_secs(60)).await?;
    wait::until("100 calls that stand", Duration::from_secs(30), || async {
        let calls = items(&administrator, "/calls?limit=500").await?;
        let standing = calls.iter().filter(|call| call["state"] == "answered").count();
        Ok((calls.len() == 100 && standing == 100).then_some(()))
    })
    .await?;
    let shown = acknowledged(&administrator).await?;

    server.kill().await?;
    long.kill().await?;
    callee.kill().await?;
    server.start_again().await?;
    let administrator = server.administrator(&tenant).await?;
    wait_for(&administrator, CALLS).await?;
    let records = items(&administrator, "/cdrs?limit=500").await?;
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &records {
        *calls.entry(record["call"].as_str().unwrap_or_default()).or_default() += 1;
    }
    assert_eq!((records.len(), calls.len()), (CALLS, CALLS), "some call has no record or two");
    let cut = records.iter().filter(|record| record["side"] == "exchange" && record["cause"] != 16).count();
    assert_eq!(cut, 100, "the calls that were cut have a cause of their own");
    let missing: Vec<_> =
        shown.iter().filter(|id| !records.iter().any(|record| record["id"] == **id)).collect();
    assert!(missing.is_empty(), "records that the API had shown are gone: {missing:?}");
    assert_eq!(items(&administrator, "/calls").await?.len(), 0);
    Ok(())
}

async fn acknowledged(administrator: &Client) -> harness::Result<Vec<serde_json::Value>> {
    let records = items(administrator, "/cdrs?limit=500").await?;
    Ok(records.into_iter().map(|mut record| record["id"].take()).collect())
}

/// Lifts the limit of simultaneous calls of every endpoint (PBX-13).
async fn allow_many_calls(administrator: &Client) -> Story {
    for endpoint in items(administrator, "/endpoints?limit=500").await? {
        let path = format!("/endpoints/{}", endpoint["id"].as_str().unwrap_or_default());
        administrator.patch(&path, &json!({ "max_calls": 500 })).await?.json()?;
    }
    Ok(())
}

#[tokio::test]
async fn phones_stay_registered_over_a_restart_and_a_crash() -> Story {
    let mut server = Server::start().await?;
    let tenant = server.tenant(0)?.clone();
    let doors = server.doors.clone();
    let anna = phone(&doors, &tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(&doors, &tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    for crash in [false, true] {
        if crash {
            server.kill().await?;
        } else {
            assert!(server.stop().await?.success(), "{}", server.log_tail());
        }
        server.start_again().await?;
        let call = anna.dial(number(&tenant, 1)?).await?;
        let (at_bruno, _) = bruno.rings().await?;
        bruno.answer(at_bruno).await?;
        anna.sees(call, "answered").await?;
        anna.hang_up(call).await?;
        bruno.sees(at_bruno, "ended").await?;
    }
    Ok(())
}

#[tokio::test]
async fn on_sigterm_calls_are_ended_properly_and_recorded() -> Story {
    let mut server = Server::start().await?;
    let tenant = server.tenant(0)?.clone();
    let voices = [Voice::Anna, Voice::Bruno];
    let pair =
        crate::stage::Pair::talking(&server.doors, &tenant, Kind::Pjsua, Transport::Udp, voices).await?;
    let (status, _) = tokio::try_join!(server.stop(), async {
        pair.anna.sees_within(pair.out, "ended", Duration::from_secs(40)).await?;
        pair.bruno.sees_within(pair.inn, "ended", Duration::from_secs(40)).await
    })?;
    assert!(status.success());
    server.start_again().await?;
    let records = wait_for(&server.administrator(&tenant).await?, 1).await?;
    assert_eq!(records.len(), 1, "{records:?}");
    Ok(())
}
