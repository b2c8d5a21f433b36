//! Wrong secrets, other tenants' domains, scanners, garbage.

use std::sync::Arc;
use std::time::Duration;

use kernel::Timestamp;
use sip::HeaderName;
use switch::{Ban, BanConfig, GuardConfig};

use crate::rig::{Exchange, Phone, Wish, sdp};

/// The answer to a REGISTER with credentials, header by header, without what differs by chance.
async fn verdict(exchange: &Exchange, user: &str, password: &str, domain: &str) -> (u16, Vec<String>) {
    let mut phone = Phone::new(exchange.address, user, domain).await;
    phone.responder = sip::digest::Responder::new(user, password);
    let dialog = phone.dialog(&format!("sip:{domain}"));
    let (dialog, _) = phone.ask("REGISTER", dialog, "", "").await;
    let answer = phone.hear("a verdict", move |message| message.cseq().number == dialog.cseq).await;
    let names = answer.header_lines().map(|(name, _)| name.as_str().to_owned()).collect();
    (answer.status().unwrap_or(0), names)
}

#[tokio::test]
async fn unknown_users_and_wrong_secrets_look_the_same() {
    let exchange = Exchange::start().await;
    let wrong = verdict(&exchange, "acme101", "guess", "acme.example").await;
    let unknown = verdict(&exchange, "nobody", "guess", "acme.example").await;
    let elsewhere = verdict(&exchange, "acme101", "secret of acme101", "bravo.example").await;
    assert_eq!(wrong.0, 403);
    assert_eq!(wrong, unknown);
    assert_eq!(wrong, elsewhere, "another tenant's domain is an unknown user");
    assert_eq!(exchange.switch.counters().auth_failed_total, 3);
}

#[tokio::test]
async fn another_tenants_extensions_cannot_be_dialled_nor_are_they_told() {
    let exchange = Exchange::start().await;
    let mut anna = exchange.phone("101").await;
    let dialog = anna.dialog("sip:102@bravo.example");
    let (dialog, _) = anna.ask("INVITE", dialog, "", &sdp(4000, "sendrecv")).await;
    anna.refused(&dialog, 404).await;
    // The same number at home is another phone.
    let mut ben = exchange.phone("102").await;
    let mut stranger = Phone::new(exchange.address, "bravo102", "bravo.example").await;
    stranger.register().await;
    let dialling = anna.dial("102", &sdp(4000, "sendrecv")).await;
    ben.take_call(5000).await;
    anna.established(dialling).await;
    assert!(stranger.hears_nothing(Duration::from_millis(100)).await);
}

#[tokio::test]
async fn a_phone_may_register_by_the_exchanges_address() {
    let exchange = Exchange::start().await;
    let mut phone = Phone::new(exchange.address, "acme101", &exchange.address.to_string()).await;
    phone.register().await;
    assert_eq!(exchange.switch.counters().registered_total, 1);
}

#[tokio::test]
async fn a_scanner_hears_less_and_less_while_a_registered_neighbour_is_served() {
    let guard = GuardConfig { slow_after: 2, silence_after: 4, memory_secs: 600 };
    let exchange = Exchange::with(Wish { guard, ..Wish::default() }, |_| {}).await;
    for _ in 0..4 {
        assert_eq!(verdict(&exchange, "acme104", "guess", "acme.example").await.0, 403);
    }
    // Nobody is registered from this address: it is silenced as a whole.
    let mut scanner = Phone::new(exchange.address, "other", "acme.example").await;
    let dialog = scanner.dialog("sip:acme.example");
    let text = scanner.write("OPTIONS", &dialog, "", "");
    scanner.send(text.as_bytes()).await;
    assert!(scanner.hears_nothing(Duration::from_millis(200)).await);
    assert!(exchange.switch.counters().silenced_total > 0);
}

#[tokio::test]
async fn where_a_phone_is_registered_only_the_guessed_user_is_silenced() {
    let guard = GuardConfig { slow_after: 3, silence_after: 4, memory_secs: 600 };
    let exchange = Exchange::with(Wish { guard, ..Wish::default() }, |_| {}).await;
    let mut anna = exchange.phone("101").await;
    for _ in 0..4 {
        verdict(&exchange, "acme104", "guess", "acme.example").await;
    }
    anna.register().await;
    let mut guesser = Phone::new(exchange.address, "acme104", "acme.example").await;
    let dialog = guesser.dialog("sip:acme.example");
    let (_, _) = guesser.ask("REGISTER", dialog, "", "").await;
    assert!(
        guesser.hears_nothing(Duration::from_millis(200)).await,
        "even the right secret gets no answer now"
    );
}

