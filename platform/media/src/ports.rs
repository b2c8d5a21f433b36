//! The pool of port pairs of each local address, and the sockets on them.

use crate::{MediaConfig, MediaError, streams::Port};
use kernel::rng::{Rng, draw_u64};
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, SocketAddr, UdpSocket},
    time::{Duration, Instant},
};

/// Pairs held by other processes that are passed over in one go before giving up.
const TRIES: usize = 512;

/// Expedited forwarding (RFC 3246) in the place of the old type of service.
const EXPEDITED: u32 = 46 << 2;

/// What a socket may hold back, bytes as asked for (the system doubles them): about 0.8 s of audio in packets of 20 ms.
/// Later than that it is better lost; and a flood cannot fill more.
const HELD_BACK: usize = 16 * 1024;

/// The two sockets of a stream. Small, as the relay walks over thousands.
#[derive(Debug)]
pub(crate) struct Pair {
    rtp: UdpSocket,
    rtcp: UdpSocket,
}

impl Pair {
    #[inline]
    pub(crate) const fn of(&self, port: Port) -> &UdpSocket {
        match port {
            Port::Rtp => &self.rtp,
            Port::Rtcp => &self.rtcp,
        }
    }
}

/// A pair of sockets and our RTP address.
#[derive(Debug)]
pub(crate) struct Sockets {
    pub(crate) pair: Pair,
    pub(crate) address: SocketAddr,
}

impl Sockets {
    /// Opens both; nothing when one of the ports is taken.
    pub(crate) fn open(address: SocketAddr) -> Result<Option<Self>, MediaError> {
        let rtcp = SocketAddr::new(address.ip(), address.port() | 1);
        match socket(address).and_then(|rtp| Ok(Pair { rtp, rtcp: socket(rtcp)? })) {
            Ok(pair) => Ok(Some(Self { pair, address })),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Ok(None),
            Err(source) => Err(MediaError::Socket { address: address.ip(), source }),
        }
    }
}

