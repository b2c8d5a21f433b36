//! Measures the relay: CPU per call-second, loss and added latency.
//!
//! ```text
//! cargo build --release -p media --example relay_load
//! taskset -c 0 target/release/examples/relay_load [CALLS…]      # default: 200 800
//! ```
//! The process itself relays and is held to core 0 by whoever starts it; it starts a second process, the generator, on
//! core 1, so that the CPU time told is the relay's alone. Every leg sends 50 G.711 packets a second. The generator
//! never sleeps while it measures, so the relay does not pay for waking it; latency is from before sending to after
//! receiving.

#![expect(clippy::print_stdout, reason = "a program that prints figures")]

use kernel::system::SystemRng;
use media::{Media, MediaConfig, Payload, Remote, Stats};
use rtp::{packet, quality::Codec};
use std::{
    error::Error,
    io::{BufRead, BufReader, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    process::{Command, Stdio},
    sync::mpsc::channel,
    time::{Duration, Instant},
};

const SECONDS: u64 = 10;
const PACKET: usize = 172;
const A: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const B: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 3));
const HOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// System ticks in a second, as `/proc/self/stat` counts CPU time.
const TICKS: f64 = 100.0;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "generate") {
        return generate();
    }
    let calls: Vec<usize> = arguments.iter().map(|calls| calls.parse()).collect::<Result<_, _>>()?;
    for calls in if calls.is_empty() { vec![200, 800] } else { calls } {
        measure(calls)?;
    }
    Ok(())
}

/// Relays `calls` calls for a while and prints what it cost.
fn measure(calls: usize) -> Result<(), Box<dyn Error>> {
    let mut generator = Command::new("taskset")
        .args(["-c", "1"])
        .arg(std::env::current_exe()?)
        .arg("generate")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut tell = generator.stdin.take().ok_or("no way to the generator")?;
    let mut told = BufReader::new(generator.stdout.take().ok_or("no way from the generator")?).lines();
    let mut line = || told.next().ok_or("the generator has ended");

    let ports: Vec<u16> = line()??.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let [port_a, port_b] = ports[..] else { return Err("two ports were expected".into()) };
    let memory_before = memory_kb()?;
    let config = MediaConfig { ports: 20_000..=29_999, addresses: vec![HOST], ..MediaConfig::default() };
    let media = Media::start(config, &SystemRng, Box::new(drop))?;
    let mut streams = Vec::new();
    for _ in 0..calls {
        let ((a, ours_a), (b, ours_b)) = (media.open(HOST)?, media.open(HOST)?);
        media.set_remote(a, remote(A, port_a));
        media.set_remote(b, remote(B, port_b));
        media.bridge(a, b);
        writeln!(tell, "{ours_a} {ours_b}")?;
        streams.extend([a, b]);
    }
    writeln!(tell)?;
    line()??;
    let cpu_before = cpu_seconds()?;
    let figures = line()??;
    let cpu = cpu_seconds()? - cpu_before;
    let sent: f64 = figures.split(' ').next().unwrap_or_default().parse()?;
    let memory = memory_kb()? - memory_before;
    let mut worst: Option<Stats> = None;
    for stream in streams {
        let (reply, answer) = channel();
        media.stats(stream, move |stats| drop(reply.send(stats)));
        let stats = answer.recv()?.ok_or("a stream is gone")?;
        if worst.as_ref().is_none_or(|worst| worst.lost < stats.lost) {
            worst = Some(stats);
        }
    }
    let worst = worst.ok_or("no call")?;
    println!(
        "calls {calls}  cpu {:.3} ms per call-second  {figures}  memory {:.2} KB per call  worst stream: lost {} of {}, jitter {} us",
        cpu * 1000.0 / (sent / 100.0),
        memory / calls as f64,
        worst.lost,
        worst.received,
        worst.jitter_us
    );
    media.stop();
    drop(tell);
    generator.wait()?;
    Ok(())
}

fn remote(ip: IpAddr, port: u16) -> Remote {
    Remote {
        rtp: Some(SocketAddr::new(ip, port)),
        rtcp: None,
        rtcp_mux: false,
        signalling: ip,
        payloads: vec![Payload { payload_type: 0, clock_rate: 8000, codec: Codec::Pcmu }],
    }
}

