//! Datagrams: both families, wildcards, batches, sizes.

use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use bytes::Bytes;
use sip::flow::{Flow, Protocol};

use super::{flush, on_the_sip_thread};
use crate::{Config, Inbound, Inbox, SendError, Transport};

fn bind(addresses: &[&str]) -> (Transport, Inbox) {
    let udp = addresses.iter().map(|address| address.parse().unwrap()).collect();
    Transport::bind(Config { udp, ..Config::default() }).unwrap()
}

fn phone(address: &str) -> UdpSocket {
    let socket = UdpSocket::bind(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    socket
}

async fn next(inbox: &mut Inbox, count: usize) -> Vec<(Bytes, Flow)> {
    let mut batch = Vec::new();
    while batch.len() < count {
        inbox.recv(&mut batch).await;
    }
    batch
        .into_iter()
        .map(|inbound| match inbound {
            Inbound::Message { bytes, flow } => (bytes, flow),
            closed @ Inbound::Closed { .. } => panic!("{closed:?}"),
        })
        .collect()
}

#[test]
fn a_datagram_arrives_and_its_answer_goes_back_the_same_way() {
    for (server, client) in [("127.0.0.1:0", "127.0.0.1:0"), ("[::1]:0", "[::1]:0")] {
        on_the_sip_thread(async || {
            let (transport, mut inbox) = bind(&[server]);
            let (protocol, local) = transport.bound()[0];
            assert_eq!(protocol, Protocol::Udp);
            let phone = phone(client);
            phone.send_to(b"question", local).unwrap();
            let arrived = next(&mut inbox, 1).await;
            let (bytes, flow) = &arrived[0];
            assert_eq!(&bytes[..], b"question");
            assert_eq!(*flow, Flow::udp(local, phone.local_addr().unwrap()));
            transport.send(*flow, Bytes::from_static(b"answer")).unwrap();
            flush(&mut inbox).await;
            let mut buffer = [0; 64];
            let (length, from) = phone.recv_from(&mut buffer).unwrap();
            assert_eq!((&buffer[..length], from), (&b"answer"[..], local));
        });
    }
}

#[test]
fn a_wildcard_socket_answers_from_the_address_it_was_reached_at() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = bind(&["0.0.0.0:0"]);
        let port = transport.bound()[0].1.port();
        let phone = phone("127.0.0.1:0");
        let reached: SocketAddr = ([127, 0, 0, 77], port).into();
        phone.send_to(b"question", reached).unwrap();
        let (_, flow) = next(&mut inbox, 1).await.remove(0);
        assert_eq!(flow.local, reached);
        transport.send(flow, Bytes::from_static(b"answer")).unwrap();
        flush(&mut inbox).await;
        let (_, from) = phone.recv_from(&mut [0; 64]).unwrap();
        assert_eq!(from, reached);
    });
}

#[test]
fn many_datagrams_keep_their_order_and_none_is_lost() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = bind(&["127.0.0.1:0"]);
        let local = transport.bound()[0].1;
        let phone = phone("127.0.0.1:0");
        for n in 0..150_u32 {
            phone.send_to(&[&b"message "[..], &n.to_be_bytes()].concat(), local).unwrap();
        }
        let arrived = next(&mut inbox, 150).await;
        for (n, (bytes, flow)) in arrived.iter().enumerate() {
            assert_eq!(bytes[8..], (n as u32).to_be_bytes());
            transport.send(*flow, bytes.clone()).unwrap();
        }
        flush(&mut inbox).await;
        let mut buffer = [0; 64];
        for n in 0..150_u32 {
            let length = phone.recv(&mut buffer).unwrap();
            assert_eq!(buffer[8..length], n.to_be_bytes());
        }
    });
}

#[test]
fn the_greatest_datagram_passes_and_keep_alives_do_not_surface() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = bind(&["127.0.0.1:0"]);
        let phone = phone("127.0.0.1:0");
        let local = transport.bound()[0].1;
        for keep_alive in [&b""[..], b"\r\n\r\n", b"\0\0\0\0"] {
            phone.send_to(keep_alive, local).unwrap();
        }
        let big = vec![b'x'; 65_507];
        phone.send_to(&big, local).unwrap();
        let arrived = next(&mut inbox, 1).await;
        assert_eq!(arrived.len(), 1);
        assert_eq!(arrived[0].0, big);
    });
}

#[test]
fn sending_wakes_the_inbox_of_another_task() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = bind(&["127.0.0.1:0"]);
        let phone = phone("127.0.0.1:0");
        let flow = transport.udp_to(phone.local_addr().unwrap()).unwrap();
        let reader = tokio::task::spawn_local(async move { inbox.recv(&mut Vec::new()).await });
        tokio::task::yield_now().await;
        transport.send(flow, Bytes::from_static(b"call")).unwrap();
        phone.set_nonblocking(true).unwrap();
        let mut buffer = [0; 16];
        while phone.recv(&mut buffer).is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(&buffer[..4], b"call");
        reader.abort();
    });
}

#[test]
fn what_cannot_be_sent_does_not_hold_up_the_rest() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = bind(&["127.0.0.1:0"]);
        let phone = phone("127.0.0.1:0");
        let flow = transport.udp_to(phone.local_addr().unwrap()).unwrap();
        let unreachable = Flow { peer: "192.0.2.1:9".parse().unwrap(), ..flow };
        transport.send(unreachable, Bytes::from_static(b"lost")).unwrap();
        transport.send(flow, Bytes::from(vec![0; 70_000])).unwrap();
        transport.send(flow, Bytes::from_static(b"kept")).unwrap();
        flush(&mut inbox).await;
        let mut buffer = [0; 16];
        assert_eq!(phone.recv(&mut buffer).unwrap(), 4);
        let elsewhere = Flow { local: "127.0.0.1:1".parse().unwrap(), ..flow };
        assert_eq!(transport.send(elsewhere, Bytes::new()), Err(SendError::NoSocket));
    });
}
