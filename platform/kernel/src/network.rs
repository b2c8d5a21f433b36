//! A block of addresses, as people write it: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/64`.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The text is no address and no block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address or a block of the form address/length")]
pub struct NotANetwork;

/// A block of IPv4 or IPv6 addresses. Bits beyond the length are zero; IPv4-mapped addresses are IPv4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network {
    address: IpAddr,
    length: u8,
}

impl Network {
    /// The block of this length around an address; a length beyond the address's bits is all of them.
    pub fn new(address: IpAddr, length: u8) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let length = length.min(32);
                let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
                Self { address: Ipv4Addr::from(u32::from(v4) & mask).into(), length }
            }
            IpAddr::V6(v6) => {
                let length = length.min(128);
                let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
                Self { address: Ipv6Addr::from(u128::from(v6) & mask).into(), length }
            }
        }
    }

    /// What one customer has at least: an IPv4 address, or the /64 around an IPv6 one.
    pub fn of_host(address: IpAddr) -> Self {
        let length = if address.to_canonical().is_ipv4() { 32 } else { 64 };
        Self::new(address, length)
    }

    /// The first address.
    pub const fn address(self) -> IpAddr {
        self.address
    }

    /// How many leading bits are given.
    pub const fn length(self) -> u8 {
        self.length
    }

    /// Whether an address lies within.
    pub fn contains(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.address.is_ipv4() && Self::new(address, self.length) == self
    }

    /// First and last address as 128 bits, IPv4 mapped into IPv6: blocks overlap when their ranges do.
    pub fn range(self) -> (u128, u128) {
        let (first, host_bits) = match self.address {
            IpAddr::V4(v4) => (u128::from(v4.to_ipv6_mapped()), 32 - u32::from(self.length)),
            IpAddr::V6(v6) => (u128::from(v6), 128 - u32::from(self.length)),
        };
        let hosts = 1_u128.checked_shl(host_bits).map_or(u128::MAX, |hosts| hosts - 1);
        (first, first | hosts)
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    /// An address alone is that address; bits beyond the length are dropped.
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, length) =
            text.trim().split_once('/').map_or((text.trim(), None), |(a, l)| (a, Some(l)));
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            None => most,
            Some(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
                length.parse().ok().filter(|length| *length <= most).ok_or(NotANetwork)?
            }
            Some(_) => return Err(NotANetwork),
        };
        let mapped = address.is_ipv6() && address.to_canonical().is_ipv4();
        if mapped && length < 96 {
            return Err(NotANetwork);
        }
        Ok(Self::new(address, if mapped { length - 96 } else { length }))
    }
}

impl fmt::Display for Network {
    /// An IPv4 address alone stands without its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.address, self.length) {
            (IpAddr::V4(v4), 32) => write!(f, "{v4}"),
            (IpAddr::V6(v6), 128) => write!(f, "{v6}"),
            (address, length) => write!(f, "{address}/{length}"),
        }
    }
}

impl serde::Serialize for Network {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Network {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn blocks_are_read_and_written() {
        for (text, shown) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7/24", "203.0.113.0/24"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            (" 2001:db8::7/64 ", "2001:db8::/64"),
            ("2001:db8::7", "2001:db8::7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7/120", "203.0.113.0/24"),
        ] {
            assert_eq!(network(text).to_string(), shown, "{text}");
        }
        for wrong in [
            "",
            "203.0.113",
            "203.0.113.7/33",
            "203.0.113.7/",
            "203.0.113.7/+8",
            "::/129",
            "::ffff:1.2.3.4/90",
        ] {
            assert_eq!(wrong.parse::<Network>(), Err(NotANetwork), "{wrong}");
        }
    }

    #[test]
    fn a_block_contains_its_own_and_no_other_family() {
        assert!(network("203.0.113.0/24").contains("203.0.113.255".parse().unwrap()));
        assert!(network("203.0.113.0/24").contains("::ffff:203.0.113.1".parse().unwrap()));
        assert!(!network("203.0.113.0/24").contains("203.0.114.0".parse().unwrap()));
        assert!(network("::/0").contains("2001:db8::1".parse().unwrap()));
        assert!(!network("::/0").contains("203.0.113.1".parse().unwrap()));
        assert_eq!(Network::of_host("2001:db8::1:2:3:4".parse().unwrap()), network("2001:db8::/64"));
    }

    #[test]
    fn ranges_tell_overlaps() {
        let (first, last) = network("203.0.113.0/24").range();
        let (inner, end) = network("203.0.113.9").range();
        assert!(first <= inner && end <= last && inner == end);
        assert_eq!(network("::/0").range(), (0, u128::MAX));
    }
}
