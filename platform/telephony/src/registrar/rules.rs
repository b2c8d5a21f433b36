//! What a REGISTER does to the bindings of one endpoint (RFC 3261 §10.3, RFC 3327, RFC 5626). Pure.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use kernel::id::{DeviceId, EndpointId, TenantId};
use kernel::{Binding, Timestamp, Wire};

/// Bounds of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The shortest time granted; a shorter wish is answered 423 (RFC 3261 §10.2.8).
    pub min_secs: u32,
    /// The longest time granted; a longer wish is shortened.
    pub max_secs: u32,
    /// Granted where nothing was asked.
    pub default_secs: u32,
    /// Bindings per endpoint.
    pub devices: usize,
    /// Contacts in one request.
    pub contacts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { min_secs: 60, max_secs: 3_600, default_secs: 3_600, devices: 10, contacts: 10 }
    }
}

/// One Contact of the request.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// The URI without angle brackets.
    pub uri: Arc<str>,
    /// Priority in thousandths.
    pub q_millis: u16,
    /// Its `expires` parameter in seconds.
    pub expires_secs: Option<u32>,
    /// `+sip.instance` (RFC 5626), without quotes and angle brackets.
    pub instance: Option<Arc<str>>,
    /// `reg-id` (RFC 5626).
    pub reg_id: Option<u32>,
}

/// The Contact headers of the request.
#[derive(Debug, Clone, PartialEq)]
pub enum Contacts {
    /// None: the device asks what is bound.
    Query,
    /// `*`: everything goes.
    All,
    /// These.
    Some(Vec<Contact>),
}

/// A REGISTER as the rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Call-ID.
    pub call_id: Arc<str>,
    /// CSeq number.
    pub cseq: u32,
    /// Contact headers.
    pub contacts: Contacts,
    /// The Expires header in seconds.
    pub expires_secs: Option<u32>,
    /// Path header values, topmost first.
    pub path: Vec<Arc<str>>,
    /// `Supported` or `Require` lists `outbound`.
    pub outbound: bool,
    /// It came straight from the device, or over an edge proxy that marked its Path with `ob`.
    pub flow_known: bool,
    /// User-Agent, shortened.
    pub user_agent: Option<Arc<str>>,
    /// Transport it came over.
    pub wire: Wire,
    /// Where it came from.
    pub source: SocketAddr,
    /// Our address that it came to.
    pub local: SocketAddr,
    /// The connection it came over, 0 for datagrams.
    pub flow: u64,
}

/// Whose bindings these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The tenant.
    pub tenant: TenantId,
    /// The endpoint.
    pub endpoint: EndpointId,
}

/// Why a REGISTER is refused. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 400: `*` beside other contacts or without `Expires: 0`.
    #[error("a Contact of * needs Expires: 0 and no other contact")]
    Star,
    /// 400: a contact that is no SIP address, or too many of them.
    #[error("contacts are missing, too many or no SIP addresses")]
    Contact,
    /// 423: asked for less than the registrar grants.
    #[error("the interval is shorter than {min_secs} s")]
    TooBrief {
        /// What Min-Expires says.
        min_secs: u32,
    },
    /// 500: an older request overtook a newer one (RFC 3261 §10.3 step 7).
    #[error("a newer registration of this Call-ID has been seen")]
    OutOfOrder,
    /// 403: the endpoint has as many devices as it may have.
    #[error("the endpoint has its {devices} devices registered")]
    TooManyDevices {
        /// How many it may have.
        devices: usize,
    },
    /// 439: `reg-id` over a hop that does not keep flows (RFC 5626 §11.6).
    #[error("the first hop does not support outbound")]
    FirstHopLacksOutbound,
}

impl Refusal {
    /// Status and reason phrase of the answer.
    pub const fn status(self) -> (u16, &'static str) {
        match self {
            Self::Star | Self::Contact => (400, "Bad Request"),
            Self::TooBrief { .. } => (423, "Interval Too Brief"),
            Self::OutOfOrder => (500, "Out Of Order"),
            Self::TooManyDevices { .. } => (403, "Too Many Devices"),
            Self::FirstHopLacksOutbound => (439, "First Hop Lacks Outbound Support"),
        }
    }
}

/// What the request does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Bindings to write: new ones, and refreshed ones under their old device.
    pub put: Vec<Binding>,
    /// Bindings that go.
    pub removed: Vec<Binding>,
    /// All that holds afterwards: the Contact list of the answer.
    pub current: Vec<Binding>,
    /// The devices of `put` that were not there before.
    pub fresh: Vec<DeviceId>,
    /// The answer says `Require: outbound`.
    pub outbound: bool,
}

/// Chance as an argument: how the rules name a device and spread expiries.
pub trait Draw {
    /// An id for a new device.
    fn device(&mut self) -> DeviceId;
    /// An even draw from `0..=most`.
    fn up_to(&mut self, most: u32) -> u32;
}

