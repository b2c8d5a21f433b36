//! A trunk: where its requests go to and come from, how it registers, what it may dial.

use kernel::id::TrunkId;
use kernel::{PhoneNumber, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use super::address::{Gateway, SourceAddress, is_host};
use super::fault::TrunkFault;
use super::health::TrunkState;
use crate::endpoints::is_label;
use crate::outbound_routes::Class;

/// Most gateways of a trunk.
const MAX_GATEWAYS: usize = 10;
/// Most source addresses of a trunk.
const MAX_SOURCES: usize = 50;

/// What requests that come over a trunk may dial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dialling {
    /// The tenant's public numbers alone. Tenants may share a carrier's address: the called number decides.
    #[default]
    Numbers,
    /// Extensions too, as another exchange of the same company does. The address belongs to one tenant alone.
    Extensions,
    /// And onwards over outbound routes. The address belongs to one tenant alone.
    Transit,
}

/// How a trunk registers with its carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// User part of the address of record.
    pub user: String,
    /// Host of the address of record; the first gateway's where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Wanted expiry in seconds, 60 to 86400.
    #[serde(default = "an_hour")]
    #[schema(minimum = 60, maximum = 86400, default = 3600)]
    pub expires_secs: u32,
}

const fn an_hour() -> u32 {
    3_600
}

/// 0, or 10 to 3600.
fn options_secs() -> Schema {
    let never = ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some([0]));
    let every = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(10)).maximum(Some(3_600));
    OneOfBuilder::new().item(never).item(every).default(Some(60.into())).into()
}

/// The settings of a trunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TrunkSettings {
    /// Whether it is used at all.
    pub enabled: bool,
    /// Where calls go out to, tried from low to high priority; none for a trunk that only receives.
    pub gateways: Vec<Gateway>,
    /// Where calls come from, with or without a port: `192.0.2.1`, `192.0.2.1:5060`, `[2001:db8::1]:5060`. A gateway
    /// that is an address counts as one, with its port, unless the trunk registers.
    #[schema(value_type = Vec<String>)]
    pub sources: Vec<SourceAddress>,
    /// How it registers, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// Digest user name; that of the registration where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_user: Option<String>,
    /// Host in From; the first gateway's where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_domain: Option<String>,
    /// Seconds between OPTIONS to each gateway, 10 to 3600; 0 sends none and takes the gateways for up.
    #[schema(schema_with = options_secs)]
    pub options_secs: u32,
    /// Most calls at a time; none for no bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_calls: Option<u32>,
    /// How long a call over it may ring, in seconds, 10 to 300.
    #[schema(minimum = 10, maximum = 300, default = 90)]
    pub ring_secs: u16,
    /// A number shown on all its calls in place of the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<String>,
    /// What may be dialled over it.
    pub dialling: Dialling,
    /// What it may dial onwards, with dialling `transit`.
    pub class: Class,
}

impl Default for TrunkSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            gateways: Vec::new(),
            sources: Vec::new(),
            registration: None,
            auth_user: None,
            from_domain: None,
            options_secs: 60,
            max_calls: None,
            ring_secs: 90,
            caller_number: None,
            dialling: Dialling::Numbers,
            class: Class::National,
        }
    }
}

/// A trunk as it is shown. Its secret never is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Trunk {
    /// Its id.
    #[schema(example = "trk_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: TrunkId,
    /// What people call it; unique in the tenant.
    pub name: String,
    /// Its settings.
    pub settings: TrunkSettings,
    /// Whether a secret for digest challenges is set.
    pub has_secret: bool,
    /// What it is doing now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<TrunkState>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A new trunk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrunk {
    /// What people call it, 1 to 80 characters; unique in the tenant.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// The secret for digest challenges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Its settings.
    #[serde(default)]
    pub settings: TrunkSettings,
}

/// Changes of a trunk; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TrunkChange {
    /// What people call it.
    #[schema(min_length = 1, max_length = 80)]
    pub name: Option<String>,
    /// The secret for digest challenges; `null` takes it away.
    #[serde(deserialize_with = "crate::given")]
    #[schema(value_type = Option<String>)]
    pub secret: Option<Option<String>>,
    /// All settings, replacing the former ones.
    pub settings: Option<TrunkSettings>,
}

/// Whether this is a name.
///
/// # Errors
/// [`TrunkFault::Field`].
pub fn check_name(name: &str) -> Result<(), TrunkFault> {
    let says = "a name has 1 to 80 characters and no control characters";
    if is_label(name, 80) { Ok(()) } else { Err(TrunkFault::Field { field: "/name", says }) }
}

/// Whether this is a secret that can be sealed and sent in a digest.
///
/// # Errors
/// [`TrunkFault::Field`].
pub fn check_secret(secret: Option<&str>) -> Result<(), TrunkFault> {
    let says = "a secret has 1 to 128 characters and no control characters";
    let fits = secret.is_none_or(|text| is_label(text, 128));
    if fits { Ok(()) } else { Err(TrunkFault::Field { field: "/secret", says }) }
}

/// Whether this can stand as the user part of a SIP URI.
fn is_user(text: &str) -> bool {
    crate::endpoints::secret::check_user(text).is_ok()
}

