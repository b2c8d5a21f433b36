//! Carriers: calls in by address, calls out with failover and credentials, registration, health.

use std::sync::Arc;
use std::time::Duration;

use call::Kind;
use kernel::id::TrunkId;
use kernel::system::SystemRng;
use kernel::{Timestamp, Wire};
use sip::HeaderName;
use switch::{Gateway, Trunk, TrunkRegistration, TrunkSecret};
use tokio::net::UdpSocket;

use crate::rig::{Exchange, PATIENCE, Phone, Wish, sdp};

fn trunk(scope: tenancy::TenantScope, gateway: &UdpSocket) -> Trunk {
    let address = gateway.local_addr().unwrap();
    Trunk {
        id: TrunkId::new(Timestamp::EPOCH, &SystemRng),
        scope,
        name: "carrier".into(),
        gateways: vec![Gateway { host: address.ip().to_string(), port: address.port(), wire: Wire::Udp }],
        registration: None,
        secret: Some(TrunkSecret { user: "acme".to_owned(), password: "secret of acme".to_owned() }),
        from_domain: Some("carrier.example".to_owned()),
        options_secs: 0,
        max_calls: None,
    }
}

/// An exchange with trunks whose gateways are these sockets, made into phones that speak for carriers.
async fn with_carriers(count: usize, shape: impl Fn(usize, &mut Trunk)) -> (Exchange, Vec<Phone>) {
    let mut sockets = Vec::new();
    for _ in 0..count {
        sockets.push(UdpSocket::bind("127.0.0.1:0").await.unwrap());
    }
    let exchange = Exchange::with(Wish::default(), |book| {
        for (place, socket) in sockets.iter().enumerate() {
            let mut trunk = trunk(book.scope(), socket);
            shape(place, &mut trunk);
            if trunk.registration.is_none() {
                book.sources.insert(socket.local_addr().unwrap(), trunk.id);
            }
            book.trunks.push(Arc::new(trunk));
        }
    })
    .await;
    let mut carriers = Vec::new();
    for socket in sockets {
        let mut carrier = Phone::new(exchange.address, "carrier", "carrier.example").await;
        carrier.socket = socket;
        carriers.push(carrier);
    }
    (exchange, carriers)
}

#[tokio::test]
async fn a_call_from_a_carrier_reaches_the_extension_of_its_number() {
    let (exchange, mut carriers) = with_carriers(1, |_, _| {}).await;
    let carrier = &mut carriers[0];
    let mut ben = exchange.phone("102").await;
    let mut dialog = carrier.dialog("sip:+34910000102@127.0.0.1");
    let more = "P-Asserted-Identity: \"Customer\" <sip:+34600000001@carrier.example>\r\n";
    carrier.send(carrier.write("INVITE", &dialog, more, &sdp(4000, "sendrecv")).as_bytes()).await;
    let invite = ben.request("INVITE").await;
    assert_eq!(invite.from().uri().user_unescaped().as_deref(), Some("+34600000001"));
    assert!(invite.header(HeaderName::PAssertedIdentity).unwrap().contains("Customer"));
    ben.reply(&invite, 180, &[], "").await;
    ben.pick_up(invite, 5000).await;
    let (mut standing, _) = carrier.established(dialog.clone()).await;
    carrier.hang_up(&mut standing).await;
    ben.is_hung_up().await;
    let record = exchange.finished().await.cdrs.remove(0);
    assert_eq!(
        (record.kind, record.ani.as_str(), record.dnis.as_str()),
        (Kind::In, "+34600000001", "+34910000102")
    );
    assert_eq!(record.dnis_user.as_deref(), Some("acme102"));
    assert!(record.trunk.is_some() && record.endpoint.is_some());

    dialog = carrier.dialog("sip:+34999999999@127.0.0.1");
    carrier.send(carrier.write("INVITE", &dialog, "", &sdp(4000, "sendrecv")).as_bytes()).await;
    carrier.refused(&dialog, 404).await;
}

