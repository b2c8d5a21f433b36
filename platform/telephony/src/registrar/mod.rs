//! The registrar: serves REGISTER and is the only writer of the location door (RFC 3261 §10, PBX-1).

mod answer;
mod request;
mod rules;
mod service;
mod sources;

pub use rules::{Contact, Contacts, Draw, Limits, Outcome, Owner, Refusal, Request, apply};
pub use service::{DeviceEvent, MaxDevices, Registrar};
pub use sources::Sources;

/// Whether two contact URIs are the same by RFC 3261 §19.1.4; texts that are no URIs compare as they are.
fn same_uri(a: &str, b: &str) -> bool {
    match (sip::UriRef::parse(a), sip::UriRef::parse(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
