//! What remains of a call: its record with the right times and cause, in lists and in exports that open.

use std::time::Duration;

use harness::{Client, Failure, Kind, Result, Server, Story, Transport, Voice, sheet, wait};
use serde_json::Value;
use tokio::time::Instant;

use crate::stage::{Pair, items, number, phone};

/// The tenant's records once there are so many.
pub async fn wait_for(client: &Client, count: usize) -> Result<Vec<Value>> {
    wait::until(&format!("{count} records"), Duration::from_secs(10), || async {
        let records = items(client, "/cdrs?limit=500").await?;
        Ok((records.len() >= count).then_some(records))
    })
    .await
}

/// The trace of a record. It follows the record: it is packed after the call's end.
pub async fn trace_of(client: &Client, record: &Value) -> Result<Value> {
    let path = format!("/cdrs/{}/trace", word(record, "id"));
    wait::until("the trace", Duration::from_secs(10), || async {
        let reply = client.get(&path).await?;
        if reply.status == 404 { Ok(None) } else { reply.json().map(Some) }
    })
    .await
}

fn word<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

fn duration_secs(record: &Value) -> Result<f64> {
    let duration = record["duration_ms"].as_f64();
    duration.map(|ms| ms / 1000.0).ok_or_else(|| Failure::new(format!("no duration in {record}")))
}

#[tokio::test]
async fn an_answered_call_is_recorded_with_its_times_and_cause() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&server.doors, tenant, Kind::Pjsua, Transport::Udp, voices).await?;
    let answered = Instant::now();
    pair.listen().await?;
    pair.hang_up().await?;
    let talked = answered.elapsed().as_secs_f64();

    let administrator = server.administrator(tenant).await?;
    let record = wait_for(&administrator, 1).await?.remove(0);
    assert!((duration_secs(&record)? - talked).abs() < 0.5, "talked {talked:.2} s: {record}");
    assert_eq!(word(&record, "from"), number(tenant, 0)?, "{record}");
    assert_eq!(word(&record, "to"), number(tenant, 1)?, "{record}");
    assert_eq!(word(&record, "disposition"), "answered", "{record}");
    assert_eq!(word(&record, "kind"), "internal", "{record}");
    assert_eq!(word(&record, "side"), "caller", "{record}");
    assert_eq!(record["cause"], 16, "{record}");
    for (earlier, later) in [("detected", "rang"), ("rang", "connected"), ("connected", "disconnected")] {
        assert!(
            word(&record, earlier) <= word(&record, later) && !word(&record, earlier).is_empty(),
            "{record}"
        );
    }
    let trace = trace_of(&administrator, &record).await?.to_string();
    for step in ["INVITE", "180", "200", "BYE"] {
        assert!(trace.contains(step), "no {step} in the trace {trace}");
    }
    Ok(())
}

#[tokio::test]
async fn busy_refused_and_cancelled_calls_are_recorded_with_their_causes() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let anna = phone(doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    let administrator = server.administrator(tenant).await?;

    let call = anna.dial(number(tenant, 1)?).await?;
    let (ringing, _) = bruno.rings().await?;
    bruno.reject(ringing, 486).await?;
    assert_eq!(anna.sees(call, "ended").await?.number("status")?, 486);
    wait_for(&administrator, 1).await?;

    let call = anna.dial(number(tenant, 1)?).await?;
    let (ringing, _) = bruno.rings().await?;
    anna.sees(call, "ringing").await?;
    anna.hang_up(call).await?;
    bruno.sees(ringing, "ended").await?;
    wait_for(&administrator, 2).await?;

    let call = anna.dial("79999").await?;
    assert_eq!(anna.sees(call, "ended").await?.number("status")?, 404);
    let records = wait_for(&administrator, 3).await?;

    let mut told: Vec<(String, u64)> = records
        .iter()
        .map(|record| (word(record, "disposition").to_owned(), record["cause"].as_u64().unwrap_or_default()))
        .collect();
    told.sort();
    let expected = [("busy", 17), ("cancelled", 16), ("failed", 1)];
    assert_eq!(told, expected.map(|(how, cause)| (how.to_owned(), cause)), "{records:?}");
    assert!(records.iter().all(|record| record["connected"].is_null()), "{records:?}");
    Ok(())
}

/// Whoever reads the exports.
const READER: &str = "language=es&time_zone=Europe/Madrid";

#[tokio::test]
async fn the_exports_open_in_an_office_program() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&server.doors, tenant, Kind::Pjsua, Transport::Udp, voices).await?;
    pair.hang_up().await?;
    let administrator = server.administrator(tenant).await?;
    wait_for(&administrator, 1).await?;

    let folder = tempfile::tempdir()?;
    for format in ["xlsx", "csv"] {
        let reply = administrator.get(&format!("/cdrs/export?format={format}&{READER}")).await?;
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        let file = folder.path().join(format!("calls.{format}"));
        std::fs::write(&file, &reply.body)?;
        let rows = sheet::rows(&file).await?;
        assert_eq!(rows.len(), 2, "{format}: {rows:?}");
        assert_eq!(rows[0][0].as_deref(), Some("Fecha y hora (Europe/Madrid)"), "{format}: {rows:?}");
        let cells: Vec<&str> = rows[1].iter().flatten().map(String::as_str).collect();
        assert!(cells.contains(&number(tenant, 0)?) && cells.contains(&number(tenant, 1)?), "{rows:?}");
        assert!(cells.contains(&"Contestada") && cells[0].starts_with("20"), "{rows:?}");
    }
    Ok(())
}
