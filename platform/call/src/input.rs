//! What happens to a call: everything its machine can be told.

use std::time::Duration;

use kernel::Cause;
use kernel::id::CallId;

use crate::{ConnectionId, Description, Kind, LegId, Party, Target};

/// The leg that a call is born with.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Who calls.
    pub from: Party,
    /// What was dialled: the user part of the Request-URI, unescaped.
    pub dialled: String,
    /// The host part of the Request-URI.
    pub dialled_host: String,
    /// The caller's offer; `None` when the INVITE carried none (then we offer, and the answer comes in the ACK).
    pub offer: Option<Description>,
}

/// One round of ringing: all its targets ring at once.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// What rings. Empty: nobody is reachable (480, cause 20).
    pub targets: Vec<Target>,
    /// How long it rings before it counts as unanswered.
    pub ring: Duration,
    /// Who is behind the targets.
    pub party: Party,
}

/// The answer to [`crate::Output::Route`].
#[derive(Debug, Clone)]
pub enum Plan {
    /// Ring these, one attempt after the other until one is answered or refuses for good.
    Ring {
        /// The attempts in order (trunk failover); never empty in a sound plan.
        attempts: Vec<Attempt>,
        /// Direction for the record.
        kind: Kind,
        /// What is known about the called party beforehand.
        called: Party,
        /// An emergency call (PBX-26): never cut by a maximum duration.
        emergency: bool,
        /// Longest time from answer to the end; `None`: as [`crate::Limits`] say.
        max_duration: Option<Duration>,
    },
    /// Not to be connected.
    Refuse {
        /// SIP status for the caller, 400 to 699.
        status: u16,
        /// The cause in the record and the Reason header.
        cause: Cause,
        /// Direction for the record.
        kind: Kind,
    },
}

/// Where a party asks to transfer its peer to.
#[derive(Debug, Clone)]
pub enum TransferTarget {
    /// A number or extension (REFER without Replaces).
    Blind {
        /// User part of Refer-To, unescaped.
        dialled: String,
        /// Host part of Refer-To.
        host: String,
    },
    /// The far end of another established leg on this exchange (Refer-To with Replaces, RFC 3891). The driver
    /// has resolved the dialog and checked that the tenant is the same.
    Attended {
        /// The call that owns the leg; may be this one.
        call: CallId,
        /// The transferrer's other leg.
        leg: LegId,
    },
}

/// A leg that another call gives: its driver state travels beside this.
#[derive(Debug, Clone)]
pub struct TakenLeg {
    /// The leg; it keeps its id.
    pub leg: LegId,
    /// Who is behind it.
    pub party: Party,
    /// The party's latest description.
    pub description: Option<Description>,
    /// The call that gave it.
    pub from_call: CallId,
    /// Whether an offer of ours is still unanswered there.
    pub busy: bool,
}

/// Everything that a call can be told.
#[derive(Debug, Clone)]
pub enum Input {
    /// The route for a connection is decided.
    Routed {
        /// Which connection.
        connection: ConnectionId,
        /// The plan.
        plan: Plan,
    },
    /// A called leg rings (180, or 183 without a description).
    Ringing {
        /// Which leg.
        leg: LegId,
    },
    /// A called leg sends early media (a provisional response with a description).
    Progress {
        /// Which leg.
        leg: LegId,
        /// Its answer for the early session.
        description: Description,
    },
    /// A called leg answered (2xx).
    Answered {
        /// Which leg.
        leg: LegId,
        /// Its answer; `None` when the early answer stands.
        description: Option<Description>,
    },
    /// A called leg will not be established (final response ≥ 300, time-out, transport failure).
    Failed {
        /// Which leg.
        leg: LegId,
        /// SIP status; 408 for a time-out, 503 for a transport failure.
        status: u16,
        /// The cause: its Reason header, else derived from the status.
        cause: Cause,
    },
    /// The caller gave up before the answer (CANCEL).
    Cancelled {
        /// Which leg.
        leg: LegId,
    },
    /// A party ended its established leg (BYE, or the dialog broke).
    HungUp {
        /// Which leg.
        leg: LegId,
        /// The cause: its Reason header, else 16.
        cause: Cause,
    },
    /// A party proposes a changed session (re-INVITE or UPDATE).
    Reoffered {
        /// Which leg.
        leg: LegId,
        /// The offer; `None` when the party asks us to offer.
        offer: Option<Description>,
    },
    /// A party took its proposal back before it was answered (CANCEL of a re-INVITE).
    ReofferWithdrawn {
        /// Which leg.
        leg: LegId,
    },
    /// A party answered our offer (to a re-INVITE, or in the ACK).
    Reanswered {
        /// Which leg.
        leg: LegId,
        /// Its answer.
        description: Description,
    },
    /// A party refused our re-offer.
    ReofferFailed {
        /// Which leg.
        leg: LegId,
        /// SIP status.
        status: u16,
    },
    /// A party asks to transfer its peer (REFER).
    TransferAsked {
        /// The transferrer's leg.
        leg: LegId,
        /// Where to.
        to: TransferTarget,
    },
    /// Another call asks for the peer of `replaced` (attended transfer); this call is the giver.
    LegWanted {
        /// The transferrer's leg here, whose peer is wanted.
        replaced: LegId,
        /// Who takes it.
        by: CallId,
    },
    /// The wanted leg has come; this call is the taker.
    LegTaken(TakenLeg),
    /// The other call could not give the leg (not established, gone).
    LegRefused {
        /// What the transferrer had dialled there, when it was only ringing: to be transferred to blindly.
        dialled: Option<String>,
    },
    /// A new party comes in with Replaces to take the place of an established leg (RFC 3891).
    Replace {
        /// The new leg.
        leg: LegId,
        /// Who is behind it.
        party: Party,
        /// Its offer.
        offer: Option<Description>,
        /// The leg whose place it takes.
        replaced: LegId,
    },
    /// No media came from a party for longer than allowed.
    MediaSilent {
        /// Which leg.
        leg: LegId,
    },
    /// Ends the call for a reason of the exchange: administrator, drain, broken driver.
    HangUp {
        /// The cause for parties and record.
        cause: Cause,
    },
    /// The time of [`crate::Call::poll_timeout`] has come.
    Timeout,
}