fn socket(address: SocketAddr) -> io::Result<UdpSocket> {
    let kind = Type::DGRAM.nonblocking().cloexec();
    let socket = Socket::new(Domain::for_address(address), kind, Some(Protocol::UDP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.set_recv_buffer_size(HELD_BACK)?;
    socket.bind(&address.into())?;
    // Marking is a wish: a system that refuses it still carries the packets.
    let _ = if address.is_ipv6() { socket.set_tclass_v6(EXPEDITED) } else { socket.set_tos_v4(EXPEDITED) };
    Ok(socket.into())
}

/// Free pairs in random order. Freed ones go to the end and rest for the time of quarantine while others are left.
#[derive(Debug)]
pub(crate) struct Pool {
    addresses: Vec<(IpAddr, Pairs)>,
    quarantine: Duration,
}

#[derive(Debug)]
struct Pairs {
    free: VecDeque<u16>,
    resting: VecDeque<(Instant, u16)>,
}

impl Pool {
    /// All pairs of the range for each address, shuffled.
    ///
    /// # Errors
    /// [`MediaError::EmptyRange`], [`MediaError::NoAddress`].
    pub(crate) fn new(config: &MediaConfig, rng: &dyn Rng) -> Result<Self, MediaError> {
        let (first, last) = (*config.ports.start(), *config.ports.end());
        let pairs: Vec<u16> =
            (first..=last).filter(|port| port % 2 == 0 && *port < last && *port > 0).collect();
        if pairs.is_empty() {
            return Err(MediaError::EmptyRange);
        }
        if config.addresses.is_empty() {
            return Err(MediaError::NoAddress);
        }
        let addresses = config.addresses.iter().map(|ip| {
            let mut free = pairs.clone();
            for index in (1..free.len()).rev() {
                free.swap(index, (draw_u64(rng) % (index as u64 + 1)) as usize);
            }
            (*ip, Pairs { free: free.into(), resting: VecDeque::new() })
        });
        Ok(Self { addresses: addresses.collect(), quarantine: config.quarantine })
    }

    fn pairs(&mut self, ip: IpAddr) -> Option<&mut Pairs> {
        self.addresses.iter_mut().find(|(address, _)| *address == ip).map(|(_, pairs)| pairs)
    }

    /// Takes a pair: one that has rested, else the one that has rested longest.
    ///
    /// # Errors
    /// [`MediaError::UnknownAddress`], [`MediaError::PortsExhausted`].
    pub(crate) fn take(&mut self, ip: IpAddr, now: Instant) -> Result<u16, MediaError> {
        let quarantine = self.quarantine;
        let pairs = self.pairs(ip).ok_or(MediaError::UnknownAddress(ip))?;
        while let Some((_, port)) =
            pairs.resting.pop_front_if(|(since, _)| now.duration_since(*since) >= quarantine)
        {
            pairs.free.push_back(port);
        }
        let port = pairs.free.pop_front().or_else(|| pairs.resting.pop_front().map(|(_, port)| port));
        port.ok_or(MediaError::PortsExhausted(ip))
    }

    /// Gives a pair back.
    pub(crate) fn release(&mut self, address: SocketAddr, now: Instant) {
        if let Some(pairs) = self.pairs(address.ip()) {
            pairs.resting.push_back((now, address.port()));
        }
    }

    /// How many pairs may be tried at most in one go.
    pub(crate) fn tries(&mut self, ip: IpAddr) -> usize {
        self.pairs(ip).map_or(0, |pairs| (pairs.free.len() + pairs.resting.len()).min(TRIES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::Seeded;
    use std::{collections::BTreeSet, net::Ipv4Addr};

    const HOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn pool(ports: std::ops::RangeInclusive<u16>, seed: u64) -> Result<Pool, MediaError> {
        let config = MediaConfig { ports, addresses: vec![HOST], ..MediaConfig::default() };
        Pool::new(&config, &Seeded::new(seed))
    }

    #[test]
    fn every_even_port_with_a_neighbour_is_given_once() {
        let mut pool = pool(1001..=1010, 1).unwrap();
        let now = Instant::now();
        let given: BTreeSet<u16> = std::iter::from_fn(|| pool.take(HOST, now).ok()).collect();
        assert_eq!(given, BTreeSet::from([1002, 1004, 1006, 1008]));
        assert!(matches!(pool.take(HOST, now), Err(MediaError::PortsExhausted(HOST))));
    }

    #[test]
    fn the_order_depends_on_chance() {
        let first = |seed| pool(10_000..=19_999, seed).unwrap().take(HOST, Instant::now()).unwrap();
        assert!((0..5).map(first).collect::<BTreeSet<_>>().len() > 1);
    }

    #[test]
    fn a_freed_pair_rests_while_others_are_left() {
        let mut pool = pool(1000..=1003, 1).unwrap();
        let start = Instant::now();
        let first = pool.take(HOST, start).unwrap();
        pool.release((HOST, first).into(), start);
        let second = pool.take(HOST, start + Duration::from_secs(1)).unwrap();
        assert_ne!(first, second);
        assert_eq!(
            pool.take(HOST, start + Duration::from_secs(1)).unwrap(),
            first,
            "better early than not at all"
        );
    }

    #[test]
    fn ranges_without_a_pair_and_foreign_addresses_are_errors() {
        assert!(matches!(pool(1001..=1002, 1), Err(MediaError::EmptyRange)));
        assert!(matches!(pool(0..=1, 1), Err(MediaError::EmptyRange)));
        let other = IpAddr::from([192, 0, 2, 1]);
        assert!(matches!(
            pool(1000..=1003, 1).unwrap().take(other, Instant::now()),
            Err(MediaError::UnknownAddress(_))
        ));
        let none = MediaConfig::default();
        assert!(matches!(Pool::new(&none, &Seeded::new(1)), Err(MediaError::NoAddress)));
    }
}
