//! A generator's socket: non-blocking, with buffers that ride out the server's bursts.

use std::net::{SocketAddr, UdpSocket};

use bytes::Bytes;

use super::BenchError;

const BUFFER: usize = 8 << 20;

/// One bound UDP socket.
pub(super) struct Phone {
    socket: UdpSocket,
    scratch: Vec<u8>,
}

impl Phone {
    /// Binds `address`, a loopback address that the blueprint names.
    pub(super) fn bind(address: &str) -> Result<Self, BenchError> {
        let wrong = |source| BenchError::Socket { address: address.into(), source };
        let socket = UdpSocket::bind(address).map_err(wrong)?;
        socket.set_nonblocking(true).map_err(wrong)?;
        // Smaller buffers than asked for only show as lost messages, which the run reports.
        let raw = socket2::SockRef::from(&socket);
        let _receive = raw.set_recv_buffer_size(BUFFER);
        let _send = raw.set_send_buffer_size(BUFFER);
        Ok(Self { socket, scratch: vec![0; 65_536] })
    }

    /// Sends; a full buffer counts as a loss on the way.
    pub(super) fn send(&self, bytes: &[u8], to: SocketAddr) {
        let _lost = self.socket.send_to(bytes, to);
    }

    /// What has arrived, one message at a time.
    pub(super) fn next(&mut self) -> Option<sip::Message> {
        while let Ok((length, _)) = self.socket.recv_from(&mut self.scratch) {
            if let Ok(message) = sip::Message::parse(Bytes::copy_from_slice(&self.scratch[..length])) {
                return Some(message);
            }
        }
        None
    }
}
