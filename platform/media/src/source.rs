//! The source rule: from whom a stream takes packets, and where it sends its own.

use std::net::{IpAddr, SocketAddr};

/// After a new address was signalled, packets of the old source may still be under way: for so long (µs) another
/// source may take over from it.
const TAKE_OVER_US: u64 = 5_000_000;

/// The addresses a peer may send from: the signalled one, and the one its signalling came from (a phone behind NAT).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Allowed {
    signalled: Option<IpAddr>,
    signalling: Option<IpAddr>,
}

impl Allowed {
    pub(crate) const fn new(signalled: Option<IpAddr>, signalling: IpAddr) -> Self {
        Self { signalled, signalling: Some(signalling) }
    }

    pub(crate) fn contains(&self, source: IpAddr) -> bool {
        self.signalled == Some(source) || self.signalling == Some(source)
    }
}

/// What a packet's source turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The source known, with the same synchronisation source.
    Known,
    /// Accepted, and its synchronisation source is new.
    NewSsrc,
    /// The same synchronisation source from another address: a NAT has moved it.
    Moved,
    /// A stranger.
    Refused,
}

/// One port's peer. Invariant: once latched, another address is followed only if it brings the same SSRC at a number
/// that continues, if it is exactly the signalled address, or shortly after a new one was signalled.
///
/// The order of the fields is that of use, packet by packet.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Peer {
    allowed: Allowed,
    signalled: Option<SocketAddr>,
    latch: Option<Latch>,
    target: Option<SocketAddr>,
}

#[derive(Debug, Clone, Copy)]
struct Latch {
    source: SocketAddr,
    ssrc: u32,
    /// Until then another allowed source may take over; 0 for a firm latch.
    weak_until_us: u64,
}

impl Peer {
    /// Takes what was signalled. A new address is sent to at once and weakens the latch on the old source; no address
    /// changes nothing.
    pub(crate) fn signal(&mut self, allowed: Allowed, address: Option<SocketAddr>, now_us: u64) {
        self.allowed = allowed;
        self.latch = self.latch.filter(|latch| allowed.contains(latch.source.ip()));
        if address.is_some() && address != self.signalled {
            self.signalled = address;
            self.target = address;
            if let Some(latch) = &mut self.latch {
                latch.weak_until_us = now_us + TAKE_OVER_US;
            }
        }
    }

    /// Judges a packet and learns from it. `continues` tells whether its sequence number fits the source known.
    #[inline]
    pub(crate) fn admit(
        &mut self,
        source: SocketAddr,
        ssrc: u32,
        now_us: u64,
        continues: impl FnOnce() -> bool,
    ) -> Verdict {
        let Some(latch) = &mut self.latch else {
            return self.first(source, ssrc);
        };
        if latch.source == source {
            if latch.weak_until_us != 0 && now_us >= latch.weak_until_us {
                latch.weak_until_us = 0;
                self.target = Some(source);
            }
            if latch.ssrc == ssrc {
                return Verdict::Known;
            }
            latch.ssrc = ssrc;
            return Verdict::NewSsrc;
        }
        if !self.allowed.contains(source.ip()) {
            return Verdict::Refused;
        }
        let same = latch.ssrc == ssrc;
        if (same && continues()) || now_us < latch.weak_until_us || self.signalled == Some(source) {
            *latch = Latch { source, ssrc, weak_until_us: 0 };
            self.target = Some(source);
            return if same { Verdict::Moved } else { Verdict::NewSsrc };
        }
        Verdict::Refused
    }

    fn first(&mut self, source: SocketAddr, ssrc: u32) -> Verdict {
        if !self.allowed.contains(source.ip()) {
            return Verdict::Refused;
        }
        self.latch = Some(Latch { source, ssrc, weak_until_us: 0 });
        self.target = Some(source);
        Verdict::NewSsrc
    }

    /// Where to send.
    #[inline]
    pub(crate) const fn target(&self) -> Option<SocketAddr> {
        self.target
    }

    pub(crate) fn source(&self) -> Option<SocketAddr> {
        self.latch.map(|latch| latch.source)
    }

