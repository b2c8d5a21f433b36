//! The power goes: every call has exactly one record afterwards, and phones stay registered.

use std::collections::BTreeMap;
use std::time::Duration;

use harness::sipp::Plan;
use harness::{Client, Database, Kind, Result, Server, Sipp, Story, Tenant, Transport, Voice, wait};
use serde_json::{Value, json};
use tokio::try_join;

use crate::records::wait_for;
use crate::stage::{Pair, items, number, phone};

/// Calls per tenant that stand when the server is killed; as many as one endpoint may have.
const STANDING: u32 = 100;
/// Calls per tenant that are over by then.
const OVER: u32 = 50;

#[tokio::test]
async fn killed_in_the_middle_of_200_calls_it_has_one_record_of_each() -> Story {
    killed_in_the_middle_of_calls(Database::Sqlite).await
}

#[tokio::test]
async fn killed_in_the_middle_of_200_calls_on_postgresql_too() -> Story {
    killed_in_the_middle_of_calls(Database::Postgres).await
}

async fn killed_in_the_middle_of_calls(database: Database) -> Story {
    let mut server = Server::start_on(database).await?;
    allow_many_calls(&server).await?;
    let (north, south) = (server.tenant(0)?.clone(), server.tenant(1)?.clone());
    let (here, there) = try_join!(Busy::make(&server, &north), Busy::make(&server, &south))?;

    server.kill().await?;
    let (here, there) = try_join!(here.leave(), there.leave())?;
    server.start_again().await?;
    for (tenant, shown) in [(&north, &here), (&south, &there)] {
        let administrator = server.administrator(tenant).await?;
        let wanted = (STANDING + OVER) as usize;
        let records = wait_for(&administrator, wanted).await?;
        let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
        for record in &records {
            *calls.entry(record["call"].as_str().unwrap_or_default()).or_default() += 1;
        }
        assert_eq!((records.len(), calls.len()), (wanted, wanted), "some call has no record, or two");
        let cut = records.iter().filter(|record| record["side"] == "exchange" && record["cause"] != 16);
        assert_eq!(cut.count(), STANDING as usize, "the calls that were cut have a cause of their own");
        let missing = shown.iter().filter(|id| !records.iter().any(|record| record["id"] == **id)).count();
        assert_eq!(missing, 0, "records that the API had shown are gone");
        assert_eq!(items(&administrator, "/calls").await?.len(), 0);
    }
    Ok(())
}

/// A tenant in which some calls are over and many stand.
struct Busy {
    callee: Sipp,
    standing: Sipp,
    /// The records that the API has shown.
    shown: Vec<Value>,
}

impl Busy {
    async fn make(server: &Server, tenant: &Tenant) -> Result<Self> {
        let sip = &server.doors.sip;
        let administrator = server.administrator(tenant).await?;
        let (caller, called) = (tenant.account(number(tenant, 0)?)?, tenant.account(number(tenant, 1)?)?);
        let callee = Plan::new("callee")?;
        let register = Plan::new("register")?.from_port(callee.port()).key("domain", &tenant.domain);
        register.account(called, "").calls(sip, 1, 1).start()?.succeeds(Duration::from_secs(20)).await?;
        let callee = callee.start()?;

        let plan = Plan::new("caller")?.key("domain", &tenant.domain).account(caller, &called.extension);
        let over = plan.clone().calls(sip, OVER, 25).talks(Duration::from_secs(1)).start()?;
        over.succeeds(Duration::from_secs(60)).await?;
        let standing = plan.calls(sip, STANDING, 25).talks(Duration::from_secs(120)).start()?;
        wait::until("the calls that stand", Duration::from_secs(60), || async {
            let calls = items(&administrator, "/calls?limit=500").await?;
            let answered = calls.iter().filter(|call| call["state"] == "answered").count();
            Ok((answered == STANDING as usize).then_some(()))
        })
        .await?;
        let records = wait_for(&administrator, OVER as usize).await?;
        let shown = records.into_iter().map(|mut record| record["id"].take()).collect();
        Ok(Self { callee, standing, shown })
    }

    /// Its callers are gone; gives the records that had been shown.
    async fn leave(self) -> Result<Vec<Value>> {
        self.callee.kill().await?;
        self.standing.kill().await?;
        Ok(self.shown)
    }
}

/// Lifts the demo's limits of calls, of both tenants and each of their endpoints (PBX-13).
async fn allow_many_calls(server: &Server) -> Story {
    let operator = Client::sign_in_operator(&server.doors.http, &server.doors.operator).await?;
    let limits = json!({ "limits": { "concurrent_calls": 500, "calls_per_second": 500 } });
    for tenant in items(&operator, "/tenants").await?.iter().filter(|tenant| tenant["kind"] == "customer") {
        let path = format!("/tenants/{}", tenant["id"].as_str().unwrap_or_default());
        operator.patch(&path, &limits).await?.json()?;
    }
    for tenant in &server.doors.tenants {
        let administrator = server.administrator(tenant).await?;
        for endpoint in items(&administrator, "/endpoints").await? {
            let path = format!("/endpoints/{}", endpoint["id"].as_str().unwrap_or_default());
            administrator.patch(&path, &json!({ "settings": { "max_calls": 100 } })).await?.json()?;
        }
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
async fn on_sigterm_calls_go_on_and_no_new_ones_begin() -> Story {
    let mut server = Server::start().await?;
    let tenant = server.tenant(0)?.clone();
    let doors = server.doors.clone();
    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&doors, &tenant, Kind::Pjsua, Transport::Udp, voices).await?;
    let carla = phone(&doors, &tenant, 2, Kind::Pjsua, Transport::Udp, Voice::Carla).await?;
    let (status, ()) = try_join!(server.stop(), async {
        let refused = wait::until("a call that is refused", Duration::from_secs(10), || async {
            let call = carla.dial(number(&tenant, 1)?).await?;
            let ended = tokio::select! {
                ended = carla.sees(call, "ended") => ended?.number("status")?,
                // The signal has not arrived yet.
                rings = carla.sees(call, "ringing") => {
                    rings?;
                    carla.hang_up(call).await?.number("status")?
                }
            };
            Ok((ended == 503).then_some(()))
        });
        refused.await?;
        let (anna, bruno) = pair.listen().await?;
        pair.hang_up().await?;
        anna.is(Voice::Bruno).await?;
        bruno.is(Voice::Anna).await
    })?;
    assert!(status.success(), "{status}");
    server.start_again().await?;
    let records = wait_for(&server.administrator(&tenant).await?, 1).await?;
    assert_eq!(records.iter().filter(|record| record["disposition"] == "answered").count(), 1, "{records:?}");
    Ok(())
}
