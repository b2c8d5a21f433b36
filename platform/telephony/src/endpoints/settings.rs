//! What an endpoint's calls are like (PBX-13): ring time, caller identity, codecs, limits, permission class.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::outbound_routes::Class;

/// Whether the caller's identity is shown (RFC 3323).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Name and number are shown.
    #[default]
    Public,
    /// The called party sees neither; carriers and emergency services still get them.
    Withheld,
}

/// An audio codec that an endpoint may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// Opus (RFC 7587).
    Opus,
    /// G.722.
    G722,
    /// G.711 A-law.
    Pcma,
    /// G.711 µ-law.
    Pcmu,
}

impl Codec {
    /// All, in the order of preference.
    pub const ALL: [Self; 4] = [Self::Opus, Self::G722, Self::Pcma, Self::Pcmu];

    /// The encoding name of SDP (RFC 4855), upper case.
    pub const fn sdp_name(self) -> &'static str {
        match self {
            Self::Opus => "OPUS",
            Self::G722 => "G722",
            Self::Pcma => "PCMA",
            Self::Pcmu => "PCMU",
        }
    }
}

/// The settings of an endpoint. Absent fields take their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How long it rings, in seconds, 5 to 180.
    #[schema(minimum = 5, maximum = 180)]
    pub ring_secs: u16,
    /// Calls are refused as busy.
    pub do_not_disturb: bool,
    /// A further call rings while one is going on.
    pub call_waiting: bool,
    /// The name that called parties see, up to 64 characters; the endpoint's own name where none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 64)]
    pub caller_name: Option<String>,
    /// The public number that called parties outside see: one of the tenant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^\\+[1-9][0-9]{3,14}$", example = "+34910000001")]
    pub caller_number: Option<String>,
    /// Whether name and number are shown.
    pub identity: Identity,
    /// The codecs it may use, the preferred one first. With all of them in their own order its calls use whatever both
    /// sides know.
    pub codecs: Vec<Codec>,
    /// How many calls it may have at a time, 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    pub max_calls: u16,
    /// How many devices may be registered, 1 to 20.
    #[schema(minimum = 1, maximum = 20)]
    pub max_devices: u16,
    /// What it may dial.
    pub outbound_class: Class,
    /// The registered address that goes with its emergency calls (PBX-26), up to 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub emergency_address: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ring_secs: 30,
            do_not_disturb: false,
            call_waiting: true,
            caller_name: None,
            caller_number: None,
            identity: Identity::Public,
            codecs: Codec::ALL.to_vec(),
            max_calls: 10,
            max_devices: 10,
            outbound_class: Class::National,
            emergency_address: None,
        }
    }
}

/// What is wrong with settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// Out of 5 to 180 s.
    #[error("the ring time is 5 to 180 seconds")]
    RingTime,
    /// Too long, or with control characters.
    #[error("a caller name has up to 64 characters and no control characters")]
    CallerName,
    /// Not a complete number.
    #[error("the caller number is a complete number such as +34910000001")]
    CallerNumber,
    /// None, or one twice.
    #[error("at least one codec, each once")]
    Codecs,
    /// Out of 1 to 100.
    #[error("1 to 100 calls at a time")]
    MaxCalls,
    /// Out of 1 to 20.
    #[error("1 to 20 devices")]
    MaxDevices,
    /// Too long, or with control characters.
    #[error("an address has up to 200 characters and no control characters")]
    EmergencyAddress,
}

impl Unsound {
    /// The field at fault.
    pub const fn field(self) -> &'static str {
        match self {
            Self::RingTime => "ring_secs",
            Self::CallerName => "caller_name",
            Self::CallerNumber => "caller_number",
            Self::Codecs => "codecs",
            Self::MaxCalls => "max_calls",
            Self::MaxDevices => "max_devices",
            Self::EmergencyAddress => "emergency_address",
        }
    }
}

/// Whether a text can be shown: 1 to `most` characters, none of them a control character.
pub fn is_label(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
}

impl Settings {
    /// Checks every rule and gives the first that is broken.
    ///
    /// # Errors
    /// [`Unsound`].
    pub fn check(&self) -> Result<(), Unsound> {
        let each_once = |codecs: &[Codec]| codecs.iter().enumerate().all(|(n, c)| !codecs[..n].contains(c));
        let label = |text: &Option<String>, most| text.as_deref().is_none_or(|text| is_label(text, most));
        let number = self.caller_number.as_deref().is_none_or(|n| n.parse::<kernel::PhoneNumber>().is_ok());
        let rules = [
            ((5..=180).contains(&self.ring_secs), Unsound::RingTime),
            (label(&self.caller_name, 64), Unsound::CallerName),
            (number, Unsound::CallerNumber),
            (!self.codecs.is_empty() && each_once(&self.codecs), Unsound::Codecs),
            ((1..=100).contains(&self.max_calls), Unsound::MaxCalls),
            ((1..=20).contains(&self.max_devices), Unsound::MaxDevices),
            (label(&self.emergency_address, 200), Unsound::EmergencyAddress),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, broken)| Err(broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_sound_and_an_empty_body_means_them() {
        assert_eq!(Settings::default().check(), Ok(()));
        assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), Settings::default());
        assert!(serde_json::from_str::<Settings>("{\"ring\": 3}").is_err());
    }

    #[test]
    fn each_rule_names_its_field() {
        let broken = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.check().unwrap_err().field()
        };
        assert_eq!(broken(|s| s.ring_secs = 4), "ring_secs");
        assert_eq!(broken(|s| s.caller_name = Some("a\r\nb".into())), "caller_name");
        assert_eq!(broken(|s| s.caller_number = Some("910000001".into())), "caller_number");
        assert_eq!(broken(|s| s.codecs = vec![Codec::Pcma, Codec::Pcma]), "codecs");
        assert_eq!(broken(|s| s.codecs.clear()), "codecs");
        assert_eq!(broken(|s| s.max_calls = 0), "max_calls");
        assert_eq!(broken(|s| s.max_devices = 21), "max_devices");
        assert_eq!(broken(|s| s.emergency_address = Some(" ".into())), "emergency_address");
    }
}