/// Applies a request to what is bound.
///
/// # Errors
/// [`Refusal`]; then nothing is changed, as RFC 3261 §10.3 wants (all or nothing).
pub fn apply(
    bound: &[Binding],
    request: &Request,
    owner: Owner,
    limits: &Limits,
    now: Timestamp,
    draw: &mut dyn Draw,
) -> Result<Outcome, Refusal> {
    let alive: Vec<Binding> = bound.iter().filter(|b| b.expires > now).cloned().collect();
    let contacts = match &request.contacts {
        Contacts::Query => return Ok(Outcome { current: alive, ..Outcome::default() }),
        Contacts::All => return remove_all(alive, request),
        Contacts::Some(contacts) => contacts,
    };
    if contacts.is_empty() || contacts.len() > limits.contacts {
        return Err(Refusal::Contact);
    }
    let outcome = Outcome { current: alive, ..Outcome::default() };
    let mut round = Round { outcome, request, owner, limits, now, draw };
    for contact in contacts {
        round.apply(contact)?;
    }
    let outcome = round.outcome;
    // A request that exchanges one contact for another is judged by what is left, not by the order inside it.
    if outcome.current.len() > limits.devices && !outcome.fresh.is_empty() {
        return Err(Refusal::TooManyDevices { devices: limits.devices });
    }
    Ok(outcome)
}

/// `reg-id` counts only with an instance and with outbound support on both ends (RFC 5626 §6).
fn effective_reg_id(contact: &Contact, request: &Request) -> Result<Option<u32>, Refusal> {
    match contact.reg_id {
        Some(id) if contact.instance.is_some() && request.outbound => {
            if request.flow_known {
                Ok(Some(id))
            } else {
                Err(Refusal::FirstHopLacksOutbound)
            }
        }
        _ => Ok(None),
    }
}

fn remove_all(alive: Vec<Binding>, request: &Request) -> Result<Outcome, Refusal> {
    if request.expires_secs != Some(0) {
        return Err(Refusal::Star);
    }
    if alive.iter().any(|b| overtaken(b, request)) {
        return Err(Refusal::OutOfOrder);
    }
    Ok(Outcome { removed: alive, ..Outcome::default() })
}

fn overtaken(binding: &Binding, request: &Request) -> bool {
    binding.call_id == request.call_id && binding.cseq >= request.cseq
}

/// Which binding a contact refreshes, replaces or removes.
fn is_same_device(binding: &Binding, contact: &Contact, reg_id: Option<u32>, request: &Request) -> bool {
    match (&binding.instance, &contact.instance) {
        (Some(a), Some(b)) if reg_id.is_some() || binding.reg_id.is_some() => {
            a == b && binding.reg_id == reg_id
        }
        // One device that was restarted registers with a new Call-ID and often another port.
        (Some(a), Some(b)) if a == b && binding.call_id != request.call_id => true,
        _ => super::same_uri(&binding.contact, &contact.uri),
    }
}

/// One request on its way through its contacts.
struct Round<'a> {
    outcome: Outcome,
    request: &'a Request,
    owner: Owner,
    limits: &'a Limits,
    now: Timestamp,
    draw: &'a mut dyn Draw,
}

impl Round<'_> {
    fn apply(&mut self, contact: &Contact) -> Result<(), Refusal> {
        let request = self.request;
        let wish = contact.expires_secs.or(request.expires_secs).unwrap_or(self.limits.default_secs);
        if wish > 0 && wish < self.limits.min_secs {
            return Err(Refusal::TooBrief { min_secs: self.limits.min_secs });
        }
        let reg_id = effective_reg_id(contact, request)?;
        self.outcome.outbound |= reg_id.is_some();
        let before = self.take_before(contact, reg_id)?;
        if wish == 0 {
            self.outcome.removed.extend(before);
            return Ok(());
        }
        let binding = self.bind(contact, reg_id, wish, before.as_ref());
        self.outcome.put.push(binding.clone());
        self.outcome.current.push(binding);
        Ok(())
    }

    /// Takes out what the contact refreshes, replaces or removes.
    fn take_before(&mut self, contact: &Contact, reg_id: Option<u32>) -> Result<Option<Binding>, Refusal> {
        let current = &mut self.outcome.current;
        let place = current.iter().position(|b| is_same_device(b, contact, reg_id, self.request));
        let before = place.map(|at| current.remove(at));
        if let Some(old) = &before {
            let named_before = self.outcome.put.iter().any(|put| put.device == old.device);
            if overtaken(old, self.request) && !named_before {
                return Err(Refusal::OutOfOrder);
            }
            self.outcome.put.retain(|put| put.device != old.device);
        }
        Ok(before)
    }

    fn bind(
        &mut self,
        contact: &Contact,
        reg_id: Option<u32>,
        wish: u32,
        before: Option<&Binding>,
    ) -> Binding {
        let request = self.request;
        let device = before.map_or_else(|| self.draw.device(), |b| b.device);
        if before.is_none() {
            self.outcome.fresh.push(device);
        }
        let granted_secs = granted(wish, self.limits, self.draw);
        Binding {
            device,
            tenant: self.owner.tenant,
            endpoint: self.owner.endpoint,
            contact: contact.uri.clone(),
            path: request.path.clone(),
            wire: request.wire,
            source: request.source,
            local: request.local,
            flow: request.flow,
            instance: contact.instance.clone(),
            reg_id,
            q_millis: contact.q_millis.min(1_000),
            user_agent: request.user_agent.clone(),
            call_id: request.call_id.clone(),
            cseq: request.cseq,
            since: before.map_or(self.now, |b| b.since),
            expires: self.now + Duration::from_secs(u64::from(granted_secs)),
        }
    }
}

/// What is granted: the wish within the bounds, less up to a tenth, so that an office whose phones started
/// together does not come back together.
fn granted(wish: u32, limits: &Limits, draw: &mut dyn Draw) -> u32 {
    let most = wish.min(limits.max_secs);
    let least = (most - most / 10).max(limits.min_secs.min(most));
    most - draw.up_to(most - least)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
