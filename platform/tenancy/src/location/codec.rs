//! One endpoint's bindings as bytes: little-endian numbers, texts and lists with their lengths before them.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use kernel::id::{EndpointId, TenantId, Uuid};
use kernel::{Binding, Timestamp, Wire};

const VERSION: u8 = 1;
const WIRES: [Wire; 5] = [Wire::Udp, Wire::Tcp, Wire::Tls, Wire::Ws, Wire::Wss];

/// All bindings of one endpoint; none of them when it is not registered any more.
#[derive(Debug, PartialEq)]
pub(super) struct EndpointRecord {
    pub(super) tenant: TenantId,
    pub(super) endpoint: EndpointId,
    pub(super) bindings: Vec<Binding>,
}

pub(super) fn encode(tenant: TenantId, endpoint: EndpointId, bindings: &[Binding], out: &mut Vec<u8>) {
    out.push(VERSION);
    out.extend_from_slice(tenant.uuid().as_bytes());
    out.extend_from_slice(endpoint.uuid().as_bytes());
    put_len(out, bindings.len());
    for binding in bindings {
        out.extend_from_slice(binding.device.uuid().as_bytes());
        put_text(out, &binding.contact);
        put_len(out, binding.path.len());
        binding.path.iter().for_each(|hop| put_text(out, hop));
        out.push(
            WIRES
                .iter()
                .position(|wire| *wire == binding.wire)
                .and_then(|at| u8::try_from(at).ok())
                .unwrap_or(0),
        );
        put_address(out, binding.source);
        put_address(out, binding.local);
        put_option(out, binding.instance.as_deref());
        out.push(u8::from(binding.reg_id.is_some()));
        out.extend_from_slice(&binding.reg_id.unwrap_or(0).to_le_bytes());
        out.extend_from_slice(&binding.q_millis.to_le_bytes());
        put_option(out, binding.user_agent.as_deref());
        put_text(out, &binding.call_id);
        out.extend_from_slice(&binding.cseq.to_le_bytes());
        out.extend_from_slice(&binding.since.micros().to_le_bytes());
        out.extend_from_slice(&binding.expires.micros().to_le_bytes());
    }
}

/// Reads one record. The connection of a stream transport is gone: `flow` is 0.
pub(super) fn decode(bytes: &[u8]) -> Option<EndpointRecord> {
    let mut input = Input(bytes);
    if input.byte()? != VERSION {
        return None;
    }
    let tenant = TenantId(input.uuid()?);
    let endpoint = EndpointId(input.uuid()?);
    let count = input.len()?;
    let mut bindings = Vec::new();
    for _ in 0..count {
        bindings.push(input.binding(tenant, endpoint)?);
    }
    input.0.is_empty().then_some(EndpointRecord { tenant, endpoint, bindings })
}

fn put_len(out: &mut Vec<u8>, len: usize) {
    out.extend_from_slice(&u16::try_from(len).unwrap_or(u16::MAX).to_le_bytes());
}

/// Texts beyond 64 KiB cannot come from a SIP message that we accept; they are cut at a character.
fn put_text(out: &mut Vec<u8>, text: &str) {
    let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
    put_len(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

fn put_option(out: &mut Vec<u8>, text: Option<&str>) {
    out.push(u8::from(text.is_some()));
    put_text(out, text.unwrap_or_default());
}

fn put_address(out: &mut Vec<u8>, address: SocketAddr) {
    match address.ip() {
        IpAddr::V4(ip) => {
            out.push(4);
            out.extend_from_slice(&ip.octets());
        }
        IpAddr::V6(ip) => {
            out.push(6);
            out.extend_from_slice(&ip.octets());
        }
    }
    out.extend_from_slice(&address.port().to_le_bytes());
}

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    fn len(&mut self) -> Option<usize> {
        self.array().map(|bytes| usize::from(u16::from_le_bytes(bytes)))
    }

    fn uuid(&mut self) -> Option<Uuid> {
        self.array().map(Uuid::from_bytes)
    }

    fn text(&mut self) -> Option<Arc<str>> {
        let len = self.len()?;
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(head).ok().map(Arc::from)
    }

    fn option(&mut self) -> Option<Option<Arc<str>>> {
        let is_some = self.byte()? == 1;
        self.text().map(|text| is_some.then_some(text))
    }

    fn address(&mut self) -> Option<SocketAddr> {
        let ip = match self.byte()? {
            4 => IpAddr::from(self.array::<4>()?),
            6 => IpAddr::from(self.array::<16>()?),
            _ => return None,
        };
        Some(SocketAddr::new(ip, self.array().map(u16::from_le_bytes)?))
    }

    fn time(&mut self) -> Option<Timestamp> {
        self.array().map(|bytes| Timestamp::from_micros(i64::from_le_bytes(bytes)))
    }

    fn binding(&mut self, tenant: TenantId, endpoint: EndpointId) -> Option<Binding> {
        let device = self.uuid()?.into();
        let contact = self.text()?;
        let hops = self.len()?;
        let mut path = Vec::new();
        for _ in 0..hops {
            path.push(self.text()?);
        }
        Some(Binding {
            device,
            tenant,
            endpoint,
            contact,
            path,
            wire: *WIRES.get(usize::from(self.byte()?))?,
            source: self.address()?,
            local: self.address()?,
            flow: 0,
            instance: self.option()?,
            reg_id: {
                let is_some = self.byte()? == 1;
                let number = u32::from_le_bytes(self.array()?);
                is_some.then_some(number)
            },
            q_millis: self.array().map(u16::from_le_bytes)?,
            user_agent: self.option()?,
            call_id: self.text()?,
            cseq: self.array().map(u32::from_le_bytes)?,
            since: self.time()?,
            expires: self.time()?,
        })
    }
}
