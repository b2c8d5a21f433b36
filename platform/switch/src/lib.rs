//! The live exchange: drives [`call`] machines with SIP, media and timers, and declares the ports that it calls.

mod actor;
mod admission;
mod bans;
mod config;
mod decision;
mod exchange;
mod guard;
mod handle;
mod hear;
mod identify;
mod invite;
mod journal;
mod leg;
mod note;
mod notify;
mod opening;
mod outgoing;
mod perform;
mod plan;
mod ports;
mod register;
mod repel;
mod request;
mod shared;
mod thread;
mod trace;
mod trunk;
mod watch;
mod within;

pub use bans::{Ban, BanConfig, Bans};
pub use config::{Config, GuardConfig};
pub use decision::{Decision, Reason};
pub use guard::OffenceKind;
pub use handle::{
    ActiveCall, ActiveParty, CallState, Counters, Listening, MediaEvents, NoSuchCall, StartError,
    Surroundings, Switch,
};
pub use ports::{
    Account, Banned, Caller, CallerId, CdrSink, CodecNames, Credentials, Drained, Facts, FinishedCall,
    Gateway, Occasion, Plan, Ports, Receipt, Register, RegisterAnswer, Router, Routing, Sentry, TenantLimits,
    TraceSink, Trouble, TroubleAt, Trunk, TrunkHealth, TrunkHop, TrunkMatch, TrunkRegistration, TrunkSecret,
    Trunks,
};
pub use sip_transport::MessageStream;
pub use watch::{Attack, Touched};
