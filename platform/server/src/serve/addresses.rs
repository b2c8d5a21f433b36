//! The addresses of this machine on which media may be received.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address itself, or, for a listener on all addresses, every address of this machine of that family.
pub fn local(listening: IpAddr) -> Vec<IpAddr> {
    if !listening.is_unspecified() {
        return vec![listening];
    }
    let mut found: Vec<IpAddr> =
        interfaces().into_iter().filter(|ip| ip.is_ipv4() || listening.is_ipv6()).collect();
    // A public address first: it is what is announced where nothing else is known.
    found.sort_by_key(IpAddr::is_loopback);
    found
}

#[expect(unsafe_code, reason = "getifaddrs has no safe face in the standard library")]
fn interfaces() -> Vec<IpAddr> {
    let mut found = Vec::new();
    // SAFETY: the list is walked only after success, each address is read by its family's type, and the list is
    // freed exactly once.
    unsafe {
        let mut first: *mut libc::ifaddrs = std::ptr::null_mut();
        if libc::getifaddrs(&raw mut first) != 0 {
            return found;
        }
        let mut next = first;
        while let Some(entry) = next.as_ref() {
            next = entry.ifa_next;
            let Some(address) = entry.ifa_addr.as_ref() else { continue };
            match i32::from(address.sa_family) {
                libc::AF_INET => {
                    let v4 = &*entry.ifa_addr.cast::<libc::sockaddr_in>();
                    found.push(Ipv4Addr::from(u32::from_be(v4.sin_addr.s_addr)).into());
                }
                libc::AF_INET6 => {
                    let v6 = &*entry.ifa_addr.cast::<libc::sockaddr_in6>();
                    let ip = Ipv6Addr::from(v6.sin6_addr.s6_addr);
                    // Link-local addresses need a zone that a session description cannot carry.
                    if (ip.segments()[0] & 0xffc0) != 0xfe80 {
                        found.push(ip.into());
                    }
                }
                _ => {}
            }
        }
        libc::freeifaddrs(first);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_hold_loopback_and_a_named_one_stands_alone() {
        assert!(local("0.0.0.0".parse().unwrap()).contains(&IpAddr::from(Ipv4Addr::LOCALHOST)));
        let one: IpAddr = "127.0.0.7".parse().unwrap();
        assert_eq!(local(one), [one]);
    }
}
