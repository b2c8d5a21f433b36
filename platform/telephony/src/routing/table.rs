//! One tenant's routing as compiled values: what decisions read, lean enough to keep every tenant in memory.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::id::{EndpointId, RouteId, TrunkId};
use kernel::phone::DiallingPlan;
use kernel::{PhoneNumber, emergency};
use sip::digest::Ha1;

use crate::outbound_routes::{Class, Pattern};
use crate::trunks::Dialling;

/// An endpoint as calls see it. About 300 bytes with its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Which endpoint.
    pub id: EndpointId,
    /// Its name in digests.
    pub terminal_user: Arc<str>,
    /// Its hashes in the installation's realm. Memory is the only place where they exist.
    pub ha1: Ha1,
    /// The number of its extension.
    pub number: Option<Arc<str>>,
    /// What called parties see as name.
    pub name: Option<Arc<str>>,
    /// What called parties outside see as number; the tenant's main number where none is set.
    pub caller_number: Option<Arc<str>>,
    /// The registered address for emergency calls.
    pub emergency_address: Option<Arc<str>>,
    /// How long it rings.
    pub ring_secs: u16,
    /// Calls at a time.
    pub max_calls: u16,
    /// Devices at a time.
    pub max_devices: u16,
    /// What it may dial.
    pub class: Class,
    /// Refuses calls as busy.
    pub do_not_disturb: bool,
    /// Whether a second call rings.
    pub call_waiting: bool,
    /// Whether its identity is withheld.
    pub withheld: bool,
    /// The codecs that it may use; none where it may use whatever both sides know.
    pub codecs: Option<switch::CodecNames>,
}

/// A trunk as decisions see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrunkFacts {
    /// Its name, for the trace.
    pub name: Arc<str>,
    /// Whether calls can go out over it at all.
    pub has_gateway: bool,
    /// What may be dialled over it.
    pub dialling: Dialling,
    /// What it may dial onwards.
    pub class: Class,
    /// The number shown on all its calls, in place of the caller's own.
    pub caller_number: Option<Arc<str>>,
    /// How long a call over it may ring.
    pub ring_secs: u16,
}

/// An outbound route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Which route.
    pub id: RouteId,
    /// Its name, for the trace.
    pub name: Arc<str>,
    /// It applies where one of these matches.
    pub patterns: Box<[Pattern]>,
    /// Leading characters that are dropped from what matched.
    pub strip: u8,
    /// What is put before the rest.
    pub prepend: Box<str>,
    /// Trunks in order.
    pub trunks: Box<[TrunkId]>,
    /// The class it demands; by the number where none is set.
    pub class: Option<Class>,
}

/// One tenant's compiled routing.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// How numbers are dialled in the tenant's country.
    pub plan: Option<&'static DiallingPlan>,
    /// The tenant's country (ISO 3166-1 alpha-2).
    pub country: String,
    /// Only emergency calls are allowed.
    pub suspended: bool,
    /// Shown outside for endpoints without a number of their own.
    pub main_number: Option<Arc<str>>,
    /// Endpoints.
    pub endpoints: HashMap<EndpointId, Arc<Endpoint>>,
    /// Internal numbers.
    pub extensions: HashMap<Arc<str>, EndpointId>,
    /// Public numbers in digits without `+`, and where they lead; to nothing when not assigned.
    pub numbers: HashMap<Box<str>, Option<EndpointId>>,
    /// Outbound routes in order.
    pub routes: Vec<Route>,
    /// Trunks.
    pub trunks: HashMap<TrunkId, TrunkFacts>,
}

impl Table {
    /// The complete number that `dialled` means to a caller of this tenant.
    pub fn normalise(&self, dialled: &str) -> Option<PhoneNumber> {
        match self.plan {
            Some(plan) => PhoneNumber::normalise(dialled, plan).ok(),
            None => dialled.parse().ok(),
        }
    }

    /// Whether this is an emergency number of the tenant's country.
    pub fn is_emergency(&self, dialled: &str) -> bool {
        emergency::is_emergency(&self.country, dialled)
    }

    /// The endpoint of an internal number.
    pub fn extension(&self, number: &str) -> Option<&Arc<Endpoint>> {
        self.endpoints.get(self.extensions.get(number)?)
    }

    /// The public number that a carrier means: with `+`, without it, or as dialled inside the country.
    pub fn public_number(&self, called: &str) -> Option<(&str, Option<EndpointId>)> {
        let digits = called.strip_prefix('+').unwrap_or(called);
        let found = self.numbers.get_key_value(digits).or_else(|| {
            let complete = self.normalise(called)?;
            self.numbers.get_key_value(complete.digits())
        });
        found.map(|(number, endpoint)| (&**number, *endpoint))
    }
}

impl Route {
    /// What this route makes of a number: `dialled` as typed, `complete` where it is one.
    pub fn matched(&self, dialled: &str, complete: Option<&PhoneNumber>) -> Option<String> {
        let form = self.patterns.iter().find_map(|pattern| {
            let form = if pattern.is_international() { complete?.as_str() } else { dialled };
            pattern.matches(form).then_some(form)
        })?;
        let rest = form.get(usize::from(self.strip)..).unwrap_or_default();
        Some(format!("{}{rest}", self.prepend))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table { plan: DiallingPlan::of("ES"), country: "ES".into(), ..Table::default() };
        table.numbers.insert("34910000001".into(), None);
        table
    }

    #[test]
    fn a_public_number_is_found_in_all_its_forms() {
        let table = table();
        for called in ["+34910000001", "34910000001", "910000001", "0034910000001"] {
            assert_eq!(table.public_number(called).map(|(n, _)| n), Some("34910000001"), "{called}");
        }
        assert_eq!(table.public_number("910000002"), None);
    }

    #[test]
    fn a_route_strips_and_prepends_the_form_that_matched() {
        let route = Route {
            id: RouteId(kernel::id::Uuid::nil()),
            name: "out".into(),
            patterns: vec!["+34.".parse().unwrap(), "9XXX".parse().unwrap()].into(),
            strip: 1,
            prepend: "00".into(),
            trunks: Box::default(),
            class: None,
        };
        let complete = "+34910000001".parse().unwrap();
        assert_eq!(route.matched("910000001", Some(&complete)).as_deref(), Some("0034910000001"));
        assert_eq!(route.matched("9123", None).as_deref(), Some("00123"));
        assert_eq!(route.matched("8123", None), None);
    }

    #[test]
    fn an_endpoint_is_lean() {
        // Beside its texts (under 100 bytes) and a slot of the map: a tenant of 100,000 takes some 40 MB.
        assert!(std::mem::size_of::<Endpoint>() <= 224, "{}", std::mem::size_of::<Endpoint>());
    }

    #[test]
    fn stripping_more_than_there_is_leaves_the_prefix() {
        let route = Route {
            id: RouteId(kernel::id::Uuid::nil()),
            name: "out".into(),
            patterns: vec!["9".parse().unwrap()].into(),
            strip: 5,
            prepend: "112".into(),
            trunks: Box::default(),
            class: None,
        };
        assert_eq!(route.matched("9", None).as_deref(), Some("112"));
    }
}
