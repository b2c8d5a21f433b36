//! Plain calls between two registered phones.

use call::{Disposition, Side};
use kernel::Cause;
use sip::HeaderName;

use crate::rig::{Exchange, Wish, heard, sdp};

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
    assert_eq!(trace["decisions"][0]["code"].as_str(), Some("extension.found"));
}

#[tokio::test]
async fn the_caller_gives_up_while_it_rings() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let invite = ben.request("INVITE").await;
    ben.reply(&invite, 180, &[], "").await;
    anna.status(&dialling, 180).await;
    anna.cancel(&dialling).await;
    let cancel = ben.request("CANCEL").await;
    ben.reply(&cancel, 200, &[], "").await;
    ben.reply(&invite, 487, &[], "").await;
    anna.refused(&dialling, 487).await;
    ben.request("ACK").await;
    let record = exchange.finished().await.cdrs.remove(0);
    assert_eq!(
        (record.disposition, record.side, record.cause),
        (Disposition::Cancelled, Side::Caller, Cause(16))
    );
    assert!(record.rang.is_some() && record.connected.is_none());
}

#[tokio::test]
async fn refusals_and_absences_reach_the_caller_with_their_cause() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let invite = ben.request("INVITE").await;
    ben.reply(&invite, 486, &[], "").await;
    let busy = anna.refused(&dialling, 486).await;
    assert!(busy.header(HeaderName::Reason).unwrap_or_default().starts_with("Q.850;cause=17"));
    assert_eq!(exchange.finished().await.cdrs[0].disposition, Disposition::Busy);

    let dialling = anna.dial("103", &sdp(4000, "sendrecv")).await;
    let absent = anna.refused(&dialling, 480).await;
    assert!(absent.header(HeaderName::Reason).unwrap_or_default().starts_with("Q.850;cause=20"));
    assert_eq!(exchange.finished().await.cdrs[0].cause, Cause::SUBSCRIBER_ABSENT);

    let dialling = anna.dial("999", &sdp(4000, "sendrecv")).await;
    anna.refused(&dialling, 404).await;
    assert_eq!(exchange.finished().await.cdrs[0].cause, Cause::UNALLOCATED);
}

#[tokio::test]
async fn all_devices_ring_and_the_others_hear_that_one_answered() {
    let exchange = Exchange::start().await;
    let mut anna = exchange.phone("101").await;
    let (mut desk, mut mobile) = (exchange.phone("102").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let at_desk = desk.request("INVITE").await;
    desk.reply(&at_desk, 180, &[], "").await;
    let mut talking = mobile.take_call(5000).await;
    anna.established(dialling).await;
    let cancel = desk.request("CANCEL").await;
    let reasons: Vec<&str> = cancel.values(HeaderName::Reason).collect();
    assert!(reasons.iter().any(|reason| reason.starts_with("SIP;cause=200")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.starts_with("Q.850;cause=26")), "{reasons:?}");
    desk.reply(&cancel, 200, &[], "").await;
    desk.reply(&at_desk, 487, &[], "").await;
    mobile.hang_up(&mut talking).await;
    anna.is_hung_up().await;
    assert_eq!(exchange.finished().await.cdrs.len(), 1, "devices rung in parallel add no record");
}

#[tokio::test]
async fn early_media_passes_and_its_answer_stands() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let invite = ben.request("INVITE").await;
    ben.reply(&invite, 183, &[], &sdp(5000, "sendrecv")).await;
    let progress = anna.status(&dialling, 183).await;
    let early = String::from_utf8_lossy(progress.body()).into_owned();
    assert!(early.contains("RTP/AVP 8 101"), "{early}");
    let mut at_ben = ben.pick_up(invite, 5000).await;
    let (_, ok) = anna.established(dialling).await;
    assert_eq!(String::from_utf8_lossy(ok.body()), early, "the same session, the same words");
    ben.hang_up(&mut at_ben).await;
    anna.is_hung_up().await;
}

#[tokio::test]
async fn hold_and_resume_pass_through_with_their_direction() {
    let exchange = Exchange::start().await;
    let mut events = exchange.listen();
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    ben.take_call(5000).await;
    let (mut at_anna, _) = anna.established(dialling).await;
    for (offered, answered, told) in
        [("sendonly", "recvonly", "call.held"), ("sendrecv", "sendrecv", "call.resumed")]
    {
        anna.say("INVITE", &mut at_anna, "", &sdp(4000, offered)).await;
        let reinvite = ben.request("INVITE").await;
        assert!(String::from_utf8_lossy(reinvite.body()).contains(&format!("a={offered}")), "{offered}");
        ben.reply(&reinvite, 200, &[], &sdp(5000, answered)).await;
        ben.request("ACK").await;
        let ok = anna.status(&at_anna, 200).await;
        assert!(String::from_utf8_lossy(ok.body()).contains(&format!("a={answered}")), "{answered}");
        anna.acknowledge(&at_anna).await;
        while heard(&mut events).await.0 != told {}
    }
    // What the other side does not want leaves the session as it was.
    anna.say("INVITE", &mut at_anna, "", &sdp(4000, "inactive")).await;
    let reinvite = ben.request("INVITE").await;
    ben.reply(&reinvite, 488, &[], "").await;
    anna.refused(&at_anna, 488).await;
    anna.hang_up(&mut at_anna).await;
    ben.is_hung_up().await;
    assert_eq!(exchange.finished().await.cdrs[0].side, Side::Caller);
}

