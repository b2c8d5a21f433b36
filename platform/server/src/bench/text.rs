//! The messages of the generator, as a plain phone would write them.

use std::net::SocketAddr;

/// Session description of one PCMU stream with telephone events at `ip:port`.
pub(super) fn sdp(ip: &str, port: u16) -> String {
    format!(
        "v=0\r\no=b 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 101\r\n\
         a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
    )
}

/// A REGISTER of `user` from `contact`, with credentials in the second round.
pub(super) fn register(
    user: u32,
    server: SocketAddr,
    contact: &str,
    id: &str,
    cseq: u32,
    credentials: &str,
) -> String {
    format!(
        "REGISTER sip:{server} SIP/2.0\r\nVia: SIP/2.0/UDP {contact};branch=z9hG4bK{id}-{cseq}\r\n\
         From: <sip:{user}@{server}>;tag=f{id}\r\nTo: <sip:{user}@{server}>\r\nCall-ID: {id}\r\n\
         CSeq: {cseq} REGISTER\r\nContact: <sip:{user}@{contact}>;expires=3600\r\n{credentials}\
         Max-Forwards: 70\r\nExpires: 3600\r\nUser-Agent: bench\r\nContent-Length: 0\r\n\r\n"
    )
}

/// An INVITE from the caller's trunk to `2000`.
pub(super) fn invite(server: SocketAddr, own: &str, id: &str, body: &str) -> String {
    format!(
        "INVITE sip:2000@{server} SIP/2.0\r\nVia: SIP/2.0/UDP {own};branch=z9hG4bK{id}-i\r\n\
         From: \"c\" <sip:trunk1@{own}>;tag=f{id}\r\nTo: <sip:2000@{server}>\r\nCall-ID: {id}\r\nCSeq: 1 INVITE\r\n\
         Contact: <sip:trunk1@{own}>\r\nMax-Forwards: 70\r\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE\r\n\
         User-Agent: bench\r\nContent-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A request within the caller's dialog: the ACK of the 200 (CSeq 1) or the BYE (CSeq 2).
pub(super) fn within(method: &str, cseq: u32, target: &str, own: &str, id: &str, to: &str) -> String {
    format!(
        "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {own};branch=z9hG4bK{id}-{method}\r\n\
         From: \"c\" <sip:trunk1@{own}>;tag=f{id}\r\nTo: {to}\r\nCall-ID: {id}\r\nCSeq: {cseq} {method}\r\n\
         Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )
}

/// The callee's answer to `request`, with its tag, contact and perhaps a body.
pub(super) fn answer(
    request: &sip::Message,
    status: u16,
    reason: &str,
    own: &str,
    tag: &str,
    body: &str,
) -> String {
    let mut text = format!("SIP/2.0 {status} {reason}\r\n");
    for via in request.headers(sip::HeaderName::Via) {
        text.push_str(&format!("Via: {via}\r\n"));
    }
    let line = |name| request.header(name).unwrap_or_default().to_owned();
    let to = line(sip::HeaderName::To);
    let tagged = if to.contains(";tag=") { to } else { format!("{to};tag={tag}") };
    let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
    text.push_str(&format!(
        "From: {}\r\nTo: {tagged}\r\nCall-ID: {}\r\nCSeq: {}\r\nContact: <sip:s@{own}>\r\n{kind}Content-Length: {}\r\n\r\n{body}",
        line(sip::HeaderName::From),
        line(sip::HeaderName::CallId),
        line(sip::HeaderName::CSeq),
        body.len()
    ));
    text
}
