//! Why a call ended: ITU-T Q.850 causes and their SIP responses (RFC 3398, RFC 6432).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A Q.850 cause value, 1 to 127.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cause(pub u8);

impl Cause {
    /// 1: the number is not assigned.
    pub const UNALLOCATED: Self = Self(1);
    /// 16: somebody hung up.
    pub const NORMAL_CLEARING: Self = Self(16);
    /// 17: the called party is in a call.
    pub const USER_BUSY: Self = Self(17);
    /// 18: no device answers the network (not registered, silent).
    pub const NO_USER_RESPONDING: Self = Self(18);
    /// 19: it rang and nobody answered.
    pub const NO_ANSWER: Self = Self(19);
    /// 20: the called endpoint is not registered.
    pub const SUBSCRIBER_ABSENT: Self = Self(20);
    /// 21: refused by the called party or by policy.
    pub const REJECTED: Self = Self(21);
    /// 27: the next hop is out of order.
    pub const OUT_OF_ORDER: Self = Self(27);
    /// 28: the number is not complete or not valid.
    pub const INVALID_NUMBER: Self = Self(28);
    /// 31: ended without a particular reason.
    pub const NORMAL_UNSPECIFIED: Self = Self(31);
    /// 34: no channel free (limits, trunk full).
    pub const NO_CIRCUIT: Self = Self(34);
    /// 38: the network is out of order.
    pub const NETWORK_OUT_OF_ORDER: Self = Self(38);
    /// 41: a temporary failure, among them a restart of the exchange.
    pub const TEMPORARY_FAILURE: Self = Self(41);
    /// 42: overload: the exchange sheds new calls.
    pub const CONGESTION: Self = Self(42);
    /// 50: not subscribed: the plan or the permission class does not allow it.
    pub const NOT_SUBSCRIBED: Self = Self(50);
    /// 57: not authorised to use this.
    pub const NOT_AUTHORISED: Self = Self(57);
    /// 88: no common codec or transport.
    pub const INCOMPATIBLE: Self = Self(88);
    /// 102: a timer ran out (no media, no session refresh).
    pub const TIMER_EXPIRED: Self = Self(102);
    /// 127: interworking: the other side gave no cause.
    pub const INTERWORKING: Self = Self(127);

    /// The SIP status a caller gets for this cause (RFC 3398 §7.2.4.1, RFC 4497).
    pub const fn sip_status(self) -> u16 {
        match self.0 {
            1..=3 | 26 => 404,
            17 => 486,
            18 => 408,
            19 | 20 => 480,
            21 => 403,
            22 => 410,
            28 => 484,
            29 | 63 | 79 => 501,
            31 => 480,
            34 | 38 | 41 | 42 | 47 => 503,
            27 => 502,
            50 | 55 | 57 => 403,
            58 | 65 | 88 => 488,
            102 => 504,
            _ => 500,
        }
    }

    /// The cause that a final SIP status stands for (RFC 3398 §8.2.6.1).
    pub const fn from_sip_status(status: u16) -> Self {
        match status {
            401 | 402 | 403 | 407 | 603 | 607 | 608 => Self::REJECTED,
            404 | 485 | 604 => Self::UNALLOCATED,
            408 | 504 => Self::TIMER_EXPIRED,
            410 => Self(22),
            480 => Self::NO_USER_RESPONDING,
            484 => Self::INVALID_NUMBER,
            486 | 600 => Self::USER_BUSY,
            487 => Self::NORMAL_CLEARING,
            488 | 606 | 415 => Self::INCOMPATIBLE,
            502 => Self::NETWORK_OUT_OF_ORDER,
            500 | 503 => Self::TEMPORARY_FAILURE,
            _ => Self::INTERWORKING,
        }
    }

    /// The name of the cause in Q.850's words.
    pub const fn text(self) -> &'static str {
        match self.0 {
            1 => "Unallocated number",
            16 => "Normal call clearing",
            17 => "User busy",
            18 => "No user responding",
            19 => "No answer from user",
            20 => "Subscriber absent",
            21 => "Call rejected",
            22 => "Number changed",
            26 => "Non-selected user clearing",
            27 => "Destination out of order",
            28 => "Invalid number format",
            31 => "Normal, unspecified",
            34 => "No circuit available",
            38 => "Network out of order",
            41 => "Temporary failure",
            42 => "Switching equipment congestion",
            50 => "Requested facility not subscribed",
            57 => "Bearer capability not authorized",
            88 => "Incompatible destination",
            102 => "Recovery on timer expiry",
            127 => "Interworking, unspecified",
            _ => "Unspecified",
        }
    }
}

impl fmt::Display for Cause {
    /// As a Reason header value (RFC 3326): `Q.850;cause=17;text="User busy"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q.850;cause={};text=\"{}\"", self.0, self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_and_statuses_agree_where_they_have_a_pair() {
        for cause in [Cause::USER_BUSY, Cause::INVALID_NUMBER, Cause::UNALLOCATED, Cause::INCOMPATIBLE] {
            assert_eq!(Cause::from_sip_status(cause.sip_status()), cause);
        }
    }

    #[test]
    fn display_is_a_reason_header_value() {
        assert_eq!(Cause::USER_BUSY.to_string(), "Q.850;cause=17;text=\"User busy\"");
    }
}