    pub(crate) fn ssrc(&self) -> Option<u32> {
        self.latch.map(|latch| latch.ssrc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    fn at(host: u8, port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, host], port))
    }

    /// A phone that signals 10.0.0.5:4000 from behind the NAT 192.0.2.1.
    fn behind_nat() -> Peer {
        let inside = SocketAddr::from(([10, 0, 0, 5], 4000));
        let mut peer = Peer::default();
        peer.signal(Allowed::new(Some(inside.ip()), at(1, 0).ip()), Some(inside), 0);
        peer
    }

    #[test]
    fn nobody_is_allowed_before_anything_was_signalled() {
        assert_eq!(Peer::default().admit(at(1, 4000), 7, 0, || true), Verdict::Refused);
    }

    #[test]
    fn the_first_source_from_an_allowed_address_is_learnt() {
        let mut peer = behind_nat();
        assert_eq!(peer.target(), Some(SocketAddr::from(([10, 0, 0, 5], 4000))));
        assert_eq!(peer.admit(at(9, 4000), 7, 0, || true), Verdict::Refused);
        assert_eq!(peer.admit(at(1, 61_000), 7, 0, || true), Verdict::NewSsrc);
        assert_eq!(peer.target(), Some(at(1, 61_000)));
        assert_eq!(peer.admit(at(1, 61_000), 7, 0, || true), Verdict::Known);
    }

    #[test]
    fn another_port_is_followed_only_with_the_same_ssrc_and_a_number_that_continues() {
        let mut peer = behind_nat();
        peer.admit(at(1, 61_000), 7, 0, || true);
        assert_eq!(peer.admit(at(1, 62_000), 8, 0, || true), Verdict::Refused, "another SSRC");
        assert_eq!(peer.admit(at(1, 62_000), 7, 0, || false), Verdict::Refused, "a number out of the blue");
        assert_eq!(peer.admit(at(9, 62_000), 7, 0, || true), Verdict::Refused, "an address never signalled");
        assert_eq!(peer.target(), Some(at(1, 61_000)), "a stranger changes nothing");
        assert_eq!(peer.admit(at(1, 62_000), 7, 0, || true), Verdict::Moved);
        assert_eq!(peer.target(), Some(at(1, 62_000)));
    }

    #[test]
    fn the_known_source_may_change_its_ssrc() {
        let mut peer = behind_nat();
        peer.admit(at(1, 61_000), 7, 0, || true);
        assert_eq!(peer.admit(at(1, 61_000), 8, 0, || false), Verdict::NewSsrc);
        assert_eq!(peer.admit(at(1, 62_000), 8, 0, || true), Verdict::Moved);
    }

    #[test]
    fn a_new_signalled_address_is_sent_to_at_once_though_old_packets_still_come() {
        let mut peer = behind_nat();
        peer.admit(at(1, 61_000), 7, 0, || true);
        let moved = SocketAddr::from(([10, 0, 0, 5], 4002));
        peer.signal(Allowed::new(Some(moved.ip()), at(1, 0).ip()), Some(moved), SECOND);
        assert_eq!(peer.target(), Some(moved));
        assert_eq!(peer.admit(at(1, 61_000), 7, SECOND, || true), Verdict::Known);
        assert_eq!(peer.target(), Some(moved), "an old packet does not turn it back");
        assert_eq!(peer.admit(at(1, 63_000), 99, 2 * SECOND, || false), Verdict::NewSsrc);
        assert_eq!(peer.admit(at(1, 64_000), 98, 2 * SECOND, || false), Verdict::Refused, "firm again");
        assert_eq!(peer.target(), Some(at(1, 63_000)));
    }

    #[test]
    fn a_source_that_stays_after_a_new_address_was_signalled_becomes_firm_again() {
        let mut peer = behind_nat();
        peer.admit(at(1, 61_000), 7, 0, || true);
        let moved = SocketAddr::from(([10, 0, 0, 5], 4002));
        peer.signal(Allowed::new(Some(moved.ip()), at(1, 0).ip()), Some(moved), 0);
        assert_eq!(peer.admit(at(1, 61_000), 7, 6 * SECOND, || true), Verdict::Known);
        assert_eq!(peer.target(), Some(at(1, 61_000)));
        assert_eq!(peer.admit(at(1, 63_000), 99, 6 * SECOND, || false), Verdict::Refused);
    }

    #[test]
    fn the_same_address_signalled_again_keeps_what_was_learnt() {
        let mut peer = behind_nat();
        peer.admit(at(1, 61_000), 7, 0, || true);
        let same = SocketAddr::from(([10, 0, 0, 5], 4000));
        peer.signal(Allowed::new(Some(same.ip()), at(1, 0).ip()), Some(same), 0);
        peer.signal(Allowed::new(None, at(1, 0).ip()), None, 0);
        assert_eq!(peer.target(), Some(at(1, 61_000)));
        assert_eq!(peer.admit(at(1, 62_000), 99, 0, || true), Verdict::Refused);
    }

    #[test]
    fn a_source_no_longer_allowed_is_forgotten() {
        let mut peer = behind_nat();
        peer.admit(at(1, 61_000), 7, 0, || true);
        peer.signal(Allowed::new(Some(at(2, 0).ip()), at(2, 0).ip()), Some(at(2, 5000)), 0);
        assert_eq!(peer.admit(at(1, 61_000), 7, 0, || true), Verdict::Refused);
        assert_eq!(peer.target(), Some(at(2, 5000)));
    }

    #[test]
    fn exactly_the_signalled_address_is_always_heard() {
        let mut peer = Peer::default();
        peer.signal(Allowed::new(Some(at(1, 0).ip()), at(1, 0).ip()), Some(at(1, 4000)), 0);
        peer.admit(at(1, 5000), 7, 0, || true);
        assert_eq!(peer.admit(at(1, 4000), 8, 0, || false), Verdict::NewSsrc);
    }
}
