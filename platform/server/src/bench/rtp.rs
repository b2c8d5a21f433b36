//! RTP of the generator: one socket a side carries all calls, 50 packets a second each way.
//!
//! Every payload says its call, side and send time; the delay is the kernel's receive time less the send time.
//! The callee's side learns where to send from the first packet of each call.

use std::net::{SocketAddr, UdpSocket};
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant};

use super::BenchError;
use super::pair::{CALLEE_MEDIA, CALLER_MEDIA};

const MAGIC: u32 = 0x434e_4d54;
const PACKET: usize = 12 + 160;
const FRAME: Duration = Duration::from_millis(20);
const LATE: Duration = Duration::from_millis(5);
const BUFFER: usize = 32 << 20;
const SLOTS: u64 = 20;

/// What arrived within the measured window.
pub(super) struct Heard {
    pub(super) sent: u64,
    pub(super) lost: u64,
    pub(super) p50: Duration,
    pub(super) p99: Duration,
    /// Ticks of the generator that came more than 5 ms late: then delays lie.
    pub(super) late_ticks: u64,
}

struct Leg {
    to: Option<SocketAddr>,
    sequence: u16,
}

/// All calls' audio.
pub(super) struct Streams {
    sockets: [UdpSocket; 2],
    legs: [Vec<Leg>; 2],
    slot: u64,
    started: Instant,
    window: Option<u64>,
    sent: u64,
    delays: Vec<Duration>,
    late_ticks: u64,
}

impl Streams {
    /// Binds both sides.
    pub(super) fn open() -> Result<Self, BenchError> {
        Ok(Self {
            sockets: [socket(CALLER_MEDIA)?, socket(CALLEE_MEDIA)?],
            legs: [Vec::new(), Vec::new()],
            slot: 0,
            started: Instant::now(),
            window: None,
            sent: 0,
            delays: Vec::new(),
            late_ticks: 0,
        })
    }

    /// Adds the next call: where its caller sends to.
    pub(super) fn add(&mut self, to: SocketAddr) {
        self.legs[0].push(Leg { to: Some(to), sequence: 0 });
        self.legs[1].push(Leg { to: None, sequence: 0 });
    }

    /// Begins the measured window.
    pub(super) fn mark(&mut self) {
        self.window = Some(wall_nanos());
        (self.sent, self.late_ticks) = (0, 0);
        self.delays.clear();
    }

    /// Sends what is due and takes what has arrived.
    pub(super) fn step(&mut self) {
        let elapsed = self.started.elapsed();
        let due = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        if elapsed > Duration::from_millis(self.slot) + LATE {
            self.late_ticks += 1;
        }
        while self.slot < due {
            self.slot += 1;
            self.send(self.slot % SLOTS);
        }
        for side in 0..2 {
            self.receive(side);
        }
    }

    /// Ends the window: stragglers get some time, then the sums are drawn.
    pub(super) fn report(&mut self) -> Heard {
        let sent = self.sent;
        super::pace::rest(FRAME * 10);
        for side in 0..2 {
            self.receive(side);
        }
        self.delays.sort_unstable();
        let heard = u64::try_from(self.delays.len()).unwrap_or(u64::MAX);
        Heard {
            sent,
            lost: sent.saturating_sub(heard),
            p50: super::pace::quantile(&self.delays, 0.5),
            p99: super::pace::quantile(&self.delays, 0.99),
            late_ticks: self.late_ticks,
        }
    }

    fn send(&mut self, slot: u64) {
        let mut packet = [0xD5_u8; PACKET];
        for side in 0..2 {
            for (call, leg) in
                self.legs[side].iter_mut().enumerate().filter(|(c, _)| *c as u64 % SLOTS == slot)
            {
                let Some(to) = leg.to else { continue };
                leg.sequence = leg.sequence.wrapping_add(1);
                write(&mut packet, side, call, leg.sequence);
                // A full buffer shows as a lost packet.
                let _lost = self.sockets[side].send_to(&packet, to);
                self.sent += u64::from(self.window.is_some());
            }
        }
    }

    fn receive(&mut self, side: usize) {
        let mut buffer = [0_u8; 2_048];
        while let Some((length, from, arrived)) = receive_stamped(&self.sockets[side], &mut buffer) {
            let Some((from_side, call, sent_at)) = read(&buffer[..length]) else { continue };
            if from_side == side {
                continue;
            }
            if let Some(leg) = self.legs[side].get_mut(call) {
                leg.to.get_or_insert(from);
            }
            if self.window.is_some_and(|start| sent_at >= start) {
                self.delays.push(Duration::from_nanos(arrived.saturating_sub(sent_at)));
            }
        }
    }
}

