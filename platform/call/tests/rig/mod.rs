//! A call with a virtual clock, for tests: says what happens and shows what the machine wants.
#![allow(dead_code, clippy::allow_attributes, reason = "each test binary uses its own part of the rig")]

use std::time::{Duration, Instant};

use call::{
    Attempt, Call, Cdr, ConnectionId, Description, Input, Kind, LegId, Limits, Moment, Offered, Output,
    Party, Plan, Target,
};
use kernel::id::{CallId, EndpointId, Uuid};
use kernel::{Cause, Timestamp};

pub struct Rig {
    pub call: Call,
    pub now: Moment,
    start: Instant,
}

pub fn party(number: &str) -> Party {
    let id = Uuid::from_u128(number.bytes().fold(7, |sum, byte| sum * 31 + u128::from(byte)));
    Party {
        number: number.into(),
        endpoint: Some(EndpointId(id)),
        user: Some(number.into()),
        ..Party::default()
    }
}

pub fn sdp(text: &str) -> Description {
    Description { sdp: text.to_owned().into(), held: text.contains("hold") }
}

pub fn ring(targets: u32) -> Plan {
    Plan::Ring {
        attempts: vec![attempt(0..targets)],
        kind: Kind::Internal,
        called: party("102"),
        emergency: false,
        max_duration: None,
    }
}

pub fn attempt(targets: std::ops::Range<u32>) -> Attempt {
    Attempt { targets: targets.map(Target).collect(), ring: Duration::from_secs(30), party: party("102") }
}

pub const LIMITS: Limits =
    Limits { max_duration: Duration::from_secs(3600), transfer: Duration::from_secs(60) };

pub const A: LegId = LegId::of(1, 0);
pub const B: LegId = LegId::of(1, 1);
pub const C: LegId = LegId::of(1, 2);
pub const D: LegId = LegId::of(1, 3);

impl Rig {
    pub fn new() -> Self {
        Self::numbered(1)
    }

    pub fn numbered(number: u64) -> Self {
        let start = Instant::now();
        let now = Moment { instant: start, wall: Timestamp::from_micros(1_000_000_000) };
        let offered = Offered {
            from: party("101"),
            dialled: "102".to_owned(),
            dialled_host: "example.test".to_owned(),
            offer: Some(sdp("offer of A")),
        };
        let id = CallId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)));
        Self { call: Call::new(id, number, LIMITS, offered, now), now, start }
    }

    /// Rung with one device, answered, outputs drained.
    pub fn talking() -> Self {
        let mut rig = Self::new();
        rig.route(0, ring(1));
        rig.tell(Input::Answered { leg: B, description: Some(sdp("answer of B")) });
        rig.drain();
        rig
    }

    pub fn wait(&mut self, span: Duration) {
        self.now = Moment { instant: self.now.instant + span, wall: self.now.wall + span };
    }

    pub fn tell(&mut self, input: Input) -> &mut Self {
        self.call.handle_input(self.now, input);
        self
    }

    pub fn route(&mut self, connection: u16, plan: Plan) -> &mut Self {
        self.tell(Input::Routed { connection: ConnectionId(connection), plan })
    }

    /// Lets time pass to the machine's next deadline.
    pub fn expire(&mut self) -> &mut Self {
        let until = self.call.poll_timeout().expect("a deadline");
        self.wait(until.saturating_duration_since(self.now.instant));
        self.tell(Input::Timeout)
    }

    pub fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.call.poll_output()).collect()
    }

    /// The outputs in short words.
    pub fn drain(&mut self) -> Vec<String> {
        self.outputs().iter().map(words).collect()
    }

    pub fn records(&self) -> Vec<Cdr> {
        call::cdr::fold(self.call.id(), self.call.log())
    }
}

fn text(description: Option<&Description>) -> String {
    description.map_or_else(|| "-".to_owned(), |d| String::from_utf8_lossy(&d.sdp).into_owned())
}

pub fn words(output: &Output) -> String {
    let nth =
        |leg: &LegId| ["A", "B", "C", "D", "E", "F"].get((leg.0 & 0xFFFF) as usize).copied().unwrap_or("?");
    match output {
        Output::Route { request, .. } => format!("route {}", request.dialled),
        Output::Invite { leg, offer, .. } => format!("invite {} {}", nth(leg), text(offer.as_ref())),
        Output::Ring { leg } => format!("ring {}", nth(leg)),
        Output::Progress { leg, from, description } => {
            format!("progress {} from {} {}", nth(leg), nth(from), text(Some(description)))
        }
        Output::Answer { leg, description } => format!("answer {} {}", nth(leg), text(description.as_ref())),
        Output::Reject { leg, status, cause } => format!("reject {} {status} {}", nth(leg), cause.0),
        Output::Cancel { leg, reason } => format!("cancel {} {}", nth(leg), why(*reason)),
        Output::HangUp { leg, reason } => format!("hang up {} {}", nth(leg), why(*reason)),
        Output::Reoffer { leg, description, resume } => {
            format!(
                "reoffer {} {}{}",
                nth(leg),
                text(Some(description)),
                if *resume { " resumed" } else { "" }
            )
        }
        Output::AcceptReoffer { leg, description } => {
            format!("accept {} {}", nth(leg), text(description.as_ref()))
        }
        Output::RefuseReoffer { leg, status } => format!("refuse {} {status}", nth(leg)),
        Output::AcceptTransfer { leg } => format!("accept transfer {}", nth(leg)),
        Output::RefuseTransfer { leg, status } => format!("refuse transfer {} {status}", nth(leg)),
        Output::NotifyTransfer { leg, status } => format!("notify {} {status}", nth(leg)),
        Output::WantLeg { .. } => "want leg".to_owned(),
        Output::GiveLeg { leg, .. } => format!("give {}", nth(leg)),
        Output::RefuseLeg { dialled, .. } => format!("refuse leg {}", dialled.as_deref().unwrap_or("-")),
        Output::Bridge { a, b } => format!("bridge {} {}", nth(a), nth(b)),
        Output::Unbridge { leg } => format!("unbridge {}", nth(leg)),
        Output::Ended => "ended".to_owned(),
    }
}

fn why(reason: call::HangUpReason) -> String {
    match reason {
        call::HangUpReason::Cause(Cause(cause)) => cause.to_string(),
        call::HangUpReason::AnsweredElsewhere => "elsewhere".to_owned(),
    }
}
