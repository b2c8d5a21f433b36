//! Transfers between three phones, and a leg taken over.

use std::time::Duration;

use call::{Disposition, Origin};

use crate::rig::{Exchange, Phone, sdp};

/// The phone is told another session, and answers.
async fn reoffered(phone: &mut Phone, direction: &str, answer: &str) {
    let reinvite = phone.request("INVITE").await;
    let body = String::from_utf8_lossy(reinvite.body()).into_owned();
    assert!(body.contains(&format!("a={direction}\r\n")), "{body}");
    phone.reply(&reinvite, 200, &[], answer).await;
    phone.request("ACK").await;
}

/// The phone is not told anything new: no INVITE comes within this time.
async fn left_alone(phone: &mut Phone) -> bool {
    tokio::time::timeout(Duration::from_millis(200), phone.request("INVITE")).await.is_err()
}

/// The next NOTIFY about a transfer that says this status.
async fn notified(phone: &mut Phone, status: &str) {
    loop {
        let notify = phone.request("NOTIFY").await;
        phone.reply(&notify, 200, &[], "").await;
        if String::from_utf8_lossy(notify.body()).contains(status) {
            return;
        }
    }
}

#[tokio::test]
async fn a_blind_transfer_connects_the_two_others() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let mut carl = exchange.phone("103").await;
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let mut at_ben = ben.take_call(5000).await;
    let (mut at_anna, _) = anna.established(dialling).await;

    ben.say("REFER", &mut at_ben, "Refer-To: <sip:103@acme.example>\r\n", "").await;
    ben.status(&at_ben, 202).await;
    let invite = carl.request("INVITE").await;
    assert_eq!(invite.from().uri().user(), Some("101"), "the transferred party is shown");
    carl.reply(&invite, 180, &[], "").await;
    notified(&mut ben, "180").await;
    // Carl's packets are longer: that is news for Anna, while Carl was told Anna's session in his INVITE.
    carl.reply(&invite, 200, &[], &format!("{}a=ptime:30\r\n", sdp(6000, "sendrecv"))).await;
    carl.request("ACK").await;
    notified(&mut ben, "200").await;
    ben.is_hung_up().await;
    reoffered(&mut anna, "sendrecv", &sdp(4000, "sendrecv")).await;
    assert!(left_alone(&mut carl).await);
    at_anna.cseq = 10;
    anna.hang_up(&mut at_anna).await;
    carl.is_hung_up().await;

    let records = exchange.finished().await.cdrs;
    assert_eq!(records.len(), 2);
    assert_eq!((records[1].origin, records[1].linked_to), (Origin::BlindTransfer, Some(records[0].id)));
    assert_eq!((records[1].ani.as_str(), records[1].dnis.as_str()), ("101", "103"));
}

#[tokio::test]
async fn a_failed_transfer_gives_the_call_back() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let mut carl = exchange.phone("103").await;
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let mut at_ben = ben.take_call(5000).await;
    anna.established(dialling).await;

    ben.say("REFER", &mut at_ben, "Refer-To: <sip:103@acme.example>\r\n", "").await;
    ben.status(&at_ben, 202).await;
    let invite = carl.request("INVITE").await;
    // Ben is gone already when Carl declines: Ben's phone rings again.
    ben.hang_up(&mut at_ben).await;
    carl.reply(&invite, 486, &[], "").await;
    ben.take_call(5002).await;
    assert!(left_alone(&mut anna).await && left_alone(&mut ben).await, "they agree already");
    exchange.switch.hang_up(&exchange.acme, exchange.switch.active(&exchange.acme)[0].id).unwrap();
    anna.is_hung_up().await;
    let records = exchange.finished().await.cdrs;
    let ways: Vec<_> = records.iter().map(|record| (record.origin, record.disposition)).collect();
    assert_eq!(ways[1], (Origin::BlindTransfer, Disposition::Busy));
    assert_eq!(ways[2], (Origin::Returned, Disposition::Answered));
}

#[tokio::test]
async fn an_attended_transfer_joins_two_calls() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let mut carl = exchange.phone("103").await;
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let mut at_ben = ben.take_call(5000).await;
    let (mut at_anna, _) = anna.established(dialling).await;
    ben.say("INVITE", &mut at_ben, "", &sdp(5000, "sendonly")).await;
    reoffered(&mut anna, "sendonly", &sdp(4000, "recvonly")).await;
    ben.status(&at_ben, 200).await;
    ben.acknowledge(&at_ben).await;
    let asking = ben.dial("103", &sdp(5002, "sendrecv")).await;
    carl.take_call(6000).await;
    let (consulting, _) = ben.established(asking).await;

    let replaces = consulting.replaces().replace(';', "%3B").replace('=', "%3D");
    let refer_to = format!("Refer-To: <sip:103@acme.example?Replaces={replaces}>\r\n");
    ben.say("REFER", &mut at_ben, &refer_to, "").await;
    ben.status(&at_ben, 202).await;
    notified(&mut ben, "200").await;
    ben.is_hung_up().await;
    ben.is_hung_up().await;
    // Anna was on hold; for Carl, who speaks the same codec with the same numbers, nothing changes.
    reoffered(&mut anna, "sendrecv", &sdp(4000, "sendrecv")).await;
    assert!(left_alone(&mut carl).await);
    at_anna.cseq = 10;
    anna.hang_up(&mut at_anna).await;
    carl.is_hung_up().await;

    let (given, kept) = (exchange.finished().await.cdrs, exchange.finished().await.cdrs);
    assert_eq!((given.len(), kept.len()), (1, 2));
    assert_eq!(given[0].linked_call, Some(kept[0].call));
    assert_eq!((kept[1].origin, kept[1].linked_call), (Origin::AttendedTransfer, Some(given[0].call)));
    assert!(exchange.switch.active(&exchange.acme).is_empty());
}

#[tokio::test]
async fn a_colleague_takes_a_leg_over_and_a_stranger_does_not() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let mut carl = exchange.phone("103").await;
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let at_ben = ben.take_call(5000).await;
    anna.established(dialling).await;
    let replaces = format!("Replaces: {}\r\n", at_ben.replaces());

    let mut stranger = Phone::new(exchange.address, "bravo101", "bravo.example").await;
    stranger.register().await;
    let dialog = stranger.dialog("sip:102@bravo.example");
    let (dialog, _) = stranger.ask("INVITE", dialog, &replaces, &sdp(7000, "sendrecv")).await;
    stranger.refused(&dialog, 481).await;

    let dialog = carl.dialog("sip:102@acme.example");
    let offer = sdp(6000, "sendrecv").replace("RTP/AVP 8", "RTP/AVP 0 8");
    let (dialog, _) = carl.ask("INVITE", dialog, &replaces, &offer).await;
    reoffered(&mut anna, "sendrecv", &sdp(4000, "sendrecv")).await;
    let (mut at_carl, _) = carl.established(dialog).await;
    ben.is_hung_up().await;
    carl.hang_up(&mut at_carl).await;
    anna.is_hung_up().await;
    assert_eq!(exchange.finished().await.cdrs[1].origin, Origin::Replaced);
}
