//! TCP connections: framing, keep-alives, reuse, limits, and peers that are slow or hostile.

use std::time::Duration;

use bytes::Bytes;
use sip::flow::Protocol;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{address, closed, message, next, on_the_sip_thread, options, tcp};
use crate::{Closed, Inbound, Limits, SendError};

const SHORT: Duration = Duration::from_millis(80);

/// Reads until the other side closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A reset instead of an orderly end is an end as well.
    stream.read_to_end(&mut all).await.unwrap_or_default();
    String::from_utf8(all).unwrap()
}

#[test]
fn messages_are_framed_and_answers_go_back_on_their_connection() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phones = Vec::new();
        for _ in 0..2 {
            phones.push(TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap());
        }
        let two = format!("\r\n\r\n{}{}", options(5), options(7));
        let (head, tail) = two.split_at(200);
        phones[1].write_all(head.as_bytes()).await.unwrap();
        tokio::task::yield_now().await;
        phones[1].write_all(tail.as_bytes()).await.unwrap();
        let mut batch = Vec::new();
        while batch.len() < 2 {
            inbox.recv(&mut batch).await;
        }
        let [Inbound::Message { bytes: one, flow }, Inbound::Message { bytes: other, .. }] = &batch[..]
        else {
            panic!("{batch:?}")
        };
        assert_eq!((&one[..], &other[..]), (options(5).as_bytes(), options(7).as_bytes()));
        assert_eq!(flow.peer, phones[1].local_addr().unwrap());
        transport.send(*flow, Bytes::from_static(b"answer")).unwrap();
        transport.close(*flow);
        assert_eq!(rest(&mut phones[1]).await, "\r\nanswer");
        assert_eq!(closed(&mut inbox).await, (*flow, Closed::Ours));
        assert_eq!(transport.send(*flow, Bytes::new()), Err(SendError::Closed));
        assert_eq!(transport.connections(), 1);
    });
}

#[test]
fn a_connection_that_the_peer_closes_is_reported_and_forgotten() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        let (_, flow) = message(&mut inbox).await;
        drop(phone);
        assert_eq!(closed(&mut inbox).await, (flow, Closed::Peer));
        assert_eq!(transport.connections(), 0);
    });
}

#[test]
fn who_connects_and_says_nothing_or_only_half_a_message_is_cut() {
    on_the_sip_thread(async || {
        let limits = Limits { opening: SHORT, ..Limits::default() };
        for said in ["", "OPTIONS sip:b@h SIP/2.0\r\nVia:", "\r\n\r\n"] {
            let (transport, mut inbox) = tcp(limits.clone());
            let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
            phone.write_all(said.as_bytes()).await.unwrap();
            assert_eq!(closed(&mut inbox).await.1, Closed::Stuck, "{said:?}");
            rest(&mut phone).await;
        }
    });
}

#[test]
fn a_message_that_drips_is_cut_and_a_silent_peer_too() {
    on_the_sip_thread(async || {
        let limits = Limits { message: SHORT, idle: SHORT * 2, ..Limits::default() };
        let (transport, mut inbox) = tcp(limits);
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(format!("{}OPTIONS", options(0)).as_bytes()).await.unwrap();
        message(&mut inbox).await;
        assert_eq!(closed(&mut inbox).await.1, Closed::Stuck);
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        message(&mut inbox).await;
        assert_eq!(closed(&mut inbox).await.1, Closed::Idle);
    });
}

#[test]
fn too_big_a_message_is_refused_and_the_connection_closed() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        let big = options(0).replace("Content-Length: 0", "Content-Length: 99999999");
        phone.write_all(big.as_bytes()).await.unwrap();
        assert_eq!(closed(&mut inbox).await.1, Closed::Malformed);
        let answer = rest(&mut phone).await;
        assert!(answer.starts_with("SIP/2.0 413 ") || answer.starts_with("SIP/2.0 513 "), "{answer:?}");
        assert!(answer.contains("Call-ID: c\r\n"));
    });
}

#[test]
fn garbage_ends_the_connection_without_growth() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        let garbage = vec![b'x'; 1 << 20];
        // The server closes in the middle of it.
        phone.write_all(&garbage).await.unwrap_or_default();
        assert_eq!(closed(&mut inbox).await.1, Closed::Malformed);
        assert_eq!(transport.connections(), 0);
    });
}

#[test]
fn a_peer_that_does_not_read_is_cut() {
    on_the_sip_thread(async || {
        let limits = Limits { write: SHORT, waiting_messages: 100_000, ..Limits::default() };
        let (transport, mut inbox) = tcp(limits);
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        let (_, flow) = message(&mut inbox).await;
        let big = Bytes::from(vec![b'x'; 60_000]);
        for _ in 0..500 {
            transport.send(flow, big.clone()).unwrap();
        }
        assert_eq!(closed(&mut inbox).await, (flow, Closed::Stuck));
    });
}

