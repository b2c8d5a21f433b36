//! The live exchange: drives [`call`] machines with SIP, media and timers, and declares the ports that it calls.
#![expect(clippy::todo, reason = "face first")]

mod config;
mod handle;
mod ports;

pub use config::{Config, GuardConfig};
pub use handle::{
    ActiveCall, ActiveParty, CallState, Counters, Listening, MediaEvents, NoSuchCall, StartError,
    Surroundings, Switch,
};
pub use ports::{
    Account, Caller, CallerId, CdrSink, Credentials, Decision, Drained, Facts, FinishedCall, Gateway,
    Occasion, Plan, Ports, Receipt, Register, RegisterAnswer, Router, Routing, TenantLimits, TraceSink,
    Trunk, TrunkHealth, TrunkHop, TrunkMatch, TrunkRegistration, TrunkSecret, Trunks,
};
pub use sip_transport::MessageStream;