#[tokio::test]
async fn a_call_out_answers_the_challenge_and_takes_the_next_carrier_when_one_fails() {
    let (exchange, mut carriers) = with_carriers(2, |_, _| {}).await;
    let mut anna = exchange.phone("101").await;
    let dialling = anna.dial("+34600000001", &sdp(4000, "sendrecv")).await;
    let (first, second) = carriers.split_at_mut(1);
    let invite = first[0].request("INVITE").await;
    assert_eq!(invite.from().uri().host(), "carrier.example");
    assert!(invite.header(HeaderName::PAssertedIdentity).unwrap().contains("+34910000101"));
    first[0].reply(&invite, 503, &[], "").await;
    first[0].request("ACK").await;

    let challenge =
        [("Proxy-Authenticate", "Digest realm=\"carrier\", nonce=\"n\", qop=\"auth\", algorithm=MD5")];
    let invite = second[0].request("INVITE").await;
    second[0].reply(&invite, 407, &challenge, "").await;
    second[0].request("ACK").await;
    let invite = second[0].request("INVITE").await;
    assert!(invite.header(HeaderName::ProxyAuthorization).unwrap().contains("username=\"acme\""));
    let mut standing = second[0].pick_up(invite, 5000).await;
    anna.established(dialling).await;
    second[0].hang_up(&mut standing).await;
    anna.is_hung_up().await;
    let record = exchange.finished().await.cdrs.remove(0);
    assert_eq!((record.kind, record.dnis.as_str()), (Kind::Out, "+34600000001"));
    assert_eq!(record.trunk, Some(exchange.book.trunks[1].id), "the one that carried it");
    let trace = exchange.trace().await.to_string();
    assert!(!trace.contains("username=\\\"acme\\\""), "credentials are not kept");
}

#[tokio::test]
async fn a_registering_trunk_registers_and_is_called_by_its_contact() {
    let (exchange, mut carriers) = with_carriers(1, |_, trunk| {
        trunk.registration = Some(TrunkRegistration {
            user: "acme".to_owned(),
            domain: "carrier.example".to_owned(),
            expires_secs: 300,
            contact_token: "t0k3n".to_owned(),
        });
    })
    .await;
    let carrier = &mut carriers[0];
    let register = carrier.request("REGISTER").await;
    let challenge = [("WWW-Authenticate", "Digest realm=\"carrier\", nonce=\"n\", qop=\"auth\"")];
    carrier.reply(&register, 401, &challenge, "").await;
    let register = carrier.request("REGISTER").await;
    assert!(register.header(HeaderName::Authorization).is_some());
    let contact = register.header(HeaderName::Contact).unwrap().to_owned();
    carrier.reply(&register, 200, &[("Expires", "300")], "").await;
    let registered = async {
        while !exchange.book.health.lock().unwrap().iter().any(|health| health.registered == Some(true)) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, registered).await.expect("the trunk is up");

    let mut ben = exchange.phone("102").await;
    let target = contact.trim_start_matches('<').split('>').next().unwrap().to_owned();
    let mut dialog = carrier.dialog(&target);
    dialog.remote = "<sip:+34910000102@carrier.example>".to_owned();
    carrier.send(carrier.write("INVITE", &dialog, "", &sdp(4000, "sendrecv")).as_bytes()).await;
    ben.take_call(5000).await;
    carrier.established(dialog).await;
}

#[tokio::test]
async fn a_silent_gateway_goes_down_and_calls_pass_it_by() {
    let (exchange, mut carriers) =
        with_carriers(2, |place, trunk| trunk.options_secs = u32::from(place == 0)).await;
    let mut anna = exchange.phone("101").await;
    let probe = carriers[0].request("OPTIONS").await;
    carriers[0].reply(&probe, 503, &[], "").await;
    let probe = carriers[0].request("OPTIONS").await;
    carriers[0].reply(&probe, 503, &[], "").await;
    let down = async {
        while !exchange.book.health.lock().unwrap().iter().any(|health| !health.up) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, down).await.expect("the gateway is seen to be down");
    anna.dial("+34600000001", &sdp(4000, "sendrecv")).await;
    carriers[1].request("INVITE").await;
}

#[tokio::test]
async fn a_full_trunk_is_passed_by() {
    let (exchange, mut carriers) = with_carriers(2, |place, trunk| {
        if place == 0 {
            trunk.max_calls = Some(1);
        }
    })
    .await;
    let mut anna = exchange.phone("101").await;
    anna.dial("+34600000001", &sdp(4000, "sendrecv")).await;
    carriers[0].request("INVITE").await;
    anna.dial("+34600000002", &sdp(4000, "sendrecv")).await;
    let invite = carriers[1].request("INVITE").await;
    assert_eq!(invite.uri().and_then(|uri| uri.user()), Some("+34600000002"));
}
