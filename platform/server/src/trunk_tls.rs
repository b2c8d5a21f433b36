//! A trunk over TLS: a peer is spoken to whose authority is believed and whose name is right, and no other.

use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use account::blueprints::{Mode, run};
use feature::blueprint::Watch;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection};
use tenancy::Actor;
use tenancy::testkit::two_tenants;
use web::Staff;

use crate::cli::Settings;
use crate::config::Config;
use crate::data::DataFolder;
use crate::serve::{Node, SipSide};

/// A carrier that listens with a certificate of this name; its port, its certificate, and what it hears first.
fn carrier(name: &str) -> (u16, String, Receiver<Result<String, String>>) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![made.cert.der().clone()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut connection = ServerConnection::new(config).unwrap();
        let mut buffer = vec![0; 4_096];
        let read = rustls::Stream::new(&mut connection, &mut socket).read(&mut buffer);
        let heard = read.map(|length| String::from_utf8_lossy(&buffer[..length]).into_owned());
        sender.send(heard.map_err(|error| error.to_string())).unwrap();
    });
    (port, made.cert.pem(), receiver)
}

/// What a carrier with a certificate of this name hears from a server that believes it, or does not.
async fn heard(name: &str, is_believed: bool) -> Result<String, String> {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let (port, certificate, receiver) = carrier(name);
    let file = folder.path().join("carriers.pem");
    std::fs::write(&file, certificate).unwrap();
    let node = node(folder.path(), Some(file).filter(|_| is_believed)).await;
    let room = node.telephony.clone();
    let work = tokio::spawn(async move { room.run().await });
    two_tenants(&node.env.directory).await;
    let text = format!(
        "[tenant]\nname = \"acme\"\ntitle = \"acme\"\ncountry = \"ES\"\nlanguage = \"es\"\n\
         time_zone = \"Europe/Madrid\"\n\n[[trunks]]\nname = \"Carrier\"\n\n[[trunks.settings.gateways]]\n\
         host = \"127.0.0.1\"\nport = {port}\ntransport = \"tls\"\n"
    );
    let staff = Staff::Operator(node.env.directory.console());
    let actor = Actor::system("test");
    run(&node.account, &node.env, &staff, &actor, ("acme.toml", &text), Mode::Apply, &Watch::nobody())
        .await
        .unwrap();
    let waiting =
        tokio::task::spawn_blocking(move || receiver.recv_timeout(Duration::from_secs(20)).unwrap());
    let heard = waiting.await.unwrap();
    node.close(Duration::ZERO).await;
    work.abort();
    heard
}

async fn node(folder: &Path, tls_ca: Option<std::path::PathBuf>) -> Node {
    let settings = Settings { data: Some(folder.join("data")), tls_ca, ..Settings::default() };
    let config = Config::load(&settings).unwrap();
    let data = DataFolder::open(&config.data).unwrap();
    let sip = SipSide { plain: Some("127.0.0.1:0".parse().unwrap()), tls: None };
    Node::open(&config, &data, sip).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_believed_carrier_is_asked_and_a_stranger_or_one_of_another_name_is_not() {
    let asked = heard("127.0.0.1", true).await.unwrap();
    assert!(asked.starts_with("OPTIONS sip:") && asked.contains("SIP/2.0/TLS"), "{asked}");
    let unknown = heard("127.0.0.1", false).await.unwrap_err();
    assert!(unknown.contains("UnknownCA"), "{unknown}");
    heard("other.example", true).await.unwrap_err();
}
