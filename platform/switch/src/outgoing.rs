//! INVITEs that the exchange sends: to devices and to trunks.

use std::rc::Rc;

use call::{Description, Input, LegId, Target};
use sip::flow::Flow;
use sip::header::Quoted;
use sip::session::OutgoingInvite;
use sip::uri::escape_user;

use crate::actor::Actor;
use crate::leg::{LegDriver, MediaEnd, Trouble};
use crate::plan::Reach;
use crate::ports::CallerId;
use crate::ports::CodecNames;

/// The parts of an INVITE that differ between devices and trunks.
struct Address {
    flow: Flow,
    uri: String,
    routes: Vec<String>,
    from: String,
    to: String,
    contact_user: String,
    headers: Vec<(&'static str, String)>,
    credentials: Option<(String, String)>,
    follow_target: bool,
    codecs: Option<CodecNames>,
}

impl Actor {
    pub(crate) fn invite(&mut self, leg: LegId, target: Target, offer: Option<&Description>, resume: bool) {
        let address = self.targets.get(target.0 as usize).and_then(|reach| self.address(reach));
        let unreachable = Trouble::Session(sip::session::SessionError::Ended);
        let sent =
            address.ok_or(unreachable).and_then(|address| self.send_invite(leg, &address, offer, resume));
        if let Err(error) = sent {
            tracing::info!(call.id = %self.handle.id, %error, "a leg could not be invited");
            let (status, cause) = match error {
                Trouble::Incompatible(_) | Trouble::Unreadable(_) => (488, kernel::Cause::INCOMPATIBLE),
                Trouble::Media(_) => (503, kernel::Cause::NO_CIRCUIT),
                Trouble::Session(_) => (503, kernel::Cause::TEMPORARY_FAILURE),
            };
            self.inputs.push_back(Input::Failed { leg, status, cause });
        }
    }

    fn send_invite(
        &mut self,
        leg: LegId,
        address: &Address,
        offer: Option<&Description>,
        resume: bool,
    ) -> Result<(), Trouble> {
        let exchange = Rc::clone(&self.exchange);
        let mut media = MediaEnd::new(address.flow, None, address.codecs.clone());
        media.open(&exchange, &self.handle, leg)?;
        let sent = media.write_offer(offer, resume).and_then(|body| {
            let routes: Vec<&str> = address.routes.iter().map(String::as_str).collect();
            let headers: Vec<(&str, &str)> =
                address.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let credentials = address.credentials.as_ref();
            let invite = OutgoingInvite {
                flow: address.flow,
                uri: &address.uri,
                routes: &routes,
                from: &address.from,
                to: &address.to,
                contact_user: &address.contact_user,
                max_forwards: self.max_forwards,
                headers: &headers,
                offer: Some(&body),
                credentials: credentials.map(|(user, password)| (user.as_str(), password.as_str())),
                session_expires_secs: exchange.config.session_secs,
                follow_target: address.follow_target,
            };
            Ok(exchange.agent.borrow_mut().invite(exchange.now().instant, &invite)?)
        });
        match sent {
            Ok(session) => {
                let call_id = exchange.agent.borrow().call_id(session).unwrap_or_default().to_owned();
                self.adopt(LegDriver::new(leg, session, media), &call_id);
                Ok(())
            }
            Err(error) => {
                if let Some(stream) = media.stream {
                    exchange.media.close(stream);
                }
                Err(error)
            }
        }
    }

    fn address(&self, reach: &Reach) -> Option<Address> {
        match reach {
            Reach::Device { binding, flow, user, domain, caller, codecs } => {
                let mut headers = Vec::with_capacity(3);
                if !caller.withheld && !caller.number.is_empty() {
                    headers.push(("P-Asserted-Identity", name_addr(caller, domain)));
                }
                Some(Address {
                    flow: *flow,
                    uri: binding.contact.to_string(),
                    routes: binding.path.iter().map(|path| path.to_string()).collect(),
                    from: shown(caller, domain),
                    to: format!("<sip:{}@{domain}>", escape_user(user)),
                    contact_user: escape_user(if caller.withheld { "anonymous" } else { &caller.number })
                        .into_owned(),
                    headers,
                    credentials: None,
                    follow_target: false,
                    codecs: codecs.clone(),
                })
            }
            Reach::Gateway { hop, gateway } => {
                let place = hop.trunk.gateways.get(*gateway)?;
                let flow = self.exchange.gateway_flow(&hop.trunk, *gateway)?;
                let host =
                    if place.host.contains(':') { format!("[{}]", place.host) } else { place.host.clone() };
                let domain = hop.trunk.from_domain.clone().unwrap_or_else(|| host.clone());
                let mut headers = Vec::with_capacity(3);
                if !hop.caller.number.is_empty() {
                    headers.push(("P-Asserted-Identity", name_addr(&hop.caller, &domain)));
                }
                if hop.caller.withheld {
                    headers.push(("Privacy", "id".to_owned()));
                }
                let number = escape_user(&hop.number);
                let transport = flow.protocol.parameter();
                let token =
                    hop.trunk.registration.as_ref().map(|registration| registration.contact_token.clone());
                Some(Address {
                    flow,
                    uri: format!("sip:{number}@{host}:{};transport={transport}", place.port),
                    routes: Vec::new(),
                    from: shown(&hop.caller, &domain),
                    to: format!("<sip:{number}@{host}>"),
                    contact_user: token.unwrap_or_else(|| escape_user(&hop.caller.number).into_owned()),
                    headers,
                    credentials: hop
                        .trunk
                        .secret
                        .as_ref()
                        .map(|secret| (secret.user.clone(), secret.password.clone())),
                    follow_target: true,
                    codecs: None,
                })
            }
        }
    }
}

/// The From of a caller, who may not want to be shown (RFC 3323 §4.1.1.3).
fn shown(caller: &CallerId, domain: &str) -> String {
    if caller.withheld || caller.number.is_empty() {
        return "\"Anonymous\" <sip:anonymous@anonymous.invalid>".to_owned();
    }
    name_addr(caller, domain)
}

fn name_addr(caller: &CallerId, domain: &str) -> String {
    let number = escape_user(&caller.number);
    match &caller.name {
        Some(name) => format!("{} <sip:{number}@{domain}>", Quoted(name)),
        None => format!("<sip:{number}@{domain}>"),
    }
}