#[test]
fn a_full_line_of_messages_cuts_the_connection_at_once() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits { waiting_messages: 4, ..Limits::default() });
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        let (_, flow) = message(&mut inbox).await;
        let mut sent = Ok(());
        for _ in 0..5 {
            sent = transport.send(flow, Bytes::from_static(b"x"));
        }
        assert_eq!(sent, Err(SendError::Full));
        assert_eq!(transport.connections(), 0);
        assert_eq!(closed(&mut inbox).await.0, flow);
    });
}

#[test]
fn connections_are_limited_in_total_and_per_source() {
    on_the_sip_thread(async || {
        for limits in [
            Limits { connections: 2, ..Limits::default() },
            Limits { connections_per_source: 2, ..Limits::default() },
        ] {
            let (transport, mut inbox) = tcp(limits);
            let mut phones = Vec::new();
            for _ in 0..3 {
                phones.push(TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap());
            }
            assert_eq!(rest(&mut phones[2]).await, "");
            assert_eq!(transport.connections(), 2);
            // Whoever leaves makes room.
            drop(phones.remove(0));
            closed(&mut inbox).await;
            let mut late = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
            late.write_all(options(0).as_bytes()).await.unwrap();
            message(&mut inbox).await;
        }
    });
}

#[test]
fn we_connect_once_and_send_what_was_lined_up() {
    on_the_sip_thread(async || {
        let carrier = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = carrier.local_addr().unwrap();
        let (transport, mut inbox) = tcp(Limits { keep_alive: SHORT, ..Limits::default() });
        let flow = transport.connect(Protocol::Tcp, peer, None).unwrap();
        assert_eq!(transport.connect(Protocol::Tcp, peer, None), Ok(flow));
        transport.send(flow, Bytes::from_static(b"one")).unwrap();
        transport.send(flow, Bytes::from_static(b"two")).unwrap();
        let (mut stream, from) = carrier.accept().await.unwrap();
        assert_eq!(from, flow.local);
        let mut buffer = [0; 10];
        stream.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"onetwo\r\n\r\n", "what was lined up, then a keep-alive");
        stream.write_all(format!("\r\n{}", options(0)).as_bytes()).await.unwrap();
        assert_eq!(message(&mut inbox).await.1, flow);
    });
}

#[test]
fn a_server_that_is_not_there_is_reported() {
    on_the_sip_thread(async || {
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let (transport, mut inbox) = tcp(Limits::default());
        let flow = transport.connect(Protocol::Tcp, gone, None).unwrap();
        transport.send(flow, Bytes::from_static(b"hello")).unwrap();
        assert_eq!(closed(&mut inbox).await, (flow, Closed::NotConnected));
        assert_eq!(transport.connect(Protocol::Udp, gone, None), Err(SendError::NoSocket));
        assert_eq!(transport.connect(Protocol::Tls, gone, None), Err(SendError::NoSocket));
    });
}

#[test]
fn an_alias_leads_requests_to_an_accepted_connection() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        let (_, flow) = message(&mut inbox).await;
        let listening = "127.0.0.1:5060".parse().unwrap();
        transport.alias(flow, listening);
        assert_eq!(transport.connect(Protocol::Tcp, listening, None), Ok(flow));
    });
}

#[test]
fn dropping_the_inbox_ends_the_connections() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        assert!(matches!(next(&mut inbox).await, Inbound::Message { .. }));
        drop(inbox);
        assert_eq!(rest(&mut phone).await, "");
        assert!(TcpStream::connect(address(&transport, Protocol::Tcp)).await.is_err());
    });
}

#[test]
fn closing_writes_out_what_waits_and_cuts_what_does_not_end() {
    on_the_sip_thread(async || {
        let (transport, mut inbox) = tcp(Limits::default());
        let mut phone = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        phone.write_all(options(0).as_bytes()).await.unwrap();
        let (_, flow) = message(&mut inbox).await;
        transport.send(flow, Bytes::from_static(b"goodbye")).unwrap();
        inbox.close(Duration::from_secs(5)).await;
        assert_eq!(rest(&mut phone).await, "goodbye");
        let (transport, mut inbox) = tcp(Limits::default());
        let mut deaf = TcpStream::connect(address(&transport, Protocol::Tcp)).await.unwrap();
        deaf.write_all(options(0).as_bytes()).await.unwrap();
        let (_, flow) = message(&mut inbox).await;
        for _ in 0..200 {
            transport.send(flow, Bytes::from(vec![0; 60_000])).unwrap();
        }
        inbox.close(SHORT).await;
        assert!(transport.send(flow, Bytes::new()).is_err());
    });
}