#[tokio::test]
async fn an_invite_without_an_offer_gets_one() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", "").await;
    let invite = ben.request("INVITE").await;
    assert!(
        String::from_utf8_lossy(invite.body()).contains("m=audio"),
        "the exchange offers what it can relay"
    );
    let mut at_ben = ben.pick_up(invite, 5000).await;
    let ok = anna.status(&dialling, 200).await;
    assert!(String::from_utf8_lossy(ok.body()).contains("RTP/AVP 8"));
    let dialling = anna.stand(dialling, &ok);
    anna.acknowledge_with(&dialling, &sdp(4000, "sendrecv")).await;
    let agreed = ben.request("INVITE").await;
    ben.reply(&agreed, 200, &[], &sdp(5000, "sendrecv")).await;
    ben.request("ACK").await;
    at_ben.cseq = 20;
    ben.hang_up(&mut at_ben).await;
    anna.is_hung_up().await;
}

#[tokio::test]
async fn an_endpoint_has_no_more_calls_than_it_may() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    for port in [5000, 5002] {
        let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
        ben.take_call(port).await;
        anna.established(dialling).await;
    }
    let mut carl = exchange.phone("103").await;
    let dialling = carl.dial("102", &sdp(4000, "sendrecv")).await;
    carl.refused(&dialling, 486).await;
}

/// A description with these speech codecs.
fn speaking(formats: &str) -> String {
    sdp(4000, "sendrecv").replace("RTP/AVP 8 101", &format!("RTP/AVP {formats} 101"))
}

#[tokio::test]
async fn an_endpoint_offers_and_is_offered_the_codecs_that_it_may_use() {
    let exchange = Exchange::start().await;
    let (mut anna, mut dora) = (exchange.phone("101").await, exchange.phone("104").await);
    let line = |message: &sip::Message| {
        let text = String::from_utf8_lossy(message.body()).into_owned();
        text.lines()
            .find(|line| line.starts_with("m="))
            .unwrap_or_default()
            .rsplit_once("AVP ")
            .unwrap()
            .1
            .to_owned()
    };
    // Called: in the order of the setting, and nothing else.
    let dialling = anna.dial("104", &speaking("0 8 9")).await;
    let invite = dora.request("INVITE").await;
    assert_eq!(line(&invite), "9 8 101");
    dora.reply(&invite, 486, &[], "").await;
    anna.refused(&dialling, 486).await;
    // Calling: what it may not use is not passed on, also not later in the call.
    let dialling = dora.dial("101", &speaking("0 8")).await;
    let invite = anna.request("INVITE").await;
    assert_eq!(line(&invite), "8 101");
    anna.pick_up(invite, 5000).await;
    let (mut at_dora, ok) = dora.established(dialling).await;
    assert_eq!(line(&ok), "8 101");
    dora.say("INVITE", &mut at_dora, "", &speaking("0 9 8")).await;
    assert_eq!(line(&anna.request("INVITE").await), "9 8 101");
    // Nothing in common.
    let mut ben = exchange.phone("102").await;
    let dialling = ben.dial("104", &speaking("0")).await;
    ben.refused(&dialling, 488).await;
    let dialling = dora.dial("103", &speaking("0")).await;
    dora.refused(&dialling, 488).await;
}

#[tokio::test]
async fn behind_a_static_nat_both_sides_are_told_the_public_address() {
    let public = Some("203.0.113.7".parse().unwrap());
    let exchange = Exchange::with(Wish { public, ..Wish::default() }, |_| {}).await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    let invite = ben.request("INVITE").await;
    let offer = String::from_utf8_lossy(invite.body()).into_owned();
    assert!(offer.contains("c=IN IP4 203.0.113.7\r\n") && !offer.contains("127.0.0.1"), "{offer}");
    assert!(invite.header(HeaderName::Contact).unwrap().contains("@203.0.113.7:"));
    ben.pick_up(invite, 5000).await;
    let (_, ok) = anna.established(dialling).await;
    let answer = String::from_utf8_lossy(ok.body()).into_owned();
    assert!(answer.contains("c=IN IP4 203.0.113.7\r\n") && !answer.contains("127.0.0.1"), "{answer}");
}

#[tokio::test]
async fn a_caller_who_withholds_its_number_is_not_shown() {
    let exchange = Exchange::start().await;
    let (mut anna, mut ben) = (exchange.phone("101").await, exchange.phone("102").await);
    let dialog = anna.dialog("sip:102@acme.example");
    anna.ask("INVITE", dialog, "Privacy: id\r\n", &sdp(4000, "sendrecv")).await;
    let invite = ben.request("INVITE").await;
    assert!(!String::from_utf8_lossy(invite.bytes()).contains("101@"), "{invite:?}");
    assert_eq!(invite.from().uri().host(), "anonymous.invalid");
}
