//! Records, exports and traces of calls that ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use call::{Disposition, Kind, Origin, Side};
use kernel::id::{CallId, CdrId, Uuid};
use kernel::{Cause, Timestamp};
use serde_json::{Value, json};
use switch::FinishedCall;
use tenancy::TenantScope;

use super::house::{House, on_both, text};

const NOON: i64 = 1_795_176_000_000_000;

pub fn record(n: u8, from: &str, to: &str, secs: u64) -> call::Cdr {
    let detected = Timestamp::from_micros(NOON) + Duration::from_secs(u64::from(n) * 60);
    let answered = secs > 0;
    call::Cdr {
        id: CdrId(Uuid::from_u128(1_000 + u128::from(n))),
        call: CallId(Uuid::from_u128(2_000 + u128::from(n))),
        linked_to: None,
        linked_call: None,
        origin: Origin::Dialled,
        kind: Kind::Internal,
        endpoint: None,
        trunk: None,
        ani: from.to_owned(),
        ani_name: Some("=1+1".to_owned()),
        ani_user: None,
        dnis: to.to_owned(),
        dnis_user: None,
        detected,
        rang: Some(detected),
        connected: answered.then_some(detected),
        disconnected: detected + Duration::from_secs(secs),
        duration_ms: secs * 1_000,
        disposition: if answered { Disposition::Answered } else { Disposition::Busy },
        cause: if answered { Cause::NORMAL_CLEARING } else { Cause::USER_BUSY },
        side: Side::Caller,
        status: (!answered).then_some(486),
        emergency: false,
    }
}

/// Hands records in as the switch does and waits until they are in the database; answers how many were acknowledged.
pub async fn finish(house: &House, scope: &TenantScope, records: Vec<call::Cdr>) -> usize {
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let total = records.len();
    for cdr in records {
        let counted = acknowledged.clone();
        let receipt = switch::Receipt::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        house.ports.cdrs.finished(FinishedCall { tenant: scope.tenant(), cdrs: vec![cdr], receipt });
    }
    while acknowledged.load(Ordering::SeqCst) < total {
        tokio::task::yield_now().await;
    }
    acknowledged.load(Ordering::SeqCst)
}

async fn ids(house: &House, query: &str) -> Vec<String> {
    let page = house.admin.get(&format!("/cdrs?{query}")).await.expect(200);
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| text(&item["to"]).to_owned()).collect()
}

