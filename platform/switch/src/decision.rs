//! What was decided about a call and why, as codes: whoever reads a trace words them in the reader's language (PBX-6).

use std::borrow::Cow;

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)+) => {
        /// What was decided. The part of the name before the dot says who decided.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $variant),+ }

        impl Reason {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in traces.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

reasons! {
    /// `dialled` is the extension of terminal user `user`.
    ExtensionFound = "extension.found";
    /// The tenant's `number` leads to terminal user `user`.
    NumberLeads = "number.leads";
    /// `number` is the tenant's and leads nowhere.
    NumberNowhere = "number.nowhere";
    /// `dialled` is an emergency number: limits and classes do not count.
    EmergencyNumber = "emergency.number";
    /// The caller's registered `address`.
    EmergencyAddress = "emergency.address";
    /// The outbound `route` takes it as `number`, of `class`.
    RouteTakes = "route.takes";
    /// The caller may dial up to `class` only.
    ClassLacking = "class.lacking";
    /// `trunks` are tried in this order.
    TrunksOrder = "trunks.order";
    /// `trunk` is down and is tried last.
    TrunkDown = "trunks.down";
    /// `trunk` is full with `calls`.
    TrunkFull = "trunks.full";
    /// `up` of `gateways` gateways of `trunk` are tried.
    TrunkGateways = "trunks.gateways";
    /// `ringing` of `registered` devices ring.
    DevicesRing = "devices.ring";
    /// The endpoint has `calls` already.
    EndpointFull = "devices.full";
    /// The tenant is suspended.
    Suspended = "refused.suspended";
    /// Nobody has this number.
    NobodyHere = "refused.nobody";
    /// The number is the tenant's and not assigned.
    Unassigned = "refused.unassigned";
    /// The endpoint is set to do not disturb.
    DoNotDisturb = "refused.do_not_disturb";
    /// There is no trunk for emergency calls.
    NoEmergencyTrunk = "refused.no_emergency_trunk";
    /// No extension, number or route matches.
    NoRoute = "refused.no_route";
    /// The caller's permission class does not allow it.
    ClassRefused = "refused.class";
    /// The route has no trunk.
    NoTrunk = "refused.no_trunk";
    /// The tenant's routing is not loaded.
    NotLoaded = "refused.not_loaded";
}

/// A step of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub reason: Reason,
    /// What it speaks of, by the names that the reason gives them.
    pub about: Vec<(&'static str, Cow<'static, str>)>,
}

impl Decision {
    /// Decided, about nothing so far.
    pub const fn new(reason: Reason) -> Self {
        Self { reason, about: Vec::new() }
    }

    /// Speaks of `value` as well.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.about.push((name, Cow::Owned(value.to_string())));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_a_name_of_its_own_that_says_who_decided() {
        let names: std::collections::HashSet<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        assert!(names.iter().all(|name| name.split('.').count() == 2));
    }
}