impl TrunkSettings {
    /// Checks every rule and gives the first that is broken.
    ///
    /// # Errors
    /// [`TrunkFault::Field`].
    pub fn check(&self) -> Result<(), TrunkFault> {
        let host = |name: &Option<String>| name.as_deref().is_none_or(is_host);
        let registration = self.registration.as_ref();
        let number = self.caller_number.as_deref().is_none_or(|n| n.parse::<PhoneNumber>().is_ok());
        let rules: [(bool, &str, &str); 11] = [
            (
                self.gateways.len() <= MAX_GATEWAYS && self.gateways.iter().all(Gateway::is_sound),
                "gateways",
                "up to 10 gateways, each a host name or address",
            ),
            (self.sources.len() <= MAX_SOURCES, "sources", "up to 50 source addresses"),
            (
                registration.is_none() || !self.gateways.is_empty(),
                "gateways",
                "a trunk that registers needs a gateway to register with",
            ),
            (
                !(self.gateways.is_empty() && self.sources.is_empty()),
                "gateways",
                "a trunk needs a gateway, or a source address, or both",
            ),
            (registration.is_none_or(|r| is_user(&r.user)), "registration/user", "not a SIP user part"),
            (
                registration.is_none_or(|r| host(&r.domain)),
                "registration/domain",
                "not a host name or address",
            ),
            (
                registration.is_none_or(|r| (60..=86_400).contains(&r.expires_secs)),
                "registration/expires_secs",
                "60 to 86400 seconds",
            ),
            (host(&self.from_domain), "from_domain", "not a host name or address"),
            (
                self.options_secs == 0 || (10..=3_600).contains(&self.options_secs),
                "options_secs",
                "0, or 10 to 3600 seconds",
            ),
            ((10..=300).contains(&self.ring_secs), "ring_secs", "10 to 300 seconds"),
            (number, "caller_number", "a complete number such as +34910000001"),
        ];
        let broken = rules.into_iter().find(|(holds, ..)| !holds);
        broken.map_or(Ok(()), |(_, field, says)| Err(TrunkFault::Setting { field, says }))
    }

    /// Where calls come from: the sources given, and the gateways that are addresses, with their port. Calls to a
    /// trunk that registers come to the contact that it registered.
    pub fn accepted_sources(&self) -> Vec<SourceAddress> {
        let mut accepted = self.sources.clone();
        if self.registration.is_some() {
            return accepted;
        }
        for gateway in &self.gateways {
            let text =
                gateway.host.parse().map(|ip| std::net::SocketAddr::new(ip, gateway.port()).to_string());
            let source = text.ok().and_then(|text| text.parse().ok());
            accepted.extend(source.filter(|source| !self.sources.contains(source)));
        }
        accepted
    }

    /// Gateways in the order in which they are tried.
    pub fn ordered_gateways(&self) -> Vec<&Gateway> {
        let mut gateways: Vec<&Gateway> = self.gateways.iter().collect();
        gateways.sort_by_key(|gateway| gateway.priority);
        gateways
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Fault as _;

    fn by_address() -> TrunkSettings {
        TrunkSettings { sources: vec!["192.0.2.1".parse().unwrap()], ..TrunkSettings::default() }
    }

    fn gateway(host: &str, priority: u16) -> Gateway {
        Gateway { host: host.into(), port: None, transport: Default::default(), priority }
    }

    #[test]
    fn a_trunk_needs_somewhere_to_go_to_or_come_from() {
        assert!(by_address().check().is_ok());
        assert!(TrunkSettings::default().check().is_err());
        let registration = Registration { user: "u".into(), domain: None, expires_secs: 3_600 };
        let lost = TrunkSettings { registration: Some(registration), ..by_address() };
        assert_eq!(lost.check().unwrap_err().field().as_deref(), Some("/settings/gateways"));
    }

    #[test]
    fn rules_name_their_field() {
        let broken = |change: fn(&mut TrunkSettings)| {
            let mut settings = by_address();
            change(&mut settings);
            settings.check().unwrap_err().field().unwrap()
        };
        assert_eq!(broken(|s| s.options_secs = 5), "/settings/options_secs");
        assert_eq!(broken(|s| s.caller_number = Some("12".into())), "/settings/caller_number");
        assert_eq!(broken(|s| s.from_domain = Some("a b".into())), "/settings/from_domain");
        assert_eq!(broken(|s| s.ring_secs = 1), "/settings/ring_secs");
    }

    #[test]
    fn a_gateway_that_is_an_address_is_a_source_too() {
        let settings = TrunkSettings {
            gateways: vec![gateway("192.0.2.1", 0), gateway("192.0.2.2", 0), gateway("carrier.example", 0)],
            sources: vec!["192.0.2.1:5060".parse().unwrap(), "192.0.2.9".parse().unwrap()],
            ..TrunkSettings::default()
        };
        let accepted: Vec<String> = settings.accepted_sources().iter().map(ToString::to_string).collect();
        assert_eq!(accepted, ["192.0.2.1:5060", "192.0.2.9", "192.0.2.2:5060"]);
        let registration = Registration { user: "u".into(), domain: None, expires_secs: 3_600 };
        let registering = TrunkSettings { registration: Some(registration), ..settings };
        assert_eq!(registering.accepted_sources().len(), 2);
    }

    #[test]
    fn gateways_are_tried_by_priority_and_then_as_written() {
        let gateways = vec![gateway("c", 10), gateway("a", 1), gateway("b", 1)];
        let settings = TrunkSettings { gateways, ..TrunkSettings::default() };
        let order: Vec<&str> = settings.ordered_gateways().iter().map(|g| g.host.as_str()).collect();
        assert_eq!(order, ["a", "b", "c"]);
    }
}