fn write(packet: &mut [u8; PACKET], side: usize, call: usize, sequence: u16) {
    let call = u32::try_from(call).unwrap_or(u32::MAX);
    packet[0] = 0x80;
    packet[1] = 0;
    packet[2..4].copy_from_slice(&sequence.to_be_bytes());
    packet[4..8].copy_from_slice(&(u32::from(sequence) * 160).to_be_bytes());
    packet[8..12].copy_from_slice(&(call * 2 + u32::from(side == 1) + 1).to_be_bytes());
    packet[12..16].copy_from_slice(&MAGIC.to_be_bytes());
    packet[16..20].copy_from_slice(&call.to_be_bytes());
    packet[20] = u8::from(side == 1);
    packet[24..32].copy_from_slice(&wall_nanos().to_be_bytes());
}

fn read(packet: &[u8]) -> Option<(usize, usize, u64)> {
    let word = |at: usize| Some(u32::from_be_bytes(packet.get(at..at + 4)?.try_into().ok()?));
    if packet.len() < 32 || word(12)? != MAGIC {
        return None;
    }
    let call = usize::try_from(word(16)?).ok()?;
    Some((usize::from(packet[20]), call, u64::from_be_bytes(packet[24..32].try_into().ok()?)))
}

fn socket((ip, port): (&str, u16)) -> Result<UdpSocket, BenchError> {
    let wrong = |source| BenchError::Socket { address: format!("{ip}:{port}"), source };
    let socket = UdpSocket::bind((ip, port)).map_err(wrong)?;
    socket.set_nonblocking(true).map_err(wrong)?;
    let raw = socket2::SockRef::from(&socket);
    let _receive = raw.set_recv_buffer_size(BUFFER);
    let _send = raw.set_send_buffer_size(BUFFER);
    stamp(&socket).map_err(wrong)?;
    Ok(socket)
}

/// Nanoseconds of the clock that the kernel stamps packets with.
#[expect(clippy::disallowed_methods, reason = "the delay is measured against the kernel's wall-clock stamps")]
fn wall_nanos() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[expect(unsafe_code, reason = "receive time stamps have no safe face in the standard library")]
fn stamp(socket: &UdpSocket) -> std::io::Result<()> {
    let one: libc::c_int = 1;
    let size = libc::socklen_t::try_from(std::mem::size_of::<libc::c_int>()).unwrap_or(4);
    // SAFETY: the option's value is one int that lives during the call.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_TIMESTAMPNS,
            (&raw const one).cast(),
            size,
        )
    };
    if done == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}

/// One packet with its source and the kernel's receive time in nanoseconds.
#[expect(unsafe_code, reason = "recvmsg with control data has no safe face in the standard library")]
fn receive_stamped(socket: &UdpSocket, buffer: &mut [u8]) -> Option<(usize, SocketAddr, u64)> {
    // SAFETY: every pointer handed to recvmsg points into a local that outlives the call, with its true length;
    // the control data is walked by libc's own macros.
    unsafe {
        let mut from: libc::sockaddr_in = std::mem::zeroed();
        let mut control = [0_u64; 8];
        let mut part = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_name = (&raw mut from).cast();
        message.msg_namelen = libc::socklen_t::try_from(std::mem::size_of::<libc::sockaddr_in>()).ok()?;
        message.msg_iov = &raw mut part;
        message.msg_iovlen = 1;
        message.msg_control = control.as_mut_ptr().cast();
        message.msg_controllen = std::mem::size_of_val(&control);
        let length = libc::recvmsg(socket.as_raw_fd(), &raw mut message, libc::MSG_DONTWAIT);
        let length = usize::try_from(length).ok()?;
        let mut arrived = 0;
        let mut header = libc::CMSG_FIRSTHDR(&raw const message);
        while !header.is_null() {
            if (*header).cmsg_type == libc::SCM_TIMESTAMPNS {
                let time: libc::timespec = std::ptr::read_unaligned(libc::CMSG_DATA(header).cast());
                arrived =
                    u64::try_from(time.tv_sec).ok()? * 1_000_000_000 + u64::try_from(time.tv_nsec).ok()?;
            }
            header = libc::CMSG_NXTHDR(&raw const message, header);
        }
        let ip = std::net::Ipv4Addr::from(u32::from_be(from.sin_addr.s_addr));
        Some((length, SocketAddr::from((ip, u16::from_be(from.sin_port))), arrived))
    }
}
