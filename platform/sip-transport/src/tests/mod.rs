//! Real sockets on the loopback interface, port 0.

mod streams;
mod tls;
mod udp;
mod websocket;

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use sip::flow::{Flow, Protocol};

use crate::{Closed, Config, Inbound, Inbox, Limits, Transport};

/// Runs a story as the thread that owns SIP runs, and not for ever.
fn on_the_sip_thread<F: Future>(story: impl FnOnce() -> F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        tokio::time::timeout(Duration::from_secs(20), story()).await.expect("the story takes too long")
    })
}

/// Lets the inbox write out what waits.
async fn flush(inbox: &mut Inbox) {
    let mut nothing = Vec::new();
    tokio::select! {
        biased;
        () = inbox.recv(&mut nothing) => {}
        () = tokio::task::yield_now() => {}
    }
}

/// The next thing that arrives.
async fn next(inbox: &mut Inbox) -> Inbound {
    let mut batch = Vec::new();
    inbox.recv(&mut batch).await;
    assert_eq!(batch.len(), 1, "{batch:?}");
    batch.remove(0)
}

async fn message(inbox: &mut Inbox) -> (Bytes, Flow) {
    match next(inbox).await {
        Inbound::Message { bytes, flow } => (bytes, flow),
        closed @ Inbound::Closed { .. } => panic!("{closed:?}"),
    }
}

async fn closed(inbox: &mut Inbox) -> (Flow, Closed) {
    match next(inbox).await {
        Inbound::Closed { flow, why } => (flow, why),
        message @ Inbound::Message { .. } => panic!("{message:?}"),
    }
}

/// A transport with one TCP listener.
fn tcp(limits: Limits) -> (Transport, Inbox) {
    let listen = vec!["127.0.0.1:0".parse().unwrap()];
    Transport::bind(Config { tcp: listen, limits, ..Config::default() }).unwrap()
}

fn address(transport: &Transport, protocol: Protocol) -> std::net::SocketAddr {
    transport.bound().into_iter().find(|(bound, _)| *bound == protocol).unwrap().1
}

/// A small request with a body of this length.
fn options(body_length: usize) -> String {
    format!(
        "OPTIONS sip:b@h SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:a@h>;tag=a\r\n\
         To: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: {body_length}\r\n\r\n{}",
        "x".repeat(body_length)
    )
}