on_both! {
    async fn the_report_in_figures_counts_spans_outcomes_and_directions(house) {
        let records = vec![record(1, "1001", "1002", 5), record(2, "1001", "1003", 0), record(61, "1002", "1001", 30)];
        finish(&house, &house.acme, records).await;
        finish(&house, &house.bravo, vec![record(3, "1001", "1002", 7)]).await;
        let (since, until) = (Timestamp::from_micros(NOON), Timestamp::from_micros(NOON + 3 * 3_600_000_000));
        let ask = format!("/cdrs/summary?since={since}&until={until}&span_secs=3600");
        let told = house.admin.get(&ask).await.expect(200);
        let answered = |place: usize| told["spans"][place]["answered"].as_u64().unwrap();
        assert_eq!((told["spans"].as_array().unwrap().len(), answered(0), answered(1), answered(2)), (3, 1, 1, 0));
        assert_eq!((&told["spans"][0]["busy"], &told["calls"]["answered"]), (&json!(1), &json!(2)));
        assert_eq!((&told["kinds"], &told["talked_ms"]), (&json!({"internal": 3}), &json!(35_000)));
        let refused = house.admin.get(&format!("/cdrs/summary?since={since}&until={until}&span_secs=1")).await;
        assert_eq!(refused.refusal(), (422, "cdrs.spans".to_owned()));
        let usual = house.admin.get("/cdrs/summary").await.expect(200);
        assert_eq!(usual["spans"].as_array().unwrap().len(), 24);
    }

    async fn a_record_is_written_once_however_often_it_is_handed_in(house) {
        finish(&house, &house.acme, vec![record(1, "1001", "1002", 5)]).await;
        finish(&house, &house.acme, vec![record(1, "1001", "1002", 5), record(2, "1001", "1003", 0)]).await;
        assert_eq!(ids(&house, "").await, ["1003", "1002"]);
        assert_eq!(house.stranger.get("/cdrs").await.expect(200)["items"], json!([]));
        let shown = house.admin.get(&format!("/cdrs/{}", CdrId(Uuid::from_u128(1_001)))).await.expect(200);
        assert_eq!((&shown["duration_ms"], text(&shown["disposition"])), (&json!(5_000), "answered"));
        assert_eq!((&shown["cause"], text(&shown["cause_text"])), (&json!(16), "Normal call clearing"));
    }

    async fn records_of_several_tenants_come_in_one_batch_and_stay_apart(house) {
        let counted = Arc::new(AtomicUsize::new(0));
        for (n, scope) in [(1, &house.acme), (2, &house.bravo), (3, &house.acme)] {
            let counted = counted.clone();
            let receipt = switch::Receipt::new(move || {
                counted.fetch_add(1, Ordering::SeqCst);
            });
            let cdrs = vec![record(n, "1001", &format!("200{n}"), 1)];
            house.ports.cdrs.finished(FinishedCall { tenant: scope.tenant(), cdrs, receipt });
        }
        while counted.load(Ordering::SeqCst) < 3 {
            tokio::task::yield_now().await;
        }
        assert_eq!(ids(&house, "").await, ["2003", "2001"]);
        let other = house.stranger.get("/cdrs").await.expect(200);
        assert_eq!(other["items"][0]["to"], "2002");
    }

    async fn the_report_is_narrowed_sorted_and_paged(house) {
        let records = vec![
            record(1, "1001", "1002", 5),
            record(2, "+34600000001", "1003", 0),
            record(3, "1001", "+34910000001", 90),
        ];
        finish(&house, &house.acme, records).await;
        assert_eq!(ids(&house, "from=1001").await, ["+34910000001", "1002"]);
        assert_eq!(ids(&house, "to=%2B34").await, ["+34910000001"]);
        assert_eq!(ids(&house, "ended=unanswered").await, ["1003"]);
        assert_eq!(ids(&house, "disposition=busy").await, ["1003"]);
        assert_eq!(ids(&house, "min_secs=5&max_secs=5").await, ["1002"]);
        assert_eq!(ids(&house, "sort=-duration").await, ["+34910000001", "1002", "1003"]);
        assert_eq!(ids(&house, "sort=detected&limit=1").await, ["1002"]);
        let since = (Timestamp::from_micros(NOON) + Duration::from_secs(120)).to_string();
        assert_eq!(ids(&house, &format!("since={since}")).await, ["+34910000001", "1003"]);
        assert_eq!(ids(&house, &format!("until={since}")).await, ["1002"]);
        let call = CallId(Uuid::from_u128(2_002));
        assert_eq!(ids(&house, &format!("call={call}")).await, ["1003"]);
        house.admin.get("/cdrs?ended=maybe").await.expect(400);
        let first = house.admin.get("/cdrs?limit=2").await.expect(200);
        let rest = house.admin.get(&format!("/cdrs?limit=2&cursor={}", text(&first["next"]))).await.expect(200);
        assert_eq!((&rest["items"][0]["to"], rest.get("next")), (&json!("1002"), None));
    }

    async fn exports_open_and_compute_nothing(house) {
        let records = (1..=3).map(|n| record(n, "1001", "+34910000001", 61)).collect();
        finish(&house, &house.acme, records).await;
        let csv = house.admin.get("/cdrs/export?format=csv&columns=detected,from,from_name,to,duration").await;
        let kind = csv.header("content-disposition").unwrap_or_default().to_owned();
        assert!(csv.status == 200 && kind.contains("calls.csv"), "{kind}");
        let lines: Vec<&str> = csv.text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "Date and time (UTC),Origin,Origin name,Destination,Duration (s)");
        assert_eq!(lines.len(), 4);
        assert!(lines[1].ends_with(",1001,'=1+1,+34910000001,61"), "{}", lines[1]);
        let reader = "language=es&time_zone=Europe/Madrid&columns=detected,disposition,cause";
        let read = house.admin.get(&format!("/cdrs/export?format=csv&{reader}")).await;
        let lines: Vec<&str> = read.text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "Fecha y hora (Europe/Madrid),Resultado,Causa");
        assert!(lines[1].ends_with(",Contestada,Fin normal"), "{}", lines[1]);
        let elsewhere = house.admin.get("/cdrs/export?format=csv&time_zone=Mars").await.expect(400);
        assert_eq!(elsewhere["pointer"], "/time_zone");
        let sheet = house.admin.get("/cdrs/export?format=xlsx").await;
        assert!(sheet.status == 200 && sheet.text.starts_with("PK"), "{}", sheet.status);
        let unknown = house.admin.get("/cdrs/export?format=csv&columns=colour").await.expect(400);
        assert_eq!(unknown["pointer"], "/columns");
        let empty = house.stranger.get("/cdrs/export?format=xlsx").await;
        assert!(empty.status == 200 && empty.text.starts_with("PK"));
    }

    async fn a_trace_is_shown_to_its_tenant_alone(house) {
        let cdr = record(1, "1001", "1002", 5);
        let (id, call) = (cdr.id, cdr.call);
        finish(&house, &house.acme, vec![cdr.clone()]).await;
        finish(&house, &house.bravo, vec![call::Cdr { id: CdrId(Uuid::from_u128(9)), ..cdr }]).await;
        let path = format!("/cdrs/{id}/trace");
        assert_eq!(house.admin.get(&path).await.refusal(), (404, "traces.not_kept".into()));
        let blob = json!({
            "call": call, "began": "2026-11-20T12:00:00Z", "left_out": 0, "log": [], "media": [],
            "messages": [{"after_us": 10, "way": "in", "protocol": "UDP", "peer": "192.0.2.9:5060",
                "text": "INVITE sip:1002@acme.example SIP/2.0\r\n\r\n"}],
            "decisions": [{"after_us": 20, "code": "extension.found", "about": {"dialled": "1002", "user": "2"}}],
        });
        house.ports.traces.trace(house.acme.tenant(), call, Bytes::from(blob.to_string()));
        let shown: Value = house.admin.get(&path).await.expect(200);
        assert_eq!(shown["messages"][0]["first_line"], "INVITE sip:1002@acme.example SIP/2.0");
        assert_eq!(shown["decisions"][0]["code"], "extension.found");
        house.stranger.get(&path).await.expect(404);
        let own_record = format!("/cdrs/{}/trace", CdrId(Uuid::from_u128(9)));
        assert_eq!(house.stranger.get(&own_record).await.refusal(), (404, "traces.not_kept".into()));
    }

    async fn a_call_is_judged_for_its_tenant_alone(house) {
        let mut cdr = record(1, "1001", "1002", 5);
        cdr.id = call::cdr::record_id(cdr.call, call::ConnectionId(0));
        let (id, call) = (cdr.id, cdr.call);
        finish(&house, &house.acme, vec![cdr]).await;
        let path = format!("/cdrs/{id}/diagnosis");
        let bare = house.admin.get(&path).await.expect(200);
        assert_eq!((text(&bare["level"]), text(&bare["summary"])), ("good", "all_good"), "{bare}");
        let figures = |leg: u8, received: u16| {
            json!({"leg": leg, "received": received, "sent": 250, "lost": 0, "jitter_us": 900})
        };
        let answered = json!({
            "at": "2026-11-20T12:00:00Z", "what": "answered", "connection": 0, "leg": 1, "called": {"number": "1002"},
        });
        let blob = json!({
            "call": call, "began": "2026-11-20T12:00:00Z", "log": [answered],
            "media": [figures(0, 250), figures(1, 0)],
        });
        house.ports.traces.trace(house.acme.tenant(), call, Bytes::from(blob.to_string()));
        let judged = house.admin.get(&path).await.expect(200);
        assert_eq!((text(&judged["level"]), text(&judged["summary"])), ("bad", "one_way_audio"), "{judged}");
        let silent = judged["findings"].as_array().unwrap().iter().find(|it| it["code"] == "audio_missing");
        assert_eq!(text(&silent.unwrap()["side"]), "called");
        house.stranger.get(&path).await.expect(404);
    }

    async fn no_call_is_active_and_strangers_hang_up_nothing(house) {
        assert_eq!(house.admin.get("/calls").await.expect(200)["items"], json!([]));
        let path = format!("/calls/{}", CallId(Uuid::from_u128(1)));
        house.admin.get(&path).await.expect(404);
        house.admin.delete(&path).await.expect(404);
    }

    async fn an_ended_call_is_told_after_its_record_is_there(house) {
        let mut events = house.admin.events("").await.unwrap();
        finish(&house, &house.acme, vec![record(1, "1001", "1002", 5)]).await;
        let event = events.expect("cdrs.created").await;
        assert!(event.to_string().contains("\"1002\""), "{event}");
    }
}