/// CPU time of this process so far, user and system.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok());
    Ok((ticks(11).zip(ticks(12)).map(|(user, system)| user + system).ok_or("no times in stat")?) / TICKS)
}

/// Proportional set size of this process.
fn memory_kb() -> Result<f64, Box<dyn Error>> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:")).ok_or("no Pss line")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse()?)
}

/// One side of all calls: one socket, a destination for each call.
struct Side {
    socket: UdpSocket,
    to: Vec<SocketAddr>,
    sent: u64,
    received: u64,
}

impl Side {
    fn new(ip: IpAddr) -> std::io::Result<Self> {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None)?;
        socket.set_recv_buffer_size(16 << 20)?;
        socket.set_nonblocking(true)?;
        socket.bind(&SocketAddr::new(ip, 0).into())?;
        Ok(Self { socket: socket.into(), to: Vec::new(), sent: 0, received: 0 })
    }

    fn send(&mut self, call: usize, sequence: u32, epoch: Instant) {
        let ssrc = call as u32 + 1;
        let mut bytes = [0x55; PACKET];
        bytes[..12].copy_from_slice(&packet::header(sequence == 0, 0, sequence as u16, sequence * 160, ssrc));
        bytes[12..20].copy_from_slice(&(epoch.elapsed().as_nanos() as u64).to_be_bytes());
        self.sent += u64::from(self.socket.send_to(&bytes, self.to[call]).is_ok());
    }

    fn receive(&mut self, epoch: Instant, latencies_us: &mut Vec<u32>) {
        let mut bytes = [0; 2048];
        while let Ok(length) = self.socket.recv(&mut bytes) {
            let now = epoch.elapsed().as_nanos() as u64;
            if let (PACKET, Some(sent)) = (length, bytes[12..].first_chunk()) {
                self.received += 1;
                latencies_us.push((now.saturating_sub(u64::from_be_bytes(*sent)) / 1000) as u32);
            }
        }
    }
}

/// Sends on both sides of every call and measures what arrives on the other.
fn generate() -> Result<(), Box<dyn Error>> {
    let mut sides = [Side::new(A)?, Side::new(B)?];
    println!("{} {}", sides[0].socket.local_addr()?.port(), sides[1].socket.local_addr()?.port());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((a, b)) = line.split_once(' ') else { break };
        sides[0].to.push(a.parse()?);
        sides[1].to.push(b.parse()?);
    }
    let epoch = Instant::now();
    run(&mut sides, epoch, 0, 1000);
    println!("warm");
    sides.iter_mut().for_each(|side| (side.sent, side.received) = (0, 0));
    let mut latencies_us = run(&mut sides, epoch, 1000, 1000 + SECONDS * 1000);
    latencies_us.sort_unstable();
    let sent: u64 = sides.iter().map(|side| side.sent).sum();
    let received: u64 = sides.iter().map(|side| side.received).sum();
    let at =
        |part: f64| latencies_us.get(((latencies_us.len() as f64) * part) as usize).copied().unwrap_or(0);
    println!(
        "{sent} sent, {} lost, latency p50 {} us, p99 {} us, p99.9 {} us",
        sent.saturating_sub(received),
        at(0.5),
        at(0.99),
        at(0.999)
    );
    Ok(())
}

/// A slot of calls each millisecond, side B half a packet time after side A; a moment at the end for stragglers.
fn run(sides: &mut [Side; 2], epoch: Instant, from_ms: u64, to_ms: u64) -> Vec<u32> {
    let calls = sides[0].to.len();
    let mut latencies_us = Vec::with_capacity(calls * (to_ms - from_ms) as usize / 10);
    let mut slot = from_ms;
    while slot < to_ms || epoch.elapsed() < Duration::from_millis(to_ms + 20) {
        if slot < to_ms && epoch.elapsed() >= Duration::from_millis(slot) {
            for (index, side) in sides.iter_mut().enumerate() {
                let phase = (slot as usize + index * 10) % 20;
                for call in (phase..calls).step_by(20) {
                    side.send(call, (slot / 20) as u32, epoch);
                }
            }
            slot += 1;
        }
        sides.iter_mut().for_each(|side| side.receive(epoch, &mut latencies_us));
    }
    latencies_us
}
