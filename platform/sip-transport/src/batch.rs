//! Many datagrams per system call: `recvmmsg` and `sendmmsg`, with the local address of each; and watching a socket for
//! one thing alone.
//!
//! The only unsafe code of this crate. Every pointer given to the kernel points into a buffer that the called
//! function owns or borrows for the length of the call; every structure read back is checked against the length the
//! kernel reports.
#![expect(unsafe_code, reason = "recvmmsg, sendmmsg and packet information have no safe interface")]

use std::io;
use std::mem::size_of;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};
use std::ptr;

use bytes::Bytes;
use socket2::SockAddr;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// The most datagrams per system call.
pub(crate) const BATCH: usize = 64;
/// The fewest asked for: preparing room costs time, and mostly few wait.
const FEW: usize = 8;
/// The greatest datagram there is.
const DATAGRAM_BYTES: usize = 65_536;
/// Room for one packet-information message of either family, in units of its alignment.
const CONTROL_WORDS: usize = 8;

type Control = [u64; CONTROL_WORDS];

/// A datagram to be sent.
#[derive(Debug)]
pub(crate) struct Datagram {
    pub(crate) bytes: Bytes,
    pub(crate) peer: SocketAddr,
    /// The source address, for a socket bound to a wildcard.
    pub(crate) source: Option<IpAddr>,
}

