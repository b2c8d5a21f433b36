//! Ports for servers and phones: blocks below the range from which the system gives out its own.

use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};

use crate::{Failure, Result};

const FIRST: u16 = 12_000;
const LAST: u16 = 32_000;
static NEXT: AtomicU16 = AtomicU16::new(0);

/// Reserves so many neighbouring ports, of which the first is even, for this test process.
///
/// Each block is given out once; a port in use by somebody else moves the search on.
pub fn block(count: u16) -> Result<u16> {
    let span = u32::from(LAST - FIRST);
    // Two test processes start their search at different places.
    let offset = (std::process::id() * 997) % span;
    for _ in 0..200 {
        let step = u32::from(NEXT.fetch_add(count + count % 2, Ordering::Relaxed));
        let first = FIRST + u16::try_from((offset + step) % span).unwrap_or(0) / 2 * 2;
        if first.checked_add(count).is_some_and(|end| end <= LAST) && (first..first + count).all(is_free) {
            return Ok(first);
        }
    }
    Err(Failure::new(format!("no {count} neighbouring free ports between {FIRST} and {LAST}")))
}

fn is_free(port: u16) -> bool {
    let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    UdpSocket::bind(address).is_ok() && TcpListener::bind(address).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_even_and_do_not_overlap() {
        let (a, b) = (block(7).unwrap(), block(7).unwrap());
        assert_eq!((a % 2, b % 2), (0, 0));
        assert!(a.abs_diff(b) >= 7, "{a} and {b}");
    }
}