#[tokio::test]
async fn what_we_do_not_serve_is_refused_and_garbage_is_survived() {
    let exchange = Exchange::start().await;
    let mut phone = Phone::new(exchange.address, "acme101", "acme.example").await;
    for (method, status) in [("SUBSCRIBE", 489), ("PUBLISH", 489), ("REFER", 405), ("BYE", 481), ("FLY", 501)]
    {
        let dialog = phone.dialog("sip:102@acme.example");
        let more = match method {
            "SUBSCRIBE" => "Event: dialog\r\n",
            "REFER" => "Refer-To: <sip:103@acme.example>\r\n",
            _ => "",
        };
        phone.send(phone.write(method, &dialog, more, "").as_bytes()).await;
        phone.status(&dialog, status).await;
    }
    let dialog = phone.dialog("sip:acme.example");
    phone.send(phone.write("OPTIONS", &dialog, "", "").as_bytes()).await;
    let ok = phone.status(&dialog, 200).await;
    assert!(ok.header(HeaderName::Allow).is_some());
    let dialog = phone.dialog("sip:102@acme.example");
    let late = phone.write("INVITE", &dialog, "", "").replace("Max-Forwards: 70", "Max-Forwards: 0");
    phone.send(late.as_bytes()).await;
    phone.status(&dialog, 483).await;
    let garbage: Arc<[&[u8]]> =
        Arc::from([&b"\0\0\0\0"[..], b"INVITE", b"INVITE sip:a SIP/2.0\r\n\r\n", b"\r\n\r\n"]);
    for text in garbage.iter() {
        phone.send(text).await;
    }
    phone.register().await;
}

#[tokio::test]
async fn who_guesses_is_banned_and_dropped_unread_until_the_ban_is_lifted() {
    let guard = GuardConfig { slow_after: 50, silence_after: 100, memory_secs: 600 };
    let bans = BanConfig { after: 4, ..BanConfig::default() };
    let exchange = Exchange::with(Wish { guard, bans, ..Wish::default() }, |_| {}).await;
    for _ in 0..4 {
        assert_eq!(verdict(&exchange, "acme104", "guess", "acme.example").await.0, 403);
    }
    let mut phone = Phone::new(exchange.address, "acme101", "acme.example").await;
    let dialog = phone.dialog("sip:acme.example");
    phone.send(phone.write("OPTIONS", &dialog, "", "").as_bytes()).await;
    phone.send(b"no SIP at all\r\n\r\n").await;
    assert!(phone.hears_nothing(Duration::from_millis(200)).await);
    let counters = exchange.switch.counters();
    assert_eq!((counters.banned_total, counters.malformed_total), (2, 0), "read although banned");

    exchange.switch.lift_ban("127.0.0.1".parse().unwrap()).await;
    phone.register().await;
    for _ in 0..4 {
        assert_eq!(verdict(&exchange, "acme104", "guess", "acme.example").await.0, 403);
    }
    phone.register().await;
    assert_eq!(exchange.switch.counters().banned_total, 2, "a phone is registered from there");
}

#[tokio::test]
async fn an_allowed_address_is_never_banned_and_a_ban_by_hand_holds() {
    let bans = BanConfig { after: 2, ..BanConfig::default() };
    let exchange = Exchange::with(Wish { bans, ..Wish::default() }, |_| {}).await;
    let network = "127.0.0.0/8".parse().unwrap();
    let forever = Ban { network, since: Timestamp::EPOCH, until: None, strikes: 1 };
    exchange.switch.ban(vec![forever]).await;
    exchange.switch.never_ban(vec!["127.0.0.1".parse().unwrap()]).await;
    for _ in 0..4 {
        assert_eq!(verdict(&exchange, "acme104", "guess", "acme.example").await.0, 403);
    }
    exchange.switch.never_ban(Vec::new()).await;
    let mut phone = Phone::new(exchange.address, "acme101", "acme.example").await;
    let dialog = phone.dialog("sip:acme.example");
    phone.send(phone.write("OPTIONS", &dialog, "", "").as_bytes()).await;
    assert!(phone.hears_nothing(Duration::from_millis(200)).await);
}
