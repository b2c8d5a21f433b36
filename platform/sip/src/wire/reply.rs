//! Responses made from their request.

use std::net::SocketAddr;

use bytes::BytesMut;

use super::{Message, MessageBuilder};
use crate::header::HeaderName;

/// A response to a request: copies Via, From, To, Call-ID, CSeq and, in a 100, Timestamp (RFC 3261 §8.2.6).
#[derive(Debug, Clone, Copy)]
pub struct Reply<'r> {
    request: &'r Message,
    status: u16,
    reason: &'r str,
    to_tag: Option<&'r str>,
    source: Option<SocketAddr>,
}

impl<'r> Reply<'r> {
    /// A reply with this status; an empty `reason` means the customary one.
    pub fn new(request: &'r Message, status: u16, reason: &'r str) -> Self {
        Reply { request, status, reason, to_tag: None, source: None }
    }

    /// Adds this tag to To when it has none.
    #[must_use]
    pub fn tagged(mut self, to_tag: &'r str) -> Self {
        self.to_tag = Some(to_tag);
        self
    }

    /// Fills `received` and `rport` of the top Via (RFC 3261 §18.2.1, RFC 3581).
    #[must_use]
    pub fn received_from(mut self, source: SocketAddr) -> Self {
        self.source = Some(source);
        self
    }

    /// Writes the start line and copied headers; add more, then `finish`.
    pub fn begin(self, out: &mut BytesMut) -> MessageBuilder<'_> {
        let request = self.request;
        let mut builder = self.vias(MessageBuilder::response(out, self.status, self.reason));
        builder = builder.copy(request, HeaderName::From);
        builder = match self.to_tag {
            Some(tag) if request.to().tag().is_none() => {
                let to = request.header_bytes(HeaderName::To).unwrap_or_default();
                builder.copy_line(HeaderName::To, to, &format!(";tag={tag}"))
            }
            _ => builder.copy(request, HeaderName::To),
        };
        builder = builder.copy(request, HeaderName::CallId).copy(request, HeaderName::CSeq);
        if self.status == 100 {
            builder = builder.copy(request, HeaderName::Timestamp);
        }
        builder
    }

    fn vias<'b>(&self, builder: MessageBuilder<'b>) -> MessageBuilder<'b> {
        let Some(source) = self.source else {
            return builder.copy(self.request, HeaderName::Via);
        };
        let filled = builder.header(HeaderName::Via, self.request.top_via().filled(source));
        let rest = self.request.values(HeaderName::Via).skip(1);
        rest.fold(filled, |builder, via| builder.header(HeaderName::Via, via))
    }
}
