//! What a call wants done: everything its machine can ask of the driver.

use kernel::Cause;
use kernel::id::CallId;

use crate::{ConnectionId, Description, LegId, Origin, Party, Target};

/// A question to the router, answered by [`crate::Input::Routed`].
#[derive(Debug, Clone)]
pub struct RouteRequest {
    /// On whose behalf: the caller, or the transferrer.
    pub by: Party,
    /// Who will be connected: differs from `by` in a transfer.
    pub caller: Party,
    /// What was dialled.
    pub dialled: String,
    /// The host part of the dialled URI.
    pub dialled_host: String,
    /// Why the question is asked.
    pub origin: Origin,
}

/// The words for a leg that is ended by the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HangUpReason {
    /// For this cause.
    Cause(Cause),
    /// Another device took the call (Q.850 cause 26 and `SIP;cause=200`), so that it is not shown as missed.
    AnsweredElsewhere,
}

/// Everything that a call can ask for. Outputs are in order and must be performed in order.
#[derive(Debug, Clone)]
pub enum Output {
    /// Decide where a connection goes.
    Route {
        /// Which connection.
        connection: ConnectionId,
        /// The question.
        request: Box<RouteRequest>,
    },
    /// Send an INVITE to a target.
    Invite {
        /// The new leg.
        leg: LegId,
        /// The connection that it serves.
        connection: ConnectionId,
        /// Whom to ring.
        target: Target,
        /// The caller's description; `None`: the caller made no offer, so ours must be the exchange's own.
        offer: Option<Description>,
        /// The leg that will be connected with it.
        caller: LegId,
        /// Whether hold is to be lifted: the description may stem from a held session.
        resume: bool,
    },
    /// Tell the caller that it rings (180).
    Ring {
        /// The caller's leg.
        leg: LegId,
    },
    /// Pass early media to the caller (183).
    Progress {
        /// The caller's leg.
        leg: LegId,
        /// The called leg it comes from, whose media goes to the caller.
        from: LegId,
        /// The description.
        description: Description,
    },
    /// Answer the caller (200).
    Answer {
        /// The caller's leg.
        leg: LegId,
        /// The peer's description (its answer, or our offer when the INVITE had none); `None` when the one sent
        /// early stands.
        description: Option<Description>,
    },
    /// Refuse the caller.
    Reject {
        /// The caller's leg.
        leg: LegId,
        /// SIP status, 400 to 699.
        status: u16,
        /// The cause for the Reason header.
        cause: Cause,
    },
    /// Stop ringing a called leg (CANCEL; BYE when it answered meanwhile).
    Cancel {
        /// Which leg.
        leg: LegId,
        /// What to say in Reason.
        reason: HangUpReason,
    },
    /// End an established leg (BYE).
    HangUp {
        /// Which leg.
        leg: LegId,
        /// What to say in Reason.
        reason: HangUpReason,
    },
    /// Propose a changed session to a party (re-INVITE).
    Reoffer {
        /// Which leg.
        leg: LegId,
        /// The other party's description.
        description: Description,
        /// Whether hold is to be lifted: the description may stem from a held session.
        resume: bool,
    },
    /// Accept a party's proposal.
    AcceptReoffer {
        /// Which leg.
        leg: LegId,
        /// The answer (or the offer, when the party asked for one); `None` repeats what it was last sent.
        description: Option<Description>,
    },
    /// Refuse a party's proposal (488, 491).
    RefuseReoffer {
        /// Which leg.
        leg: LegId,
        /// SIP status.
        status: u16,
    },
    /// Accept a transfer (202 to the REFER).
    AcceptTransfer {
        /// The transferrer's leg.
        leg: LegId,
    },
    /// Refuse a transfer.
    RefuseTransfer {
        /// The transferrer's leg.
        leg: LegId,
        /// SIP status.
        status: u16,
    },
    /// Tell the transferrer how it goes (NOTIFY with `message/sipfrag`).
    NotifyTransfer {
        /// The transferrer's leg.
        leg: LegId,
        /// SIP status of the new leg so far; a final one ends the subscription.
        status: u16,
    },
    /// Ask another call for the peer of one of its legs.
    WantLeg {
        /// The call asked.
        from: CallId,
        /// The transferrer's leg there.
        replaced: LegId,
    },
    /// Give a leg to another call, with its dialog and media state; this call forgets it.
    GiveLeg {
        /// Which leg.
        leg: LegId,
        /// The call that asked.
        to: CallId,
        /// Who is behind the leg.
        party: Party,
        /// The party's latest description.
        description: Option<Description>,
        /// Whether an offer of ours is still unanswered there.
        busy: bool,
    },
    /// Tell another call that its wish cannot be met.
    RefuseLeg {
        /// The call that asked.
        to: CallId,
        /// What the transferrer had dialled here, when it was only ringing.
        dialled: Option<String>,
    },
    /// Join the media of two legs.
    Bridge {
        /// One leg.
        a: LegId,
        /// The other.
        b: LegId,
    },
    /// Part the media of a leg from its peer's.
    Unbridge {
        /// Which leg.
        leg: LegId,
    },
    /// Nothing is left: no leg, no open connection. The log is complete.
    Ended,
}
