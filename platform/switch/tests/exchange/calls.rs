//! Plain calls between two registered phones.

use call::{Disposition, Side};
use kernel::Cause;
use sip::HeaderName;

use crate::rig::{Exchange, heard, sdp};

#[tokio::test]
async fn two_phones_register_call_talk_and_hang_up() {
    let exchange = Exchange::start().await;
    let mut events = exchange.listen();
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);

    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let invite = ben.request("INVITE").await;
    assert_eq!(invite.from().uri().user(), Some("101"));
    assert_eq!(invite.from().display().as_deref(), Some("acme 101"));
    let offer = String::from_utf8_lossy(invite.body()).into_owned();
    assert!(offer.contains("m=audio") && !offer.contains("m=audio 4000"), "media is anchored: {offer}");
    ben.reply(&invite, 180, &[], "").await;
    anna.status(&dialling, 180).await;
    assert_eq!(heard(&mut events).await.0, "call.ringing");

    let mut at_ben = ben.pick_up(invite, 5000).await;
    let (mut at_anna, ok) = anna.established(dialling).await;
    assert!(String::from_utf8_lossy(ok.body()).contains("RTP/AVP 8 101"));
    let (name, body) = heard(&mut events).await;
    assert_eq!((name, body["state"].as_str()), ("call.answered", Some("answered")));
    assert_eq!(exchange.switch.active(&exchange.acme).len(), 1);
    assert!(exchange.switch.active(&exchange.bravo).is_empty());

    ben.hang_up(&mut at_ben).await;
    let bye = anna.is_hung_up().await;
    assert!(bye.header(HeaderName::Reason).unwrap_or_default().contains("cause=16"));
    at_anna.cseq += 1;
    let (name, body) = heard(&mut events).await;
    assert_eq!((name, body["cause"].as_u64()), ("call.ended", Some(16)));

    let finished = exchange.finished().await;
    assert_eq!(finished.tenant, exchange.acme.tenant());
    let record = &finished.cdrs[0];
    assert_eq!(
        (record.side, record.cause, record.disposition),
        (Side::Called, Cause(16), Disposition::Answered)
    );
    assert_eq!((record.ani.as_str(), record.dnis.as_str()), ("101", "102"));
    assert_eq!(record.dnis_user.as_deref(), Some("acme102"));
    assert!(exchange.switch.active(&exchange.acme).is_empty());

    let trace = exchange.trace().await;
    let messages = trace["messages"].as_array().unwrap();
    let first = messages[0]["text"].as_str().unwrap();
    assert!(first.starts_with("INVITE sip:102@acme.example") && !first.contains("response="), "{first}");
    let has = |what: &str| messages.iter().any(|line| line["text"].as_str().unwrap().contains(what));
    assert!(has("CSeq: 1 BYE") || has(" BYE\r\n"));
    assert_eq!(trace["media"].as_array().unwrap().len(), 2, "figures of both legs");
    assert_eq!(trace["decisions"][0]["by"].as_str(), Some("book"));
}
