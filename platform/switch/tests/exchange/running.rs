//! Limits, hang-up by the administrator, drain, restart, connections.

use std::time::Duration;

use call::Side;
use kernel::Cause;
use sip::HeaderName;
use switch::TenantLimits;

use crate::rig::{Exchange, Wish, sdp};

#[tokio::test]
async fn a_tenant_that_calls_too_fast_is_slowed_but_never_its_emergencies() {
    let exchange = Exchange::start().await;
    *exchange.book.limits.lock().unwrap() = TenantLimits { max_calls: 100, calls_per_sec: 1 };
    let mut anna = exchange.phone("101").await;
    let first = anna.dial("103", &sdp(4000, "sendrecv")).await;
    anna.refused(&first, 480).await;
    let second = anna.dial("103", &sdp(4000, "sendrecv")).await;
    let shed = anna.refused(&second, 503).await;
    assert_eq!(shed.header(HeaderName::RetryAfter), Some("1"));
    // The book has no route for it, but it was let in.
    let emergency = anna.dial("112", &sdp(4000, "sendrecv")).await;
    anna.refused(&emergency, 404).await;
    assert_eq!(exchange.switch.counters().shed_total, 1);
}

#[tokio::test]
async fn the_administrator_ends_a_call_of_the_tenant_alone() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    ben.take_call(5000).await;
    anna.established(dialling).await;
    let call = exchange.switch.active(&exchange.acme)[0].id;
    assert!(exchange.switch.hang_up(&exchange.bravo, call).is_err());
    exchange.switch.hang_up(&exchange.acme, call).unwrap();
    anna.is_hung_up().await;
    ben.is_hung_up().await;
    assert_eq!(exchange.finished().await.cdrs[0].side, Side::Exchange);
}

#[tokio::test]
async fn many_calls_at_once_leave_nothing_behind() {
    let exchange = Exchange::start().await;
    *exchange.book.most_calls.lock().unwrap() = None;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let mut talks = Vec::new();
    for _ in 0..40 {
        let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
        ben.take_call(5000).await;
        talks.push(anna.established(dialling).await.0);
    }
    assert_eq!(exchange.switch.active(&exchange.acme).len(), 40);
    assert_eq!(exchange.switch.counters().calls, 40);
    assert_eq!(exchange.media.open_streams(), 80);
    for talk in &mut talks {
        anna.hang_up(talk).await;
        ben.is_hung_up().await;
        exchange.finished().await;
    }
    let gone = async {
        while exchange.media.open_streams() > 0 || exchange.switch.counters().sessions > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.expect("streams and sessions are given back");
    assert_eq!(exchange.switch.counters().calls, 0);
}

#[tokio::test]
async fn a_call_that_breaks_ends_alone_with_its_record() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let mut at_ben = ben.take_call(5000).await;
    anna.established(dialling).await;
    let mut carl = exchange.phone("103").await;
    let broken = carl.dial("666666", &sdp(4000, "sendrecv")).await;
    carl.refused(&broken, 503).await;
    let record = exchange.finished().await.cdrs.remove(0);
    assert_eq!((record.cause, record.side), (Cause::TEMPORARY_FAILURE, Side::Exchange));
    assert_eq!(exchange.switch.counters().panics_total, 1);
    ben.hang_up(&mut at_ben).await;
    anna.is_hung_up().await;
    assert_eq!(exchange.finished().await.cdrs[0].cause, Cause::NORMAL_CLEARING);
}

#[tokio::test]
async fn a_drain_lets_nothing_in_waits_and_then_cuts() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    ben.take_call(5000).await;
    anna.established(dialling).await;
    let switch = exchange.switch.clone();
    let drain = tokio::spawn(async move { switch.drain(Duration::from_millis(300)).await });
    let refused = async {
        loop {
            let dialog = ben.dialog("sip:10300@acme.example");
            ben.send(ben.write("INVITE", &dialog, "", &sdp(5000, "sendrecv")).as_bytes()).await;
            let cseq = dialog.cseq;
            let call = dialog.call_id.clone();
            let answer = ben
                .hear("an answer", move |message| {
                    message.call_id() == call && message.cseq().number == cseq && message.status() > Some(100)
                })
                .await;
            ben.acknowledge_failure(&dialog, &answer).await;
            if answer.status() == Some(503) {
                return answer;
            }
        }
    };
    let refused = tokio::time::timeout(Duration::from_secs(5), refused).await.expect("nothing new is let in");
    assert!(refused.header(HeaderName::RetryAfter).is_some());
    let bye = anna.is_hung_up().await;
    assert!(bye.header(HeaderName::Reason).unwrap_or_default().contains("cause=41"));
    let drained = drain.await.unwrap();
    assert_eq!((drained.ended, drained.cut), (0, 1));
    assert_eq!(exchange.finished().await.cdrs[0].cause, Cause::TEMPORARY_FAILURE);
    exchange.switch.stop().await;
}

#[tokio::test]
async fn a_cut_call_gets_its_record_after_the_restart_and_a_finished_one_keeps_its_own() {
    let wish = Wish::default();
    let folder = wish.folder.clone();
    let copy = Wish::default();
    let exchange = Exchange::with(wish, |_| {}).await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let mut finished = Vec::new();
    for round in 0..2 {
        let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
        let mut at_ben = ben.take_call(5000).await;
        anna.established(dialling).await;
        if round == 0 {
            ben.hang_up(&mut at_ben).await;
            anna.is_hung_up().await;
            finished.push(exchange.finished().await.cdrs.remove(0));
        }
    }
    let answered = exchange.switch.active(&exchange.acme)[0].clone();
    // What a kill leaves: the files as they are on the disk now.
    let journal = |folder: &std::path::Path| folder.join("journal");
    let on_disk = async {
        loop {
            let files = std::fs::read_dir(journal(folder.path())).unwrap();
            let texts = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
            let answers: usize =
                texts.map(|text| String::from_utf8_lossy(&text).matches("\"answered\"").count()).sum();
            if answers >= 2 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), on_disk).await.expect("the journal is on the disk");
    std::fs::create_dir_all(journal(copy.folder.path())).unwrap();
    for file in std::fs::read_dir(journal(folder.path())).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), journal(copy.folder.path()).join(file.file_name())).unwrap();
    }
    let again = Exchange::with(copy, |_| {}).await;
    let whole = again.finished().await;
    assert_eq!(whole.cdrs, finished, "what was not acknowledged comes again, the same to the letter");
    let found = again.finished().await;
    let record = &found.cdrs[0];
    assert_eq!(
        (record.call, record.cause, record.side),
        (answered.id, Cause::TEMPORARY_FAILURE, Side::Exchange)
    );
    assert_eq!(record.connected, answered.answered);
    assert!(record.disconnected >= record.connected.unwrap());
    for call in [whole, found] {
        call.receipt.acknowledge();
    }
}
