//! A REGISTER read from the wire into what the rules want (RFC 3261 §10.3).

use std::sync::Arc;

use kernel::Wire;
use sip::flow::{Flow, Protocol};
use sip::header::Contact as WireContact;
use sip::uri::Scheme;
use sip::{HeaderName, Message};

use super::rules::{Contact, Contacts, Refusal, Request};

/// How much of a User-Agent is kept, in characters.
const USER_AGENT: usize = 80;
/// The longest contact URI that is kept, in bytes.
const MAX_URI: usize = 512;
/// Most Path values that are kept.
const MAX_PATH: usize = 8;

/// Reads a REGISTER that came over `flow`.
///
/// # Errors
/// [`Refusal::Star`] and [`Refusal::Contact`] for Contact headers that are none.
pub fn read(message: &Message, flow: Flow) -> Result<Request, Refusal> {
    let path: Vec<Arc<str>> = message.values(HeaderName::Path).take(MAX_PATH).map(Into::into).collect();
    let outbound = message.has_token(HeaderName::Supported, "outbound")
        || message.has_token(HeaderName::Require, "outbound");
    // The last Path value is that of the proxy next to the device; without Path the device itself is next to us.
    let flow_known = match message.values(HeaderName::Path).last() {
        Some(edge) => sip::header::Address::parse(edge).is_ok_and(|a| a.uri().param("ob").is_some()),
        None => message.vias().count() == 1,
    };
    let user_agent = message.header(HeaderName::UserAgent).map(shortened);
    Ok(Request {
        call_id: message.call_id().into(),
        cseq: message.cseq().number,
        contacts: read_contacts(message)?,
        // A malformed Expires reads as absent (RFC 3261 §20.19 gives it no meaning of its own).
        expires_secs: message.number(HeaderName::Expires).unwrap_or(None),
        path,
        outbound,
        flow_known,
        user_agent,
        wire: wire_of(flow.protocol),
        source: flow.peer,
        local: flow.local,
        flow: flow.connection,
    })
}

fn shortened(text: &str) -> Arc<str> {
    let end = text.char_indices().nth(USER_AGENT).map_or(text.len(), |(at, _)| at);
    text[..end].into()
}

/// The kernel's word for a protocol.
pub const fn wire_of(protocol: Protocol) -> Wire {
    match protocol {
        Protocol::Udp => Wire::Udp,
        Protocol::Tcp => Wire::Tcp,
        Protocol::Tls => Wire::Tls,
        Protocol::Ws => Wire::Ws,
        Protocol::Wss => Wire::Wss,
    }
}

fn read_contacts(message: &Message) -> Result<Contacts, Refusal> {
    let mut contacts = Vec::new();
    let mut star = false;
    for contact in message.contacts() {
        match contact.map_err(|_| Refusal::Contact)? {
            WireContact::Star => star = true,
            WireContact::Address(address) => {
                let uri = address.address.uri();
                let is_sip = matches!(uri.scheme(), Scheme::Sip | Scheme::Sips);
                if !is_sip || uri.host().is_empty() || uri.as_str().len() > MAX_URI {
                    return Err(Refusal::Contact);
                }
                contacts.push(Contact {
                    uri: uri.as_str().into(),
                    q_millis: address.q().unwrap_or(1_000),
                    expires_secs: address.expires(),
                    instance: address.instance().map(Into::into),
                    reg_id: address.reg_id(),
                });
            }
        }
    }
    match (star, contacts.is_empty()) {
        (true, true) => Ok(Contacts::All),
        (true, false) => Err(Refusal::Star),
        (false, true) => Ok(Contacts::Query),
        (false, false) => Ok(Contacts::Some(contacts)),
    }
}
