//! WebSocket connections handed over as channels.

use bytes::Bytes;
use sip::flow::Protocol;
use tokio::sync::mpsc;

use super::{closed, message, on_the_sip_thread, tcp};
use crate::{Closed, Limits, MessageStream};

fn browser() -> (MessageStream, mpsc::Sender<Bytes>, mpsc::Receiver<Bytes>) {
    let (to_us, incoming) = mpsc::channel(8);
    let (outgoing, from_us) = mpsc::channel(8);
    let (local, peer) = ("127.0.0.1:8080".parse().unwrap(), "127.0.0.9:50000".parse().unwrap());
    (MessageStream { protocol: Protocol::Ws, local, peer, incoming, outgoing }, to_us, from_us)
}

#[test]
fn messages_pass_both_ways_until_the_browser_leaves() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let (stream, to_us, mut from_us) = browser();
        let flow = transport.accept_stream(stream).unwrap();
        assert_eq!((flow.protocol, transport.connections()), (Protocol::Ws, 1));
        to_us.send(Bytes::from_static(b"\r\n\r\n")).await.unwrap();
        to_us.send(Bytes::from_static(b"question")).await.unwrap();
        assert_eq!(message(&mut inbox).await, (Bytes::from_static(b"question"), flow));
        transport.send(flow, Bytes::from_static(b"answer")).unwrap();
        assert_eq!(from_us.recv().await.as_deref(), Some(&b"\r\n"[..]));
        assert_eq!(from_us.recv().await.as_deref(), Some(&b"answer"[..]));
        drop(to_us);
        assert_eq!(closed(&mut inbox).await, (flow, Closed::Peer));
        assert_eq!(from_us.recv().await, None);
    });
}

#[test]
fn when_we_close_the_browsers_side_is_told() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let (stream, to_us, mut from_us) = browser();
        let flow = transport.accept_stream(stream).unwrap();
        transport.send(flow, Bytes::from_static(b"last")).unwrap();
        transport.close(flow);
        assert_eq!(from_us.recv().await.as_deref(), Some(&b"last"[..]));
        assert_eq!(from_us.recv().await, None);
        drop(to_us);
        assert_eq!(closed(&mut inbox).await.0, flow);
    });
}

#[test]
fn the_limits_hold_for_browsers_too() {
    on_the_sip_thread(async || {
        let (transport, _inbox) = tcp(Limits { connections_per_source: 1, ..Limits::default() });
        let (first, _to_us, _from_us) = browser();
        let (second, _to_us_2, mut from_us) = browser();
        assert!(transport.accept_stream(first).is_some());
        assert!(transport.accept_stream(second).is_none());
        assert_eq!(from_us.recv().await, None);
    });
}
