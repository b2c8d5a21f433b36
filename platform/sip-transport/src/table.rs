//! The connections there are, and how many from where.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use bytes::Bytes;
use sip::flow::{Flow, Protocol};
use tokio::sync::mpsc;

use crate::{Limits, SendError};

/// One connection.
#[derive(Debug)]
struct Connection {
    flow: Flow,
    outgoing: mpsc::Sender<Bytes>,
    /// The address under which requests may find it (RFC 5923), beside its own peer address.
    alias: Option<SocketAddr>,
}

/// All connections of a transport.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    open: HashMap<u64, Connection>,
    by_peer: HashMap<(Protocol, SocketAddr), u64>,
    per_source: HashMap<IpAddr, usize>,
    last: u64,
}

impl Connections {
    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether another connection from this address is within the limits.
    pub(crate) fn admits(&self, peer: SocketAddr, limits: &Limits) -> bool {
        let from_there = self.per_source.get(&source(peer.ip())).copied().unwrap_or(0);
        self.open.len() < limits.connections && from_there < limits.connections_per_source
    }

    /// Adds a connection; its number is put into the flow.
    pub(crate) fn add(&mut self, mut flow: Flow, outgoing: mpsc::Sender<Bytes>) -> Flow {
        self.last += 1;
        flow.connection = self.last;
        *self.per_source.entry(source(flow.peer.ip())).or_default() += 1;
        self.by_peer.insert((flow.protocol, flow.peer), self.last);
        self.open.insert(self.last, Connection { flow, outgoing, alias: None });
        flow
    }

    /// Forgets a connection, so that nothing more can be sent on it. `None` if it was forgotten before.
    pub(crate) fn remove(&mut self, number: u64) -> Option<Flow> {
        let Connection { flow, alias, .. } = self.open.remove(&number)?;
        for address in [Some(flow.peer), alias].into_iter().flatten() {
            if self.by_peer.get(&(flow.protocol, address)) == Some(&number) {
                self.by_peer.remove(&(flow.protocol, address));
            }
        }
        let source = source(flow.peer.ip());
        if let Some(count) = self.per_source.get_mut(&source) {
            *count -= 1;
            if *count == 0 {
                self.per_source.remove(&source);
            }
        }
        Some(flow)
    }

    /// The open connection to a peer.
    pub(crate) fn to(&self, protocol: Protocol, peer: SocketAddr) -> Option<Flow> {
        let number = self.by_peer.get(&(protocol, peer))?;
        self.open.get(number).map(|connection| connection.flow)
    }

    /// Lets requests to `address` use this connection.
    pub(crate) fn alias(&mut self, number: u64, address: SocketAddr) {
        if let Some(connection) = self.open.get_mut(&number) {
            let protocol = connection.flow.protocol;
            if let Some(old) = connection.alias.replace(address).filter(|old| *old != address) {
                self.by_peer.remove(&(protocol, old));
            }
            self.by_peer.insert((protocol, address), number);
        }
    }

    /// Lines a message up for a connection.
    pub(crate) fn send(&self, number: u64, bytes: Bytes) -> Result<(), SendError> {
        let connection = self.open.get(&number).ok_or(SendError::Closed)?;
        connection.outgoing.try_send(bytes).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => SendError::Full,
            mpsc::error::TrySendError::Closed(_) => SendError::Closed,
        })
    }

    /// Forgets them all.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.by_peer.clear();
        self.per_source.clear();
    }
}

/// By what a source is counted: an IPv4 address, or the /64 of an IPv6 one.
fn source(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from(u128::from(ip) & !u128::from(u64::MAX)).into(),
        ip @ IpAddr::V4(_) => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(peer: &str) -> Flow {
        let local = "192.0.2.1:5060".parse().unwrap();
        Flow { protocol: Protocol::Tcp, local, peer: peer.parse().unwrap(), connection: 0 }
    }

    #[test]
    fn sources_are_counted_by_address_and_by_network_and_released() {
        let limits = Limits { connections_per_source: 2, ..Limits::default() };
        let mut table = Connections::default();
        let (sender, _receiver) = mpsc::channel(1);
        for peer in ["[2001:db8::1]:1", "[2001:db8::2]:1", "192.0.2.9:1"] {
            assert!(table.admits(peer.parse().unwrap(), &limits));
            table.add(flow(peer), sender.clone());
        }
        assert!(!table.admits("[2001:db8::3]:1".parse().unwrap(), &limits));
        assert!(table.admits("[2001:db8:0:1::3]:1".parse().unwrap(), &limits));
        table.remove(1);
        assert!(table.admits("[2001:db8::3]:1".parse().unwrap(), &limits));
    }

    #[test]
    fn a_connection_is_found_by_its_peer_and_its_alias_until_it_goes() {
        let mut table = Connections::default();
        let (sender, _receiver) = mpsc::channel(1);
        let added = table.add(flow("192.0.2.9:40000"), sender);
        let alias = "192.0.2.9:5060".parse().unwrap();
        table.alias(added.connection, alias);
        assert_eq!(table.to(Protocol::Tcp, added.peer), Some(added));
        assert_eq!(table.to(Protocol::Tcp, alias), Some(added));
        assert_eq!(table.to(Protocol::Tls, alias), None);
        table.remove(added.connection);
        assert_eq!(table.to(Protocol::Tcp, alias), None);
        assert_eq!(table.send(added.connection, Bytes::new()), Err(SendError::Closed));
    }
}
