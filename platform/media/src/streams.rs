//! All streams of one thread, and which datagram goes where.

use crate::{Event, Stats, StreamId, stream::Stream};
use rtp::Class;
use std::{collections::HashMap, net::SocketAddr};

/// Which of a stream's two sockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Port {
    Rtp,
    Rtcp,
}

/// Where a datagram goes on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forward {
    /// Slot of the stream whose socket sends it.
    pub(crate) slot: u32,
    pub(crate) port: Port,
    pub(crate) to: SocketAddr,
}

/// The streams by slot and by name. Invariant: a bridge is mutual.
#[derive(Default)]
pub(crate) struct Streams {
    slots: Vec<Option<Box<Stream>>>,
    free: Vec<u32>,
    names: HashMap<StreamId, u32>,
    /// What happened and has not been told yet.
    pub(crate) events: Vec<Event>,
}

impl Streams {
    /// Puts a stream into a slot.
    pub(crate) fn insert(&mut self, stream: Box<Stream>) -> u32 {
        let id = stream.id;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some(stream);
        }
        self.names.insert(id, slot);
        slot
    }

    /// Takes a stream out of its slot and out of its bridge.
    pub(crate) fn remove(&mut self, id: StreamId) -> Option<(u32, Box<Stream>)> {
        self.unbridge(id);
        let slot = self.names.remove(&id)?;
        let stream = self.slots.get_mut(slot as usize)?.take()?;
        self.free.push(slot);
        if self.names.is_empty() {
            *self = Self { events: std::mem::take(&mut self.events), ..Self::default() };
        }
        Some((slot, stream))
    }

    pub(crate) fn bridge(&mut self, a: StreamId, b: StreamId) {
        let (Some(&slot_a), Some(&slot_b)) = (self.names.get(&a), self.names.get(&b)) else { return };
        self.unbridge(a);
        self.unbridge(b);
        if slot_a != slot_b {
            self.set_partner(slot_a, Some(slot_b));
            self.set_partner(slot_b, Some(slot_a));
        }
    }

    pub(crate) fn unbridge(&mut self, id: StreamId) {
        let Some(&slot) = self.names.get(&id) else { return };
        if let Some(partner) = self.at(slot).and_then(|stream| stream.partner) {
            self.set_partner(slot, None);
            self.set_partner(partner, None);
        }
    }

    fn set_partner(&mut self, slot: u32, partner: Option<u32>) {
        if let Some(stream) = self.at_mut(slot) {
            stream.partner = partner;
        }
    }

    pub(crate) fn named(&mut self, id: StreamId) -> Option<&mut Stream> {
        let slot = *self.names.get(&id)?;
        self.at_mut(slot)
    }

    pub(crate) fn stats(&self, id: StreamId, now_us: u64) -> Option<Stats> {
        self.at(*self.names.get(&id)?).map(|stream| stream.stats(now_us))
    }

    pub(crate) fn ids(&self) -> Vec<StreamId> {
        self.names.keys().copied().collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn at(&self, slot: u32) -> Option<&Stream> {
        self.slots.get(slot as usize)?.as_deref()
    }

    fn at_mut(&mut self, slot: u32) -> Option<&mut Stream> {
        self.slots.get_mut(slot as usize)?.as_deref_mut()
    }

    /// Judges a datagram that came in on one of a slot's sockets.
    #[inline]
    pub(crate) fn handle_datagram(
        &mut self,
        slot: u32,
        port: Port,
        datagram: &[u8],
        source: SocketAddr,
        now_us: u64,
    ) -> Option<Forward> {
        let Self { slots, events, .. } = self;
        let stream = slots.get_mut(slot as usize)?.as_deref_mut()?;
        match (port, Class::of(datagram)) {
            (Port::Rtp, Class::Rtp) => {
                if !stream.handle_rtp(datagram, source, now_us, events) {
                    return None;
                }
                let slot = stream.partner?;
                let to = self.at(slot)?.rtp.target()?;
                Some(Forward { slot, port: Port::Rtp, to })
            }
            (Port::Rtcp, Class::Rtcp) => self.handle_rtcp(slot, datagram, source, now_us),
            (Port::Rtp, Class::Rtcp) if stream.rtcp_mux => self.handle_rtcp(slot, datagram, source, now_us),
            _ => {
                stream.note_malformed();
                None
            }
        }
    }

    fn handle_rtcp(
        &mut self,
        slot: u32,
        datagram: &[u8],
        source: SocketAddr,
        now_us: u64,
    ) -> Option<Forward> {
        let stream = self.at_mut(slot)?;
        let report = stream.handle_rtcp(datagram, source, now_us)?;
        let slot = stream.partner?;
        let partner = self.at_mut(slot)?;
        if let Some(middle) = report {
            partner.note_report(middle, now_us);
        }
        let (port, peer) =
            if partner.rtcp_mux { (Port::Rtp, &partner.rtp) } else { (Port::Rtcp, &partner.rtcp) };
        peer.target().map(|to| Forward { slot, port, to })
    }

    /// Counts what became of a datagram that was passed on.
    #[inline]
    pub(crate) fn note_sent(&mut self, forward: &Forward, bytes: usize, taken: bool) {
        let Some(stream) = self.at_mut(forward.slot) else { return };
        if !taken {
            stream.send_failures += 1;
        } else if forward.port == Port::Rtp {
            stream.sent += 1;
            stream.sent_bytes += bytes as u64;
        }
    }

    /// Silence and lost ends of digits.
    pub(crate) fn handle_timeout(&mut self, now_us: u64) {
        let Self { slots, events, .. } = self;
        for stream in slots.iter_mut().flatten() {
            stream.handle_timeout(now_us, events);
        }
    }
}

#[cfg(test)]
#[path = "streams_tests.rs"]
mod tests;