/// Watches a socket for arrivals or for room, where the runtime's own socket types watch for both.
pub(crate) fn watch(socket: OwnedFd, interest: Interest) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` is open for as long as it lives and stays the same descriptor; `AsyncFd` owns it from here on
    // and nothing takes it out.
    unsafe { AsyncFd::register_with_interest(socket, interest) }.map_err(Into::into)
}

/// Buffers for receiving. Their pages are touched only as far as datagrams fill them.
pub(crate) struct Buffers {
    bytes: Vec<u8>,
    names: Vec<libc::sockaddr_storage>,
    controls: Vec<Control>,
    vectors: Vec<libc::iovec>,
    headers: Vec<libc::mmsghdr>,
    /// How many to ask for next time.
    wanted: usize,
}

/// How much one call brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) count: usize,
    /// More may wait.
    pub(crate) is_full: bool,
}

impl std::fmt::Debug for Buffers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Buffers(…)")
    }
}

impl Buffers {
    pub(crate) fn new() -> Self {
        Self {
            bytes: vec![0; BATCH * DATAGRAM_BYTES],
            names: vec![no_address(); BATCH],
            controls: vec![[0; CONTROL_WORDS]; BATCH],
            vectors: Vec::with_capacity(BATCH),
            headers: Vec::with_capacity(BATCH),
            wanted: FEW,
        }
    }

    /// Receives what waits, at most [`BATCH`] datagrams, and gives each with its sender and, if the socket reports
    /// packet information, the address it was sent to.
    pub(crate) fn receive(
        &mut self,
        socket: BorrowedFd<'_>,
        mut take: impl FnMut(&[u8], SocketAddr, Option<IpAddr>),
    ) -> io::Result<Received> {
        let wanted = self.wanted;
        self.vectors.clear();
        self.headers.clear();
        for slot in self.bytes.chunks_exact_mut(DATAGRAM_BYTES).take(wanted) {
            self.vectors.push(libc::iovec { iov_base: slot.as_mut_ptr().cast(), iov_len: DATAGRAM_BYTES });
        }
        let parts = self.vectors.iter_mut().zip(&mut self.names).zip(&mut self.controls);
        for ((vector, name), control) in parts {
            self.headers.push(header(vector, ptr::from_mut(name).cast(), NAME_BYTES, control, true));
        }
        // SAFETY: the headers point into `bytes`, `names`, `controls` and `vectors`, which live in `self`, are not
        // touched during the call, and are as long as the headers say.
        let received = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                self.headers.as_mut_ptr(),
                self.headers.len() as u32,
                libc::MSG_DONTWAIT,
                ptr::null_mut(),
            )
        };
        let received = usize::try_from(received).map_err(|_| io::Error::last_os_error())?;
        for (index, header) in self.headers[..received].iter().enumerate() {
            let from = index * DATAGRAM_BYTES;
            let length = (header.msg_len as usize).min(DATAGRAM_BYTES);
            let was_cut = header.msg_hdr.msg_flags & libc::MSG_TRUNC != 0;
            if let Some(peer) = sender(&self.names[index]).filter(|_| !was_cut) {
                take(&self.bytes[from..from + length], peer, destination(&header.msg_hdr));
            }
        }
        let is_full = received == wanted;
        self.wanted = if is_full { (wanted * 2).min(BATCH) } else { received.next_power_of_two().max(FEW) };
        Ok(Received { count: received, is_full })
    }
}

const NAME_BYTES: libc::socklen_t = size_of::<libc::sockaddr_storage>() as libc::socklen_t;

const fn no_address() -> libc::sockaddr_storage {
    // SAFETY: all-zero is a valid value of this plain C structure (an address of no family).
    unsafe { std::mem::zeroed() }
}

/// The address of a datagram's sender, as the kernel wrote it.
fn sender(name: &libc::sockaddr_storage) -> Option<SocketAddr> {
    let name = ptr::from_ref(name);
    // SAFETY: the storage is initialised, larger than either structure and aligned for both.
    unsafe {
        match i32::from((*name).ss_family) {
            libc::AF_INET => {
                let address = *name.cast::<libc::sockaddr_in>();
                let ip = Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr));
                Some(SocketAddr::new(ip.into(), u16::from_be(address.sin_port)))
            }
            libc::AF_INET6 => {
                let address = *name.cast::<libc::sockaddr_in6>();
                let ip = Ipv6Addr::from(address.sin6_addr.s6_addr);
                let port = u16::from_be(address.sin6_port);
                Some(SocketAddrV6::new(ip, port, 0, address.sin6_scope_id).into())
            }
            _ => None,
        }
    }
}

fn header(
    vector: *mut libc::iovec,
    name: *mut libc::c_void,
    name_length: libc::socklen_t,
    control: &mut Control,
    with_control: bool,
) -> libc::mmsghdr {
    // SAFETY: all-zero is a valid value of this plain C structure (null pointers, zero lengths).
    let mut header: libc::mmsghdr = unsafe { std::mem::zeroed() };
    header.msg_hdr.msg_name = name;
    header.msg_hdr.msg_namelen = name_length;
    header.msg_hdr.msg_iov = vector;
    header.msg_hdr.msg_iovlen = 1;
    if with_control {
        header.msg_hdr.msg_control = control.as_mut_ptr().cast();
        header.msg_hdr.msg_controllen = size_of::<Control>() as _;
    }
    header
}

/// The address a received datagram was sent to.
fn destination(header: &libc::msghdr) -> Option<IpAddr> {
    // SAFETY: `header` describes a control buffer that the kernel filled; the macros walk it within its length, and a
    // structure is read (unaligned) only if its message is long enough for it.
    unsafe {
        let mut message = libc::CMSG_FIRSTHDR(header);
        while !message.is_null() {
            let head = *message;
            let data = libc::CMSG_DATA(message);
            let holds = |bytes: usize| head.cmsg_len as usize >= libc::CMSG_LEN(bytes as u32) as usize;
            match (head.cmsg_level, head.cmsg_type) {
                (libc::IPPROTO_IP, libc::IP_PKTINFO) if holds(size_of::<libc::in_pktinfo>()) => {
                    let info: libc::in_pktinfo = ptr::read_unaligned(data.cast());
                    return Some(Ipv4Addr::from(u32::from_be(info.ipi_addr.s_addr)).into());
                }
                (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO) if holds(size_of::<libc::in6_pktinfo>()) => {
                    let info: libc::in6_pktinfo = ptr::read_unaligned(data.cast());
                    return Some(Ipv6Addr::from(info.ipi6_addr.s6_addr).into());
                }
                _ => message = libc::CMSG_NXTHDR(header, message),
            }
        }
    }
    None
}

/// Sends datagrams in one call, at most [`BATCH`]. Returns how many were taken; an error is the first one's.
pub(crate) fn send(socket: BorrowedFd<'_>, datagrams: &[Datagram]) -> io::Result<usize> {
    let datagrams = &datagrams[..datagrams.len().min(BATCH)];
    let names: Vec<SockAddr> = datagrams.iter().map(|datagram| datagram.peer.into()).collect();
    let mut controls: Vec<Control> = vec![[0; CONTROL_WORDS]; datagrams.len()];
    let mut vectors: Vec<libc::iovec> = datagrams
        .iter()
        .map(|datagram| libc::iovec {
            iov_base: datagram.bytes.as_ptr().cast_mut().cast(),
            iov_len: datagram.bytes.len(),
        })
        .collect();
    let mut headers: Vec<libc::mmsghdr> = Vec::with_capacity(datagrams.len());
    let parts = datagrams.iter().zip(&names).zip(&mut controls).zip(&mut vectors);
    for (((datagram, name), control), vector) in parts {
        let name_pointer = name.as_ptr().cast_mut().cast();
        let mut header = header(vector, name_pointer, name.len(), control, datagram.source.is_some());
        if let Some(source) = datagram.source {
            write_source(&mut header.msg_hdr, source);
        }
        headers.push(header);
    }
    // SAFETY: the headers point into `names`, `controls`, `vectors` and the datagrams' bytes, all alive during the
    // call and as long as the headers say; sendmmsg only reads what name and vector point to.
    let sent = unsafe {
        libc::sendmmsg(
            socket.as_raw_fd(),
            headers.as_mut_ptr(),
            headers.len() as u32,
            libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL,
        )
    };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// Writes the packet information that chooses a datagram's source address.
fn write_source(header: &mut libc::msghdr, source: IpAddr) {
    let (level, kind, bytes) = match source {
        IpAddr::V4(_) => (libc::IPPROTO_IP, libc::IP_PKTINFO, size_of::<libc::in_pktinfo>()),
        IpAddr::V6(_) => (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, size_of::<libc::in6_pktinfo>()),
    };
    // SAFETY: the control buffer has room for one message of either family (CMSG_SPACE of in6_pktinfo is 40 bytes of
    // its 64) and is zeroed; the structure is written unaligned inside that message.
    unsafe {
        header.msg_controllen = libc::CMSG_SPACE(bytes as u32) as _;
        let message = libc::CMSG_FIRSTHDR(header);
        if message.is_null() {
            return;
        }
        (*message).cmsg_level = level;
        (*message).cmsg_type = kind;
        (*message).cmsg_len = libc::CMSG_LEN(bytes as u32) as _;
        let data = libc::CMSG_DATA(message);
        match source {
            IpAddr::V4(source) => {
                let address = libc::in_addr { s_addr: u32::from(source).to_be() };
                let info = libc::in_pktinfo {
                    ipi_ifindex: 0,
                    ipi_spec_dst: address,
                    ipi_addr: libc::in_addr { s_addr: 0 },
                };
                ptr::write_unaligned(data.cast(), info);
            }
            IpAddr::V6(source) => {
                let address = libc::in6_addr { s6_addr: source.octets() };
                ptr::write_unaligned(data.cast(), libc::in6_pktinfo { ipi6_addr: address, ipi6_ifindex: 0 });
            }
        }
    }
}

fn set(socket: BorrowedFd<'_>, level: i32, option: i32, value: i32) -> io::Result<()> {
    // SAFETY: the option value is one C int that lives during the call.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            level,
            option,
            ptr::from_ref(&value).cast(),
            size_of::<i32>() as libc::socklen_t,
        )
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Makes a socket report the address each datagram was sent to.
pub(crate) fn report_destination(socket: BorrowedFd<'_>, is_v6: bool) -> io::Result<()> {
    if is_v6 {
        set(socket, libc::IPPROTO_IPV6, libc::IPV6_RECVPKTINFO, 1)
    } else {
        set(socket, libc::IPPROTO_IP, libc::IP_PKTINFO, 1)
    }
}

/// Asks for buffers beyond the system's limit, which needs a privilege.
pub(crate) fn force_buffers(socket: BorrowedFd<'_>, bytes: usize) -> io::Result<()> {
    let bytes = i32::try_from(bytes).unwrap_or(i32::MAX);
    set(socket, libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes)?;
    set(socket, libc::SOL_SOCKET, libc::SO_SNDBUFFORCE, bytes)
}
