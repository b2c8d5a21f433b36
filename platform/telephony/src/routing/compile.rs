//! Rows of a tenant turned into its routing table. Pure: what the stores gave comes in as values.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::id::{EndpointId, ExtensionId, TrunkId};
use kernel::phone::DiallingPlan;
use sip::digest::Ha1;
use switch::{TrunkRegistration, TrunkSecret};
use tenancy::TenantScope;

use super::table::{Endpoint, Route, Table, TrunkFacts};
use crate::dial_plan::DialPlan;
use crate::endpoints::store::Opened as OpenedEndpoint;
use crate::endpoints::{Codec, Identity};
use crate::extensions::Extension;
use crate::numbers::Number;
use crate::outbound_routes::Route as StoredRoute;
use crate::trunks::store::Opened as OpenedTrunk;
use crate::trunks::{SourceAddress, Trunk};

/// Everything of a tenant that routing depends on, except its endpoints, which come piece by piece.
pub struct Rows {
    /// The tenant's country.
    pub country: String,
    /// Whether only emergency calls are allowed.
    pub suspended: bool,
    /// Dial plan.
    pub dial_plan: DialPlan,
    /// Extensions, by number.
    pub extensions: Vec<Extension>,
    /// Public numbers.
    pub numbers: Vec<Number>,
    /// Trunks with their secrets.
    pub trunks: Vec<OpenedTrunk>,
    /// Outbound routes in order.
    pub routes: Vec<StoredRoute>,
}

/// Which numbers endpoints have. One text for each, shared by the maps and the endpoints.
#[derive(Default)]
pub struct Numbering {
    extensions: HashMap<Arc<str>, EndpointId>,
    numbers: HashMap<Box<str>, Option<EndpointId>>,
    internal_of: HashMap<EndpointId, Arc<str>>,
    public_of: HashMap<EndpointId, Arc<str>>,
}

impl Numbering {
    /// Of these extensions and public numbers; an endpoint's own number is the first that it has.
    pub fn of(extensions: &[Extension], numbers: &[Number]) -> Self {
        let mut numbering = Self::default();
        let mut endpoint_of: HashMap<ExtensionId, EndpointId> = HashMap::with_capacity(extensions.len());
        for extension in extensions {
            let number: Arc<str> = extension.number.as_str().into();
            numbering.internal_of.entry(extension.endpoint).or_insert_with(|| number.clone());
            endpoint_of.insert(extension.id, extension.endpoint);
            numbering.extensions.insert(number, extension.endpoint);
        }
        for number in numbers {
            let endpoint = number.extension.and_then(|id| endpoint_of.get(&id)).copied();
            if let Some(endpoint) = endpoint {
                numbering.public_of.entry(endpoint).or_insert_with(|| number.number.as_str().into());
            }
            numbering.numbers.insert(number.number.digits().into(), endpoint);
        }
        numbering
    }

    /// A number to show, if it is the tenant's: a blueprint may name any, and a number may be given back.
    fn own(&self, shown: Option<String>) -> Option<Arc<str>> {
        shown.filter(|number| self.numbers.contains_key(number.trim_start_matches('+'))).map(Into::into)
    }
}

/// A trunk as the switch uses it, and where its requests come from.
#[derive(Debug, Clone)]
pub struct CompiledTrunk {
    /// For the switch.
    pub trunk: Arc<switch::Trunk>,
    /// The contact that it registers, if it registers.
    pub contact_token: Arc<str>,
    /// Where its requests come from.
    pub sources: Vec<SourceAddress>,
}

/// Compiles the table out of what the tenant has.
pub fn table(rows: Rows, numbering: Numbering, endpoints: HashMap<EndpointId, Arc<Endpoint>>) -> Table {
    let main_number = numbering.own(rows.dial_plan.main_number);
    let Numbering { mut extensions, mut numbers, .. } = numbering;
    extensions.shrink_to_fit();
    numbers.shrink_to_fit();
    Table {
        plan: DiallingPlan::of(&rows.country),
        country: rows.country,
        suspended: rows.suspended,
        main_number,
        endpoints,
        extensions,
        numbers,
        routes: rows.routes.into_iter().filter(|route| route.enabled).map(route).collect(),
        trunks: rows.trunks.iter().filter_map(|opened| facts(&opened.trunk)).collect(),
    }
}

