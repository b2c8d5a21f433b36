//! `a=` lines and their typed readings.

/// One `a=` line (RFC 8866 §5.13): a flag or a name with a value. Names are case-sensitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Text before the colon.
    pub name: String,
    /// Text after the colon.
    pub value: Option<String>,
}

impl Attribute {
    /// A flag such as `a=sendrecv`.
    pub fn flag(name: &str) -> Self {
        Self { name: name.into(), value: None }
    }

    /// A name with a value.
    pub fn with(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: Some(value.into()) }
    }
}

/// Which way media flows, seen by the one who wrote it (RFC 3264 §6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Both ways.
    #[default]
    SendRecv,
    /// The writer sends only: usual hold with music.
    SendOnly,
    /// The writer receives only.
    RecvOnly,
    /// Neither.
    Inactive,
}

impl Direction {
    /// From its two halves.
    pub const fn new(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Self::SendRecv,
            (true, false) => Self::SendOnly,
            (false, true) => Self::RecvOnly,
            (false, false) => Self::Inactive,
        }
    }

    /// Whether the writer sends.
    pub const fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    /// Whether the writer is willing to receive.
    pub const fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }

    /// The same flow seen from the other end.
    pub const fn reversed(self) -> Self {
        Self::new(self.receives(), self.sends())
    }

    /// What both allow.
    pub const fn and(self, other: Self) -> Self {
        Self::new(self.sends() && other.sends(), self.receives() && other.receives())
    }

    /// The attribute's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }

    /// From the attribute's name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "sendrecv" => Self::SendRecv,
            "sendonly" => Self::SendOnly,
            "recvonly" => Self::RecvOnly,
            "inactive" => Self::Inactive,
            _ => return None,
        })
    }
}

/// The values of all `a=` lines of this name.
pub(crate) fn values<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a str> {
    attributes.iter().filter(move |a| a.name == name).filter_map(|a| a.value.as_deref())
}

/// Whether a flag stands there.
pub(crate) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|a| a.name == name)
}

/// The direction said at this level; the last one counts.
pub(crate) fn direction(attributes: &[Attribute]) -> Option<Direction> {
    attributes.iter().rev().filter(|a| a.value.is_none()).find_map(|a| Direction::from_name(&a.name))
}

/// Whether an attribute is carried over to the other leg. What describes the path between the writer and us ends here:
/// ICE (RFC 8839), keys (RFC 4568, RFC 8122, RFC 4567), bundling and identification (RFC 9143), RTCP's place (RFC 3605,
/// RFC 5761), multicast filters, synchronisation sources of browsers (RFC 5576, RFC 8830). So does direction, which is
/// written anew.
pub(crate) fn crosses(attribute: &Attribute) -> bool {
    !matches!(
        attribute.name.as_str(),
        "candidate"
            | "remote-candidates"
            | "end-of-candidates"
            | "ice-ufrag"
            | "ice-pwd"
            | "ice-options"
            | "ice-lite"
            | "ice-mismatch"
            | "ice-pacing"
            | "crypto"
            | "fingerprint"
            | "setup"
            | "connection"
            | "tls-id"
            | "identity"
            | "key-mgmt"
            | "group"
            | "mid"
            | "bundle-only"
            | "msid"
            | "msid-semantic"
            | "rtcp"
            | "rtcp-mux"
            | "rtcp-mux-only"
            | "source-filter"
            | "ssrc"
            | "ssrc-group"
    ) && Direction::from_name(&attribute.name).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_reversed_twice_is_itself_and_and_is_the_lesser() {
        use Direction::*;
        for direction in [SendRecv, SendOnly, RecvOnly, Inactive] {
            assert_eq!(direction.reversed().reversed(), direction);
            assert_eq!(Direction::from_name(direction.name()), Some(direction));
            assert_eq!(direction.and(SendRecv), direction);
            assert_eq!(direction.and(Inactive), Inactive);
        }
        assert_eq!(SendOnly.reversed(), RecvOnly);
        assert_eq!(SendOnly.and(RecvOnly), Inactive);
    }

    #[test]
    fn only_flags_are_directions() {
        assert_eq!(direction(&[Attribute::with("sendonly", "x")]), None);
        assert_eq!(
            direction(&[Attribute::flag("sendrecv"), Attribute::flag("inactive")]),
            Some(Direction::Inactive)
        );
    }
}
