//! The few messages that transactions write themselves.

use std::net::SocketAddr;

use bytes::{Bytes, BytesMut};

use crate::flow::{Flow, Protocol};
use crate::header::HeaderName;
use crate::wire::{Message, MessageBuilder, Method, Reply};

/// The ACK to a refusal of an INVITE (RFC 3261 §17.1.1.3).
pub(super) fn ack(out: &mut BytesMut, invite: &Message, response: &Message) -> Option<Bytes> {
    let built = along(out, invite, &Method::Ack)?
        .copy(response, HeaderName::To)
        .header(HeaderName::CSeq, format_args!("{} ACK", invite.cseq().number))
        .finish();
    built.ok().map(|message| message.bytes().clone())
}

/// The CANCEL of an INVITE (RFC 3261 §9.1), with a Reason (RFC 3326).
pub(super) fn cancel(out: &mut BytesMut, invite: &Message, reason: Option<&str>) -> Option<Message> {
    let mut builder = along(out, invite, &Method::Cancel)?
        .copy(invite, HeaderName::To)
        .header(HeaderName::CSeq, format_args!("{} CANCEL", invite.cseq().number));
    if let Some(reason) = reason {
        builder = builder.header(HeaderName::Reason, reason);
    }
    builder.finish().ok()
}

/// Begins a request that follows an INVITE hop by hop: same target, same top Via, same route.
fn along<'b>(out: &'b mut BytesMut, invite: &Message, method: &Method) -> Option<MessageBuilder<'b>> {
    let builder = MessageBuilder::request(out, method, invite.request_uri()?)
        .header(HeaderName::Via, invite.top_via().as_str())
        .copy(invite, HeaderName::Route)
        .header(HeaderName::MaxForwards, 70)
        .copy(invite, HeaderName::From)
        .copy(invite, HeaderName::CallId);
    Some(builder)
}

/// A response without anything beyond what every response has.
pub(super) fn plain(
    out: &mut BytesMut,
    request: &Message,
    source: SocketAddr,
    status: u16,
    tag: Option<&str>,
) -> Option<Bytes> {
    let mut reply = Reply::new(request, status, "").received_from(source);
    if let Some(tag) = tag {
        reply = reply.tagged(tag);
    }
    let mut builder = reply.begin(out);
    if status == 503 {
        builder = builder.header(HeaderName::RetryAfter, 5);
    }
    builder.finish().ok().map(|message| message.bytes().clone())
}

/// Where responses to a request go (RFC 3261 §18.2.2, RFC 3581 §4).
///
/// A datagram's answer goes back to the port it came from when the sender asked for it by `rport`, or when the host
/// in its Via is not the address it came from: then a NAT stands between, and the port in Via leads nowhere.
pub(super) fn reply_flow(request: &Message, flow: Flow) -> Flow {
    if flow.protocol != Protocol::Udp {
        return flow;
    }
    let via = request.top_via();
    let host = via.host().trim_start_matches('[').trim_end_matches(']');
    if via.rport().is_some() || host.parse() != Ok(flow.peer.ip()) {
        return flow;
    }
    let port = via.port().unwrap_or_else(|| flow.protocol.default_port());
    Flow { peer: SocketAddr::new(flow.peer.ip(), port), ..flow }
}