/// What holds for all endpoints of a tenant.
pub struct Terms<'a> {
    /// The realm of the installation's digests.
    pub realm: &'a str,
    /// How many devices the tenant's limits leave to one endpoint.
    pub most_devices: Option<u32>,
}

/// Compiles an endpoint; none where its secret does not open.
pub fn endpoint(opened: OpenedEndpoint, terms: &Terms<'_>, numbering: &Numbering) -> Option<Endpoint> {
    let stored = opened.endpoint;
    let settings = stored.settings;
    let ha1 = Ha1::of(&stored.terminal_user, terms.realm, &opened.secret?);
    let most_devices = terms.most_devices.and_then(|most| u16::try_from(most).ok()).unwrap_or(u16::MAX);
    let public = || numbering.public_of.get(&stored.id).cloned();
    Some(Endpoint {
        id: stored.id,
        ha1,
        caller_number: numbering.own(settings.caller_number).or_else(public),
        terminal_user: stored.terminal_user.into(),
        number: numbering.internal_of.get(&stored.id).cloned(),
        name: Some(settings.caller_name.unwrap_or(stored.name).into()),
        emergency_address: settings.emergency_address.map(Into::into),
        ring_secs: settings.ring_secs,
        max_calls: settings.max_calls,
        max_devices: settings.max_devices.min(most_devices),
        class: settings.outbound_class,
        do_not_disturb: settings.do_not_disturb,
        call_waiting: settings.call_waiting,
        withheld: settings.identity == Identity::Withheld,
        codecs: (settings.codecs != Codec::ALL)
            .then(|| settings.codecs.iter().map(|it| it.sdp_name()).collect()),
    })
}

fn route(stored: StoredRoute) -> Route {
    Route {
        id: stored.id,
        name: stored.name.into(),
        patterns: stored.patterns.into(),
        strip: stored.strip,
        prepend: stored.prepend.into(),
        trunks: stored.trunks.into(),
        class: stored.class,
    }
}

/// A trunk that is switched off or has no gateway is no way out, but its facts say what may be dialled over it.
fn facts(trunk: &Trunk) -> Option<(TrunkId, TrunkFacts)> {
    let settings = &trunk.settings;
    settings.enabled.then(|| {
        let facts = TrunkFacts {
            name: trunk.name.as_str().into(),
            has_gateway: !settings.gateways.is_empty(),
            dialling: settings.dialling,
            class: settings.class,
            caller_number: settings.caller_number.as_deref().map(Into::into),
            ring_secs: settings.ring_secs,
        };
        (trunk.id, facts)
    })
}

/// Compiles a trunk for the switch; none when it is switched off.
pub fn trunk(scope: &TenantScope, opened: OpenedTrunk) -> Option<(TrunkId, CompiledTrunk)> {
    let OpenedTrunk { trunk, secret, contact_token } = opened;
    let settings = trunk.settings;
    if !settings.enabled {
        return None;
    }
    let sources = settings.accepted_sources();
    let gateways: Vec<switch::Gateway> = settings
        .ordered_gateways()
        .into_iter()
        .map(|gateway| switch::Gateway {
            host: gateway.host.clone(),
            port: gateway.port(),
            wire: gateway.transport.wire(),
        })
        .collect();
    let first_host = gateways.first().map(|gateway| gateway.host.clone()).unwrap_or_default();
    let digest_user =
        settings.auth_user.clone().or_else(|| settings.registration.as_ref().map(|r| r.user.clone()));
    let registration = settings.registration.map(|registration| TrunkRegistration {
        user: registration.user,
        domain: registration.domain.unwrap_or_else(|| first_host.clone()),
        expires_secs: registration.expires_secs,
        contact_token: contact_token.clone(),
    });
    let compiled = switch::Trunk {
        id: trunk.id,
        scope: scope.clone(),
        name: trunk.name.into(),
        gateways,
        registration,
        secret: digest_user.zip(secret).map(|(user, password)| TrunkSecret { user, password }),
        from_domain: settings.from_domain,
        options_secs: settings.options_secs,
        max_calls: settings.max_calls,
    };
    let compiled = CompiledTrunk { trunk: Arc::new(compiled), contact_token: contact_token.into(), sources };
    Some((trunk.id, compiled))
}
