//! TLS connections: both directions, a certificate that changes, peers that are no TLS.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use sip::flow::Protocol;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{address, closed, message, on_the_sip_thread, options};
use crate::{BindError, Closed, Config, Inbox, Limits, TlsIdentity, Transport};

fn identity() -> (TlsIdentity, Arc<ClientConfig>) {
    let made = rcgen::generate_simple_self_signed(["pbx.test".to_owned()]).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let identity =
        TlsIdentity { certificates_pem: made.cert.pem(), key_pem: made.signing_key.serialize_pem() };
    (identity, Arc::new(client))
}

fn listening(identity: TlsIdentity, client: &Arc<ClientConfig>, limits: Limits) -> (Transport, Inbox) {
    let config = Config {
        tls: vec!["127.0.0.1:0".parse().unwrap()],
        identity: Some(identity),
        client_tls: Some(Arc::clone(client)),
        limits,
        ..Config::default()
    };
    Transport::bind(config).unwrap()
}

async fn phone(
    transport: &Transport,
    client: &Arc<ClientConfig>,
) -> std::io::Result<tokio_rustls::client::TlsStream<TcpStream>> {
    let stream = TcpStream::connect(address(transport, Protocol::Tls)).await?;
    TlsConnector::from(Arc::clone(client)).connect("pbx.test".try_into().unwrap(), stream).await
}

#[test]
fn a_phone_is_served_over_tls() {
    on_the_sip_thread(async || {
        let (identity, client) = identity();
        let (transport, mut inbox) = listening(identity, &client, Limits::default());
        let mut phone = phone(&transport, &client).await.unwrap();
        phone.write_all(options(9).as_bytes()).await.unwrap();
        let (bytes, flow) = message(&mut inbox).await;
        assert_eq!((&bytes[..], flow.protocol), (options(9).as_bytes(), Protocol::Tls));
        transport.send(flow, Bytes::from_static(b"answer")).unwrap();
        let mut buffer = [0; 6];
        phone.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"answer");
    });
}

#[test]
fn two_servers_speak_and_a_strange_certificate_is_refused() {
    on_the_sip_thread(async || {
        let (ours, trusted) = identity();
        let (theirs, _) = identity();
        let (one, mut inbox_of_one) = listening(ours, &trusted, Limits::default());
        let (stranger, mut inbox_of_stranger) = listening(theirs, &trusted, Limits::default());
        let (caller, mut inbox) =
            Transport::bind(Config { client_tls: Some(trusted), ..Config::default() }).unwrap();
        let flow = caller.connect(Protocol::Tls, address(&one, Protocol::Tls), Some("pbx.test")).unwrap();
        caller.send(flow, Bytes::from(options(0))).unwrap();
        let (_, there) = message(&mut inbox_of_one).await;
        assert_eq!((there.local, there.peer), (flow.peer, flow.local));
        for name in [Some("pbx.test"), Some("other.test"), None] {
            let peer = if name == Some("other.test") { &one } else { &stranger };
            let peer = std::net::SocketAddr::new([127, 0, 0, 1].into(), address(peer, Protocol::Tls).port());
            if name == Some("other.test") {
                caller.close(flow);
                assert_eq!(closed(&mut inbox).await, (flow, Closed::Ours));
                assert_eq!(closed(&mut inbox_of_one).await.1, Closed::Peer);
            }
            let refused = caller.connect(Protocol::Tls, peer, name).unwrap();
            assert_eq!(closed(&mut inbox).await, (refused, Closed::NotConnected), "{name:?}");
            if name != Some("other.test") {
                assert_eq!(closed(&mut inbox_of_stranger).await.1, Closed::Malformed);
            }
        }
    });
}

#[test]
fn a_new_certificate_holds_for_the_next_connection_and_the_old_ones_stay() {
    on_the_sip_thread(async || {
        let (first, trusts_first) = identity();
        let (second, trusts_second) = identity();
        let (transport, mut inbox) = listening(first, &trusts_first, Limits::default());
        let mut old = phone(&transport, &trusts_first).await.unwrap();
        let broken = TlsIdentity { key_pem: "nonsense".into(), ..second.clone() };
        assert!(matches!(transport.reload_identity(&broken), Err(BindError::Identity(_))));
        transport.reload_identity(&second).unwrap();
        assert!(phone(&transport, &trusts_first).await.is_err());
        assert_eq!(closed(&mut inbox).await.1, Closed::Malformed);
        phone(&transport, &trusts_second).await.unwrap();
        old.write_all(options(0).as_bytes()).await.unwrap();
        let mut batch = Vec::new();
        inbox.recv(&mut batch).await;
        assert!(!batch.is_empty());
    });
}

#[test]
fn who_does_not_finish_the_handshake_is_cut() {
    on_the_sip_thread(async || {
        let (identity, client) = identity();
        let limits = Limits { opening: Duration::from_millis(80), ..Limits::default() };
        let (transport, mut inbox) = listening(identity, &client, limits);
        let silent = TcpStream::connect(address(&transport, Protocol::Tls)).await.unwrap();
        assert_eq!(closed(&mut inbox).await.1, Closed::Stuck);
        drop(silent);
        let mut plain = TcpStream::connect(address(&transport, Protocol::Tls)).await.unwrap();
        plain.write_all(options(0).as_bytes()).await.unwrap();
        assert_eq!(closed(&mut inbox).await.1, Closed::Malformed);
        assert_eq!(transport.connections(), 0);
    });
}

#[test]
fn a_tls_listener_needs_a_certificate() {
    on_the_sip_thread(async || {
        let tls = vec!["127.0.0.1:0".parse().unwrap()];
        assert!(matches!(Transport::bind(Config { tls, ..Config::default() }), Err(BindError::NoIdentity)));
    });
}
