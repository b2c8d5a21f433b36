//! Requests within a dialog (RFC 3261 §12.2.1.1): target, route and the headers every request has.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};

use bytes::BytesMut;

use super::{Dialog, route_uri};
use crate::header::HeaderName;
use crate::wire::{MessageBuilder, Method};

impl Dialog {
    /// Begins a request with Via, Route, Max-Forwards, From, To, Call-ID and CSeq. `cseq` comes from
    /// [`Self::next_cseq`], for an ACK from its INVITE.
    pub fn request<'b>(
        &self,
        out: &'b mut BytesMut,
        method: &Method,
        cseq: u32,
        via: impl Display,
    ) -> MessageBuilder<'b> {
        // A first hop that is no loose router finds the next one in the Request-URI (RFC 2543), the target comes last.
        let strict = self.routes.first().filter(|route| !is_loose(route));
        let uri = strict.and_then(|route| route_uri(route)).map_or(&*self.target, |uri| uri.as_str());
        let mut builder = MessageBuilder::request(out, method, uri).header(HeaderName::Via, via);
        for route in self.routes.iter().skip(usize::from(strict.is_some())) {
            builder = builder.header(HeaderName::Route, route);
        }
        if strict.is_some() {
            builder = builder.header(HeaderName::Route, format_args!("<{}>", self.target));
        }
        builder
            .header(HeaderName::MaxForwards, 70)
            .header(HeaderName::From, &self.local)
            .header(HeaderName::To, &self.remote)
            .header(HeaderName::CallId, &self.call_id)
            .header(HeaderName::CSeq, format_args!("{cseq} {method}"))
    }

    /// The URI our requests go to first.
    pub fn next_hop(&self) -> &str {
        let route = self.routes.first().and_then(|route| route_uri(route));
        route.map_or(&*self.target, |uri| uri.as_str())
    }

    /// The address of [`Self::next_hop`], when it is written as one (`maddr` before host; port 5060 when none is).
    pub fn next_address(&self) -> Option<SocketAddr> {
        let uri = crate::uri::UriRef::parse(self.next_hop()).ok()?;
        let maddr: Option<IpAddr> = uri.param("maddr").and_then(|maddr| maddr.parse().ok());
        Some(SocketAddr::new(maddr.or_else(|| uri.ip())?, uri.port().unwrap_or(5060)))
    }
}

fn is_loose(route: &str) -> bool {
    route_uri(route).is_some_and(|uri| uri.param("lr").is_some())
}
