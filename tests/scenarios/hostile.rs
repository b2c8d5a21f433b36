//! Garbage, floods of bytes, and clients that stop in the middle: none of it harms anybody.

use std::time::Duration;

use harness::{Kind, Result, Server, Story, Tenant, Transport, Voice};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use crate::records;
use crate::stage::{Pair, number, phone};

/// A small generator of noise: the same bytes each run.
struct Noise(u64);

impl Noise {
    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count)
            .map(|_| {
                self.0 ^= self.0 << 13;
                self.0 ^= self.0 >> 7;
                self.0 ^= self.0 << 17;
                (self.0 >> 32) as u8
            })
            .collect()
    }
}

fn hostile_messages() -> Vec<Vec<u8>> {
    let mut noise = Noise(0x9E37_79B9_7F4A_7C15);
    let mut messages: Vec<Vec<u8>> = [0, 1, 17, 512, 1400, 60_000].map(|size| noise.bytes(size)).into();
    let head = "INVITE sip:1001@x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1\r\n";
    let headers = "From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n";
    for text in [
        "\r\n\r\n\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        format!("{head}{headers}Content-Length: 99999999999999999999\r\n\r\n"),
        format!("{head}{headers}Content-Length: -1\r\n\r\n"),
        format!("{head}{headers}Content-Length: 4000000000\r\n\r\nv=0"),
        format!("{head}{}\r\n\r\n", headers.repeat(200)),
        format!("{head}X: {}\r\n\r\n", "a".repeat(50_000)),
        format!("{head}Via: {}\r\n\r\n", "<>;,".repeat(10_000)),
        format!("INVITE {} SIP/2.0\r\n\r\n", "sip:".repeat(9_000)),
        "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n".to_owned(),
        format!("{head}From: \"\u{0}\u{7f}\" <sip:\r\n\r\n"),
    ] {
        messages.push(text.into_bytes());
    }
    messages
}

/// Sends it, reads whatever comes for a moment, and goes.
async fn throw(address: &str, bytes: &[u8]) -> Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    // The server may close in the middle of it, which is an answer too.
    if stream.write_all(bytes).await.is_ok() {
        let mut answer = vec![0; 4096];
        let _ = timeout(Duration::from_millis(50), stream.read(&mut answer)).await;
    }
    Ok(())
}

/// Packets between the opening of one leg's port and the other's, at most.
const BEFORE_BOTH: u64 = 50;

/// Every packet of either phone came, and went on to the other one, during the flood too.
async fn nothing_was_lost(server: &Server, tenant: &Tenant) -> Result<()> {
    let administrator = server.administrator(tenant).await?;
    let record = records::wait_for(&administrator, 1).await?.remove(0);
    let trace = records::trace_of(&administrator, &record).await?;
    let count = |leg: usize, what: &str| trace["media"][leg][what].as_u64().unwrap_or_default();
    for (from, to) in [(0, 1), (1, 0)] {
        let received = count(from, "received");
        assert!(received > 500 && count(from, "lost") == 0, "{}", trace["media"]);
        assert!(count(to, "sent") + BEFORE_BOTH >= received, "{}", trace["media"]);
    }
    Ok(())
}

#[tokio::test]
async fn garbage_on_every_port_harms_no_call() -> Story {
    let mut server = Server::start().await?;
    let tenant = server.tenant(0)?.clone();
    let voices = [Voice::Anna, Voice::Bruno];
    let pair = Pair::talking(&server.doors, &tenant, Kind::Pjsua, Transport::Udp, voices).await?;
    let doors = server.doors.clone();
    let http = doors.http.trim_start_matches("http://").to_owned();
    let udp = UdpSocket::bind("127.0.0.1:0").await?;
    let before = server.resident_kb()?;
    for _ in 0..20 {
        for message in hostile_messages() {
            let datagram = &message[..message.len().min(60_000)];
            udp.send_to(datagram, &doors.sip).await?;
            for door in [&doors.sip, &doors.sips, &http] {
                throw(door, &message).await?;
            }
        }
    }
    let (anna, bruno) = pair.listen().await?;
    pair.hang_up().await?;
    anna.is(Voice::Bruno).await?;
    bruno.is(Voice::Anna).await?;
    nothing_was_lost(&server, &tenant).await?;
    assert!(server.is_running()?, "{}", server.log_tail());
    let grown = server.resident_kb()?.saturating_sub(before);
    assert!(grown < 40_000, "the server has grown by {grown} kB");
    let log = std::fs::read_to_string(server.log())?;
    assert!(!log.contains("panicked at"), "{}", server.log_tail());
    Ok(())
}

#[tokio::test]
async fn half_open_connections_keep_nobody_out() -> Story {
    let server = Server::start().await?;
    let tenant = server.tenant(0)?;
    let doors = &server.doors;
    let http = doors.http.trim_start_matches("http://").to_owned();
    let mut open = Vec::new();
    for _ in 0..150 {
        for door in [&doors.sip, &doors.sips, &http] {
            // Beyond its limit the server may refuse to accept more from here.
            if let Ok(mut stream) = TcpStream::connect(door).await {
                let _ = stream.write_all(b"INVITE sip:x@x SIP/2.0\r\nVia: ").await;
                open.push(stream);
            }
        }
    }
    let anna = phone(doors, tenant, 0, Kind::Pjsua, Transport::Udp, Voice::Anna).await?;
    let bruno = phone(doors, tenant, 1, Kind::Pjsua, Transport::Udp, Voice::Bruno).await?;
    let call = anna.dial(number(tenant, 1)?).await?;
    let (at_bruno, _) = bruno.rings().await?;
    bruno.answer(at_bruno).await?;
    anna.hang_up(call).await?;
    drop(open);
    let administrator = server.administrator(tenant).await?;
    records::wait_for(&administrator, 1).await?;
    Ok(())
}
