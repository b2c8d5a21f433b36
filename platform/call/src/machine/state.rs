//! What a call remembers: its legs, its open connections, and a transfer under way.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use kernel::Cause;
use kernel::id::CallId;
use smallvec::SmallVec;

use crate::{Attempt, ConnectionId, Description, LegId, Origin, Party, Side};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Came in and waits for an answer.
    Calling,
    /// Was invited and has not answered.
    Invited,
    /// Stands.
    Established,
}

/// Whose offer is open on a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Exchange {
    None,
    /// The party's; it becomes its description when the peer accepts.
    Theirs(Option<Description>),
    /// Ours, for this purpose.
    Ours(Purpose),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Carries the proposal of this leg.
    PassOn(LegId),
    /// Joins with this leg, which gets the answer as an offer in turn.
    Join(LegId),
    /// Second half of a join.
    Joined,
    /// Lets this new leg take the place of the leg it talked to; the answer is the new leg's answer.
    Replace { new: LegId, replaced: LegId },
    /// Nobody waits for the answer any more.
    Stale,
}

#[derive(Debug)]
pub(super) struct Leg {
    pub id: LegId,
    pub party: Party,
    pub phase: Phase,
    /// The party's latest description.
    pub description: Option<Description>,
    pub exchange: Exchange,
    /// A join that waits until the open exchange is over.
    pub join_next: Option<LegId>,
}

impl Leg {
    pub fn new(id: LegId, party: Party, phase: Phase, description: Option<Description>) -> Self {
        Self { id, party, phase, description, exchange: Exchange::None, join_next: None }
    }

    pub fn is_idle(&self) -> bool {
        self.phase == Phase::Established && self.exchange == Exchange::None
    }
}

/// A failure, kept until nothing better comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    pub status: u16,
    pub cause: Cause,
    pub side: Side,
}

impl Failure {
    /// Which of several to tell the caller: what was decided for all (6xx), then what a person decided (busy,
    /// declined), then what the endpoint said, then silence, then trouble (after RFC 3261 §16.7, step 6).
    const fn rank(self) -> u8 {
        match self.status {
            600..=699 => 0,
            486 => 1,
            403 | 404 | 410 | 484 => 2,
            480 => 3,
            488 | 415 => 4,
            408 => 6,
            400..=499 => 5,
            _ => 7,
        }
    }

    pub fn better(a: Option<Self>, b: Self) -> Self {
        a.filter(|a| a.rank() <= b.rank()).unwrap_or(b)
    }
}

#[derive(Debug)]
pub(super) struct Connection {
    pub id: ConnectionId,
    /// The caller's leg.
    pub from: LegId,
    /// The called leg, once it has answered.
    pub to: Option<LegId>,
    /// Called legs that have not answered.
    pub forks: SmallVec<[LegId; 2]>,
    /// Attempts not yet made.
    pub attempts: VecDeque<Attempt>,
    pub best: Option<Failure>,
    pub origin: Origin,
    /// Ring time-out, or the end of the longest duration.
    pub until: Option<Instant>,
    pub max_duration: Option<Duration>,
    pub rang: bool,
    /// The leg whose early media the caller hears.
    pub early: Option<LegId>,
    pub held_by: Option<Side>,
}

impl Connection {
    pub fn new(id: ConnectionId, from: LegId, origin: Origin) -> Self {
        Self {
            id,
            from,
            to: None,
            forks: SmallVec::new(),
            attempts: VecDeque::new(),
            best: None,
            origin,
            until: None,
            max_duration: None,
            rang: false,
            early: None,
            held_by: None,
        }
    }

    pub fn peer_of(&self, leg: LegId) -> Option<LegId> {
        let to = self.to?;
        if leg == self.from {
            Some(to)
        } else if leg == to {
            Some(self.from)
        } else {
            None
        }
    }

    pub fn side_of(&self, leg: LegId) -> Side {
        if leg == self.from { Side::Caller } else { Side::Called }
    }
}

/// A transfer under way.
#[derive(Debug)]
pub(super) struct Transfer {
    /// Who asked, while it is still there.
    pub transferrer: Option<LegId>,
    pub transferrer_party: Party,
    /// Who is transferred.
    pub kept: LegId,
    /// The connection of the two.
    pub old: ConnectionId,
    /// The connection to the target; `None` while another call is asked for a leg.
    pub new: Option<ConnectionId>,
    /// The call that was asked.
    pub asked: Option<CallId>,
    pub until: Instant,
}
